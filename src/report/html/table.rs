//! A form's table as HTML. It knows cells, spans and tags, not what kind of record they are of.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::form::Align;
use crate::model::{Origin, Place, Plan, Spot};
use crate::report::html::{changes, page};
use crate::report::tables::anchor::{anchor, record_anchor};
use crate::report::tables::step::step_of;
use crate::report::{Cell, CellKind, Heading, Row, Section, Table};

/// The sections of a table, one below the other.
///
/// Cells that a form merges vertically are repeated in every row: a screen reader loses rows that it has to remember.
pub(super) fn table(plan: &Plan, table: &Table<'_>, origins: bool) -> Markup {
    let steps: Vec<Step> = (0..plan.stages.len()).map(|stage| step_of(plan, stage)).collect();
    let spans = table.rows().flat_map(|row| &row.cells).any(|cell| cell.more_columns > 0);
    let mut writer = Writer { table, steps: &steps, origins, ids: BTreeSet::new() };
    html! {
        @for line in &table.legend { p.note { (line) } }
        @for section in &table.sections {
            @let titled = !section.title.is_empty();
            @let label = if titled { format!("{}　{}", table.title, section.title) } else { table.title.clone() };
            @let drawn = html! {
                // below 360 px the cells of a row without spans stand one below the other
                table class=[(!spans).then_some("stack")] {
                    caption { (label) }
                    (columns(table))
                    (headings(table, section))
                    tbody { @for row in &section.rows { (writer.row(row)) } }
                }
            };
            @if titled { h3 { (section.title) } }
            (page::scroll(&format!("{label}の表"), &drawn))
            @for note in &section.notes { p.note { (note) } }
        }
    }
}

/// A stage's step on the ladder and the number of steps; an event has none.
type Step = Option<(usize, usize)>;

/// The widths that the form gives.
fn columns(table: &Table<'_>) -> Markup {
    let all: f32 = table.columns.iter().map(|column| column.width.max(1.0)).sum();
    html! {
        colgroup {
            @for column in &table.columns { col style=(format!("width:{:.2}%", column.width.max(1.0) / all * 100.0)); }
        }
    }
}

fn headings(table: &Table<'_>, section: &Section<'_>) -> Markup {
    html! {
        thead {
            @for row in &table.headings {
                tr {
                    @for heading in row {
                        @let scope = if heading.columns > 1 { "colgroup" } else { "col" };
                        @let own = section.headings.iter().find(|(at, _)| *at == heading.column && heading.columns == 1);
                        th.t.c scope=(scope) colspan=[span(heading.columns)] rowspan=[span(heading.rows)] {
                            (own.map_or(heading.text.as_str(), |(_, text)| text))
                        }
                    }
                }
            }
        }
    }
}

fn span(cells: usize) -> Option<usize> {
    (cells > 1).then_some(cells)
}

/// Draws the rows of a table and gives each record one link target.
struct Writer<'a, 't> {
    table: &'a Table<'t>,
    steps: &'a [Step],
    origins: bool,
    ids: BTreeSet<String>,
}

impl Writer<'_, '_> {
    fn row(&mut self, row: &Row<'_>) -> Markup {
        let table = self.table;
        let id = record_anchor(table.kind, row.id);
        let id = self.ids.insert(id.clone()).then_some(id);
        let paired = numbered(table, row);
        let cells = paired.as_ref().unwrap_or(&row.cells).iter().scan(0, |next, cell| {
            let column = *next;
            *next += 1 + cell.more_columns;
            Some((column, cell))
        });
        html! {
            tr class=[row.awaited.then_some("awaited")] data-item[!row.continues] data-lane[row.continues] data-department=(row.departments.join("、")) id=[id] {
                @for (column, cell) in cells {
                    @let named = table.columns.get(column).is_some_and(|column| column.names_row);
                    @let origin = (self.origins && named && !row.continues && !row.awaited).then_some(row);
                    (self.cell(column, cell, origin))
                }
            }
        }
    }

    fn cell(&self, column: usize, cell: &Cell<'_>, origin: Option<&Row<'_>>) -> Markup {
        let known = self.table.columns.get(column);
        let align = known.map(|column| column.align).unwrap_or_default();
        let kind = match (cell.kind, align) {
            (CellKind::Bar, _) => "t bar",
            (CellKind::Mark, _) | (_, Align::Center) => "t c",
            (_, Align::Right) => "t n",
            (_, Align::Left) => "t",
        };
        let rewritten = cell.changed.as_ref().is_some_and(|changed| changed.rewritten);
        let class = if rewritten { format!("{kind} rewritten") } else { kind.to_owned() };
        let title = rewritten.then_some("前回から大半を書き改めた欄");
        let colspan = span(cell.more_columns + 1);
        let content = html! {
            (tagged(self.steps, cell))
            @if let CellKind::Gauge(ratio) = cell.kind {
                @let ratio = if ratio.is_finite() { ratio.clamp(0.0, 1.0) } else { 0.0 };
                span.gauge aria-hidden="true" { span style=(format!("width:{:.1}%", ratio * 100.0)) {} }
            }
            @if let Some(row) = origin {
                @let Origin { file, sheet, row: at, .. } = row.origin;
                @let place = Place::file(file.clone()).on(sheet.clone()).at(Spot::Row(*at));
                br;
                a.origin href=(anchor(&format!("確認結果.html#r-{}-", self.table.kind.file_stem()), row.id)) { (place) }
            }
        };
        if known.is_some_and(|column| column.names_row) && !cell.text.is_empty() {
            html! { th class=(class) scope="row" colspan=[colspan] title=[title] { (content) } }
        } else {
            let label = heading_of(self.table, column);
            html! { td class=(class) colspan=[colspan] title=[title] data-label=[label] { (content) } }
        }
    }
}

/// The cells of a row of several initiatives, each number in front of its own name: where a line wraps, the lines of two cells
/// drift apart. None where there is nothing to pair.
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
    let pairs: Vec<String> = own
        .iter()
        .zip(lines)
        .map(|(no, name)| if no.is_empty() { name.to_owned() } else { format!("{no}\u{a0}\u{a0}{name}") })
        .collect();
    cells.get_mut(names)?.text = pairs.join("\n").into();
    let own: Vec<&str> = own.into_iter().filter(|no| !no.is_empty()).collect();
    cells.get_mut(numbers)?.text = own.join("・").into();
    Some(cells)
}

/// The class of a step's shade, of five; an event has none.
pub(super) const fn step_class(step: Step) -> &'static str {
    match step {
        None => "s0",
        Some((_, steps)) if steps <= 1 => "s5",
        Some((step, steps)) => match ((step - 1) * 4 + (steps - 1) / 2) / (steps - 1) {
            0 => "s1",
            1 => "s2",
            2 => "s3",
            3 => "s4",
            _ => "s5",
        },
    }
}

/// The heading of a column, on one line.
fn heading_of(table: &Table<'_>, column: usize) -> Option<String> {
    let over = |heading: &&Heading| (heading.column..heading.column + heading.columns.max(1)).contains(&column);
    let texts: Vec<&str> = table.headings.iter().flatten().filter(over).map(|heading| heading.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join(" ").replace('\n', ""))
}

/// The text: a word for what became of it in front, its stage tags in frames, its new phrases marked.
fn tagged(steps: &[Step], cell: &Cell<'_>) -> Markup {
    let text: &str = &cell.text;
    let phrases = cell.changed.as_ref().map_or(&[][..], |changed| &changed.phrases);
    let mut badges = Vec::new();
    let mut from = 0;
    for badge in &cell.badges {
        if badge.range.start >= from && text.get(badge.range.clone()).is_some() {
            badges.push((from, badge));
            from = badge.range.end;
        }
    }
    html! {
        @if let Some(changed) = &cell.changed { span.changed title=[changed.only_removed().then_some("語句を削った欄")] { (changed.lead()) } }
        @for (from, badge) in badges {
            @let step = badge.stages.last().and_then(|stage| steps.get(*stage)).copied().flatten();
            // the frame replaces the brackets
            @let inner = badge.range.start + '【'.len_utf8()..badge.range.end.saturating_sub('】'.len_utf8());
            (changes::marked(text, from..badge.range.start, phrases, true))
            span.stage.(step_class(step)) {
                span.hear { "【" } (text.get(inner).unwrap_or(badge.label)) span.hear { "】" }
            }
        }
        (changes::marked(text, from..text.len(), phrases, true))
    }
}
