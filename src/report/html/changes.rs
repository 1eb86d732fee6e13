//! 変更点: what moved, the texts then and now, what stayed, and the corrections of closed reports.

use std::ops::Range;

use crate::model::era::wareki_date;
use crate::report::Changes;
use crate::report::html::escape::Html;
use crate::report::html::page;
use crate::report::html::rows::Rows;
use crate::report::tables::anchor::anchor;
use crate::report::tables::changes::{Side, Subject};

/// A page with more lines than this is of no use to anybody; the workbook has all.
const MOST: usize = 20_000;

/// Writes the section's content.
pub(super) fn write(html: &mut Html, changes: &Changes<'_>, rows: &Rows<'_>, side_by_side: bool) {
    if changes.compared {
        counts(html, changes);
        moves(html, changes, rows);
        if side_by_side {
            texts(html, changes, rows);
        }
        if !changes.unchanged.is_empty() {
            html.raw("<h3>変更のないもの</h3>\n<ul class=\"names\">");
            for of in changes.unchanged.iter().take(MOST) {
                html.raw("<li>");
                name(html, *of, rows);
                html.raw("</li>");
            }
            html.raw("</ul>\n");
        }
    }
    errata(html, changes);
}

/// How many of each kind.
fn counts(html: &mut Html, changes: &Changes<'_>) {
    let counts: Vec<String> = changes.counts().map(|(turn, count)| format!("{} {count}", turn.label())).collect();
    let previous = changes.previous_label();
    html.raw("<p>");
    if counts.is_empty() {
        html.text(&format!("{previous}と比べて、変更点はありません。"));
    } else {
        html.text(&format!("{previous}と比べた数　{}", counts.join("、")));
    }
    html.raw("</p>\n");
}

/// A record's name, leading to its row.
fn name(html: &mut Html, of: Subject<'_>, rows: &Rows<'_>) {
    if rows.contains(&(of.kind, of.id)) {
        let target = anchor(&format!("#r-{}-", of.kind.file_stem()), of.id);
        html.raw("<a").attr("href", &target).raw(">").text(&of.label()).raw("</a>");
    } else {
        html.text(&of.label());
    }
}

fn moves(html: &mut Html, changes: &Changes<'_>, rows: &Rows<'_>) {
    if changes.moves.is_empty() {
        return;
    }
    html.raw("<h3>主な動き</h3>\n");
    page::scroll(html, "主な動きの表", |html| {
        html.raw("<table>\n<caption>主な動き</caption>\n");
        page::headings(html, &["区分", "取組", "担当課", "前回", "今回"]);
        html.raw("<tbody>\n");
        for shift in changes.moves.iter().take(MOST) {
            html.raw("<tr><td>").text(shift.turn.label()).raw("</td><th scope=\"row\">");
            name(html, shift.of, rows);
            html.raw("</th>");
            for text in [&shift.of.departments.join("、"), &shift.before, &shift.after] {
                page::cell(html, text);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}

/// 新旧対照表.
fn texts(html: &mut Html, changes: &Changes<'_>, rows: &Rows<'_>) {
    if changes.texts.is_empty() {
        return;
    }
    html.raw("<h3>記載の新旧対照</h3>\n");
    page::scroll(html, "記載の新旧対照の表", |html| {
        html.raw("<table>\n<caption>記載の新旧対照</caption>\n");
        page::headings(html, &["取組", "項目", &changes.previous_label(), "今回"]);
        html.raw("<tbody>\n");
        for text in changes.texts.iter().take(MOST) {
            html.raw("<tr><th scope=\"row\">");
            name(html, text.of, rows);
            html.raw("</th>");
            page::cell(html, text.field);
            html.raw("<td class=\"t\">");
            side(html, &text.before, false);
            html.raw("</td><td class=\"t\">");
            side(html, &text.after, true);
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}

fn side(html: &mut Html, side: &Side<'_>, now: bool) {
    if side.text.is_empty() {
        html.text("（記載なし）");
        return;
    }
    marked(html, side.text, 0..side.text.len(), &side.phrases, now);
}

/// A part of a text, with the phrases in it that are new (or that are gone).
pub(super) fn marked(html: &mut Html, text: &str, part: Range<usize>, phrases: &[Range<usize>], now: bool) {
    let mut from = part.start;
    for phrase in phrases {
        let (start, end) = (phrase.start.max(from), phrase.end.min(part.end));
        if start >= end {
            continue;
        }
        let (Some(before), Some(inside)) = (text.get(from..start), text.get(start..end)) else { continue };
        html.text(before);
        html.raw(if now { "<ins>" } else { "<del>" }).text(inside).raw(if now { "</ins>" } else { "</del>" });
        from = end;
    }
    html.text(text.get(from..part.end).unwrap_or_default());
}

/// 正誤.
fn errata(html: &mut Html, changes: &Changes<'_>) {
    if changes.errata.is_empty() {
        return;
    }
    html.raw("<h3>正誤（確定した報告の訂正）</h3>\n");
    page::scroll(html, "正誤の表", |html| {
        html.raw("<table>\n<caption>正誤（確定した報告の訂正）</caption>\n");
        page::headings(html, &["対象の報告", "取組", "区分", "誤", "正", "訂正日"]);
        html.raw("<tbody>\n");
        for erratum in changes.errata.iter().take(MOST) {
            html.raw("<tr>");
            page::cell(html, &erratum.period.label());
            html.raw("<th scope=\"row\">").text(&format!("{}　{}", erratum.id, erratum.name)).raw("</th>");
            page::cell(html, &erratum.class);
            html.raw("<td class=\"t\">").text(&erratum.before).raw("</td><td class=\"t\">").text(&erratum.after).raw("</td>");
            page::cell(html, &wareki_date(erratum.noted));
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}
