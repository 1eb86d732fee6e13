//! 提出状況: who handed in, when, in which file, and how many findings there are.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::model::era::wareki_date;
use crate::model::{Severity, SubmissionStatus};
use crate::report::html::page;
use crate::report::{ReportData, handouts::returns};

/// The section's content.
pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let consolidation = report.consolidation;
    let counts: Vec<String> = SubmissionStatus::ALL
        .iter()
        .filter_map(|status| report.summary.submissions.get(status).map(|n| format!("{} {n}課", status.label())))
        .collect();
    let mut findings: HashMap<(&str, Severity), usize> = HashMap::new();
    for finding in &consolidation.findings {
        for department in finding.departments() {
            *findings.entry((department, finding.severity())).or_default() += 1;
        }
    }
    let returns = returns::states(consolidation);
    let table = html! {
        table.stack {
            caption { "提出状況" }
            (page::headings(&["担当課", "状況", "提出日", "ファイル", "記録数", "エラー", "注意", "差戻し"]))
            tbody {
                @for submission in &consolidation.submissions {
                    @let count = |severity| findings.get(&(&*submission.department, severity)).copied().unwrap_or_default();
                    tr {
                        th scope="row" { (submission.department) }
                        td data-label="状況" {
                            @if submission.status.is_handed_in() {
                                span { (submission.status.label()) }
                            } @else {
                                strong.error { (submission.status.label()) }
                            }
                        }
                        (page::labelled("提出日", &submission.submitted.map(wareki_date).unwrap_or_default()))
                        td.t data-label="ファイル" {
                            @if submission.files.is_empty() {
                                (submission.file.as_deref().unwrap_or_default())
                            } @else {
                                (submission.files.join("\n"))
                            }
                        }
                        (page::labelled("記録数", &submission.records.len().to_string()))
                        (page::labelled("エラー", &count(Severity::Error).to_string()))
                        (page::labelled("注意", &count(Severity::Warning).to_string()))
                        (page::labelled("差戻し", returns.get(&submission.department).copied().unwrap_or_default()))
                    }
                }
            }
        }
    };
    html! {
        p { (counts.join("、")) }
        (page::scroll("提出状況の表", &table))
    }
}
