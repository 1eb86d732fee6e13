//! Fiscal years as people write them: R7, 令和７年度, 2025(R7)年度, 平成31/令和元年度, 令和7～9年度.

use serde::{Deserialize, Serialize};

use super::{Era, Period};

/// One fiscal year, or several one after the other: 令和7～9年度.
///
/// ```
/// # use torimatome::model::FiscalYears;
/// # use torimatome::model::text::fold;
/// let read = |text: &str| FiscalYears::find(&fold(text)).map(|years| (years.from, years.to));
/// assert_eq!(read("令和7～9年度"), Some((2025, 2027)));
/// assert_eq!(read("R7.4～R10.3"), Some((2025, 2027)));
/// assert_eq!(read("2025（R7）年度"), Some((2025, 2025)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FiscalYears {
    /// The first; a fiscal year has the number of the year in which it begins.
    pub from: i16,
    /// The last.
    pub to: i16,
}

impl FiscalYears {
    /// A single year.
    pub const fn one(year: i16) -> Self {
        Self { from: year, to: year }
    }

    /// The year, if it is a single one.
    pub fn only(self) -> Option<i16> {
        (self.from == self.to).then_some(self.from)
    }

    /// Does a year lie in them?
    pub fn contains(self, year: i16) -> bool {
        (self.from..=self.to).contains(&year)
    }

    /// The years that a whole folded text is; まで and 末 behind them say nothing more.
    pub fn find(folded: &str) -> Option<Self> {
        let (years, rest) = Self::strip(folded)?;
        matches!(rest, "" | "まで" | "末" | "末まで" | "中" | "予定").then_some(years)
    }

    /// The years at the beginning of a folded text, and what follows them.
    pub fn strip(folded: &str) -> Option<(Self, &str)> {
        // R7-9年度: a hyphen before one or two figures is a range only where 年度 follows
        let hyphened = folded.split_once('-').filter(|(_, tail)| figures(tail) <= 2 && tail[figures(tail)..].starts_with("年度"));
        if let Some((head, tail)) = hyphened
            && let Some((from, "")) = fiscal_year_at(head)
            && let Some((to, rest)) = shortened(head, from, tail)
        {
            return Some((Self { from, to }, rest));
        }
        if let Some((Period::Month(..), _)) = Period::strip_one(folded) {
            return months(folded);
        }
        let (from, rest) = fiscal_year_at(folded)?;
        let head = &folded[..folded.len() - rest.len()];
        for sign in ["~", "-", "から", "より"] {
            let Some(tail) = rest.strip_prefix(sign) else { continue };
            let last = fiscal_year_at(tail).or_else(|| shortened(head, from, tail));
            if let Some((to, rest)) = last.filter(|(to, _)| (from + 1..from + 50).contains(to)) {
                return Some((Self { from, to }, rest));
            }
        }
        Some((Self::one(from), rest))
    }
}

/// R7.4～R10.3: the fiscal years of the first month and the last.
fn months(folded: &str) -> Option<(FiscalYears, &str)> {
    let (first, rest) = Period::strip_one(folded)?;
    let tail = ["~", "から"].iter().find_map(|sign| rest.strip_prefix(sign))?;
    let Period::Month(year, _) = first else { return None };
    let (last, rest) = match Period::strip_one(tail) {
        Some((last @ Period::Month(..), rest)) => (last, rest),
        // R7.4～9
        _ => {
            let end = figures(tail);
            let month: i8 = tail[..end].parse().ok().filter(|month| (1..=12).contains(month))?;
            (Period::Month(year, month), tail[end..].strip_prefix('月').unwrap_or(&tail[end..]))
        }
    };
    let years = FiscalYears { from: first.fiscal_year(), to: last.fiscal_year() };
    (first <= last).then_some((years, rest))
}

/// The second year of a range without its era: 令和7～9年度, 2025～27年度.
fn shortened<'t>(head: &str, from: i16, tail: &'t str) -> Option<(i16, &'t str)> {
    let end = figures(tail);
    let n: i16 = tail[..end].parse().ok().filter(|_| end <= 2)?;
    let to = match Era::strip(head) {
        Some((era, _)) => era.year(n),
        None => from - from % 100 + n,
    };
    let rest = &tail[end..];
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
    let is_month = rest.starts_with(['月', '.', '/']);
    (to > from && to < from + 50 && !is_month).then_some((to, rest))
}

/// A fiscal year at the beginning of a folded text, and what follows it: R7, R7年度, 令和7年度, 2025年度, 2025, FY2025,
/// and the two spellings of one year: R7 2025, 2025(R7)年度, 平成31/令和元年度.
///
/// ```
/// # use torimatome::model::fiscal_year;
/// assert_eq!(fiscal_year("r7年度末"), Some((2025, "末")));
/// assert_eq!(fiscal_year("平成31/令和元年度"), Some((2019, "")));
/// assert_eq!(fiscal_year("r7.10"), None);
/// ```
pub fn fiscal_year_at(folded: &str) -> Option<(i16, &str)> {
    let (year, rest) = year_at(folded)?;
    let part_of_a_date = rest.strip_prefix(['.', '/', '-']).is_some_and(|tail| figures(tail) > 0 && figures(tail) < 4);
    if part_of_a_date {
        return None;
    }
    let rest = without_year_word(rest);
    // 令和7年10月 is a month, 昭和40年代 are ten years
    let month = figures(rest);
    if (month > 0 && rest[month..].starts_with('月')) || rest.starts_with('代') {
        return None;
    }
    Some((year, again(year, rest)))
}

/// Takes off a second spelling of the same year.
fn again(year: i16, rest: &str) -> &str {
    let same = |text| year_at(text).filter(|(other, _)| *other == year).map(|(_, tail)| without_year_word(tail));
    if let Some(inner) = rest.strip_prefix('(') {
        let tail = same(inner).and_then(|tail| tail.strip_prefix(')'));
        return tail.map_or(rest, without_year_word);
    }
    let tail = rest.strip_prefix(['/', '・', '=']).unwrap_or(rest);
    same(tail).unwrap_or(rest)
}

fn without_year_word(rest: &str) -> &str {
    rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest)
}

/// The bare year: era and number, or four figures.
fn year_at(folded: &str) -> Option<(i16, &str)> {
    if let Some(rest) = folded.strip_prefix("fy") {
        let end = figures(rest);
        let year: i16 = rest[..end].parse().ok()?;
        let year = if end == 2 { 2000 + year } else { year };
        return (end == 2 || end == 4).then_some((year, &rest[end..]));
    }
    let (year, rest) = match Era::strip(folded) {
        Some((era, rest)) => match rest.strip_prefix('元') {
            Some(rest) => (era.year(1), rest),
            None => {
                let end = figures(rest);
                // R7 2025 lost its blank: the year again stands right behind it
                let own = if end > 4 { end - 4 } else { end };
                let n: i16 = rest[..own].parse().ok().filter(|_| own <= 2)?;
                let year = era.year(n);
                if own < end && rest[own..end].parse() != Ok(year) {
                    return None;
                }
                (year, &rest[own..])
            }
        },
        None => {
            let end = figures(folded);
            let year: i16 = folded[..end].parse().ok().filter(|year| end == 4 && (1900..2200).contains(year))?;
            (year, &folded[end..])
        }
    };
    // a letter and a figure can be many things (T1, M3): nobody reports on a year before these
    (year >= 1960).then_some((year, rest))
}

/// The era that a folded text names before a year.
pub fn era_in(folded: &str) -> Option<Era> {
    let starts = folded.char_indices().filter(|(at, _)| !folded[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()));
    starts.map(|(at, _)| &folded[at..]).find_map(|rest| {
        let (era, _) = Era::strip(rest)?;
        year_at(rest).map(|_| era)
    })
}

/// A folded text whose bare 7年度 is given its era, as beside 令和6年度; none where it has no bare year.
pub fn with_era(folded: &str, era: Era) -> Option<String> {
    let at = folded.match_indices("年度").find_map(|(end, _)| {
        let head = &folded[..end];
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '元').len();
        let bare = (1..=3).contains(&(end - start)) && !head[..start].ends_with(|c: char| c.is_alphanumeric());
        bare.then_some(start)
    })?;
    Some(format!("{}{}{}", &folded[..at], era.kanji(), &folded[at..]))
}

fn figures(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::fold;

    #[test]
    fn all_spellings_of_a_year() {
        for text in [
            "R7",
            "Ｒ７",
            "r7",
            "R07",
            "R7年度",
            "R7 年度",
            "R7 2025",
            "R7\n2025",
            "令和7年度",
            "令和７年度",
            "令和 7 年度",
            "令和7年",
            "令7年度",
            "㋿7年度",
            "2025",
            "2025年度",
            "２０２５年度",
            "2025 年度",
            "FY2025",
            "FY25",
            "令和7年度（2025年度）",
            "令和７年度(2025)",
            "令和7（2025）年度",
            "2025(R7)年度",
            "2025年度（令和7年度）",
            "2025/R7",
            "R7/2025",
            "R7・2025年度",
            "R7年度\n（2025）",
        ] {
            assert_eq!(FiscalYears::find(&fold(text)), Some(FiscalYears::one(2025)), "{text}");
        }
        for (text, year) in [
            ("平成31/令和元年度", 2019),
            ("平成31年度（令和元年度）", 2019),
            ("H31", 2019),
            ("H31/R1", 2019),
            ("H31(R1)年度", 2019),
            ("令和元年度", 2019),
            ("R元", 2019),
            ("平成30年度", 2018),
            ("S63年度", 1988),
            ("令和10年度", 2028),
            ("令和 10 年度", 2028),
        ] {
            assert_eq!(FiscalYears::find(&fold(text)), Some(FiscalYears::one(year)), "{text}");
        }
    }

    #[test]
    fn ranges() {
        for text in [
            "令和7～9年度",
            "令和7~9年度",
            "令和７年度～令和９年度",
            "令和7年度から9年度",
            "令和7年度から令和9年度まで",
            "R7～R9",
            "R7-R9",
            "R7-9年度",
            "R7～9",
            "2025～2027",
            "2025年度〜2027年度",
            "2025～27年度",
            "R7.4～R10.3",
            "令和7年4月～令和10年3月",
            "R7（2025）～R9（2027）年度",
        ] {
            assert_eq!(FiscalYears::find(&fold(text)), Some(FiscalYears { from: 2025, to: 2027 }), "{text}");
        }
        assert_eq!(FiscalYears::find(&fold("R7.8～R7.12")), Some(FiscalYears::one(2025)));
        assert_eq!(FiscalYears::find(&fold("R7.4～9")), Some(FiscalYears::one(2025)));
    }

    #[test]
    fn what_is_no_year() {
        for text in [
            "R7.10",
            "令和7年10月",
            "2025-10",
            "2025/10/3",
            "R7.10.3",
            "昭和40年代",
            "Report",
            "R",
            "1200",
            "12025年度",
            "T1",
            "M3",
            "R72024",
            "R4.7～3",
            "7年度",
            "",
        ] {
            assert_eq!(FiscalYears::find(&fold(text)), None, "{text}");
        }
        // the backward range is kept apart: the first year, and a rest that nobody takes for nothing
        assert_eq!(FiscalYears::find(&fold("R9～R7")), None);
    }
}
