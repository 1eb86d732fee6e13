//! Forms and plans: loaded, checked, described. Built in from `templates/` and `seeds/`, overridden by files.

mod caption;
pub mod check;
mod column;
mod declared;
mod declared_check;
pub mod draft;
mod extends;
mod library;
mod messages;
mod spelling;
mod toml_text;
pub mod vocabulary;

pub use caption::{BadPattern, Caption};
pub use column::{Align, Column, FieldType};
pub use declared::{EXTRA, GroupWord, Groups, Pick, Repeat, Rest};
pub use library::{Fault, FindForm, Library, parse_form, parse_form_with, parse_plan};
pub use spelling::spellings;
pub use toml_text::{from_toml, line_and_column};

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
    /// Groups of columns that become rows; only tables have them.
    #[serde(default, rename = "repeat", skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<Repeat>,
    /// What becomes of columns that are not listed.
    #[serde(default)]
    pub rest: Rest,
    /// Is a table of it only under one of its titles, unless the form was asked for?
    #[serde(default)]
    pub titled: bool,
    /// The sheet that is meant, where a file has others too: 様式1, 実績*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The table that is meant, where a sheet has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Pick>,
    /// How it is printed.
    #[serde(default)]
    pub print: Print,
    /// Its captions, once they were asked for.
    #[serde(skip)]
    patterns: OnceLock<Vec<Caption>>,
    /// The fields of its columns, to be shared by all records.
    #[serde(skip)]
    fields: OnceLock<Vec<Arc<str>>>,
}

impl Form {
    /// What the cells of a column hold.
    pub fn kind_at(&self, column: usize) -> Option<FieldType> {
        self.columns.get(column).map(|column| column.kind)
    }

    /// Is a column among those that identify a record?
    pub fn is_key(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| column.key)
    }

    /// Is a column about the next period?
    pub fn is_next(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| column.heading.contains("{next}"))
    }

    /// A form of a kind that says nothing yet.
    fn blank(record: RecordKind) -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            record,
            layout: Layout::default(),
            titles: Vec::new(),
            captions: Vec::new(),
            record_id: None,
            constants: BTreeMap::new(),
            footnote: false,
            priority: None,
            columns: Vec::new(),
            repeats: Vec::new(),
            rest: Rest::default(),
            titled: false,
            sheet: None,
            table: None,
            print: Print::default(),
            patterns: OnceLock::new(),
            fields: OnceLock::new(),
        }
    }

    /// Forgets what was made of its captions and columns before they changed.
    fn forget(&mut self) {
        (self.patterns, self.fields) = (OnceLock::new(), OnceLock::new());
    }

    /// Its captions, ready to be matched; the built-in ones and those that were checked are all sound.
    pub fn caption_patterns(&self) -> &[Caption] {
        self.patterns.get_or_init(|| self.captions.iter().filter_map(|pattern| Caption::parse(pattern).ok()).collect())
    }

    /// The line above a part as its office writes it: 政策1 安心して暮らせるまち. The plainest of the captions that name
    /// `field` and nothing that has no value.
    pub fn caption_line(&self, field: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let filled = |pattern: &String| {
            let mut line = String::new();
            let mut plain = 0;
            let mut named = false;
            let mut rest = pattern.as_str();
            while let Some((before, tail)) = rest.split_once('{') {
                let (name, tail) = tail.split_once('}')?;
                let name = name.split(':').next().unwrap_or(name);
                plain += before.trim().chars().count();
                named |= name == field;
                line.push_str(before);
                line.push_str(&value(name)?);
                rest = tail;
            }
            line.push_str(rest);
            named.then(|| (plain + rest.trim().chars().count(), line))
        };
        self.captions.iter().filter_map(filled).min_by_key(|(plain, _)| *plain).map(|(_, line)| line)
    }

    /// What its office calls a part: 政策, of 政策{goal:int}.
    pub fn caption_word(&self, field: &str) -> Option<String> {
        let word = |pattern: &String| {
            let at = pattern.find(&format!("{{{field}}}")).or_else(|| pattern.find(&format!("{{{field}:")))?;
            let word = pattern[..at].trim_matches(|c: char| !c.is_alphanumeric());
            (!word.is_empty() && !word.contains(['{', '}'])).then(|| word.to_owned())
        };
        self.captions.iter().find_map(word)
    }

    /// The name of a field, for a record to keep: the same characters for all records where a column fills it.
    pub fn field_name(&self, field: &str) -> Arc<str> {
        let fields = || self.columns.iter().map(|column| Arc::from(column.field.as_str())).collect();
        let known = self.fields.get_or_init(fields).iter().find(|name| &***name == field);
        known.cloned().unwrap_or_else(|| Arc::from(field))
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
    /// Any arrangement: columns are known by the facets of their headings.
    Any,
}

/// Paper and type of a printed table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Print {
    /// Paper.
    pub paper: Paper,
    /// Upright paper instead of lying.
    pub portrait: bool,
    /// Where the sheets are bound: the margin there is wider.
    pub binding: Binding,
    /// Printed on both sides: even pages are bound at the other edge.
    pub duplex: bool,
    /// Type size in points.
    pub size: f32,
    /// Are the columns' widths fitted to what stands in them, from the form's on? Else they are the form's.
    pub balance: bool,
    /// A quarter-em between Japanese and Latin letters or figures (四分アキ).
    pub latin_gap: bool,
    /// ▲ instead of a minus before the negative figures of a report.
    pub triangle: bool,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            portrait: false,
            binding: Binding::None,
            duplex: false,
            size: 9.0,
            balance: true,
            latin_gap: false,
            triangle: false,
        }
    }
}

/// とじしろ: the edge at which sheets are bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the edges' own names")]
pub enum Binding {
    #[default]
    None,
    Left,
    Right,
    Top,
}

/// Sizes of paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the sizes' own names")]
pub enum Paper {
    #[default]
    A4,
    A3,
}
