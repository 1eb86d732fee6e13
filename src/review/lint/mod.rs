//! Machine readability: the Digital Agency's rules, one a file, on every sheet that was read.
//!
//! A rule looks at a sheet as it lies in the file and at the tables that were recognised on it. It answers with one
//! finding a sheet, of severity info, that counts the cases and names the range they lie in.
//! Which rules are checked and which cannot be by a program is in [`agency`](crate::rules::agency).

mod hits;
mod sheet;

mod l1_02;
mod l1_03;
mod l1_04;
mod l1_05;
mod l1_06;
mod l1_07;
mod l1_08;
mod l1_10;
mod l1_12;
mod l1_13;
mod l1_14;
mod l1_15;
mod l2_01;
mod l2_02;
mod l2_03;
mod l2_06;
mod l3_01;
mod l3_03;
mod l3_05;
mod l3_09;

use std::sync::Arc;

use hits::Hits;
use sheet::{Sheet, Table};

use crate::form::Form;
use crate::model::Finding;
use crate::recognise::Recognised;
use crate::source::{Grid, RawCell};

/// A rule: from a sheet to what there is to say of it, if anything.
type Check = fn(&Sheet<'_>) -> Option<Finding>;

const CHECKS: &[Check] = &[
    l1_02::check,
    l1_03::check,
    l1_04::check,
    l1_10::check,
    l1_12::check,
    l1_13::check,
    l1_14::check,
    l2_03::check,
    l2_06::check,
    l3_01::check,
    l3_03::check,
    l3_09::check,
];

/// A rule that looks at one cell at a time. All of them look at a cell before the next one comes, because a big sheet
/// does not fit into the processor's cache.
struct CellCheck {
    /// Is this data cell a case?
    data: fn(&Sheet<'_>, &Table<'_>, &RawCell) -> bool,
    /// Is this heading cell one?
    heading: fn(&RawCell) -> bool,
    /// What there is to say in the end.
    finish: fn(&Sheet<'_>, Hits) -> Option<Finding>,
}

const CELL_CHECKS: &[CellCheck] =
    &[l1_05::CHECK, l1_06::CHECK, l1_07::CHECK, l1_08::CHECK, l1_15::CHECK, l2_01::CHECK, l2_02::CHECK, l3_05::CHECK];

/// For rules that have nothing to do with headings.
const fn no_heading(_: &RawCell) -> bool {
    false
}

/// What a sheet of the file `path` does against the rules. `forms` are those it was recognised with.
///
/// A sheet on which no form was recognised is taken for one table whose first row is its heading, if it looks like one.
pub fn lint(path: &Arc<str>, grid: &Grid, recognised: &Recognised, forms: &[&Form]) -> Vec<Finding> {
    if grid.cells.is_empty() {
        return Vec::new();
    }
    let sheet = Sheet::new(path, grid, recognised, forms);
    let mut findings: Vec<Finding> = CHECKS.iter().filter_map(|check| check(&sheet)).collect();
    let mut hits = vec![Hits::default(); CELL_CHECKS.len()];
    for table in &sheet.tables {
        for cell in table.heading_cells(grid) {
            for (check, hits) in CELL_CHECKS.iter().zip(&mut hits) {
                if (check.heading)(cell) {
                    hits.add(cell.at);
                }
            }
        }
        for cell in &table.data {
            for (check, hits) in CELL_CHECKS.iter().zip(&mut hits) {
                if (check.data)(&sheet, table, cell) {
                    hits.add(cell.at);
                }
            }
        }
    }
    findings.extend(CELL_CHECKS.iter().zip(hits).filter_map(|(check, hits)| (check.finish)(&sheet, hits)));
    findings
}
