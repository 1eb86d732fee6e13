//! 対応表 and 担当課別索引.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::RecordKind;
use crate::report::html::page;
use crate::report::html::rows::Rows;
use crate::report::tables::anchor::anchor;
use crate::report::tables::crosswalk::{HEADINGS, NOTE, department_lists, lines, summary};
use crate::report::{ReportData, Row};

/// 対応表.
pub(super) fn crosswalk(crosswalk: &Crosswalk<'_>, rows: &Rows<'_>) -> Markup {
    let table = html! {
        table {
            caption { "工程表と取組状況の対応" }
            (page::headings(&HEADINGS))
            tbody {
                @for line in lines(crosswalk) {
                    tr {
                        @for (column, text) in line.texts.iter().enumerate() {
                            @let id = match column {
                                2 => line.schedule.map(|id| (RecordKind::Schedule, id)),
                                6 => line.progress.map(|id| (RecordKind::Progress, id)),
                                _ => None,
                            };
                            td.t {
                                @if let Some((kind, id)) = id.filter(|id| rows.contains(id)) {
                                    (link(kind, id, text))
                                } @else {
                                    (text)
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        p { (summary(crosswalk)) }
        p { (NOTE) }
        (page::scroll("対応表の表", &table))
        dl.values {
            @for (word, names) in department_lists(crosswalk) {
                dt { (word) }
                dd { (names.len()) "　" (names.join("、")) }
            }
        }
    }
}

fn link(kind: RecordKind, id: &str, text: &str) -> Markup {
    html! { a href=(anchor(&format!("#r-{}-", kind.file_stem()), id)) { (text) } }
}

/// By department, its rows: a list of links.
pub(super) fn departments(report: &ReportData<'_>) -> Markup {
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
    let rows = names.into_iter().filter(|name| seen.insert(*name)).filter_map(|name| Some((name, by_name.get(name)?)));
    html! {
        dl.index {
            @for (name, rows) in rows {
                dt { (name) "（" (rows.len()) "件）" }
                dd { ul { @for (kind, row) in rows { li { (link(*kind, row.id, &row.label)) } } } }
            }
        }
    }
}
