//! Turns a grid into rows of named cells with the help of forms, and accounts for every cell.
//!
//! A sheet is walked once from top to bottom. Heading rows are found by their meaning; what stands around
//! and between the rows of a table is classified by its shape. Every non-empty cell ends in a row or is set aside
//! for a [`Reason`](crate::model::Reason).

mod assign;
mod bars;
mod beside;
mod blocks;
mod cards;
mod columns;
mod comments;
mod example_sheet;
mod file;
mod groups;
mod heading;
mod info;
mod kind_form;
mod kinds;
mod ledger_builder;
mod lookup_cache;
mod mapped;
mod merges;
mod outline;
mod pairs;
mod parts;
mod reported;
mod shape;
mod sheet;
mod spelling;
mod stages;
mod unmatchable;
mod vocabulary;

pub use example_sheet::{answers_of_example, is_answered, is_example_sheet};
pub use file::RecognisedFile;
pub use info::{Info, Label, is_department_name};
pub(crate) use info::{inline as labels_in, is_office_name, spaced as label_and_value};
pub use mapped::MappedColumn;
pub use outline::outline;
pub use sheet::read_sheet;
pub(crate) use sheet::shorten;
#[cfg(feature = "cli")]
pub(crate) use spelling::column_spelling;
pub use unmatchable::{Unmatchable, unmatchable};
pub use vocabulary::{Closeness, Vocabulary};

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::form::vocabulary::HeadingFacets;
use crate::model::text::trim_paragraphs;
use crate::model::{Address, CellRange, Comment, Finding, FiscalYears, FormStamp, Ledger, Period, Visibility};
use crate::source::{RawCell, RawValue};

/// A sheet after recognition.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recognised {
    /// Its name; delimited text has none.
    pub name: Option<Arc<str>>,
    /// Is it shown?
    pub visibility: Visibility,
    /// The tables, from top to bottom.
    pub tables: Vec<RawTable>,
    /// The ledger of its cells, as if every row of every table became a record.
    pub ledger: Ledger,
    /// Titles and captions, for finding plan and period.
    pub titles: Vec<String>,
    /// Short texts above the table without a label: perhaps the department or the day.
    pub unlabelled: Vec<(Address, String)>,
    /// 該当なし, and its cell.
    pub no_records: Option<(Address, String)>,
    /// What the sheet says about the hand-in.
    pub info: Info,
    /// What is printed at the head of each page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_header: Option<String>,
    /// What a form of ours says of itself; it goes before everything else.
    pub stamp: Option<FormStamp>,
    /// The remarks on its cells, without what we wrote there ourselves.
    pub comments: Vec<Comment>,
    /// What a person has to know.
    pub findings: Vec<Finding>,
}

/// A table: its columns and its rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawTable {
    /// Index of its form in the vocabulary.
    pub form: usize,
    /// From the first heading cell to the last cell.
    pub range: CellRange,
    /// Its heading rows, from 0; the end is the first row below them.
    pub heading: Range<u32>,
    /// Which column of the sheet is which of the form.
    pub columns: Vec<MappedColumn>,
    /// Columns that are no field but say something of the figures beside them: unit, years, role. For `inspect`.
    #[serde(skip)]
    pub beside: Vec<BesideColumn>,
    /// Captions above it, since the table before.
    pub captions: Vec<Caption>,
    /// ※ lines below it, where its form carries them on.
    pub notes: Vec<Caption>,
    /// What stands above it about the hand-in, where it differs from the table before.
    pub info: Info,
    /// The period in its headings or captions.
    pub period: Option<Period>,
    /// Its rows.
    pub rows: Vec<RawRow>,
    /// Its rows of totals: no records, but they have to add up.
    pub totals: Vec<RawTotal>,
}

/// A column that says something of the figures or texts of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct BesideColumn {
    /// The cell of its heading.
    pub cell: Address,
    /// The heading as written.
    pub heading: String,
    /// What it says: `unit`, `years`, `role`.
    pub meaning: &'static str,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// The words of its heading.
    pub facets: Box<HeadingFacets>,
}

/// A row of totals: 小計, 合計.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawTotal {
    /// How many rows stand above it.
    pub after: usize,
    /// Is it one of several, for the rows since the one before (小計)?
    pub partial: bool,
    /// Its cells.
    pub cells: Vec<RawField>,
}

/// A line outside the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Its text.
    pub text: String,
    /// Where it stands; the name of a sheet stands nowhere.
    pub at: Option<Address>,
    /// Is it a line between the rows of a table?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside: bool,
}

/// One row of a table: named cells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawRow {
    /// Its first row on the sheet, from 0.
    pub row: u32,
    /// Is that row hidden?
    pub hidden: bool,
    /// Its cells; several of one column are parts of one value, one below the other.
    pub cells: Vec<RawField>,
    /// The remarks on its cells, blank ones too, each with the form's column.
    pub comments: Vec<(usize, Comment)>,
    /// How many cells of the sheet it alone uses.
    pub used: u64,
    /// The id that a form of ours gives it.
    pub id: Option<Arc<str>>,
    /// The stages that columns of their own say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<RawStage>,
    /// What it says of earlier months, in columns of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<(Period, RawField)>,
}

/// A stage that stands in a column of its own: 導入 under 段階, or ○ under 導入.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawStage {
    /// Index of the form's column whose text it belongs to.
    pub column: usize,
    /// Where it stands.
    pub at: Address,
    /// Its words: those of the cell, or of the heading over a mark.
    pub label: String,
}

/// A named cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawField {
    /// Index of the form's column.
    pub column: usize,
    /// Where it stands.
    pub at: Address,
    /// The last column it reaches, when it is merged.
    pub to: u32,
    /// What the sheet shows, without blanks around it.
    pub text: String,
    /// Its typed value.
    pub value: RawValue,
    /// The fiscal years it is of, where facets of its column or its row say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<FiscalYears>,
    /// Its unit, where that stands outside of the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Arc<str>>,
    /// What stands beside it and belongs to it: the day of a baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Arc<str>>,
    /// Is it what was done, in a row of 実績 beside one of 予定?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// Are its years inferred from the colours of cells?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// Do its years go on without an end: 令和8年度以降?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

impl Recognised {
    /// Joins two parts of one sheet that were read separately.
    fn with(mut self, other: Self) -> Self {
        self.tables.extend(other.tables);
        self.ledger.add(&other.ledger);
        self.titles.extend(other.titles);
        self.unlabelled.extend(other.unlabelled);
        self.no_records = self.no_records.or(other.no_records);
        self.info.fill(&other.info);
        self.page_header = self.page_header.or(other.page_header);
        self.stamp = self.stamp.or(other.stamp);
        self.findings.extend(other.findings);
        self
    }
}

impl RawTable {
    /// The same table without its rows and what stands around them.
    fn clone_frame(&self) -> Self {
        Self {
            form: self.form,
            heading: self.heading.clone(),
            range: self.range,
            columns: self.columns.clone(),
            beside: Vec::new(),
            captions: Vec::new(),
            notes: Vec::new(),
            info: Info::default(),
            period: self.period,
            rows: Vec::new(),
            totals: Vec::new(),
        }
    }
}

impl RawField {
    /// The cell as a value of a column of the form.
    fn new(column: usize, cell: &RawCell, to: u32) -> Self {
        let text = trim_paragraphs(&cell.shown).to_owned();
        Self {
            column,
            at: cell.at,
            to,
            text,
            value: cell.value.clone(),
            years: None,
            unit: None,
            note: None,
            done: false,
            inferred: false,
            open: false,
        }
    }
}

impl RawRow {
    /// The cells of a column.
    pub fn of(&self, column: usize) -> impl Iterator<Item = &RawField> {
        self.cells.iter().filter(move |cell| cell.column == column)
    }
}
