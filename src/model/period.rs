//! What a report is about: a month, a quarter, a half or a whole fiscal year.
#![allow(clippy::cast_possible_truncation, reason = "numbers are held against the months, quarters and halves first")]

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::era::{Era, wareki_fiscal_year};
use super::text::fold;

/// A reporting period.
///
/// Its id is `2025-10` (month), `2025Q3`, `2025H1` (上半期 of fiscal 2025) or `FY2025`; fiscal years run
/// from April to March, so `2025H2` ends in March 2026.
///
/// ```
/// use torimatome::model::Period;
/// let half = Period::parse("R7上半期").unwrap();
/// assert_eq!(half.id(), "2025H1");
/// assert_eq!(half.label(), "令和7年度上半期");
/// assert_eq!(half.next().id(), "2025H2");
/// assert_eq!(Period::parse("令和7年10月"), Period::parse("2025-10"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar month: year and month 1–12.
    Month(i16, i8),
    /// A quarter of a fiscal year: 1 is April to June.
    Quarter(i16, i8),
    /// A half of a fiscal year: 1 is April to September.
    Half(i16, i8),
    /// A fiscal year.
    Year(i16),
}

impl Period {
    /// `2025-10`, `2025Q3`, `2025H1`, `FY2025`.
    pub fn id(self) -> String {
        match self {
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(fy, n) => format!("{fy:04}Q{n}"),
            Self::Half(fy, n) => format!("{fy:04}H{n}"),
            Self::Year(fy) => format!("FY{fy:04}"),
        }
    }

    /// 令和7年度上半期.
    pub fn label(self) -> String {
        match self {
            Self::Month(year, month) => {
                let (era, n) = Era::of(Date::new(year, month, 28).unwrap_or(Date::MIN));
                let n = if n == 1 { "元".to_owned() } else { n.to_string() };
                format!("{}{n}年{month}月", era.kanji())
            }
            Self::Quarter(fy, n) => format!("{}第{n}四半期", wareki_fiscal_year(fy)),
            Self::Half(fy, 1) => format!("{}上半期", wareki_fiscal_year(fy)),
            Self::Half(fy, _) => format!("{}下半期", wareki_fiscal_year(fy)),
            Self::Year(fy) => wareki_fiscal_year(fy),
        }
    }

    /// R7上半期: how headings write it.
    pub fn short_label(self) -> String {
        use super::era::short_fiscal_year;
        match self {
            Self::Month(year, month) => {
                let (era, n) = Era::of(Date::new(year, month, 28).unwrap_or(Date::MIN));
                format!("{}{n}.{month}", era.letter())
            }
            Self::Quarter(fy, n) => format!("{}第{n}四半期", short_fiscal_year(fy)),
            Self::Half(fy, 1) => format!("{}上半期", short_fiscal_year(fy)),
            Self::Half(fy, _) => format!("{}下半期", short_fiscal_year(fy)),
            Self::Year(fy) => format!("{}年度", short_fiscal_year(fy)),
        }
    }

    /// The fiscal year it lies in.
    pub fn fiscal_year(self) -> i16 {
        match self {
            Self::Month(year, month) => {
                if month >= 4 {
                    year
                } else {
                    year - 1
                }
            }
            Self::Quarter(fy, _) | Self::Half(fy, _) | Self::Year(fy) => fy,
        }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        let (year, month) = match self {
            Self::Month(year, month) => (year, month),
            Self::Quarter(fy, 4) => (fy + 1, 1),
            Self::Quarter(fy, n) => (fy, 1 + 3 * n),
            Self::Half(fy, 1) | Self::Year(fy) => (fy, 4),
            Self::Half(fy, _) => (fy, 10),
        };
        Date::new(year, month, 1).unwrap_or(Date::MIN)
    }

    /// Its last day (基準日 unless another is given).
    pub fn end(self) -> Date {
        self.next().start().yesterday().unwrap_or(Date::MAX)
    }

    /// The period after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Month(year, 12) => Self::Month(year + 1, 1),
            Self::Month(year, month) => Self::Month(year, month + 1),
            Self::Quarter(fy, 4) => Self::Quarter(fy + 1, 1),
            Self::Quarter(fy, n) => Self::Quarter(fy, n + 1),
            Self::Half(fy, 1) => Self::Half(fy, 2),
            Self::Half(fy, _) => Self::Half(fy + 1, 1),
            Self::Year(fy) => Self::Year(fy + 1),
        }
    }

    /// The period before it.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self {
            Self::Month(year, 1) => Self::Month(year - 1, 12),
            Self::Month(year, month) => Self::Month(year, month - 1),
            Self::Quarter(fy, 1) => Self::Quarter(fy - 1, 4),
            Self::Quarter(fy, n) => Self::Quarter(fy, n - 1),
            Self::Half(fy, 1) => Self::Half(fy - 1, 2),
            Self::Half(fy, _) => Self::Half(fy, 1),
            Self::Year(fy) => Self::Year(fy - 1),
        }
    }

    /// Reads an id or a Japanese spelling; the whole text has to be one.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let (period, rest) = Self::strip(&folded)?;
        rest.is_empty().then_some(period)
    }

    /// The first period that is written somewhere in a text: （令和7年度上半期）.
    pub fn find(text: &str) -> Option<Self> {
        let folded = fold(text);
        let mut best: Option<Self> = None;
        for (at, _) in folded.char_indices() {
            // "2025" inside "12025" is none
            let before = folded[..at].chars().next_back();
            if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                continue;
            }
            match Self::strip(&folded[at..]) {
                Some((found @ (Self::Half(..) | Self::Quarter(..) | Self::Month(..)), _)) => return Some(found),
                Some((found, _)) => best = best.or(Some(found)),
                None => {}
            }
        }
        best
    }

    /// The periods that are written in a text, from left to right.
    pub fn find_all(text: &str) -> Vec<Self> {
        let folded = fold(text);
        let mut found = Vec::new();
        let mut done = 0;
        let mut before = None;
        for (at, c) in folded.char_indices() {
            let starts = at >= done && !before.is_some_and(|c: char| c.is_ascii_alphanumeric());
            before = Some(c);
            if let Some((period, rest)) = folded.get(at..).filter(|_| starts).and_then(Self::strip) {
                found.push(period);
                done = folded.len() - rest.len();
            }
        }
        found
    }

    /// A period at the beginning of a folded text, and what follows it. 令和7年4月～9月 is a half.
    pub fn strip(folded: &str) -> Option<(Self, &str)> {
        let (period, rest) = Self::strip_one(folded)?;
        let Self::Month(year, month) = period else { return Some((period, rest)) };
        Some(Self::strip_end(year, month, rest).unwrap_or((period, rest)))
    }

    /// The period from a month to another behind it: ～9月, ～令和8年3月.
    fn strip_end(year: i16, month: i8, folded: &str) -> Option<(Self, &str)> {
        let rest = folded.strip_prefix('~').or_else(|| folded.strip_prefix("から"))?;
        let (last, rest) = match Self::strip_one(rest) {
            Some((Self::Month(year, month), rest)) => ((year, month), rest),
            Some(_) => return None,
            None => {
                let (last, rest) = number(rest)?;
                let last = i8::try_from(last).ok().filter(|last| (1..=12).contains(last))?;
                ((year + i16::from(last < month), last), rest.strip_prefix('月').unwrap_or(rest))
            }
        };
        // ～9月30日, ～9.30
        if rest.starts_with(|c: char| c.is_ascii_digit() || "./-日".contains(c)) {
            return None;
        }
        let start = Date::new(year, month, 1).ok()?;
        let end = Self::Month(last.0, last.1);
        let whole = |period: &Self| period.start() == start && period.end() == end.end();
        let fy = Self::Month(year, month).fiscal_year();
        if end.fiscal_year() != fy {
            return None;
        }
        let known =
            [Self::Half(fy, 1), Self::Half(fy, 2), Self::Year(fy)].into_iter().chain((1..=4).map(|n| Self::Quarter(fy, n)));
        Some((known.into_iter().find(whole).unwrap_or(end), rest.strip_prefix('分').unwrap_or(rest)))
    }

    /// The same, where it is no month to another.
    pub(super) fn strip_one(folded: &str) -> Option<(Self, &str)> {
        if let Some(rest) = folded.strip_prefix("fy") {
            let (year, rest) = number(rest)?;
            return (1900..2200).contains(&year).then_some((Self::Year(year), rest));
        }
        let (year, rest) = match Era::strip(folded) {
            Some((era, rest)) => {
                let (n, rest) = match rest.strip_prefix('元') {
                    Some(rest) => (1, rest),
                    None => number(rest)?,
                };
                if n > 99 {
                    return None;
                }
                (era.year(n), rest)
            }
            None => {
                let (year, rest) = number(folded)?;
                let has_half = || {
                    let half = rest.strip_prefix("年度").unwrap_or_default();
                    half.starts_with(['上', '下', '前', '後']) || half.starts_with('第')
                };
                match year {
                    1900..2200 => (year, rest),
                    // 6年度上半期 is of the era at hand; 6年度 alone may be the sixth year of anything
                    1..=31 if has_half() => (Era::Reiwa.year(year), rest),
                    _ => return None,
                }
            }
        };
        if let Some(rest) = rest.strip_prefix('h') {
            let (half, rest) = number(rest)?;
            return (1..=2).contains(&half).then_some((Self::Half(year, half as i8), rest));
        }
        if let Some(rest) = rest.strip_prefix('q') {
            let (quarter, rest) = number(rest)?;
            return (1..=4).contains(&quarter).then_some((Self::Quarter(year, quarter as i8), rest));
        }
        if let Some(rest) = rest.strip_prefix(['-', '.', '/']) {
            let (month, rest) = number(rest)?;
            // 2025-10-03 is a day
            if (1..=12).contains(&month) && !rest.starts_with(['-', '.', '/']) {
                return Some((Self::Month(year, month as i8), rest));
            }
            return None;
        }
        let plain = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
        for (word, half) in [("上半期", 1), ("上期", 1), ("前期", 1), ("下半期", 2), ("下期", 2), ("後期", 2)] {
            if let Some(rest) = plain.strip_prefix(word) {
                return Some((Self::Half(year, half), rest));
            }
        }
        if let Some(rest) = plain.strip_prefix('第')
            && let Some((n, rest)) = quarter(rest)
        {
            for word in ["四半期", "期"] {
                if let Some(rest) = rest.strip_prefix(word) {
                    return (1..=4).contains(&n).then_some((Self::Quarter(year, n as i8), rest));
                }
            }
        }
        if rest.starts_with('年') && !rest.starts_with("年度") {
            let (month, tail) = number(plain)?;
            let tail = tail.strip_prefix('月')?;
            let day = tail.starts_with(|c: char| c.is_ascii_digit());
            return ((1..=12).contains(&month) && !day)
                .then_some((Self::Month(year, month as i8), tail.strip_prefix('分').unwrap_or(tail)));
        }
        if let Some(rest) = rest.strip_prefix("年度") {
            return Some((Self::Year(year), rest));
        }
        None
    }
}

/// The number of a quarter: 3四半期, 三四半期.
fn quarter(text: &str) -> Option<(i16, &str)> {
    let kanji = ["一", "二", "三", "四"].iter().zip(1..).find_map(|(numeral, n)| Some((n, text.strip_prefix(numeral)?)));
    kanji.filter(|(_, rest)| rest.starts_with("四半期")).or_else(|| number(text))
}

/// A number at the beginning of a folded text, in figures or in kanji numerals.
fn number(text: &str) -> Option<(i16, &str)> {
    if let Some((value, rest)) = super::numeral::kanji(text) {
        return Some((value.try_into().ok()?, rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let value = text[..end].parse().ok()?;
    Some((value, &text[end..]))
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a period: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings() {
        for (text, id) in [
            ("2025-10", "2025-10"),
            ("令和7年10月", "2025-10"),
            ("令和７年１０月分", "2025-10"),
            ("R7.10", "2025-10"),
            ("2025H1", "2025H1"),
            ("R7上半期", "2025H1"),
            ("令和 7 年度 上半期", "2025H1"),
            ("令和7年度下期", "2025H2"),
            ("2025Q3", "2025Q3"),
            ("R7年度第3四半期", "2025Q3"),
            ("FY2025", "FY2025"),
            ("2025年度", "FY2025"),
            ("令和元年度", "FY2019"),
            ("令和六年度上期", "2024H1"),
            ("令和十年度", "FY2028"),
            ("6年度上半期", "2024H1"),
            ("７年度第２四半期", "2025Q2"),
            ("令和七年度第三四半期", "2025Q3"),
        ] {
            assert_eq!(Period::parse(text).map(Period::id).as_deref(), Some(id), "{text}");
        }
        for (text, id) in [
            ("令和7年4月～9月", "2025H1"),
            ("R7.10～R8.3", "2025H2"),
            ("R7.10～3", "2025H2"),
            ("令和７年４月から令和８年３月", "FY2025"),
            ("2025年7月～9月分", "2025Q2"),
            ("R7.4～R7.10", "2025-10"),
        ] {
            assert_eq!(Period::parse(text).map(Period::id).as_deref(), Some(id), "{text}");
        }
        assert_eq!(Period::strip("r7.10~の予定"), Some((Period::Month(2025, 10), "~の予定")));
        assert_eq!(Period::parse("令和7年10月3日"), None);
        assert_eq!(Period::parse("2025-10-03"), None);
        assert_eq!(Period::parse("Report"), None);
    }

    #[test]
    fn found_inside_a_title() {
        assert_eq!(Period::find("DX方針に基づく取組状況調査票（令和7年度上半期）"), Some(Period::Half(2025, 1)));
        assert_eq!(Period::find("令和7年度 進捗（令和7年10月分）"), Some(Period::Month(2025, 10)));
        assert_eq!(Period::find("進捗"), None);
    }

    #[test]
    fn the_second_half_ends_in_march() {
        assert_eq!(Period::Half(2025, 2).end(), Date::constant(2026, 3, 31));
        assert_eq!(Period::Quarter(2025, 4).start(), Date::constant(2026, 1, 1));
        assert_eq!(Period::Month(2026, 1).fiscal_year(), 2025);
    }
}
