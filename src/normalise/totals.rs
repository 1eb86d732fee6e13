//! Rows of totals have to add up. Where they do not, a finding names the place; nothing is changed.

use super::context::Context;
use super::quantity::{Quantity, quantity};
use super::text::absence;
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Finding, Place, unit_key};
use crate::recognise::{RawField, RawRow, RawTable};
use crate::rules;

/// Findings about a table's totals. A total at the end of several parts may be that of all parts.
pub fn totals(table: &RawTable, form: &Form, place: &Place, context: &mut Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut part_from = 0;
    let mut whole_from = 0;
    for total in &table.totals {
        let from = if total.partial { part_from } else { whole_from };
        let rows = table.rows.get(from..total.after).unwrap_or_default();
        for cell in &total.cells {
            let Some((stated, computed)) = compare(cell, rows, form) else { continue };
            let before = context.sum(&form.id, cell.at.col);
            let fits = |sum: f64| (sum - stated).abs() <= slack(&cell.text, rows.len());
            if rows.is_empty() || fits(computed) || (!total.partial && fits(computed + before)) {
                continue;
            }
            let shown = |sum: f64| format!("{}", (sum * 1000.0).round() / 1000.0);
            let finding = Finding::new(rules::TOTAL_MISMATCH, place.clone().at(cell.at));
            findings.push(finding.with("stated", cell.text.replace('\n', "")).with("computed", shown(computed)));
        }
        part_from = total.after;
        if !total.partial {
            whole_from = total.after;
        }
    }
    let Some(last) = table.totals.last() else {
        for column in &table.columns {
            add(&table.rows, column.column, column.col, form, context);
        }
        return findings;
    };
    for cell in &last.cells {
        add(&table.rows, cell.column, cell.at.col, form, context);
    }
    findings
}

/// The sums of a part are kept for a total below the parts that follow.
fn add(rows: &[RawRow], column: usize, col: u32, form: &Form, context: &mut Context) {
    let Some(kind) = form.columns.get(column).map(|column| column.kind) else { return };
    if let Some(sum) = sum(rows, column, col, kind, None) {
        context.add(&form.id, col, sum);
    }
}

/// What a total says and what its rows make; none where it is no total of anything that can be added up.
fn compare(cell: &RawField, rows: &[RawRow], form: &Form) -> Option<(f64, f64)> {
    let column = form.columns.get(cell.column)?;
    let text = cell.text.trim_start_matches(['○', '〇', '◯', '計', '：', ':']).trim();
    let stated = quantity(text);
    let value = stated.value?;
    let computed = sum(rows, cell.column, cell.at.col, column.kind, Some(&stated))?;
    Some((value, computed))
}

/// The sum of a column: its figures, its ○, or how many names it has.
fn sum(rows: &[RawRow], column: usize, col: u32, kind: FieldType, stated: Option<&Quantity>) -> Option<f64> {
    let cells = || rows.iter().filter_map(|row| row.cells.iter().find(|cell| cell.column == column && cell.at.col == col));
    match kind {
        FieldType::Quantity => {
            let mut sum = 0.0;
            let mut unit: Option<String> = None;
            for cell in cells() {
                if absence(&cell.text).is_some() {
                    continue;
                }
                let found = quantity(&cell.text);
                let own = unit_key(found.unit.as_deref().unwrap_or_default());
                // a share does not add up, nor do things of different kinds
                if own == "%" || own == "割" || unit.as_ref().is_some_and(|unit| *unit != own) {
                    return None;
                }
                unit = Some(own);
                sum += found.value?;
            }
            let fits = stated.and_then(|stated| stated.unit.as_deref()).is_none_or(|own| Some(unit_key(own)) == unit);
            fits.then_some(sum)
        }
        FieldType::Supported => {
            Some(cells().filter(|cell| matches!(fold(&cell.text).as_str(), "○" | "〇" | "◯" | "◎")).count() as f64)
        }
        FieldType::Name | FieldType::Text if stated.is_some_and(|stated| stated.unit.is_some()) => {
            let counted =
                stated.and_then(|stated| stated.unit.as_deref()).is_some_and(|unit| matches!(unit, "件" | "項目" | "業務"));
            counted.then(|| cells().filter(|cell| !cell.text.is_empty()).count() as f64)
        }
        _ => None,
    }
}

/// Rounded parts may miss a rounded total by half a unit each.
fn slack(stated: &str, rows: usize) -> f64 {
    let decimals = fold(stated).split_once('.').map_or(0, |(_, tail)| tail.chars().take_while(char::is_ascii_digit).count());
    if decimals == 0 { 1e-6 } else { 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX)) * (rows as f64 + 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_parts_may_miss_a_rounded_total() {
        assert!((slack("10.5", 2) - 0.15).abs() < 1e-9 && (slack("10.25", 1) - 0.01).abs() < 1e-9);
        assert!((slack("10", 2) - 1e-6).abs() < 1e-9);
    }
}
