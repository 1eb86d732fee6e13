//! Japanese eras and fiscal years.

use jiff::civil::Date;

/// An era of the Japanese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, 1868–1912.
    Meiji,
    /// 大正, 1912–1926.
    Taisho,
    /// 昭和, 1926–1989.
    Showa,
    /// 平成, 1989–2019.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// All eras, the latest first.
    pub const ALL: [Self; 5] = [Self::Reiwa, Self::Heisei, Self::Showa, Self::Taisho, Self::Meiji];

    /// The Gregorian year that is year 1 of the era.
    pub const fn first_year(self) -> i16 {
        match self {
            Self::Meiji => 1868,
            Self::Taisho => 1912,
            Self::Showa => 1926,
            Self::Heisei => 1989,
            Self::Reiwa => 2019,
        }
    }

    /// The day on which the era began (明治: of the Gregorian calendar's use, 1873).
    pub const fn first_day(self) -> Date {
        match self {
            Self::Meiji => Date::constant(1868, 1, 25),
            Self::Taisho => Date::constant(1912, 7, 30),
            Self::Showa => Date::constant(1926, 12, 25),
            Self::Heisei => Date::constant(1989, 1, 8),
            Self::Reiwa => Date::constant(2019, 5, 1),
        }
    }

    /// `令和`.
    pub const fn kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// `R`.
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// `令`.
    pub fn short_kanji(self) -> char {
        self.kanji().chars().next().unwrap_or('令')
    }

    /// The Gregorian year of the era's year `n`.
    pub const fn year(self, n: i16) -> i16 {
        self.first_year() + n - 1
    }

    /// The era of a day, and the year in it.
    pub fn of(day: Date) -> (Self, i16) {
        let era = Self::ALL.into_iter().find(|era| era.first_day() <= day).unwrap_or(Self::Meiji);
        (era, day.year() - era.first_year() + 1)
    }

    /// Can an era begin with this character: its kanji's first, or its letter?
    pub fn may_begin(c: char) -> bool {
        Self::ALL.iter().any(|era| c == era.short_kanji() || c.eq_ignore_ascii_case(&era.letter()))
    }

    /// The era's beginning of `text`: its kanji, short kanji, letter or ㋿, and the rest after it.
    /// Expects folded text ([`fold`](super::text::fold)).
    pub fn strip(text: &str) -> Option<(Self, &str)> {
        let first = text.chars().next()?;
        if !Self::may_begin(first) {
            return None;
        }
        for era in Self::ALL {
            if let Some(rest) = text.strip_prefix(era.kanji()) {
                return Some((era, rest));
            }
        }
        for era in Self::ALL {
            if first.eq_ignore_ascii_case(&era.letter()) || first == era.short_kanji() {
                let rest = &text[first.len_utf8()..];
                // a lone letter counts only before a figure: "Report" is no era
                if rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '元') {
                    return Some((era, rest));
                }
            }
        }
        None
    }
}

/// 令和7年10月3日.
pub fn wareki_date(day: Date) -> String {
    let (era, year) = Era::of(day);
    format!("{}{}年{}月{}日", era.kanji(), wareki_number(year), day.month(), day.day())
}

/// 令和7年度, for the fiscal year that begins in April of `fiscal_year`.
pub fn wareki_fiscal_year(fiscal_year: i16) -> String {
    let (era, year) = Era::of(Date::new(fiscal_year, 5, 1).unwrap_or(Era::Reiwa.first_day()));
    format!("{}{}年度", era.kanji(), wareki_number(year))
}

/// R7, for the fiscal year that begins in April of `fiscal_year`.
pub fn short_fiscal_year(fiscal_year: i16) -> String {
    let (era, year) = Era::of(Date::new(fiscal_year, 5, 1).unwrap_or(Era::Reiwa.first_day()));
    format!("{}{}", era.letter(), year)
}

fn wareki_number(year: i16) -> String {
    if year == 1 { "元".to_owned() } else { year.to_string() }
}

/// The fiscal year (April to March) that a day lies in.
pub fn fiscal_year(day: Date) -> i16 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_of_reiwa_is_gannen() {
        assert_eq!(wareki_date(Date::constant(2019, 5, 1)), "令和元年5月1日");
        assert_eq!(wareki_date(Date::constant(2019, 4, 30)), "平成31年4月30日");
        assert_eq!(wareki_fiscal_year(2025), "令和7年度");
        assert_eq!(short_fiscal_year(2018), "H30");
    }

    #[test]
    fn january_belongs_to_the_fiscal_year_before() {
        assert_eq!(fiscal_year(Date::constant(2026, 3, 31)), 2025);
        assert_eq!(fiscal_year(Date::constant(2026, 4, 1)), 2026);
    }
}
