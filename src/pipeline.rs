//! The stages in their order: from files to a consolidation. The one page on which the whole house is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::consolidate::{self, Entry, HandIn, Occasion, Previous, version_in};
use crate::form::Form;
use crate::model::text::fold;
use crate::model::{
    Address, Consolidation, Department, Finding, Input, InputStatus, Period, Place, Plan, RecordKind, SheetReport, Spot,
    SubmissionStatus, TableReport,
};
use crate::normalise::{self, Directory, Ladder, Owner, Terms, Whose};
use crate::recognise::{self, RawTable, Recognised, Vocabulary};
use crate::review;
use crate::rules;
use crate::source::budget::Budget;
use crate::source::refusal::{self, Limit};
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
    /// What it takes of the memory of the run, in bytes, by estimate.
    #[serde(default)]
    pub weight: u64,
}

/// Reads and recognises one file.
pub fn read_file(found: &Found, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> ReadFile {
    let budget = Budget::new(&task.reading.limits, &task.reading.memory);
    let source::Reading { mut input, book, mut findings } = source::read_within(found, &task.reading, &budget);
    let mut sheets = Vec::new();
    if let Some(book) = book {
        for grid in &book.sheets {
            let mut sheet = recognise::read_sheet(grid, &input.path, vocabulary, task.period, &budget);
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
    ReadFile { input, sheets, findings, weight: budget.kept() }
}

/// Reads everything and brings it together. `done` is called after each file, for progress bars.
pub fn run(found: &[Found], task: &Task<'_>, done: impl Fn(&ReadFile) + Sync) -> Consolidation {
    let vocabulary = Vocabulary::new(task.forms.clone());
    unite(read(found, &vocabulary, task, done), &vocabulary, task)
}

/// Reads files, several at a time, in their order.
pub fn read(found: &[Found], vocabulary: &Vocabulary<'_>, task: &Task<'_>, done: impl Fn(&ReadFile) + Sync) -> Vec<ReadFile> {
    let kept = Mutex::new(Kept::default());
    found.par_iter().enumerate().for_each(|(index, found)| {
        let file = read_file(found, vocabulary, task);
        done(&file);
        kept.lock().unwrap_or_else(PoisonError::into_inner).add(index, file, &task.reading.limits);
    });
    kept.into_inner().unwrap_or_else(PoisonError::into_inner).files.into_values().collect()
}

/// The files of a run while they are read. What they hold together has a bound: beyond it the heaviest are set aside,
/// whatever the order in which the threads finish.
#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<usize, ReadFile>,
    /// By weight; of equals the later file goes first.
    weights: BTreeSet<(u64, usize)>,
    total: u64,
}

impl Kept {
    fn add(&mut self, index: usize, file: ReadFile, limits: &source::Limits) {
        if file.weight > 0 {
            self.weights.insert((file.weight, index));
            self.total = self.total.saturating_add(file.weight);
        }
        self.files.insert(index, file);
        while self.total > limits.run_memory
            && let Some((weight, heaviest)) = self.weights.pop_last()
        {
            self.total -= weight;
            if let Some(file) = self.files.get_mut(&heaviest) {
                file.set_aside(limits);
            }
        }
    }
}

impl ReadFile {
    /// Gives up what was read: it does not fit into the memory of the run.
    fn set_aside(&mut self, limits: &source::Limits) {
        let finding = refusal::beyond(Place::file(self.input.path.clone()), Limit::RunMemory, limits);
        self.input.status = InputStatus::Rejected;
        self.input.reason = Some(finding.rule);
        self.input.sheets = Vec::new();
        self.sheets = Vec::new();
        self.findings = vec![finding];
        self.weight = 0;
    }
}

/// Normalises files that were read, consolidates and reviews them.
pub fn unite(files: Vec<ReadFile>, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> Consolidation {
    let mut findings = Vec::new();
    let plan = choose_plan(&files, task, &mut findings);
    let period = task.period.or_else(|| usual_period(&files));
    let expected: Vec<Department> = match &task.departments {
        Some(list) => list.iter().filter(|department| department.submits).cloned().collect(),
        None => plan.departments.iter().filter(|department| department.submits).cloned().collect(),
    };
    let directory = Directory::new(&plan, task.departments.as_deref().unwrap_or_default());
    let ladder = Ladder::new(&plan);
    let limits = task.reading.limits.clone();
    let terms = Terms { plan: &plan, directory: &directory, ladder: &ladder, owner: &Owner::default(), limits };
    let handed: Vec<(HandIn, Vec<Finding>)> = files.into_par_iter().map(|file| hand_in(file, vocabulary, &terms)).collect();
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
        .filter(|submission| matches!(submission.status, SubmissionStatus::Missing | SubmissionStatus::Unreadable))
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
fn hand_in(file: ReadFile, vocabulary: &Vocabulary<'_>, terms: &Terms<'_>) -> (HandIn, Vec<Finding>) {
    let ReadFile { mut input, sheets, mut findings, .. } = file;
    let mut whose = Whose::default();
    if matches!(input.status, InputStatus::Read | InputStatus::Rejected) {
        whose = Whose::of(&input.path, &sheets, terms, &mut findings);
    }
    let mut entries = Vec::new();
    let mut submitted = None;
    let mut version = version_in(&input.path);
    let mut no_records = None;
    let stamped = sheets.iter().filter_map(|sheet| sheet.stamp.as_ref()).any(|stamp| stamp.version == 0);
    let headed = sheets.iter().flat_map(|sheet| &sheet.tables).next().is_some();
    for (index, sheet) in sheets.into_iter().enumerate() {
        let place = Place::file(input.path.clone()).on(sheet.name.clone());
        submitted = submitted.or(sheet.info.submitted);
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
    let told =
        |entry: &Entry| entry.draft.records.progress.iter().any(|record| record.done.is_some() || record.planned.is_some());
    let blank = stamped && !entries.iter().any(told) || headed && entries.is_empty();
    if blank && input.status == InputStatus::Read && no_records.is_none() {
        findings.push(Finding::new(rules::UNFILLED_FORM, Place::file(input.path.clone())));
    } else if input.status == InputStatus::Read && entries.is_empty() && no_records.is_none() {
        // read, but nothing in it is a table of any form; a sheet that was given up says so itself
        if !findings.iter().any(|finding| finding.rule == rules::MISSING_COLUMN || finding.rule == rules::TOO_LARGE) {
            let needed = vocabulary.forms.iter().find(|form| form.record == RecordKind::Progress);
            let heading = needed.map(|form| headings(form)).unwrap_or_default();
            findings.push(Finding::new(rules::MISSING_COLUMN, Place::file(input.path.clone())).with("heading", heading));
        }
    }
    for finding in &mut findings {
        if finding.department.is_none() {
            finding.department.clone_from(&whose.department);
        }
    }
    input.department.clone_from(&whose.department);
    (HandIn { input, department: whose.department, submitted, version, no_records, entries }, findings)
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
        let Some(findings) = wanted.get_mut(&cell.at) else { continue };
        // one copy of the text, however many findings there are on the cell
        let shown: Arc<str> = Arc::from(cell.text.as_str());
        for finding in findings {
            finding.shown = Some(shown.clone());
        }
    }
}

fn headings(form: &Form) -> String {
    let needed = form.columns.iter().filter(|column| column.required);
    let mut names: Vec<String> = needed.map(|column| column.heading_for(None)).collect();
    names.dedup();
    names.join("・")
}

/// A form of ours that names its plan counts for more than all its words.
const STAMPED: usize = 1_000;

/// The plan whose title and departments fit best. A tie is an error that names both; the first is taken then.
fn choose_plan(files: &[ReadFile], task: &Task<'_>, findings: &mut Vec<Finding>) -> Plan {
    if let [only] = task.plans.as_slice() {
        return (*only).clone();
    }
    let titles: Vec<String> =
        files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| &sheet.titles).map(|t| fold(t)).collect();
    let named: Vec<&str> = files
        .iter()
        .flat_map(|file| &file.sheets)
        .flat_map(|sheet| {
            let rows = sheet.tables.iter().flat_map(|table| &table.rows).take(200).flat_map(|row| &row.cells);
            let info = sheet.info.department.iter().map(|(name, _)| name.as_str());
            let short = |text: &str| text.chars().count() <= 24;
            info.chain(rows.map(|cell| cell.text.as_str())).filter(move |text| short(text))
        })
        .collect();
    let stamps: Vec<&str> =
        files.iter().flat_map(|file| &file.sheets).filter_map(|sheet| Some(sheet.stamp.as_ref()?.plan.as_str())).collect();
    let mut scores: Vec<(usize, &Plan)> = task
        .plans
        .iter()
        .map(|plan| {
            let wanted: Vec<String> = std::iter::once(&plan.title).chain(&plan.titles).map(|title| fold(title)).collect();
            let titled = titles.iter().filter(|title| wanted.iter().any(|w| !w.is_empty() && title.contains(w.as_str()))).count();
            let directory = Directory::new(plan, &[]);
            let known = named.iter().filter(|name| directory.find(name).is_some()).count();
            let stamped = stamps.iter().filter(|id| **id == plan.id).count();
            (stamped * STAMPED + titled * 20 + known, *plan)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    if let [(best, first), (second, other), ..] = scores.as_slice()
        && best == second
    {
        findings.push(
            Finding::new(rules::AMBIGUOUS_PLAN, Place::nowhere())
                .with("kind", "計画")
                .with("kind_en", "plan")
                .with("candidates", format!("{} ({}), {} ({})", first.id, first.municipality, other.id, other.municipality))
                .with("option", "--plan"),
        );
    }
    scores.first().map(|(_, plan)| (*plan).clone()).unwrap_or_default()
}

/// The period that most files speak of; of equals the latest.
fn usual_period(files: &[ReadFile]) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for file in files {
        let stamped = file.sheets.iter().find_map(|sheet| sheet.stamp.as_ref()?.period);
        let table = stamped.or_else(|| file.sheets.iter().flat_map(|sheet| &sheet.tables).find_map(|table| table.period));
        let title = || file.sheets.iter().flat_map(|sheet| &sheet.titles).find_map(|title| Period::find(title));
        if let Some(period) = table.or_else(title) {
            *counts.entry(period).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(period, count)| (*count, *period)).map(|(period, _)| period)
}
