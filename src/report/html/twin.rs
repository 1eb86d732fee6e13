//! 報告書.html: the report as a page, for those who read it on a screen.

use super::escape::Html;
use super::{findings, page, submissions, table};
use crate::model::{Finding, Severity};
use crate::report::Edition;
use crate::report::pdf::Options;

/// The page.
pub fn report(edition: &Edition<'_>, options: &Options) -> Vec<u8> {
    let consolidation = edition.consolidation;
    let grave: Vec<&Finding> = consolidation.findings.iter().filter(|finding| finding.severity() > Severity::Info).collect();
    page::page(&edition.title, None, |html| {
        let mut parts = vec![("figures".to_owned(), "集計".to_owned())];
        parts.extend(edition.tables.iter().enumerate().map(|(n, table)| (format!("t{n}"), table.title.clone())));
        parts.push(("submissions".to_owned(), "提出状況".to_owned()));
        parts.push(("findings".to_owned(), "指摘".to_owned()));
        page::header(html, edition, &edition.title, &parts);
        html.raw("<main id=\"main\" tabindex=\"-1\">\n");
        page::section(html, "figures", "集計", |html| figures(html, edition));
        for (n, drawn) in edition.tables.iter().enumerate() {
            let id = format!("t{n}");
            html.raw("<section").attr("id", &id).attr("aria-labelledby", &format!("{id}-h")).raw(">\n<h2");
            html.attr("id", &format!("{id}-h")).raw(">").text(&drawn.title).raw("</h2>\n");
            table::write(html, drawn);
            html.raw("</section>\n");
        }
        page::section(html, "submissions", "提出状況", |html| submissions::write(html, edition));
        page::section(html, "findings", "指摘", |html| {
            if grave.is_empty() {
                html.raw("<p>エラーと注意はありません。</p>\n");
            } else {
                findings::table(html, consolidation, grave.iter().copied(), None);
            }
            html.raw("<p>すべての指摘は <a href=\"確認結果.html\">確認結果.html</a> にあります。</p>\n");
        });
        html.raw("</main>\n");
        page::footer(html);
    })
}

/// What the report opens with.
fn figures(html: &mut Html, edition: &Edition<'_>) {
    let summary = &edition.summary;
    html.raw("<p>");
    html.text(&format!(
        "記録 {}件（取組番号 {}）、段階の記載 {}、提出対象 {}課",
        summary.records,
        summary.numbers,
        summary.stage_entries,
        edition.consolidation.submissions.len()
    ));
    html.raw("</p>\n");
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
        let mut line = |name: &str, counts: &[usize]| {
            html.raw("<tr><th scope=\"row\">").text(name).raw("</th>");
            for count in counts {
                page::figure(html, count);
            }
            page::figure(html, counts.iter().sum::<usize>());
            html.raw("</tr>\n");
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
    departments(html, edition);
}

fn departments(html: &mut Html, edition: &Edition<'_>) {
    let summary = &edition.summary;
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
