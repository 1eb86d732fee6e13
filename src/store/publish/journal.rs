//! The moves from staging to the folder, and how an interrupted one is completed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::store::publish::OutputFolder;
use crate::store::publish::account::read_manifest;
use crate::store::publish::error::PublishError;
use crate::store::publish::in_use::patiently;
use crate::store::publish::known_file::look_at;
use crate::store::publish::names::{JOURNAL, RUN, safe};

/// The moves of a run that has everything written.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Files of the run before that are not made again.
    pub(super) remove: Vec<String>,
    /// Files to be moved from staging to their place, in this order.
    pub(super) place: Vec<String>,
    /// Files that somebody changed, and the names under which they are kept.
    #[serde(default)]
    pub(super) aside: Vec<(String, String)>,
    /// SHA-256 of the files that are removed or replaced: another file that came between is nobody's to touch.
    #[serde(default)]
    pub(super) before: BTreeMap<String, String>,
}

impl OutputFolder {
    /// Carries the journal out; what was carried out already is passed over.
    pub(super) fn complete(&self, journal: &Journal) -> Result<(), (PathBuf, io::Error)> {
        for (name, kept) in journal.aside.iter().filter_map(|(name, kept)| Some((safe(name)?, safe(kept)?))) {
            let (from, to) = (self.path.join(name), self.path.join(kept));
            if !to.exists() && from.exists() {
                patiently(|| fs::rename(&from, &to)).map_err(|error| (from.clone(), error))?;
            }
        }
        for name in journal.remove.iter().filter_map(|name| safe(name)) {
            let path = self.path.join(name);
            patiently(|| remove_if_there(&path)).map_err(|error| (path.clone(), error))?;
        }
        for name in journal.place.iter().filter_map(|name| safe(name)) {
            let (from, to) = (self.staging.join("new").join(&name), self.place(&name));
            if !from.exists() {
                continue;
            }
            let place = || {
                to.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::rename(&from, &to)
            };
            patiently(place).map_err(|error| (to.clone(), error))?;
        }
        let journal = self.staging.join(JOURNAL);
        remove_if_there(&journal).map_err(|error| (journal, error))
    }

    /// What a journal that an interrupted run left may still touch: files that are as it found them.
    fn still_ours(&self, mut journal: Journal) -> Result<Journal, PublishError> {
        // a run of an earlier version named no hashes: its files are those of the run before, whose account still stands
        let account = read_manifest(&self.account).or_else(|| read_manifest(&self.path.join(RUN)));
        let listed = account.map(|run| run.outputs).unwrap_or_default();
        for output in listed {
            journal.before.entry(output.path).or_insert(output.sha256);
        }
        let ours = |name: &str| match (look_at(&self.path.join(name)), journal.before.get(name)) {
            (None, _) => !self.path.join(name).exists(),
            (Some(there), Some(before)) => there.sha256 == *before,
            (Some(_), None) => false,
        };
        let waits = |name: &&String| self.staging.join("new").join(name.as_str()).exists();
        let moved = |name: &str| journal.aside.iter().any(|(from, to)| from == name && !self.path.join(to).exists());
        let taken: Vec<PathBuf> = journal
            .place
            .iter()
            .filter(waits)
            .filter(|name| *name != RUN && !moved(name) && !ours(name))
            .map(|name| self.path.join(name))
            .collect();
        if !taken.is_empty() {
            return Err(PublishError::Foreign(taken));
        }
        let remove = journal.remove.iter().filter(|name| ours(name)).cloned().collect();
        Ok(Journal { remove, ..journal })
    }

    /// Completes an interrupted move; without a journal nothing had moved, and what waits is swept away.
    pub(super) fn recover(&self) -> Result<(), PublishError> {
        if let Ok(text) = fs::read(self.staging.join(JOURNAL))
            && let Ok(journal) = serde_json::from_slice::<Journal>(&text)
        {
            let journal = self.still_ours(journal)?;
            self.complete(&journal).map_err(|(path, source)| PublishError::Halfway { path, source })?;
        }
        let swept = match fs::remove_dir_all(self.staging.join("new")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => remove_if_there(&self.staging.join(JOURNAL)),
        };
        swept.map_err(|source| PublishError::Folder { path: self.path.clone(), source })
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
