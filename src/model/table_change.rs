//! What changed in tables other than 取組状況: schedules, indicators, measures, checklists.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{RecordKind, ValueKind};

/// By what a record of this period was found among those of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    /// The same id.
    Id,
    /// The same direction and the same numbers, in any order.
    Numbers,
    /// The same name and department, after folding.
    Title,
    /// Several became one or one became several: by numbers or names they share.
    Parts,
    /// The revised plan says which one it is.
    Revision,
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableChange {
    /// Of which kind it is.
    pub kind: RecordKind,
    /// Its id now; of one that is gone, its id then.
    pub id: Arc<str>,
    /// Its id then; `null` for a new one.
    pub before: Option<Arc<str>>,
    /// By what the two were taken for the same.
    pub matched: Option<Matched>,
    /// Its name now (then, where it is gone).
    pub name: String,
    /// Its departments now (then, where it is gone).
    pub departments: Vec<Arc<str>>,
    /// What changed; never empty.
    pub differences: Vec<TableDifference>,
}

/// A column of a table that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableField {
    /// What a record is called.
    Name,
    /// A figure, by its kind.
    Value(ValueKind),
    /// A cell of a schedule, by its year.
    Year,
    /// What a schedule is to reach.
    Target,
    /// The mark of an evaluation.
    Evaluation,
    /// Where figures come from.
    Source,
    /// The items of a measure.
    Items,
    /// The status of an item.
    Status,
    /// The mark of a measure with priority.
    Priority,
    /// Remarks.
    Note,
    /// A column that a form declares.
    Declared,
}

/// The column of a difference. It is serialised as its name: 評価, 実績値（令和7年度）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedColumn {
    /// Which column.
    pub field: TableField,
    /// The fiscal year of the column, where it has one.
    pub fy: Option<i16>,
    /// Its name in Japanese reports.
    pub name: String,
}

impl Serialize for ChangedColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

impl fmt::Display for ChangedColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// One difference between then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "class", rename_all = "kebab-case")]
pub enum TableDifference {
    /// Was not there last time.
    New,
    /// Was there last time and is not any more.
    Gone {
        /// Did the department hand anything in? If not, the record is late rather than gone.
        handed_in: bool,
    },
    /// Other departments answer for it.
    Moved {
        /// Departments then.
        from: Vec<Arc<str>>,
        /// Departments now.
        to: Vec<Arc<str>>,
        /// Does the plan's table of reorganisations explain it?
        expected: bool,
    },
    /// Another mark: ◎ for ○, 済 for 検討.
    Mark {
        /// The column.
        what: ChangedColumn,
        /// The mark then.
        before: Option<String>,
        /// The mark now.
        after: Option<String>,
    },
    /// Another figure.
    Figure {
        /// The column.
        what: ChangedColumn,
        /// The figure then, as written.
        before: Option<String>,
        /// The figure now.
        after: Option<String>,
    },
    /// Other words.
    Text {
        /// The column.
        what: ChangedColumn,
        /// The text then.
        before: Option<String>,
        /// The text now.
        after: Option<String>,
        /// Byte ranges of `after` that are new or reworded.
        phrases: Vec<Range<usize>>,
    },
    /// Everything is as it was.
    Unchanged,
}

impl TableDifference {
    /// The word in Japanese reports.
    pub fn label(&self) -> String {
        match self {
            Self::New => "新規".to_owned(),
            Self::Gone { handed_in: true } => "今回報告なし".to_owned(),
            Self::Gone { handed_in: false } => "前回から更新なし（未提出）".to_owned(),
            Self::Moved { expected: true, .. } => "担当課変更（組織改編）".to_owned(),
            Self::Moved { .. } => "担当課変更".to_owned(),
            Self::Mark { what, .. } | Self::Figure { what, .. } | Self::Text { what, .. } => format!("{what}の変更"),
            Self::Unchanged => "変更なし".to_owned(),
        }
    }

    /// The word in English messages. A column keeps its name, which is the form's.
    pub fn english(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Gone { handed_in: true } => "gone".to_owned(),
            Self::Gone { handed_in: false } => "as last time (nothing handed in)".to_owned(),
            Self::Moved { expected: true, .. } => "other departments (reorganisation)".to_owned(),
            Self::Moved { .. } => "other departments".to_owned(),
            Self::Mark { what, .. } | Self::Figure { what, .. } | Self::Text { what, .. } => format!("{what} changed"),
            Self::Unchanged => "unchanged".to_owned(),
        }
    }

    /// What it was before and what it is now, for tables.
    pub fn sides(&self) -> (String, String) {
        let or_none = |text: &Option<String>| text.as_deref().unwrap_or("記載なし").to_owned();
        match self {
            Self::New | Self::Gone { .. } | Self::Unchanged => Default::default(),
            Self::Moved { from, to, .. } => (from.join("、"), to.join("、")),
            Self::Mark { before, after, .. } | Self::Figure { before, after, .. } | Self::Text { before, after, .. } => {
                (or_none(before), or_none(after))
            }
        }
    }
}
