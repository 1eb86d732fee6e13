//! Reads the inputs of a command and consolidates them.

use std::path::{Path, PathBuf};

use crate::model::Failure;
use crate::model::{Consolidation, Finding, Input, Period};
use crate::pipeline::coordination::{Coordination, Target, teach_headings};
use crate::pipeline::errors::{history_failure, publish_failure};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::outcome::{Outcome, outcome};
use crate::pipeline::previous_run;
use crate::pipeline::progress::{Observer, Stop};
use crate::pipeline::run_record::RunRecord;
use crate::pipeline::settings::config::is_handed_in;
use crate::pipeline::settings::inputs;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::resolved::Settings;
use crate::pipeline::{self, Task, trend};
use crate::source;
use crate::store::history::History;
use crate::store::publish::PublishError;

/// Settings of a command without inputs: those of the workspace around the current folder.
pub(crate) fn workspace_settings(common: &Common) -> Result<Settings, Failure> {
    common.resolve(&[PathBuf::from(".")], &source::Collected::default())
}

/// The result of reading.
pub(crate) struct Read {
    pub settings: Settings,
    pub consolidation: Consolidation,
    /// The history of the workspace, if the run is in one.
    pub history: Option<History>,
    /// The coordinator's decisions and edits.
    pub coordination: Coordination,
    /// Findings about decisions that no longer answer anything.
    pub unused: Vec<Finding>,
    pub outcome: Outcome,
}

/// Where a command writes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Writing<'a> {
    /// The requested folder.
    pub folder: Option<&'a Path>,
    /// Discards changes made in the last workbook.
    pub discard_edits: bool,
}

/// Finds, reads and consolidates the inputs.
pub(crate) fn read(
    inputs: &[PathBuf],
    common: &Common,
    writing: Option<Writing<'_>>,
    observer: &dyn Observer,
) -> Result<Read, Failure> {
    let given = !inputs.is_empty();
    let inputs = inputs::of(inputs, common)?;
    exist(&inputs)?;
    // files in an inbox are submissions, never configuration
    let configures = given && !inputs.iter().any(|input| is_handed_in(input));
    let collected = match configures {
        true => source::collect(&inputs, &common.limits()),
        false => source::collect_handed_in(&inputs, &common.limits()),
    };
    let mut settings = common.resolve(&inputs, &collected)?;
    let mut coordination = coordination(&settings, &collected.configuration, writing, settings.period)?;
    teach_headings(&mut settings, &coordination.applied);
    let stop = observer.stop();
    let read = |settings: &Settings, coordination: &Coordination| {
        let progress = observer.reading(collected.found.len(), settings.lang);
        let task = Task { stop: stop.clone(), ..task(settings, coordination) };
        let consolidation = pipeline::run(&collected.found, &task, |file| progress.file(file));
        match stop.is_requested() {
            true => Err(publish_failure(&PublishError::Stopped)),
            false => Ok(consolidation),
        }
    };
    let mut consolidation = read(&settings, &coordination)?;
    if settings.period.is_none() && settings.workspace.is_some() && writing.is_some() {
        // only now the folder of the last workbook is known
        let found = self::coordination(&settings, &collected.configuration, writing, consolidation.period)?;
        if found.applied != coordination.applied {
            teach_headings(&mut settings, &found.applied);
            consolidation = read(&settings, &found)?;
        }
        coordination = found;
    }
    add(&mut consolidation, collected.ignored, collected.findings);
    concluded(settings, consolidation, coordination, common)
}

/// Consolidates shards.
#[cfg(feature = "parquet")]
pub(crate) fn consolidate_shards(parts: &[PathBuf], common: &Common, writing: Option<Writing<'_>>) -> Result<Read, Failure> {
    use crate::pipeline::errors::shard_failure;
    use crate::recognise::Vocabulary;
    use crate::store::shards;

    let parts = parts_in(parts)?;
    let settings = workspace_settings(common)?;
    let forms = settings.forms();
    let gathered = shards::gather(&parts, &forms, settings.period).map_err(|error| shard_failure(&error))?;
    let coordination = coordination(&settings, &[], writing, gathered.period)?;
    let task = Task { period: gathered.period, ..task(&settings, &coordination) };
    let mut consolidation = pipeline::consolidate_files(gathered.files, &Vocabulary::new(forms), &task);
    add(&mut consolidation, gathered.ignored, gathered.findings);
    concluded(settings, consolidation, coordination, common)
}

/// Shards are Parquet files, which this build cannot read.
#[cfg(not(feature = "parquet"))]
pub(crate) fn consolidate_shards(_: &[PathBuf], _: &Common, _: Option<Writing<'_>>) -> Result<Read, Failure> {
    Err(catalogue::without_feature("--from", "parquet"))
}

/// The coordinator's decisions and edits; if this run writes, with those of the last workbook.
fn coordination(
    settings: &Settings,
    configuration: &[PathBuf],
    writing: Option<Writing<'_>>,
    period: Option<Period>,
) -> Result<Coordination, Failure> {
    let Some(writing) = writing else { return Coordination::read(settings, configuration, None) };
    let history = match &settings.workspace {
        Some(workspace) => workspace.known_history()?,
        None => None,
    };
    let folder = RunRecord::folder_for(settings, history.as_ref(), period, writing.folder)?;
    let target = folder.map(|folder| Target { folder, discard: writing.discard_edits });
    Coordination::read(settings, configuration, target.as_ref())
}

fn concluded(
    settings: Settings,
    mut consolidation: Consolidation,
    coordination: Coordination,
    common: &Common,
) -> Result<Read, Failure> {
    let history = remember(&settings, common, &mut consolidation)?;
    consolidation.findings.extend(coordination.finding());
    crate::review::sort(&mut consolidation.findings);
    let unused = pipeline::answer(&mut consolidation, &coordination.applied.decisions);
    let outcome = outcome(&consolidation.findings, consolidation.inputs.iter().map(|input| input.status), common.strict);
    Ok(Read { settings, consolidation, history, coordination, unused, outcome })
}

/// The inputs of the stages.
fn task<'a>(settings: &'a Settings, coordination: &'a Coordination) -> Task<'a> {
    Task {
        forms: settings.forms(),
        plans: settings.plans(),
        period: settings.period,
        departments: settings.departments.clone(),
        reading: settings.reading.clone(),
        edits: &coordination.applied.edits,
        decisions: &coordination.applied.decisions,
        stop: Stop::default(),
    }
}

/// Adds the files that are no submissions.
fn add(consolidation: &mut Consolidation, ignored: Vec<(Input, Finding)>, findings: Vec<Finding>) {
    for (input, finding) in ignored {
        consolidation.inputs.push(input);
        consolidation.findings.push(finding);
    }
    consolidation.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    consolidation.findings.extend(findings);
    crate::review::sort(&mut consolidation.findings);
}

/// Given inputs must exist.
pub(crate) fn exist(inputs: &[PathBuf]) -> Result<(), Failure> {
    match inputs.iter().find(|input| !input.exists()) {
        None => Ok(()),
        Some(input) => Err(catalogue::no_such_input(input.display())),
    }
}

/// Compares the run with the period before, and adds the corrections that its report prints.
fn remember(settings: &Settings, common: &Common, consolidation: &mut Consolidation) -> Result<Option<History>, Failure> {
    let history = match &settings.workspace {
        Some(workspace) => workspace.known_history()?,
        None => None,
    };
    let previous = match (&common.previous, &history) {
        (Some(name), _) => Some(previous_run::find(name, history.as_ref(), settings)?.previous),
        (None, Some(history)) => previous_run::before(consolidation.period, history)?,
        (None, None) => None,
    };
    if let Some(previous) = &previous {
        pipeline::compare_with(consolidation, previous);
    }
    consolidation.trend = trend::of(settings, history.as_ref(), previous.as_ref(), consolidation)?;
    if let (Some(history), Some(period)) = (&history, consolidation.period) {
        consolidation.errata = history.unreported_errata(period).map_err(|error| history_failure(&error))?;
    }
    Ok(history)
}

/// The shards among the given files and folders.
#[cfg(feature = "parquet")]
pub(crate) fn parts_in(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    exist(given)?;
    let mut parts = Vec::new();
    for path in given {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
            parts.extend(entries.filter(|path| is_part(path)));
        } else {
            parts.push(path.clone());
        }
    }
    parts.sort();
    parts.dedup();
    if parts.is_empty() {
        return Err(pipeline::messages::shards::no_parts());
    }
    Ok(parts)
}

/// Engines add files of their own (`_SUCCESS`), and a killed worker leaves one without a name.
#[cfg(feature = "parquet")]
fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".parquet") && !name.starts_with(['.', '_'])
}
