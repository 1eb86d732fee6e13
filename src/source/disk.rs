//! The one seam through which files are opened and their bytes come in, bounded.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::Budget;
use super::refusal::{self, Limit};
use super::settings::Unusable;
use super::{Found, Limits, Location, Options};
use crate::model::{Finding, Place};
use crate::rules;

/// How a file is opened. The default is the file system, regular files only; a test injects failures that it cannot
/// produce, such as a sharing violation.
///
/// ```
/// use torimatome::source::{Disk, Options};
/// let options = Options { disk: Disk(|_| Err(std::io::ErrorKind::PermissionDenied.into())), ..Options::default() };
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Disk(pub fn(&Path) -> io::Result<File>);

impl Default for Disk {
    fn default() -> Self {
        Self(open_regular)
    }
}

/// Opens a regular file. A pipe or a device that took its place since it was listed is not waited for.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(Unusable::NoRegularFile.into()) }
}

impl Disk {
    /// Opens a file.
    pub(super) fn open(self, path: &Path) -> io::Result<File> {
        (self.0)(path)
    }
}

/// The bytes of a file, or the finding that says why there are none.
pub(super) fn load(found: &Found, options: &Options, budget: &Budget<'_>) -> Result<Vec<u8>, Finding> {
    let place = || Place::file(Arc::clone(&found.path));
    match &found.location {
        Location::Disk(path) => {
            let file = options.disk.open(path).map_err(|error| unreadable(place(), path, &error))?;
            let length = file.metadata().map(|m| m.len()).unwrap_or(0);
            if length > options.limits.file_bytes {
                return Err(refusal::too_large(place(), Limit::FileBytes, &options.limits, length));
            }
            budget.passing(length);
            bounded(file, length, &options.limits, place).map_err(|fault| match fault {
                Fault::Io(error) => unreadable(place(), path, &error),
                Fault::Refused(finding) => finding,
            })
        }
        Location::Member(archive, index) => {
            let mut archive = archive.clone();
            budget.passing(archive.by_index_raw(*index).map_or(0, |entry| entry.size()));
            member(&mut archive, *index, &options.limits, &options.passwords, place)
        }
    }
}

/// A file that cannot be opened or read: whether it is here at all is asked first.
fn unreadable(place: Place, path: &Path, error: &io::Error) -> Finding {
    if is_elsewhere(path) { refusal::in_cloud(place) } else { refusal::locked(place, error) }
}

/// Is it a placeholder, as OneDrive leaves for what it keeps in the cloud?
#[cfg(windows)]
fn is_elsewhere(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt as _;

    const OFFLINE: u32 = 0x1000;
    const RECALL_ON_OPEN: u32 = 0x0004_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x0040_0000;
    let placeholder = OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS;
    std::fs::metadata(path).is_ok_and(|meta| meta.file_attributes() & placeholder != 0)
}

#[cfg(not(windows))]
const fn is_elsewhere(_: &Path) -> bool {
    false
}

/// Why reading ended early.
enum Fault {
    Io(io::Error),
    Refused(Finding),
}

/// Reads to the end or to the limit, whichever comes first. `length` is what the file system or the archive
/// says; it is not believed, only used to set aside room.
fn bounded(source: impl Read, length: u64, limits: &Limits, place: impl Fn() -> Place) -> Result<Vec<u8>, Fault> {
    let most = limits.file_bytes;
    let room = usize::try_from(length.min(most).min(64 << 20)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(room + 1);
    source.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Fault::Io)?;
    if bytes.len() as u64 > most {
        return Err(Fault::Refused(refusal::beyond(place(), Limit::FileBytes, limits)));
    }
    Ok(bytes)
}

/// The bytes of a member of an archive.
pub(super) fn member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
    passwords: &[String],
    place: impl Fn() -> Place,
) -> Result<Vec<u8>, Finding> {
    let (packed, size, encrypted) = match archive.by_index_raw(index) {
        Ok(entry) => (entry.compressed_size(), entry.size(), entry.encrypted()),
        Err(error) => return Err(broken(place(), error)),
    };
    if size > limits.file_bytes {
        return Err(refusal::too_large(place(), Limit::FileBytes, limits, size));
    }
    // A few bytes may well be a thousand spaces: the ratio is of interest where it costs something.
    if size > 1 << 20 && size / packed.max(1) > limits.zip_ratio {
        return Err(refusal::too_large(place(), Limit::ZipRatio, limits, size / packed.max(1)));
    }
    // A packed size that lies cannot make more of it than the ratio allows either.
    let allowed = packed.saturating_mul(limits.zip_ratio).max(1 << 20).min(limits.file_bytes);
    let within = Limits { file_bytes: allowed, ..limits.clone() };
    let read = |entry: zip::read::ZipFile<'_, R>| {
        bounded(entry, size, &within, &place).map_err(|fault| match fault {
            Fault::Io(error) => broken(place(), ZipError::Io(error)),
            Fault::Refused(_) if allowed < limits.file_bytes => refusal::beyond(place(), Limit::ZipRatio, limits),
            Fault::Refused(finding) => finding,
        })
    };
    if !encrypted {
        return read(archive.by_index(index).map_err(|e| broken(place(), e))?);
    }
    for password in passwords {
        // Windows makes such archives with passwords in CP932; most are ASCII.
        let old = encoding_rs::SHIFT_JIS.encode(password).0;
        for bytes in [password.as_bytes(), old.as_ref()] {
            // A wrong password passes the first check once in 256 times; the check sum then tells.
            if let Ok(read) = archive.by_index_decrypt(index, bytes).map_err(|e| broken(place(), e)).and_then(read) {
                return Ok(read);
            }
        }
    }
    Err(Finding::new(rules::ENCRYPTED, place()))
}

/// An archive or a member that cannot be unpacked, in plain words.
pub(super) fn broken(place: Place, error: ZipError) -> Finding {
    match error {
        ZipError::Io(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other
            ) =>
        {
            refusal::locked(place, &error)
        }
        ZipError::CompressionMethodNotSupported(method) => refusal::detailed(
            rules::NOT_A_WORKBOOK,
            place,
            format_args!("対応していない圧縮方式 {method} の zip"),
            format_args!("zip file of an unsupported method, {method}"),
        ),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Finding::new(rules::ENCRYPTED, place)
        }
        _ => refusal::not_a_workbook(place, refusal::BROKEN_ZIP),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_in_place_of_a_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, file) = (folder.path().join("総務課.csv"), folder.path().join("財政課.csv"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::fs::write(&file, "a").unwrap();
        assert!(Disk::default().open(&pipe).is_err());
        assert!(Disk::default().open(&file).is_ok());
    }
}
