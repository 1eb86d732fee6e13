//! Machine readability: the Digital Agency's rules, one a file, on every sheet that was read.
//!
//! A rule looks at a sheet as it lies in the file and at the tables that were recognised on it. It answers with one
//! finding a sheet, of severity info, that counts the cases and names the range they lie in.
//! Which rules are checked and which cannot be by a program is in [`agency`](crate::model::rule::agency).

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
use crate::source::Grid;

/// A rule: from a sheet to what there is to say of it, if anything.
type Check = fn(&Sheet<'_>) -> Option<Finding>;

const CHECKS: &[Check] = &[
    l1_02::check,
    l1_03::check,
    l1_04::check,
    l1_05::check,
    l1_06::check,
    l1_07::check,
    l1_08::check,
    l1_10::check,
    l1_12::check,
    l1_13::check,
    l1_14::check,
    l1_15::check,
    l2_01::check,
    l2_02::check,
    l2_03::check,
    l2_06::check,
    l3_01::check,
    l3_03::check,
    l3_05::check,
    l3_09::check,
];

/// What a sheet of the file `path` does against the rules. `forms` are those it was recognised with.
///
/// A sheet on which no form was recognised is taken for one table whose first row is its heading, if it looks like one.
pub fn lint(path: &Arc<str>, grid: &Grid, recognised: &Recognised, forms: &[&Form]) -> Vec<Finding> {
    if grid.cells.is_empty() {
        return Vec::new();
    }
    let sheet = Sheet::new(path, grid, recognised, forms);
    CHECKS.iter().filter_map(|check| check(&sheet)).collect()
}
