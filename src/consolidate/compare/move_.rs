//! Another department: explained by the plan's table of reorganisations, or a surprise.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::Occasion;
use super::facts::Names;
use crate::model::text::fold;
use crate::model::{Difference, Plan, Progress};

/// Did the departments change?
pub fn difference(before: &[&Progress], now: &Progress, plan: &Plan, occasion: &Occasion<'_>) -> Option<Difference> {
    let from: Vec<Arc<str>> = before.iter().flat_map(|record| &record.departments).cloned().collect();
    let (from, to, expected) = between(&from, &now.departments, plan, occasion)?;
    Some(Difference::Moved { from, to, expected })
}

/// Departments then and now, and whether the plan explains it; `None`: they are the same.
pub fn between(from: &[Arc<str>], to: &[Arc<str>], plan: &Plan, occasion: &Occasion<'_>) -> Option<(Names, Names, bool)> {
    let plain = |names: &[Arc<str>]| names.iter().map(|name| fold(name)).collect::<BTreeSet<_>>();
    let (then, after) = (plain(from), plain(to));
    if then == after || then.is_empty() || after.is_empty() {
        return None;
    }
    let heirs = successors_until(from, plan, occasion.period.map(|period| period.end()));
    let mut unique = Names::new();
    for name in from {
        if !unique.contains(name) {
            unique.push(name.clone());
        }
    }
    // where nobody has an heir, one of two departments was left out
    Some((unique, to.to_vec(), heirs != then && after.is_subset(&heirs)))
}

/// The departments that do the work of these today, folded.
pub fn successors(names: &[Arc<str>], plan: &Plan) -> BTreeSet<String> {
    successors_until(names, plan, None)
}

/// The same, of reorganisations up to a day.
fn successors_until(names: &[Arc<str>], plan: &Plan, until: Option<Date>) -> BTreeSet<String> {
    plan.heirs(names, until).iter().map(|name| fold(name)).collect()
}
