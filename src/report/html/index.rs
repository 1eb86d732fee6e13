//! 対応表 and 担当課別索引.

use std::collections::{BTreeMap, BTreeSet};

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::RecordKind;
use crate::report::html::escape::Html;
use crate::report::html::page;
use crate::report::html::rows::Rows;
use crate::report::tables::anchor::anchor;
use crate::report::tables::crosswalk::{HEADINGS, NOTE, department_lists, lines, summary};
use crate::report::{ReportData, Row};

/// 対応表.
pub(super) fn crosswalk(html: &mut Html, crosswalk: &Crosswalk<'_>, rows: &Rows<'_>) {
    html.raw("<p>").text(&summary(crosswalk)).raw("</p>\n<p>").text(NOTE).raw("</p>\n");
    page::scroll(html, "対応表の表", |html| {
        html.raw("<table>\n<caption>工程表と取組状況の対応</caption>\n");
        page::headings(html, &HEADINGS);
        html.raw("<tbody>\n");
        for line in lines(crosswalk) {
            html.raw("<tr>");
            for (at, text) in line.texts.iter().enumerate() {
                let id = match at {
                    2 => line.schedule.map(|id| (RecordKind::Schedule, id)),
                    6 => line.progress.map(|id| (RecordKind::Progress, id)),
                    _ => None,
                };
                html.raw("<td class=\"t\">");
                match id.filter(|id| rows.contains(id)) {
                    Some((kind, id)) => link(html, kind, id, text),
                    None => {
                        html.text(text);
                    }
                }
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
    html.raw("<dl class=\"values\">");
    for (word, names) in department_lists(crosswalk) {
        html.raw("<dt>").text(word).raw("</dt><dd>").text(&format!("{}　{}", names.len(), names.join("、"))).raw("</dd>");
    }
    html.raw("</dl>\n");
}

fn link(html: &mut Html, kind: RecordKind, id: &str, text: &str) {
    html.raw("<a").attr("href", &anchor(&format!("#r-{}-", kind.file_stem()), id)).raw(">").text(text).raw("</a>");
}

/// By department, its rows: a list of links.
pub(super) fn departments(html: &mut Html, report: &ReportData<'_>) {
    let mut by_name: BTreeMap<&str, Vec<(RecordKind, &Row<'_>)>> = BTreeMap::new();
    for table in &report.tables {
        for row in table.rows().filter(|row| !row.continues) {
            for name in &row.departments {
                by_name.entry(name).or_default().push((table.kind, row));
            }
        }
    }
    let consolidation = report.consolidation;
    let mut names: Vec<&str> = consolidation.plan.departments.iter().map(|department| &*department.name).collect();
    names.extend(consolidation.submissions.iter().map(|submission| &*submission.department));
    names.extend(by_name.keys());
    let mut seen = BTreeSet::new();
    html.raw("<dl class=\"index\">\n");
    for name in names.into_iter().filter(|name| seen.insert(*name)) {
        let Some(rows) = by_name.get(name) else { continue };
        html.raw("<dt>").text(name).raw("（").number(rows.len()).raw("件）</dt><dd><ul>");
        for (kind, row) in rows {
            html.raw("<li>");
            link(html, *kind, row.id, &row.label);
            html.raw("</li>");
        }
        html.raw("</ul></dd>\n");
    }
    html.raw("</dl>\n");
}
