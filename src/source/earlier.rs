//! An earlier run, read back from its output folder: `run.json` and `data/progress.json`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::model::{Period, Progress};

/// A run that was read back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Earlier {
    /// Its period.
    pub period: Option<Period>,
    /// Id of its plan.
    pub plan: Option<String>,
    /// Its records.
    pub records: Vec<Progress>,
}

/// Why a folder is no earlier run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// A file is not there or cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is there, but is not what this program writes.
    #[error("{path}: {reason}")]
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
    let counted = run.records.progress > 0;
    let data = folder.join("data").join("progress.json");
    let records = if counted || data.is_file() { read::<Data>(&data, "torimatome.progress/1")?.records } else { Vec::new() };
    let period = run.period.and_then(|period| Period::parse(&period.id));
    Ok(Earlier { period, plan: run.plan.map(|plan| plan.id), records })
}

#[derive(Deserialize)]
struct Run {
    period: Option<Named>,
    plan: Option<Named>,
    #[serde(default)]
    records: Counts,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Counts {
    progress: u64,
}

#[derive(Deserialize)]
struct Data {
    records: Vec<Progress>,
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path, schema: &str) -> Result<T, EarlierError> {
    #[derive(Deserialize)]
    struct Schema {
        schema: String,
    }
    let foreign = |reason: String| EarlierError::Foreign { path: path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|source| EarlierError::Unreadable { path: path.to_owned(), source })?;
    let said: Schema = serde_json::from_slice(&bytes).map_err(|error| foreign(error.to_string()))?;
    if said.schema != schema {
        return Err(foreign(format!("schema: {} ≠ {schema}", said.schema)));
    }
    serde_json::from_slice(&bytes).map_err(|error| foreign(error.to_string()))
}
