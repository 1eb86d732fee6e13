//! 変更点: what moved, the texts then and now, what stayed, and the corrections of closed reports.

use std::ops::Range;

use maud::{Markup, html};

use crate::model::era::wareki_date;
use crate::report::Changes;
use crate::report::html::page;
use crate::report::html::rows::Rows;
use crate::report::tables::anchor::anchor;
use crate::report::tables::changes::{Side, Subject};

/// Nobody reads a page with more lines than this; the workbook has all.
const MOST: usize = 20_000;

/// The section's content.
pub(super) fn section(changes: &Changes<'_>, rows: &Rows<'_>, side_by_side: bool) -> Markup {
    html! {
        @if changes.compared {
            p { (counts(changes)) }
            (moves(changes, rows))
            @if side_by_side { (texts(changes, rows)) }
            @if !changes.unchanged.is_empty() {
                h3 { "変更のないもの" }
                ul.names {
                    @for of in changes.unchanged.iter().take(MOST) { li { (name(*of, rows)) } }
                }
            }
        }
        (errata(changes))
    }
}

/// How many of each kind.
fn counts(changes: &Changes<'_>) -> String {
    let counts: Vec<String> = changes.counts().map(|(kind, count)| format!("{} {count}", kind.label())).collect();
    let previous = changes.previous_label();
    if counts.is_empty() {
        format!("{previous}と比べて、変更点はありません。")
    } else {
        format!("{previous}と比べた数　{}", counts.join("、"))
    }
}

/// A record's name, with a link to its row.
fn name(of: Subject<'_>, rows: &Rows<'_>) -> Markup {
    let target = rows.contains(&(of.kind, of.id)).then(|| anchor(&format!("#r-{}-", of.kind.file_stem()), of.id));
    html! {
        @if let Some(target) = target { a href=(target) { (of.label()) } } @else { (of.label()) }
    }
}

fn moves(changes: &Changes<'_>, rows: &Rows<'_>) -> Markup {
    if changes.moves.is_empty() {
        return Markup::default();
    }
    let table = html! {
        table {
            caption { "主な動き" }
            (page::headings(&["区分", "取組", "担当課", "前回", "今回"]))
            tbody {
                @for change in changes.moves.iter().take(MOST) {
                    tr {
                        td { (change.kind.label()) }
                        th scope="row" { (name(change.of, rows)) }
                        td { (change.of.departments.join("、")) }
                        td { (change.before) }
                        td { (change.after) }
                    }
                }
            }
        }
    };
    html! { h3 { "主な動き" } (page::scroll("主な動きの表", &table)) }
}

/// 新旧対照表.
fn texts(changes: &Changes<'_>, rows: &Rows<'_>) -> Markup {
    if changes.texts.is_empty() {
        return Markup::default();
    }
    let table = html! {
        table {
            caption { "記載の新旧対照" }
            (page::headings(&["取組", "項目", &changes.previous_label(), "今回"]))
            tbody {
                @for text in changes.texts.iter().take(MOST) {
                    tr {
                        th scope="row" { (name(text.of, rows)) }
                        td { (text.field) }
                        td.t { (side(&text.before, false)) }
                        td.t { (side(&text.after, true)) }
                    }
                }
            }
        }
    };
    html! { h3 { "記載の新旧対照" } (page::scroll("記載の新旧対照の表", &table)) }
}

fn side(side: &Side<'_>, now: bool) -> Markup {
    if side.text.is_empty() {
        return html! { "（記載なし）" };
    }
    marked(side.text, 0..side.text.len(), &side.phrases, now)
}

/// A part of a text, with its phrases marked as new (or as gone).
pub(super) fn marked(text: &str, part: Range<usize>, phrases: &[Range<usize>], now: bool) -> Markup {
    let mut marks = Vec::new();
    let mut from = part.start;
    for phrase in phrases {
        let (start, end) = (phrase.start.max(from), phrase.end.min(part.end));
        if start < end
            && let (Some(before), Some(inside)) = (text.get(from..start), text.get(start..end))
        {
            marks.push((before, inside));
            from = end;
        }
    }
    html! {
        @for (before, inside) in marks {
            (before)
            @if now { ins { (inside) } } @else { del { (inside) } }
        }
        (text.get(from..part.end).unwrap_or_default())
    }
}

/// 正誤.
fn errata(changes: &Changes<'_>) -> Markup {
    if changes.errata.is_empty() {
        return Markup::default();
    }
    let table = html! {
        table {
            caption { "正誤（確定した報告の訂正）" }
            (page::headings(&["対象の報告", "取組", "区分", "誤", "正", "訂正日"]))
            tbody {
                @for erratum in changes.errata.iter().take(MOST) {
                    tr {
                        td { (erratum.period.label()) }
                        th scope="row" { (erratum.id) "　" (erratum.name) }
                        td { (erratum.class) }
                        td.t { (erratum.before) }
                        td.t { (erratum.after) }
                        td { (wareki_date(erratum.noted)) }
                    }
                }
            }
        }
    };
    html! { h3 { "正誤（確定した報告の訂正）" } (page::scroll("正誤の表", &table)) }
}
