//! Figures: baseline, actual, forecast, target, and the office's mark.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Cell, CellKind, Heading, Row, Sources, Table, TableColumn, departments, lines, sectioned, table_column, text};
use crate::consolidate::attainment;
use crate::form::{Align, Column, FieldType, Form};
use crate::model::era::short_fiscal_year;
use crate::model::{Consolidation, Indicator, RecordKind, ValueKind};

/// What a printed column shows.
enum Shown<'f> {
    /// A field of the form.
    Field(&'f Column),
    /// The value of a fiscal year.
    Value(&'f Column, ValueKind, i16),
    /// How far the indicator has come.
    Attainment,
}

/// The indicators of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let records: Vec<&Indicator> =
        consolidation.records.indicators.iter().filter(|record| sources.holds(&record.origin)).collect();
    let shown = shown(form, &records);
    let columns = shown.iter().map(column).collect();
    let headings = vec![
        shown
            .iter()
            .enumerate()
            .map(|(index, shown)| Heading { text: heading(shown, consolidation, &records), column: index, columns: 1, rows: 1 })
            .collect(),
    ];
    let rows = records.iter().map(|record| {
        let cells = shown.iter().map(|shown| cell(record, shown)).collect();
        let departments = record.departments.iter().map(|department| &**department).collect();
        let label = format!("{} {}", record.id, record.indicator);
        (section(record), Row { id: &record.id, label, departments, origin: &record.origin, cells })
    });
    let sections = sectioned(rows);
    Table { kind: RecordKind::Indicator, title: form.name.clone(), print: form.print.clone(), columns, headings, sections }
}

fn shown<'f>(form: &'f Form, records: &[&Indicator]) -> Vec<Shown<'f>> {
    let mut out = Vec::new();
    for column in &form.columns {
        let kind = value_kind(&column.field).filter(|_| column.kind == FieldType::Quantity && column.heading.contains("{year}"));
        match kind {
            Some(kind) => {
                let years: BTreeSet<i16> = records
                    .iter()
                    .flat_map(|record| &record.values)
                    .filter(|value| value.kind == kind)
                    .filter_map(|value| value.fy)
                    .collect();
                // a year that only a cell of its own names stays in the column of the others
                let usual = |year: &i16| {
                    records.iter().flat_map(|r| &r.values).filter(|v| v.kind == kind && v.fy == Some(*year)).count() * 4
                        >= records.len()
                };
                let mut usual_years: Vec<i16> = years.iter().copied().filter(usual).collect();
                if usual_years.is_empty() {
                    usual_years.extend(years.iter().next_back());
                }
                out.extend(usual_years.into_iter().map(|year| Shown::Value(column, kind, year)));
            }
            None => out.push(Shown::Field(column)),
        }
    }
    if records.iter().any(|record| attainment::of(record).is_some()) {
        let at = out
            .iter()
            .position(|shown| matches!(shown, Shown::Field(column) if column.kind == FieldType::Mark))
            .unwrap_or(out.len());
        out.insert(at, Shown::Attainment);
    }
    out
}

fn value_kind(field: &str) -> Option<ValueKind> {
    match field {
        "baseline" => Some(ValueKind::Baseline),
        "target" => Some(ValueKind::Target),
        "actual" => Some(ValueKind::Actual),
        "forecast" => Some(ValueKind::Forecast),
        _ => None,
    }
}

fn column(shown: &Shown<'_>) -> TableColumn {
    match shown {
        Shown::Field(column) | Shown::Value(column, ..) => TableColumn { names_row: column.key, ..table_column(column) },
        Shown::Attainment => TableColumn {
            field: "attainment".to_owned(),
            width: 8.0,
            align: Align::Right,
            bold: false,
            names_row: false,
            merges_down: false,
        },
    }
}

fn heading(shown: &Shown<'_>, consolidation: &Consolidation, records: &[&Indicator]) -> String {
    match shown {
        Shown::Field(column) if column.field == "notes" => {
            let own = records.iter().find_map(|record| record.note_heading.clone());
            let mixed = records.iter().any(|record| record.note_heading != own);
            own.filter(|_| !mixed).unwrap_or_else(|| column.heading.clone())
        }
        Shown::Field(column) => column.heading_for(consolidation.period),
        Shown::Value(column, _, year) => column
            .heading
            .replace("（{year}）", &format!("\n（{}）", short_fiscal_year(*year)))
            .replace("{year}", &short_fiscal_year(*year)),
        Shown::Attainment => "達成率\n（計算）".to_owned(),
    }
}

fn section(record: &Indicator) -> String {
    match (record.goal, &record.goal_name) {
        (Some(goal), Some(name)) => format!("基本目標{goal} {name}"),
        (Some(goal), None) => format!("基本目標{goal}"),
        _ => String::new(),
    }
}

fn cell<'a>(record: &'a Indicator, shown: &Shown<'_>) -> Cell<'a> {
    match shown {
        Shown::Value(_, kind, year) => {
            let value = record
                .values
                .iter()
                .find(|value| value.kind == *kind && value.fy == Some(*year))
                .or_else(|| record.values.iter().find(|value| value.kind == *kind && only(record, *kind)));
            text(value.and_then(|value| value.raw.as_deref()).unwrap_or_default())
        }
        Shown::Attainment => match attainment::of(record) {
            Some(found) => Cell { text: found.shown().into(), kind: CellKind::Gauge(found.ratio as f32), ..Cell::default() },
            None => text("—"),
        },
        Shown::Field(column) => match column.kind {
            FieldType::Mark => Cell { kind: CellKind::Mark, ..text(record.evaluation.as_deref().unwrap_or_default()) },
            FieldType::Year => text(year_of(record, &column.field)),
            _ => text(field(record, &column.field)),
        },
    }
}

/// Is it the record's only value of its kind? Then its own year does not put it into another column.
fn only(record: &Indicator, kind: ValueKind) -> bool {
    record.values.iter().filter(|value| value.kind == kind).count() == 1
}

fn year_of(record: &Indicator, field: &str) -> String {
    let kind = field.strip_suffix("_year").and_then(value_kind);
    let value = record.values.iter().find(|value| Some(value.kind) == kind);
    value.and_then(|value| value.fy).map(short_fiscal_year).unwrap_or_default()
}

fn field<'a>(record: &'a Indicator, field: &str) -> Cow<'a, str> {
    let own = |text: &'a Option<String>| Cow::Borrowed(text.as_deref().unwrap_or_default());
    match field {
        "section" => own(&record.section),
        "mark" => own(&record.mark),
        "title" => own(&record.title),
        "departments" => departments(&record.departments),
        "indicator" if record.relisted => format!("{}（再掲）", record.indicator).into(),
        "indicator" => Cow::Borrowed(&record.indicator),
        "source" => own(&record.source),
        "notes" => lines(&record.notes),
        "goal" => record.goal.map(|goal| goal.to_string()).unwrap_or_default().into(),
        _ => {
            let kind = value_kind(field);
            let value = record.values.iter().find(|value| Some(value.kind) == kind);
            Cow::Borrowed(value.and_then(|value| value.raw.as_deref()).unwrap_or_default())
        }
    }
}
