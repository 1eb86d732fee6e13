//! 報告書.html: the report as a page, for those who read it on a screen.

use std::collections::BTreeSet;

use crate::consolidate::crosswalk::Crosswalk;
use crate::report::html::escape::Html;
use crate::report::html::{changes, index, page, rows, table};
use crate::report::options::Options;
use crate::report::tables::anchor::record_anchor;
use crate::report::tables::by_direction::ByDirection;
use crate::report::tables::concerns::concerns;
use crate::report::tables::headline::sentences;
use crate::report::tables::left_out::left_out;
use crate::report::tables::step::step_of;
use crate::report::{ChangeKind, Counts, ReportData};

/// The page.
pub fn report(report: &ReportData<'_>, options: &Options) -> Vec<u8> {
    let consolidation = report.consolidation;
    let walk = Crosswalk::of(consolidation);
    let rows = rows::rows(report);
    let has_index = report.tables.iter().flat_map(|table| table.rows()).any(|row| !row.departments.is_empty());
    let title = format!("{}（{}）", report.title, options.state.label());
    page::page(&title, Some(page::FILTER), |html| {
        let mut parts = vec![("figures".to_owned(), "概要".to_owned())];
        parts.extend(report.tables.iter().enumerate().map(|(n, table)| (format!("t{n}"), table.title.clone())));
        let more = [
            (!report.changes.is_empty(), "changes", "変更点"),
            (walk.is_some(), "crosswalk", "対応表"),
            (has_index, "index", "担当課別索引"),
        ];
        parts.extend(more.iter().filter(|(is, ..)| *is).map(|(_, id, title)| ((*id).to_owned(), (*title).to_owned())));
        page::header(html, report, &title, Some(options), &parts);
        html.raw("<main id=\"main\" tabindex=\"-1\">\n");
        page::section(html, "figures", "概要", |html| figures(html, report));
        if has_index {
            filter(html, report);
        }
        for (n, drawn) in report.tables.iter().enumerate() {
            let id = format!("t{n}");
            html.raw("<section").attr("id", &id).attr("aria-labelledby", &format!("{id}-h")).raw(">\n<h2");
            html.attr("id", &format!("{id}-h")).raw(">").text(&drawn.title).raw("</h2>\n");
            table::write(html, &consolidation.plan, drawn, options.origins);
            html.raw("</section>\n");
        }
        for (_, id, title) in more.into_iter().filter(|(is, ..)| *is) {
            page::section(html, id, title, |html| match id {
                "crosswalk" => walk.iter().for_each(|walk| index::crosswalk(html, walk, &rows)),
                "changes" => changes::write(html, &report.changes, &rows, options.side_by_side),
                _ => index::departments(html, report),
            });
        }
        html.raw("</main>\n");
        page::footer(html);
    })
}

/// One filter for all tables; a script shows it.
fn filter(html: &mut Html, report: &ReportData<'_>) {
    let named: BTreeSet<&str> =
        report.tables.iter().flat_map(|table| table.rows()).flat_map(|row| row.departments.clone()).collect();
    let consolidation = report.consolidation;
    let office = consolidation.plan.departments.iter().map(|department| department.name.as_str());
    let office = office.chain(consolidation.submissions.iter().map(|submission| &*submission.department));
    let mut seen = BTreeSet::new();
    let ordered: Vec<&str> =
        office.filter(|name| named.contains(name)).chain(named.iter().copied()).filter(|name| seen.insert(*name)).collect();
    html.raw("<form id=\"filter\" hidden role=\"search\" aria-label=\"表の絞り込み\">\n");
    page::select(html, "department", "担当課", &page::options(&ordered));
    html.raw("<p><button type=\"reset\">すべて表示</button></p>\n</form>\n");
    html.raw("<output id=\"count\" for=\"department\" aria-live=\"polite\"></output>\n");
}

/// What the report opens with: the same as its first page on paper.
fn figures(html: &mut Html, report: &ReportData<'_>) {
    let all = sentences(report);
    let progress = report.summary.records > 0;
    for (at, sentence) in if progress { vec![all.concat()] } else { all }.iter().enumerate() {
        html.raw(if at == 0 { "<p class=\"lead\">" } else { "<p>" }).text(sentence).raw("</p>\n");
    }
    if let Some(bars) = ByDirection::of(report) {
        direction_bars(html, report, &bars);
    }
    if report.changes.compared {
        movement(html, report);
    }
    concern_list(html, report);
    report.tables.iter().filter_map(|table| table.counts.as_ref()).for_each(|counts| counted(html, counts));
}

/// A bar a direction, cut by stage; its figures are read in it.
fn direction_bars(html: &mut Html, report: &ReportData<'_>, bars: &ByDirection) {
    let steps = |part: usize| {
        let stage = bars.parts.get(part).and_then(|part| part.stage);
        stage.and_then(|stage| step_of(&report.consolidation.plan, stage))
    };
    html.raw("<h3>方向別の進み具合（取組の数）</h3>\n<ul class=\"legend\">");
    for (at, part) in bars.parts.iter().enumerate() {
        html.raw("<li><span").attr("class", &format!("key {}", table::step_class(steps(at)))).raw("></span>");
        html.text(&part.name).raw("</li>");
    }
    html.raw("</ul>\n<table class=\"bars\">\n<caption>最も進んだ段階ごとの取組の数</caption>\n<tbody>\n");
    let most = bars.lines.iter().skip(usize::from(bars.lines.len() > 1)).map(|(_, counts)| counts.iter().sum::<usize>());
    let most = most.max().unwrap_or_default().max(1);
    for (at, (title, counts)) in bars.lines.iter().enumerate() {
        let sum: usize = counts.iter().sum();
        let whole = if at == 0 && bars.lines.len() > 1 { sum.max(1) } else { most };
        html.raw("<tr><th scope=\"row\">").text(title).raw("</th><td><span class=\"bar-line\">");
        for (part, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let width = format!("width:{:.2}%", *count as f64 / whole as f64 * 100.0);
            let name = bars.parts.get(part).map_or("", |part| part.name.as_str());
            html.raw("<span").attr("class", table::step_class(steps(part))).attr("style", &width);
            html.attr("title", &format!("{name} {count}")).raw(">").number(count);
            html.raw("<span class=\"hear\">").text(&format!("（{name}）")).raw("</span></span>");
        }
        html.raw("</span></td><td class=\"n\">").number(sum).raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n");
}

/// How many moved, as on paper.
fn movement(html: &mut Html, report: &ReportData<'_>) {
    let changes = &report.changes;
    html.raw("<h3>").text(&format!("{}からの動き（取組の数）", changes.previous_label())).raw("</h3>\n<dl class=\"keys\">\n");
    let shown = changes.counts().filter(|(turn, _)| !matches!(turn, ChangeKind::Text | ChangeKind::Unchanged));
    for (turn, count) in shown {
        let alarming = matches!(turn, ChangeKind::StageDown | ChangeKind::Late | ChangeKind::Unclear);
        html.raw("<div><dt>").text(turn.label()).raw("</dt><dd><b").attr("class", if alarming { "error" } else { "" }).raw(">");
        html.number(count).raw("</b></dd></div>\n");
    }
    html.raw("</dl>\n");
}

/// What has to be decided or asked, and what is missing.
fn concern_list(html: &mut Html, report: &ReportData<'_>) {
    /// So many are named.
    const NAMED: usize = 40;
    let concerns = concerns(report);
    html.raw("<h3>判断・確認が必要なこと</h3>\n");
    if concerns.is_empty() {
        html.raw("<p>後退や中止など、判断や確認が必要なことはありません。</p>\n");
    } else {
        html.raw("<ul class=\"concerns\">\n");
        for concern in concerns.iter().take(NAMED) {
            let (kind, id) = concern.record;
            html.raw("<li><a").attr("href", &format!("#{}", record_anchor(kind, id))).raw(">").text(&concern.title());
            html.raw("</a><br>").text(&concern.what).raw("</li>\n");
        }
        if concerns.len() > NAMED {
            html.raw("<li>").text(&format!("ほか{}件", concerns.len() - NAMED)).raw("</li>\n");
        }
        html.raw("</ul>\n");
    }
    let missing = left_out(report);
    if !missing.is_empty() {
        html.raw("<h3>この報告に含められなかったもの</h3>\n<ul>\n");
        for one in missing {
            html.raw("<li>").text(&one.who);
            if !one.what.is_empty() {
                html.text("：").text(&one.what);
            }
            html.raw("</li>\n");
        }
        html.raw("</ul>\n");
    }
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
