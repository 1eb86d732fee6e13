//! The workspace: a folder with `torimatome.toml` and `inbox/`, where every command works without options.

use std::path::{Path, PathBuf};

use crate::model::digest::sha256;
use crate::model::{Failure, Period};
use crate::pipeline::errors::{history_failure, lost_history};
use crate::pipeline::settings::config;
use crate::source::settings::in_any_case;
use crate::store::history::{History, HistoryError};
use crate::store::publish::{self, OutputFolder};

/// Folder for departments' files, with one folder per period.
pub(crate) const INBOX: &str = "inbox";
/// File name of the settings.
pub(crate) const CONFIG: &str = "torimatome.toml";
/// File name of the history.
pub(crate) const HISTORY: &str = "history.sqlite";

/// A folder with settings, an inbox and outputs, used month after month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Workspace {
    /// The folder of `torimatome.toml`.
    pub root: PathBuf,
    /// Whether a history is kept; `history = false` in `torimatome.toml` turns it off.
    pub remembers: bool,
    /// Folder for outputs, with one folder per period.
    pub out: PathBuf,
}

impl Workspace {
    /// The workspace that a configuration belongs to. A `torimatome.toml` without an `inbox` beside it is
    /// configuration only: no history is kept there unless it sets `history = true`.
    pub(crate) fn of(config: &config::Config) -> Option<Self> {
        let root = config.folder.clone()?;
        let works = root.join(INBOX).is_dir() || config.history == Some(true);
        let out = config.file(config.output.as_deref()).unwrap_or_else(|| root.join("out"));
        works.then(|| Self { root, remembers: config.history != Some(false), out })
    }

    /// The folder for a period's outputs.
    pub(crate) fn out_for(&self, period: Option<Period>) -> PathBuf {
        period.map_or_else(|| self.out.clone(), |period| self.out.join(period.id()))
    }

    /// Opens or creates the history, and settles runs that were interrupted.
    pub(crate) fn history(&self) -> Result<Option<History>, Failure> {
        if !self.remembers {
            return Ok(None);
        }
        let path = self.root.join(HISTORY);
        if std::fs::metadata(&path).map_or(0, |meta| meta.len()) == 0
            && let Some((folder, period)) = self.closed_outputs(|_| Ok(false))?.into_iter().next()
        {
            return Err(lost_history(&path, &folder, &period));
        }
        let mut history = History::open(&self.root.join(HISTORY)).map_err(|error| history_failure(&error))?;
        self.settle(&mut history).map_err(|error| history_failure(&error))?;
        let known =
            |period: Period| history.closed(period).map(|closed| closed.is_some()).map_err(|error| history_failure(&error));
        match self.closed_outputs(known)?.into_iter().next() {
            Some((folder, period)) => Err(lost_history(&path, &folder, &period)),
            None => Ok(Some(history)),
        }
    }

    /// Opens the history if there is one.
    pub(crate) fn known_history(&self) -> Result<Option<History>, Failure> {
        let path = self.root.join(HISTORY);
        if path.is_file() {
            return self.history();
        }
        match self.closed_outputs(|_| Ok(!self.remembers))?.into_iter().next() {
            Some((folder, period)) => Err(lost_history(&path, &folder, &period)),
            None => Ok(None),
        }
    }

    /// The folders of closed outputs whose periods are not `known` to be closed, with their periods.
    fn closed_outputs(&self, known: impl Fn(Period) -> Result<bool, Failure>) -> Result<Vec<(PathBuf, String)>, Failure> {
        let mut found = Vec::new();
        for (period, folder) in periods_in(&self.out) {
            if known(period)? {
                continue;
            }
            if publish::read_manifest(&folder.join("run.json")).is_some_and(|run| run.is_final()) {
                found.push((folder, period.id()));
            }
        }
        Ok(found)
    }

    /// An interrupted run counts if its `run.json` is in place. The folder's own journal is completed first;
    /// a run that is still going on holds the folder's lock and is left alone.
    fn settle(&self, history: &mut History) -> Result<(), HistoryError> {
        for pending in history.pending()? {
            let folder = self.root.join(&pending.folder);
            let Ok(held) = OutputFolder::hold(&folder) else { continue };
            let stands = std::fs::read(folder.join("run.json")).is_ok_and(|bytes| sha256(&bytes) == pending.run_sha256);
            history.settle(pending.id, stands)?;
            drop(held);
        }
        Ok(())
    }

    /// Name of a folder in the history: relative to the workspace where possible, with `/`.
    pub(crate) fn name_of(&self, folder: &Path) -> String {
        let (root, whole) = (absolute(&self.root), absolute(folder));
        match whole.strip_prefix(&root) {
            Ok(inside) => inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
            Err(_) => whole.display().to_string(),
        }
    }
}

/// The settings file of a folder, if there is one. A link that leads nowhere or a pipe of this name is one too: it cannot be
/// read, and without it a workspace would lose its history and its closed periods.
pub(crate) fn config_in(folder: &Path) -> Option<PathBuf> {
    Some(in_any_case(&folder.join(CONFIG))).filter(|path| path.symlink_metadata().is_ok())
}

/// The absolute path in the one form in which paths are compared and shown: links and `..` are resolved as far as it
/// exists, without a Windows prefix.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = whole.ancestors().find_map(|above| {
        let real = std::fs::canonicalize(above).ok()?;
        let rest = whole.strip_prefix(above).ok()?;
        // joining an empty path would add a slash
        Some(if rest.as_os_str().is_empty() { real } else { real.join(rest) })
    });
    as_written(real.unwrap_or(whole))
}

/// Without the `\\?\` that Windows puts before a resolved path.
fn as_written(path: PathBuf) -> PathBuf {
    match path.to_str().filter(|_| cfg!(windows)).and_then(without_prefix) {
        Some(plain) => plain.into(),
        None => path,
    }
}

/// A path of a drive or a share without `\\?\`. Other paths that begin so have no shorter form.
fn without_prefix(path: &str) -> Option<String> {
    let rest = path.strip_prefix(r"\\?\")?;
    if let Some((word, share)) = rest.split_at_checked(4)
        && word.eq_ignore_ascii_case(r"UNC\")
    {
        return Some(format!(r"\\{share}"));
    }
    let is_drive = matches!(rest.as_bytes(), [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic());
    is_drive.then(|| rest.to_owned())
}

/// Folders of an inbox that are named after a period, newest last.
pub(crate) fn periods_in(inbox: &Path) -> Vec<(Period, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(inbox) else { return Vec::new() };
    let mut periods: Vec<(Period, PathBuf)> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .filter_map(|path| Some((Period::parse(path.file_name()?.to_str()?)?, path)))
        .collect();
    periods.sort_by_key(|(period, path)| (period.end(), period.start(), path.clone()));
    periods
}

/// The period that an input folder inside the inbox is named after.
pub(crate) fn period_of(inputs: &[PathBuf], root: Option<&Path>) -> Option<Period> {
    let inbox = absolute(&root?.join(INBOX));
    let [only] = inputs else { return None };
    let whole = absolute(only);
    let folder = whole.strip_prefix(&inbox).ok()?.components().next()?;
    Period::parse(folder.as_os_str().to_str()?)
}

#[cfg(test)]
mod tests {
    use super::without_prefix;

    #[test]
    fn drives_and_shares_have_one_form() {
        for (resolved, plain) in [
            (r"\\?\C:\作業\2026", Some(r"C:\作業\2026")),
            (r"\\?\c:\", Some(r"c:\")),
            (r"\\?\UNC\server\共有\作業", Some(r"\\server\共有\作業")),
            (r"\\?\unc\server\共有", Some(r"\\server\共有")),
            (r"\\server\共有", None),
            (r"C:\作業", None),
            (r"\\?\Volume{0-0}\作業", None),
            (r"\\?\作業", None),
            (r"\\.\C:\作業", None),
        ] {
            assert_eq!(without_prefix(resolved).as_deref(), plain, "{resolved}");
        }
    }
}
