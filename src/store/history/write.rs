//! A run is remembered: first as pending, then settled.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use rusqlite::{Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::model::digest::sha256;
use crate::model::{Consolidation, Difference, Finding, Input, Lang, RecordKind, Severity, Submission, json_word};
use crate::store::history::{History, HistoryError};

/// A run that is about to be published.
#[derive(Debug, Clone, Copy)]
pub struct NewRun<'a> {
    /// What it brought together.
    pub consolidation: &'a Consolidation,
    /// What it is about to write.
    pub outputs: &'a [Written],
    /// Where: from the workspace's folder, with `/`, or a path of its own.
    pub folder: &'a str,
    /// SHA-256 of its `run.json`.
    pub run_sha256: &'a str,
    /// When it took place.
    pub made: DateTime,
    /// Does it close its period?
    pub closing: bool,
}

/// A file that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Written {
    /// What it is.
    pub kind: String,
    /// Its path in the output folder.
    pub path: String,
    /// SHA-256 of its content.
    pub sha256: String,
}

/// A finding as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct FindingRow {
    rule: String,
    severity: String,
    department: Option<String>,
    file: Option<String>,
    sheet: Option<String>,
    #[serde(default)]
    cell: Option<String>,
    message: String,
}

impl FindingRow {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.id.to_owned(),
            severity: finding.severity().as_str().to_owned(),
            department: finding.department.as_deref().map(str::to_owned),
            file: finding.place.file.as_deref().map(str::to_owned),
            sheet: finding.place.sheet.as_deref().map(str::to_owned),
            cell: finding.place.spot.map(|spot| spot.to_string()),
            message: finding.message(Lang::Ja),
        }
    }
}

/// What a run and a rebuilt one know in different forms.
pub(super) struct RunDetails<'a> {
    /// The version of the program.
    pub tool: &'a str,
    /// The findings.
    pub findings: &'a [FindingRow],
    /// For how many periods records' texts have been the same, by id.
    pub unchanged: BTreeMap<&'a str, u32>,
}

/// A run of which it is not known whether its outputs reached their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its number.
    pub id: i64,
    /// Where its outputs belong.
    pub folder: String,
    /// SHA-256 of its `run.json`.
    pub run_sha256: String,
}

impl History {
    /// Writes a run down as pending and returns its number. One transaction: a crash leaves all of it or nothing.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin(&mut self, run: &NewRun<'_>) -> Result<i64, HistoryError> {
        let path = self.path.clone();
        let failed = |source| crate::store::history::translate(&path, source);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let findings: Vec<FindingRow> = run.consolidation.findings.iter().map(FindingRow::of).collect();
        let unchanged = unchanged(run.consolidation);
        let details = RunDetails { tool: env!("CARGO_PKG_VERSION"), findings: &findings, unchanged };
        let id = insert(&change, run, &details).map_err(failed)?;
        change.commit().map_err(failed)?;
        Ok(id)
    }

    /// Says whether a pending run's outputs reached their place. One that closes its period closes it now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn settle(&mut self, id: i64, happened: bool) -> Result<(), HistoryError> {
        let path = self.path.clone();
        let failed = |source| crate::store::history::translate(&path, source);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        if happened {
            change.execute("UPDATE run SET state = 'done' WHERE id = ?1 AND state = 'pending'", [id]).map_err(failed)?;
            let close = "INSERT OR IGNORE INTO closed (period, run, closed) SELECT period, id, made FROM run WHERE id = ?1 AND closing = 1";
            change.execute(close, [id]).map_err(failed)?;
        } else {
            change.execute("DELETE FROM run WHERE id = ?1 AND state = 'pending'", [id]).map_err(failed)?;
        }
        change.commit().map_err(failed)
    }

    /// Runs that were cut off, or are under way.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pending(&self) -> Result<Vec<Pending>, HistoryError> {
        let all = || -> rusqlite::Result<Vec<Pending>> {
            let mut query = self.db.prepare("SELECT id, folder, run_sha256 FROM run WHERE state = 'pending' ORDER BY id")?;
            let rows =
                query.query_map([], |row| Ok(Pending { id: row.get(0)?, folder: row.get(1)?, run_sha256: row.get(2)? }))?;
            rows.collect()
        };
        all().map_err(|source| self.failed(source))
    }
}

/// Inserts a pending run and returns its number.
pub(super) fn insert(change: &Transaction<'_>, run: &NewRun<'_>, details: &RunDetails<'_>) -> rusqlite::Result<i64> {
    let whole = run.consolidation;
    let period = whole.period.map(crate::model::Period::id).unwrap_or_default();
    let label = whole.period.map(crate::model::Period::label).unwrap_or_default();
    change.execute(
        "INSERT INTO run (period, label, plan, municipality, made, tool, folder, run_sha256, state, closing)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9)",
        params![
            period,
            label,
            whole.plan.id,
            whole.plan.municipality,
            run.made.to_string(),
            details.tool,
            run.folder,
            run.run_sha256,
            run.closing
        ],
    )?;
    let id = change.last_insert_rowid();
    for input in &whole.inputs {
        let bytes = i64::try_from(input.bytes).unwrap_or(i64::MAX);
        change.execute(
            "INSERT OR REPLACE INTO input VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, &*input.path, input.sha256, bytes, json_word(&input.status), input.department.as_deref()],
        )?;
    }
    for (place, submission) in (0i64..).zip(&whole.submissions) {
        let content = content_of(submission, &whole.inputs);
        change.execute(
            "INSERT INTO submission VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                place,
                &*submission.department,
                json_word(&submission.status),
                files(submission).join("\n"),
                submission.submitted.map(|day| day.to_string()),
                revision(change, &period, &submission.department, &content)?,
                content,
                i64::try_from(submission.records.len()).unwrap_or(i64::MAX)
            ],
        )?;
    }
    records(change, id, whole, &details.unchanged)?;
    for (place, finding) in (0i64..).zip(details.findings) {
        change.execute(
            "INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                place,
                finding.rule,
                finding.severity,
                finding.department,
                finding.file,
                finding.sheet,
                finding.cell,
                finding.message
            ],
        )?;
    }
    for output in run.outputs {
        change.execute("INSERT INTO output VALUES (?1, ?2, ?3, ?4)", params![id, output.kind, output.path, output.sha256])?;
    }
    figures(change, id, whole, details.findings)?;
    // errata of other periods are only printed again; those of this one are what this run found
    let own = whole.errata.iter().filter(|erratum| Some(erratum.period) == whole.period);
    for (place, erratum) in (0i64..).zip(own) {
        change.execute("INSERT INTO erratum VALUES (?1, ?2, ?3)", params![id, place, json(erratum)])?;
    }
    Ok(id)
}

fn figures(change: &Transaction<'_>, id: i64, whole: &Consolidation, findings: &[FindingRow]) -> rusqlite::Result<()> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let found = |severity: Severity| count(findings.iter().filter(|finding| finding.severity == severity.as_str()).count());
    let own = whole.trend.periods.last().filter(|figures| Some(figures.period) == whole.period);
    change.execute(
        "INSERT INTO figures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            count(whole.submissions.iter().filter(|submission| submission.status.is_handed_in()).count()),
            count(whole.submissions.len()),
            count(whole.records.counts().values().sum()),
            found(Severity::Error),
            found(Severity::Warning),
            own.map(json)
        ],
    )?;
    Ok(())
}

fn records(change: &Transaction<'_>, id: i64, whole: &Consolidation, same: &BTreeMap<&str, u32>) -> rusqlite::Result<()> {
    fn all<T: Serialize>(kind: RecordKind, records: &[T], id: impl Fn(&T) -> &str) -> Vec<(RecordKind, i64, String, String)> {
        (0i64..).zip(records).map(|(place, record)| (kind, place, id(record).to_owned(), json(record))).collect()
    }
    let records = &whole.records;
    let mut rows = all(RecordKind::Progress, &records.progress, |record| &record.id);
    rows.extend(all(RecordKind::Schedule, &records.schedule, |record| &record.id));
    rows.extend(all(RecordKind::Indicator, &records.indicators, |record| &record.id));
    rows.extend(all(RecordKind::Measure, &records.measures, |record| &record.id));
    rows.extend(all(RecordKind::Checklist, &records.checklists, |record| &record.id));
    rows.extend(all(RecordKind::Table, &records.tables, |record| &record.id));
    let mut add = change.prepare("INSERT OR IGNORE INTO content (sha256, json) VALUES (?1, ?2)")?;
    let mut insert = change.prepare(
        "INSERT INTO record (run, kind, place, id, content, unchanged)
         VALUES (?1, ?2, ?3, ?4, (SELECT id FROM content WHERE sha256 = ?5), ?6)",
    )?;
    for (kind, place, record, text) in rows {
        let hash = sha256(text.as_bytes());
        add.execute(params![hash, text])?;
        let unchanged = if kind == RecordKind::Progress { same.get(record.as_str()).copied().unwrap_or_default() } else { 0 };
        insert.execute(params![id, kind.file_stem(), place, record, hash, unchanged])?;
    }
    Ok(())
}

/// For how many periods records' texts have been the same.
fn unchanged(whole: &Consolidation) -> BTreeMap<&str, u32> {
    let changes = whole.comparison.iter().flat_map(|comparison| &comparison.changes);
    changes
        .filter_map(|change| {
            let periods = change.differences.iter().find_map(|difference| match difference {
                Difference::Unchanged { periods } => Some(*periods),
                _ => None,
            });
            Some((&*change.id, periods?))
        })
        .collect()
}

/// Which version of a department's hand-in it is: contents are counted in the order in which they were first handed in, so that a
/// file that is taken away and put back is the version it was.
fn revision(change: &Transaction<'_>, period: &str, department: &str, content: &str) -> rusqlite::Result<i64> {
    if content.is_empty() {
        return Ok(0);
    }
    let mut query = change.prepare_cached(
        "SELECT coalesce(max(iif(content = ?3, revision, NULL)), max(revision) + 1, 1)
         FROM submission JOIN run ON run.id = submission.run
         WHERE run.period = ?1 AND run.state = 'done' AND submission.department = ?2",
    )?;
    query.query_row(params![period, department, content], |row| row.get(0))
}

/// One hash for all files of a hand-in: another one, another version.
pub fn content_of(submission: &Submission, inputs: &[Input]) -> String {
    let own = files(submission);
    let parts: Vec<&str> =
        inputs.iter().filter(|input| own.contains(&&*input.path)).filter_map(|input| input.sha256.as_deref()).collect();
    if parts.is_empty() { String::new() } else { sha256(parts.join("\n").as_bytes()) }
}

fn files(submission: &Submission) -> Vec<&str> {
    if submission.files.is_empty() {
        submission.file.as_deref().into_iter().collect()
    } else {
        submission.files.iter().map(|file| &**file).collect()
    }
}

fn json(value: &impl Serialize) -> String {
    // plain data into memory: there is nothing that could fail
    serde_json::to_string(value).unwrap_or_default()
}
