//! Forms and plans: loaded, checked, described. Built in from `templates/` and `seeds/`, overridden by files.

mod caption;
pub mod check;
mod column;
mod library;
mod spelling;

pub use caption::Caption;
pub use column::{Align, Column, FieldType};
pub use library::{Fault, Library, parse_form, parse_plan};
pub use spelling::spellings;

use std::collections::BTreeMap;

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
    /// Patterns of the lines above a table that give its rows a value: `＜基本方針{policy:code}＞{policy_title}`.
    /// The first that fits counts, so the particular go before the general. See [`Caption`].
    #[serde(default)]
    pub captions: Vec<String>,
    /// How a record's id is made: `{direction}-{no}`, with `{n}` for its number among those that begin alike.
    #[serde(default)]
    pub record_id: Option<String>,
    /// Fields that have the same value in all records of this form.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// ※ lines below a table are the `footnote` of its records.
    #[serde(default)]
    pub footnote: bool,
    /// The word that marks a measure as a priority: 重点取組施策.
    #[serde(default)]
    pub priority: Option<String>,
    /// Its columns, in the order of print.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
    /// How it is printed.
    #[serde(default)]
    pub print: Print,
}

impl Form {
    /// Its captions, ready to be matched; the built-in ones and those that were checked are all sound.
    pub fn caption_patterns(&self) -> Vec<Caption> {
        self.captions.iter().filter_map(|pattern| Caption::parse(pattern).ok()).collect()
    }

    /// The place of the column that fills a field.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }
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
