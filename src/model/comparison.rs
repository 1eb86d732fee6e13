//! What changed since the last period.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::{Matched, Period};

/// A period held against the one before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparison {
    /// What it was compared with; a folder of outputs may not say.
    pub previous: Option<Period>,
    /// One a record of this period, in the order of the report; what is gone stands at the end.
    pub changes: Vec<Change>,
    /// The same of the other kinds of tables, kind by kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<super::TableChange>,
}

impl Comparison {
    /// The change of this record.
    pub fn of(&self, id: &str) -> Option<&Change> {
        self.changes.iter().find(|change| &*change.id == id)
    }
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Change {
    /// Its id now; of one that is gone, its id then.
    pub id: Arc<str>,
    /// The ids of the records it was before: none for a new one, several for a merged one.
    pub before: Vec<Arc<str>>,
    /// By what the two were taken for the same.
    pub matched: Option<Matched>,
    /// Its name now (then, where it is gone).
    pub name: String,
    /// Its departments now (then, where it is gone).
    pub departments: Vec<Arc<str>>,
    /// What changed, in the order of [`Difference`]; never empty.
    pub differences: Vec<Difference>,
}

/// A text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "named after the fields of a progress record")]
pub enum Field {
    Names,
    Description,
    Done,
    Planned,
}

impl Field {
    /// The field's name in data files and origins.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Description => "description",
            Self::Done => "done",
            Self::Planned => "planned",
        }
    }

    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Names => "取組名",
            Self::Description => "施策内容",
            Self::Done => "取組内容",
            Self::Planned => "予定",
        }
    }
}

/// One difference between then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "class", rename_all = "kebab-case")]
pub enum Difference {
    /// Was not reported last time.
    New,
    /// Was reported last time and is not any more.
    Gone {
        /// Did the department hand anything in? If not, the record is late rather than gone.
        handed_in: bool,
        /// Had it been announced, by the department's last words or by the plan?
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        ended: bool,
    },
    /// Nothing matches surely, but something is alike: the coordinator decides.
    Unclear {
        /// Ids of the records that it could be (then, for a new one; now, for one that is gone).
        candidates: Vec<Arc<str>>,
    },
    /// Several records became this one.
    Merged,
    /// One record became this one and others.
    Split {
        /// All records it became.
        into: Vec<Arc<str>>,
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
    /// A higher stage.
    StageUp {
        /// Stage then, `null` where none was named.
        from: Option<Arc<str>>,
        /// Stage now.
        to: Arc<str>,
    },
    /// A lower stage, or none where one was named: to be confirmed, not a fault.
    StageDown {
        /// Stage then.
        from: Arc<str>,
        /// Stage now, `null` where none is named.
        to: Option<Arc<str>>,
    },
    /// An event beside the ladder (予算化) that was not named last time.
    Event {
        /// The event, in the department's own word (予算要求).
        stage: Arc<str>,
    },
    /// Other words.
    Text {
        /// In which field.
        field: Field,
        /// The text then, as written; `null` where there was none.
        before: Option<String>,
        /// The text now.
        after: Option<String>,
        /// Byte ranges of `after` that are new or reworded.
        phrases: Vec<Range<usize>>,
    },
    /// The same words with other figures.
    Figure {
        /// In which field.
        field: Field,
        /// The text then.
        before: String,
        /// The text now.
        after: String,
        /// Byte ranges of the figures that differ, in `after`.
        phrases: Vec<Range<usize>>,
    },
    /// What was done and what is planned are last time's texts: only a date or a figure differs.
    NearlyCopied,
    /// Every text is last time's.
    Unchanged {
        /// For how many periods in a row, from 1.
        periods: u32,
    },
    /// The newest date in what was done lies before the period.
    OldDates {
        /// The newest date.
        newest: Date,
    },
    /// What is planned has a date that has passed.
    PastPlan {
        /// The date.
        date: Date,
    },
    /// A sheet with a column a month says something else of last time's month than was reported then.
    Restated {
        /// The text that was reported.
        before: String,
        /// The text of that month now.
        after: String,
    },
    /// Something planned last time that neither what was done nor the new plan mentions.
    ForgottenPlan {
        /// The words of last time's plan.
        text: String,
    },
}

impl Difference {
    /// The word in Japanese reports.
    pub fn label(&self) -> String {
        match self {
            Self::New => "新規".to_owned(),
            Self::Gone { ended: true, .. } => "終了".to_owned(),
            Self::Gone { handed_in: true, .. } => "今回報告なし".to_owned(),
            Self::Gone { handed_in: false, .. } => "前回から更新なし（未提出）".to_owned(),
            Self::Unclear { .. } => "対応不明".to_owned(),
            Self::Merged => "統合".to_owned(),
            Self::Split { .. } => "分割".to_owned(),
            Self::Moved { expected: true, .. } => "担当課変更（組織改編）".to_owned(),
            Self::Moved { .. } => "担当課変更".to_owned(),
            Self::StageUp { .. } => "段階上昇".to_owned(),
            Self::StageDown { .. } => "段階下降（要確認）".to_owned(),
            Self::Event { stage } => format!("{stage}あり"),
            Self::Text { field, .. } => format!("{}の変更", field.label()),
            Self::Figure { field, .. } => format!("{}の数値変更", field.label()),
            Self::NearlyCopied => "ほぼ前回のまま".to_owned(),
            Self::Unchanged { periods: 1 } => "変更なし".to_owned(),
            Self::Unchanged { periods } => format!("変更なし（{periods}期連続）"),
            Self::OldDates { .. } => "日付が期間より前".to_owned(),
            Self::PastPlan { .. } => "予定に過去の日付".to_owned(),
            Self::Restated { .. } => "前回の月の書き換え".to_owned(),
            Self::ForgottenPlan { .. } => "前回予定の記載なし".to_owned(),
        }
    }

    /// The word in English messages.
    pub fn english(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Gone { ended: true, .. } => "ended".to_owned(),
            Self::Gone { handed_in: true, .. } => "gone".to_owned(),
            Self::Gone { handed_in: false, .. } => "as last time (nothing handed in)".to_owned(),
            Self::Unclear { .. } => "unclear match".to_owned(),
            Self::Merged => "merged".to_owned(),
            Self::Split { .. } => "split".to_owned(),
            Self::Moved { expected: true, .. } => "other departments (reorganisation)".to_owned(),
            Self::Moved { .. } => "other departments".to_owned(),
            Self::StageUp { .. } => "higher stage".to_owned(),
            Self::StageDown { .. } => "lower stage (to be confirmed)".to_owned(),
            Self::Event { .. } => "event".to_owned(),
            Self::Text { field, .. } => format!("{} changed", field.as_str()),
            Self::Figure { field, .. } => format!("figures of {} changed", field.as_str()),
            Self::NearlyCopied => "nearly as last time".to_owned(),
            Self::Unchanged { periods: 1 } => "unchanged".to_owned(),
            Self::Unchanged { periods } => format!("unchanged for {periods} periods"),
            Self::OldDates { .. } => "dates before the period".to_owned(),
            Self::PastPlan { .. } => "planned for a past date".to_owned(),
            Self::Restated { .. } => "last time's month rewritten".to_owned(),
            Self::ForgottenPlan { .. } => "last plan not mentioned".to_owned(),
        }
    }

    /// What it was before and what it is now, for tables.
    pub fn sides(&self) -> (String, String) {
        let list = |names: &[Arc<str>]| names.join("、");
        let or_none = |name: &Option<Arc<str>>| name.as_deref().unwrap_or("記載なし").to_owned();
        match self {
            Self::New | Self::Gone { .. } | Self::Merged | Self::NearlyCopied | Self::Unchanged { .. } => Default::default(),
            Self::Unclear { candidates } => (format!("候補: {}", list(candidates)), String::new()),
            Self::Split { into } => (String::new(), list(into)),
            Self::Moved { from, to, .. } => (list(from), list(to)),
            Self::StageUp { from, to } => (or_none(from), to.to_string()),
            Self::StageDown { from, to } => (from.to_string(), or_none(to)),
            Self::Event { stage } => (String::new(), stage.to_string()),
            Self::Text { before, after, .. } => (before.clone().unwrap_or_default(), after.clone().unwrap_or_default()),
            Self::Figure { before, after, .. } | Self::Restated { before, after } => (before.clone(), after.clone()),
            Self::OldDates { newest: date } | Self::PastPlan { date } => (String::new(), super::era::wareki_date(*date)),
            Self::ForgottenPlan { text } => (text.clone(), String::new()),
        }
    }
}

/// A correction of a period that was closed; the next report prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Erratum {
    /// The period that was closed.
    pub period: Period,
    /// The record.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Its departments.
    pub departments: Vec<Arc<str>>,
    /// What is corrected: 取組内容の変更.
    pub class: String,
    /// What the closed report says.
    pub before: String,
    /// What is right.
    pub after: String,
    /// The day on which it was corrected.
    pub noted: Date,
}
