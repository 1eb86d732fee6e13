//! 報告書.html: the report as a page, for those who read it on a screen.

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::{Finding, Severity, SubmissionStatus};
use crate::report::html::escape::Html;
use crate::report::html::{changes, findings, index, ledger, page, rows, submissions, table};
use crate::report::options::Options;
use crate::report::tables::key_figures::keys;
use crate::report::tables::lagging::behind;
use crate::report::{Counts, ReportData};

/// The page.
pub fn report(report: &ReportData<'_>, options: &Options) -> Vec<u8> {
    let consolidation = report.consolidation;
    let grave: Vec<&Finding> = consolidation.findings.iter().filter(|finding| finding.severity() > Severity::Info).collect();
    let walk = Crosswalk::of(consolidation);
    let rows = rows::rows(report);
    let has_index = report.tables.iter().flat_map(|table| table.rows()).any(|row| !row.departments.is_empty());
    let title = format!("{}（{}）", report.title, options.state.label());
    page::page(&title, None, |html| {
        let mut parts = vec![("figures".to_owned(), "概要".to_owned())];
        parts.extend(report.tables.iter().enumerate().map(|(n, table)| (format!("t{n}"), table.title.clone())));
        let more = [
            (walk.is_some(), "crosswalk", "対応表"),
            (!report.changes.is_empty(), "changes", "変更点"),
            (!consolidation.submissions.is_empty(), "submissions", "提出状況"),
            (true, "findings", "指摘"),
            (has_index, "index", "担当課別索引"),
            (!consolidation.inputs.is_empty(), "ledger", "読取台帳"),
        ];
        parts.extend(more.iter().filter(|(is, ..)| *is).map(|(_, id, title)| ((*id).to_owned(), (*title).to_owned())));
        page::header(html, report, &title, Some(options), &parts);
        html.raw("<main id=\"main\" tabindex=\"-1\">\n");
        page::section(html, "figures", "概要", |html| figures(html, report));
        for (n, drawn) in report.tables.iter().enumerate() {
            let id = format!("t{n}");
            html.raw("<section").attr("id", &id).attr("aria-labelledby", &format!("{id}-h")).raw(">\n<h2");
            html.attr("id", &format!("{id}-h")).raw(">").text(&drawn.title).raw("</h2>\n");
            table::write(html, drawn, options.origins);
            html.raw("</section>\n");
        }
        for (_, id, title) in more.into_iter().filter(|(is, ..)| *is) {
            page::section(html, id, title, |html| match id {
                "crosswalk" => walk.iter().for_each(|walk| index::crosswalk(html, walk, &rows)),
                "changes" => changes::write(html, &report.changes, &rows),
                "submissions" => submissions::write(html, report),
                "index" => index::departments(html, report),
                "ledger" => ledger::write(html, consolidation),
                _ => listed(html, report, &grave),
            });
        }
        html.raw("</main>\n");
        page::footer(html);
    })
}

/// 指摘: errors and warnings.
fn listed(html: &mut Html, report: &ReportData<'_>, grave: &[&Finding]) {
    if grave.is_empty() {
        html.raw("<p>エラーと注意はありません。</p>\n");
    } else {
        findings::table(html, report.consolidation, grave.iter().copied(), None);
    }
    html.raw("<p>すべての指摘は <a href=\"確認結果.html\">確認結果.html</a> にあります。</p>\n");
}

/// What the report opens with.
fn figures(html: &mut Html, report: &ReportData<'_>) {
    let summary = &report.summary;
    html.raw("<dl class=\"keys\">\n");
    for key in keys(report) {
        let class = if key.alarming { "error" } else { "" };
        html.raw("<div><dt>").text(&key.label).raw("</dt><dd><b").attr("class", class).raw(">").text(&key.value);
        html.raw("</b>").text(&key.unit).raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
    if report.changes.compared {
        changes::counts(html, &report.changes);
    }
    glance(html, report);
    report.tables.iter().filter_map(|table| table.counts.as_ref()).for_each(|counts| counted(html, counts));
    if summary.records == 0 || summary.stages.is_empty() {
        return;
    }
    page::scroll(html, "段階別の表", |html| {
        html.raw("<table>\n<caption>最も進んだ段階（件）</caption>\n<thead><tr><th scope=\"col\">段階</th>");
        for (no, title) in &summary.directions {
            let name = no.map_or_else(|| "方向の記載なし".to_owned(), |no| format!("方向{no} {title}"));
            html.raw("<th scope=\"col\">").text(&name).raw("</th>");
        }
        html.raw("<th scope=\"col\">計</th></tr></thead>\n<tbody>\n");
        let sums = summary.stages.iter().map(|stage| &stage.records).chain([&summary.without_stage]);
        let most = sums.map(|records| records.iter().sum::<usize>()).max().unwrap_or(1).max(1);
        let mut line = |name: &str, counts: &[usize]| {
            html.raw("<tr><th scope=\"row\">").text(name).raw("</th>");
            for count in counts {
                page::figure(html, count);
            }
            let sum = counts.iter().sum::<usize>();
            let width = format!("width:{:.1}%", sum as f64 / most as f64 * 100.0);
            html.raw("<td class=\"n\">").number(sum);
            html.raw("<span class=\"gauge\" aria-hidden=\"true\"><span").attr("style", &width).raw("></span></span></td></tr>\n");
        };
        for stage in summary.stages.iter().filter(|stage| !stage.is_event) {
            line(&stage.name, &stage.records);
        }
        line("段階の記載なし", &summary.without_stage);
        for stage in summary.stages.iter().filter(|stage| stage.is_event) {
            line(&format!("（別掲）{}", stage.name), &stage.records);
        }
        html.raw("</tbody>\n</table>\n");
    });
    departments(html, report);
}

/// A table's rows counted part by part, where it has several parts.
fn counted(html: &mut Html, counts: &Counts) {
    if counts.rows.len() < 2 && !counts.parted {
        return;
    }
    page::scroll(html, &counts.title, |html| {
        html.raw("<table>\n<caption>").text(&counts.title).raw("</caption>\n<thead><tr>");
        for heading in std::iter::once(&counts.head).chain(&counts.columns) {
            html.raw("<th scope=\"col\">").text(heading).raw("</th>");
        }
        html.raw("</tr></thead>\n<tbody>\n");
        let total = ("計".to_owned(), counts.totals());
        for (name, figures) in counts.rows.iter().chain((counts.rows.len() > 1).then_some(&total)) {
            html.raw("<tr><th scope=\"row\">").text(name).raw("</th>");
            for figure in figures {
                page::figure(html, figure);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
    for note in &counts.notes {
        html.raw("<p class=\"note\">").text(note).raw("</p>\n");
    }
}

/// Who has not handed in, and which figures are behind.
fn glance(html: &mut Html, report: &ReportData<'_>) {
    /// So many are named.
    const NAMED: usize = 12;
    let late = |status: &SubmissionStatus| !status.is_handed_in();
    let submissions = &report.consolidation.submissions;
    let missing: Vec<&str> =
        submissions.iter().filter(|submission| late(&submission.status)).map(|submission| &*submission.department).collect();
    if !missing.is_empty() {
        html.raw("<p><strong class=\"error\">未提出</strong>　").text(&missing.join("、")).raw("</p>\n");
    }
    let behind = behind(report);
    if !behind.is_empty() {
        html.raw("<h3>遅れている指標（達成率の低い順）</h3>\n<ol>");
        for one in behind.iter().take(NAMED) {
            html.raw("<li>").text(one.name).text("　").text(&one.reached.shown()).raw("</li>");
        }
        html.raw("</ol>\n");
        if behind.len() > NAMED {
            html.raw("<p>ほか").number(behind.len() - NAMED).raw("件</p>\n");
        }
    }
}

fn departments(html: &mut Html, report: &ReportData<'_>) {
    let summary = &report.summary;
    page::scroll(html, "担当課別の表", |html| {
        html.raw(
            "<table>\n<caption>担当課別（件）</caption>\n<thead><tr><th scope=\"col\">担当課</th><th scope=\"col\">記録</th>",
        );
        html.raw("<th scope=\"col\">取組番号</th>");
        for stage in summary.stages.iter().filter(|stage| !stage.is_event) {
            html.raw("<th scope=\"col\">").text(&stage.name).raw("</th>");
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for department in &summary.departments {
            html.raw("<tr><th scope=\"row\">").text(&department.name).raw("</th>");
            page::figure(html, department.records);
            page::figure(html, department.numbers);
            for (_, count) in summary.stages.iter().zip(&department.stages).filter(|(stage, _)| !stage.is_event) {
                page::figure(html, count);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}
