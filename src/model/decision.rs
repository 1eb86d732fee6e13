//! What the coordinator decides: answers to findings, and edits of what departments wrote.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::digest::sha256;
use super::text::fold;
use super::{Address, Consolidation, Finding, Origin, Period, Place, RecordKind, Records, Spot};

/// The coordinator's answer to a finding, in the words of the sheet 指摘.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Answer {
    /// It is right as it is.
    #[serde(rename = "確認済み")]
    Confirmed,
    /// The department has to mend it.
    #[serde(rename = "差戻し")]
    Returned,
    /// It is right as it is, in later periods too.
    #[serde(rename = "今後も同じ")]
    Always,
    /// It does not matter here.
    #[serde(rename = "対象外")]
    NotApplicable,
}

impl Answer {
    /// All answers, in the order of the drop-down list.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Returned, Self::Always, Self::NotApplicable];

    /// The word in the workbook and in `decisions.toml`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Confirmed => "確認済み",
            Self::Returned => "差戻し",
            Self::Always => "今後も同じ",
            Self::NotApplicable => "対象外",
        }
    }

    /// The answer that a cell's text means; small differences of spelling do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match fold(text).as_str() {
            "確認済み" | "確認済" | "確認ずみ" | "確認" | "済" | "済み" => Self::Confirmed,
            "差戻し" | "差し戻し" | "差戻" => Self::Returned,
            "今後も同じ" | "今後も" => Self::Always,
            "対象外" => Self::NotApplicable,
            _ => return None,
        })
    }
}

/// What a finding asks: the same question comes back under the same words, wherever its cell lies.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// Id of the rule.
    pub rule: String,
    /// The department, where the finding is about one.
    pub department: Option<String>,
    /// Id of the record, where the finding is about one.
    pub record: Option<String>,
    /// The content of the question: the values that the finding speaks of.
    pub subject: String,
}

impl Question {
    /// What a finding asks; `record` is the record at its place.
    pub fn of(finding: &Finding, record: Option<&str>) -> Self {
        let departments = finding.departments();
        let department = match departments.as_slice() {
            [only] if !finding.is_anywhere() => Some(only.to_string()),
            _ => None,
        };
        let record = record.filter(|_| !finding.is_united()).or_else(|| finding.record_id());
        Self { rule: finding.rule.id.to_owned(), department, record: record.map(str::to_owned), subject: finding.subject() }
    }

    /// A short key, for a hidden column.
    pub fn key(&self) -> String {
        let parts = [
            self.rule.as_str(),
            self.department.as_deref().unwrap_or_default(),
            self.record.as_deref().unwrap_or_default(),
            self.subject.as_str(),
        ];
        let mut hash = sha256(parts.join("\u{1f}").as_bytes());
        hash.truncate(16);
        hash
    }
}

/// An answer that is remembered. Without an answer it is a remark on a finding that stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Id of the rule.
    pub rule: String,
    /// The department, where the finding is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Id of the record, where the finding is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The content of the question.
    #[serde(default)]
    pub subject: String,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The period that was answered for; [`Answer::Always`] holds in later ones too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Decision {
    /// The question that it answers.
    pub fn question(&self) -> Question {
        Question {
            rule: self.rule.clone(),
            department: self.department.clone(),
            record: self.record.clone(),
            subject: self.subject.clone(),
        }
    }

    /// Does it hold in this period?
    pub fn holds_in(&self, period: Option<Period>) -> bool {
        self.answer == Some(Answer::Always) || self.period == period.map(Period::id)
    }

    /// Are these the same question of the same time?
    pub fn replaces(&self, other: &Self) -> bool {
        let times = self.period == other.period || self.answer == Some(Answer::Always) && other.answer == Some(Answer::Always);
        times && self.question() == other.question()
    }
}

/// What became of a finding by the coordinator's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decided {
    /// The answer; none: only a remark.
    pub answer: Option<Answer>,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl std::fmt::Display for Decided {
    /// 確認済み（課に確認した。2025-11-05 山田）.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let when = [self.on.map(|day| day.to_string()), self.by.clone()];
        let when = when.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let about: Vec<&str> = self.note.as_deref().into_iter().chain([when.as_str()]).filter(|text| !text.is_empty()).collect();
        f.write_str(self.answer.map_or("メモ", Answer::label))?;
        if about.is_empty() { Ok(()) } else { write!(f, "（{}）", about.join("。")) }
    }
}

impl From<&Decision> for Decided {
    fn from(decision: &Decision) -> Self {
        Self { answer: decision.answer, note: decision.note.clone(), on: decision.on, by: decision.by.clone() }
    }
}

/// An answer that was given in the workbook, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// What it answers.
    pub question: Question,
    /// The answer; none: it was taken back, or never given.
    pub answer: Option<Answer>,
    /// The remark.
    pub note: Option<String>,
}

/// A cell of 一覧 that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCell {
    /// The kind of its record.
    pub kind: RecordKind,
    /// Id of its record.
    pub record: String,
    /// The record's department, for the reader.
    pub department: Option<String>,
    /// The field.
    pub field: String,
    /// What the department had written when the workbook was made.
    pub own: Option<String>,
    /// What the cell holds now.
    pub now: Option<String>,
}

/// The coordinator's remark on a record: an [`Edit`]'s field that no department wrote.
pub const MEMO: &str = "memo";
/// The coordinator's mark that a record was looked at.
pub const CHECK: &str = "check";

/// A value that the coordinator changed in 取りまとめ.xlsx.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The period whose report is edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The kind of the record.
    #[serde(default = "progress")]
    pub kind: RecordKind,
    /// Id of the record.
    pub record: String,
    /// The record's field, [`MEMO`] or [`CHECK`].
    pub field: String,
    /// The record's department when it was edited, for the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// What the department had written; none: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is changed to; none: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

const fn progress() -> RecordKind {
    RecordKind::Progress
}

impl Edit {
    /// Is it about the same value?
    pub fn is_of(&self, period: Option<&str>, kind: RecordKind, record: &str, field: &str) -> bool {
        self.period.as_deref() == period && self.kind == kind && self.record == record && self.field == field
    }

    /// Is it a remark rather than a change of what a department wrote?
    pub fn is_remark(&self) -> bool {
        self.field == MEMO || self.field == CHECK
    }
}

/// A field's value as the department wrote it and as the coordinator changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Edited {
    /// What the department wrote; `null`: nothing.
    pub before: Option<String>,
    /// What the outputs have.
    pub after: Option<String>,
}

/// The edited fields of a record.
pub type EditedFields = BTreeMap<String, Edited>;

/// The edited records.
pub type EditedRecords = BTreeMap<(RecordKind, Arc<str>), EditedFields>;

impl Consolidation {
    /// The edited fields of a record.
    pub fn edited(&self, kind: RecordKind, id: &str) -> Option<&EditedFields> {
        if self.edited.is_empty() { None } else { self.edited.get(&(kind, Arc::from(id))) }
    }

    /// The coordinator's remark ([`MEMO`]) or mark ([`CHECK`]) on a record.
    pub fn remark(&self, kind: RecordKind, id: &str, field: &str) -> Option<&str> {
        let edit = self.edits.iter().find(|edit| edit.kind == kind && edit.record == id && edit.field == field)?;
        edit.after.as_deref()
    }
}

/// A row of a file's sheet.
type SheetRow<'a> = (&'a str, Option<&'a str>, u32);

/// Finds the record that a place speaks of.
#[derive(Debug, Default)]
pub struct RecordIndex<'a> {
    rows: HashMap<SheetRow<'a>, Vec<(&'a str, &'a Origin)>>,
}

impl<'a> RecordIndex<'a> {
    /// Indexes records by the rows that they came from.
    pub fn new(records: &'a Records) -> Self {
        let mut index = Self::default();
        records.progress.iter().for_each(|record| index.add(&record.id, &record.origin));
        records.schedule.iter().for_each(|record| index.add(&record.id, &record.origin));
        records.indicators.iter().for_each(|record| index.add(&record.id, &record.origin));
        records.measures.iter().for_each(|record| index.add(&record.id, &record.origin));
        records.checklists.iter().for_each(|record| index.add(&record.id, &record.origin));
        records.tables.iter().for_each(|record| index.add(&record.id, &record.origin));
        index
    }

    fn add(&mut self, id: &'a str, origin: &'a Origin) {
        let mut rows: Vec<u32> = std::iter::once(origin.row).chain(origin.cells.iter().map(|(_, cell)| cell.row)).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            self.rows.entry((&origin.file, origin.sheet.as_deref(), row)).or_default().push((id, origin));
        }
    }

    /// The id of the record at a place.
    pub fn find(&self, place: &Place) -> Option<&'a str> {
        let file = place.file.as_deref()?;
        let (cell, row) = match place.spot? {
            Spot::Cell(cell) => (Some(cell), cell.row),
            Spot::Range(range) => (Some(range.first), range.first.row),
            Spot::Row(row) => (None, row),
            Spot::Column(_) => return None,
        };
        let here = self.rows.get(&(file, place.sheet.as_deref(), row))?;
        let exact = |origin: &Origin| cell.is_some_and(|cell: Address| origin.cells.iter().any(|(_, at)| *at == cell));
        let found = here.iter().find(|(_, origin)| exact(origin)).or_else(|| here.first())?;
        Some(found.0)
    }
}
