//! A form's table as HTML. It knows cells, spans and tags, not what kind of record they are of.

use std::collections::BTreeSet;

use super::escape::{Html, anchor};
use super::page;
use crate::form::Align;
use crate::report::{Cell, CellKind, Row, Section, Table};

/// Writes the sections of a table, one below the other.
///
/// Cells that a form merges down are repeated in every row: a screen reader loses rows that it has to remember.
pub(super) fn write(html: &mut Html, table: &Table<'_>) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for section in &table.sections {
        let title = if section.title.is_empty() { &table.title } else { &section.title };
        if !section.title.is_empty() {
            html.raw("<h3>").text(title).raw("</h3>\n");
        }
        page::scroll(html, &format!("{title}の表"), |html| {
            html.raw("<table>\n<caption>").text(&table.title);
            if !section.title.is_empty() {
                html.text("　").text(&section.title);
            }
            html.raw("</caption>\n");
            columns(html, table);
            headings(html, table);
            body(html, table, section, &mut taken);
            html.raw("</table>\n");
        });
    }
}

/// The widths that the form gives.
fn columns(html: &mut Html, table: &Table<'_>) {
    let all: f32 = table.columns.iter().map(|column| column.width.max(1.0)).sum();
    html.raw("<colgroup>");
    for column in &table.columns {
        html.raw("<col").attr("style", &format!("width:{:.2}%", column.width.max(1.0) / all * 100.0)).raw(">");
    }
    html.raw("</colgroup>\n");
}

fn headings(html: &mut Html, table: &Table<'_>) {
    html.raw("<thead>\n");
    for row in &table.headings {
        html.raw("<tr>");
        for heading in row {
            html.raw(if heading.columns > 1 { "<th scope=\"colgroup\"" } else { "<th scope=\"col\"" });
            span(html, "colspan", heading.columns);
            span(html, "rowspan", heading.rows);
            html.raw(" class=\"t c\">").text(&heading.text).raw("</th>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</thead>\n");
}

fn span(html: &mut Html, name: &'static str, cells: usize) {
    if cells > 1 {
        html.attr(name, &cells.to_string());
    }
}

fn body(html: &mut Html, table: &Table<'_>, section: &Section<'_>, taken: &mut BTreeSet<String>) {
    html.raw("<tbody>\n");
    for row in &section.rows {
        let id = row_anchor(table, row);
        html.raw("<tr");
        if taken.insert(id.clone()) {
            html.attr("id", &id);
        }
        html.raw(">");
        let mut column = 0;
        for cell in &row.cells {
            draw(html, table, column, cell);
            column += 1 + cell.more_columns;
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n");
}

/// The same on the review page, so that links hold on both.
fn row_anchor(table: &Table<'_>, row: &Row<'_>) -> String {
    anchor(&format!("r-{}-", table.kind.file_stem()), row.id)
}

fn draw(html: &mut Html, table: &Table<'_>, column: usize, cell: &Cell<'_>) {
    let known = table.columns.get(column);
    let header = known.is_some_and(|column| column.names_row) && !cell.text.is_empty();
    html.raw(if header { "<th scope=\"row\"" } else { "<td" });
    span(html, "colspan", cell.more_columns + 1);
    let align = known.map(|column| column.align).unwrap_or_default();
    html.raw(match (cell.kind, align) {
        (CellKind::Bar, _) => " class=\"t bar\">",
        (CellKind::Mark, _) | (_, Align::Center) => " class=\"t c\">",
        (_, Align::Right) => " class=\"t n\">",
        (_, Align::Left) => " class=\"t\">",
    });
    tagged(html, cell);
    if let CellKind::Gauge(ratio) = cell.kind {
        let width = format!("width:{:.1}%", if ratio.is_finite() { ratio.clamp(0.0, 1.0) * 100.0 } else { 0.0 });
        html.raw("<span class=\"gauge\" aria-hidden=\"true\"><span").attr("style", &width).raw("></span></span>");
    }
    html.raw(if header { "</th>" } else { "</td>" });
}

/// The text, its stage tags in frames.
fn tagged(html: &mut Html, cell: &Cell<'_>) {
    let text: &str = &cell.text;
    let mut from = 0;
    for badge in &cell.badges {
        let (Some(before), Some(tag)) = (text.get(from..badge.range.start), text.get(badge.range.clone())) else { continue };
        html.text(before).raw("<span class=\"stage\">").text(tag).raw("</span>");
        from = badge.range.end;
    }
    html.text(text.get(from..).unwrap_or_default());
}
