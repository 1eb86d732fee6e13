//! `L2-01`: numbers that are texts.

use super::{CellCheck, Sheet, Table, no_heading};
use crate::form::FieldType;
use crate::model::text::fold;
use crate::rules;
use crate::source::{RawCell, RawValue};

/// Longer texts are no numbers.
const LONGEST: usize = 24;
/// A unit is not longer.
const UNIT: usize = 3;

pub(super) const CHECK: CellCheck =
    CellCheck { data: is_text, heading: no_heading, finish: |sheet, hits| hits.finding(rules::L2_01, &sheet.place) };

fn is_text(sheet: &Sheet<'_>, table: &Table<'_>, cell: &RawCell) -> bool {
    cell.shown.len() <= LONGEST
        && cell.value == RawValue::Text
        && !matches!(table.kind(cell.at.col), Some(FieldType::Numbers | FieldType::Lines))
        && is_number(cell, sheet.is_delimited())
        && !table.headings.get(&cell.at.col).is_some_and(|heading| is_of_names(heading))
}

/// Codes and numbers of things are names, and rightly texts.
fn is_of_names(heading: &str) -> bool {
    let folded = fold(heading);
    ["コード", "番号", "id", "no", "code", "電話", "郵便", "期間", "numbers"].iter().any(|word| folded.contains(word))
}

/// A number with commas, signs or a unit. In delimited text everything is text: there a plain number is in order.
fn is_number(cell: &RawCell, delimited: bool) -> bool {
    if cell.shown.len() > LONGEST || !cell.shown.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return false;
    }
    let shown = cell.shown.trim();
    if delimited && shown.parse::<f64>().is_ok() {
        return false;
    }
    let folded = fold(shown);
    let rest = folded.trim_start_matches(['▲', '△', '-', '+', '約', '¥', '\\']);
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
    let (number, unit) = rest.split_at(digits);
    let plain: String = number.chars().filter(|c| *c != ',').collect();
    plain.parse::<f64>().is_ok()
        && unit.chars().count() <= UNIT
        && !unit.contains(|c: char| c.is_ascii_digit())
        && !unit.starts_with(['年', '月', '日', '時', '期', '-', '/', '.', ')', '・'])
}
