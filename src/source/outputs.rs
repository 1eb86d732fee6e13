//! Which files this program wrote itself: they are nobody's submissions, wherever the output folder lies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::model::digest::hex;
use crate::model::manifest::{CSV_MARK, MARK, PAGE_MARK};
use crate::model::{Manifest, Texts};

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
    /// By their paths; a return with its hash, since a department may have filled it in where it lay.
    listed: BTreeMap<PathBuf, Option<String>>,
    /// The folders whose `run.json` was looked at.
    known: BTreeSet<PathBuf>,
}

impl Outputs {
    /// Reads a `run.json`; one that is not ours says nothing. Forms that were handed out come back as submissions.
    pub fn read(&mut self, path: &Path) {
        let Some(folder) = path.parent().filter(|folder| self.known.insert((*folder).to_owned())) else { return };
        let Some(run) = manifest(path).filter(|run| !run.is_of_forms()) else { return };
        for output in run.outputs {
            let changeable = matches!(output.kind.as_str(), "return" | "form");
            self.listed.insert(folder.join(output.path), changeable.then_some(output.sha256));
        }
        self.listed.insert(path.to_owned(), None);
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
        match self.listed.get(path) {
            None => false,
            Some(None) => true,
            Some(Some(hash)) => sha256_of(path).is_ok_and(|found| found == *hash),
        }
    }
}

/// What a `run.json` says, if it is a regular file that this program wrote.
fn manifest(path: &Path) -> Option<Manifest> {
    let meta = fs::metadata(path).ok()?;
    if !meta.is_file() || meta.len() > LARGEST {
        return None;
    }
    Manifest::read(BufReader::new(File::open(path).ok()?.take(LARGEST)))
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
    let (mut file, mut hash) = (File::open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}
