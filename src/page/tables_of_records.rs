//! Records of tables other than 取組状況: searched, filtered and marked, with what they were last time and where they come from.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::model::{Consolidation, RecordKind, TableChange, TableRow};
use crate::page::ask::Ask;
use crate::page::frame::{self, Place};
use crate::page::reading::Reading;
use crate::page::record_edit::{self, Edits};
use crate::page::record_parts;
use crate::page::words::{count, holds};
use crate::pipeline::settings::resolved::Settings;
use crate::report::{ReportData, Row, Table};

/// How many are shown on a page.
const SHOWN: usize = 30;

/// The tables beside 取組状況: title and number of records.
pub(super) fn titles(settings: &Settings, consolidation: &Consolidation) -> Vec<(String, usize)> {
    report(settings, consolidation)
        .tables
        .iter()
        .filter(is_other)
        .map(|table| (table.title.clone(), rows(table).count()))
        .collect()
}

fn report<'a>(settings: &Settings, consolidation: &'a Consolidation) -> ReportData<'a> {
    ReportData::new(consolidation, &settings.forms(), settings.now)
}

fn is_other(table: &&Table<'_>) -> bool {
    table.kind != RecordKind::Progress
}

fn rows<'t>(table: &'t Table<'_>) -> impl Iterator<Item = &'t Row<'t>> {
    table.rows().filter(|row| !row.continues && !row.awaited)
}

/// The departments of a record, if it is in one of the tables.
pub(super) fn departments(reading: &Reading, consolidation: &Consolidation, kind: RecordKind, id: &str) -> Option<String> {
    let report = report(&reading.settings, consolidation);
    let tables = report.tables.iter().filter(|table| is_other(table) && table.kind == kind);
    let row = tables.flat_map(|table| rows(table)).find(|row| row.id == id)?;
    Some(row.departments.join("、"))
}

/// The records of one table.
pub(super) fn content(
    place: &Place<'_>,
    reading: &Reading,
    consolidation: &Consolidation,
    edits: &Edits<'_>,
    (at, ask): (usize, &Ask),
) -> Markup {
    let report = report(&reading.settings, consolidation);
    let Some(table) = report.tables.iter().filter(is_other).nth(at) else { return html! {} };
    let (text, department, only) = (ask.get("q"), ask.get("department"), ask.get("only"));
    let changes: BTreeMap<&str, &TableChange> = consolidation
        .comparison
        .iter()
        .flat_map(|comparison| &comparison.tables)
        .filter(|change| change.kind == table.kind && !change.differences.iter().all(|one| one.label() == "変更なし"))
        .map(|change| (&*change.id, change))
        .collect();
    let fits = |row: &Row<'_>, text: &str| holds(&row.label, text) || row.cells.iter().any(|cell| holds(&cell.text, text));
    let taken: Vec<&Row<'_>> = rows(table)
        .filter(|row| department.is_none_or(|name| row.departments.contains(&name)))
        .filter(|row| match only {
            Some("changed") => changes.contains_key(row.id),
            Some("edited") => edits.has(table.kind, row.id),
            _ => true,
        })
        .filter(|row| text.is_none_or(|text| fits(row, text)))
        .collect();
    let pages = taken.len().div_ceil(SHOWN).max(1);
    let page = ask.page().min(pages);
    let number = at.to_string();
    let mut values = vec![("table", number.as_str())];
    values.extend(
        [("q", text), ("department", department), ("only", only)].into_iter().filter_map(|(name, value)| Some((name, value?))),
    );
    let headings = headings(table);
    html! {
        p role="status" { b { (count(taken.len())) } (place.t("件", " records")) @if pages > 1 { "（" (page) " / " (pages) "）" } }
        @if table.kind != RecordKind::Table { p.hint { (place.t("この表では「確認」と「メモ」を書き足せます。値の直しは課に差し戻してください。",
            "A record of this table takes a mark and a remark. Its values are corrected by the department.")) } }
        @for row in taken.into_iter().skip((page - 1) * SHOWN).take(SHOWN) {
            @let declared = consolidation.records.tables.iter().find(|own| table.kind == RecordKind::Table && *own.id == *row.id);
            (article(place, ask, (table, &headings, edits), (row, declared), changes.get(row.id).copied()))
        }
        (frame::pages(place, "/records", &values, page, pages))
    }
}

/// The heading of each column: those above each other joined.
fn headings(table: &Table<'_>) -> Vec<String> {
    let over = |at: usize| {
        let own =
            table.headings.iter().flatten().filter(|heading| (heading.column..heading.column + heading.columns).contains(&at));
        own.map(|heading| heading.text.replace('\n', "")).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    (0..table.columns.len()).map(over).collect()
}

fn article(
    place: &Place<'_>,
    ask: &Ask,
    (table, headings, edits): (&Table<'_>, &[String], &Edits<'_>),
    (row, declared): (&Row<'_>, Option<&TableRow>),
    change: Option<&TableChange>,
) -> Markup {
    let field = |column: usize| table.columns.get(column).map_or("", |column| column.field.as_str());
    let origin = row.origin;
    let inputs = declared.map_or_else(Markup::default, |declared| record_edit::inputs_of_row(declared, edits));
    html! {
        article.record id={ "r-" (row.id) } {
            h2 { (row.label.replace('\n', "")) }
            dl {
                @for (column, cell) in row.spans().filter(|(_, cell)| !cell.text.trim().is_empty()) {
                    dt { (headings.get(column).map_or("", String::as_str)) }
                    dd.t title=(origin.place(field(column)).to_string()) { (cell.text) }
                }
                @if let Some(declared) = declared { (record_edit::edits_of_row(place, declared, edits)) }
                (record_edit::remarks(place, edits, table.kind, row.id))
            }
            @if let Some(change) = change {
                @let differences: Vec<_> = change.differences.iter().map(|one| (one.label(), one.sides())).collect();
                (record_parts::since_last_time(place, &differences))
            }
            (record_parts::origin(place, origin))
            (record_edit::form(place, ask, edits, (table.kind, row.id, &inputs)))
        }
    }
}
