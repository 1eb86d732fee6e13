//! Records: what every table becomes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::{Address, Better, IndicatorValue, Missing, Period, Place, SharedText, Spot, TableRow};

/// Where a record came from: its file, sheet and row, and the cell of every text, figure and mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Origin {
    /// Path of the file, as in [`Input::path`](super::Input::path).
    pub file: Arc<str>,
    /// The sheet; delimited text has none.
    pub sheet: Option<Arc<str>>,
    /// The record's first row, from 0; in files from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub row: u32,
    /// Field → cell, in the order of the fields.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Address>"))]
    pub cells: Vec<(Arc<str>, Address)>,
    /// Field → what somebody remarked on its cell.
    #[cfg_attr(test, schemars(skip_serializing_if = "BTreeMap::is_empty"))]
    pub comments: BTreeMap<Arc<str>, String>,
    /// Fields that another copy of the same row filled in.
    #[cfg_attr(test, schemars(skip_serializing_if = "Vec::is_empty"))]
    pub elsewhere: Vec<Elsewhere>,
}

/// A field whose value stands in another file than the rest of its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Elsewhere {
    /// The field.
    pub field: Arc<str>,
    /// Its file.
    pub file: Arc<str>,
    /// Its sheet; delimited text has none.
    pub sheet: Option<Arc<str>>,
    /// Its cell.
    pub cell: Option<Address>,
}

impl Origin {
    /// The cell a field came from.
    pub fn cell(&self, field: &str) -> Option<Address> {
        self.cells.iter().find(|(name, _)| &**name == field).map(|(_, cell)| *cell)
    }

    /// The place of a field: its cell, or the row where the field has none.
    pub fn place(&self, field: &str) -> Place {
        let spot = self.cell(field).map_or(Spot::Row(self.row), Spot::Cell);
        Place::file(self.file.clone()).on(self.sheet.clone()).at(spot)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Cells<'a>(&'a [(Arc<str>, Address)]);
        impl Serialize for Cells<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (field, cell) in self.0 {
                    map.serialize_entry(&**field, cell)?;
                }
                map.end()
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("file", &*self.file)?;
        map.serialize_entry("sheet", &self.sheet.as_deref())?;
        map.serialize_entry("row", &(u64::from(self.row) + 1))?;
        map.serialize_entry("cells", &Cells(&self.cells))?;
        if !self.comments.is_empty() {
            map.serialize_entry("comments", &self.comments)?;
        }
        if !self.elsewhere.is_empty() {
            map.serialize_entry("elsewhere", &self.elsewhere)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            file: Arc<str>,
            sheet: Option<Arc<str>>,
            row: u32,
            cells: BTreeMap<Arc<str>, Address>,
            #[serde(default)]
            comments: BTreeMap<Arc<str>, String>,
            #[serde(default)]
            elsewhere: Vec<Elsewhere>,
        }
        let plain = Plain::deserialize(deserializer)?;
        Ok(Self {
            file: plain.file,
            sheet: plain.sheet,
            row: plain.row.saturating_sub(1),
            cells: plain.cells.into_iter().collect(),
            comments: plain.comments,
            elsewhere: plain.elsewhere,
        })
    }
}

/// Field → why its value is absent.
pub type Absences = BTreeMap<Arc<str>, Missing>;

/// One row of a 取組状況 table. A row can hold several 取組: `numbers` and `names` are its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Progress {
    /// `<direction>-<numbers joined by _>`.
    pub id: Arc<str>,
    /// 方向.
    pub direction: Option<u32>,
    /// What stands in place of the number of a direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_text: Option<String>,
    /// 取組番号, one or more.
    pub numbers: Vec<String>,
    /// 取組名, one or more; not always as many as numbers.
    pub names: Vec<String>,
    /// 担当課.
    pub departments: Vec<Arc<str>>,
    /// 施策内容.
    pub description: Option<String>,
    /// What was done up to the period.
    pub done: Option<Statement>,
    /// What is planned after it.
    pub planned: Option<Statement>,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: Absences,
    /// What its sheet says of earlier months, where it has a column for each; only compared.
    #[serde(skip)]
    pub earlier: Vec<EarlierMonth>,
}

/// A cell of an earlier month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierMonth {
    /// The month.
    pub period: Period,
    /// What was done in it.
    pub text: String,
    /// Where that stands.
    pub at: Address,
}

impl Progress {
    /// Is a text of the row left blank? Brackets and bullets alone, as forms have them printed, are blank; a dash, an error
    /// or a picture is not.
    pub fn is_blank(&self, field: &str) -> bool {
        let is_frame =
            |text: &SharedText| text.chars().all(|c| c.is_whitespace() || "【】〔〕［］[]（）()「」・･、。,.".contains(c));
        let absent = match field {
            "done" => self.done.as_ref().is_none_or(|done| is_frame(&done.text)),
            "planned" => self.planned.as_ref().is_none_or(|planned| is_frame(&planned.text)),
            _ => self.description.is_none(),
        };
        absent && self.missing.get(field).is_none_or(|why| *why == Missing::Blank)
    }

    /// Does the row say neither what was done nor what is planned?
    pub fn is_unanswered(&self) -> bool {
        self.is_blank("done") && self.is_blank("planned")
    }
}

/// A text with its 【…】 stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Statement {
    /// The whole text, as written.
    pub text: SharedText,
    /// What follows each 【…】, in order; one written tag can be two stages.
    pub stages: Vec<StageEntry>,
}

/// One stage of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StageEntry {
    /// As written between 【 and 】, or in a column of its own.
    pub stage_raw: SharedText,
    /// The plan's stage, `null` where the plan has none of that name.
    pub stage: Option<Arc<str>>,
    /// The text up to the next tag; the whole text where the stage stands in a column of its own.
    pub text: SharedText,
}

/// How sure the years of a span are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// A text in its own cell.
    Cell,
    /// A merged cell.
    Merge,
    /// The same text in consecutive years.
    Repeated,
    /// From the shape of the table.
    Inferred,
    /// The text does not say.
    Unknown,
}

/// A text that holds for some fiscal years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Span {
    /// First fiscal year.
    pub from: i16,
    /// Last fiscal year.
    pub to: i16,
    /// What is done.
    pub text: String,
    /// Which of several bars at the same time, from 1.
    pub lane: u32,
    /// How sure the years are.
    pub certainty: Certainty,
    /// Is it what was done, where the table has 実績 beside 予定?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
}

impl Span {
    /// Its text for people: what was done is called so.
    pub fn shown(&self) -> Cow<'_, str> {
        if self.done { Cow::Owned(format!("実績：{}", self.text)) } else { Cow::Borrowed(&self.text) }
    }
}

/// One row of a year-by-year schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Schedule {
    /// Direction or section, and number.
    pub id: Arc<str>,
    /// 方向.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<u32>,
    /// What stands in place of the number of a direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_text: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction_name: Option<String>,
    /// Code of the section: (1)-1-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Code of the policy: 1-(1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Title of the basic policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic_policy: Option<String>,
    /// Title of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_title: Option<String>,
    /// Number in its section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<u32>,
    /// What stands in place of that number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_text: Option<String>,
    /// Title of the block or section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Name of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 担当.
    pub departments: Vec<Arc<str>>,
    /// ほか: the list of departments is open.
    pub and_others: bool,
    /// The texts in order, each once a cell.
    pub texts: Vec<String>,
    /// The texts with their years.
    pub spans: Vec<Span>,
    /// Fiscal year → text, `null` where there is none.
    pub cells: BTreeMap<i16, Option<String>>,
    /// 目標.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: Absences,
}

/// A figure that is watched: KPI, 成果指標, 評価指標.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Indicator {
    /// Section or goal, and number.
    pub id: Arc<str>,
    /// Code of the section: (1)-1-1.
    pub section: Option<String>,
    /// Number of the goal.
    pub goal: Option<u32>,
    /// What stands in place of that number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_text: Option<String>,
    /// Its title.
    pub goal_name: Option<String>,
    /// ① of the measure it belongs to.
    pub mark: Option<String>,
    /// Title of the measure it belongs to.
    pub title: Option<String>,
    /// Departments.
    pub departments: Vec<Arc<str>>,
    /// What is measured.
    pub indicator: String,
    /// Which way is better.
    pub better: Option<Better>,
    /// The values, in the order of the table.
    pub values: Vec<IndicatorValue>,
    /// The office's mark: ◎.
    pub evaluation: Option<String>,
    /// What it says: 達成.
    pub evaluation_label: Option<String>,
    /// 出典.
    pub source: Option<String>,
    /// Heading of the notes: 備考 or 評価方法.
    pub note_heading: Option<String>,
    /// The notes.
    pub notes: Vec<String>,
    /// ※ below the table.
    pub footnote: Option<String>,
    /// （再掲）: listed elsewhere too.
    pub relisted: bool,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: Absences,
}

/// 基本施策 with its items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Measure {
    /// Goal and mark: 1①.
    pub id: Arc<str>,
    /// Number of the goal.
    pub goal: Option<u32>,
    /// What stands in place of that number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_text: Option<String>,
    /// Its title.
    pub goal_name: Option<String>,
    /// ①.
    pub mark: Option<String>,
    /// The mark as a number.
    pub no: Option<u32>,
    /// Its title.
    pub title: String,
    /// 重点.
    pub priority: bool,
    /// Whose it is.
    #[serde(default)]
    pub departments: Vec<Arc<str>>,
    /// What is done, item by item.
    pub items: Vec<String>,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: Absences,
}

/// A line of a list of what is done or supported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChecklistItem {
    /// Number in its list.
    pub id: Arc<str>,
    /// Which list: `procedures`, `cashless`.
    pub list: String,
    /// Department.
    pub department: Option<Arc<str>>,
    /// 済, 検討.
    pub status: Option<String>,
    /// Caption it stands under.
    pub category: Option<String>,
    /// Group inside the category.
    pub group: Option<String>,
    /// ① before the name, or the ○ / × of the item.
    pub mark: Option<String>,
    /// Name of a procedure.
    pub name: Option<String>,
    /// Item of a ○/× list.
    pub item: Option<String>,
    /// ○: true, ×: false.
    pub supported: Option<bool>,
    /// Remark.
    pub note: Option<String>,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: Absences,
}

/// The kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// 取組状況.
    Progress,
    /// 工程表.
    Schedule,
    /// 指標.
    Indicator,
    /// 施策.
    Measure,
    /// 一覧.
    Checklist,
    /// A table whose columns its form declares.
    Table,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Progress, Self::Schedule, Self::Indicator, Self::Measure, Self::Checklist, Self::Table];

    /// Name of its data file: `data/progress.json`; of tables the folder, with a file a form.
    pub const fn file_stem(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Schedule => "schedule",
            Self::Indicator => "indicators",
            Self::Measure => "measures",
            Self::Checklist => "checklists",
            Self::Table => "tables",
        }
    }
}

/// All records of a consolidation, by kind, in the order of the report.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "named after the kinds")]
pub struct Records {
    pub progress: Vec<Progress>,
    pub schedule: Vec<Schedule>,
    pub indicators: Vec<Indicator>,
    pub measures: Vec<Measure>,
    pub checklists: Vec<ChecklistItem>,
    pub tables: Vec<TableRow>,
}

impl Records {
    /// How many there are of each kind that occurs.
    pub fn counts(&self) -> BTreeMap<RecordKind, usize> {
        [
            (RecordKind::Progress, self.progress.len()),
            (RecordKind::Schedule, self.schedule.len()),
            (RecordKind::Indicator, self.indicators.len()),
            (RecordKind::Measure, self.measures.len()),
            (RecordKind::Checklist, self.checklists.len()),
            (RecordKind::Table, self.tables.len()),
        ]
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .collect()
    }

    /// The ids of all records.
    pub fn ids(&self) -> impl Iterator<Item = Arc<str>> {
        let progress = self.progress.iter().map(|record| &record.id);
        let schedule = self.schedule.iter().map(|record| &record.id);
        let indicators = self.indicators.iter().map(|record| &record.id);
        let measures = self.measures.iter().map(|record| &record.id);
        let checklists = self.checklists.iter().map(|record| &record.id);
        let tables = self.tables.iter().map(|record| &record.id);
        progress.chain(schedule).chain(indicators).chain(measures).chain(checklists).chain(tables).cloned()
    }

    /// The ids of the forms that its tables were read with, in their order.
    pub fn table_forms(&self) -> BTreeSet<Arc<str>> {
        self.tables.iter().map(|record| record.table.clone()).collect()
    }

    /// Adds another file's records.
    pub fn append(&mut self, mut other: Self) {
        self.progress.append(&mut other.progress);
        self.schedule.append(&mut other.schedule);
        self.indicators.append(&mut other.indicators);
        self.measures.append(&mut other.measures);
        self.checklists.append(&mut other.checklists);
        self.tables.append(&mut other.tables);
    }
}
