//! Outputs reach their folder together or not at all.
//!
//! Everything is written beside under other names first and moved at the end, `run.json` last. A journal
//! names the moves; when a run is cut off between them, the next one completes them. A run replaces exactly
//! the files that the folder's `run.json` lists and that are still as they were written; files of other people stay.

mod exchange;
mod holder;
mod in_use;
mod lock;
mod shutdown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

pub use holder::holder;
pub use in_use::is_in_use;
use in_use::{claim, patiently};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use shutdown::{begin_anew, is_stopped, stop, unstoppable};

use crate::model::Manifest;
use crate::model::digest::hex;

/// Where new files wait.
const STAGING: &str = ".torimatome";
const JOURNAL: &str = "journal.json";
const RUN: &str = "run.json";

/// Why outputs could not be published. The folder is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The folder cannot be made or written.
    #[error("{path} cannot be written")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Files of other people have the names of outputs, or were changed since this program wrote them.
    #[error("files of others are in the way: {}", .0.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "))]
    Foreign(Vec<PathBuf>),
    /// The folder holds what was closed for a period.
    #[error("{path} holds the closed report of {period}")]
    Closed {
        /// The folder.
        path: PathBuf,
        /// The period, where it is known.
        period: String,
    },
    /// A file of the last run is open in another program.
    #[error("{path} is open in another program")]
    InUse {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run writes to the folder.
    #[error("another run is writing to {0}")]
    Busy(PathBuf),
    /// A file could not be moved after others had been: the next run goes on with it.
    #[error("{path} could not be replaced after others had been")]
    Halfway {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The program is being ended.
    #[error("the program is being ended")]
    Stopped,
}

/// The moves of a run that has everything written.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Files of the run before that are not made again.
    remove: Vec<String>,
    /// Files to be moved from staging to their place, in this order.
    place: Vec<String>,
    /// Files that somebody changed, and the names under which they are kept.
    #[serde(default)]
    aside: Vec<(String, String)>,
    /// SHA-256 of the files that are removed or replaced: another file that came between is nobody's to touch.
    #[serde(default)]
    before: BTreeMap<String, String>,
}

/// What a folder is for. Outputs of one kind never replace those of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The outputs of a run.
    Outputs,
    /// Forms that are handed out. Their account is no form: it lies beside the folder, as `<folder>.json`.
    Forms,
}

impl Purpose {
    /// Where the account of a folder's files lies.
    fn account(self, folder: &Path) -> PathBuf {
        match self {
            Self::Outputs => folder.join(RUN),
            Self::Forms => beside(folder).unwrap_or_else(|| folder.join(RUN)),
        }
    }
}

/// `forms/2026H1.json` of `forms/2026H1`; none of a folder without a name.
fn beside(folder: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(folder).ok()?;
    let name = format!("{}.json", whole.file_name()?.to_str()?);
    Some(whole.parent()?.join(name))
}

/// A file of the run before, as it was found when the folder was opened.
#[derive(Debug, Clone)]
struct Known {
    sha256: String,
    /// Length and time of its last change.
    look: Option<(u64, SystemTime)>,
}

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
        staged.iter().filter(|name| !free(name)).map(|name| self.path.join(name)).collect()
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

    /// Carries the journal out; what was carried out already is passed over.
    fn complete(&self, journal: &Journal) -> Result<(), (PathBuf, io::Error)> {
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
    fn recover(&self) -> Result<(), PublishError> {
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

/// The name under which a file that somebody worked on is kept, the first time and later ones.
fn kept_name(name: &str, no: u32) -> String {
    let (stem, end) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let number = if no == 1 { String::new() } else { no.to_string() };
    format!("{stem}（手直し{number}）{end}")
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

/// A `run.json` beyond this size is none of ours.
const LARGEST: u64 = 1 << 30;

/// What a folder's `run.json` says; none where there is none.
fn believed(folder: &Path, purpose: Purpose) -> Result<Option<Manifest>, PublishError> {
    let absent = |error: io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    let is_there = |path: &PathBuf| !fs::symlink_metadata(path).is_err_and(absent);
    let inside = folder.join(RUN);
    let forms = Purpose::Forms.account(folder);
    // a folder of forms is no place for outputs
    if purpose == Purpose::Outputs && forms != inside && read_manifest(&forms).is_some_and(|run| run.is_of_forms()) {
        return Err(PublishError::Foreign(vec![forms]));
    }
    let places = if purpose == Purpose::Forms && forms != inside { vec![forms, inside] } else { vec![inside] };
    let mut found = None;
    for path in places.into_iter().filter(is_there) {
        match read_manifest(&path) {
            Some(run) if run.is_of_forms() == (purpose == Purpose::Forms) => found = found.or(Some(run)),
            _ => {
                // one that cannot be opened now is not somebody else's for that
                readable(&path, |path| File::open(path).map(drop))?;
                return Err(PublishError::Foreign(vec![path]));
            }
        }
    }
    Ok(found)
}

/// The account of a folder's files, where this program wrote one for this purpose.
pub fn manifest_of(folder: &Path, purpose: Purpose) -> Option<Manifest> {
    believed(folder, purpose).ok().flatten()
}

/// A `run.json` that this program wrote. A pipe is not waited for.
pub fn read_manifest(path: &Path) -> Option<Manifest> {
    let meta = fs::metadata(path).ok().filter(|meta| meta.is_file() && meta.len() <= LARGEST)?;
    Manifest::read(BufReader::new(File::open(path).ok()?.take(meta.len())))
}

/// The file as it is; none where there is no such file.
fn look_at(path: &Path) -> Option<Known> {
    look(path).ok()
}

fn look(path: &Path) -> io::Result<Known> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let (mut file, mut hash) = (File::open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    Ok(Known { sha256: hex(&hash.finalize()), look: meta.modified().ok().map(|time| (meta.len(), time)) })
}

/// Is the file still the one that was looked at? Its content is read again only where it looks different.
fn is_as_before(path: &Path, known: &Known) -> bool {
    let look = fs::metadata(path).ok().and_then(|meta| Some((meta.len(), meta.modified().ok()?)));
    (look.is_some() && look == known.look) || look_at(path).is_some_and(|now| now.sha256 == known.sha256)
}

/// Can the file be replaced?
fn probe(path: &Path) -> Result<(), PublishError> {
    match patiently(|| claim(path)) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(PublishError::InUse { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// What `read` makes of a file; none where it cannot be read, an error where another program has it.
fn readable<T>(path: &Path, read: impl Fn(&Path) -> io::Result<T>) -> Result<Option<T>, PublishError> {
    match patiently(|| read(path)) {
        Err(source) if is_in_use(&source) => Err(PublishError::InUse { path: path.to_owned(), source }),
        read => Ok(read.ok()),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A relative path that stays below the folder, with `/`; anything else is none.
fn safe(name: &str) -> Option<String> {
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let clean = !name.is_empty() && !name.contains('\\') && !name.contains('\0') && !name.contains(':');
    (plain && clean && !name.starts_with(STAGING)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::digest::sha256;

    /// What `run.json` says of files with these texts.
    fn account(files: &[(&str, &str)]) -> String {
        let list: Vec<_> = files
            .iter()
            .map(|(name, text)| serde_json::json!({ "kind": "data", "path": name, "sha256": sha256(text.as_bytes()) }))
            .collect();
        serde_json::json!({ "schema": "torimatome.run/1", "outputs": list }).to_string()
    }

    fn open(folder: &Path) -> Result<OutputFolder, PublishError> {
        OutputFolder::open(folder, Purpose::Outputs)
    }

    fn publish(folder: &Path, files: &[(&str, &str)]) -> Result<(), PublishError> {
        let out = open(folder)?;
        for (name, text) in files {
            out.stage(name, text.as_bytes())?;
        }
        out.stage(RUN, account(files).as_bytes())?;
        out.publish()
    }

    #[test]
    fn a_run_replaces_its_own_files_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        publish(&out, &[("a.xlsx", "1"), ("data/b.json", "1")]).unwrap();
        fs::write(out.join("memo.txt"), "mine").unwrap();
        publish(&out, &[("a.xlsx", "2")]).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "2");
        assert!(!out.join("data/b.json").exists());
        assert_eq!(fs::read_to_string(out.join("memo.txt")).unwrap(), "mine");
        assert!(!out.join(STAGING).exists());
    }

    #[test]
    fn a_file_of_other_people_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.xlsx", "b.csv"] {
            fs::write(folder.path().join(name), "theirs").unwrap();
        }
        // all of them are named
        let refused = publish(folder.path(), &[("a.xlsx", "1"), ("b.csv", "1"), ("c.pdf", "1")]);
        assert!(matches!(refused, Err(PublishError::Foreign(names)) if names.len() == 2));
        assert_eq!(fs::read_to_string(folder.path().join("a.xlsx")).unwrap(), "theirs");
        assert!(!folder.path().join("c.pdf").exists());
    }

    #[test]
    fn a_run_json_of_other_people_makes_nothing_ours() {
        for foreign in [r#"{"outputs":[{"path":"report.docx"}]}"#, r#"{"name":"my run"}"#, "{", ""] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("report.docx"), "theirs").unwrap();
            fs::write(folder.path().join(RUN), foreign).unwrap();
            assert!(matches!(publish(folder.path(), &[("a.xlsx", "1")]), Err(PublishError::Foreign(_))), "{foreign}");
            assert_eq!(fs::read_to_string(folder.path().join("report.docx")).unwrap(), "theirs");
            assert_eq!(fs::read_to_string(folder.path().join(RUN)).unwrap(), foreign);
            assert!(!folder.path().join(STAGING).exists());
        }
    }

    #[test]
    fn a_file_that_was_changed_since_is_neither_replaced_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        publish(out, &[("a.xlsx", "1"), ("b.csv", "1")]).unwrap();
        fs::write(out.join("b.csv"), "worked on").unwrap();
        assert!(matches!(publish(out, &[("a.xlsx", "2"), ("b.csv", "2")]), Err(PublishError::Foreign(_))));
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "1");
        publish(out, &[("a.xlsx", "2")]).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "2");
        assert_eq!(fs::read_to_string(out.join("b.csv")).unwrap(), "worked on");
    }

    #[test]
    fn a_changed_file_can_be_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        for (times, kept) in [(1, "a（手直し）.xlsx"), (2, "a（手直し2）.xlsx")] {
            publish(out, &[("a.xlsx", "made")]).unwrap();
            fs::write(out.join("a.xlsx"), format!("worked on {times}")).unwrap();
            let mut again = open(out).unwrap();
            assert_eq!(again.keep_aside("a.xlsx").as_deref(), Some(kept));
            again.stage("a.xlsx", b"new").unwrap();
            again.stage(RUN, account(&[("a.xlsx", "new")]).as_bytes()).unwrap();
            again.publish().unwrap();
            assert_eq!(fs::read_to_string(out.join(kept)).unwrap(), format!("worked on {times}"));
            assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "new");
        }
    }

    #[test]
    fn closed_outputs_and_forms_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let closed = account(&[]).replace("\"outputs\"", "\"state\":\"final\",\"outputs\"");
        fs::write(folder.path().join(RUN), closed).unwrap();
        assert!(matches!(open(folder.path()), Err(PublishError::Closed { .. })));
        fs::write(folder.path().join(RUN), account(&[]).replace("torimatome.run/1", "torimatome.forms/1")).unwrap();
        assert!(matches!(open(folder.path()), Err(PublishError::Foreign(_))));
        assert!(OutputFolder::open(folder.path(), Purpose::Forms).is_ok());
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for name in ["../x", "/etc/x", "a/../../x", "", "a\\..\\x", "C:x", ".torimatome/lock"] {
            assert_eq!(safe(name), None, "{name}");
        }
        assert_eq!(safe("差戻し/建設課.xlsx").as_deref(), Some("差戻し/建設課.xlsx"));
    }

    #[test]
    fn an_interrupted_move_is_completed_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        publish(out, &[("a.xlsx", "old"), ("b.pdf", "old")]).unwrap();
        // as if the process died after the first of two moves
        fs::create_dir_all(out.join(".torimatome/new")).unwrap();
        fs::write(out.join("a.xlsx"), "new").unwrap();
        fs::write(out.join(".torimatome/new/b.pdf"), "new").unwrap();
        fs::write(out.join(".torimatome/new/run.json"), account(&[("a.xlsx", "new"), ("b.pdf", "new")])).unwrap();
        fs::write(out.join(".torimatome/journal.json"), r#"{"remove":[],"place":["a.xlsx","b.pdf","run.json"]}"#).unwrap();
        drop(open(out).unwrap());
        assert_eq!(fs::read_to_string(out.join("b.pdf")).unwrap(), "new");
    }

    #[test]
    fn what_was_only_staged_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        publish(out, &[("a.xlsx", "old")]).unwrap();
        fs::create_dir_all(out.join(".torimatome/new")).unwrap();
        fs::write(out.join(".torimatome/new/a.xlsx"), "half").unwrap();
        drop(open(out).unwrap());
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "old");
        assert!(!out.join(STAGING).exists());
    }
}
