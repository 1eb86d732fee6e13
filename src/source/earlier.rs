//! An earlier run, read back from its output folder: `run.json` and `data/*.json`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::model::{Period, RecordKind, Records, TableRow};

/// A run that was read back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Earlier {
    /// Its period.
    pub period: Option<Period>,
    /// Id of its plan.
    pub plan: Option<String>,
    /// Its records.
    pub records: Records,
    /// Records that were unchanged then already: id → for how many periods.
    pub unchanged: BTreeMap<Arc<str>, u32>,
}

/// Why a folder is no earlier run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// A file is not there or cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is there, but is not what this program writes.
    #[error("{path} is not an output of this program: {reason}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads what a run left in `folder`.
///
/// # Errors
/// When `run.json` or the records it tells of are missing, broken, or of another version.
pub fn earlier(folder: &Path) -> Result<Earlier, EarlierError> {
    let run: Run = read(&folder.join("run.json"), "torimatome.run/1")?;
    let records = Records {
        progress: records(folder, &run, RecordKind::Progress)?,
        schedule: records(folder, &run, RecordKind::Schedule)?,
        indicators: records(folder, &run, RecordKind::Indicator)?,
        measures: records(folder, &run, RecordKind::Measure)?,
        checklists: records(folder, &run, RecordKind::Checklist)?,
        tables: tables(folder, &run)?,
    };
    let changes = run.comparison.into_iter().flat_map(|comparison| comparison.changes);
    let unchanged = changes.filter_map(|change| {
        let periods = change.differences.iter().filter(|difference| difference.class == "unchanged").find_map(|d| d.periods);
        Some((change.id, periods?))
    });
    let period = run.period.and_then(|period| Period::parse(&period.id));
    Ok(Earlier { period, plan: run.plan.map(|plan| plan.id), records, unchanged: unchanged.collect() })
}

/// The records of one kind. What the run counts has to be there.
fn records<T: for<'de> Deserialize<'de>>(folder: &Path, run: &Run, kind: RecordKind) -> Result<Vec<T>, EarlierError> {
    #[derive(Deserialize)]
    struct Data<T> {
        records: Vec<T>,
    }
    let data = folder.join("data").join(format!("{}.json", kind.file_stem()));
    let counted = run.records.get(&kind).is_some_and(|count| *count > 0);
    if !counted && !data.is_file() {
        return Ok(Vec::new());
    }
    Ok(read::<Data<T>>(&data, &format!("torimatome.{}/1", kind.file_stem()))?.records)
}

/// The rows of all forms' tables, in the order of their files.
fn tables(folder: &Path, run: &Run) -> Result<Vec<TableRow>, EarlierError> {
    #[derive(Deserialize)]
    struct Data {
        records: Vec<TableRow>,
    }
    if run.records.get(&RecordKind::Table).is_none_or(|count| *count == 0) {
        return Ok(Vec::new());
    }
    let path = folder.join("data").join(RecordKind::Table.file_stem());
    let unreadable = |source| EarlierError::Unreadable { path: path.clone(), source };
    let entries = std::fs::read_dir(&path).map_err(unreadable)?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let form = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        rows.extend(read::<Data>(&file, &format!("torimatome.{}/{form}/1", RecordKind::Table.file_stem()))?.records);
    }
    Ok(rows)
}

#[derive(Deserialize)]
struct Run {
    period: Option<Named>,
    plan: Option<Named>,
    #[serde(default)]
    records: BTreeMap<RecordKind, u64>,
    comparison: Option<Compared>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Compared {
    changes: Vec<Changed>,
}

#[derive(Deserialize)]
struct Changed {
    id: Arc<str>,
    differences: Vec<Differing>,
}

#[derive(Deserialize)]
struct Differing {
    class: String,
    periods: Option<u32>,
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path, schema: &str) -> Result<T, EarlierError> {
    #[derive(Deserialize)]
    struct Schema {
        schema: String,
    }
    let foreign = |reason: String| EarlierError::Foreign { path: path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|source| EarlierError::Unreadable { path: path.to_owned(), source })?;
    let stored: Schema = serde_json::from_slice(&bytes).map_err(|error| foreign(error.to_string()))?;
    if stored.schema != schema {
        return Err(foreign(format!("schema: {} ≠ {schema}", stored.schema)));
    }
    serde_json::from_slice(&bytes).map_err(|error| foreign(error.to_string()))
}
