//! The data files: `data/<name>.json`, exact, `data/<name>.csv`, for spreadsheets, and Parquet for engines.

mod csv;
pub(crate) mod declared;
mod json;
mod outline;
#[cfg(feature = "parquet")]
mod parquet;
pub mod run;
pub mod sarif;
#[cfg(test)]
mod schema;

pub use declared::DataSet;

use std::io;

use crate::model::{Consolidation, Finding, Origin, RecordKind};
use crate::rules;

/// How a data file in CSV is encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CsvEncoding {
    /// UTF-8 with BOM.
    #[default]
    #[serde(alias = "utf-8")]
    Utf8,
    /// CP932, Windows' Shift_JIS.
    Cp932,
}

/// Whether the consolidation has records of this kind, and so a data file.
pub fn has(kind: RecordKind, consolidation: &Consolidation) -> bool {
    consolidation.records.counts().contains_key(&kind)
}

/// Writes `data/<name>.json`: UTF-8, LF, one record per line.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn write_json(set: impl Into<DataSet>, consolidation: &Consolidation, out: impl io::Write) -> io::Result<()> {
    json::write(&set.into(), consolidation, out)
}

/// Writes `data/<name>.csv`: CRLF, one record per row, lists joined by line feeds inside their field.
///
/// A field that a spreadsheet would take for a formula gets a leading `'`. What CP932 cannot hold becomes 〓.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn write_csv(
    set: impl Into<DataSet>,
    consolidation: &Consolidation,
    encoding: CsvEncoding,
    out: impl io::Write,
) -> io::Result<()> {
    csv::write(&set.into(), consolidation, encoding, out).map(drop)
}

/// A finding for each field with characters that CP932 cannot hold. Found before any output is made, so that every output
/// lists it.
pub fn unencodable(consolidation: &Consolidation) -> Vec<Finding> {
    let mut findings = Vec::new();
    for set in DataSet::all(consolidation) {
        // writing to nowhere does not fail
        for lost in csv::write(&set, consolidation, CsvEncoding::Cp932, io::sink()).unwrap_or_default() {
            let Some((id, origin)) = record_at(&set, consolidation, lost.record) else { continue };
            let shown: Vec<String> = lost.chars.iter().map(|c| format!("{c}（U+{:04X}）", u32::from(*c))).collect();
            let finding = Finding::new(rules::UNENCODABLE_CHARACTER, origin.place(csv::field_of(&lost.heading)));
            findings.push(finding.with("record", id).with("field", lost.heading).with("characters", shown.join("、")));
        }
    }
    findings
}

/// The id and origin of a record, by its index among those of its kind.
fn record_at<'a>(set: &DataSet, consolidation: &'a Consolidation, at: usize) -> Option<(&'a str, &'a Origin)> {
    let records = &consolidation.records;
    Some(match set.kind {
        RecordKind::Progress => records.progress.get(at).map(|record| (&*record.id, &record.origin))?,
        RecordKind::Schedule => records.schedule.get(at).map(|record| (&*record.id, &record.origin))?,
        RecordKind::Indicator => records.indicators.get(at).map(|record| (&*record.id, &record.origin))?,
        RecordKind::Measure => records.measures.get(at).map(|record| (&*record.id, &record.origin))?,
        RecordKind::Checklist => records.checklists.get(at).map(|record| (&*record.id, &record.origin))?,
        RecordKind::Table => set.rows(consolidation).get(at).map(|record| (&*record.id, &record.origin))?,
    })
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
    csv::write(&set.into(), consolidation, CsvEncoding::Utf8, &mut out).unwrap_or_default();
    out
}

/// Writes a Parquet file of the records, for [`parquet_path`].
///
/// # Errors
///
/// If `out` cannot be written.
#[cfg(feature = "parquet")]
pub fn write_parquet(set: impl Into<DataSet>, consolidation: &Consolidation, out: impl io::Write + Send) -> io::Result<()> {
    parquet::write(&set.into(), consolidation, out)
}

/// The path of a Parquet file in the output folder: `data/<name>/period=…/municipality=…/<name>.parquet`.
#[cfg(feature = "parquet")]
pub fn parquet_path(set: impl Into<DataSet>, consolidation: &Consolidation) -> String {
    parquet::path(&set.into(), consolidation)
}

/// The Parquet file in memory.
#[cfg(feature = "parquet")]
pub fn parquet(set: impl Into<DataSet>, consolidation: &Consolidation) -> Vec<u8> {
    let mut out = Vec::new();
    // writing to memory does not fail
    parquet::write(&set.into(), consolidation, &mut out).unwrap_or_default();
    out
}
