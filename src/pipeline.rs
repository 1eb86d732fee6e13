//! The stages in their order: from files to a consolidation. The one page on which the whole house is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::consolidate::{self, Entry, HandIn, Occasion, Previous, version_in};
use crate::form::Form;
use crate::model::{
    Address, Consolidation, Department, Finding, Input, InputStatus, Period, Place, Plan, Reason, RecordKind, SheetReport, Spot,
    TableReport,
};
use crate::normalise::{self, About, Directory, Ladder, Owner, Terms, Whose};
use crate::recognise::{self, RawTable, Recognised, Vocabulary};
use crate::review;
use crate::rules;
use crate::source::{self, Found};

/// What a run is told; everything else is found out.
#[derive(Debug, Default)]
pub struct Task<'a> {
    /// Forms to try.
    pub forms: Vec<&'a Form>,
    /// Plans to choose from.
    pub plans: Vec<&'a Plan>,
    /// The period, where it is given.
    pub period: Option<Period>,
    /// The list of departments, where there is one.
    pub departments: Option<Vec<Department>>,
    /// How files are read.
    pub reading: source::Options,
}

/// A file after reading and recognition.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadFile {
    /// What is known of the file.
    pub input: Input,
    /// Its sheets.
    pub sheets: Vec<Recognised>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// Reads and recognises one file.
pub fn read_file(found: &Found, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> ReadFile {
    let since = Instant::now();
    let source::Reading { mut input, book, mut findings } = source::read(found, &task.reading);
    let mut sheets = Vec::new();
    if let Some(book) = book {
        for grid in &book.sheets {
            let mut sheet = recognise::read_sheet(grid, &input.path, vocabulary, task.period, (&task.reading.limits, since));
            findings.append(&mut sheet.findings);
            findings.extend(review::lint::lint(&input.path, grid, &sheet, &vocabulary.forms));
            input.sheets.push(SheetReport {
                name: sheet.name.clone(),
                visibility: sheet.visibility,
                tables: Vec::new(),
                ledger: std::mem::take(&mut sheet.ledger),
                comments: std::mem::take(&mut sheet.comments),
            });
            sheets.push(sheet);
        }
    }
    ReadFile { input, sheets, findings }
}

/// Reads everything and brings it together. `done` is called after each file, for progress bars.
pub fn run(found: &[Found], task: &Task<'_>, done: impl Fn(&ReadFile) + Sync) -> Consolidation {
    let vocabulary = Vocabulary::new(task.forms.clone());
    unite(read(found, &vocabulary, task, done), &vocabulary, task)
}

/// Reads files, several at a time, in their order.
pub fn read(found: &[Found], vocabulary: &Vocabulary<'_>, task: &Task<'_>, done: impl Fn(&ReadFile) + Sync) -> Vec<ReadFile> {
    let files = found.par_iter().map(|found| {
        let file = read_file(found, vocabulary, task);
        done(&file);
        file
    });
    files.collect()
}

/// Normalises files that were read, consolidates and reviews them.
pub fn unite(files: Vec<ReadFile>, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> Consolidation {
    let mut findings = Vec::new();
    let sheets: Vec<&Recognised> = files.iter().flat_map(|file| &file.sheets).collect();
    let plan = normalise::choose_plan(&sheets, &vocabulary.forms, &task.plans, &mut findings);
    let period = task.period.or_else(|| usual_period(&files));
    let expected: Vec<Department> = match &task.departments {
        Some(list) => list.iter().filter(|department| department.submits).cloned().collect(),
        None => plan.departments.iter().filter(|department| department.submits).cloned().collect(),
    };
    let directory = Directory::new(&plan, task.departments.as_deref().unwrap_or_default());
    let ladder = Ladder::new(&plan);
    let limits = task.reading.limits.clone();
    let terms = Terms { plan: &plan, directory: &directory, ladder: &ladder, owner: &Owner::default(), limits };
    let handed: Vec<(HandIn, Vec<Finding>)> =
        files.into_par_iter().map(|file| hand_in(file, vocabulary, &terms, period)).collect();
    let mut handins = Vec::with_capacity(handed.len());
    for (handin, mut said) in handed {
        findings.append(&mut said);
        handins.push(handin);
    }
    let reports_progress = handins.iter().flat_map(|handin| &handin.entries).any(|e| !e.draft.records.progress.is_empty());
    let collected = task.departments.as_ref().is_some_and(|list| collected(&handins, list));
    let plans_only = !reports_progress && !collected && handins.iter().any(|handin| !handin.entries.is_empty());
    let expected = if plans_only { Vec::new() } else { expected };
    let mut consolidation = consolidate::consolidate(plan, period, &expected, handins, findings);
    if plans_only {
        // a plan's own tables are nobody's hand-in
        consolidation.submissions.clear();
    }
    let reviewed = review::review(&consolidation);
    consolidation.findings.extend(reviewed);
    review::sort(&mut consolidation.findings);
    consolidation
}

/// Were the tables handed in by departments, rather than taken from a plan? Then every file is of one of the list, and
/// there are several.
fn collected(handins: &[HandIn], list: &[Department]) -> bool {
    let owners: Vec<Option<&str>> =
        handins.iter().filter(|handin| !handin.entries.is_empty()).map(|handin| handin.department.as_deref()).collect();
    let listed = |owner: &Option<&str>| owner.is_some_and(|owner| list.iter().any(|one| one.submits && one.name == owner));
    owners.iter().all(listed) && owners.iter().collect::<BTreeSet<_>>().len() > 1
}

/// Holds a consolidation against an earlier period, and says what somebody has to look at.
pub fn compare_with(consolidation: &mut Consolidation, previous: &Previous) {
    let missing: Vec<Arc<str>> = consolidation
        .submissions
        .iter()
        .filter(|submission| !submission.status.is_handed_in())
        .map(|submission| submission.department.clone())
        .collect();
    let occasion = Occasion {
        period: consolidation.period,
        previous: previous.period,
        unchanged: Some(&previous.unchanged),
        missing: &missing,
    };
    let (records, plan) = (&consolidation.records, &consolidation.plan);
    consolidation.comparison = Some(consolidate::compare_all(&previous.records, records, plan, &occasion));
    let found = review::review_changes(consolidation);
    consolidation.findings.extend(found);
    review::sort(&mut consolidation.findings);
}

/// Tables become records; the file learns whose it is.
fn hand_in(file: ReadFile, vocabulary: &Vocabulary<'_>, terms: &Terms<'_>, period: Option<Period>) -> (HandIn, Vec<Finding>) {
    let ReadFile { mut input, sheets, mut findings } = file;
    let mut whose = Whose::default();
    if matches!(input.status, InputStatus::Read | InputStatus::Rejected) {
        whose = Whose::of(&input.path, &sheets, terms, &mut findings);
    }
    let About { set_aside, other_period, findings: about } =
        About::of(&input.path, &sheets, &vocabulary.forms, terms.plan, period);
    let mut entries: Vec<Entry> = Vec::new();
    let mut submitted = None;
    let mut version = version_in(&input.path);
    let mut no_records = None;
    let is_stamped = sheets.iter().any(|sheet| sheet.stamp.is_some());
    let is_return = sheets.iter().filter_map(|sheet| sheet.stamp.as_ref()).any(|stamp| stamp.version > 0);
    let is_progress = |table: &RawTable| vocabulary.forms.get(table.form).is_some_and(|form| form.record == RecordKind::Progress);
    let is_headed = sheets.iter().flat_map(|sheet| &sheet.tables).any(is_progress);
    let has_table = sheets.iter().any(|sheet| !sheet.tables.is_empty());
    for (index, sheet) in sheets.into_iter().enumerate() {
        let place = Place::file(input.path.clone()).on(sheet.name.clone());
        // the day on a sheet of an earlier period is another hand-in's
        let is_set_aside = !sheet.tables.is_empty() && (0..sheet.tables.len()).all(|at| set_aside.contains_key(&(index, at)));
        submitted = submitted.or(sheet.info.submitted.filter(|_| !is_set_aside));
        version = version.max(sheet.info.version.as_deref().map(version_in).unwrap_or_default());
        version = version.max(sheet.stamp.as_ref().map_or(0, |stamp| stamp.version));
        let mut context = normalise::Context::default();
        let mut owner = Owner::of_sheet(&sheet, &whose, &place, terms);
        if let Some((cell, text)) = sheet.no_records {
            no_records.get_or_insert((place.clone().at(cell), text));
        }
        for (number, table) in sheet.tables.into_iter().enumerate() {
            let Some(form) = vocabulary.forms.get(table.form) else { continue };
            findings.extend(owner.read(&table, form, &place, terms));
            let terms = Terms { owner: &owner, limits: terms.limits.clone(), ..*terms };
            let (drafts, mut found) = normalise::records(&table, form, &place, &terms, &mut context);
            findings.append(&mut found);
            note_shown(&mut findings, &table, &place);
            if set_aside.contains_key(&(index, number)) {
                forget_table(&mut findings, &table, &place, is_set_aside);
            }
            if let Some(report) = input.sheets.get_mut(index) {
                report.tables.push(TableReport {
                    range: table.range,
                    form: Arc::from(form.id.as_str()),
                    records: drafts.len() as u64,
                });
            }
            for draft in drafts {
                entries.push(Entry { draft, sheet: index, table: number, owner: owner.names.first().cloned(), dropped: None });
            }
        }
    }
    findings.extend(about);
    // the columns of a form that was asked for by name have to be there
    let is_asked = vocabulary.forms.len() == 1;
    let mut is_unfilled = false;
    if input.status == InputStatus::Read && no_records.is_none() {
        let told = |entry: &Entry| {
            let progress = &entry.draft.records.progress;
            progress.is_empty() || !progress.iter().all(consolidate::is_unanswered)
        };
        // what stands in a text box may be the answer
        let has_box = findings.iter().any(|finding| finding.rule == rules::OBJECT_WITH_TEXT);
        is_unfilled = is_headed && !has_box && !entries.iter().any(told);
        if is_unfilled {
            let rule = if is_stamped { rules::UNFILLED_FORM } else { rules::BLANK_ANSWERS };
            findings.push(Finding::new(rule, Place::file(input.path.clone())));
        } else if entries.is_empty() && !has_table && !findings.iter().any(|finding| explains_no_table(finding, is_asked)) {
            let place = Place::file(input.path.clone());
            findings.push(match vocabulary.forms.as_slice() {
                [form] => Finding::new(rules::MISSING_COLUMN, place).with("heading", headings(form)),
                _ => Finding::new(rules::NO_TABLE, place),
            });
        }
    }
    let mut handin = HandIn {
        input,
        department: whose.department.clone(),
        submitted,
        version,
        is_return,
        is_unfilled,
        other_period,
        no_records,
        entries,
        taken: BTreeMap::new(),
    };
    for index in 0..handin.entries.len() {
        let at = handin.entries.get(index).map(|entry| (entry.sheet, entry.table)).unwrap_or_default();
        // what stands in a form that came back blank is what was reported before
        if is_unfilled || set_aside.contains_key(&at) {
            handin.drop_entry(index, Reason::OtherPeriod);
        }
    }
    for finding in &mut findings {
        if finding.department.is_none() {
            finding.department.clone_from(&whose.department);
        }
    }
    handin.input.department.clone_from(&whose.department);
    (handin, findings)
}

/// Does a finding say why no table of a file was read?
fn explains_no_table(finding: &Finding, is_asked: bool) -> bool {
    let is_other_table = finding.rule == rules::UNKNOWN_TABLE && !is_asked;
    is_other_table || finding.rule == rules::MISSING_COLUMN || finding.rule == rules::TOO_LARGE
}

/// Drops what was found in a table that is set aside; on a sheet of nothing else, all that was found there.
fn forget_table(findings: &mut Vec<Finding>, table: &RawTable, place: &Place, whole_sheet: bool) {
    let within = |row: u32| (table.range.first.row..=table.range.last.row).contains(&row);
    findings.retain(|finding| {
        let row = match finding.place.spot {
            Some(Spot::Cell(cell)) => Some(cell.row),
            Some(Spot::Row(row)) => Some(row),
            Some(Spot::Range(range)) => Some(range.first.row),
            _ => None,
        };
        let here = finding.place.file == place.file && finding.place.sheet == place.sheet;
        !(here && (whole_sheet || row.is_some_and(within)))
    });
}

/// Gives the findings on cells of a table what the cell shows: later stages have only what was made of it.
///
/// Cells outside tables are left alone: there stand the names and numbers of those who filled the form in.
fn note_shown(findings: &mut [Finding], table: &RawTable, place: &Place) {
    let here = findings.iter_mut().filter(|finding| finding.place.file == place.file && finding.place.sheet == place.sheet);
    let mut wanted: BTreeMap<Address, Vec<&mut Finding>> = BTreeMap::new();
    for finding in here.filter(|finding| finding.shown.is_none()) {
        if let Some(Spot::Cell(cell)) = finding.place.spot {
            wanted.entry(cell).or_default().push(finding);
        }
    }
    if wanted.is_empty() {
        return;
    }
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        for finding in wanted.get_mut(&cell.at).into_iter().flatten() {
            finding.shown = Some(cell.text.as_str().into());
        }
    }
}

/// The headings that a form needs; of one that needs none, those that name its rows.
fn headings(form: &Form) -> String {
    let any = form.columns.iter().any(|column| column.required);
    let keyed = form.columns.iter().any(|column| column.key);
    let needed = form.columns.iter().filter(|column| if any { column.required } else { column.key || !keyed });
    let mut names: Vec<String> = needed.map(|column| column.heading_for(None)).collect();
    names.dedup();
    names.join("・")
}

/// The period that most files speak of; of equals the latest.
fn usual_period(files: &[ReadFile]) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for file in files {
        let stamped = file.sheets.iter().find_map(|sheet| sheet.stamp.as_ref()?.period);
        // sheets of earlier periods stay in a workbook that grows by one each time
        let tables = file.sheets.iter().flat_map(|sheet| &sheet.tables).filter_map(|table| table.period);
        let table = stamped.or_else(|| tables.max_by_key(|period| period.end()));
        let title = || file.sheets.iter().flat_map(|sheet| &sheet.titles).find_map(|title| Period::find(title));
        if let Some(period) = table.or_else(title) {
            *counts.entry(period).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(period, count)| (*count, *period)).map(|(period, _)| period)
}
