//! 提出状況: who handed in, when, in which file, and how many findings there are.

use std::collections::HashMap;

use crate::model::era::wareki_date;
use crate::model::{Severity, SubmissionStatus};
use crate::report::html::escape::Html;
use crate::report::html::page;
use crate::report::{ReportData, handouts::returns};

/// Writes the section's content.
pub(super) fn write(html: &mut Html, report: &ReportData<'_>) {
    let consolidation = report.consolidation;
    let counts: Vec<String> = SubmissionStatus::ALL
        .iter()
        .filter_map(|status| report.summary.submissions.get(status).map(|n| format!("{} {n}課", status.label())))
        .collect();
    html.raw("<p>").text(&counts.join("、")).raw("</p>\n");
    let mut findings: HashMap<(&str, Severity), usize> = HashMap::new();
    for finding in &consolidation.findings {
        for department in finding.departments() {
            *findings.entry((department, finding.severity())).or_default() += 1;
        }
    }
    let returns = returns::states(consolidation);
    page::scroll(html, "提出状況の表", |html| {
        html.raw("<table class=\"stack\">\n<caption>提出状況</caption>\n");
        page::headings(html, &["担当課", "状況", "提出日", "ファイル", "記録数", "エラー", "注意", "差戻し"]);
        html.raw("<tbody>\n");
        for submission in &consolidation.submissions {
            html.raw("<tr><th scope=\"row\">").text(&submission.department).raw("</th><td data-label=\"状況\">");
            let missing = !submission.status.is_handed_in();
            html.raw(if missing { "<strong class=\"error\">" } else { "<span>" }).text(submission.status.label());
            html.raw(if missing { "</strong></td>" } else { "</span></td>" });
            page::labelled(html, "提出日", &submission.submitted.map(wareki_date).unwrap_or_default());
            html.raw("<td class=\"t\" data-label=\"ファイル\">");
            if submission.files.is_empty() {
                html.text(submission.file.as_deref().unwrap_or_default());
            } else {
                html.text(&submission.files.join("\n"));
            }
            html.raw("</td>");
            page::labelled(html, "記録数", &submission.records.len().to_string());
            for (severity, label) in [(Severity::Error, "エラー"), (Severity::Warning, "注意")] {
                let count = findings.get(&(&*submission.department, severity)).copied().unwrap_or_default();
                page::labelled(html, label, &count.to_string());
            }
            page::labelled(html, "差戻し", returns.get(&submission.department).copied().unwrap_or_default());
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}
