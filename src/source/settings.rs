//! Files that configure the program: regular files of bounded size, whatever their path leads to.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// No plan, form or list of passwords is larger.
const LARGEST: u64 = 16 << 20;

/// The bytes of a file that configures the program. A pipe or a device is refused at once: it would be waited for
/// without end.
///
/// # Errors
/// When it cannot be read, is no regular file, or is too large.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    bytes_up_to(path, LARGEST)
}

/// The same with another bound.
///
/// # Errors
/// As [`bytes`].
pub fn bytes_up_to(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if meta.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !meta.is_file() {
        return Err(io::Error::other("通常のファイルではありません / no regular file"));
    }
    let too_large = || io::Error::other(format!("{} MiB を超えています / larger than that", largest >> 20));
    if meta.len() > largest {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest { Err(too_large()) } else { Ok(bytes) }
}

/// The same as text in UTF-8.
///
/// # Errors
/// As [`bytes`], and when it is not UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?).map_err(|_| io::Error::other("UTF-8 ではありません / not UTF-8"))
}
