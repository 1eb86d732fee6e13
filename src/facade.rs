//! A run in memory, in three steps: [`read`], [`consolidate`], [`report`].

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use crate::form::{Form, Library};
use crate::model::{Consolidation, Department, Finding, Input, Lang, Period, RecordKind};
use crate::pipeline::{self, Task};
use crate::recognise::{RecognisedFile, Vocabulary};
use crate::report::{ReportData, data, html, pdf, workbook};
use crate::{review, source};

/// What a run works with; everything else is found in the files.
///
/// [`Setup::default`] has the forms and plans that are built in, and finds out the period.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Setup {
    /// The forms to try and the plans to choose from.
    pub library: Library,
    /// The period of the report; `None`: the one that most files are about.
    pub period: Option<Period>,
    /// The departments that have to hand in; `None`: those of the plan.
    pub departments: Option<Vec<Department>>,
    /// Limits, encoding and passwords for reading.
    pub reading: source::Options,
}

impl Default for Setup {
    fn default() -> Self {
        Self { library: Library::builtin(), period: None, departments: None, reading: source::Options::default() }
    }
}

impl Setup {
    fn forms(&self) -> Vec<&Form> {
        self.library.forms.iter().collect()
    }

    fn task(&self) -> Task<'_> {
        Task {
            forms: self.forms(),
            plans: self.library.plans.iter().collect(),
            period: self.period,
            departments: self.departments.clone(),
            reading: self.reading.clone(),
            ..Task::default()
        }
    }
}

/// The files of a run, read and recognised.
#[derive(Debug)]
#[non_exhaustive]
pub struct Files {
    /// The files that were read, sorted by path, each with its tables, its ledger and its findings.
    pub read: Vec<RecognisedFile>,
    /// The files that are no submissions, each with the finding that says why.
    pub ignored: Vec<(Input, Finding)>,
    /// Findings that belong to no file: an input that does not exist or cannot be opened.
    pub findings: Vec<Finding>,
}

/// Reads files, folders (in sorted order) and zip archives, several files at a time.
///
/// It never fails: a file that cannot be read is among [`Files::read`] with the finding that says why.
pub fn read<P: AsRef<Path>>(inputs: impl IntoIterator<Item = P>, setup: &Setup) -> Files {
    let inputs: Vec<PathBuf> = inputs.into_iter().map(|path| path.as_ref().to_owned()).collect();
    let collected = source::collect(&inputs, &setup.reading.limits);
    let task = setup.task();
    let vocabulary = Vocabulary::new(task.forms.clone());
    let read = pipeline::read(&collected.found, &vocabulary, &task, |_| ());
    Files { read, ignored: collected.ignored, findings: collected.findings }
}

/// Normalises what was read, brings the submissions together and reviews them.
pub fn consolidate(files: Files, setup: &Setup) -> Consolidation {
    let task = setup.task();
    let vocabulary = Vocabulary::new(task.forms.clone());
    let mut consolidation = pipeline::consolidate_files(files.read, &vocabulary, &task);
    for (input, finding) in files.ignored {
        consolidation.inputs.push(input);
        consolidation.findings.push(finding);
    }
    consolidation.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    consolidation.findings.extend(files.findings);
    review::sort(&mut consolidation.findings);
    consolidation
}

/// The outputs of a run, in memory.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// The report for managers: one PDF/UA-1 and PDF/A-2a file, several from 500 pages on.
    pub volumes: Vec<pdf::Volume>,
    /// The consolidated workbook (`.xlsx`) for the coordinator.
    pub workbook: Vec<u8>,
    /// The review page (HTML) with every finding and the ledger.
    pub review: Vec<u8>,
    /// The data files (`data/….json`), one for each kind of record.
    pub data: Vec<(RecordKind, Vec<u8>)>,
    /// The account of the run (`run.json`); it lists no outputs, for none is on a disk.
    pub run: Vec<u8>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The PDF cannot be laid out or written.
    #[error("the PDF report cannot be made")]
    Pdf(#[from] pdf::Error),
    /// The workbook cannot be written.
    #[error("the consolidated workbook cannot be made")]
    Workbook(#[from] workbook::Error),
}

/// Makes every output of a consolidation. `issued` is the time that they bear; nothing else depends on the clock.
///
/// # Errors
/// When the table has more columns than the paper can hold, or a temporary file for a long sheet cannot be written.
#[allow(
    clippy::disallowed_methods,
    reason = "there is no output folder here: sheets too long for memory wait where the system keeps temporary files"
)]
pub fn report(consolidation: &Consolidation, setup: &Setup, issued: DateTime) -> Result<Report, ReportError> {
    let forms = setup.forms();
    let report = ReportData::new(consolidation, &forms, issued);
    let kinds = consolidation.records.counts().into_keys();
    Ok(Report {
        volumes: pdf::write(&report, &pdf::Options::default())?,
        workbook: workbook::write(&report, &std::env::temp_dir())?,
        review: html::review(&report),
        data: kinds.map(|kind| (kind, data::json(kind, consolidation))).collect(),
        run: data::run::run(consolidation, &[], "draft", Lang::Ja),
    })
}
