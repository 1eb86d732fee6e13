//! Days on which a town hall is closed: weekends, public holidays, the days around New Year.
//!
//! By rule, as in 国民の祝日に関する法律 (昭和23年法律第178号), and 地方自治法第4条の2 for 年末年始. Equinoxes are announced year by year; the formula
//! is that of 海上保安庁水路部 (1980–2099).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Message;

/// Holidays on a fixed day: month, day, names.
const FIXED: [(i8, i8, &str, &str); 9] = [
    (1, 1, "元日", "New Year's Day"),
    (2, 11, "建国記念の日", "National Foundation Day"),
    (2, 23, "天皇誕生日", "the Emperor's Birthday"),
    (4, 29, "昭和の日", "Showa Day"),
    (5, 3, "憲法記念日", "Constitution Memorial Day"),
    (5, 4, "みどりの日", "Greenery Day"),
    (5, 5, "こどもの日", "Children's Day"),
    (11, 3, "文化の日", "Culture Day"),
    (11, 23, "勤労感謝の日", "Labour Thanksgiving Day"),
];

/// Holidays on a Monday: month, which Monday, names.
const MONDAYS: [(i8, i8, &str, &str); 4] = [
    (1, 2, "成人の日", "Coming of Age Day"),
    (7, 3, "海の日", "Marine Day"),
    (9, 3, "敬老の日", "Respect for the Aged Day"),
    (10, 2, "スポーツの日", "Sports Day"),
];

/// Holidays that were moved for the Olympic Games: the day instead.
const MOVED: [(Date, &str); 6] = [
    (Date::constant(2020, 7, 23), "海の日"),
    (Date::constant(2020, 7, 24), "スポーツの日"),
    (Date::constant(2020, 8, 10), "山の日"),
    (Date::constant(2021, 7, 22), "海の日"),
    (Date::constant(2021, 7, 23), "スポーツの日"),
    (Date::constant(2021, 8, 8), "山の日"),
];

/// Why a town hall is closed on a day: its holiday, else 年末年始, else its weekday. None on a working day.
///
/// ```
/// # use torimatome::model::{Lang, closed};
/// # use jiff::civil::Date;
/// let why = |month, day| closed(Date::constant(2026, month, day)).map(|why| why.text(Lang::Ja).to_owned());
/// assert_eq!(why(5, 6).as_deref(), Some("振替休日"));
/// assert_eq!(why(5, 7), None);
/// assert_eq!(why(9, 22).as_deref(), Some("国民の休日"));
/// assert_eq!(why(12, 29).as_deref(), Some("年末年始"));
/// ```
pub fn closed(day: Date) -> Option<Message> {
    if let Some((ja, en)) = public_holiday(day) {
        return Some(Message::new(ja, en));
    }
    if matches!((day.month(), day.day()), (12, 29..) | (1, ..=3)) {
        return Some(Message::new("年末年始", "the New Year holidays"));
    }
    match day.weekday() {
        Weekday::Saturday => Some(Message::new("土曜日", "a Saturday")),
        Weekday::Sunday => Some(Message::new("日曜日", "a Sunday")),
        _ => None,
    }
}

/// The day itself, or the first one after it on which a town hall is open.
pub fn working_day(day: Date) -> Date {
    (0..15).map(|days| day.saturating_add(days.days())).find(|day| closed(*day).is_none()).unwrap_or(day)
}

/// The public holiday on a day, in Japanese and English.
fn public_holiday(day: Date) -> Option<(&'static str, &'static str)> {
    let holiday = |away: i64| named_holiday(day.saturating_add(away.days()));
    if let Some(names) = holiday(0) {
        return Some(names);
    }
    // the first day after a Sunday's holiday that is none itself
    let before = (1..7_i64).take_while(|away| holiday(-away).is_some());
    if before.into_iter().any(|away| day.saturating_add((-away).days()).weekday() == Weekday::Sunday) {
        return Some(("振替休日", "a substitute holiday"));
    }
    (holiday(-1).is_some() && holiday(1).is_some()).then_some(("国民の休日", "a day between two public holidays"))
}

/// The holiday that the law names for a day.
fn named_holiday(day: Date) -> Option<(&'static str, &'static str)> {
    let (year, month, date) = (day.year(), day.month(), day.day());
    if matches!(year, 2020 | 2021) {
        if let Some((_, name)) = MOVED.iter().find(|(moved, _)| *moved == day) {
            return Some((name, "a public holiday"));
        }
        if MOVED.iter().any(|(_, name)| usual(day).is_some_and(|(usual, _)| usual == *name)) {
            return None;
        }
    }
    match (year, month, date) {
        // the Emperor's accession
        (2019, 5, 1) | (2019, 10, 22) => return Some(("祝日", "a public holiday")),
        (2019, 2, 23) => return None,
        _ => {}
    }
    usual(day)
}

/// The holiday of every year.
fn usual(day: Date) -> Option<(&'static str, &'static str)> {
    let (month, date) = (day.month(), day.day());
    if let Some((.., ja, en)) = FIXED.iter().find(|(m, d, ..)| (*m, *d) == (month, date)) {
        return Some((ja, en));
    }
    let week = (date + 6) / 7;
    let monday = day.weekday() == Weekday::Monday;
    if let Some((.., ja, en)) = MONDAYS.iter().find(|(m, which, ..)| monday && (*m, *which) == (month, week)) {
        return Some((ja, en));
    }
    match (month, date) {
        (8, 11) => Some(("山の日", "Mountain Day")),
        (3, _) if date == equinox(day.year(), 208_431) => Some(("春分の日", "the vernal equinox")),
        (9, _) if date == equinox(day.year(), 232_488) => Some(("秋分の日", "the autumnal equinox")),
        _ => None,
    }
}

/// The day of an equinox in its month; `at` is that of 1980, in ten thousandths of a day.
fn equinox(year: i16, at: i64) -> i8 {
    let years = i64::from(year) - 1980;
    let day = (at * 100 + years * 242_194).div_euclid(1_000_000) - years.div_euclid(4);
    i8::try_from(day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Month and day of a year's public holidays.
    fn holidays(year: i16) -> Vec<(i8, i8)> {
        let first = Date::constant(year, 1, 1);
        let days = (0..366).map(|days| first.saturating_add(days.days())).filter(|day| day.year() == year);
        days.filter(|day| public_holiday(*day).is_some()).map(|day| (day.month(), day.day())).collect()
    }

    #[test]
    fn holidays_are_those_that_the_cabinet_office_announces() {
        #[rustfmt::skip]
        let announced: [(i16, &[(i8, i8)]); 4] = [
            (2021, &[(1, 1), (1, 11), (2, 11), (2, 23), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (7, 22), (7, 23), (8, 8), (8, 9), (9, 20), (9, 23), (11, 3), (11, 23)]),
            (2025, &[(1, 1), (1, 13), (2, 11), (2, 23), (2, 24), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6), (7, 21), (8, 11), (9, 15), (9, 23), (10, 13), (11, 3), (11, 23), (11, 24)]),
            (2026, &[(1, 1), (1, 12), (2, 11), (2, 23), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6), (7, 20), (8, 11), (9, 21), (9, 22), (9, 23), (10, 12), (11, 3), (11, 23)]),
            (2027, &[(1, 1), (1, 11), (2, 11), (2, 23), (3, 21), (3, 22), (4, 29), (5, 3), (5, 4), (5, 5), (7, 19), (8, 11), (9, 20), (9, 23), (10, 11), (11, 3), (11, 23)]),
        ];
        for (year, days) in announced {
            assert_eq!(holidays(year), days, "{year}");
        }
    }

    #[test]
    fn what_is_due_on_a_closed_day_is_due_on_the_next_open_one() {
        let next = |year, month, day| working_day(Date::constant(year, month, day));
        assert_eq!(next(2026, 12, 29), Date::constant(2027, 1, 4));
        assert_eq!(next(2026, 5, 2), Date::constant(2026, 5, 7));
        assert_eq!(next(2026, 9, 19), Date::constant(2026, 9, 24));
        assert_eq!(next(2026, 6, 10), Date::constant(2026, 6, 10));
    }
}
