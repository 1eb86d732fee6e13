//! `L3-03`: signs among numbers.

use std::collections::BTreeMap;

use super::{Hits, Sheet};
use crate::model::{Address, Finding};
use crate::rules;
use crate::source::{RawCell, RawValue};

/// So many numbers make a column of numbers, if they are most of it.
const FEWEST: usize = 3;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        let mut columns: BTreeMap<u32, (usize, usize, Vec<Address>)> = BTreeMap::new();
        for cell in &table.data {
            let (all, numbers, signs) = columns.entry(cell.at.col).or_default();
            *all += 1;
            if is_number(cell) {
                *numbers += 1;
            } else if is_sign(&cell.shown) {
                signs.push(cell.at);
            }
        }
        for (all, numbers, signs) in columns.into_values() {
            if numbers >= FEWEST && numbers * 2 > all {
                for at in signs {
                    hits.add(at);
                }
            }
        }
    }
    hits.finding(rules::L3_03, &sheet.place)
}

fn is_number(cell: &RawCell) -> bool {
    matches!(cell.value, RawValue::Number(_))
        || (cell.shown.len() <= 24 && cell.shown.trim().replace(',', "").parse::<f64>().is_ok_and(f64::is_finite))
}

fn is_sign(text: &str) -> bool {
    matches!(
        text.trim(),
        "-" | "－"
            | "―"
            | "—"
            | "–"
            | "‐"
            | "ー"
            | "…"
            | "・・・"
            | "x"
            | "X"
            | "ｘ"
            | "Ｘ"
            | "χ"
            | "*"
            | "**"
            | "***"
            | "＊"
            | "※"
    )
}
