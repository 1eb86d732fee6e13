//! A consolidation becomes the workbook, the report and the data files.
//!
//! [`Edition`] is what every output is made of: the consolidation, the tables laid out by their forms,
//! and the figures of the summary. Outputs differ only in how they draw it.

pub mod data;
pub mod forms;
pub mod pdf;
pub mod publish;
pub mod returns;
pub mod run;
mod table;
pub mod typeset;
pub mod workbook;

pub use table::{Badge, Cell, CellKind, Heading, Row, Section, Table, TableColumn};

use jiff::civil::{Date, DateTime};

use crate::consolidate::Summary;
use crate::form::Form;
use crate::model::Consolidation;

/// One edition of a report: the same for every output.
#[derive(Debug)]
pub struct Edition<'a> {
    /// What was brought together.
    pub consolidation: &'a Consolidation,
    /// The tables, in the order of print; each borrows the consolidation's texts.
    pub tables: Vec<Table<'a>>,
    /// The figures of the first page.
    pub summary: Summary,
    /// Title: 奥州市DX全体方針 取組状況.
    pub title: String,
    /// The period's label, empty where there is none: 令和7年度上半期.
    pub period: String,
    /// 基準日: the period's last day.
    pub as_of: Option<Date>,
    /// When this edition was made (`--now`), in UTC.
    pub issued: DateTime,
}

impl<'a> Edition<'a> {
    /// Lays out the tables of a consolidation by the forms of its records.
    pub fn new(consolidation: &'a Consolidation, forms: &[&Form], issued: DateTime) -> Self {
        Self {
            consolidation,
            tables: forms.iter().filter_map(|form| Table::new(consolidation, form)).collect(),
            summary: Summary::of(consolidation),
            title: consolidation.plan.report_title(),
            period: consolidation.period.map(|period| period.label()).unwrap_or_default(),
            as_of: consolidation.period.map(|period| period.end()),
            issued,
        }
    }
}
