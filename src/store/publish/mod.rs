//! Outputs reach their folder together or not at all.
//!
//! Everything is written beside under other names first and moved at the end, `run.json` last. A journal
//! names the moves; when a run is cut off between them, the next one completes them. A run replaces exactly
//! the files that the folder's `run.json` lists and that are still as they were written; files of other people stay.

mod account;
mod error;
mod exchange;
mod holder;
mod in_use;
mod journal;
mod known_file;
mod lock;
mod names;
mod shutdown;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use account::believed;
pub use account::{Purpose, closed_around, manifest_of, read_manifest};
pub use error::PublishError;
pub use holder::holder;
pub use in_use::is_in_use;
use in_use::{probe, readable};
use journal::Journal;
use known_file::{Known, is_as_before, look, look_at};
use names::{JOURNAL, RUN, STAGING, kept_name, link_on_the_way, safe};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
pub use shutdown::{begin_anew, is_stopped, stop, unstoppable};

use crate::model::digest::hex;

/// An output folder that is ours for the length of a run.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    /// Where `run.json` goes.
    account: PathBuf,
    staging: PathBuf,
    /// What waits; outputs are made side by side.
    staged: Mutex<Vec<String>>,
    /// The files of the run before that still are as its `run.json` says.
    listed: BTreeMap<String, Known>,
    /// Those that are there and were changed since.
    changed: BTreeSet<String>,
    /// Of these, those that are kept under another name.
    aside: BTreeMap<String, String>,
}

impl OutputFolder {
    /// Makes the folder where needed, takes it, completes what an interrupted run left, and finds out which of its files
    /// are this program's.
    ///
    /// # Errors
    /// When it cannot be made or written, another run has it, its `run.json` is not of this program or of another
    /// purpose, or the period of its outputs is closed.
    pub fn open(path: &Path, purpose: Purpose) -> Result<Self, PublishError> {
        // nothing is made or completed in a folder of somebody else
        believed(path, purpose)?;
        if let Some((path, period)) = closed_around(path) {
            return Err(PublishError::Closed { path, period });
        }
        let mut folder = Self::take(path, purpose)?;
        let Some(run) = believed(path, purpose)? else { return Ok(folder) };
        let old = path.join(RUN);
        if let (false, Some(known)) = (folder.account == old, look_at(&old).filter(|_| read_manifest(&old).is_some())) {
            // earlier versions put it among the forms
            folder.listed.insert(RUN.to_owned(), known);
        }
        if run.is_final() {
            let period = run.period.map(|period| period.id).unwrap_or_default();
            return Err(PublishError::Closed { path: path.to_owned(), period });
        }
        let found: Vec<(String, String, Option<Known>)> = run
            .outputs
            .into_par_iter()
            .filter_map(|output| Some((safe(&output.path)?, output.sha256)))
            .filter(|(name, _)| link_on_the_way(path, name).is_none())
            .map(|(name, sha256)| {
                let known = readable(&path.join(&name), look)?;
                Ok((name, sha256, known))
            })
            .collect::<Result<_, _>>()?;
        for (name, listed, known) in found {
            match known {
                Some(known) if known.sha256 == listed => _ = folder.listed.insert(name, known),
                Some(_) => _ = folder.changed.insert(name),
                None => {}
            }
        }
        Ok(folder)
    }

    /// Takes the folder and completes what an interrupted run left, no more.
    ///
    /// # Errors
    /// When it cannot be made or written, or another run has it.
    pub fn hold(path: &Path) -> Result<Self, PublishError> {
        Self::take(path, Purpose::Outputs)
    }

    fn take(path: &Path, purpose: Purpose) -> Result<Self, PublishError> {
        let staging = path.join(STAGING);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| PublishError::Folder { path, source }
        };
        let take = || {
            fs::create_dir_all(&staging).map_err(failed(path))?;
            match lock::take(&staging) {
                Ok(Some(lock)) => Ok(lock),
                Ok(None) => Err(PublishError::Busy(path.to_owned())),
                Err(source) => Err(failed(&staging)(source)),
            }
        };
        shutdown::enter(&staging, take)?;
        holder::note(&staging);
        let folder = Self {
            path: path.to_owned(),
            account: purpose.account(path),
            staging,
            staged: Mutex::default(),
            listed: BTreeMap::new(),
            changed: BTreeSet::new(),
            aside: BTreeMap::new(),
        };
        folder.recover()?;
        exchange::recover(path, purpose);
        Ok(folder)
    }

    /// The files of the last run that somebody has changed since. They are replaced by nothing.
    pub const fn changed(&self) -> &BTreeSet<String> {
        &self.changed
    }

    /// Where a staged file goes.
    fn place(&self, name: &str) -> PathBuf {
        if name == RUN { self.account.clone() } else { self.path.join(name) }
    }

    /// Where a file lies.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Keeps a changed file under another name beside, so that its place is free; gives that name.
    ///
    /// A file whose changes were read back is taken over instead: [`take_over`](Self::take_over).
    pub fn keep_aside(&mut self, name: &str) -> Option<String> {
        if !self.changed.remove(name) {
            return None;
        }
        let kept = (1..).map(|no| kept_name(name, no)).find(|kept| !self.path.join(kept).exists())?;
        self.aside.insert(name.to_owned(), kept.clone());
        Some(kept)
    }

    /// Takes a changed file for this program's own again: what was changed in it is kept elsewhere. False where it is no
    /// longer the file of this hash.
    pub fn take_over(&mut self, name: &str, sha256: &str) -> bool {
        match look_at(&self.path.join(name)).filter(|known| known.sha256 == sha256) {
            Some(known) if self.changed.remove(name) => {
                self.listed.insert(name.to_owned(), known);
                true
            }
            _ => false,
        }
    }

    /// Where an output that was staged waits.
    pub fn staged(&self, name: &str) -> PathBuf {
        self.staging.join("new").join(name)
    }

    /// A place for files that nobody is to see.
    pub fn scratch(&self) -> &Path {
        &self.staging
    }

    /// Can everything that the last run made be replaced? What is open in Excel shows before the work is done.
    ///
    /// # Errors
    /// When a file is in use.
    pub fn check_replaceable(&self) -> Result<(), PublishError> {
        self.listed.keys().map(String::as_str).chain([RUN]).try_for_each(|name| probe(&self.place(name)))
    }

    /// Writes one output to its waiting place. `name` is relative, with `/`.
    ///
    /// # Errors
    /// When it cannot be written (a full disk). That its place is taken by a file of other people shows at the end, with
    /// all others of which that is true.
    pub fn stage(&self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.stage_with(name, |out| out.write_all(bytes)).map(drop)
    }

    /// Writes one output to its waiting place as it is made, and gives the SHA-256 of what was written.
    ///
    /// # Errors
    /// As [`stage`](Self::stage), and what `write` answers.
    pub fn stage_with(
        &self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<String, PublishError> {
        let Some(name) = safe(name) else {
            return Err(PublishError::Foreign(vec![PathBuf::from(name)]));
        };
        let target = self.path.join(&name);
        let waiting = self.staging.join("new").join(&name);
        let fill = || -> io::Result<String> {
            if let Some(parent) = waiting.parent() {
                passing(|| fs::create_dir_all(parent))?;
            }
            let mut out = Hashed { file: passing(|| File::create(&waiting))?, hash: Sha256::new() };
            let mut buffer = BufWriter::with_capacity(1 << 18, &mut out);
            write(&mut buffer)?;
            buffer.flush()?;
            drop(buffer);
            Ok(hex(&out.hash.finalize()))
        };
        let sha256 = fill().map_err(|source| match shutdown::is_stopped() {
            true => PublishError::Stopped,
            false => PublishError::Folder { path: target, source },
        })?;
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        Ok(sha256)
    }

    /// The places of staged files that other people's files have taken.
    fn taken(&self, staged: &[String]) -> Vec<PathBuf> {
        let free = |name: &&String| {
            let path = self.path.join(name);
            let ours = *name == RUN || self.aside.contains_key(*name);
            // one that was changed while this run was at work is no longer the one that was opened
            let same = || self.listed.get(*name).is_some_and(|known| is_as_before(&path, known));
            fs::symlink_metadata(&path).is_err() || ours || same()
        };
        let taken = staged.iter().filter(|name| !free(name)).map(|name| self.path.join(name));
        let links = staged.iter().filter_map(|name| link_on_the_way(&self.path, name));
        taken.chain(links.collect::<BTreeSet<_>>()).collect()
    }

    /// Moves everything to its place, `run.json` last.
    ///
    /// # Errors
    /// When a file is in use, or files of other people stand in the way: then nothing has moved.
    pub fn publish(self) -> Result<(), PublishError> {
        let mut staged = std::mem::take(&mut *self.staged.lock().unwrap_or_else(PoisonError::into_inner));
        staged.sort_by(|a, b| (a == RUN).cmp(&(b == RUN)).then_with(|| a.cmp(b)));
        let taken = self.taken(&staged);
        if !taken.is_empty() {
            return Err(PublishError::Foreign(taken));
        }
        let made: BTreeSet<&String> = staged.iter().collect();
        let old_account = |name: &String| *name == RUN && self.account != self.path.join(RUN);
        let replaced = |name: &String| made.contains(name) && !old_account(name);
        let gone = self.listed.iter().filter(|(name, known)| !replaced(name) && is_as_before(&self.path.join(name), known));
        let remove: Vec<String> = gone.map(|(name, _)| name.clone()).collect();
        let journal = Journal {
            remove,
            place: staged.clone(),
            aside: self.aside.iter().map(|(name, kept)| (name.clone(), kept.clone())).collect(),
            before: self.listed.iter().map(|(name, known)| (name.clone(), known.sha256.clone())).collect(),
        };
        // what is open in Excel shows now, before anything has moved
        for name in journal.remove.iter().chain(self.aside.keys()) {
            probe(&self.path.join(name))?;
        }
        for name in &journal.place {
            probe(&self.place(name))?;
        }
        // all at once: many small files wait for the disk together
        let sync = |name: &String| {
            let waiting = self.staging.join("new").join(name);
            File::options()
                .write(true)
                .open(&waiting)
                .and_then(|file| file.sync_all())
                .map_err(|source| PublishError::Folder { path: self.path.join(name), source })
        };
        staged.par_iter().try_for_each(sync)?;
        let Some(turn) = shutdown::pass() else { return Err(PublishError::Stopped) };
        if self.account == self.path.join(RUN) && self.aside.is_empty() {
            let failed = |source| PublishError::Folder { path: self.path.clone(), source };
            if exchange::exchange(&self.path, &self.staging, &self.listed).map_err(failed)? {
                drop(turn);
                shutdown::forget(&self.staging);
                return Ok(());
            }
        }
        let write = || -> io::Result<()> {
            let mut file = File::create(self.staging.join(JOURNAL))?;
            serde_json::to_writer(&mut file, &journal)?;
            file.sync_all()
        };
        write().map_err(|source| PublishError::Folder { path: self.path.clone(), source })?;
        self.complete(&journal).map_err(|(path, source)| PublishError::Halfway { path, source })
    }
}

/// A file whose content is hashed on its way to the disk.
struct Hashed {
    file: File,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = passing(|| self.file.write(bytes))?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A step towards the disk, unless the program is being stopped.
fn passing<T>(step: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    match shutdown::pass() {
        Some(_turn) => step(),
        // not `Interrupted`: that would be tried again
        None => Err(io::Error::other("stopped")),
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        shutdown::leave(&self.staging);
    }
}
