//! Days and times out of serial numbers.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

use super::{Digits, Section, Token};
use crate::model::Era;

/// Where a workbook's days are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::source::workbook) enum Epoch {
    /// 1 is 1 January 1900, and 60 the 29 February 1900 that never was.
    #[default]
    Since1900,
    /// 0 is 1 January 1904 (Excel for Mac of old).
    Since1904,
}

/// A point in time as a sheet knows it.
struct Moment {
    year: i16,
    month: i8,
    day: i8,
    /// 0 is Sunday.
    weekday: usize,
    /// The calendar day, where there is such a day.
    date: Option<Date>,
    /// Since midnight.
    seconds: i64,
    nanos: i64,
    /// Of the serial number as a whole.
    total_seconds: i64,
}

impl Epoch {
    /// The serial number of a day and time.
    pub(in crate::source::workbook) fn serial(self, moment: DateTime) -> f64 {
        let first = match self {
            Self::Since1900 if moment.date() < date(1900, 3, 1) => date(1899, 12, 31),
            Self::Since1900 => date(1899, 12, 30),
            Self::Since1904 => date(1904, 1, 1),
        };
        let days = first.until(moment.date()).map_or(0, |span| span.get_days());
        let midnight = moment.date().to_datetime(jiff::civil::Time::midnight());
        let nanos = midnight.until(moment).ok().and_then(|s| s.total(jiff::Unit::Second).ok()).unwrap_or(0.0);
        f64::from(days) + nanos / 86_400.0
    }

    fn moment(self, serial: f64, fraction: usize) -> Option<Moment> {
        // the last day that Excel knows is 31 December 9999
        if !(0.0..2_958_466.0).contains(&serial) {
            return None;
        }
        // rounded to what is shown: whole seconds, or the digits after them
        let unit = 10f64.powi(i32::try_from(fraction).ok()?);
        let ticks = (serial * 86_400.0 * unit).round();
        #[allow(clippy::cast_possible_truncation, reason = "days of a calendar")]
        let total = ticks as i64;
        #[allow(clippy::cast_possible_truncation, reason = "a power of ten below a million")]
        let unit = unit as i64;
        let total_seconds = total.div_euclid(unit);
        let nanos = total.rem_euclid(unit) * (1_000_000_000 / unit);
        let days = total_seconds.div_euclid(86_400);
        let seconds = total_seconds.rem_euclid(86_400);
        let (first, offset) = match self {
            Self::Since1900 if days < 60 => (date(1899, 12, 31), 0),
            Self::Since1900 => (date(1899, 12, 30), 0),
            Self::Since1904 => (date(1904, 1, 1), 1_462),
        };
        let real = first.checked_add(days.days()).ok()?;
        // days are named so that 1 January 1900 is a Sunday, as in Excel, wrong before March 1900
        let weekday = usize::try_from((days + offset + 6).rem_euclid(7)).unwrap_or(0);
        let (year, month, day, date) = match (self, days) {
            (Self::Since1900, 0) => (1900, 1, 0, None),
            (Self::Since1900, 60) => (1900, 2, 29, None),
            _ => (real.year(), real.month(), real.day(), Some(real)),
        };
        Some(Moment { year, month, day, weekday, date, seconds, nanos, total_seconds })
    }
}

/// What a date or time format shows, and the calendar day if there is one.
pub(super) fn show(section: &Section, serial: f64, epoch: Epoch) -> Option<(Option<DateTime>, String)> {
    let fraction = section.tokens.iter().find_map(|t| if let Token::Fraction(n) = t { Some(*n) } else { None });
    let moment = epoch.moment(serial, fraction.unwrap_or(0))?;
    let twelve = section.tokens.iter().any(|t| matches!(t, Token::Noon(..)));
    let mut out = String::new();
    for token in &section.tokens {
        piece(&mut out, token, &moment, twelve, section);
    }
    let stamp = moment.date.and_then(|day| {
        let seconds = i32::try_from(moment.seconds).ok()?;
        day.to_datetime(jiff::civil::Time::midnight())
            .checked_add(seconds.seconds())
            .ok()?
            .checked_add(moment.nanos.nanoseconds())
            .ok()
    });
    Some((stamp, out))
}

fn piece(out: &mut String, token: &Token, moment: &Moment, twelve: bool, section: &Section) {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const KANJI: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];
    let figure = |out: &mut String, n: i64, width: usize| out.push_str(&digits(&format!("{n:0width$}"), n, section.digits));
    let hour = moment.seconds / 3_600;
    let (era, era_year) = moment.date.map_or((Era::Meiji, 33), Era::of);
    match token {
        Token::Literal(text) => out.push_str(text),
        Token::Slash => out.push('/'),
        Token::Point => out.push('.'),
        Token::Group => out.push(','),
        Token::Percent => out.push('%'),
        Token::Date('y', 1 | 2) => figure(out, i64::from(moment.year).rem_euclid(100), 2),
        Token::Date('y', _) => figure(out, i64::from(moment.year), 4),
        Token::Date('m', n @ (1 | 2)) => figure(out, i64::from(moment.month), *n),
        Token::Date('m', n) => {
            let name = usize::try_from(moment.month - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or_default();
            out.push_str(match n {
                3 => name.get(..3).unwrap_or(name),
                5 => name.get(..1).unwrap_or(name),
                _ => name,
            });
        }
        Token::Date('d', n @ (1 | 2)) => figure(out, i64::from(moment.day), *n),
        Token::Date('d', n) => {
            let name = DAYS.get(moment.weekday).copied().unwrap_or_default();
            out.push_str(if *n == 3 { name.get(..3).unwrap_or(name) } else { name });
        }
        Token::Date('a', n) => {
            out.push_str(KANJI.get(moment.weekday).copied().unwrap_or_default());
            if *n > 3 {
                out.push_str("曜日");
            }
        }
        Token::Date('g', 1) => out.push(era.letter()),
        Token::Date('g', 2) => out.push(era.short_kanji()),
        Token::Date('g', _) => out.push_str(era.kanji()),
        Token::Date('e', _) if section.gannen && era_year == 1 => out.push('元'),
        Token::Date('e', n) => figure(out, i64::from(era_year), (*n).min(2)),
        Token::Date('h', n) if twelve => figure(out, (hour + 11) % 12 + 1, (*n).min(2)),
        Token::Date('h', n) => figure(out, hour, (*n).min(2)),
        Token::Date('n', n) => figure(out, moment.seconds / 60 % 60, (*n).min(2)),
        Token::Date('s', n) => figure(out, moment.seconds % 60, (*n).min(2)),
        Token::Elapsed('h', n) => figure(out, moment.total_seconds / 3_600, *n),
        Token::Elapsed('m', n) => figure(out, moment.total_seconds / 60, *n),
        Token::Elapsed(_, n) => figure(out, moment.total_seconds, *n),
        Token::Fraction(n) => {
            out.push('.');
            out.push_str(format!("{:09}", moment.nanos).get(..*n).unwrap_or_default());
        }
        Token::Noon(before, after) => out.push_str(if hour < 12 { before } else { after }),
        // a digit in a date format stands for itself
        Token::Digit(c) => out.push(*c),
        Token::Date(..) | Token::Exponent(_) | Token::General | Token::At => {}
    }
}

/// Figures as the format wants them.
fn digits(text: &str, number: i64, digits: Digits) -> String {
    const KANJI: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let figure = |c: char| c.to_digit(10).and_then(|d| KANJI.get(d as usize)).copied().unwrap_or(c);
    match digits {
        Digits::Latin => text.to_owned(),
        Digits::FullWidth => text.chars().map(super::number::full_width).collect(),
        // days and months read as numbers: 二十一日
        Digits::Kanji if (10..100).contains(&number) && text.len() == 2 => {
            let (tens, ones) = (number / 10, number % 10);
            let mut out = String::new();
            if tens > 1 {
                out.extend(text.chars().take(1).map(figure));
            }
            out.push('十');
            if ones > 0 {
                out.extend(text.chars().skip(1).map(figure));
            }
            out
        }
        Digits::Kanji => text.chars().map(figure).collect(),
    }
}
