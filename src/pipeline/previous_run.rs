//! The previous run: `--previous`, else the period before in the history.

use std::path::Path;

use crate::consolidate::Previous;
use crate::model::{Failure, Period, period_name};
use crate::pipeline::errors::{history_failure, io_reason};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::resolved::Settings;
use crate::source::{self, EarlierError};
use crate::store::history::History;

/// An earlier period, by its folder of outputs or its name.
#[derive(Debug)]
pub(crate) struct Found {
    pub previous: Previous,
    /// Id of its plan, if known.
    pub plan: Option<String>,
}

/// Finds a previous run by name: a folder of outputs, or a period of the history.
pub(crate) fn find(name: &str, history: Option<&History>, settings: &Settings) -> Result<Found, Failure> {
    let folder = Path::new(name);
    if folder.join("run.json").is_file() {
        return read(folder);
    }
    if let Some(period) = Period::parse(name) {
        let known = history.map(|history| history.latest(period)).transpose().map_err(|error| history_failure(&error))?.flatten();
        if let Some(version) = known {
            return Ok(Found { previous: version.previous, plan: Some(version.plan) });
        }
        let outputs = settings.workspace.as_ref().map(|workspace| workspace.out_for(Some(period)));
        if let Some(folder) = outputs.filter(|folder| folder.join("run.json").is_file()) {
            return read(&folder);
        }
        return Err(catalogue::unknown_previous(period_name(period), period.id()));
    }
    read(folder)
}

/// The period before this one, from the history.
pub(crate) fn before(period: Option<Period>, history: &History) -> Result<Option<Previous>, Failure> {
    let Some(period) = period else { return Ok(None) };
    let version = history.before(period).map_err(|error| history_failure(&error))?;
    Ok(version.map(|version| version.previous))
}

fn read(folder: &Path) -> Result<Found, Failure> {
    let earlier = source::earlier(folder).map_err(|error| match &error {
        EarlierError::Unreadable { path, source } => catalogue::previous_unreadable(path.display(), io_reason(source)),
        EarlierError::Foreign { path, reason } => catalogue::previous_foreign(path.display(), reason),
    })?;
    let previous = Previous { period: earlier.period, records: earlier.records, unchanged: earlier.unchanged };
    Ok(Found { previous, plan: earlier.plan })
}
