//! Rows of figures become indicators.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::context::Context;
use super::number::integer;
use super::quantity::quantity;
use super::text::{items, without_glossary_marks};
use super::{Draft, Terms};
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Better, Finding, Indicator, IndicatorValue, Missing, Place, Records, ValueKind, fiscal_year, rule};
use crate::recognise::{RawField, RawTable};

/// The indicators of a table.
pub fn indicators(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut above = BTreeMap::new();
    let mut drafts = Vec::new();
    let heading = |field: &str| {
        let index = form.column(field)?;
        table.columns.iter().find(|column| column.column == index).map(|column| column.heading.replace('\n', ""))
    };
    for row in &table.rows {
        let mut cells = Cells::new(row, form, place, &mut findings, &mut above);
        let section = cells.value_of(context, "section").map(|value| fold(&value));
        let goal = cells.value_of(context, "goal").and_then(|value| integer(&value));
        let goal_name = cells.value_of(context, "goal_name");
        let mark = cells.value_of(context, "mark");
        let title = cells.value_of(context, "title");
        let written = form.column("departments").and_then(|_| cells.text("departments"));
        let departments = terms.departments(written.as_deref(), &mut cells);
        let Some(name) = cells.text("indicator") else { continue };
        let (indicator, relisted) = without_relisting(&without_glossary_marks(&name));
        let values = values(table, form, &mut cells, terms);
        let evaluation = form.column("evaluation").and_then(|_| cells.text("evaluation"));
        let evaluation_label = evaluation.as_deref().and_then(|mark| label(mark, terms, &mut cells));
        let source = form.column("source").and_then(|_| cells.text("source"));
        let notes = form.column("notes").and_then(|_| cells.text("notes")).map(|text| items(&text)).unwrap_or_default();
        let footnote = table.notes.first().map(|note| {
            if let Some(at) = note.at {
                cells.note_origin("footnote", at);
            }
            table.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n")
        });
        let better = better(&values, &indicator);
        let field = |name: &str| match name {
            "section" => section.clone(),
            "goal" => goal.map(|no| no.to_string()),
            "mark" => mark.clone(),
            _ => None,
        };
        let id = context.id(form, field);
        let (origin, missing) = cells.finish();
        let record = Indicator {
            id: id.into(),
            section,
            goal,
            goal_name,
            mark,
            title,
            departments,
            indicator,
            better,
            values,
            evaluation,
            evaluation_label,
            source,
            note_heading: heading("notes"),
            notes,
            footnote,
            relisted,
            origin,
            missing,
        };
        let records = Records { indicators: vec![record], ..Records::default() };
        drafts.push(Draft { records, hidden: row.hidden, used: row.used, key: None });
    }
    (drafts, findings)
}

/// The values of a row, in the order of the table.
fn values(table: &RawTable, form: &Form, cells: &mut Cells<'_, '_>, terms: &Terms<'_>) -> Vec<IndicatorValue> {
    let mut out: Vec<IndicatorValue> = Vec::new();
    let row = cells.row;
    for column in &table.columns {
        let Some(wanted) = form.columns.get(column.column).filter(|column| column.kind == FieldType::Quantity) else { continue };
        let Some(kind) = value_kind(&wanted.field) else { continue };
        let by_column = || form.column(&format!("{}_year", wanted.field)).and_then(|index| row.of(index).next());
        let heading_year = column.year.or_else(|| by_column().and_then(year_of));
        let cell = row.cells.iter().find(|cell| cell.column == column.column && cell.at.col == column.col);
        let mut value = match cell {
            Some(cell) => figure(kind, heading_year, cell, cells),
            None => IndicatorValue { kind, fy: heading_year, ..empty(kind) },
        };
        let key = match value.fy {
            Some(fy) => format!("{}.{fy}", wanted.field),
            None => wanted.field.clone(),
        };
        match cell {
            Some(cell) => {
                cells.note_origin(&key, cell.at);
                if value.text.is_none() {
                    let why = cells
                        .value(cell)
                        .err()
                        .map_or(Missing::Blank, |why| if why == Missing::Dash { Missing::NotMeasured } else { why });
                    cells.note_missing(&key, why);
                } else if value.text.as_deref() == Some("未定") {
                    value.text = None;
                    cells.note_missing(&key, Missing::Undecided);
                }
            }
            None => cells.note_missing(&key, Missing::Blank),
        }
        if let (Some(from), Some(to), Some(fy)) = (terms.plan.from, terms.plan.to, value.fy)
            && kind == ValueKind::Target
            && fy > to + 1
            && let Some(cell) = cell
        {
            let place = cells.place_of(&[&key]);
            let finding = Finding::new(rule::YEAR_OUTSIDE_PLAN, crate::model::Place { spot: Some(cell.at.into()), ..place });
            cells.findings.push(finding.with("year", format!("{fy}年度")).with("from", from).with("to", to));
        }
        out.push(value);
    }
    unit_mismatch(&out, cells);
    out
}

/// A unit that changes within an indicator.
fn unit_mismatch(values: &[IndicatorValue], cells: &mut Cells<'_, '_>) {
    let units: Vec<&String> = values.iter().filter_map(|value| value.unit.as_ref()).collect();
    if let Some(first) = units.first()
        && let Some(other) = units.iter().find(|unit| *unit != first)
    {
        let place = cells.place_of(&["indicator"]);
        cells.findings.push(Finding::new(rule::UNIT_MISMATCH, place).with("first", first).with("second", other));
    }
}

fn value_kind(field: &str) -> Option<ValueKind> {
    Some(match field {
        "baseline" => ValueKind::Baseline,
        "target" => ValueKind::Target,
        "actual" => ValueKind::Actual,
        "forecast" => ValueKind::Forecast,
        _ => return None,
    })
}

const fn empty(kind: ValueKind) -> IndicatorValue {
    IndicatorValue {
        kind,
        fy: None,
        raw: None,
        text: None,
        value: None,
        unit: None,
        comparator: None,
        recurrence: None,
        per: None,
        note: None,
    }
}

/// One figure. A year in the cell beats the column's; a bracket that holds just the year is no remark.
fn figure(kind: ValueKind, heading_year: Option<i16>, cell: &RawField, cells: &mut Cells<'_, '_>) -> IndicatorValue {
    let raw = Some(cell.text.clone()).filter(|text| !text.is_empty());
    let Ok(text) = cells.value(cell) else { return IndicatorValue { fy: heading_year, raw, ..empty(kind) } };
    let found = quantity(&text);
    let own_year = found.note.as_deref().and_then(|note| {
        let folded = fold(note);
        fiscal_year(&folded).filter(|(_, rest)| rest.is_empty()).map(|(year, _)| year)
    });
    IndicatorValue {
        kind,
        fy: own_year.or(heading_year),
        raw,
        text: Some(found.text).filter(|text| !text.is_empty()),
        value: found.value,
        unit: found.unit,
        comparator: found.comparator,
        recurrence: found.recurrence,
        per: found.per,
        note: if own_year.is_some() { None } else { found.note },
    }
}

fn year_of(cell: &RawField) -> Option<i16> {
    let folded = fold(&cell.text);
    fiscal_year(&folded).map(|(year, _)| year)
}

/// （再掲） behind a name: listed elsewhere too.
fn without_relisting(name: &str) -> (String, bool) {
    for mark in ["（再掲）", "(再掲)", "【再掲】", "［再掲］", "〔再掲〕"] {
        if let Some(at) = name.find(mark) {
            let rest = format!("{}{}", &name[..at], &name[at + mark.len()..]);
            return (rest.trim().to_owned(), true);
        }
    }
    (name.to_owned(), false)
}

/// What the office's mark says; one outside the scale is a finding.
fn label(mark: &str, terms: &Terms<'_>, cells: &mut Cells<'_, '_>) -> Option<String> {
    let marks = || terms.plan.scales.iter().flat_map(|scale| &scale.marks);
    let circle = |text: &str| fold(text).replace(['〇', '◯'], "○").replace(['✕', '✖', 'x', '☓'], "×");
    let found = marks().find(|known| circle(&known.mark) == circle(mark));
    if found.is_none() && marks().next().is_some() {
        let scale: Vec<&str> = marks().map(|known| known.mark.as_str()).collect();
        let place = cells.place_of(&["evaluation"]);
        cells.findings.push(Finding::new(rule::UNKNOWN_MARK, place).with("mark", mark).with("scale", scale.join("")));
    }
    found.map(|known| known.label.clone())
}

/// Which way is better, as far as the figures and the words say.
fn better(values: &[IndicatorValue], name: &str) -> Option<Better> {
    let of = |kind: ValueKind| values.iter().find(|value| value.kind == kind);
    let target = of(ValueKind::Target)?;
    let down = ["短縮", "削減", "縮減", "減少", "以内", "以下", "未満"];
    let says_down = |text: &str| down.iter().any(|word| text.contains(word));
    if target.text.as_deref().is_some_and(says_down) || says_down(name) {
        return Some(Better::Lower);
    }
    let base = of(ValueKind::Baseline)?.value?;
    Some(match base.total_cmp(&target.value?) {
        std::cmp::Ordering::Less => Better::Higher,
        std::cmp::Ordering::Greater => Better::Lower,
        std::cmp::Ordering::Equal => Better::Maintain,
    })
}
