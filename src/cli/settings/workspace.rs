//! The workspace: a folder with `torimatome.toml` and `inbox/`, where every command works without options.

use std::path::{Path, PathBuf};

use crate::cli::messages::Failure;
use crate::cli::settings::config;
use crate::model::digest::sha256;
use crate::model::{Lang, Period};
use crate::store::history::{History, HistoryError};
use crate::store::publish::OutputFolder;

/// Where departments' files are put, a folder a period.
pub(crate) const INBOX: &str = "inbox";
/// The memory of the workspace.
pub(crate) const HISTORY: &str = "history.sqlite";

/// A folder that is worked in month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Workspace {
    /// The folder of `torimatome.toml`.
    pub root: PathBuf,
    /// Is there a history? `history = false` in `torimatome.toml` says no.
    pub remembers: bool,
    /// Where outputs go, a folder a period.
    pub out: PathBuf,
}

impl Workspace {
    /// The workspace that a configuration belongs to. A `torimatome.toml` without an `inbox` beside it is
    /// configuration only: nothing is remembered there unless it says `history = true`.
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

    /// Opens the history, begins it where there is none, and finds out what became of runs that were cut off.
    pub(crate) fn history(&self, lang: Lang) -> Result<Option<History>, Failure> {
        if !self.remembers {
            return Ok(None);
        }
        let mut history = History::open(&self.root.join(HISTORY)).map_err(|error| unusable(&error, lang))?;
        self.settle(&mut history).map_err(|error| unusable(&error, lang))?;
        Ok(Some(history))
    }

    /// The same, but begins none.
    pub(crate) fn known_history(&self, lang: Lang) -> Result<Option<History>, Failure> {
        if self.root.join(HISTORY).is_file() { self.history(lang) } else { Ok(None) }
    }

    /// A run that was cut off took place if its `run.json` stands. The folder's own journal is completed first;
    /// a run that is still under way holds the folder and is left alone.
    fn settle(&self, history: &mut History) -> Result<(), HistoryError> {
        for pending in history.pending()? {
            let folder = self.root.join(&pending.folder);
            let Ok(held) = OutputFolder::open(&folder) else { continue };
            let stands = std::fs::read(folder.join("run.json")).is_ok_and(|bytes| sha256(&bytes) == pending.run_sha256);
            history.settle(pending.id, stands)?;
            drop(held);
        }
        Ok(())
    }

    /// How a folder is called in the history: from the workspace where it lies inside, with `/`.
    pub(crate) fn name_of(&self, folder: &Path) -> String {
        let (root, whole) = (absolute(&self.root), absolute(folder));
        match whole.strip_prefix(&root) {
            Ok(inside) => inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
            Err(_) => shown(&whole),
        }
    }
}

/// A path as people write it: without the `\\\\?\\` that Windows puts before one whose links were undone.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    match text.strip_prefix(r"\\?\") {
        Some(plain) if cfg!(windows) => {
            plain.strip_prefix(r"UNC\").map_or_else(|| plain.to_owned(), |share| format!(r"\\{share}"))
        }
        _ => text,
    }
}

/// A path from the root; links and `..` undone where the path exists.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// The folders of an inbox that are named after a period, the newest last.
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

/// What to tell of a history that cannot be used.
pub(crate) fn unusable(error: &HistoryError, lang: Lang) -> Failure {
    match error {
        HistoryError::Newer { path, found, known } => Failure::in_lang(
            lang,
            (
                format!(
                    "履歴 {} は、より新しい torimatome で作られています（版 {found}、この torimatome は {known} まで）。",
                    path.display()
                ),
                "新しい torimatome を使ってください。履歴は書き換えていません。",
            ),
            (
                format!(
                    "The history {} was written by a newer torimatome (schema {found}; this one knows {known}).",
                    path.display()
                ),
                "Use the newer torimatome. The history was not touched.",
            ),
        ),
        HistoryError::Foreign(path) => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome の履歴ではありません。", path.display()),
                "そのファイルを別の場所へ移してください。新しい履歴を作ります。",
            ),
            (format!("{} is no history of torimatome.", path.display()), "Move it away; a new history will be begun."),
        ),
        HistoryError::Busy(path) => Failure::in_lang(
            lang,
            (format!("履歴 {} は別の torimatome が使用中です。", path.display()), "終わるのを待って、もう一度実行してください。"),
            (format!("Another torimatome uses the history {}.", path.display()), "Wait for it and run again."),
        ),
        HistoryError::Database { path, source } => Failure::in_lang(
            lang,
            (
                format!("履歴 {} を使えません（{source}）。", path.display()),
                "書き込みの権限と空き容量を確かめてください。履歴を使わないときは torimatome.toml に history = false と書きます。",
            ),
            (
                format!("The history {} cannot be used ({source}).", path.display()),
                "Check permissions and free space. To do without it write history = false in torimatome.toml.",
            ),
        ),
        HistoryError::Broken { path, reason } => Failure::in_lang(
            lang,
            (
                format!("履歴 {} の内容が壊れています（{reason}）。", path.display()),
                "控えから戻すか、ファイルを別の場所へ移してください。",
            ),
            (format!("The history {} is broken ({reason}).", path.display()), "Restore a copy, or move the file away."),
        ),
    }
}
