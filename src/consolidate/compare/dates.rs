//! Dates written in texts: what was done and speaks of nothing newer than the last period; plans for days gone by.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::model::{Difference, Era, Period, Progress};

/// The dates of a record that are older than they should be.
pub fn differences(record: &Progress, period: Period) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(done) = &record.done
        && let Some(newest) = spans(&done.text).iter().map(|span| span.end).max()
        && newest < period.start()
    {
        found.push(Difference::OldDates { newest });
    }
    if let Some(planned) = &record.planned {
        // 令和7年10月から, R7.10～: what has begun may go on
        let past = spans(&planned.text).into_iter().filter(|span| !span.open && span.end <= period.end());
        if let Some(date) = past.map(|span| span.end).max() {
            found.push(Difference::PastPlan { date });
        }
    }
    found
}

/// A date in a text, as exact as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    /// Its last day: of R7.4, the 30th.
    end: Date,
    /// Does it say from when only?
    open: bool,
}

/// The days, months and fiscal years with an explicit year that a text names, ranges joined.
fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for line in text.lines() {
        let tidy = tidy(line);
        let mut rest = tidy.as_str();
        let mut before = None;
        while let Some(c) = rest.chars().next() {
            // "2025" inside "12025" is none, the r of "ver7.4" is no era
            let inside = before.is_some_and(|b: char| b.is_ascii_alphanumeric() || matches!(b, '.' | '/' | '-'));
            if !inside && let Some((mut end, mut after)) = one(rest, None) {
                let mut open = false;
                if let Some((to, tail)) = until(after, end) {
                    (end, after) = (to.max(end), tail);
                } else if ["~", "から", "より", "以降"].iter().any(|word| after.starts_with(word)) {
                    open = true;
                }
                found.push(Span { end, open });
                before = Some('日');
                rest = after;
                continue;
            }
            before = Some(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    found
}

/// The other end of a range, which may leave the year out.
fn until(text: &str, from: Date) -> Option<(Date, &str)> {
    let rest = text.strip_prefix('~').or_else(|| text.strip_prefix("から"))?;
    one(rest, None).or_else(|| one(rest, Some(from.year())))
}

/// A date at the beginning of a text, its last day, and what follows. `year`: the one to take where none is written.
fn one(text: &str, year: Option<i16>) -> Option<(Date, &str)> {
    let (year, rest, japanese) = match year {
        Some(year) => {
            // a month alone: 9月, 9/30; a bare figure is none
            let (month, rest) = number(text)?;
            let rest = rest.strip_prefix('月').or_else(|| rest.strip_prefix('/'))?;
            return day_of(year, month, rest);
        }
        None => match Era::strip(text) {
            Some((era, rest)) => {
                let (n, rest) = match rest.strip_prefix('元') {
                    Some(rest) => (1, rest),
                    None => number(rest)?,
                };
                (n < 100).then(|| (era.year(n), rest, true))?
            }
            None => number(text).filter(|(year, _)| (1900..2200).contains(year)).map(|(year, rest)| (year, rest, false))?,
        },
    };
    if let Some(rest) = rest.strip_prefix("年度") {
        // 令和7年度上半期 ends in September
        let (end, rest) = ["上半期", "上期", "前期"].iter().find_map(|word| rest.strip_prefix(word)).map_or_else(
            || {
                (
                    Period::Year(year).end(),
                    ["下半期", "下期", "後期"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest),
                )
            },
            |rest| (Period::Half(year, 1).end(), rest),
        );
        return Some((end, rest));
    }
    let rest = match rest.strip_prefix('年') {
        Some(rest) => rest,
        None => rest.strip_prefix(['.', '/']).or_else(|| rest.strip_prefix('-').filter(|_| !japanese))?,
    };
    let (month, rest) = number(rest)?;
    day_of(year, month, rest.strip_prefix(['月', '.', '/', '-']).unwrap_or(rest))
}

/// The day after a month, or the month's last.
fn day_of(year: i16, month: i16, rest: &str) -> Option<(Date, &str)> {
    let month = i8::try_from(month).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    if let Some((day, after)) = number(rest)
        && let Some(date) = i8::try_from(day).ok().and_then(|day| Date::new(year, month, day).ok())
    {
        return Some((date, after.strip_prefix('日').unwrap_or(after)));
    }
    Some((first.last_of_month(), rest))
}

fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let value = text.get(..end)?.parse().ok()?;
    Some((value, text.get(end..)?))
}

/// NFKC, one tilde, and no white space but between two figures, where it keeps them apart.
fn tidy(line: &str) -> String {
    let wide: Vec<char> = line.nfkc().collect();
    let mut out = String::with_capacity(line.len());
    for (at, c) in wide.iter().enumerate() {
        if !c.is_whitespace() {
            out.push(if matches!(c, '〜' | '～' | '∼') { '~' } else { *c });
            continue;
        }
        let next = wide.get(at + 1..).and_then(|rest| rest.iter().find(|c| !c.is_whitespace()));
        if out.ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(char::is_ascii_digit) {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> Vec<(String, bool)> {
        spans(text).into_iter().map(|span| (span.end.to_string(), span.open)).collect()
    }

    #[test]
    fn dates_of_all_spellings() {
        for (text, end) in [
            ("令和7年4月1日に開始", "2025-04-01"),
            ("R7.4に開始", "2025-04-30"),
            ("令和 ７ 年 10 月", "2025-10-31"),
            ("2025/9/5", "2025-09-05"),
            ("令和6年度に導入", "2025-03-31"),
            ("R7年度上半期", "2025-09-30"),
            ("H30.12.28", "2018-12-28"),
            ("R7.4～R7.9に実施", "2025-09-30"),
            ("令和7年4月から9月まで", "2025-09-30"),
        ] {
            assert_eq!(ends(text), [(end.to_owned(), false)], "{text}");
        }
        assert_eq!(ends("R7.10～"), [("2025-10-31".to_owned(), true)]);
        assert_eq!(ends("ver7.4、12025件、7.4%、30件/月"), []);
    }
}
