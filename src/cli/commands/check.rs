//! `check`: the same reading and reviewing as `build`; writes nothing.

use std::path::PathBuf;

use clap::Args;

use crate::cli::commands::ingest;
use crate::cli::exit::{Outcome, outcome};
use crate::cli::messages::Failure;
use crate::cli::previous_run;
use crate::cli::settings::options::{Common, OutputFormat, Settings};
use crate::cli::settings::{inputs as usual, workspace};
use crate::model::{Consolidation, Finding, Input, InputStatus, Lang, Severity};
use crate::pipeline::{self, Task};
use crate::recognise::Vocabulary;
use crate::store::history::History;
use crate::store::shards;
use crate::{report, source};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Read { settings, consolidation, outcome, .. } = read(&arguments.inputs, &arguments.common)?;
    report(&settings, &consolidation, arguments.common.format, || report::data::run::run(&consolidation, &[], settings.lang));
    if arguments.common.format == OutputFormat::Human {
        let count = |severity| consolidation.findings.iter().filter(|finding| finding.severity() == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let records: usize = consolidation.records.counts().values().sum();
        settings.console.result(&match settings.lang {
            Lang::Ja => format!("{records}件を読み取りました。エラー {errors}件、注意 {warnings}件。"),
            Lang::En => format!("{records} records read; {errors} errors, {warnings} warnings."),
        });
    }
    Ok(outcome)
}

/// Settings of a command that reads no inputs: those of the workspace it is called in.
pub(crate) fn compare_settings(common: &Common) -> Result<Settings, Failure> {
    common.resolve(&[PathBuf::from(".")], &source::Collected::default())
}

/// What reading comes to.
pub(crate) struct Read {
    pub settings: Settings,
    pub consolidation: Consolidation,
    /// What the workspace remembers, where the run is in one.
    pub history: Option<History>,
    pub outcome: Outcome,
}

/// Finds, reads and consolidates the inputs.
pub(crate) fn read(inputs: &[PathBuf], common: &Common) -> Result<Read, Failure> {
    let inputs = usual::of(inputs, common)?;
    exist(&inputs)?;
    let collected = source::collect(&inputs, &common.limits());
    let settings = common.resolve(&inputs, &collected)?;
    let progress = settings.console.reading(collected.found.len());
    let mut consolidation = pipeline::run(&collected.found, &task(&settings), |file| progress.file(file));
    drop(progress);
    add(&mut consolidation, collected.ignored, collected.findings);
    concluded(settings, consolidation, common)
}

/// Consolidates what parts hold of the inputs.
pub(crate) fn consolidate_shards(parts: &[PathBuf], common: &Common) -> Result<Read, Failure> {
    let parts = ingest::parts_in(parts)?;
    let settings = compare_settings(common)?;
    let forms = settings.forms();
    let gathered = shards::gather(&parts, &forms, settings.period).map_err(|error| ingest::unusable(&error, settings.lang))?;
    let task = Task { period: gathered.period, ..task(&settings) };
    let mut consolidation = pipeline::consolidate_files(gathered.files, &Vocabulary::new(forms), &task);
    add(&mut consolidation, gathered.ignored, gathered.findings);
    concluded(settings, consolidation, common)
}

fn concluded(settings: Settings, mut consolidation: Consolidation, common: &Common) -> Result<Read, Failure> {
    let history = remember(&settings, common, &mut consolidation)?;
    let outcome = outcome(&consolidation.findings, consolidation.inputs.iter().map(|input| input.status), common.strict);
    Ok(Read { settings, consolidation, history, outcome })
}

/// What the stages are told.
fn task(settings: &Settings) -> Task<'_> {
    Task {
        forms: settings.forms(),
        plans: settings.plans(),
        period: settings.period,
        departments: settings.departments.clone(),
        reading: settings.reading.clone(),
    }
}

/// Adds the files that were not to be read.
fn add(consolidation: &mut Consolidation, ignored: Vec<(Input, Finding)>, findings: Vec<Finding>) {
    for (input, finding) in ignored {
        consolidation.inputs.push(input);
        consolidation.findings.push(finding);
    }
    consolidation.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    consolidation.findings.extend(findings);
    crate::review::sort(&mut consolidation.findings);
}

/// What is given has to be there.
pub(crate) fn exist(inputs: &[PathBuf]) -> Result<(), Failure> {
    match inputs.iter().find(|input| !input.exists()) {
        None => Ok(()),
        Some(input) => Err(Failure::new(
            format!("入力 {} が見つかりません。", input.display()),
            "提出ファイルのあるフォルダーかファイルを指定してください（例: torimatome build 提出ファイル -o out）。",
        )),
    }
}

/// Holds the run against the period before it, and adds the corrections that its report has to print.
fn remember(settings: &Settings, common: &Common, consolidation: &mut Consolidation) -> Result<Option<History>, Failure> {
    let lang = settings.lang;
    let history = match &settings.workspace {
        Some(workspace) => workspace.known_history(lang)?,
        None => None,
    };
    let previous = match (&common.previous, &history) {
        (Some(name), _) => Some(previous_run::find(name, history.as_ref(), settings)?.previous),
        (None, Some(history)) => previous_run::before(consolidation.period, history, lang)?,
        (None, None) => None,
    };
    if let Some(previous) = previous {
        pipeline::compare_with(consolidation, &previous);
    }
    if let (Some(history), Some(period)) = (&history, consolidation.period) {
        consolidation.errata = history.untold_errata(period).map_err(|error| workspace::unusable(&error, lang))?;
    }
    Ok(history)
}

/// Findings for people on standard error, or the run for programs on standard output.
pub(crate) fn report(settings: &Settings, consolidation: &Consolidation, format: OutputFormat, run: impl FnOnce() -> Vec<u8>) {
    match format {
        OutputFormat::Human => {
            settings.console.findings(&consolidation.findings, false);
            if !consolidation.inputs.iter().any(|input| matches!(input.status, InputStatus::Read | InputStatus::Superseded)) {
                let message = settings.console.text("読めるファイルがありません。", "There is no file that could be read.");
                let hint = settings.console.text(
                    "提出ファイル（Excel、CSV、ODS）のあるフォルダーかファイルを指定してください。",
                    "Give the folder or the files that were handed in (Excel, CSV, ODS).",
                );
                settings.console.failure(&Failure::new(message, hint));
            }
        }
        OutputFormat::Json => settings.console.bytes(&run()),
        OutputFormat::Sarif => settings.console.bytes(&report::data::sarif::sarif(consolidation, settings.lang)),
    }
}
