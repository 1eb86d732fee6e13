//! What is remembered.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use crate::consolidate::Previous;
use crate::model::{Period, Progress, RecordKind, Records};
use crate::store::history::{History, HistoryError};

/// One run, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunLine {
    /// Its number.
    pub id: i64,
    /// Its period's id.
    pub period: String,
    /// Its period's label.
    pub label: String,
    /// When it took place.
    pub made: String,
    /// The version of this program.
    pub tool: String,
    /// Where its outputs are.
    pub folder: String,
    /// SHA-256 of its `run.json`.
    pub run_sha256: String,
    /// Departments that handed in.
    pub submitted: i64,
    /// Departments that had to, or did.
    pub departments: i64,
    /// Records.
    pub records: i64,
    /// Findings of severity error.
    pub errors: i64,
    /// Findings of severity warning.
    pub warnings: i64,
    /// Corrections of its closed period that it found.
    pub errata: i64,
    /// Did it close its period?
    pub closed: bool,
}

/// The hand-ins of a department that the runs of a period knew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandInLine {
    /// Number of the version, by the hash of its files.
    pub revisions: BTreeMap<String, i64>,
    /// The earliest 提出日 that a run of the period knew.
    pub first_submitted: Option<Date>,
}

impl HandInLine {
    /// Which version files with this hash are.
    pub fn revision_of(&self, content: &str) -> i64 {
        let next = || self.revisions.values().max().map_or(1, |newest| newest + 1);
        self.revisions.get(content).copied().unwrap_or_else(next)
    }
}

/// A closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The run that closed it.
    pub run: i64,
    /// When.
    pub closed: String,
    /// Where its outputs are.
    pub folder: String,
    /// SHA-256 of its `run.json`.
    pub run_sha256: String,
}

/// The records of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The run.
    pub run: i64,
    /// Id of its plan.
    pub plan: String,
    /// Its records, and for how long they have not changed.
    pub previous: Previous,
}

/// Adds a record to those of its kind; the id of one of progress.
fn remember(records: &mut Records, kind: &str, json: &str) -> serde_json::Result<Option<Arc<str>>> {
    match RecordKind::ALL.into_iter().find(|known| known.file_stem() == kind) {
        Some(RecordKind::Progress) => {
            let record: Progress = serde_json::from_str(json)?;
            let id = record.id.clone();
            records.progress.push(record);
            return Ok(Some(id));
        }
        Some(RecordKind::Schedule) => records.schedule.push(serde_json::from_str(json)?),
        Some(RecordKind::Indicator) => records.indicators.push(serde_json::from_str(json)?),
        Some(RecordKind::Measure) => records.measures.push(serde_json::from_str(json)?),
        Some(RecordKind::Checklist) => records.checklists.push(serde_json::from_str(json)?),
        Some(RecordKind::Table) => records.tables.push(serde_json::from_str(json)?),
        None => {}
    }
    Ok(None)
}

impl History {
    /// All runs that took place, in their order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn runs(&self) -> Result<Vec<RunLine>, HistoryError> {
        let text = "SELECT id, period, label, made, run.tool, folder, submitted, departments, records, errors, warnings,
            (SELECT count(*) FROM erratum WHERE run = run.id),
            EXISTS (SELECT 1 FROM closed WHERE period = run.period AND run = run.id), run_sha256
            FROM run JOIN figures ON figures.run = run.id WHERE state = 'done' ORDER BY id";
        let line = |row: &Row<'_>| {
            Ok(RunLine {
                id: row.get(0)?,
                period: row.get(1)?,
                label: row.get(2)?,
                made: row.get(3)?,
                tool: row.get(4)?,
                folder: row.get(5)?,
                submitted: row.get(6)?,
                departments: row.get(7)?,
                records: row.get(8)?,
                errors: row.get(9)?,
                warnings: row.get(10)?,
                errata: row.get(11)?,
                closed: row.get(12)?,
                run_sha256: row.get(13)?,
            })
        };
        let all = || -> rusqlite::Result<Vec<RunLine>> { self.db.prepare(text)?.query_map([], line)?.collect() };
        all().map_err(|source| self.failed(source))
    }

    /// The last run of a period.
    ///
    /// # Errors
    /// When the database cannot be read, or holds records that are none.
    pub fn latest(&self, period: Period) -> Result<Option<Version>, HistoryError> {
        let found: Option<i64> = self
            .db
            .query_row("SELECT max(id) FROM run WHERE period = ?1 AND state = 'done'", [period.id()], |row| row.get(0))
            .map_err(|source| self.failed(source))?;
        found.map(|run| self.version(run)).transpose()
    }

    /// The last run of the period that came before this one, whatever its length.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn before(&self, period: Period) -> Result<Option<Version>, HistoryError> {
        let known = || -> rusqlite::Result<Vec<String>> {
            let mut query = self.db.prepare("SELECT DISTINCT period FROM run WHERE state = 'done'")?;
            query.query_map([], |row| row.get(0))?.collect()
        };
        let known = known().map_err(|source| self.failed(source))?;
        let earlier = known.iter().filter_map(|id| Period::parse(id)).filter(|other| other.end() < period.start());
        // of a year and its last quarter the one of this period's own kind
        let same_kind = |other: &Period| std::mem::discriminant(other) == std::mem::discriminant(&period);
        match earlier.max_by_key(|other| (other.end(), same_kind(other), other.start())) {
            Some(earlier) => self.latest(earlier),
            None => Ok(None),
        }
    }

    /// The records of a run.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn version(&self, run: i64) -> Result<Version, HistoryError> {
        type Rows = Vec<(String, String, u32)>;
        let read = || -> rusqlite::Result<(String, String, Rows)> {
            let (period, plan) =
                self.db.query_row("SELECT period, plan FROM run WHERE id = ?1", [run], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut query = self.db.prepare(
                "SELECT record.kind, content.json, record.unchanged FROM record JOIN content ON content.id = record.content
                 WHERE record.run = ?1 ORDER BY record.kind, record.place",
            )?;
            let rows =
                query.query_map([run], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
            Ok((period, plan, rows))
        };
        let (period, plan, rows) = read().map_err(|source| self.failed(source))?;
        let mut previous = Previous { period: Period::parse(&period), ..Previous::default() };
        for (kind, json, unchanged) in rows {
            let id = remember(&mut previous.records, &kind, &json).map_err(|error| self.broken(error))?;
            if let Some(id) = id.filter(|_| unchanged > 0) {
                previous.unchanged.insert(id, unchanged);
            }
        }
        Ok(Version { run, plan, previous })
    }

    /// Was the period closed?
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn closed(&self, period: Period) -> Result<Option<Closed>, HistoryError> {
        self.db
            .query_row(
                "SELECT closed.run, closed.closed, run.folder, run.run_sha256 FROM closed JOIN run ON run.id = closed.run WHERE closed.period = ?1",
                params![period.id()],
                |row| Ok(Closed { run: row.get(0)?, closed: row.get(1)?, folder: row.get(2)?, run_sha256: row.get(3)? }),
            )
            .optional()
            .map_err(|source| self.failed(source))
    }

    /// The hand-ins of each department in a period.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn hand_ins(&self, period: Period) -> Result<BTreeMap<Arc<str>, HandInLine>, HistoryError> {
        type Found = (String, String, i64, Option<String>);
        let read = || -> rusqlite::Result<Vec<Found>> {
            let mut query = self.db.prepare(
                "SELECT department, content, max(revision), min(iif(status IN ('submitted', 'no-records'), submitted, NULL))
                 FROM submission JOIN run ON run.id = submission.run
                 WHERE period = ?1 AND state = 'done' GROUP BY department, content",
            )?;
            query.query_map([period.id()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
        };
        let mut lines: BTreeMap<Arc<str>, HandInLine> = BTreeMap::new();
        for (department, content, revision, first) in read().map_err(|source| self.failed(source))? {
            let line = lines.entry(Arc::from(department)).or_default();
            line.revisions.insert(content, revision);
            let first = first.and_then(|day| day.parse().ok());
            line.first_submitted = line.first_submitted.into_iter().chain(first).min();
        }
        Ok(lines)
    }

    /// The earliest 提出日 of each department that a run of the period knew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn first_hand_ins(&self, period: Period) -> Result<BTreeMap<Arc<str>, Date>, HistoryError> {
        let lines = self.hand_ins(period)?;
        Ok(lines.into_iter().filter_map(|(department, line)| Some((department, line.first_submitted?))).collect())
    }
}
