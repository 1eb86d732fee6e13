//! `build`: reads, consolidates and writes every output.

use std::path::{Path, PathBuf};

use crate::model::Consolidation;
use crate::model::Failure;
use crate::pipeline::coordination::Coordination;
use crate::pipeline::errors::publish_failure;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::outputs::{self, DataFormat, OutputRequest};
use crate::pipeline::progress::Observer;
use crate::pipeline::reading::{Read, Writing, consolidate_shards, read};
use crate::pipeline::run_record::RunRecord;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::print_options::PrintOptions;
use crate::pipeline::settings::resolved::Settings;
use crate::report::data::CsvEncoding;
use crate::report::data::run::Output;
use crate::report::{State, data, pdf};
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

/// The arguments of a build.
pub(crate) struct Request<'a> {
    /// Files, folders and archives; if empty, the workspace's inbox.
    pub inputs: &'a [PathBuf],
    /// Shards to read instead of inputs.
    pub from: &'a [PathBuf],
    /// The output folder, if given.
    pub output: Option<&'a Path>,
    pub html: bool,
    /// Formats of the data files besides JSON.
    pub data: &'a [DataFormat],
    /// Encoding of CSV files; `None`: as configured.
    pub csv_encoding: Option<CsvEncoding>,
    pub pdf: bool,
    /// Discards changes made in the last workbook.
    pub discard_edits: bool,
    /// Closes the period.
    pub finalise: bool,
    /// Writes nothing if the period is closed and nothing has changed.
    pub only_changes: bool,
    pub print: &'a PrintOptions,
    pub common: &'a Common,
}

impl<'a> Request<'a> {
    /// The arguments of a build without options of its own.
    pub(crate) fn plain(common: &'a Common, print: &'a PrintOptions) -> Self {
        Self {
            inputs: &[],
            from: &[],
            output: None,
            html: false,
            data: &[DataFormat::Csv],
            csv_encoding: None,
            pdf: true,
            discard_edits: false,
            finalise: false,
            only_changes: false,
            print,
            common,
        }
    }
}

/// The result of a build.
pub(crate) struct Built {
    pub settings: Settings,
    pub consolidation: Consolidation,
    pub coordination: Coordination,
    pub record: RunRecord,
    pub outcome: Outcome,
    /// None if the period is closed, nothing has changed and `only_changes` was set.
    pub written: Option<Written>,
}

/// The outputs of a build.
pub(crate) struct Written {
    pub outputs: Vec<Output>,
    /// `run.json`.
    pub run: Vec<u8>,
    /// The name under which an edited workbook was kept.
    pub edited: Option<String>,
    /// Files of the last run that somebody has edited.
    pub changed: Vec<PathBuf>,
}

/// Reads, consolidates and writes.
pub(crate) fn build(request: &Request<'_>, observer: &dyn Observer) -> Result<Built, Failure> {
    let Request { inputs, from, common, finalise, .. } = *request;
    outputs::check_formats(request.data)?;
    let writing = Some(Writing { folder: request.output, discard_edits: request.discard_edits });
    let read = if from.is_empty() { read(inputs, common, writing, observer) } else { consolidate_shards(from, common, writing) };
    let Read { settings, mut consolidation, history, coordination, outcome, .. } = read?;
    let lang = settings.lang;
    let mut record = RunRecord::begin(&settings, history, &mut consolidation, finalise, request.output)?;
    if request.only_changes && record.is_unchanged_since_closing(&consolidation) {
        return Ok(Built { settings, consolidation, coordination, record, outcome, written: None });
    }
    let failed = |error: &PublishError| publish_failure(error);
    let mut out = OutputFolder::open(&record.folder, Purpose::Outputs).map_err(|error| failed(&error))?;
    let edited = release_edited_workbook(&mut out, coordination.settled.as_deref());
    let changed: Vec<PathBuf> = out.changed().iter().map(|name| out.path_of(name)).collect();
    out.check_replaceable().map_err(|error| failed(&error))?;
    let wanted = OutputRequest {
        printing: printing(request, &settings, &record)?,
        pdf: request.pdf,
        html: request.html || settings.config.report.html == Some(true),
        data: request.data,
        csv_encoding: request.csv_encoding.or(settings.config.report.csv_encoding).unwrap_or_default(),
    };
    let applied = &coordination.applied.decisions;
    let outputs = outputs::write(&mut consolidation, &settings, (&wanted, applied), &out, observer)?;
    let outcome = outcome.max_with(&consolidation.findings, common.strict);
    let run = data::run::run(&consolidation, &outputs, record.state(), lang);
    out.stage("run.json", &run).map_err(|error| failed(&error))?;
    if observer.stop().is_requested() {
        return Err(failed(&PublishError::Stopped));
    }
    let published = publish::unstoppable(|| {
        // saves what was read back before its workbook is replaced
        coordination.save()?;
        record.write_down(&settings, &consolidation, &outputs, &run)?;
        let published = out.publish();
        // after a failure halfway, the next run decides by the journal
        if !matches!(published, Err(PublishError::Halfway { .. })) {
            record.settle(published.is_ok())?;
        }
        published.map_err(|error| failed(&error))
    });
    published.unwrap_or_else(|| Err(failed(&PublishError::Stopped)))?;
    let written = Some(Written { outputs, run, edited, changed });
    Ok(Built { settings, consolidation, coordination, record, outcome, written })
}

/// The layout options of the report.
fn printing(request: &Request<'_>, settings: &Settings, record: &RunRecord) -> Result<pdf::Options, Failure> {
    let mut printing = request.print.resolve(&settings.config, request.finalise)?;
    if record.is_correction() {
        printing.state = State::Correction;
    }
    Ok(printing)
}

/// Keeps a workbook in which the coordinator has worked: renames it, and
/// returns the new name.
///
/// One that was read back completely (`settled` is its hash) need not be kept.
fn release_edited_workbook(out: &mut OutputFolder, settled: Option<&str>) -> Option<String> {
    if settled.is_some_and(|sha256| out.take_over(outputs::WORKBOOK, sha256)) {
        return None;
    }
    out.keep_aside(outputs::WORKBOOK)
}
