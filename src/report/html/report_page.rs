//! 報告書.html: the report as a page, for those who read it on a screen.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::RecordKind;
use crate::report::html::rows::{self, Rows};
use crate::report::html::{changes, index, page, table};
use crate::report::options::Options;
use crate::report::tables::anchor::record_anchor;
use crate::report::tables::by_direction::ByDirection;
use crate::report::tables::concerns::{concerns, without_concerns};
use crate::report::tables::headline::{correction, sentences};
use crate::report::tables::left_out::left_out;
use crate::report::tables::spotlight::{Spotlight, spotlights};
use crate::report::tables::step::step_of;
use crate::report::{ChangeKind, Counts, ReportData, State};

/// How many concerns are named.
const NAMED: usize = 40;

/// The page.
pub fn report(report: &ReportData<'_>, options: &Options) -> Vec<u8> {
    let consolidation = report.consolidation;
    let rows = rows::rows(report);
    let has_index = report.tables.iter().flat_map(|table| table.rows()).any(|row| !row.departments.is_empty());
    let title = format!("{}（{}）", report.title, options.state.label());
    let mut appendix: Vec<(&str, &str, Markup)> = Vec::new();
    if !report.changes.is_empty() {
        appendix.push(("changes", "変更点", changes::section(&report.changes, &rows, options.side_by_side)));
    }
    if let Some(walk) = Crosswalk::of(consolidation) {
        appendix.push(("crosswalk", "対応表", index::crosswalk(&walk, &rows)));
    }
    if has_index {
        appendix.push(("index", "担当課別索引", index::departments(report)));
    }
    let mut parts = vec![("figures".to_owned(), "概要".to_owned())];
    parts.extend(report.tables.iter().enumerate().map(|(n, table)| (format!("t{n}"), table.title.clone())));
    parts.extend(appendix.iter().map(|(id, title, _)| ((*id).to_owned(), (*title).to_owned())));
    let body = html! {
        (page::header(report, &title, Some(options), &parts))
        main id="main" tabindex="-1" {
            (page::section("figures", "概要", &figures(report, options, &rows)))
            @if has_index { (filter(report)) }
            @for (n, table) in report.tables.iter().enumerate() {
                (page::section(&format!("t{n}"), &table.title, &table::table(&consolidation.plan, table, options.origins)))
            }
            @for (id, title, content) in &appendix { (page::section(id, title, content)) }
        }
        (page::footer())
    };
    page::page(&title, Some(page::FILTER), &body)
}

/// One filter for all tables; hidden until the script shows it.
fn filter(report: &ReportData<'_>) -> Markup {
    let named: BTreeSet<&str> =
        report.tables.iter().flat_map(|table| table.rows()).flat_map(|row| row.departments.clone()).collect();
    let consolidation = report.consolidation;
    let office = consolidation.plan.departments.iter().map(|department| department.name.as_str());
    let office = office.chain(consolidation.submissions.iter().map(|submission| &*submission.department));
    let mut seen = BTreeSet::new();
    let ordered = office.filter(|name| named.contains(name)).chain(named.iter().copied()).filter(|name| seen.insert(*name));
    let departments: Vec<(&str, &str)> = ordered.map(|name| (name, name)).collect();
    html! {
        form id="filter" hidden role="search" aria-label="表の絞り込み" {
            (page::select("department", "担当課", &departments))
            p { button type="reset" { "すべて表示" } }
        }
        output id="count" for="department" aria-live="polite" {}
    }
}

/// What the report opens with: the same as its first page on paper.
fn figures(report: &ReportData<'_>, options: &Options, rows: &Rows<'_>) -> Markup {
    let mut sentences = sentences(report);
    if report.summary.records > 0 {
        sentences = vec![sentences.concat()];
    }
    html! {
        @for (n, sentence) in sentences.iter().enumerate() { p class=[(n == 0).then_some("lead")] { (sentence) } }
        @if options.state == State::Correction { p { strong.error { (correction(report)) } } }
        @if let Some(bars) = ByDirection::of(report) { (direction_bars(report, &bars)) }
        @if report.changes.compared { (movement(report)) }
        (concern_list(report, rows))
        @for counts in report.tables.iter().filter_map(|table| table.counts.as_ref()) { (counted(counts)) }
        @for list in spotlights(report) { (spotlight(&list, rows)) }
    }
}

/// A bar for each direction, divided by stage, with its figures inside.
fn direction_bars(report: &ReportData<'_>, bars: &ByDirection) -> Markup {
    let step_class = |part: usize| {
        let stage = bars.parts.get(part).and_then(|part| part.stage);
        table::step_class(stage.and_then(|stage| step_of(&report.consolidation.plan, stage)))
    };
    // the first of several lines is the total: its bar is always full
    let has_total = bars.lines.len() > 1;
    let most = bars.lines.iter().skip(usize::from(has_total)).map(|(_, counts)| counts.iter().sum::<usize>());
    let most = most.max().unwrap_or_default().max(1);
    html! {
        h3 { "方向別の進み具合（取組の数）" }
        ul.legend {
            @for (n, part) in bars.parts.iter().enumerate() {
                li { span.key.(step_class(n)) {} (part.name) }
            }
        }
        table.bars {
            caption { "最も進んだ段階ごとの取組の数" }
            tbody {
                @for (n, (title, counts)) in bars.lines.iter().enumerate() {
                    @let sum: usize = counts.iter().sum();
                    @let whole = if n == 0 && has_total { sum.max(1) } else { most };
                    tr {
                        th scope="row" { (title) }
                        td {
                            span.bar-line {
                                @for (part, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                                    @let width = format!("width:{:.2}%", *count as f64 / whole as f64 * 100.0);
                                    @let name = bars.parts.get(part).map_or("", |part| part.name.as_str());
                                    span.(step_class(part)) style=(width) title={ (name) " " (count) } {
                                        (count) span.hear { "（" (name) "）" }
                                    }
                                }
                            }
                        }
                        td.n { (sum) }
                    }
                }
            }
        }
    }
}

/// A list by name, as on paper; a long one is folded.
fn spotlight(list: &Spotlight<'_>, rows: &Rows<'_>) -> Markup {
    const OPEN: usize = 6;
    let names = html! {
        ul.names {
            @for named in list.records.iter().take(NAMED) {
                li {
                    (linked(named.record, &named.name, rows))
                    @if !named.what.is_empty() { "　" (named.what) }
                }
            }
            @if list.records.len() > NAMED { li { "ほか" (list.records.len() - NAMED) "件" } }
        }
    };
    html! {
        @if list.records.len() > OPEN {
            details.list { summary { (list.title) } (names) }
        } @else {
            h3 { (list.title) }
            (names)
        }
    }
}

/// A record's name, with a link to its row; what is no longer reported has none.
fn linked((kind, id): (RecordKind, &str), name: &str, rows: &Rows<'_>) -> Markup {
    html! {
        @if rows.contains(&(kind, id)) { a href={ "#" (record_anchor(kind, id)) } { (name) } } @else { (name) }
    }
}

/// How many moved, as on paper.
fn movement(report: &ReportData<'_>) -> Markup {
    let changes = &report.changes;
    let shown = changes.counts().filter(|(kind, _)| !matches!(kind, ChangeKind::Text | ChangeKind::Unchanged));
    html! {
        h3 { (changes.previous_label()) "からの動き（取組の数）" }
        dl.keys {
            @for (kind, count) in shown {
                @let alarming = matches!(kind, ChangeKind::StageDown | ChangeKind::Late | ChangeKind::Unclear);
                div {
                    dt { (kind.label()) }
                    dd { b class=[alarming.then_some("error")] { (count) } }
                }
            }
        }
    }
}

/// What has to be decided or asked, and what is missing.
fn concern_list(report: &ReportData<'_>, rows: &Rows<'_>) -> Markup {
    let concerns = concerns(report);
    let missing = left_out(report);
    html! {
        @let none = without_concerns(report);
        @if !concerns.is_empty() {
            h3 { "判断・確認が必要なこと（" (concerns.len()) "件）" }
        } @else if none.is_some() {
            h3 { "判断・確認が必要なこと" }
        }
        @if concerns.is_empty() {
            @if let Some(none) = none { p { (none) } }
        } @else {
            ul.concerns {
                @for concern in concerns.iter().take(NAMED) {
                    li { (linked(concern.record, &concern.title(), rows)) br; (concern.what) }
                }
                @if concerns.len() > NAMED { li { "ほか" (concerns.len() - NAMED) "件" } }
            }
        }
        @if !missing.is_empty() {
            h3 { "この報告に含められなかったもの" }
            ul {
                @for one in missing {
                    li { (one.who) @if !one.what.is_empty() { "：" (one.what) } }
                }
            }
        }
    }
}

/// A table's rows counted part by part, where it has several parts.
fn counted(counts: &Counts) -> Markup {
    if counts.rows.len() < 2 && !counts.parted {
        return Markup::default();
    }
    let total = ("計".to_owned(), counts.totals());
    let sum = counts.parted.then_some("計");
    let table = html! {
        table {
            caption { (counts.title) }
            thead {
                tr {
                    @for heading in std::iter::once(counts.head.as_str()).chain(counts.columns.iter().map(String::as_str)).chain(sum) { th scope="col" { (heading) } }
                }
            }
            tbody {
                @for (name, figures) in counts.rows.iter().chain((counts.rows.len() > 1).then_some(&total)) {
                    tr {
                        th scope="row" { (name) }
                        @for figure in figures { td.n { (figure) } }
                        @if counts.parted { td.n { b { (figures.iter().sum::<usize>()) } } }
                    }
                }
            }
        }
    };
    html! {
        (page::scroll(&counts.title, &table))
        @for note in &counts.notes { p.note { (note) } }
    }
}
