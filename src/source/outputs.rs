//! Which files this program wrote itself: they are nobody's submissions, wherever the output folder lies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::disk::open_regular;
use super::sniff::{Promise, extension, promise};
use super::{Book, Grid};
use crate::model::digest::hex;
use crate::model::manifest::{CSV_MARK, MARK, MEMORY, MEMORY_SCHEMA, PAGE_MARK, RETURNS};
use crate::model::{Address, Format, Manifest, Texts};

/// What this program wrote is nobody's submission.
pub(super) const OUTPUT: Texts = Texts::new("torimatome が書き出した成果物", "an output of torimatome");

/// The account of a run.
pub(super) const RUN: &str = "run.json";

/// Where a run stages its outputs.
pub(super) const STAGING: &str = ".torimatome";

/// A `run.json` beyond this size is none of ours.
const LARGEST: u64 = 1 << 30;

/// The files that earlier runs wrote, as their `run.json` list them.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    /// By their paths, with their hashes: another file may have taken the place of one since.
    listed: BTreeMap<PathBuf, String>,
    /// The folders whose `run.json` was looked at.
    known: BTreeSet<PathBuf>,
}

impl Outputs {
    /// Reads a `run.json`; one that is not ours says nothing. Forms that were handed out come back as submissions.
    ///
    /// Anybody may put one into an inbox, so it cannot set aside what others hand in: a table is an output by the mark that
    /// it bears itself. Returns bear none, and have their folder.
    pub fn read(&mut self, path: &Path) {
        let Some(folder) = path.parent().filter(|folder| self.known.insert((*folder).to_owned())) else { return };
        let Some(run) = manifest(path).filter(|run| !run.is_of_forms()) else { return };
        let is_table = |path: &str| !matches!(promise(&extension(path)), Promise::Other(_));
        for output in run.outputs.into_iter().filter(|output| output.path.starts_with(RETURNS) || !is_table(&output.path)) {
            self.listed.insert(folder.join(output.path), output.sha256);
        }
    }

    /// Reads what lies beside a file, or above it where it may be an output in a folder of outputs.
    pub fn read_beside(&mut self, file: &Path) {
        for folder in file.ancestors().skip(1).take(3) {
            let run = folder.join(RUN);
            if run.is_file() {
                self.read(&run);
            }
        }
    }

    /// Is it a file that a run wrote?
    pub fn holds(&self, path: &Path) -> bool {
        let own_account = || path.file_name().is_some_and(|name| name == RUN) && manifest(path).is_some();
        self.listed.get(path).is_some_and(|hash| sha256_of(path).is_ok_and(|found| found == *hash)) || own_account()
    }
}

/// What a `run.json` says, if it is a regular file that this program wrote.
fn manifest(path: &Path) -> Option<Manifest> {
    if fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    Manifest::read(BufReader::new(open_regular(path).ok()?.take(LARGEST)))
}

/// Does a file say of itself that this program wrote it? Forms and returns do not: they come back as submissions.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    if head.starts_with(b"PK") {
        return is_marked_workbook(bytes);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let (first, later) = CSV_MARK;
    line.starts_with(first.as_bytes()) && memchr::memmem::find(line, later.as_bytes()).is_some()
        || text.trim_ascii_start().starts_with(b"<!DOCTYPE html>") && memchr::memmem::find(text, PAGE_MARK.as_bytes()).is_some()
}

/// Is a table one of this program's, whatever format and encoding another program saved it in?
pub(super) fn is_saved_output(book: &Book) -> bool {
    let shows = |grid: &Grid, text: &str| grid.get(Address::new(0, 0)).is_some_and(|cell| cell.shown == text);
    let (first, later) = CSV_MARK;
    let (first, later) = (first.trim_end_matches(','), later.trim_start_matches(','));
    let is_text = matches!(book.format, Format::Csv | Format::Tsv);
    book.sheets.iter().any(|grid| match is_text {
        true => shows(grid, first) && grid.row(0).iter().any(|cell| cell.shown.starts_with(later)),
        false => grid.name.as_deref() == Some(MEMORY) && shows(grid, MEMORY_SCHEMA),
    })
}

/// Bytes within which a text says what it is.
const HEAD: usize = 8 << 10;

/// A workbook names the program among its properties, in those of LibreOffice too.
fn is_marked_workbook(bytes: &[u8]) -> bool {
    let Ok(mut package) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let marks = [("docProps/custom.xml", format!("name=\"{MARK}\"")), ("meta.xml", format!("meta:name=\"{MARK}\""))];
    marks.iter().any(|(part, mark)| {
        let Ok(part) = package.by_name(part) else { return false };
        let mut properties = Vec::new();
        let read = part.take(1 << 16).read_to_end(&mut properties);
        read.is_ok() && memchr::memmem::find(&properties, mark.as_bytes()).is_some()
    })
}

fn sha256_of(path: &Path) -> io::Result<String> {
    let (mut file, mut hash) = (open_regular(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}
