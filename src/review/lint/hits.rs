//! The cases of a rule on a sheet: how many, and in which range.

use crate::model::{Address, CellRange, Finding, Place, Rule};

/// Counts cases and keeps the smallest range that holds them all.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Hits {
    count: usize,
    range: Option<CellRange>,
}

impl Hits {
    /// One more case.
    pub(super) fn add(&mut self, at: Address) {
        self.add_range(CellRange::new(at, at));
    }

    /// One more case, which takes several cells.
    pub(super) fn add_range(&mut self, new: CellRange) {
        self.count += 1;
        self.range = Some(match self.range {
            None => new,
            Some(old) => CellRange::new(
                Address::new(old.first.row.min(new.first.row), old.first.col.min(new.first.col)),
                Address::new(old.last.row.max(new.last.row), old.last.col.max(new.last.col)),
            ),
        });
    }

    /// The finding, if there was any case; the message's `{count}` is given.
    pub(super) fn finding(self, rule: &'static Rule, place: &Place) -> Option<Finding> {
        let range = self.range?;
        Some(Finding::new(rule, place.clone().at(range)).with("count", self.count))
    }
}
