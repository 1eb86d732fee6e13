//! What a workbook says, whatever its layout: the records, and what has to be found.

use std::collections::BTreeMap;

use torimatome::model::Consolidation;

/// A workbook's content.
#[derive(Debug, Default)]
pub struct Expected {
    /// Name of the file.
    pub file: String,
    /// How it is laid out, for people.
    pub layout: String,
    /// Its records: id → fields in a line.
    pub records: BTreeMap<String, String>,
    /// Cells that hold something.
    pub cells: u64,
    /// Rules that have to speak.
    pub findings: Vec<&'static str>,
    /// Rules that may speak.
    pub allowed: Vec<&'static str>,
}

/// The records of a run, as [`Expected::records`] has them.
pub fn of(got: &Consolidation) -> BTreeMap<String, String> {
    let text = |text: Option<&str>| text.unwrap_or("—").replace('\n', "⏎");
    let records = got.records.progress.iter().map(|record| {
        let entries = record.done.iter().flat_map(|done| &done.stages);
        let stages: Vec<&str> = entries.filter_map(|entry| entry.stage.as_deref()).collect();
        let line = [
            record.names.join("、"),
            record.departments.join("、"),
            text(record.description.as_deref()),
            text(record.done.as_ref().map(|done| done.text.as_str())),
            stages.join("、"),
            text(record.planned.as_ref().map(|planned| planned.text.as_str())),
        ];
        (record.id.to_string(), line.join(" | "))
    });
    records.collect()
}
