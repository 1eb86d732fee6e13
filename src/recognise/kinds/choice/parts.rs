//! Figures of parts of a year: of 上半期 and 下半期 those of the report's part are its values.

use std::collections::BTreeSet;

use super::trial::Trial;
use super::{Part, Role};
use crate::model::{Reason, ValueKind};
use crate::recognise::parts::{is_within, period_of};

impl Trial<'_> {
    /// Sets the figures of other parts aside: a value has a year, and no part of it.
    pub(super) fn keep_one_part(&mut self) {
        let mut figures: Vec<(usize, i16, Part, bool)> = (0..self.len()).filter_map(|at| self.part_of(at)).collect();
        let months: BTreeSet<Part> =
            figures.iter().map(|(_, _, part, _)| *part).filter(|part| matches!(part, Part::Month(_))).collect();
        if months.len() < 3 {
            // 9月末実績 and 3月末見込 are days
            figures.retain(|(_, _, part, _)| !matches!(part, Part::Month(_)));
        }
        let years: BTreeSet<i16> = figures.iter().map(|(_, year, ..)| *year).collect();
        for year in years {
            let own = || figures.iter().filter(move |(_, of, ..)| *of == year);
            let parts: BTreeSet<Part> = own().map(|(_, _, part, _)| *part).collect();
            let of_report = |part: &Part| self.around.report.is_some_and(|report| is_within(*part, year, report));
            let reported = |part: &Part| own().any(|(_, _, other, reported)| other == part && *reported);
            let last = |parts: &mut dyn Iterator<Item = Part>| parts.max_by_key(|part| period_of(*part, year).end());
            let kept: BTreeSet<Part> = match parts.iter().any(of_report) {
                true => parts.iter().copied().filter(of_report).collect(),
                false => last(&mut parts.iter().copied().filter(reported)).into_iter().collect(),
            };
            let others: Vec<usize> = own().filter(|(_, _, part, _)| !kept.contains(part)).map(|(at, ..)| *at).collect();
            for at in others.into_iter().filter(|_| !kept.is_empty()) {
                self.set(at, Role::Aside(Reason::OtherPeriod), 0.9);
            }
        }
    }

    /// The year and the part of a column of figures, and whether it tells what was reached.
    fn part_of(&self, at: usize) -> Option<(usize, i16, Part, bool)> {
        let (years, actual) = match self.roles.get(at)? {
            Role::Figure(kind, years) => ((*years)?, *kind == ValueKind::Actual),
            Role::Slot(years, _) => (*years, true),
            _ => return None,
        };
        let part = self.stacks.get(at)?.all.time.part?;
        let is_filled = self.seen.get(at).is_some_and(|seen| seen.filled > seen.dashes);
        Some((at, years.only()?, part, actual && is_filled))
    }
}
