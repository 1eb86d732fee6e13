//! The lock by which a run has a folder, and how a staging folder goes with it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::store::publish::in_use::patiently;

const NAME: &str = "lock";

/// Takes the lock in a staging folder; none where another run has it.
pub(super) fn take(staging: &Path) -> io::Result<Option<File>> {
    let path = staging.join(NAME);
    loop {
        match take_file(&path) {
            // a run that ended just now has swept the folder away
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(staging)?,
            taken => return taken,
        }
    }
}

#[cfg(not(windows))]
fn take_file(path: &Path) -> io::Result<Option<File>> {
    let lock = File::options().create(true).truncate(false).write(true).open(path)?;
    match lock.try_lock() {
        // a run that ended just now has swept away what this one holds
        Ok(()) if !path.exists() => Err(io::ErrorKind::NotFound.into()),
        // a file system without locks (some shares): two runs at once are the user's care
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
    }
}

/// On Windows and its shares a file that is open alone is a lock by itself, and goes when it is closed, however that comes.
#[cfg(windows)]
fn take_file(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt as _;

    use crate::store::publish::in_use::{access, is_in_use};

    let open = || {
        let mut options = File::options();
        options.create(true).truncate(false).write(true).share_mode(0);
        options.access_mode(access::GENERIC_WRITE | access::DELETE).custom_flags(access::FILE_FLAG_DELETE_ON_CLOSE);
        options.open(path)
    };
    match patiently(open) {
        Ok(lock) => Ok(Some(lock)),
        Err(error) if is_in_use(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes a staging folder, and the output folder too if it was made for nothing.
pub(super) fn sweep(staging: &Path, lock: File) {
    // after a stop, files may still be open for a moment: Windows lets go of them when they are closed
    let emptied = patiently(|| match remove_contents(staging) {
        Err(_) if cfg!(windows) => Err(io::ErrorKind::PermissionDenied.into()),
        done => done,
    });
    // others find this lock, or none
    if !cfg!(windows) {
        let _ = fs::remove_file(staging.join(NAME));
    }
    drop(lock);
    if emptied.is_err() {
        return;
    }
    if patiently(|| fs::remove_dir(staging)).is_ok()
        && let Some(folder) = staging.parent()
    {
        // one that holds something stays
        let _ = fs::remove_dir(folder);
    }
}

/// Removes what lies in a staging folder beside the lock.
fn remove_contents(staging: &Path) -> io::Result<()> {
    let mut result = Ok(());
    for entry in fs::read_dir(staging)?.flatten().filter(|entry| entry.file_name() != NAME) {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        result = result.and(if is_folder { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) });
    }
    result
}
