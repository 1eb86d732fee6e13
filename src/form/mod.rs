//! Forms and plans: loaded, checked, described. Built in from `templates/` and `seeds/`, overridden by files.

pub mod check;
mod column;
mod library;

pub use column::{Align, Column, FieldType};
pub use library::{Fault, Library, parse_form, parse_plan};

use serde::{Deserialize, Serialize};

use crate::model::RecordKind;

/// How one kind of table looks. Declared once, used four times: to read what is handed in, to make the
/// workbook a department fills in, and to lay out the consolidated workbook and the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Short name, as on the command line: `progress`.
    pub id: String,
    /// Its Japanese name: 取組状況調査票.
    pub name: String,
    /// The kind of record a row becomes.
    pub record: RecordKind,
    /// How records lie on the sheet.
    #[serde(default)]
    pub layout: Layout,
    /// Words that a title of this form holds.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Its columns, in the order of print.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
    /// How it is printed.
    #[serde(default)]
    pub print: Print,
}

/// How records lie on a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A record a row.
    #[default]
    Upright,
    /// A record a row, with a column for each fiscal year; merged cells are spans.
    Years,
    /// One small table after another, a record each.
    Blocks,
}

/// Paper and type of a printed table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Print {
    /// Paper.
    pub paper: Paper,
    /// Upright paper instead of lying.
    pub portrait: bool,
    /// Type size in points.
    pub size: f32,
}

impl Default for Print {
    fn default() -> Self {
        Self { paper: Paper::A4, portrait: false, size: 8.0 }
    }
}

/// Sizes of paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the sizes' own names")]
pub enum Paper {
    #[default]
    A4,
    A3,
}
