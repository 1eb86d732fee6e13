//! Headings that name a part of a year and no year: 上半期実績, 第2四半期の取組. Which of them the report is about.

use std::collections::BTreeSet;

use super::heading::HeadingColumn;
use super::reported::{is_next, is_statement};
use crate::form::Form;
use crate::form::vocabulary::{Facet, HeadingFacets, Part};
use crate::model::Period;

/// The year of parts where nothing tells it: it only puts them in their order.
const ANY: i16 = 2000;

/// The headings of a table with the periods that their parts are of, in the year of the report. None where fewer than two
/// parts are named, or a year with them.
pub(super) fn dated(headings: &[&HeadingColumn], form: &Form, report: Option<Period>) -> Option<Vec<HeadingColumn>> {
    let parts: Vec<Option<Part>> = headings.iter().map(|heading| part_in(heading, form)).collect();
    let named: BTreeSet<Part> = parts.iter().copied().flatten().collect();
    let months = named.iter().filter(|part| matches!(part, Part::Month(_))).count();
    // 9月末の状況 and 10月以降の予定 name days, not monthly entries
    if named.len() < 2 || (1..3).contains(&months) {
        return None;
    }
    let year = report.map_or(ANY, Period::fiscal_year);
    let dated = headings.iter().zip(parts).map(|(heading, part)| {
        let mut heading = (*heading).clone();
        for m in heading.matches.iter_mut().filter(|m| is_statement(m, form)) {
            let own = part.map(|part| period_of(part, year));
            m.period = if is_next(m, form) { own.map(Period::previous) } else { own };
        }
        heading
    });
    Some(dated.collect())
}

/// The part that a heading of a text names, where it names no year.
fn part_in(heading: &HeadingColumn, form: &Form) -> Option<Part> {
    let undated = heading.matches.iter().all(|m| m.period.is_none() && m.years.is_none() && !m.old);
    let of_text = heading.matches.iter().any(|m| is_statement(m, form));
    let time = HeadingFacets::parse(&heading.text).time;
    // 前期計画 alone is a plan; beside 後期計画 both are halves
    let half = || [("前期", 1), ("後期", 2)].into_iter().find(|(word, _)| heading.text.starts_with(word));
    let part = time.part.or_else(|| half().map(|(_, n)| Part::Half(n)));
    part.filter(|_| undated && of_text && time.years.is_none() && time.bare.is_none() && time.relative.is_none())
}

/// The period that a part of a fiscal year is.
pub(super) fn period_of(part: Part, year: i16) -> Period {
    match part {
        Part::Half(n) => Period::Half(year, n.cast_signed()),
        Part::Quarter(n) => Period::Quarter(year, n.cast_signed()),
        Part::Month(n) => Period::Month(if n <= 3 { year + 1 } else { year }, n.cast_signed()),
    }
}

/// Does a part of a fiscal year lie in a period?
pub(super) fn is_within(part: Part, year: i16, report: Period) -> bool {
    let own = period_of(part, year);
    report.start() <= own.start() && own.end() <= report.end()
}

/// Is a heading about what is expected (見込), not about what is planned?
pub(super) fn is_expected(heading: &HeadingColumn) -> bool {
    HeadingFacets::parse(&heading.text).has(Facet::Forecast)
}
