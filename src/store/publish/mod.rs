//! Outputs reach their folder together or not at all.
//!
//! Everything is written beside under other names first and moved at the end, `run.json` last. A journal
//! names the moves; when a run is cut off between them, the next one completes them. A run replaces exactly
//! the files that the folder's `run.json` lists; files of other people stay.

mod shutdown;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shutdown::sweep;
pub use shutdown::{begin_anew, is_stopped, stop, unstoppable};

use crate::model::digest::hex;

/// Where new files wait.
const STAGING: &str = ".torimatome";
const JOURNAL: &str = "journal.json";
const RUN: &str = "run.json";

/// Why outputs could not be published. The folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder cannot be made or written.
    #[error("{path}: {source}")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the same name is there that no run of this program made.
    #[error("{0}")]
    Foreign(PathBuf),
    /// A file of the last run is open in another program.
    #[error("{path}: {source}")]
    InUse {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run writes to the folder.
    #[error("{0}")]
    Busy(PathBuf),
    /// A file could not be moved after others had been: the next run goes on with it.
    #[error("{path}: {source}")]
    Halfway {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The program is being ended.
    #[error("stopped")]
    Stopped,
}

/// The moves of a run that has everything written.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// Files of the run before that are not made again.
    remove: Vec<String>,
    /// Files to be moved from staging to their place, in this order.
    place: Vec<String>,
}

/// An output folder that is ours for the length of a run.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    staging: PathBuf,
    /// What waits; outputs are made side by side.
    staged: Mutex<Vec<String>>,
    /// The files of the run before, as its `run.json` lists them.
    listed: BTreeSet<String>,
    /// Held until the run ends; the system lets go of it when the process dies.
    _lock: File,
}

impl OutputFolder {
    /// Makes the folder where needed, takes it, and completes what an interrupted run left.
    ///
    /// # Errors
    /// When it cannot be made or written, or another run has it.
    pub fn open(path: &Path) -> Result<Self, PublishError> {
        let staging = path.join(STAGING);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| PublishError::Folder { path, source }
        };
        let take = || loop {
            fs::create_dir_all(&staging).map_err(failed(path))?;
            let lock_path = staging.join("lock");
            let lock = File::options().create(true).truncate(false).write(true).open(&lock_path).map_err(failed(&lock_path))?;
            match lock.try_lock() {
                // a run that ended just now has swept away what this one holds
                Ok(()) if !lock_path.exists() => {}
                // a file system without locks (some shares): two runs at once are the user's care
                Ok(()) | Err(fs::TryLockError::Error(_)) => return Ok(lock),
                Err(fs::TryLockError::WouldBlock) => return Err(PublishError::Busy(path.to_owned())),
            }
        };
        let lock = crate::store::publish::shutdown::enter(&staging, take)?;
        let mut folder = Self { path: path.to_owned(), staging, staged: Mutex::default(), listed: BTreeSet::new(), _lock: lock };
        folder.recover()?;
        folder.listed = listed(path);
        Ok(folder)
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
        self.listed.iter().map(String::as_str).chain([RUN]).try_for_each(|name| probe(&self.path.join(name)))
    }

    /// Writes one output to its waiting place. `name` is relative, with `/`.
    ///
    /// # Errors
    /// When it cannot be written (a full disk), or its place is taken by a file of other people.
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
            return Err(PublishError::Foreign(PathBuf::from(name)));
        };
        let target = self.path.join(&name);
        let ours = self.listed.contains(&name) || name == RUN;
        if !ours && target.exists() {
            return Err(PublishError::Foreign(target));
        }
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
        let sha256 = fill().map_err(|source| match crate::store::publish::shutdown::is_stopped() {
            true => PublishError::Stopped,
            false => PublishError::Folder { path: target, source },
        })?;
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        Ok(sha256)
    }

    /// Moves everything to its place, `run.json` last.
    ///
    /// # Errors
    /// When a file is in use: then nothing has moved.
    pub fn publish(self) -> Result<(), PublishError> {
        let mut staged = std::mem::take(&mut *self.staged.lock().unwrap_or_else(PoisonError::into_inner));
        staged.sort_by(|a, b| (a == RUN).cmp(&(b == RUN)).then_with(|| a.cmp(b)));
        let made: BTreeSet<&String> = staged.iter().collect();
        let remove: Vec<String> = self.listed.iter().filter(|name| !made.contains(name)).cloned().collect();
        let journal = Journal { remove, place: staged.clone() };
        // what is open in Excel shows now, before anything has moved
        for name in journal.remove.iter().chain(&journal.place) {
            probe(&self.path.join(name))?;
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
        let Some(_turn) = crate::store::publish::shutdown::pass() else { return Err(PublishError::Stopped) };
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
        for name in journal.remove.iter().filter_map(|name| safe(name)) {
            let path = self.path.join(name);
            patiently(|| remove_if_there(&path)).map_err(|error| (path.clone(), error))?;
        }
        for name in journal.place.iter().filter_map(|name| safe(name)) {
            let (from, to) = (self.staging.join("new").join(&name), self.path.join(&name));
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

    /// Completes an interrupted move; without a journal nothing had moved, and what waits is swept away.
    fn recover(&self) -> Result<(), PublishError> {
        if let Ok(text) = fs::read(self.staging.join(JOURNAL))
            && let Ok(journal) = serde_json::from_slice::<Journal>(&text)
        {
            self.complete(&journal).map_err(|(path, source)| PublishError::Halfway { path, source })?;
        }
        let swept = match fs::remove_dir_all(self.staging.join("new")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => remove_if_there(&self.staging.join(JOURNAL)),
        };
        swept.map_err(|source| PublishError::Folder { path: self.path.clone(), source })
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
    match crate::store::publish::shutdown::pass() {
        Some(_turn) => step(),
        // not `Interrupted`: that would be tried again
        None => Err(io::Error::other("stopped")),
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if !self.staging.join(JOURNAL).exists() {
            sweep(&self.staging);
        }
        crate::store::publish::shutdown::leave(&self.staging);
    }
}

/// The files that a folder's `run.json` lists.
fn listed(folder: &Path) -> BTreeSet<String> {
    #[derive(Deserialize)]
    struct Run {
        outputs: Vec<Output>,
    }
    #[derive(Deserialize)]
    struct Output {
        path: String,
    }
    let Ok(text) = fs::read(folder.join(RUN)) else { return BTreeSet::new() };
    let Ok(run) = serde_json::from_slice::<Run>(&text) else { return BTreeSet::new() };
    run.outputs.iter().filter_map(|output| safe(&output.path)).collect()
}

/// Can the file be replaced? Opening it for writing fails while Excel has it.
fn probe(path: &Path) -> Result<(), PublishError> {
    match File::options().write(true).open(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(PublishError::InUse { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// Tries again what a virus scanner or a preview hinders for a moment.
fn patiently(mut work: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for pause in [50, 200, 800] {
        match work() {
            Err(error) if is_in_use(&error) || (cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied) => {
                std::thread::sleep(std::time::Duration::from_millis(pause));
            }
            done => return done,
        }
    }
    work()
}

/// Does another program have the file, and does Windows say so (sharing and lock violations)?
pub fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
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

    fn publish(folder: &Path, files: &[(&str, &str)]) -> Result<(), PublishError> {
        let out = OutputFolder::open(folder)?;
        let list: Vec<_> = files.iter().map(|(name, _)| serde_json::json!({ "path": name })).collect();
        for (name, text) in files {
            out.stage(name, text.as_bytes())?;
        }
        out.stage(RUN, serde_json::json!({ "outputs": list }).to_string().as_bytes())?;
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
        fs::write(folder.path().join("a.xlsx"), "theirs").unwrap();
        assert!(matches!(publish(folder.path(), &[("a.xlsx", "1")]), Err(PublishError::Foreign(_))));
        assert_eq!(fs::read_to_string(folder.path().join("a.xlsx")).unwrap(), "theirs");
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
        fs::write(out.join(".torimatome/new/run.json"), r#"{"outputs":[{"path":"a.xlsx"},{"path":"b.pdf"}]}"#).unwrap();
        fs::write(out.join(".torimatome/journal.json"), r#"{"remove":[],"place":["a.xlsx","b.pdf","run.json"]}"#).unwrap();
        drop(OutputFolder::open(out).unwrap());
        assert_eq!(fs::read_to_string(out.join("b.pdf")).unwrap(), "new");
    }

    #[test]
    fn what_was_only_staged_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        publish(out, &[("a.xlsx", "old")]).unwrap();
        fs::create_dir_all(out.join(".torimatome/new")).unwrap();
        fs::write(out.join(".torimatome/new/a.xlsx"), "half").unwrap();
        drop(OutputFolder::open(out).unwrap());
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "old");
        assert!(!out.join(STAGING).exists());
    }
}
