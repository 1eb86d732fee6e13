//! 確認結果.html: everything a coordinator has to look at.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Lang, Severity};
use crate::report::ReportData;
use crate::report::html::escape::Html;
use crate::report::html::findings::Sorted;
use crate::report::html::records::{Entry, Records, spot};
use crate::report::html::{comments, findings, ledger, page, submissions};

/// So many records are listed, whether or not there is a finding on them.
const LISTED: usize = 5_000;

/// The page.
pub fn review(report: &ReportData<'_>) -> Vec<u8> {
    let title = format!("{} 確認結果", report.title);
    let consolidation = report.consolidation;
    let records = Records::new(consolidation);
    page::page(&title, Some(page::FILTER), |html| {
        let remarked = comments::count(consolidation) > 0;
        let mut parts = vec![("findings", "指摘"), ("submissions", "提出状況"), ("ledger", "読取台帳"), ("records", "記録")];
        if remarked {
            parts.insert(2, ("comments", "コメント"));
        }
        let parts: Vec<_> = parts.into_iter().map(|(id, text)| (id.to_owned(), text.to_owned())).collect();
        page::header(html, report, &title, None, &parts);
        html.raw("<main id=\"main\" tabindex=\"-1\">\n");
        page::section(html, "findings", "指摘", |html| {
            if consolidation.findings.is_empty() {
                html.raw("<p>指摘はありません。</p>\n");
                return;
            }
            let sorted = Sorted::of(report);
            summary(html, report, &sorted);
            filter(html, report);
            findings::write(html, report, &sorted, &records);
        });
        page::section(html, "submissions", "提出状況", |html| submissions::write(html, report));
        if remarked {
            page::section(html, "comments", "コメント", |html| comments::table(html, consolidation, &records));
        }
        page::section(html, "ledger", "読取台帳", |html| ledger::write(html, consolidation));
        page::section(html, "records", "記録", |html| list(html, report, &records));
        html.raw("</main>\n");
        page::footer(html);
    })
}

fn summary(html: &mut Html, report: &ReportData<'_>, sorted: &Sorted<'_>) {
    let open = sorted.open_count();
    let count = |severity| report.summary.findings.get(&severity).copied().unwrap_or_default();
    html.raw("<p class=\"lead\">").text(&match open {
        0 => "確認が必要な指摘はありません。".to_owned(),
        _ => format!(
            "確認が必要な指摘が{open}件あります（エラー{}件、注意{}件）。",
            count(Severity::Error),
            count(Severity::Warning)
        ),
    });
    html.raw("</p>\n");
    let all = report.consolidation.findings.len();
    if all > findings::MOST {
        html.raw("<p>")
            .text(&format!("このページには重いものから{}件を載せています。全{all}件は run.json にあります。", findings::MOST))
            .raw("</p>\n");
    }
}

/// The filter is of use with a script only, which shows it; without one every finding is there.
fn filter(html: &mut Html, report: &ReportData<'_>) {
    let findings = &report.consolidation.findings;
    let departments: BTreeSet<&str> = findings.iter().flat_map(|finding| finding.departments()).map(|name| &**name).collect();
    let office = report.consolidation.submissions.iter().map(|submission| &*submission.department);
    let mut ordered: Vec<&str> = office.filter(|name| departments.contains(name)).collect();
    ordered.extend(departments.iter().filter(|name| !report.consolidation.submissions.iter().any(|s| &&*s.department == *name)));
    let severities: BTreeSet<Severity> = findings.iter().take(findings::MOST).map(|finding| finding.severity()).collect();
    html.raw("<form id=\"filter\" hidden role=\"search\" aria-label=\"指摘の絞り込み\">\n");
    let severities: Vec<(String, String)> =
        severities.iter().rev().map(|s| (s.as_str().to_owned(), s.label(Lang::Ja).to_owned())).collect();
    page::select(html, "department", "担当課", &page::options(&ordered));
    page::select(html, "severity", "程度", &severities);
    html.raw(
        "<p><label for=\"words\">語句</label><input id=\"words\" name=\"words\" type=\"search\" autocomplete=\"off\"></p>\n",
    );
    html.raw("<p><button type=\"reset\">すべて表示</button></p>\n</form>\n");
    html.raw("<output id=\"count\" for=\"severity department words\" aria-live=\"polite\"></output>\n");
}

/// The records and where they stand, each a link target.
fn list(html: &mut Html, report: &ReportData<'_>, records: &Records<'_>) {
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.consolidation.findings {
        for entry in finding.places().filter_map(|place| records.at(place)) {
            *marked.entry(entry.anchor.as_str()).or_default() += 1;
        }
    }
    let first = records.first_of_anchor();
    let all = records.entries.len() <= LISTED;
    if !all {
        html.raw("<p>指摘かコメントのある記録だけを載せています。</p>\n");
    }
    page::scroll(html, "記録の表", |html| {
        html.raw("<table class=\"stack\">\n<caption>記録</caption>\n");
        page::headings(html, &["名称", "担当課", "ファイル", "場所", "指摘", "記録ID"]);
        html.raw("<tbody>\n");
        for (index, entry) in records.entries.iter().enumerate() {
            let findings = marked.get(entry.anchor.as_str()).copied().unwrap_or_default();
            if all || findings > 0 || !entry.origin.comments.is_empty() {
                record(html, entry, findings, first.get(entry.anchor.as_str()) == Some(&index));
            }
        }
        html.raw("</tbody>\n</table>\n");
    });
}

fn record(html: &mut Html, entry: &Entry<'_>, findings: usize, is_target: bool) {
    html.raw("<tr");
    if is_target {
        html.attr("id", &entry.anchor);
    }
    html.raw("><th scope=\"row\">").text(&entry.label()).raw("</th>");
    page::labelled(html, "担当課", &entry.departments.join("、"));
    page::labelled(html, "ファイル", &entry.origin.file);
    let first = entry.origin.cell("names").or_else(|| entry.origin.cells.first().map(|(_, cell)| *cell));
    page::labelled(html, "場所", &spot(entry.origin.sheet.as_deref(), first, entry.origin.row));
    page::labelled(html, "指摘", &if findings == 0 { String::new() } else { findings.to_string() });
    page::labelled(html, "記録ID", entry.id);
    html.raw("</tr>\n");
}
