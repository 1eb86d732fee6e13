//! What only tables of declared columns have: groups of columns that become rows, columns that are not listed, and
//! which sheet and which table of a file is meant.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Align, Column, FieldType, Form, spellings};
use crate::model::text::fold;
use crate::model::{ColumnType, RecordKind, ShapeColumn, TableShape};

/// A group of columns that stands several times side by side; each becomes a row of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The field that takes what a group is called: 4月, 女性, 1.
    pub field: String,
    /// What that is called in print.
    pub heading: String,
    /// What its values are.
    #[serde(default, rename = "type")]
    pub kind: FieldType,
    /// How groups are called in headings, where `{group}` stands for it. Without it their order identifies them.
    #[serde(default)]
    pub groups: Groups,
    /// The width of the field in print.
    #[serde(default = "default_width")]
    pub width: f32,
    /// The columns of a group.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
}

const fn default_width() -> f32 {
    6.0
}

/// What stands for `{group}` in headings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Groups {
    /// Nothing: the first is 1.
    #[default]
    Ordered,
    /// These words.
    Words(Vec<String>),
    /// `month`, `year` or `number`.
    Named(GroupWord),
}

/// Groups of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupWord {
    /// 4月 to 3月.
    Month,
    /// Fiscal years.
    Year,
    /// 1, 2, 3.
    Number,
}

/// So many numbered groups are known.
const NUMBERS: u32 = 30;

/// What becomes of columns that a form does not list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rest {
    /// Set aside, with a finding.
    #[default]
    Report,
    /// Kept by their headings.
    Keep,
    /// Set aside without a word.
    Skip,
}

/// Which table of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Pick {
    /// The how-manieth, from 1.
    Nth(u32),
    /// The one under a line that holds this text.
    Titled(String),
}

/// The field of the columns that are kept though the form does not list them.
pub const EXTRA: &str = "extra";

impl Repeat {
    /// The words for groups; none where their order or their year identifies them.
    pub fn words(&self) -> Vec<String> {
        match &self.groups {
            Groups::Words(words) => words.clone(),
            Groups::Named(GroupWord::Month) => (4..=12).chain(1..=3).map(|month| format!("{month}月")).collect(),
            Groups::Named(GroupWord::Number) => (1..=NUMBERS).map(|number| number.to_string()).collect(),
            Groups::Named(GroupWord::Year) | Groups::Ordered => Vec::new(),
        }
    }

    /// The word for a group in a heading that is known to be one of a group's.
    pub fn group_in(&self, heading: &str) -> Option<String> {
        let folded = fold(heading);
        let numbered = |word: &str, at: usize| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let starts = word.starts_with(|c: char| c.is_ascii_digit()) && digit(folded[..at].chars().next_back());
            let ends = word.ends_with(|c: char| c.is_ascii_digit()) && digit(folded[at + word.len()..].chars().next());
            starts || ends
        };
        let holds = |word: &String| {
            let plain = fold(word);
            !plain.is_empty() && folded.match_indices(&plain).any(|(at, _)| !numbered(&plain, at))
        };
        self.words().into_iter().filter(holds).max_by_key(|word| word.chars().count())
    }
}

impl Form {
    /// Puts the columns of groups behind the others, so that a form has all its columns in one list.
    pub(super) fn spread_repeats(&mut self) {
        if self.record != RecordKind::Table {
            return;
        }
        if !self.columns.iter().any(|column| column.key)
            && let Some(first) = self.columns.iter_mut().find(|column| column.kind != FieldType::Skip)
        {
            first.key = true;
        }
        for (at, repeat) in self.repeats.iter().enumerate() {
            self.columns.push(Column {
                heading: repeat.heading.clone(),
                width: repeat.width,
                align: Align::Center,
                derived: true,
                key: true,
                ..Column::named(&repeat.field, repeat.kind)
            });
            for column in &repeat.columns {
                let words = repeat.words();
                let year = repeat.groups == Groups::Named(GroupWord::Year);
                let spread = |line: &String| -> Vec<String> {
                    if year {
                        return vec![line.replace("{group}", "{year}")];
                    }
                    if !line.contains("{group}") {
                        return vec![line.clone()];
                    }
                    let lines = spellings(line);
                    words.iter().flat_map(|word| lines.iter().map(move |line| line.replace("{group}", word))).collect()
                };
                let mut lines: Vec<String> = std::iter::once(&column.heading).chain(&column.aliases).flat_map(spread).collect();
                let printed = column.heading.replace("{group}の", "").replace("{group}", "");
                let printed = if printed.trim().is_empty() { self.name.clone() } else { printed };
                if !column.heading.contains("{group}") {
                    lines.retain(|line| *line != column.heading);
                }
                self.columns.push(Column {
                    heading: if column.heading.contains("{group}") { printed } else { column.heading.clone() },
                    unwritten: column.heading.contains("{group}"),
                    aliases: lines,
                    repeat: Some(at),
                    key: false,
                    ..column.clone()
                });
            }
        }
        let kind = match self.rest {
            Rest::Report => return,
            Rest::Keep => FieldType::Text,
            Rest::Skip => FieldType::Skip,
        };
        self.columns.push(Column { heading: EXTRA.to_owned(), derived: true, ..Column::named(EXTRA, kind) });
    }

    /// The column that takes what the form does not list.
    pub fn rest_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.derived && column.field == EXTRA)
    }

    /// Is a sheet of this name meant? `*` stands for anything at either end.
    pub fn wants_sheet(&self, name: Option<&str>) -> bool {
        let Some(wanted) = &self.sheet else { return true };
        let Some(name) = name else { return true };
        let (name, wanted) = (fold(name), fold(wanted));
        match (wanted.strip_prefix('*'), wanted.strip_suffix('*')) {
            (Some(rest), Some(_)) => name.contains(rest.trim_end_matches('*')),
            (Some(end), None) => name.ends_with(end),
            (None, Some(start)) => name.starts_with(start),
            (None, None) => name == wanted,
        }
    }

    /// The names in its captions, each once.
    pub fn caption_fields(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in self.captions.iter().flat_map(|pattern| super::check::names(pattern)) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
        out
    }

    /// The columns that a table has to have to be one of this form: those that are required, else the keys and most others.
    pub fn defines(&self, has: impl Fn(usize) -> bool) -> bool {
        let mut needed = self.columns.iter().enumerate().filter(|(_, column)| column.required && !column.elsewhere).peekable();
        if needed.peek().is_some() {
            return needed.all(|(at, _)| has(at));
        }
        let written = |column: &&Column| !column.derived && column.kind != FieldType::Skip;
        let all = self.columns.iter().filter(written).count();
        let there = self.columns.iter().enumerate().filter(|(at, column)| written(column) && has(*at)).count();
        let keys = self.columns.iter().enumerate().filter(|(_, column)| column.key && written(column)).all(|(at, _)| has(at));
        keys && there * 3 >= all * 2
    }

    /// Its columns, as outputs need them.
    pub fn shape(&self) -> TableShape {
        let columns = self.columns.iter().filter(|column| column.kind != FieldType::Skip && column.field != EXTRA);
        let columns = columns.map(|column| ShapeColumn {
            field: self.field_name(&column.field),
            heading: column.heading_for(None),
            kind: column.kind.column_type(),
            key: column.key,
        });
        let captions = self.caption_fields().into_iter().filter(|name| self.column(name).is_none());
        let captions = captions.map(|name| ShapeColumn {
            heading: self.caption_word(&name).unwrap_or_else(|| name.clone()),
            field: Arc::from(name.as_str()),
            kind: ColumnType::Text,
            key: false,
        });
        let mut shape = TableShape { form: self.id.as_str().into(), name: self.name.clone(), columns: Vec::new() };
        for column in captions.chain(columns) {
            // several columns of one field are one
            if shape.columns.iter().all(|known| known.field != column.field) {
                shape.columns.push(column);
            }
        }
        shape
    }
}

impl FieldType {
    /// The type of a declared column.
    pub const fn column_type(self) -> ColumnType {
        match self {
            Self::Lines | Self::Numbers | Self::Items | Self::Entries => ColumnType::Lines,
            Self::Number | Self::Integer => ColumnType::Number,
            Self::Quantity => ColumnType::Quantity,
            Self::Date => ColumnType::Date,
            Self::Year | Self::Years => ColumnType::Year,
            Self::Period => ColumnType::Period,
            Self::Choice => ColumnType::Choice,
            Self::Mark | Self::Supported => ColumnType::Mark,
            Self::Departments => ColumnType::Departments,
            Self::Url => ColumnType::Url,
            Self::Text | Self::Stages | Self::Name | Self::Span | Self::Measure | Self::Skip => ColumnType::Text,
        }
    }
}
