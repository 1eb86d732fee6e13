//! Figures of parts of a year: of 上半期 and 下半期 those of the report's part are its values.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::trial::Trial;
use super::{Part, Role};
use crate::form::vocabulary::without_time;
use crate::model::{FiscalYears, Reason, ValueKind};
use crate::recognise::parts::{is_within, period_of};

/// What the column is called that adds up the months before it.
const TOTALS: [&str; 12] =
    ["計", "合計", "累計", "総計", "年計", "年間計", "年度計", "年間合計", "年度合計", "年間累計", "年度累計", "実績累計"];

/// A column of figures of a year.
#[derive(Debug, Clone, Copy)]
struct Figures {
    at: usize,
    kind: Option<ValueKind>,
    year: i16,
    part: Option<Part>,
    filled: bool,
}

impl Figures {
    /// Does it tell what was reached?
    fn reports(&self) -> bool {
        self.filled && matches!(self.kind, None | Some(ValueKind::Actual))
    }
}

impl Trial<'_> {
    /// Sets the figures of other parts aside: a value has a year, and no part of it. Of several parts of the report's period
    /// the last that is filled in counts; where a column adds them up, that.
    pub(super) fn keep_one_part(&mut self) {
        self.totals_of_parts();
        let all: Vec<Figures> = (0..self.len()).filter_map(|at| self.figures_of(at)).collect();
        let mut parts: Vec<(Figures, Part)> = all.iter().filter_map(|own| Some((*own, own.part?))).collect();
        let months: BTreeSet<Part> = parts.iter().map(|(_, part)| *part).filter(|part| matches!(part, Part::Month(_))).collect();
        if months.len() < 3 {
            // 9月末実績 and 3月末見込 are days
            parts.retain(|(_, part)| !matches!(part, Part::Month(_)));
        }
        let years: BTreeSet<i16> = parts.iter().map(|(own, _)| own.year).collect();
        for year in years {
            let own = || parts.iter().filter(move |(own, _)| own.year == year);
            // 上半期計 behind 第2四半期 ends with it
            let last = |parts: &mut dyn Iterator<Item = Part>| {
                let period = |part: &Part| period_of(*part, year);
                parts.max_by_key(|part| (period(part).end(), Reverse(period(part).start())))
            };
            let of_report = |part: &Part| self.around.report.is_some_and(|report| is_within(*part, year, report));
            let inside: BTreeSet<Part> = own().map(|(_, part)| *part).filter(of_report).collect();
            let reported: BTreeSet<Part> = own().filter(|(own, _)| own.reports()).map(|(_, part)| *part).collect();
            let kept = match inside.len() {
                0 => last(&mut reported.iter().copied()),
                _ => last(&mut inside.intersection(&reported).copied()).or_else(|| last(&mut inside.iter().copied())),
            };
            let summed: Vec<Option<ValueKind>> =
                all.iter().filter(|own| own.year == year && own.part.is_none() && own.filled).map(|own| own.kind).collect();
            let is_kept = |own: &Figures, part: Part| kept == Some(part) && !(own.reports() && summed.contains(&own.kind));
            let others: Vec<usize> = own().filter(|(own, part)| !is_kept(own, *part)).map(|(own, _)| own.at).collect();
            for at in others.into_iter().filter(|_| kept.is_some()) {
                self.set(at, Role::Aside(Reason::OtherPeriod), 0.9);
            }
        }
    }

    /// 4月, 5月, … or 上半期, 下半期 beside a target and without a word: what was reached, unless a title says otherwise.
    pub(super) fn parts_without_a_role(&mut self, slots: &[(usize, FiscalYears, Option<Part>)]) {
        let measured = |role: &Role| matches!(role, Role::Figure(ValueKind::Actual | ValueKind::Forecast, _));
        let any = self.roles.iter().any(|role| matches!(role, Role::Figure(..)));
        let numeric = |at: usize| self.seen.get(at).is_some_and(|seen| seen.filled == 0 || seen.is_numeric());
        let parts = slots.iter().filter(|(at, _, part)| part.is_some() && self.free(*at)).copied().collect::<Vec<_>>();
        let filled = parts.iter().any(|(at, ..)| self.seen.get(*at).is_some_and(|seen| seen.filled > seen.dashes));
        if !any || !filled || self.roles.iter().any(measured) || !parts.iter().all(|(at, ..)| numeric(*at)) {
            return;
        }
        let kind = self.around.role.unwrap_or(ValueKind::Actual);
        for (at, years, _) in parts {
            self.set(at, Role::Figure(kind, Some(years)), 0.7);
        }
    }

    /// 累計 behind the months: what they add up to.
    fn totals_of_parts(&mut self) {
        let parts: Vec<(ValueKind, FiscalYears)> = (0..self.len())
            .filter(|at| self.stacks.get(*at).is_some_and(|stack| stack.all.time.part.is_some()))
            .filter_map(
                |at| if let Some(Role::Figure(kind, Some(years))) = self.roles.get(at) { Some((*kind, *years)) } else { None },
            )
            .collect();
        let kinds: BTreeSet<(u8, i16)> = parts.iter().map(|(kind, years)| (*kind as u8, years.from)).collect();
        let (Some((kind, years)), 1) = (parts.first().copied(), kinds.len()) else { return };
        let is_total = |at: &usize| {
            let named = self.stacks.get(*at).is_some_and(|stack| TOTALS.contains(&without_time(stack.lowest().1).as_str()));
            let numeric = self.seen.get(*at).is_some_and(|seen| seen.filled > 0 && seen.is_numeric());
            // 年度計 under 実績 is a figure already, of no year
            let of_no_year = matches!(self.roles.get(*at), Some(Role::Figure(own, None)) if *own == kind);
            named && numeric && (self.free(*at) || of_no_year)
        };
        let totals: Vec<usize> = (0..self.len()).filter(is_total).collect();
        if let ([only], true) = (totals.as_slice(), parts.len() >= 2) {
            self.set(*only, Role::Figure(kind, Some(years)), 0.8);
        }
    }

    /// The year and the part of a column of figures, and whether it tells what was reached.
    fn figures_of(&self, at: usize) -> Option<Figures> {
        let (years, kind) = match self.roles.get(at)? {
            Role::Figure(kind, years) => ((*years)?, Some(*kind)),
            Role::Slot(years, _) => (*years, None),
            _ => return None,
        };
        let part = self.stacks.get(at)?.all.time.part;
        let values = |at: usize| self.seen.get(at).map_or(0, |seen| seen.filled - seen.dashes);
        // where 目標 and 実績 are rows, a month with fewer figures has its targets only
        let slots = || (0..self.len()).filter(|other| matches!(self.roles.get(*other), Some(Role::Slot(..))));
        let all = kind.is_some() || Some(values(at)) == slots().map(values).max();
        let filled = values(at) > 0 && all;
        Some(Figures { at, kind, year: years.only()?, part, filled })
    }
}
