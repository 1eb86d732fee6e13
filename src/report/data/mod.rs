//! The data files: `data/<name>.json`, exact, `data/<name>.csv`, for spreadsheets, and Parquet for engines.

mod csv;
pub(crate) mod declared;
mod json;
mod parquet;
pub mod run;
pub mod sarif;

pub use declared::DataSet;

use std::io;

use crate::model::{Consolidation, RecordKind};

/// Has the consolidation records of this kind? Only then there is a data file of it.
pub fn has(kind: RecordKind, consolidation: &Consolidation) -> bool {
    consolidation.records.counts().contains_key(&kind)
}

/// Writes `data/<name>.json`: UTF-8, LF, a record a line.
///
/// # Errors
///
/// What `out` answers.
pub fn write_json(set: impl Into<DataSet>, consolidation: &Consolidation, out: impl io::Write) -> io::Result<()> {
    json::write(&set.into(), consolidation, out)
}

/// Writes `data/<name>.csv`: UTF-8 with BOM, CRLF, a record a row, lists joined by line feeds inside their field.
///
/// A field that a spreadsheet would take for a formula gets a leading `'`.
///
/// # Errors
///
/// What `out` answers.
pub fn write_csv(set: impl Into<DataSet>, consolidation: &Consolidation, out: impl io::Write) -> io::Result<()> {
    csv::write(&set.into(), consolidation, out)
}

/// `data/<name>.json` in memory.
pub fn json(set: impl Into<DataSet>, consolidation: &Consolidation) -> Vec<u8> {
    let mut out = Vec::new();
    // writing to memory does not fail
    json::write(&set.into(), consolidation, &mut out).unwrap_or_default();
    out
}

/// `data/<name>.csv` in memory.
pub fn csv(set: impl Into<DataSet>, consolidation: &Consolidation) -> Vec<u8> {
    let mut out = Vec::new();
    // writing to memory does not fail
    csv::write(&set.into(), consolidation, &mut out).unwrap_or_default();
    out
}

/// Writes a Parquet file of the records, for [`parquet_path`].
///
/// # Errors
///
/// What `out` answers.
pub fn write_parquet(set: impl Into<DataSet>, consolidation: &Consolidation, out: impl io::Write + Send) -> io::Result<()> {
    parquet::write(&set.into(), consolidation, out)
}

/// Where a Parquet file lies in the output folder: `data/<name>/period=…/municipality=…/<name>.parquet`.
pub fn parquet_path(set: impl Into<DataSet>, consolidation: &Consolidation) -> String {
    parquet::path(&set.into(), consolidation)
}

/// The Parquet file in memory.
pub fn parquet(set: impl Into<DataSet>, consolidation: &Consolidation) -> Vec<u8> {
    let mut out = Vec::new();
    // writing to memory does not fail
    parquet::write(&set.into(), consolidation, &mut out).unwrap_or_default();
    out
}
