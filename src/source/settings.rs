//! Files that configure the program: regular files of bounded size, whatever their path leads to.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use crate::source::disk::open_regular;

/// No plan, form or list of passwords is larger.
const LARGEST: u64 = 16 << 20;

/// Why a file is none that configures the program, inside an [`io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// A pipe or a device.
    #[error("it is not a regular file")]
    NoRegularFile,
    /// No file of its purpose is so large.
    #[error("it is larger than {mebibytes} MiB")]
    LargerThan {
        /// The bound.
        mebibytes: u64,
    },
    /// Its bytes are text in none of the known encodings.
    #[error("it is not in UTF-8, UTF-16 or CP932")]
    UnknownEncoding,
}

impl From<Unusable> for io::Error {
    fn from(reason: Unusable) -> Self {
        Self::other(reason)
    }
}

/// The file of this path, or one whose name differs from it in case only: written on Windows, it configures the same on
/// systems where case counts.
pub fn in_any_case(path: &Path) -> PathBuf {
    let other = || {
        let name = path.file_name()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let names = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name());
        Some(path.with_file_name(names.filter(|other| other.eq_ignore_ascii_case(name)).min()?))
    };
    if cfg!(windows) || path.exists() { path.to_owned() } else { other().unwrap_or_else(|| path.to_owned()) }
}

/// Of several files, the one of this name; else one whose name differs in case only.
pub fn named<'p>(paths: &'p [PathBuf], name: &str) -> Option<&'p PathBuf> {
    let of = |path: &&PathBuf| path.file_name().is_some_and(|own| own.eq_ignore_ascii_case(name));
    paths.iter().find(|path| path.ends_with(name)).or_else(|| paths.iter().find(of))
}

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
        return Err(Unusable::NoRegularFile.into());
    }
    let too_large = || io::Error::from(Unusable::LargerThan { mebibytes: largest >> 20 });
    if meta.len() > largest {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    open_regular(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest { Err(too_large()) } else { Ok(bytes) }
}

/// The same as text: UTF-8, UTF-16 with its byte order mark, or CP932, as the editors of Windows save it.
///
/// # Errors
/// As [`bytes`], and when it is in none of these encodings.
pub fn text(path: &Path) -> io::Result<String> {
    decoded(&bytes(path)?).ok_or_else(|| Unusable::UnknownEncoding.into())
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let decode = |encoding: &'static Encoding, bytes: &[u8]| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode(UTF_8, rest),
        [0xFF, 0xFE, rest @ ..] => decode(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => decode(UTF_16BE, rest),
        _ => decode(UTF_8, bytes).or_else(|| decode(SHIFT_JIS, bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_in_the_encodings_of_windows_editors() {
        let text = "# 表の予定\nplan = \"計画\"\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [b"\xFF\xFE".as_slice(), &utf16(u16::to_le_bytes)].concat(),
            [b"\xFE\xFF".as_slice(), &utf16(u16::to_be_bytes)].concat(),
            SHIFT_JIS.encode(text).0.into_owned(),
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Some(text), "{bytes:x?}");
        }
        assert_eq!(decoded(b"plan = \x80\xFF"), None);
    }
}
