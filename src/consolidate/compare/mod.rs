//! A period held against the one before it: what is new, gone, moved, further on, reworded, or the same as ever.
//!
//! Records are paired by what they are, never by where they stand: `pair`. What differs between the two of a
//! pair has one small module each.

mod dates;
mod ended;
mod facts;
mod fields;
mod move_;
mod pair;
mod phrase;
mod promise;
mod stage;
mod tables;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::text::fold;
use crate::model::{Change, Comparison, Difference, Period, Plan, Progress, Records};
use pair::Pairing;
pub use phrase::phrases;
pub use tables::compare_tables;

/// What is known of an earlier period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Previous {
    /// Which period, where that is known.
    pub period: Option<Period>,
    /// Its records.
    pub records: Records,
    /// Records that were unchanged then already: id → for how many periods.
    pub unchanged: BTreeMap<Arc<str>, u32>,
}

/// What a comparison has to know beside the records.
#[derive(Debug, Clone, Copy, Default)]
pub struct Occasion<'a> {
    /// The period that was handed in; without it, dates are not looked at.
    pub period: Option<Period>,
    /// The period compared with.
    pub previous: Option<Period>,
    /// Records that were unchanged then already.
    pub unchanged: Option<&'a BTreeMap<Arc<str>, u32>>,
    /// Departments that have not handed in: their records are late, not gone.
    pub missing: &'a [Arc<str>],
}

impl Occasion<'_> {
    /// Are all that do the work of these departments still to hand in?
    fn waits_for(&self, departments: &[Arc<str>], plan: &Plan) -> bool {
        let heirs = plan.heirs(departments, self.period.map(Period::end));
        !heirs.is_empty() && heirs.iter().all(|name| self.missing.contains(name))
    }
}

/// Compares everything that was reported in two periods.
pub fn compare_all(previous: &Records, current: &Records, plan: &Plan, occasion: &Occasion<'_>) -> Comparison {
    let tables = compare_tables(previous, current, plan, occasion);
    Comparison { tables, ..compare(&previous.progress, &current.progress, plan, occasion) }
}

/// Compares the progress of two periods. Every current record has one [`Change`]; those that are gone follow.
pub fn compare(previous: &[Progress], current: &[Progress], plan: &Plan, occasion: &Occasion<'_>) -> Comparison {
    let pairing = Pairing::new(previous, current, plan, occasion);
    let mut changes = Vec::with_capacity(current.len());
    for (index, record) in current.iter().enumerate() {
        let before: Vec<&Progress> = pairing.before(index).iter().filter_map(|at| previous.get(*at)).collect();
        let mut differences = Vec::new();
        match before.as_slice() {
            [] => {
                differences.push(Difference::New);
                let candidates = ids(&pairing.candidates_before(index), previous);
                if !candidates.is_empty() {
                    differences.push(Difference::Unclear { candidates });
                }
            }
            [_, _, ..] => differences.push(Difference::Merged),
            [one] => {
                let at = pairing.before(index).first().copied().unwrap_or_default();
                let into = pairing.after(at);
                if into.len() > 1 {
                    differences.push(Difference::Split { into: ids(into, current) });
                } else {
                    differences.extend(stage::differences(one, record, plan));
                    differences.extend(fields::differences(one, record, occasion));
                    differences.extend(promise::forgotten(one, record));
                    differences.extend(restated(one, record, occasion.previous));
                }
            }
        }
        if !before.is_empty() {
            differences.extend(move_::difference(&before, record, plan, occasion));
        }
        if let Some(period) = occasion.period {
            differences.extend(dates::differences(record, period));
        }
        differences.sort_by_key(order);
        changes.push(Change {
            id: record.id.clone(),
            before: before.iter().map(|record| record.id.clone()).collect(),
            matched: pairing.matched(index),
            name: record.names.join("、"),
            departments: record.departments.clone(),
            differences,
        });
    }
    for (index, record) in previous.iter().enumerate().filter(|(index, _)| pairing.after(*index).is_empty()) {
        let late = occasion.waits_for(&record.departments, plan);
        let ended = ended::is_announced(record, plan, occasion);
        let mut differences = vec![Difference::Gone { handed_in: !late, ended }];
        let candidates = ids(&pairing.candidates_after(index), current);
        if !candidates.is_empty() {
            differences.push(Difference::Unclear { candidates });
        }
        changes.push(Change {
            id: record.id.clone(),
            before: vec![record.id.clone()],
            matched: None,
            name: record.names.join("、"),
            departments: record.departments.clone(),
            differences,
        });
    }
    Comparison { previous: occasion.previous, changes, tables: Vec::new() }
}

/// What was reported of the last period, and what a column of that month says of it now.
fn restated(before: &Progress, record: &Progress, previous: Option<Period>) -> Option<Difference> {
    let now = record.earlier.iter().find(|month| Some(month.period) == previous)?;
    let then = before.done.as_ref().map(|done| done.text.to_string()).unwrap_or_default();
    (fold(&then) != fold(&now.text)).then(|| Difference::Restated { before: then, after: now.text.clone() })
}

fn ids(places: &[usize], records: &[Progress]) -> Vec<Arc<str>> {
    places.iter().filter_map(|at| records.get(*at)).map(|record| record.id.clone()).collect()
}

/// The order in which differences are reported.
const fn order(difference: &Difference) -> u8 {
    match difference {
        Difference::New | Difference::Gone { .. } => 0,
        Difference::Unclear { .. } => 1,
        Difference::Merged | Difference::Split { .. } => 2,
        Difference::Moved { .. } => 3,
        Difference::StageUp { .. } | Difference::StageDown { .. } => 4,
        Difference::Event { .. } => 5,
        Difference::Unchanged { .. } | Difference::NearlyCopied => 6,
        Difference::Text { .. } | Difference::Figure { .. } => 7,
        Difference::OldDates { .. } => 8,
        Difference::PastPlan { .. } | Difference::Restated { .. } => 9,
        Difference::ForgottenPlan { .. } => 10,
    }
}

#[cfg(test)]
mod tests;
