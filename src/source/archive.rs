//! The members of a zip archive, under names that are safe to show.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Disk;

/// The bytes of a zip archive. A file is opened when it is first read from; every clone opens it anew, so that several
/// threads can read members side by side while the list of members is read once.
#[derive(Debug)]
pub enum Packed {
    /// A file on disk.
    Disk(PathBuf, Disk, Option<BufReader<File>>),
    /// An archive that lies in another one.
    Memory(Cursor<Arc<[u8]>>),
}

impl Packed {
    /// A file on disk, not yet opened.
    pub(super) const fn file(path: PathBuf, disk: Disk) -> Self {
        Self::Disk(path, disk, None)
    }

    /// Bytes in memory.
    pub(super) const fn memory(bytes: Arc<[u8]>) -> Self {
        Self::Memory(Cursor::new(bytes))
    }
}

impl Clone for Packed {
    fn clone(&self) -> Self {
        match self {
            Self::Disk(path, disk, _) => Self::Disk(path.clone(), *disk, None),
            Self::Memory(bytes) => Self::Memory(bytes.clone()),
        }
    }
}

fn opened<'f>(path: &Path, disk: Disk, file: &'f mut Option<BufReader<File>>) -> io::Result<&'f mut BufReader<File>> {
    let reader = match file.take() {
        Some(reader) => reader,
        None => BufReader::new(disk.open(path)?),
    };
    Ok(file.insert(reader))
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Disk(path, disk, file) => opened(path, *disk, file)?.read(into),
            Self::Memory(bytes) => bytes.read(into),
        }
    }
}

impl Seek for Packed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Disk(path, disk, file) => opened(path, *disk, file)?.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// One file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its index in the archive.
    pub index: usize,
    /// Its name: a relative path that stays inside, with `/`.
    pub name: String,
    /// Is it only a pointer to another file?
    pub link: bool,
}

/// The files of an archive in the order it lists them.
pub(super) fn members<R: Read + Seek>(archive: &mut ZipArchive<R>) -> (Vec<Member>, Vec<ZipError>) {
    let (mut members, mut errors) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        match archive.by_index_raw(index) {
            Ok(entry) => {
                // Bit 11 says that the name is UTF-8; without it, the name is tried as UTF-8 (Mac, Linux), then CP932.
                let name = safe(&file_name(entry.name_raw()));
                if !entry.is_dir() && !name.is_empty() {
                    members.push(Member { index, name, link: entry.is_symlink() });
                }
            }
            Err(error) => errors.push(error),
        }
    }
    (members, errors)
}

/// A name, or a short text, in UTF-8 or else in CP932. A name that says it is UTF-8 and is not was written by a program that
/// sets the flag for everything: it is treated like any other.
pub fn file_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::SHIFT_JIS.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// The name as a relative path that leads nowhere else: no root, no drive, no `..`, no control characters.
/// It is a label only; nothing is ever written under it.
fn safe(name: &str) -> String {
    let drive = |part: &str| part.len() == 2 && part.ends_with(':') && part.starts_with(|c: char| c.is_ascii_alphabetic());
    let parts = name.split(['/', '\\']).map(str::trim_start);
    let parts = parts.filter(|part| !matches!(*part, "" | "." | "..") && !drive(part));
    let joined = parts.collect::<Vec<_>>().join("/");
    joined.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The number of entries that the archive's end record gives, read without reading the entries.
pub(super) fn declared_entries<R: Read + Seek>(reader: &mut R) -> std::io::Result<Option<u64>> {
    const TAIL: u64 = 22 + 65_535 + 20;
    let length = reader.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(TAIL);
    reader.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    reader.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let Some(end) = memchr::memmem::rfind(&tail, b"PK\x05\x06") else { return Ok(None) };
    let Some([low, high]) = tail.get(end + 10..end + 12) else { return Ok(None) };
    let entries = u64::from(u16::from_le_bytes([*low, *high]));
    if entries != 0xFFFF {
        return Ok(Some(entries));
    }
    // Zip64: a locator stands right before the end record and points to the longer one.
    let Some(locator) = end.checked_sub(20).and_then(|at| tail.get(at..end)) else { return Ok(Some(entries)) };
    let Some(offset) = locator.strip_prefix(b"PK\x06\x07").and_then(|l| l.get(4..12)).and_then(|b| b.try_into().ok()) else {
        return Ok(Some(entries));
    };
    reader.seek(SeekFrom::Start(u64::from_le_bytes(offset)))?;
    let mut record = [0; 40];
    if reader.read_exact(&mut record).is_err() || !record.starts_with(b"PK\x06\x06") {
        return Ok(Some(entries));
    }
    Ok(record.get(32..40).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_inside() {
        for (name, label) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/a.csv", "etc/a.csv"),
            ("C:\\Users\\a.csv", "Users/a.csv"),
            ("a/./b//c.csv", "a/b/c.csv"),
            ("a\0b.csv", "a\u{fffd}b.csv"),
            ("建設課/進捗.xlsx", "建設課/進捗.xlsx"),
            ("..", ""),
        ] {
            assert_eq!(safe(name), label);
        }
    }

    #[test]
    fn a_back_slash_inside_a_character_is_no_separator() {
        assert_eq!(safe(&file_name(b"\x95\x5c\\\x83\x5c.csv")), "表/ソ.csv");
        assert_eq!(file_name("表.csv".as_bytes()), "表.csv");
    }

    proptest! {
        #[test]
        fn no_name_ever_leaves(raw: Vec<u8>) {
            let label = safe(&file_name(&raw));
            prop_assert!(!label.starts_with('/'));
            prop_assert!(label.split('/').all(|part| part != ".." && !part.contains('\\')));
        }
    }
}
