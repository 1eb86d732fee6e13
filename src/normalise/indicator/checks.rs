//! Contradictions among the figures of an indicator. They become findings; values are never changed.

use std::collections::BTreeSet;

use super::values::key;
use crate::model::{Address, Finding, Indicator, IndicatorValue, Place, Plan, ValueKind, unit_key};
use crate::normalise::cells::Cells;
use crate::recognise::RawTable;
use crate::rules;

type Placed = (IndicatorValue, Option<Address>);

/// Everything about the values of one row.
pub(super) fn values(values: &[Placed], name: &str, cells: &mut Cells<'_, '_>) {
    unit_mismatch(values, cells);
    share_among_percentages(values, cells);
    conflicting(values, cells);
    if name.contains("累計") || values.iter().any(|(value, _)| value.raw.as_deref().is_some_and(|raw| raw.contains("累計"))) {
        falling(values, cells);
    }
}

fn place(cell: Option<Address>, cells: &Cells<'_, '_>) -> Place {
    let row = cells.place_of(&["indicator"]);
    cell.map_or(row.clone(), |cell| row.at(cell))
}

/// The unit of most values counts; the first that differs is a finding.
fn unit_mismatch(values: &[Placed], cells: &mut Cells<'_, '_>) {
    let units: Vec<(&str, String, Option<Address>)> =
        values.iter().filter_map(|(value, cell)| value.unit.as_deref().map(|unit| (unit, unit_key(unit), *cell))).collect();
    let count = |key: &str| units.iter().filter(|(_, other, _)| other == key).count();
    let Some((usual, usual_key, _)) = units.iter().rev().max_by_key(|(_, key, _)| count(key)) else { return };
    if let Some((other, _, cell)) = units.iter().find(|(_, key, _)| key != usual_key) {
        let place = place(*cell, cells);
        cells.findings.push(Finding::new(rules::UNIT_MISMATCH, place).with("first", usual).with("second", other));
    }
}

/// 0.85 beside 80% and 90%: a share that was written without its format, or hardly anything.
fn share_among_percentages(values: &[Placed], cells: &mut Cells<'_, '_>) {
    let percent = |value: &&Placed| value.0.unit.as_deref() == Some("%");
    let shown = |value: &IndicatorValue| value.raw.as_deref().is_some_and(|raw| raw.contains(['%', '％']));
    let large = values.iter().filter(percent).any(|(value, _)| shown(value) && value.value.is_some_and(|value| value >= 10.0));
    let bare = |(value, _): &&Placed| !shown(value) && value.value.is_some_and(|value| value > 0.0 && value < 1.0);
    for (value, cell) in values.iter().filter(percent).filter(bare).filter(|_| large) {
        let place = place(*cell, cells);
        let finding = Finding::new(rules::UNIT_MISMATCH, place).with("first", "%");
        cells.findings.push(finding.with("second", value.raw.as_deref().unwrap_or_default()));
    }
}

/// Two values of one kind for one year that are not the same.
fn conflicting(values: &[Placed], cells: &mut Cells<'_, '_>) {
    for (at, (value, cell)) in values.iter().enumerate() {
        let Some(year) = value.fy.filter(|_| value.text.is_some()) else { continue };
        let earlier = values.get(..at).unwrap_or_default();
        let rival = earlier.iter().find(|(other, _)| other.kind == value.kind && other.fy == Some(year) && other.text.is_some());
        if let Some((rival, _)) = rival
            && (rival.value, &rival.unit) != (value.value, &value.unit)
        {
            if let Some(cell) = cell {
                cells.note_origin(&format!("{}.2", key(value.kind.field(), Some(year))), *cell);
            }
            let finding = Finding::new(rules::CONFLICTING_VALUES, place(*cell, cells));
            let finding = finding.with("what", format!("{year}年度の{}", value.kind.label()));
            let finding = finding.with("what_en", format!("{} of fiscal {year}", value.kind.field()));
            let finding = finding.with("first", rival.raw.as_deref().unwrap_or_default());
            cells.findings.push(finding.with("second", value.raw.as_deref().unwrap_or_default()));
        }
    }
}

/// 累計 may only rise from year to year.
fn falling(values: &[Placed], cells: &mut Cells<'_, '_>) {
    let mut known: Vec<(i16, f64, &Placed)> = values
        .iter()
        .filter(|(value, _)| value.kind != ValueKind::Target)
        .filter_map(|placed| Some((placed.0.fy?, placed.0.value?, placed)))
        .collect();
    known.sort_by_key(|(year, ..)| *year);
    for pair in known.windows(2) {
        if let [(_, before, (first, _)), (year, after, (second, cell))] = pair
            && after < before
            && first.unit == second.unit
        {
            let finding = Finding::new(rules::CUMULATIVE_FALL, place(*cell, cells)).with("year", format!("{year}年度"));
            let finding = finding.with("year_en", format!("fiscal {year}"));
            let finding = finding.with("first", first.raw.as_deref().unwrap_or_default());
            cells.findings.push(finding.with("second", second.raw.as_deref().unwrap_or_default()));
        }
    }
}

/// Targets and results of years that the plan does not cover: a heading once, a year in a cell each time. A table of years
/// before the plan is of the plan before it.
pub(super) fn years_outside_plan(records: &[&Indicator], table: &RawTable, plan: &Plan, place: &Place) -> Vec<Finding> {
    let (Some(from), Some(to)) = (plan.from, plan.to) else { return Vec::new() };
    let targets = || records.iter().flat_map(|record| &record.values).filter(|value| value.kind == ValueKind::Target);
    let is_of_plan = targets().any(|value| value.fy.is_some_and(|year| (from..=to).contains(&year)));
    let heading = |cell: Address| {
        let of_cell = table.columns.iter().find(|column| column.col == cell.col)?;
        of_cell.years.map(|years| (years, of_cell.cell))
    };
    let mut reported: BTreeSet<Address> = BTreeSet::new();
    let mut out = Vec::new();
    for (record, value) in records.iter().flat_map(|record| record.values.iter().map(move |value| (record, value))) {
        let Some(year) = value.fy.filter(|_| value.text.is_some() && value.kind != ValueKind::Baseline) else { continue };
        let before = value.kind == ValueKind::Target && year < from && is_of_plan;
        let Some(cell) = record.origin.cell(&key(value.kind.field(), Some(year))).filter(|_| year > to || before) else {
            continue;
        };
        let cell = heading(cell).filter(|(years, _)| years.contains(year)).map_or(cell, |(_, heading)| heading);
        if reported.insert(cell) {
            let finding = Finding::new(rules::YEAR_OUTSIDE_PLAN, place.clone().at(cell)).with("year", format!("{year}年度"));
            let finding = finding.with("year_en", format!("Fiscal {year}"));
            out.push(finding.with("from", from).with("to", to));
        }
    }
    out
}
