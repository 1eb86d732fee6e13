//! What a `run.json` says of the files beside it, as far as it can be believed.

use std::io::Read;

use serde::Deserialize;

/// The schema of a run's `run.json`.
pub const RUN_SCHEMA: &str = "torimatome.run/1";
/// The schema of the `run.json` beside forms that were handed out.
pub const FORMS_SCHEMA: &str = "torimatome.forms/1";

/// The name of the property by which a workbook says that this program wrote it.
pub const MARK: &str = "torimatome";

/// How a page of this program begins to say so.
pub const PAGE_MARK: &str = "<meta name=\"generator\" content=\"torimatome\">";

/// The first headings of a data file in CSV, and one that follows.
pub const CSV_MARK: (&str, &str) = ("記録ID,", ",出所");

/// The folder of returns among outputs.
pub const RETURNS: &str = "差戻し/";

/// The hidden sheet of 取りまとめ.xlsx.
pub const MEMORY: &str = "_控え";
/// The first cell of that sheet.
pub const MEMORY_SCHEMA: &str = "torimatome.workbook/1";

/// The state of outputs whose period is closed.
pub const FINAL: &str = "final";

/// The part of a `run.json` of ours that protects files: which there are, and whether their period is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// What it is.
    pub schema: String,
    /// The period, where one is known.
    #[serde(default)]
    pub period: Option<ManifestPeriod>,
    /// `draft`, `final` or `correction`; older runs do not say it.
    #[serde(default)]
    pub state: Option<String>,
    /// The files that were written.
    pub outputs: Vec<Listed>,
}

/// The period of a [`Manifest`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ManifestPeriod {
    /// Its id: `2025H1`.
    pub id: String,
}

/// A file that a run wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// What it is: `workbook`, `report`, `return` …
    pub kind: String,
    /// Its path beside `run.json`, with `/`.
    pub path: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads a `run.json`; `None` when this program did not write it.
    pub fn read(source: impl Read) -> Option<Self> {
        let found: Self = serde_json::from_reader(source).ok()?;
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let ours = matches!(found.schema.as_str(), RUN_SCHEMA | FORMS_SCHEMA);
        (ours && found.outputs.iter().all(|output| is_hash(&output.sha256))).then_some(found)
    }

    /// Are the files forms that were handed out?
    pub fn is_of_forms(&self) -> bool {
        self.schema == FORMS_SCHEMA
    }

    /// Is the period of these outputs closed?
    pub fn is_final(&self) -> bool {
        self.state.as_deref() == Some(FINAL)
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_run_json_of_other_programs_is_not_believed() {
        let hash = "0".repeat(64);
        let ours = format!(
            r#"{{"schema":"torimatome.run/1","state":"final","outputs":[{{"kind":"report","path":"a.pdf","sha256":"{hash}"}}]}}"#
        );
        assert!(Manifest::read(ours.as_bytes()).is_some_and(|run| run.is_final()));
        for foreign in [
            r#"{"outputs":[{"path":"report.docx"}]}"#,
            r#"{"schema":"torimatome.run/1","outputs":[{"kind":"report","path":"report.docx","sha256":"1"}]}"#,
            r#"{"schema":"other/1","outputs":[]}"#,
            r#"{"name":"my run","steps":[1,2]}"#,
            "",
        ] {
            assert_eq!(Manifest::read(foreign.as_bytes()), None, "{foreign}");
        }
    }
}
