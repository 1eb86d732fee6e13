//! The inputs of a command.

use std::path::{Path, PathBuf};

use crate::model::{Failure, Period, period_name};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::values;
use crate::pipeline::settings::workspace::{INBOX, periods_in};
use crate::source::Collected;

/// The given inputs, else the inbox folder of the requested period, else the newest one.
pub(crate) fn of(given: &[PathBuf], common: &Common) -> Result<Vec<PathBuf>, Failure> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    let config = Config::load(common.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?;
    let Some(root) = config.folder.as_deref() else {
        return Err(catalogue::no_input());
    };
    let inbox = root.join(INBOX);
    let wanted = common.period.as_deref().or(config.period.as_deref()).and_then(Period::parse);
    let mut periods = periods_in(&inbox);
    if periods.is_empty()
        && let Some(name) = nameless(&inbox)
    {
        return Err(catalogue::inbox_folder_name(name));
    }
    if let Some(wanted) = wanted {
        periods.retain(|(period, _)| *period == wanted);
        if periods.is_empty() && inbox.is_dir() && !periods_in(&inbox).is_empty() {
            let folder = inbox.join(wanted.id());
            return Err(catalogue::no_period_folder(period_name(wanted), wanted.id(), folder.display()));
        }
    }
    Ok(vec![periods.pop().map_or(inbox, |(_, folder)| folder)])
}

/// Sources of the forms of a period.
pub(crate) struct ForForms {
    /// The newest folder of the inbox that has files.
    pub folder: Option<PathBuf>,
    /// The requested period.
    pub period: Period,
}

/// Within a workspace: the forms of the period that is `wanted`, else of a newer folder of the inbox that is still empty,
/// else of the period after the last one with files. The demo's inbox has files of future periods when `--now` is an
/// earlier day, so only periods that are over by then count.
pub(crate) fn for_forms(common: &Common, wanted: Option<Period>) -> Result<Option<ForForms>, Failure> {
    let config = Config::load(common.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?;
    let Some(root) = config.folder.as_deref() else { return Ok(None) };
    let mut periods = periods_in(&root.join(INBOX));
    let today = values::now(common.now.as_deref())?.date();
    if periods.iter().any(|(period, folder)| period.start() > today && holds_files(folder))
        && periods.iter().any(|(period, folder)| period.end() < today && holds_files(folder))
    {
        periods.retain(|(period, _)| period.end() < today);
    }
    let Some((newest, _)) = periods.last().cloned() else { return Ok(None) };
    let is_before = |period: &Period| wanted.is_none_or(|wanted| period.end() < wanted.end());
    let last = periods.into_iter().rev().find(|(period, folder)| is_before(period) && holds_files(folder));
    let period = wanted.unwrap_or_else(|| match &last {
        Some((last, _)) if newest == *last => last.next(),
        _ => newest,
    });
    Ok(Some(ForForms { folder: last.map(|(_, folder)| folder), period }))
}

/// Whether the folder holds anything besides system files such as `.DS_Store`.
fn holds_files(folder: &Path) -> bool {
    let left_behind = |name: &str| name.starts_with(['.', '~']) || matches!(name, "Thumbs.db" | "desktop.ini");
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| !left_behind(&name.to_string_lossy()))
}

/// The first folder of an inbox that has files and is not named after a period.
fn nameless(inbox: &Path) -> Option<String> {
    let entries: Vec<_> = std::fs::read_dir(inbox).ok()?.flatten().collect();
    let folders = entries.iter().filter(|entry| entry.path().is_dir());
    if entries.iter().any(|entry| entry.path().is_file()) {
        return None;
    }
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).min()
}
