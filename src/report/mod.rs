//! Turns a consolidation into workbook, report, pages and data files.
//!
//! Every output is made from a [`ReportData`]: the consolidation, the tables laid out by their forms
//! and the figures of the summary.

pub mod data;
pub mod handouts;
pub mod html;
mod options;
mod package;
pub mod pdf;
mod tables;
pub mod typeset;
pub mod workbook;

pub use tables::changes::{ChangeKind, Changes};
pub use tables::{Badge, Cell, CellKind, Changed, Counts, Heading, KeyFigure, Row, Section, Table, TableColumn};

use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use crate::consolidate::Summary;
use crate::form::Form;
use crate::model::era::wareki_date;
use crate::model::{Consolidation, Finding, RecordKind};

/// How far a report is approved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// 案.
    #[default]
    Draft,
    /// 確認中.
    Review,
    /// 確定.
    Final,
    /// 訂正: the correction of a final report.
    Correction,
    /// A word of the office's own.
    Named(Arc<str>),
}

impl State {
    /// The word in Japanese reports.
    pub fn label(&self) -> &str {
        match self {
            Self::Draft => "案",
            Self::Review => "確認中",
            Self::Final => "確定",
            Self::Correction => "訂正",
            Self::Named(name) => name,
        }
    }
}

/// The data of a report: the same for every output.
#[derive(Debug)]
pub struct ReportData<'a> {
    /// The consolidation.
    pub consolidation: &'a Consolidation,
    /// The tables, in the order of print; each borrows the consolidation's texts.
    pub tables: Vec<Table<'a>>,
    /// The figures of the first page.
    pub summary: Summary,
    /// The changes since the last report.
    pub changes: Changes<'a>,
    /// Title: 奥州市DX全体方針 取組状況.
    pub title: String,
    /// The period's label, empty where there is none: 令和7年度上半期.
    pub period: String,
    /// 基準日: the period's last day.
    pub as_of: Option<Date>,
    /// When this report was made (`--now`), in UTC.
    pub issued: DateTime,
}

impl<'a> ReportData<'a> {
    /// Lays out the tables of a consolidation by the forms of its records.
    pub fn new(consolidation: &'a Consolidation, forms: &[&Form], issued: DateTime) -> Self {
        let mut tables: Vec<Table<'a>> = forms.iter().filter_map(|form| Table::new(consolidation, form, issued.date())).collect();
        // missing rows are in one table, whatever forms the others used
        let progress = tables.iter_mut().filter(|table| table.kind == RecordKind::Progress);
        progress.skip(1).for_each(Table::leave_out_awaited);
        tables.retain(|table| !table.sections.is_empty());
        // what is done and planned before what is listed
        tables.sort_by_key(|table| table.kind);
        Self {
            title: title(consolidation, &tables),
            consolidation,
            tables,
            summary: Summary::of(consolidation),
            changes: Changes::of(consolidation),
            period: consolidation.period.map(|period| period.label()).unwrap_or_default(),
            as_of: consolidation.period.map(|period| period.end()),
            issued,
        }
    }

    /// Returns the line below a title: 令和7年度上半期　基準日 令和7年9月30日　令和7年10月20日作成　みなも市.
    pub fn subtitle(&self) -> String {
        let mut parts = Vec::new();
        parts.extend((!self.period.is_empty()).then(|| self.period.clone()));
        parts.extend(self.as_of.map(|day| format!("基準日 {}", wareki_date(day))));
        parts.push(format!("{}作成", wareki_date(self.issued.date())));
        parts.push(self.consolidation.plan.municipality.clone());
        parts.join("　")
    }

    /// The findings that reports list: all but those on machine readability, which are on the review page.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> + Clone {
        self.consolidation.findings.iter().filter(|finding| !finding.rule.is_machine_readability())
    }
}

/// The report's title. Without progress records it is the name of the only table, or the kinds of the tables.
fn title(consolidation: &Consolidation, tables: &[Table<'_>]) -> String {
    let plan = &consolidation.plan;
    // a title that one of several tables has is none of the report
    let by_files = plan.title.is_empty() && plan.report_title.is_some() && tables.len() < 2;
    if tables.is_empty() || !consolidation.records.progress.is_empty() || by_files {
        return plan.report_title();
    }
    let what = match tables {
        [only] => only.title.clone(),
        [first, rest @ ..] if tables.iter().all(|table| table.kind == RecordKind::Table) => {
            format!("{}ほか{}表の取りまとめ", first.title, rest.len())
        }
        _ => {
            let kinds = [
                (RecordKind::Schedule, "工程"),
                (RecordKind::Measure, "施策"),
                (RecordKind::Indicator, "指標"),
                (RecordKind::Checklist, "一覧"),
                (RecordKind::Table, "表"),
            ];
            let there = kinds.iter().filter(|(kind, _)| tables.iter().any(|table| table.kind == *kind));
            let words: Vec<&str> = there.map(|(_, word)| *word).collect();
            format!("{}の取りまとめ", words.join("・"))
        }
    };
    [plan.title.as_str(), what.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// Names of departments on one line: the first three, and the number of the others.
fn listed(names: &[&str]) -> String {
    const NAMED: usize = 3;
    let first = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    if names.len() > NAMED { format!("{first} ほか{}課", names.len() - NAMED) } else { first }
}
