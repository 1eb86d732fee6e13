//! Numbers whose display has lost digits or their sign, with all of them.

use super::number::{fifteen, fixed, general};

/// A number with more decimals than this was calculated, and its format says how much of it is meant.
const WRITTEN_DECIMALS: i32 = 6;

/// A number as it is shown, but with all its digits: of one that its cell has no room for (`1.23457E+12`), and of one whose
/// format takes digits, thousands or the sign off. `None` where nothing is lost.
pub(in crate::source::workbook) fn in_full(number: f64, shown: &str) -> Option<String> {
    if memchr::memchr(b'E', shown.as_bytes()).is_some() {
        return exponential(number, shown);
    }
    let (from, to) = digits(shown)?;
    let (before, run, after) = (shown.get(..from)?, shown.get(from..to)?, shown.get(to..)?);
    let plain: String = run.chars().filter(|c| *c != ',').collect();
    // a time of day is a part of 1
    if after.starts_with(['時', '分', '秒']) {
        return None;
    }
    let magnitude = number.abs();
    let unsigned = number < 0.0 && !before.contains(is_sign) && !after.contains(is_sign);
    // nearly every number is shown whole
    let full = if plain.parse() == Ok(magnitude) { run.to_owned() } else { written(magnitude, &plain, run, after)? };
    let sign = if unsigned && full.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "-" } else { "" };
    (!sign.is_empty() || full != run).then(|| format!("{sign}{before}{full}{after}"))
}

/// The digits of a number that is shown as `plain`: as it is, in hundredths, in thousands or in millions.
fn written(magnitude: f64, plain: &str, run: &str, after: &str) -> Option<String> {
    let places = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let (digits, exponent) = fifteen(magnitude);
    let significant = i32::try_from(digits.trim_end_matches('0').len()).ok()?;
    let decimals = significant - 1 - exponent;
    let powers: &[i32] = if after.trim_start().starts_with(['%', '％']) { &[2] } else { &[0, -3, -6] };
    let is_shown = |power: &i32| {
        let (whole, fraction) = fixed(magnitude, places, *power);
        let shown = plain.split_once('.').unwrap_or((plain, ""));
        (whole.trim_start_matches('0'), fraction.as_str()) == (shown.0.trim_start_matches('0'), shown.1)
    };
    let power = *powers.iter().find(|power| is_shown(power))?;
    if decimals > WRITTEN_DECIMALS {
        return Some(run.to_owned());
    }
    let needed = usize::try_from(decimals - power).unwrap_or(0);
    if needed <= places {
        return Some(run.to_owned());
    }
    let (whole, fraction) = fixed(magnitude, needed, power);
    // the digits before the point may have been rounded up; grouping stays as it is shown
    let grouped = run.contains(',');
    Some(format!("{}.{fraction}", if grouped { in_groups(&whole) } else { whole }))
}

fn in_groups(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Where the one run of digits stands, with its point and its commas; nothing of a text with several, as days and fractions
/// have.
fn digits(shown: &str) -> Option<(usize, usize)> {
    let is_part = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b',';
    let bytes = shown.as_bytes();
    let from = bytes.iter().position(u8::is_ascii_digit)?;
    let from = if from > 0 && bytes.get(from - 1) == Some(&b'.') { from - 1 } else { from };
    let to = bytes.iter().skip(from).position(|byte| !is_part(*byte)).map_or(bytes.len(), |length| from + length);
    let more = bytes.get(to..)?.iter().any(u8::is_ascii_digit);
    (!more).then_some((from, to))
}

/// How a negative number is marked.
fn is_sign(c: char) -> bool {
    matches!(c, '-' | '−' | '－' | '▲' | '△' | '▼' | '▽' | '(' | '（' | '減' | '負')
}

/// All digits of a number that is shown with an exponent.
fn exponential(number: f64, shown: &str) -> Option<String> {
    let read: f64 = shown.trim().parse().ok()?;
    let whole = number.fract() == 0.0;
    let chosen = read == number && shown != general(number);
    if chosen || !number.is_finite() || (read == number && !whole) {
        return None;
    }
    Some(format!("{number}"))
}

#[cfg(test)]
mod tests {
    use super::in_full;

    #[test]
    fn digits_that_a_format_takes_off() {
        for (number, shown, full) in [
            (0.5, "1", "0.5"),
            (0.4, "0", "0.4"),
            (12.5, "13人", "12.5人"),
            (1.1, "1.", "1.1"),
            (0.8825, "88%", "88.25%"),
            (1_234_567.0, "1,235", "1,234.567"),
            (400.0, "0", "0.4"),
            (1_234_567_890.0, "¥1,235", "¥1,234.56789"),
            (-5.0, "5", "-5"),
            (-1_500.0, "¥1,500", "-¥1,500"),
            (-0.5, "1", "-0.5"),
            (99.5, "100", "99.5"),
            (1e15, "1E+15", "1000000000000000"),
        ] {
            assert_eq!(in_full(number, shown).as_deref(), Some(full), "{number} {shown}");
        }
    }

    #[test]
    fn what_is_shown_whole_stays() {
        for (number, shown) in [
            (5.0, "5"),
            (0.5, ".5"),
            (1_500.0, "1,500円"),
            (0.88, "88%"),
            (-5.0, "▲5"),
            (-5.0, "(5)"),
            (-5.0, "5減"),
            (-0.0, "0"),
            (1_500.0, "1.5"),
            (7.0, "007"),
            // calculated: the format says what is meant
            (0.882_352_941, "88.2%"),
            (1.0 / 3.0, "0"),
            // no number, or several
            (1.0, "済"),
            (1_234_567.0, "123-4567"),
            (0.4375, "10:30"),
            (0.02, "0時"),
            (0.5, "1/2"),
            (2.0, "第3版"),
        ] {
            assert_eq!(in_full(number, shown), None, "{number} {shown}");
        }
    }
}
