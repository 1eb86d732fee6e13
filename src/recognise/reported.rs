//! Which period a table reports, by all its headings together.

use std::collections::{BTreeMap, BTreeSet};

use super::heading::HeadingColumn;
use super::parts::is_expected;
use super::vocabulary::Match;
use crate::form::{FieldType, Form};
use crate::model::{Address, Period};
use crate::source::Grid;

/// So many rows of a column are looked at.
pub(super) const LOOK: u32 = 40;

/// The period that a table reports: the given one where a heading has it, else the latest of which it tells what was done,
/// else that which fits most headings, the latest of equals.
pub(super) fn reference(
    grid: &Grid,
    data_from: u32,
    headings: &[&HeadingColumn],
    form: &Form,
    paired: bool,
    given: Option<Period>,
) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for heading in headings {
        let own: BTreeSet<Period> = heading.matches.iter().filter_map(|m| of_report(m, form, paired)).collect();
        for period in own {
            *counts.entry(period).or_default() += 1;
        }
    }
    // R6実績 and R7予定 fit each other, and a table with R7実績 is not about R6
    let done = |heading: &&&HeadingColumn| heading.matches.iter().all(|m| !is_next(m, form) && is_statement(m, form));
    let is_filled =
        |heading: &&&HeadingColumn| (data_from..data_from + LOOK).any(|row| grid.get(Address::new(row, heading.col)).is_some());
    let latest = || {
        let of =
            headings.iter().filter(done).filter(|heading| heading.matches.iter().any(|m| m.period.is_some())).filter(is_filled);
        of.flat_map(|heading| &heading.matches).filter_map(|m| m.period).max_by_key(|period| period.end())
    };
    // months side by side: what is written in one was done in it
    let month = |period: &Period| matches!(period, Period::Month(..));
    let monthly = counts.len() > 1 && counts.keys().all(month);
    let latest_month = |until: Option<Period>| {
        let tells = headings.iter().filter(is_filled).flat_map(|heading| &heading.matches).filter(|m| !is_next(m, form));
        let months = tells.filter_map(|m| m.period).filter(|period| until.is_none_or(|until| within(*period, until)));
        months.filter(|_| monthly).max_by_key(|period| period.end())
    };
    // the last quarter decides for a half; the last part that is reported decides for a year
    let ends_so = |given: Period| {
        let whole = matches!(given, Period::Year(_));
        counts.keys().rev().copied().find(|period| !whole && period.end() == given.end())
    };
    let expected = |given: Period| {
        let of = headings.iter().filter(|heading| is_expected(heading)).flat_map(|heading| &heading.matches);
        of.filter_map(|m| m.period).any(|period| period.next() == given).then_some(given)
    };
    given
        .and_then(|given| {
            let own = counts.contains_key(&given).then_some(given);
            own.or_else(|| latest_month(Some(given))).or_else(|| ends_so(given)).or_else(|| expected(given))
        })
        .or_else(latest)
        .or_else(|| latest_month(None))
        .or_else(|| counts.iter().max_by_key(|(period, count)| (**count, **period)).map(|(period, _)| *period))
}

/// Does a period lie in another?
fn within(period: Period, other: Period) -> bool {
    other.start() <= period.start() && period.end() <= other.end()
}

pub(super) fn is_statement(m: &Match, form: &Form) -> bool {
    form.columns.get(m.column).is_some_and(|column| column.kind == FieldType::Stages)
}

/// Does each of several periods have a column of what was done and one of what was planned: 実績 and 予定 under 令和6年度, and
/// again under 令和7年度? Then a plan is of the period it is written under, not of the one before it.
pub(super) fn are_paired(headings: &[&HeadingColumn], form: &Form) -> bool {
    let written = |next: bool| -> BTreeSet<Period> {
        // 取組 alone can be either
        let all = |heading: &&&HeadingColumn| heading.matches.iter().all(|m| is_next(m, form) == next);
        let of = headings.iter().filter(all).flat_map(|heading| &heading.matches);
        of.filter_map(|m| m.period.map(|period| if next { period.next() } else { period })).collect()
    };
    let done = written(false);
    done.len() > 1 && done == written(true)
}

pub(super) fn is_next(m: &Match, form: &Form) -> bool {
    form.is_next(m.column)
}

/// The report's period that a heading speaks of.
pub(super) fn of_report(m: &Match, form: &Form, paired: bool) -> Option<Period> {
    if paired && is_next(m, form) { m.period.map(Period::next) } else { m.period }
}
