//! The account of a folder: its `run.json`, which lists the files that are this program's.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::model::Manifest;
use crate::store::publish::error::PublishError;
use crate::store::publish::in_use::readable;
use crate::store::publish::names::RUN;

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
    pub(super) fn account(self, folder: &Path) -> PathBuf {
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

/// A `run.json` beyond this size is none of ours.
const LARGEST: u64 = 1 << 30;

/// What a folder's `run.json` says; none where there is none.
pub(super) fn believed(folder: &Path, purpose: Purpose) -> Result<Option<Manifest>, PublishError> {
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
                // one that cannot be opened now is not somebody else's for that; a pipe is not waited for
                if path.is_file() {
                    readable(&path, |path| File::open(path).map(drop))?;
                }
                return Err(PublishError::Foreign(vec![path]));
            }
        }
    }
    Ok(found)
}

/// Outputs of a closed period among which this path would stand: their folder and period. A part of a run lies three
/// folders below at most.
pub fn closed_around(path: &Path) -> Option<(PathBuf, String)> {
    let whole = std::path::absolute(path).ok()?;
    let whole = whole
        .parent()
        .and_then(|above| fs::canonicalize(above).ok())
        .unwrap_or_else(|| whole.parent().unwrap_or(&whole).to_owned());
    whole.ancestors().take(3).find_map(|folder| {
        let run = read_manifest(&folder.join(RUN)).filter(Manifest::is_final)?;
        Some((folder.to_owned(), run.period.map(|period| period.id).unwrap_or_default()))
    })
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
