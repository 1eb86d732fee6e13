//! The time that a heading speaks of: R5, 令和5年度（2023）, 第1四半期, 4月, 前年度.

use crate::model::era::fiscal_year;
use crate::model::text::fold;
use crate::model::{Era, FiscalYears, Lang, Period, date, fiscal};

/// A part of a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 上半期, 下半期.
    Half(u8),
    /// 第1四半期.
    Quarter(u8),
    /// 4月; the first of several.
    Month(u8),
}

impl Part {
    /// In words: 第1四半期.
    pub fn describe(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Half(1), Lang::Ja) => "上半期".to_owned(),
            (Self::Half(_), Lang::Ja) => "下半期".to_owned(),
            (Self::Quarter(n), Lang::Ja) => format!("第{n}四半期"),
            (Self::Month(n), Lang::Ja) => format!("{n}月"),
            (Self::Half(n), Lang::En) => format!("half {n}"),
            (Self::Quarter(n), Lang::En) => format!("quarter {n}"),
            (Self::Month(n), Lang::En) => format!("month {n}"),
        }
    }
}

/// A time, as far as a heading says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Fiscal years.
    pub years: Option<FiscalYears>,
    /// The part of them.
    pub part: Option<Part>,
    /// A year without its era: 7年度.
    pub bare: Option<i16>,
    /// 前年度 is -1, 今年度 0.
    pub relative: Option<i16>,
    /// 令和7年度以降: what follows, too.
    pub open: bool,
}

impl Time {
    /// Both together; what this one says counts first.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            years: self.years.or(other.years),
            part: self.part.or(other.part),
            bare: self.bare.or(other.bare),
            relative: self.relative.or(other.relative),
            open: self.open || other.open,
        }
    }

    /// Does it say anything?
    pub fn is_some(&self) -> bool {
        self.years.is_some() || self.part.is_some() || self.bare.is_some() || self.relative.is_some()
    }

    /// The fiscal years, with those of a whole table for what stands without its era or its year.
    pub fn resolve(&self, era: Option<Era>, this_year: Option<i16>) -> Option<FiscalYears> {
        let bare = || self.bare.map(|n| FiscalYears::one(era.unwrap_or(Era::Reiwa).year(n)));
        let relative = || Some(FiscalYears::one(this_year? + self.relative?));
        let part = || self.part.and(this_year).map(FiscalYears::one);
        self.years.or_else(bare).or_else(relative).or_else(part)
    }
}

/// The time at the beginning of a folded text, and what follows it.
pub(super) fn strip(folded: &str) -> Option<(Time, &str)> {
    // R7.4 is a month
    let month = |rest: &str| rest.starts_with(['.', '/']) && matches!(Period::strip(folded), Some((Period::Month(..), _)));
    if let Some((years, rest)) = FiscalYears::strip(folded).filter(|(_, rest)| !month(rest)) {
        let (open, rest) = match rest.strip_prefix("以降").or_else(|| rest.strip_prefix('~')) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        // 令和7年度第2四半期, R6下半期
        let of_year = years.only().filter(|_| !open).and_then(|_| part(rest).or_else(|| short_half(rest)));
        let (part, rest) = of_year.map_or((None, rest), |(time, rest)| (time.part, rest));
        return Some((Time { years: Some(years), part, open, ..Time::default() }, rest));
    }
    if let Some(found) = day(folded) {
        return Some(found);
    }
    if let Some((period, rest)) = Period::strip(folded) {
        let years = Some(FiscalYears::one(period.fiscal_year()));
        let part = match period {
            Period::Half(_, n) => u8::try_from(n).ok().map(Part::Half),
            Period::Quarter(_, n) => u8::try_from(n).ok().map(Part::Quarter),
            Period::Month(_, n) => u8::try_from(n).ok().map(Part::Month),
            Period::Year(_) => None,
        };
        return Some((Time { years, part, ..Time::default() }, rest.strip_prefix("末").unwrap_or(rest)));
    }
    relative(folded).or_else(|| part(folded)).or_else(|| bare(folded))
}

/// R6.3.31現在, 令和6年3月31日: the fiscal year of a day.
fn day(folded: &str) -> Option<(Time, &str)> {
    let sign = |c: char| c.is_ascii_alphanumeric() || "令和平成昭年月日./-".contains(c);
    let (text, rest) = folded.split_at(folded.find(|c: char| !sign(c)).unwrap_or(folded.len()));
    let day = crate::model::date(text).filter(|_| text.contains(|c: char| c.is_ascii_digit()))?;
    let rest = ["末現在", "現在", "時点"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let years = Some(FiscalYears::one(fiscal_year(day)));
    Some((Time { years, ..Time::default() }, rest))
}

/// 上 and 下 for 上期 and 下期, where nothing follows but what a figure or a text is called.
pub(super) fn short_half(folded: &str) -> Option<(Time, &str)> {
    let (n, rest) =
        folded.strip_prefix('上').map(|rest| (1, rest)).or_else(|| folded.strip_prefix('下').map(|rest| (2, rest)))?;
    let ends = rest.is_empty()
        || rest.starts_with('(')
        || ["実績", "目標", "計画", "予定", "見込"].iter().any(|word| rest.starts_with(word));
    ends.then_some((Time { part: Some(Part::Half(n)), ..Time::default() }, rest))
}

/// A heading folded, without the time before its word: 計画 of 上半期（計画）.
pub fn without_time(text: &str) -> String {
    let folded = fold(text);
    let rest = strip(&folded).map_or(folded.as_str(), |(_, rest)| rest);
    rest.trim_start_matches('の').trim_matches(|c: char| "()[]・".contains(c)).to_owned()
}

fn relative(folded: &str) -> Option<(Time, &str)> {
    let words = [
        ("前々年度", -2),
        ("前年度", -1),
        ("昨年度", -1),
        ("前年", -1),
        ("本年度", 0),
        ("今年度", 0),
        ("当該年度", 0),
        ("当年度", 0),
        ("次年度", 1),
        ("翌年度", 1),
        ("来年度", 1),
    ];
    words.iter().find_map(|(word, offset)| {
        let rest = folded.strip_prefix(word)?;
        Some((Time { relative: Some(*offset), ..Time::default() }, rest))
    })
}

fn part(folded: &str) -> Option<(Time, &str)> {
    let found = |part, rest| Some((Time { part: Some(part), ..Time::default() }, rest));
    let halves = [("上半期", 1), ("上期", 1), ("下半期", 2), ("下期", 2), ("前半", 1), ("後半", 2), ("前期", 1), ("後期", 2)];
    for (word, n) in halves {
        // 前期計画 is a plan, 前期高齢者 are people
        let is_time = |rest: &&str| {
            !word.ends_with("前期") && !word.ends_with("後期") || !rest.starts_with("計画") && !rest.starts_with("高齢")
        };
        if let Some(rest) = folded.strip_prefix(word).filter(is_time) {
            return found(Part::Half(n), rest);
        }
    }
    // Q1, 第1Q
    if let Some((n, rest)) = folded.strip_prefix('q').and_then(number).filter(|(n, _)| (1..=4).contains(n))
        && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return found(Part::Quarter(n), rest);
    }
    let body = folded.strip_prefix('第').unwrap_or(folded);
    let (n, rest) = number(body)?;
    for word in ["四半期", "/4半期", "/4期", "q", "期"] {
        if let Some(rest) = rest.strip_prefix(word).filter(|_| (1..=4).contains(&n)) {
            return found(Part::Quarter(n), rest);
        }
    }
    if folded.starts_with('第') || !(1..=12).contains(&n) {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('月') {
        let until = rest.strip_prefix(['~', '-']).and_then(number).filter(|(last, _)| (1..=12).contains(last));
        let last = until.and_then(|(last, rest)| Some((last, rest.strip_prefix('月')?)));
        return last.map_or_else(|| found(Part::Month(n), rest), |(last, rest)| found(months(n, last), rest));
    }
    // 4~6月
    let (last, rest) = rest.strip_prefix(['~', '-', '・']).and_then(number)?;
    let rest = rest.strip_prefix('月').filter(|_| (1..=12).contains(&last))?;
    found(months(n, last), rest)
}

/// 4~6月 is a quarter, 10月~3月 a half.
const fn months(first: u8, last: u8) -> Part {
    match (first, last) {
        (4, 6) => Part::Quarter(1),
        (7, 9) => Part::Quarter(2),
        (10, 12) => Part::Quarter(3),
        (1, 3) => Part::Quarter(4),
        (4, 9) => Part::Half(1),
        (10, 3) => Part::Half(2),
        _ => Part::Month(first),
    }
}

/// 7年度, 元年度.
fn bare(folded: &str) -> Option<(Time, &str)> {
    let (n, rest) = match folded.strip_prefix('元') {
        Some(rest) => (1, rest),
        None => number(folded)?,
    };
    let rest = rest.strip_prefix("年度")?;
    (1..=30).contains(&n).then(|| (Time { bare: Some(i16::from(n)), ..Time::default() }, rest))
}

fn number(text: &str) -> Option<(u8, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let n = text[..end].parse().ok().filter(|_| end <= 2)?;
    Some((n, &text[end..]))
}

/// R7,R8 and 令和7、8年度: years that follow each other.
fn listed(folded: &str) -> Option<FiscalYears> {
    let parts: Vec<&str> = folded.split([',', '、', '・']).collect();
    if parts.len() < 2 {
        return None;
    }
    let mut era = None;
    let mut years: Vec<i16> = Vec::new();
    for part in parts {
        let with_era = || {
            let own = if part.ends_with("年度") { part.to_owned() } else { format!("{part}年度") };
            fiscal::with_era(&own, era?)
        };
        let (year, rest) = FiscalYears::strip(part)
            .map(|(years, rest)| (years, rest.to_owned()))
            .or_else(|| with_era().and_then(|text| FiscalYears::strip(&text).map(|(years, rest)| (years, rest.to_owned()))))?;
        if !rest.is_empty() {
            return None;
        }
        era = fiscal::era_in(part).or(era);
        years.push(year.only()?);
    }
    let follow = years.windows(2).all(|pair| matches!(pair, [one, two] if one + 1 == *two));
    Some(FiscalYears { from: *years.first()?, to: *years.last()? }).filter(|_| follow)
}

/// The fiscal years that a whole text names, in words of its own or at its beginning: R6～R8, 令和6年度から, 令和7年4月～9月.
pub fn years_in(text: &str) -> Option<Time> {
    if let Some(day) = date(text) {
        return Some(Time { years: Some(FiscalYears::one(fiscal_year(day))), ..Time::default() });
    }
    let folded = fold(text);
    if let Some(years) = listed(&folded) {
        return Some(Time { years: Some(years), ..Time::default() });
    }
    // 7～8年度
    let short = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let bare = folded.strip_suffix("年度").and_then(|years| years.split_once(['~', '-']));
    let folded = if bare.is_some_and(|(from, to)| short(from) && short(to)) { format!("令和{folded}") } else { folded };
    let (time, rest) = strip(folded.trim_matches(['(', ')']))?;
    let rest = rest.trim_end_matches(['末', ')', '(']);
    let range = |rest: &str| rest.strip_prefix(['~', '-']).or_else(|| rest.strip_prefix("から")).map(str::to_owned);
    // 令和7年4月～9月: both months of one fiscal year
    if let (Some(years), Some(tail)) = (time.years, range(rest)) {
        if tail.is_empty() {
            return Some(Time { open: true, ..time });
        }
        let (last, end) = strip(&tail)?;
        let to = match (last.years, last.part) {
            (Some(last), _) => last.to,
            (None, Some(Part::Month(n))) => {
                if n <= 3 {
                    years.from.max(years.to)
                } else {
                    years.to
                }
            }
            (None, Some(_)) => years.to,
            _ => return None,
        };
        return (matches!(end, "" | "末" | "まで") && to >= years.from).then_some(Time {
            years: Some(FiscalYears { from: years.from, to }),
            part: None,
            ..time
        });
    }
    matches!(rest, "" | "まで" | "中" | "予定" | "から" | "より" | "頃" | "以降" | "末まで" | "(予定)" | "のみ")
        .then(|| Time { open: time.open || matches!(rest, "から" | "より" | "以降"), ..time })
}
