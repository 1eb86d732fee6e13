//! A form's table as HTML. It knows cells, spans and tags, not what kind of record they are of.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::form::Align;
use crate::model::{Origin, Place, Plan, Spot};
use crate::report::html::escape::Html;
use crate::report::html::{changes, page};
use crate::report::tables::anchor::anchor;
use crate::report::tables::step::step_of;
use crate::report::{Cell, CellKind, Heading, Row, Section, Table};

/// Writes the sections of a table, one below the other.
///
/// Cells that a form merges down are repeated in every row: a screen reader loses rows that it has to remember.
pub(super) fn write(html: &mut Html, plan: &Plan, table: &Table<'_>, origins: bool) {
    let steps: Vec<Option<(usize, usize)>> = (0..plan.stages.len()).map(|stage| step_of(plan, stage)).collect();
    let spans = table.rows().flat_map(|row| &row.cells).any(|cell| cell.more_columns > 0);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for line in &table.legend {
        html.raw("<p class=\"note\">").text(line).raw("</p>\n");
    }
    for section in &table.sections {
        let title = if section.title.is_empty() { &table.title } else { &section.title };
        if !section.title.is_empty() {
            html.raw("<h3>").text(title).raw("</h3>\n");
        }
        let label = if section.title.is_empty() { table.title.clone() } else { format!("{}　{title}", table.title) };
        page::scroll(html, &format!("{label}の表"), |html| {
            // under 360 px a row of plain cells is set one below the other
            html.raw(if spans { "<table>\n<caption>" } else { "<table class=\"stack\">\n<caption>" }).text(&table.title);
            if !section.title.is_empty() {
                html.text("　").text(&section.title);
            }
            html.raw("</caption>\n");
            columns(html, table);
            headings(html, table, section);
            body(html, (table, &steps), section, &mut taken, origins);
            html.raw("</table>\n");
        });
        for note in &section.notes {
            html.raw("<p class=\"note\">").text(note).raw("</p>\n");
        }
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

fn headings(html: &mut Html, table: &Table<'_>, section: &Section<'_>) {
    html.raw("<thead>\n");
    for row in &table.headings {
        html.raw("<tr>");
        for heading in row {
            html.raw(if heading.columns > 1 { "<th scope=\"colgroup\"" } else { "<th scope=\"col\"" });
            span(html, "colspan", heading.columns);
            span(html, "rowspan", heading.rows);
            let own = section.headings.iter().find(|(column, _)| *column == heading.column && heading.columns == 1);
            let text = own.map_or(heading.text.as_str(), |(_, text)| text);
            html.raw(" class=\"t c\">").text(text).raw("</th>");
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

fn body(
    html: &mut Html,
    (table, steps): (&Table<'_>, &[Option<(usize, usize)>]),
    section: &Section<'_>,
    taken: &mut BTreeSet<String>,
    origins: bool,
) {
    html.raw("<tbody>\n");
    for row in &section.rows {
        let id = row_anchor(table, row);
        html.raw("<tr data-item").attr("data-department", &row.departments.join("、"));
        if row.awaited {
            html.attr("class", "awaited");
        }
        if taken.insert(id.clone()) {
            html.attr("id", &id);
        }
        html.raw(">");
        let mut column = 0;
        let paired = numbered(table, row);
        for cell in paired.as_ref().unwrap_or(&row.cells) {
            let named = table.columns.get(column).is_some_and(|column| column.names_row);
            let origin = (origins && named && !row.continues && !row.awaited).then_some(row);
            draw(html, (table, steps), column, cell, origin);
            column += 1 + cell.more_columns;
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n");
}

/// The cells of a row of several initiatives with each number before its own name: lines of two cells do not stay side by side
/// where one of them wraps. None where there is nothing to pair.
fn numbered<'a>(table: &Table<'_>, row: &Row<'a>) -> Option<Vec<Cell<'a>>> {
    let at = |field: &str| table.columns.iter().position(|column| column.field == field);
    let (numbers, names) = (at("numbers")?, at("names")?);
    if row.cells.len() != table.columns.len() {
        return None;
    }
    let own: Vec<&str> = row.cells.get(numbers)?.text.lines().collect();
    let named = row.cells.get(names)?;
    let lines: Vec<&str> = named.text.lines().collect();
    if own.len() < 2 || own.len() != lines.len() || named.changed.is_some() {
        return None;
    }
    let mut cells = row.cells.clone();
    let pairs: Vec<String> =
        own.iter().zip(lines).map(|(no, name)| if no.is_empty() { name.to_owned() } else { format!("{no}　{name}") }).collect();
    cells.get_mut(names)?.text = pairs.join("\n").into();
    let own: Vec<&str> = own.into_iter().filter(|no| !no.is_empty()).collect();
    cells.get_mut(numbers)?.text = own.join("・").into();
    Some(cells)
}

/// The same on the review page, so that links hold on both.
fn row_anchor(table: &Table<'_>, row: &Row<'_>) -> String {
    crate::report::tables::anchor::record_anchor(table.kind, row.id)
}

fn draw(
    html: &mut Html,
    (table, steps): (&Table<'_>, &[Option<(usize, usize)>]),
    column: usize,
    cell: &Cell<'_>,
    origin: Option<&Row<'_>>,
) {
    let known = table.columns.get(column);
    let header = known.is_some_and(|column| column.names_row) && !cell.text.is_empty();
    html.raw(if header { "<th scope=\"row\"" } else { "<td" });
    span(html, "colspan", cell.more_columns + 1);
    let align = known.map(|column| column.align).unwrap_or_default();
    let kind = match (cell.kind, align) {
        (CellKind::Bar, _) => "t bar",
        (CellKind::Mark, _) | (_, Align::Center) => "t c",
        (_, Align::Right) => "t n",
        (_, Align::Left) => "t",
    };
    let rewritten = cell.changed.as_ref().is_some_and(|changed| changed.rewritten);
    html.attr("class", &if rewritten { format!("{kind} rewritten") } else { kind.to_owned() });
    if rewritten {
        html.attr("title", "前回から大半を書き改めた欄");
    }
    if !header && let Some(heading) = heading_of(table, column) {
        html.attr("data-label", &heading);
    }
    html.raw(">");
    tagged(html, steps, cell);
    if let CellKind::Gauge(ratio) = cell.kind {
        let width = format!("width:{:.1}%", if ratio.is_finite() { ratio.clamp(0.0, 1.0) * 100.0 } else { 0.0 });
        html.raw("<span class=\"gauge\" aria-hidden=\"true\"><span").attr("style", &width).raw("></span></span>");
    }
    if let Some(row) = origin {
        let target = anchor(&format!("確認結果.html#r-{}-", table.kind.file_stem()), row.id);
        let Origin { file, sheet, row, .. } = row.origin;
        let place = Place::file(file.clone()).on(sheet.clone()).at(Spot::Row(*row));
        html.raw("<br><a class=\"origin\"").attr("href", &target).raw(">").text(&place.to_string()).raw("</a>");
    }
    html.raw(if header { "</th>" } else { "</td>" });
}

/// The class of a step's shade, of five; an event has none.
pub(super) const fn step_class(step: Option<(usize, usize)>) -> &'static str {
    const CLASSES: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];
    match step {
        None => "s0",
        Some((_, steps)) if steps <= 1 => "s5",
        Some((step, steps)) => {
            let at = ((step - 1) * 4 + (steps - 1) / 2) / (steps - 1);
            CLASSES[if at < 5 { at } else { 4 }]
        }
    }
}

/// The heading of a column, on one line.
fn heading_of(table: &Table<'_>, column: usize) -> Option<String> {
    let over = |heading: &&Heading| (heading.column..heading.column + heading.columns.max(1)).contains(&column);
    let texts: Vec<&str> = table.headings.iter().flatten().filter(over).map(|heading| heading.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join(" ").replace('\n', ""))
}

/// The text, with the word before it that says what became of it, its stage tags in frames, its new phrases marked.
fn tagged(html: &mut Html, steps: &[Option<(usize, usize)>], cell: &Cell<'_>) {
    let text: &str = &cell.text;
    let mut phrases: &[Range<usize>] = &[];
    if let Some(changed) = &cell.changed {
        phrases = &changed.phrases;
        html.raw("<span class=\"changed\">").text(&changed.lead()).raw("</span>");
    }
    let mut from = 0;
    for badge in &cell.badges {
        if badge.range.start < from || text.get(badge.range.clone()).is_none() {
            continue;
        }
        changes::marked(html, text, from..badge.range.start, phrases, true);
        let step = badge.stages.last().and_then(|stage| steps.get(*stage)).copied().flatten();
        html.raw("<span").attr("class", &format!("stage {}", step_class(step))).raw(">");
        // the frame stands for the brackets
        let inner = badge.range.start + '【'.len_utf8()..badge.range.end.saturating_sub('】'.len_utf8());
        html.raw("<span class=\"hear\">【</span>")
            .text(text.get(inner).unwrap_or(badge.label))
            .raw("<span class=\"hear\">】</span></span>");
        from = badge.range.end;
    }
    changes::marked(html, text, from..text.len(), phrases, true);
}
