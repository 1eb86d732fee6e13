//! A file after recognition.

use serde::{Deserialize, Serialize};

use crate::model::{Finding, Input, InputStatus};
use crate::recognise::Recognised;

/// A file after reading and recognition.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecognisedFile {
    /// What is known of the file.
    pub input: Input,
    /// Its sheets.
    pub sheets: Vec<Recognised>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
    /// What it takes of the memory of the run, in bytes, by estimate.
    #[serde(default)]
    pub weight: u64,
}

impl RecognisedFile {
    /// Gives up what was read; the finding says why.
    pub fn set_aside(&mut self, finding: Finding) {
        self.input.status = InputStatus::Rejected;
        self.input.reason = Some(finding.rule);
        self.input.sheets = Vec::new();
        self.sheets = Vec::new();
        self.findings = vec![finding];
        self.weight = 0;
    }
}

impl RecognisedFile {
    /// Returns the number of rows of all tables.
    pub fn rows(&self) -> u64 {
        self.sheets.iter().flat_map(|sheet| &sheet.tables).map(|table| table.rows.len() as u64).sum()
    }
}

impl AsRef<Input> for RecognisedFile {
    fn as_ref(&self) -> &Input {
        &self.input
    }
}
