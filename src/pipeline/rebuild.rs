//! `history --rebuild`: a lost history is made again from the outputs of the workspace.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::digest::sha256;
use crate::model::manifest::Manifest;
use crate::model::{Failure, Period, japan};
use crate::pipeline::errors::history_failure;
use crate::pipeline::settings::workspace::{HISTORY, Workspace, periods_in};
use crate::source;
use crate::store::history::{History, PublishedRun};

/// A folder of outputs, and what became of it.
#[derive(Debug)]
pub(crate) struct Restored {
    pub folder: String,
    pub period: Period,
    pub result: RestoreResult,
}

/// Whether the run of a folder is in the history now.
#[derive(Debug)]
pub(crate) enum RestoreResult {
    /// It was added; `closed` closes its period.
    Added { closed: bool },
    /// It was there, or its period is closed already.
    Known,
    /// These files are not what its `run.json` lists.
    Changed(Vec<String>),
    /// It cannot be read.
    Unreadable(String),
}

/// Adds to the history every run whose outputs stand below the workspace's `out`. Begins a history where there is none.
pub(crate) fn rebuild(workspace: &Workspace) -> Result<Vec<Restored>, Failure> {
    let failed = |error| history_failure(&error);
    let mut history = History::open(&workspace.root.join(HISTORY)).map_err(failed)?;
    let mut restored = Vec::new();
    for (period, folder) in folders(workspace) {
        let name = workspace.name_of(&folder);
        let result = match read(&folder) {
            Ok(None) => continue,
            Ok(Some((run, made))) => {
                let closed = run.is_final();
                if history.restore(&run, &name, made).map_err(failed)? {
                    RestoreResult::Added { closed }
                } else {
                    RestoreResult::Known
                }
            }
            Err(result) => result,
        };
        restored.push(Restored { folder: name, period, result });
    }
    Ok(restored)
}

/// The folders of periods and of their corrections, each correction behind its period.
fn folders(workspace: &Workspace) -> Vec<(Period, PathBuf)> {
    let with_correction = |(period, folder): (Period, PathBuf)| {
        let correction = workspace.out.join(format!("{}-訂正", period.id()));
        [(period, folder), (period, correction)]
    };
    periods_in(&workspace.out).into_iter().flat_map(with_correction).filter(|(_, folder)| folder.is_dir()).collect()
}

/// The run of a folder and when it was written; `None` where none is published.
fn read(folder: &Path) -> Result<Option<(PublishedRun, DateTime)>, RestoreResult> {
    let path = folder.join("run.json");
    let unreadable = |error: &dyn std::fmt::Display| RestoreResult::Unreadable(error.to_string());
    let Ok(meta) = std::fs::metadata(&path) else { return Ok(None) };
    if !meta.is_file() {
        return Ok(None);
    }
    let bytes = std::fs::read(&path).map_err(|error| unreadable(&error))?;
    let manifest = Manifest::read(bytes.as_slice()).ok_or_else(|| unreadable(&"run.json"))?;
    if manifest.is_of_forms() {
        return Ok(None);
    }
    let changed = changed(folder, &manifest);
    if !changed.is_empty() {
        return Err(RestoreResult::Changed(changed));
    }
    let earlier = source::earlier(folder).map_err(|error| unreadable(&error))?;
    let run = PublishedRun::parse(&bytes, earlier.records, earlier.unchanged).map_err(|error| unreadable(&error))?;
    let made = meta.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    let made = made.map(|time| time.to_zoned(japan::time_zone()).datetime());
    Ok(run.map(|run| (run, made.unwrap_or_default())))
}

/// The listed files that are missing or not as they were written. A coordinator works in the workbook of a draft.
fn changed(folder: &Path, manifest: &Manifest) -> Vec<String> {
    let is_kept = |listed: &&crate::model::manifest::Listed| {
        let relied_on = manifest.is_final() || listed.kind == "data";
        relied_on && !std::fs::read(folder.join(&listed.path)).is_ok_and(|bytes| sha256(&bytes) == listed.sha256)
    };
    manifest.outputs.iter().filter(is_kept).map(|listed| listed.path.clone()).collect()
}
