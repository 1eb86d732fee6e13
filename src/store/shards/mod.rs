//! Parts: what was read of some of the files, kept as Parquet, so that reading spreads over machines.
//!
//! A shard holds what `pipeline::read_file` returns, file by file; `pipeline::consolidate_files` makes of all shards
//! what one run would make of all files. What a file holds (`F`) is not looked into here. Which file is in which part, and in what order the parts come, does not matter.

mod file;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::model::digest::sha256;
use crate::model::{Finding, Input, Period, Place, path_order};
use crate::rules;

pub use file::write;

/// One file of a part.
#[allow(clippy::large_enum_variant, reason = "few files are ignored")]
#[derive(Debug, Serialize, Deserialize)]
pub enum Entry<F> {
    /// A file that was read and recognised.
    Read(F),
    /// A file that was not to be read, and why.
    Ignored(Input, Finding),
}

impl<F: AsRef<Input>> Entry<F> {
    /// What is known of the file.
    pub fn input(&self) -> &Input {
        match self {
            Self::Read(file) => file.as_ref(),
            Self::Ignored(input, _) => input,
        }
    }
}

/// How the files of a part were read. Parts go together when this is the same for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The forms that were tried, as one hash: rows refer to the forms' columns by index.
    pub forms: String,
    /// The period that was given.
    pub period: Option<Period>,
}

impl Reading {
    /// Reading with these forms for this period.
    pub fn new(forms: &(impl Serialize + ?Sized), period: Option<Period>) -> Self {
        // plain data into memory: there is nothing that could fail
        let text = serde_json::to_vec(forms).unwrap_or_default();
        let forms = sha256(&text);
        Self { forms, period }
    }
}

/// A part that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardError {
    /// It cannot be opened or written, or it is cut off.
    #[error("the shard {path} cannot be used: {reason}")]
    Broken {
        /// The part.
        path: PathBuf,
        /// What the system or the format says.
        reason: String,
    },
    /// It is no part of ours.
    #[error("{0} is not a shard of this program")]
    Foreign(PathBuf),
    /// It would take the place of another file, or stand among outputs that are closed.
    #[error("{0} is not written: another file or a closed report is there")]
    Taken(PathBuf),
    /// A newer version of this program wrote it.
    #[error("a newer version of this program wrote the shard {path} ({schema})")]
    Newer {
        /// The part.
        path: PathBuf,
        /// Its schema.
        schema: String,
    },
    /// It was read with other forms.
    #[error("the shard {0} was read with other forms")]
    OtherForms(PathBuf),
    /// It was read for another period.
    #[error("the shard {path} was read for another period ({period:?})")]
    OtherPeriod {
        /// The part.
        path: PathBuf,
        /// The period it was read for.
        period: Option<Period>,
    },
}

/// All parts of a run, put in the order in which one run would have read the files.
#[derive(Debug)]
pub struct Gathered<F> {
    /// The files that were read.
    pub files: Vec<F>,
    /// The files that were not to be read, and why.
    pub ignored: Vec<(Input, Finding)>,
    /// The period that the parts were read for.
    pub period: Option<Period>,
    /// Files of which the parts hold different contents.
    pub findings: Vec<Finding>,
}

/// Reads parts and checks that they go together and were read with these forms, for this period where one is given.
///
/// # Errors
/// When a part cannot be used: a report without some of the files would look whole.
pub fn gather<F>(paths: &[PathBuf], forms: &(impl Serialize + ?Sized), period: Option<Period>) -> Result<Gathered<F>, ShardError>
where
    F: AsRef<Input> + DeserializeOwned + Send,
{
    let parts: Vec<(Reading, Vec<Entry<F>>)> = paths.par_iter().map(|path| file::read(path)).collect::<Result<_, _>>()?;
    let period = period.or_else(|| parts.first().and_then(|(reading, _)| reading.period));
    let wanted = Reading::new(forms, period);
    for (path, (reading, _)) in paths.iter().zip(&parts) {
        if reading.forms != wanted.forms {
            return Err(ShardError::OtherForms(path.clone()));
        }
        if reading.period != wanted.period {
            return Err(ShardError::OtherPeriod { path: path.clone(), period: reading.period });
        }
    }
    let mut gathered = Gathered { files: Vec::new(), ignored: Vec::new(), period, findings: Vec::new() };
    for entry in once(parts.into_iter().map(|(_, entries)| entries), &mut gathered.findings) {
        match entry {
            Entry::Read(file) => gathered.files.push(file),
            Entry::Ignored(input, finding) => gathered.ignored.push((input, finding)),
        }
    }
    gathered.files.sort_by_cached_key(|file| path_order(&file.as_ref().path));
    gathered.ignored.sort_by_cached_key(|(input, _)| path_order(&input.path));
    Ok(gathered)
}

/// Every file once: a worker that was started again leaves what another one left already.
fn once<F: AsRef<Input>>(parts: impl Iterator<Item = Vec<Entry<F>>>, findings: &mut Vec<Finding>) -> Vec<Entry<F>> {
    let mut known: BTreeMap<Arc<str>, Vec<Vec<Entry<F>>>> = BTreeMap::new();
    for part in parts {
        let mut own: BTreeMap<Arc<str>, Vec<Entry<F>>> = BTreeMap::new();
        for entry in part {
            own.entry(entry.input().path.clone()).or_default().push(entry);
        }
        for (path, entries) in own {
            known.entry(path).or_default().push(entries);
        }
    }
    let contents = |entries: &[Entry<F>]| entries.iter().map(|entry| entry.input().sha256.clone()).collect::<Vec<_>>();
    let mut kept = Vec::with_capacity(known.len());
    for (path, mut versions) in known {
        // whatever comes first in the order of parts, the same version is kept
        versions.sort_by_cached_key(|entries| contents(entries));
        versions.dedup_by_key(|entries| contents(entries));
        if let [first, .., last] = versions.as_slice() {
            findings.push(
                Finding::new(rules::CONFLICTING_PARTS, Place::file(path)).with("first", brief(first)).with("second", brief(last)),
            );
        }
        kept.extend(versions.into_iter().next().unwrap_or_default());
    }
    kept
}

/// The beginning of a content's hash, or that it could not be read.
fn brief<F: AsRef<Input>>(entries: &[Entry<F>]) -> String {
    let hash = entries.first().and_then(|entry| entry.input().sha256.as_deref());
    hash.and_then(|hash| hash.get(..12)).unwrap_or("―").to_owned()
}
