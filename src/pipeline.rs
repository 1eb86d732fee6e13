//! The stages in their order: from files to a consolidation.
//!
//! Its modules are the commands, from settings to outputs, as the command line and the local page run them.

#[cfg(feature = "cli")]
pub(crate) mod build;
#[cfg(feature = "cli")]
pub(crate) mod coordination;
#[cfg(feature = "cli")]
pub(crate) mod draft;
#[cfg(feature = "cli")]
pub(crate) mod errors;
#[cfg(feature = "cli")]
pub(crate) mod forms;
#[cfg(feature = "cli")]
pub(crate) mod init;
#[cfg(feature = "cli")]
pub(crate) mod letters;
#[cfg(feature = "cli")]
pub(crate) mod messages;
#[cfg(feature = "cli")]
pub(crate) mod outcome;
#[cfg(feature = "cli")]
pub(crate) mod outputs;
#[cfg(feature = "cli")]
pub(crate) mod previous_run;
pub(crate) mod progress;
#[cfg(feature = "cli")]
pub(crate) mod reading;
#[cfg(feature = "cli")]
pub(crate) mod rebuild;
#[cfg(feature = "cli")]
pub(crate) mod run_record;
#[cfg(feature = "cli")]
pub(crate) mod settings;
#[cfg(feature = "cli")]
pub(crate) mod status;
#[cfg(feature = "cli")]
pub(crate) mod trend;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::consolidate::{self, Occasion, Previous};
use crate::form::Form;
use crate::model::{Consolidation, Decision, Department, Edit, Finding, Period, Place, Plan, SheetReport};
use crate::normalise::{self, Directory, Ladder, RowDepartment, SubmissionFile, Terms};
pub use crate::pipeline::progress::Stop;
use crate::recognise::{self, Recognised, RecognisedFile, Vocabulary};
use crate::review;
use crate::source::budget::Budget;
use crate::source::refusal::{self, Limit};
use crate::source::{self, Found};

/// Inputs of a run; everything else is detected from the files.
#[derive(Debug, Default)]
pub struct Task<'a> {
    /// Forms to try.
    pub forms: Vec<&'a Form>,
    /// Plans to choose from.
    pub plans: Vec<&'a Plan>,
    /// The period; detected if `None`.
    pub period: Option<Period>,
    /// The list of departments, if there is one.
    pub departments: Option<Vec<Department>>,
    /// How files are read.
    pub reading: source::Options,
    /// The coordinator's edits, of any period.
    pub edits: &'a [Edit],
    /// The coordinator's decisions; permanent ones teach names of departments and stages.
    pub decisions: &'a [Decision],
    /// Once requested, no further file is read; the caller discards the incomplete result.
    pub stop: Stop,
}

/// Reads and recognises one file.
pub fn read_file(found: &Found, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> RecognisedFile {
    let budget = Budget::new(&task.reading.limits, &task.reading.memory);
    let source::Reading { mut input, book, mut findings } = source::read_within(found, &task.reading, &budget);
    let mut sheets = Vec::new();
    if let Some(book) = book {
        let read = |grid| recognise::read_sheet(grid, &input.path, vocabulary, task.period, &budget);
        let mut read: Vec<Recognised> = book.sheets.iter().map(read).collect();
        if !read.iter().any(|sheet| recognise::is_answered(sheet, &vocabulary.forms)) {
            let alone = read.iter().all(|sheet| sheet.tables.is_empty());
            for (grid, sheet) in book.sheets.iter().zip(&mut read).filter(|(grid, _)| recognise::is_example_sheet(grid)) {
                let answers = recognise::answers_of_example(grid, &input.path, vocabulary, task.period, &budget, alone);
                if let Some(answers) = answers {
                    *sheet = answers;
                }
            }
        }
        for (grid, mut sheet) in book.sheets.iter().zip(read) {
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
    RecognisedFile { input, sheets, findings, weight: budget.kept() }
}

/// Reads all files and consolidates them. Calls `done` after each file, for progress bars.
pub fn run(found: &[Found], task: &Task<'_>, done: impl Fn(&RecognisedFile) + Sync) -> Consolidation {
    let vocabulary = Vocabulary::new(task.forms.clone());
    consolidate_files(read(found, &vocabulary, task, done), &vocabulary, task)
}

/// Reads files, several at a time, in their order.
pub fn read(
    found: &[Found],
    vocabulary: &Vocabulary<'_>,
    task: &Task<'_>,
    done: impl Fn(&RecognisedFile) + Sync,
) -> Vec<RecognisedFile> {
    let kept = Mutex::new(ReadFiles::default());
    found.par_iter().enumerate().for_each(|(index, found)| {
        if task.stop.is_requested() {
            return;
        }
        let file = read_file(found, vocabulary, task);
        done(&file);
        kept.lock().unwrap_or_else(PoisonError::into_inner).add(index, file, &task.reading.limits);
    });
    kept.into_inner().unwrap_or_else(PoisonError::into_inner).files.into_values().collect()
}

/// The files of a run while they are read. Their total memory is bounded: beyond the limit the largest files are dropped,
/// in whatever order threads finish.
#[derive(Debug, Default)]
struct ReadFiles {
    files: BTreeMap<usize, RecognisedFile>,
    /// By weight; of equal files the later one is dropped first.
    weights: BTreeSet<(u64, usize)>,
    total: u64,
}

impl ReadFiles {
    fn add(&mut self, index: usize, file: RecognisedFile, limits: &source::Limits) {
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
                let place = Place::file(file.input.path.clone());
                file.set_aside(refusal::beyond(place, Limit::RunMemory, limits));
            }
        }
    }
}

/// Normalises files that were read, consolidates and reviews them.
pub fn consolidate_files(files: Vec<RecognisedFile>, vocabulary: &Vocabulary<'_>, task: &Task<'_>) -> Consolidation {
    let mut findings = Vec::new();
    let mut plan = normalise::choose_plan(&files, &vocabulary.forms, &task.plans, &mut findings);
    let period = task.period.or_else(|| normalise::usual_period(&files));
    let departments = task.departments.as_deref().map(|list| normalise::reorganise(&mut plan, list, period));
    let expected: Vec<Department> = match &departments {
        Some(list) => list.iter().filter(|department| department.submits).cloned().collect(),
        None => plan.departments.iter().filter(|department| department.submits).cloned().collect(),
    };
    let mut directory = Directory::new(&plan, departments.as_deref().unwrap_or_default());
    let mut ladder = Ladder::new(&plan);
    normalise::teach(&mut directory, &mut ladder, task.decisions);
    let limits = task.reading.limits.clone();
    let terms = Terms { plan: &plan, directory: &directory, ladder: &ladder, owner: &RowDepartment::default(), limits };
    let handed: Vec<(SubmissionFile, Vec<Finding>)> =
        files.into_par_iter().map(|file| normalise::normalise_file(file, vocabulary, &terms, period)).collect();
    let mut submission_files = Vec::with_capacity(handed.len());
    for (submission_file, mut found) in handed {
        findings.append(&mut found);
        submission_files.push(submission_file);
    }
    let entries = || submission_files.iter().flat_map(|submission_file| &submission_file.entries);
    // a table of declared columns counts as a submission if a list says who has to submit
    let listed = task.departments.is_some() && entries().any(|entry| !entry.draft.records.tables.is_empty());
    let reports_progress = listed || entries().any(|entry| !entry.draft.records.progress.is_empty());
    let collected = departments.as_ref().is_some_and(|list| consolidate::is_collected(&submission_files, list));
    let plans_only =
        !reports_progress && !collected && submission_files.iter().any(|submission_file| !submission_file.entries.is_empty());
    let expected = if plans_only { Vec::new() } else { expected };
    let mut consolidation = consolidate::consolidate(plan, period, &expected, submission_files, findings);
    if plans_only {
        // a plan's own tables are no submissions
        consolidation.submissions.clear();
    }
    let conflicts = consolidate::edit::apply(&mut consolidation, task.edits, (&directory, &ladder), &vocabulary.forms);
    consolidation.findings.extend(conflicts);
    consolidation.awaited = consolidate::awaited(&consolidation, &[]);
    let reviewed = review::review(&consolidation);
    consolidation.findings.extend(reviewed);
    review::sort(&mut consolidation.findings);
    consolidation
}

/// Applies the coordinator's answers to the findings; returns findings about decisions that answer nothing.
pub fn answer(consolidation: &mut Consolidation, decisions: &[Decision]) -> Vec<Finding> {
    review::answer(consolidation, decisions)
}

/// Compares a consolidation with an earlier period, and adds findings about the differences.
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
    consolidation.awaited = consolidate::awaited(consolidation, &previous.records.progress);
    let found = review::review_changes(consolidation);
    consolidation.findings.extend(found);
    review::sort(&mut consolidation.findings);
}
