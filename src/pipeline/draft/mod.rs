//! Drafts of forms and plans, from filled-in files.

mod plan;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) use plan::draft_plan;

use crate::form::draft::{self, Drafted, Known, KnownColumn, Sample, SampleColumn};
use crate::form::{Form, Layout, Library, parse_form};
use crate::model::text::fold;
use crate::model::{Finding, Lang, Message, Plan, Reason, RecordKind, Severity, Texts};
use crate::pipeline::{self, Task};
use crate::recognise::{RecognisedFile, Vocabulary, outline};
use crate::rules;
use crate::source::{self, Found, Location};

/// A drafted form, and how it reads the files.
#[derive(Debug)]
pub(crate) struct FormDraft {
    /// Its TOML.
    pub text: String,
    /// How it reads the files that it was made from.
    pub account: ReadCounts,
    /// The known form that reads them already, if any.
    pub known: Option<String>,
    /// Files with a different table.
    pub left: Vec<String>,
    /// The other tables of the file that it was made from.
    pub others: Vec<OtherTable>,
}

/// A table that a draft is not about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherTable {
    /// Its sheet.
    pub sheet: String,
    /// Its headings.
    pub headings: String,
    /// How many rows it has.
    pub rows: usize,
    /// Has it the headings of the form, so that the form reads it, too?
    pub alike: bool,
}

/// How a form reads files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ReadCounts {
    /// Findings that are errors.
    pub errors: usize,
    /// Files without a record.
    pub unread: usize,
    /// Cells outside the form.
    pub outside: u64,
    /// All other warnings.
    pub warnings: usize,
    /// Records.
    pub records: usize,
    /// Cells that are used.
    pub used: u64,
    /// Cells that are set aside for a reason.
    pub aside: u64,
}

/// Why a draft is not possible.
#[derive(Debug)]
pub(crate) enum DraftError {
    /// No file could be read.
    Unreadable(Vec<Finding>),
    /// The files contain no table.
    NoTable,
}

/// Share of headings that tables of the same form have in common, at least.
const SAME: f64 = 0.4;
/// Share of columns that a known form has to know to be extended.
const KNOWN: f64 = 0.6;

/// The files, whatever their names; opens archives and folders.
pub(crate) fn found(files: &[PathBuf], limits: &source::Limits) -> Vec<Found> {
    let is_file = |path: &Path| path.is_file() && !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    let mut out = Vec::new();
    for file in files {
        if is_file(file) {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            out.push(Found { path: name.into(), location: Location::Disk(file.clone()) });
        } else {
            out.extend(source::collect(std::slice::from_ref(file), limits).found);
        }
    }
    out
}

/// Drafts a form from filled-in files: of a known kind, or with columns of its own. Of several attempts, takes the one
/// that reads the files best.
pub(crate) fn draft_form(
    found: &[Found],
    id: &str,
    library: &Library,
    options: &source::Options,
    lang: Lang,
) -> Result<FormDraft, DraftError> {
    let (mut tables, mut refused) = (Vec::new(), Vec::new());
    for found in found {
        let reading = source::read(found, options);
        match reading.book {
            Some(book) => tables.push(book.sheets.iter().flat_map(|grid| outline(grid, &found.path)).collect::<Vec<Sample>>()),
            None => refused.extend(reading.findings),
        }
    }
    if tables.is_empty() {
        return Err(DraftError::Unreadable(refused));
    }
    let size = |sample: &Sample| sample.columns.iter().map(|column| column.values.len()).sum::<usize>();
    let lead =
        tables.iter().find_map(|own| own.iter().max_by_key(|sample| (size(sample), std::cmp::Reverse(sample.titles.len()))));
    let united = lead.cloned().map(|lead| UnitedSamples::of(lead, &tables));
    let read_files: Vec<&Found> = match &united {
        Some(united) => found.iter().filter(|found| united.files.contains(&*found.path)).collect(),
        None => found.iter().collect(),
    };
    let names: Vec<&str> = read_files.iter().map(|found| &*found.path).collect();
    let others = united.as_ref().map(|united| united.others(&tables)).unwrap_or_default();
    let mut notes =
        vec![Message::new(format!("もとのファイル: {}", names.join("、")), format!("Drawn up from {}", names.join(", ")))];
    notes.extend(others.iter().map(|OtherTable { sheet, headings, rows, .. }| {
        let ja = format!("要確認: 「{sheet}」にはほかの表もある（{headings} … {rows}行）。この様式は、その表のものではない");
        Message::new(ja, format!("CHECK: there is another table on “{sheet}” ({headings} … {rows} rows); this form is not of it"))
    }));
    if others.iter().any(|other| other.alike) {
        notes.push(Message::new(
            "table = 1 と書けば、見出しが同じ表のうち上から1つ目だけを読む（表題の言葉でもよい: table = \"上半期\"）".to_owned(),
            "table = 1 reads only the first of the tables with these headings (or a word of its title: table = \"上半期\")"
                .to_owned(),
        ));
    }
    let mut attempts: Vec<(String, Option<String>)> = Vec::new();
    let drafted = united.as_ref().and_then(|united| draft::drafted(&united.samples));
    if let Some((form, columns)) = known(&read_files, united.as_ref().map(|united| &united.lead), library, options, lang) {
        let title = drafted.as_ref().and_then(|drafted| drafted.title.clone()).unwrap_or_else(|| form.name.clone());
        let text = |columns: Vec<KnownColumn>| {
            draft::known_form(id, &Known { extends: form.id.clone(), title: title.clone(), columns }, &notes, lang)
        };
        if !columns.is_empty() {
            attempts.push((text(columns), Some(form.id.clone())));
        }
        attempts.push((text(Vec::new()), Some(form.id.clone())));
    }
    if let (Some(united), Some(drafted)) = (&united, drafted) {
        let sheet = united.sheet();
        attempts.push((draft::table_form(id, &drafted, sheet, &notes, lang), None));
        attempts.push((draft::table_form(id, &literal(drafted.clone()), sheet, &notes, lang), None));
        if let Some((_, _, columns)) = &drafted.repeat {
            // groups that cannot be read as groups stay columns
            let mut flat = Drafted { repeat: None, ..literal(drafted.clone()) };
            let plain = columns
                .iter()
                .map(|column| draft::DraftColumn { heading: column.heading.replace("{group}", ""), ..column.clone() });
            flat.columns.extend(plain.filter(|column| !column.heading.trim().is_empty()));
            attempts.push((draft::table_form(id, &flat, sheet, &notes, lang), None));
        }
    }
    let left = united.map(|united| united.left).unwrap_or_default();
    let mut best: Option<(ReadCounts, FormDraft)> = None;
    for (text, known) in attempts {
        let Ok(form) = parse_form(Path::new("draft.toml"), &text) else { continue };
        let account = account(&read_files, &form, options);
        // fewest problems; of equal ones the first
        let rank = |account: &ReadCounts| (account.errors, account.unread, account.outside, account.warnings);
        if best.as_ref().is_none_or(|(known, _)| rank(&account) < rank(known)) {
            best = Some((account, FormDraft { text, account, known, left: left.clone(), others: others.clone() }));
        }
        if best.as_ref().is_some_and(|(best, _)| rank(best) == (0, 0, 0, 0)) {
            break;
        }
    }
    let (_, draft) = best.ok_or(DraftError::NoTable)?;
    Ok(draft)
}

/// The leading table, and those of other files and sheets that belong to it.
struct UnitedSamples {
    lead: Sample,
    samples: Vec<Sample>,
    files: BTreeSet<String>,
    /// Files with a different table.
    left: Vec<String>,
    /// Are there different tables on other sheets?
    other_sheets: bool,
}

impl UnitedSamples {
    fn of(lead: Sample, tables: &[Vec<Sample>]) -> Self {
        let mut out = Self { samples: vec![lead.clone()], files: BTreeSet::new(), left: Vec::new(), other_sheets: false, lead };
        for own in tables {
            let matching: Vec<&Sample> =
                own.iter().filter(|sample| **sample != out.lead && shares(&out.lead, sample) >= SAME).collect();
            if matching.is_empty() && !own.contains(&out.lead) {
                out.left.extend(own.first().map(|sample| sample.file.clone()));
            }
            out.other_sheets |= own.iter().any(|sample| shares(&out.lead, sample) < SAME && sample.sheet != out.lead.sheet);
            out.samples.extend(matching.into_iter().cloned());
        }
        out.files = out.samples.iter().map(|sample| sample.file.clone()).collect();
        out
    }

    /// The other tables of the leading file.
    fn others(&self, tables: &[Vec<Sample>]) -> Vec<OtherTable> {
        const NAMED: usize = 4;
        let own = tables.iter().filter(|own| own.contains(&self.lead)).flatten();
        let others = own.filter(|sample| **sample != self.lead);
        let is_alike = |sample: &Sample| shares(&self.lead, sample) >= SAME;
        // a sheet each of the same table is one form
        let others = others.filter(|sample| sample.sheet == self.lead.sheet || !is_alike(sample));
        let headings = |sample: &Sample| {
            let names: Vec<String> = sample.columns.iter().take(NAMED).map(SampleColumn::name).collect();
            names.join("、")
        };
        let other = |sample: &Sample| OtherTable {
            sheet: sample.sheet.clone().unwrap_or_else(|| sample.file.clone()),
            headings: headings(sample),
            rows: sample.rows,
            alike: is_alike(sample),
        };
        others.map(other).collect()
    }

    /// The sheet that the form has to name.
    fn sheet(&self) -> Option<&str> {
        let only = self.samples.iter().all(|sample| sample.sheet == self.lead.sheet);
        self.lead.sheet.as_deref().filter(|_| self.other_sheets && only)
    }
}

/// The share of a table's headings that another one has too.
fn shares(lead: &Sample, other: &Sample) -> f64 {
    let names = |sample: &Sample| sample.columns.iter().map(|column| fold(&column.name())).collect::<BTreeSet<String>>();
    let (own, other) = (names(lead), names(other));
    let all = own.len().min(other.len()).max(1);
    own.intersection(&other).count() as f64 / all as f64
}

/// The same, with every heading as written.
fn literal(mut drafted: Drafted) -> Drafted {
    for column in &mut drafted.columns {
        column.heading.clone_from(&column.written);
    }
    drafted
}

/// The known form that reads the files, with the columns of the leading table if it knows most of them.
fn known(
    found: &[&Found],
    lead: Option<&Sample>,
    library: &Library,
    options: &source::Options,
    lang: Lang,
) -> Option<(Form, Vec<KnownColumn>)> {
    let own = match lead {
        Some(lead) => found.iter().find(|found| *found.path == *lead.file)?,
        None => found.first()?,
    };
    let forms: Vec<&Form> = library.forms.iter().filter(|form| form.record != RecordKind::Table).collect();
    let vocabulary = Vocabulary::new(forms);
    let task = Task { reading: options.clone(), ..Task::default() };
    let file = pipeline::read_file(own, &vocabulary, &task);
    let tables = || file.sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
    let (sheet, table) = tables().max_by_key(|(_, table)| table.rows.len())?;
    let form = *vocabulary.forms.get(table.form)?;
    let Some(lead) = lead.filter(|lead| sheet.name.as_deref() == lead.sheet.as_deref()) else {
        return Some((form.clone(), Vec::new()));
    };
    let beside = table.beside.iter().map(|beside| beside.cell.col);
    let known: BTreeSet<u32> = table.columns.iter().map(|column| column.col).chain(beside).collect();
    let there = lead.columns.iter().filter(|column| known.contains(&column.col)).count();
    let by_year = form.columns.iter().any(|column| column.heading.contains("{year}"));
    if (there as f64) < KNOWN * lead.columns.len() as f64 || form.layout != Layout::Upright || by_year {
        return Some((form.clone(), Vec::new()));
    }
    // a heading over two columns is in the first only
    let mut cols: BTreeSet<u32> = lead.columns.iter().map(|column| column.col).collect();
    cols.extend(table.columns.iter().map(|column| column.col));
    let mut out: Vec<KnownColumn> = Vec::new();
    for col in cols {
        let mapped = table.columns.iter().find(|mapped| mapped.col == col);
        let written = lead.columns.iter().find(|column| column.col == col);
        let heading = written.map(draft::SampleColumn::name).or_else(|| Some(mapped?.heading.replace('\n', "")));
        let (Some(heading), meant) = (heading, mapped.and_then(|mapped| form.columns.get(mapped.column))) else { continue };
        let cell = written.map(|column| column.cell.clone()).unwrap_or_default();
        out.push(match meant {
            Some(meant) if out.iter().all(|known| known.field != meant.field) => {
                // headings that change with the period stay those of the known form
                let changes = mapped.is_some_and(|mapped| mapped.period.is_some());
                let heading = if changes { meant.heading.clone() } else { heading };
                KnownColumn { field: meant.field.clone(), heading, cell, ..KnownColumn::default() }
            }
            _ => KnownColumn { field: "skip".to_owned(), heading, cell, skip: true, ..KnownColumn::default() },
        });
    }
    for column in form.columns.iter().filter(|column| column.elsewhere) {
        if out.iter().all(|known| known.field != column.field) {
            out.push(KnownColumn {
                field: column.field.clone(),
                heading: column.heading.clone(),
                cell: Texts::new("表の外やシートの名前にあってもよい列", "may stand outside the table, or be the sheet's name")
                    .get(lang)
                    .to_owned(),
                ..KnownColumn::default()
            });
        }
    }
    Some((form.clone(), out))
}

/// Reads the files with one form only.
fn account(found: &[&Found], form: &Form, options: &source::Options) -> ReadCounts {
    let vocabulary = Vocabulary::new(vec![form]);
    let plan = Plan::default();
    let task = Task { reading: options.clone(), plans: vec![&plan], departments: Some(Vec::new()), ..Task::default() };
    let files: Vec<RecognisedFile> = found.iter().map(|found| pipeline::read_file(found, &vocabulary, &task)).collect();
    let consolidation = pipeline::consolidate_files(files, &vocabulary, &task);
    let mut account = ReadCounts { records: consolidation.records.counts().values().sum(), ..ReadCounts::default() };
    for finding in &consolidation.findings {
        // a draft has no plan and no list of departments
        let of_plan = [rules::MISSING_DEPARTMENT, rules::UNOWNED_RECORD].contains(&finding.rule);
        match finding.rule.severity {
            Severity::Error if !of_plan => account.errors += 1,
            Severity::Warning if !of_plan => account.warnings += 1,
            _ => {}
        }
    }
    for input in &consolidation.inputs {
        let sheets = || input.sheets.iter();
        account.unread += usize::from(sheets().all(|sheet| sheet.tables.iter().all(|table| table.records == 0)));
        for sheet in sheets() {
            account.used += sheet.ledger.used;
            for (reason, count) in &sheet.ledger.set_aside {
                match reason {
                    Reason::OutsideForm | Reason::UnknownTable => account.outside += count,
                    _ => account.aside += count,
                }
            }
        }
    }
    account
}
