//! 確認結果.html: everything a coordinator has to look at.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::model::{Lang, Severity};
use crate::report::ReportData;
use crate::report::html::findings::Sorted;
use crate::report::html::records::{Entry, Records, spot};
use crate::report::html::{comments, findings, ledger, page, submissions};

/// Up to this number of records the page lists all, with or without findings.
const LISTED: usize = 5_000;

/// The page.
pub fn review(report: &ReportData<'_>) -> Vec<u8> {
    let title = format!("{} 確認結果", report.title);
    let consolidation = report.consolidation;
    let records = Records::new(consolidation);
    let mut sections = vec![
        ("findings", "指摘", findings(report, &records)),
        ("submissions", "提出状況", submissions::section(report)),
        ("ledger", "読取台帳", ledger::section(consolidation)),
        ("records", "記録", list(report, &records)),
    ];
    if consolidation.submissions.is_empty() {
        sections.remove(1);
    }
    if comments::count(consolidation) > 0 {
        sections.insert(sections.len() - 2, ("comments", "コメント", comments::table(consolidation, &records)));
    }
    let parts: Vec<_> = sections.iter().map(|(id, title, _)| ((*id).to_owned(), (*title).to_owned())).collect();
    let body = html! {
        (page::header(report, &title, None, &parts))
        main id="main" tabindex="-1" {
            @for (id, title, content) in &sections { (page::section(id, title, content)) }
        }
        (page::footer())
    };
    page::page(&title, Some(page::FILTER), &body)
}

fn findings(report: &ReportData<'_>, records: &Records<'_>) -> Markup {
    if report.consolidation.findings.is_empty() {
        return html! { p { "指摘はありません。" } };
    }
    let sorted = Sorted::of(report);
    html! {
        (summary(report, &sorted))
        (filter(report))
        (findings::section(report, &sorted, records))
    }
}

fn summary(report: &ReportData<'_>, sorted: &Sorted<'_>) -> Markup {
    let open = sorted.open_count();
    let count = |severity| report.summary.findings.get(&severity).copied().unwrap_or_default();
    let all = report.consolidation.findings.len();
    html! {
        p.lead {
            @if open == 0 {
                "確認が必要な指摘はありません。"
            } @else {
                "確認が必要な指摘が" (open) "件あります（エラー" (count(Severity::Error)) "件、注意" (count(Severity::Warning)) "件）。"
            }
        }
        @if all > findings::MOST {
            p { "このページには重いものから" (findings::MOST) "件を載せています。全" (all) "件は run.json にあります。" }
        }
    }
}

/// Hidden until the script shows it; without a script every finding is visible.
fn filter(report: &ReportData<'_>) -> Markup {
    let findings = &report.consolidation.findings;
    let submissions = &report.consolidation.submissions;
    let departments: BTreeSet<&str> = findings.iter().flat_map(|finding| finding.departments()).map(|name| &**name).collect();
    let office = submissions.iter().map(|submission| &*submission.department);
    let mut ordered: Vec<&str> = office.filter(|name| departments.contains(name)).collect();
    ordered.extend(departments.iter().filter(|name| !submissions.iter().any(|s| &&*s.department == *name)));
    let departments: Vec<(&str, &str)> = ordered.into_iter().map(|name| (name, name)).collect();
    let severities: BTreeSet<Severity> = findings.iter().take(findings::MOST).map(|finding| finding.severity()).collect();
    let severities: Vec<(&str, &str)> = severities.iter().rev().map(|s| (s.as_str(), s.label(Lang::Ja))).collect();
    html! {
        form id="filter" hidden role="search" aria-label="指摘の絞り込み" {
            (page::select("department", "担当課", &departments))
            (page::select("severity", "程度", &severities))
            p {
                label for="words" { "語句" }
                input id="words" name="words" type="search" autocomplete="off";
            }
            p { button type="reset" { "すべて表示" } }
        }
        output id="count" for="severity department words" aria-live="polite" {}
    }
}

/// The records and their places, each a link target.
fn list(report: &ReportData<'_>, records: &Records<'_>) -> Markup {
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.consolidation.findings {
        for entry in finding.places().filter_map(|place| records.at(place)) {
            *marked.entry(entry.anchor.as_str()).or_default() += 1;
        }
    }
    let first = records.first_of_anchor();
    let all = records.entries.len() <= LISTED;
    let table = html! {
        table.stack {
            caption { "記録" }
            (page::headings(&["名称", "担当課", "ファイル", "場所", "指摘", "記録ID"]))
            tbody {
                @for (index, entry) in records.entries.iter().enumerate() {
                    @let findings = marked.get(entry.anchor.as_str()).copied().unwrap_or_default();
                    @if all || findings > 0 || !entry.origin.comments.is_empty() {
                        (record(entry, findings, first.get(entry.anchor.as_str()) == Some(&index)))
                    }
                }
            }
        }
    };
    html! {
        @if !all { p { "指摘かコメントのある記録だけを載せています。" } }
        (page::scroll("記録の表", &table))
    }
}

fn record(entry: &Entry<'_>, findings: usize, is_target: bool) -> Markup {
    let first = entry.origin.cell("names").or_else(|| entry.origin.cells.first().map(|(_, cell)| *cell));
    html! {
        tr id=[is_target.then_some(&entry.anchor)] {
            th scope="row" { (entry.label()) }
            (page::labelled("担当課", &entry.departments.join("、")))
            (page::labelled("ファイル", &entry.origin.file))
            (page::labelled("場所", &spot(entry.origin.sheet.as_deref(), first, entry.origin.row)))
            (page::labelled("指摘", &if findings == 0 { String::new() } else { findings.to_string() }))
            (page::labelled("記録ID", entry.id))
        }
    }
}
