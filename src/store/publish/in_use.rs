//! Files that another program has open: found out before anything moves, and waited for where it is for a moment only.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::store::publish::error::PublishError;

/// How long each try waits for the next, in milliseconds: two seconds in all.
const PAUSES: [u64; 5] = [50, 150, 300, 500, 1000];

/// Opens a file as replacing it needs it.
///
/// Windows moves nothing over a file that a program has open without sharing its deletion, as viewers of PDF do. Whoever
/// may write and delete it alone has found nobody who shares less than that.
pub(super) fn claim(path: &Path) -> io::Result<()> {
    let mut options = File::options();
    options.write(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        options.access_mode(access::GENERIC_WRITE | access::DELETE).share_mode(0);
    }
    options.open(path).map(drop)
}

/// What the system calls the ways of opening a file.
#[cfg(windows)]
pub(super) mod access {
    pub(in crate::store::publish) const GENERIC_WRITE: u32 = 0x4000_0000;
    pub(in crate::store::publish) const DELETE: u32 = 0x0001_0000;
    pub(in crate::store::publish) const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
}

/// Tries again what a virus scanner or a preview hinders for a moment.
pub(super) fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in PAUSES {
        match work() {
            // a file that is about to go is refused as if there were no rights
            Err(error) if is_in_use(&error) || (cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied) => {
                std::thread::sleep(Duration::from_millis(pause));
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

/// Can the file be replaced?
pub(super) fn probe(path: &Path) -> Result<(), PublishError> {
    match patiently(|| claim(path)) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(PublishError::InUse { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// What `read` makes of a file; none where it cannot be read, an error where another program has it.
pub(super) fn readable<T>(path: &Path, read: impl Fn(&Path) -> io::Result<T>) -> Result<Option<T>, PublishError> {
    match patiently(|| read(path)) {
        Err(source) if is_in_use(&source) => Err(PublishError::InUse { path: path.to_owned(), source }),
        read => Ok(read.ok()),
    }
}
