//! What changed in the inbox since the last build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::model::{Period, SubmissionStatus};
use crate::page::reading::{inbox, inbox_files};
use crate::source::settings::bytes_up_to;

/// We write no larger `run.json`.
const LARGEST: u64 = 1 << 30;

/// The last build of a period, from its `run.json`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct LastRun {
    pub schema: String,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub inputs: Vec<LastInput>,
    #[serde(default)]
    pub submissions: Vec<LastSubmission>,
    #[serde(default)]
    pub outputs: Vec<LastOutput>,
    #[serde(skip)]
    pub folder: PathBuf,
    #[serde(skip)]
    pub made: Option<std::time::SystemTime>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct LastInput {
    pub path: String,
    pub bytes: u64,
    pub sha256: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct LastSubmission {
    pub department: String,
    pub status: SubmissionStatus,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct LastOutput {
    pub kind: String,
    pub path: String,
    #[serde(default)]
    pub pages: Option<usize>,
}

impl LastRun {
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let path = folder.join("run.json");
        let mut run: Self = serde_json::from_slice(&bytes_up_to(&path, LARGEST).ok()?).ok()?;
        if run.schema != crate::model::manifest::RUN_SCHEMA {
            return None;
        }
        run.made = made(folder);
        run.folder = folder.to_owned();
        Some(run)
    }
}

/// When the last build in a folder took place.
pub(super) fn made(folder: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(folder.join("run.json")).and_then(|meta| meta.modified()).ok()
}

/// Names of files that are new, changed, or gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub gone: Vec<String>,
}

impl Changes {
    pub(super) const fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// Compares the inbox with the last build.
    pub(super) fn since(run: &LastRun, root: &Path, period: Option<Period>) -> Self {
        let folder = inbox(root, period);
        // `run.json` lists the members of an archive, the inbox only the archive
        let mut known: BTreeMap<&str, Option<&LastInput>> = BTreeMap::new();
        for input in &run.inputs {
            known.insert(&input.path, Some(input));
            for (at, _) in input.path.match_indices('/').filter(|(at, _)| ends_as_archive(&input.path[..*at])) {
                known.insert(&input.path[..at], None);
            }
        }
        let mut changes = Self::default();
        for path in inbox_files(root, period) {
            let Ok(inside) = path.strip_prefix(&folder) else { continue };
            let name = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            match known.remove(name.as_str()) {
                None => changes.new.push(name),
                Some(before) if is_changed(&path, before, run) => changes.changed.push(name),
                Some(_) => {}
            }
        }
        let is_file = |name: &&str| {
            let mut folders = name.match_indices('/').map(|(at, _)| &name[..at]);
            !folders.any(ends_as_archive)
        };
        changes.gone = known.into_keys().filter(is_file).map(str::to_owned).collect();
        changes
    }
}

fn ends_as_archive(path: &str) -> bool {
    path.len() > 4 && path.is_char_boundary(path.len() - 4) && path[path.len() - 4..].eq_ignore_ascii_case(".zip")
}

fn is_changed(path: &Path, before: Option<&LastInput>, run: &LastRun) -> bool {
    let Ok(meta) = std::fs::metadata(path) else { return false };
    let is_newer = meta.modified().ok().zip(run.made).is_some_and(|(file, run)| file > run);
    match before {
        None => is_newer,
        Some(before) if before.bytes != meta.len() => true,
        Some(LastInput { sha256: Some(sha256), .. }) if is_newer => {
            bytes_up_to(path, LARGEST).is_ok_and(|bytes| crate::model::digest::sha256(&bytes) != *sha256)
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_one_file_and_what_is_new_changed_or_gone_is_named() {
        let root = tempfile::tempdir().unwrap();
        let period = Period::parse("2025H1");
        let folder = root.path().join("inbox/2025H1");
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("a.csv", "1"), ("b.csv", "22"), ("c.zip", "x"), ("d.csv", "new")] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let input = |path: &str, bytes| LastInput { path: path.to_owned(), bytes, sha256: None };
        let inputs = vec![input("a.csv", 1), input("b.csv", 3), input("c.zip/in/e.csv", 9), input("f.csv", 1)];
        let run =
            LastRun { inputs, made: std::fs::metadata(folder.join("d.csv")).unwrap().modified().ok(), ..LastRun::default() };
        let changes = Changes::since(&run, root.path(), period);
        assert_eq!(changes.new, ["d.csv"]);
        assert_eq!(changes.changed, ["b.csv"]);
        assert_eq!(changes.gone, ["f.csv"]);
    }
}
