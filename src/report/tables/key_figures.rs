//! The figures that a report opens with, in large type: how many initiatives, who has handed in, what moved.

use crate::model::{RecordKind, SubmissionStatus};
use crate::report::{ChangeKind, ReportData};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// What it counts.
    pub label: String,
    /// How many.
    pub value: String,
    /// What stands after the figure, in smaller type.
    pub unit: String,
    /// Something has to be done before anyone reads on.
    pub alarming: bool,
}

impl Key {
    fn new(label: &str, value: usize, unit: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: grouped(value), unit: unit.into(), alarming: false }
    }
}

/// The figures of a report.
pub(crate) fn keys(report: &ReportData<'_>) -> Vec<Key> {
    let summary = &report.summary;
    let mut out = Vec::new();
    if summary.records > 0 || report.tables.is_empty() {
        out.push(Key::new("取組", summary.records, ""));
    }
    for table in report.tables.iter().filter(|table| table.kind != RecordKind::Progress) {
        out.push(Key::new(&table.figure.label, table.figure.value, table.figure.unit.clone()));
    }
    let of = |status| summary.submissions.get(&status).copied().unwrap_or(0);
    let handed: usize = SubmissionStatus::ALL.into_iter().filter(|status| status.is_handed_in()).map(of).sum();
    let all: usize = summary.submissions.values().sum();
    if all > 0 || out.len() == 1 && summary.records > 0 {
        out.push(Key::new("提出", handed, format!("／{}課", grouped(all))));
    }
    if report.changes.compared {
        out.push(Key::new("進んだ取組", report.changes.count(ChangeKind::StageUp), ""));
        let fallen = report.changes.count(ChangeKind::StageDown);
        out.push(Key { alarming: fallen > 0, ..Key::new("後退した取組", fallen, "") });
    }
    out
}

/// 1,234
pub(crate) fn grouped(n: impl std::fmt::Display) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
