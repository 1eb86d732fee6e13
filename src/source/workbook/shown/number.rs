//! Numbers: digits, grouping, percent, exponents, fractions.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "counts of digits, and numbers below 2^53"
)]

use super::{Digits, Kind, Section, Token};

/// A number as a cell without a format shows it: up to eleven characters.
pub(super) fn general(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    // whole numbers are most of what there is
    if number.fract() == 0.0 && number.abs() < 1e11 {
        return (number as i64).to_string();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let (digits, exponent) = significant(number.abs(), 11);
    let text = if (-9..=10).contains(&exponent) {
        // ten digits and a point, or "0." and nine digits
        let places = if exponent >= 0 { 9 - exponent.min(9) } else { 9 };
        let (whole, fraction) = fixed(number.abs(), places as usize, 0);
        let fraction = fraction.trim_end_matches('0');
        match (whole.as_str(), fraction) {
            // too small for nine places: the exponent keeps its digits
            _ if exponent < -4 && digits.trim_end_matches('0').len() as i32 - exponent - 1 > 9 => scientific(number.abs()),
            (whole, "") if exponent < 0 && whole == "0" => scientific(number.abs()),
            (whole, "") => whole.to_owned(),
            (whole, fraction) => format!("{whole}.{fraction}"),
        }
    } else {
        scientific(number.abs())
    };
    format!("{sign}{text}")
}

/// `1.23457E+12`
fn scientific(number: f64) -> String {
    let (digits, exponent) = significant(number, 6);
    let (first, rest) = digits.split_at(1);
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}E{sign}{:02}", exponent.abs())
}

/// The first `count` digits (at most 15, as Excel has them) and the power of ten of the first one.
fn significant(number: f64, count: usize) -> (String, i32) {
    let (digits, exponent) = fifteen(number);
    let (rounded, carried) = round(&digits, count);
    (rounded, exponent + i32::from(carried))
}

/// Fifteen digits and the power of ten of the first one: what is behind them is no matter for a spreadsheet.
pub(super) fn fifteen(number: f64) -> (String, i32) {
    let text = format!("{number:.14e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.chars().filter(char::is_ascii_digit).collect(), exponent.parse().unwrap_or(0))
}

/// Rounds a row of digits half up to its first `count`; `true` when it grew by a digit (99 → 10).
fn round(digits: &str, count: usize) -> (String, bool) {
    if count >= digits.len() {
        return (digits.to_owned(), false);
    }
    let up = digits.as_bytes().get(count).is_some_and(|d| *d >= b'5');
    let mut kept: Vec<u8> = digits.bytes().take(count).collect();
    if up {
        let mut at = kept.len();
        loop {
            let Some(digit) = at.checked_sub(1).and_then(|i| kept.get_mut(i)) else {
                // all nines
                kept.insert(0, b'1');
                if count > 0 {
                    kept.pop();
                }
                return (String::from_utf8(kept).unwrap_or_default(), true);
            };
            if *digit < b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
            at -= 1;
        }
    }
    (String::from_utf8(kept).unwrap_or_default(), false)
}

/// Whole and fraction digits of a number that is not negative, times a power of ten, rounded half up to `places`.
/// The power moves the decimal point exactly: 0.285 × 100 is 28.5.
pub(super) fn fixed(number: f64, places: usize, power: i32) -> (String, String) {
    let zeros = || ("0".to_owned(), "0".repeat(places));
    if number == 0.0 {
        return zeros();
    }
    if power == 0 && number.fract() == 0.0 && number < 1e15 {
        return ((number as u64).to_string(), "0".repeat(places));
    }
    let (digits, exponent) = fifteen(number);
    let exponent = exponent + power;
    let kept = i64::from(exponent) + 1 + places as i64;
    let Ok(kept) = usize::try_from(kept) else { return zeros() };
    let (mut digits, carried) = round(&digits, kept);
    let whole_length = i64::from(exponent) + 1 + i64::from(carried);
    if digits.is_empty() {
        return zeros();
    }
    if whole_length <= 0 {
        digits.insert_str(0, &"0".repeat((1 - whole_length) as usize));
    }
    let whole_length = whole_length.max(1) as usize;
    let wanted = whole_length + places;
    if digits.len() < wanted {
        digits.push_str(&"0".repeat(wanted - digits.len()));
    }
    let (whole, fraction) = digits.split_at(whole_length.min(digits.len()));
    (whole.to_owned(), fraction.chars().take(places).collect())
}

/// What a section shows for a number.
pub(super) fn show(section: &Section, number: f64, minus: bool) -> String {
    let magnitude = number.abs();
    let tokens = &section.tokens;
    let exponent = tokens.iter().position(|t| matches!(t, Token::Exponent(_)));
    let slash = tokens.iter().position(|t| *t == Token::Slash);
    let digits = |t: &[Token]| t.iter().any(|t| matches!(t, Token::Digit(_)));
    let (text, zero) = match (section.kind, exponent, slash) {
        (Kind::Literal, ..) => (literals(tokens), false),
        (Kind::General | Kind::Text, ..) => (with_general(tokens, magnitude), magnitude == 0.0),
        (_, Some(at), _) => (exponential(tokens, at, magnitude), false),
        (_, None, Some(at)) if tokens.get(..at).is_some_and(digits) => fraction(tokens, at, magnitude),
        _ => decimal(tokens, magnitude),
    };
    let text = match section.digits {
        Digits::Latin => text,
        Digits::FullWidth => text.chars().map(full_width).collect(),
        Digits::Kanji => text,
    };
    if minus && !zero && section.kind != Kind::Literal { format!("-{text}") } else { text }
}

pub(super) fn full_width(c: char) -> char {
    match c.to_digit(10) {
        Some(d) => char::from_u32('０' as u32 + d).unwrap_or(c),
        None => c,
    }
}

fn literals(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        fixed_text(&mut out, token);
    }
    out
}

/// What stands in a format for itself.
fn fixed_text(out: &mut String, token: &Token) {
    match token {
        Token::Literal(text) => out.push_str(text),
        Token::Percent => out.push('%'),
        Token::Slash => out.push('/'),
        Token::Point => out.push('.'),
        _ => {}
    }
}

fn with_general(tokens: &[Token], number: f64) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::General | Token::At => out.push_str(&general(number)),
            other => fixed_text(&mut out, other),
        }
    }
    out
}

/// Digits with or without a point: `#,##0.0"人"`, `0%`, `000-0000`. `true` when nothing but zeros is shown.
fn decimal(tokens: &[Token], number: f64) -> (String, bool) {
    let point = tokens.iter().position(|t| *t == Token::Point).unwrap_or(tokens.len());
    let (whole_tokens, fraction_tokens) = tokens.split_at(point);
    let places = fraction_tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count();
    let last_digit = tokens.iter().rposition(|t| matches!(t, Token::Digit(_))).unwrap_or(0);
    let last_whole = whole_tokens.iter().rposition(|t| matches!(t, Token::Digit(_)));
    let percent = tokens.iter().filter(|t| **t == Token::Percent).count();
    // commas behind the last digit divide by thousands, commas between digits group
    let behind = |from: usize| tokens.iter().skip(from + 1).take_while(|t| **t == Token::Group).count();
    let scale = behind(last_digit) + last_whole.filter(|at| *at != last_digit).map_or(0, behind);
    let grouped = last_whole.is_some_and(|at| whole_tokens.iter().take(at).any(|t| *t == Token::Group));
    let power = 2 * percent as i32 - 3 * scale as i32;
    let (whole, fraction) = fixed(number, places, power);
    let zero = whole.bytes().chain(fraction.bytes()).all(|d| d == b'0');
    let mut out = whole_part(whole_tokens, whole.trim_start_matches('0'), grouped);
    fraction_part(&mut out, fraction_tokens, &fraction);
    (out, zero)
}

/// The digits before the point, put into their places from the right; the first place takes all that is left.
fn whole_part(tokens: &[Token], digits: &str, grouped: bool) -> String {
    let places = tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count();
    let mut rest: Vec<char> = digits.chars().collect();
    let mut place = 0;
    let mut written = 0;
    let mut reversed: Vec<char> = Vec::new();
    let put = |reversed: &mut Vec<char>, c: char, written: &mut usize| {
        if grouped && *written > 0 && (*written).is_multiple_of(3) {
            reversed.push(if c == ' ' { ' ' } else { ',' });
        }
        reversed.push(c);
        *written += 1;
    };
    for token in tokens.iter().rev() {
        let Token::Digit(kind) = token else {
            let mut text = String::new();
            fixed_text(&mut text, token);
            reversed.extend(text.chars().rev());
            continue;
        };
        place += 1;
        match (rest.pop(), kind) {
            (Some(c), _) => put(&mut reversed, c, &mut written),
            (None, '0') => put(&mut reversed, '0', &mut written),
            (None, '?') => put(&mut reversed, ' ', &mut written),
            (None, _) => {}
        }
        if place == places {
            while let Some(c) = rest.pop() {
                put(&mut reversed, c, &mut written);
            }
        }
    }
    // no place before the point: the digits stand there all the same
    let mut out: String = rest.iter().collect();
    if places == 0 && !tokens.is_empty() {
        let text: String = reversed.iter().rev().collect();
        return text + &out;
    }
    out.extend(reversed.iter().rev());
    out
}

fn fraction_part(out: &mut String, tokens: &[Token], digits: &str) {
    let mut digits = digits.chars();
    let mut remaining: String = digits.as_str().to_owned();
    for token in tokens {
        match token {
            Token::Point => out.push('.'),
            Token::Digit(kind) => {
                let only_zeros = remaining.bytes().all(|d| d == b'0');
                let digit = digits.next().unwrap_or('0');
                remaining = digits.as_str().to_owned();
                match kind {
                    '#' if only_zeros => {}
                    '?' if only_zeros => out.push(' '),
                    _ => out.push(digit),
                }
            }
            other => fixed_text(out, other),
        }
    }
}

/// `0.00E+00`, and `##0.0E+0` whose exponents are multiples of the places before the point.
fn exponential(tokens: &[Token], at: usize, number: f64) -> String {
    let (mantissa_tokens, rest) = tokens.split_at(at);
    let point = mantissa_tokens.iter().position(|t| *t == Token::Point).unwrap_or(mantissa_tokens.len());
    let count = |t: &[Token]| t.iter().filter(|t| matches!(t, Token::Digit(_))).count();
    let (whole_tokens, fraction_tokens) = mantissa_tokens.split_at(point);
    let step = count(whole_tokens).max(1) as i32;
    let places = count(fraction_tokens);
    let mut exponent = if number == 0.0 { 0 } else { fifteen(number).1.div_euclid(step) * step };
    let (mut whole, mut fraction) = fixed(number, places, -exponent);
    if whole.len() as i32 > step {
        // 9.99 rounded up to 10.0
        exponent += step;
        (whole, fraction) = fixed(number, places, -exponent);
    }
    let mut out = whole_part(whole_tokens, whole.trim_start_matches('0'), false);
    fraction_part(&mut out, fraction_tokens, &fraction);
    let plus = matches!(rest.first(), Some(Token::Exponent(true)));
    out.push('E');
    if exponent < 0 {
        out.push('-');
    } else if plus {
        out.push('+');
    }
    let width = count(rest).min(9);
    out.push_str(&format!("{:0width$}", exponent.abs()));
    for token in rest.iter().filter(|t| matches!(t, Token::Literal(_) | Token::Percent)) {
        fixed_text(&mut out, token);
    }
    out
}

/// `# ?/?`, `# ??/??`, `?/8`. `true` when it shows zero.
fn fraction(tokens: &[Token], slash: usize, number: f64) -> (String, bool) {
    let (before, after) = tokens.split_at(slash);
    let after = after.get(1..).unwrap_or_default();
    // the numerator's places are the last run of digits before the slash
    let numerator_at = before.iter().rposition(|t| !matches!(t, Token::Digit(_))).map_or(0, |at| at + 1);
    let (whole_tokens, _) = before.split_at(numerator_at);
    let with_whole = whole_tokens.iter().any(|t| matches!(t, Token::Digit(_)));
    let places = after.iter().take_while(|t| matches!(t, Token::Digit(_))).count().clamp(1, 4);
    // `?/8`: eighths, written as a literal; `?/10` begins with a literal 1
    let written: String = after
        .iter()
        .map_while(|t| match t {
            Token::Literal(text) => Some(text.as_str()),
            Token::Digit('0') => Some("0"),
            _ => None,
        })
        .collect();
    let declared = written.trim().parse::<u64>().ok().filter(|d| (1..=9_999).contains(d));
    let whole = if with_whole { number.floor() } else { 0.0 };
    let rest = number - whole;
    let (mut numerator, denominator) = match declared {
        Some(d) => ((rest * d as f64).round(), d),
        None => best(rest, 10u64.pow(places as u32) - 1),
    };
    let mut whole = whole;
    if with_whole && numerator >= denominator as f64 {
        whole += 1.0;
        numerator = 0.0;
    }
    let zero = whole == 0.0 && numerator == 0.0;
    let text = match (with_whole, whole, numerator) {
        (true, _, 0.0) => general(whole),
        (true, 0.0, _) | (false, ..) => format!("{numerator}/{denominator}"),
        (true, ..) => format!("{} {numerator}/{denominator}", general(whole)),
    };
    (text, zero)
}

/// The best fraction with a denominator of at most `max`.
fn best(number: f64, max: u64) -> (f64, u64) {
    let mut best = (number.round(), 1, f64::INFINITY);
    for denominator in 1..=max {
        let numerator = (number * denominator as f64).round();
        let error = (number - numerator / denominator as f64).abs();
        if error + 1e-12 < best.2 {
            best = (numerator, denominator, error);
        }
    }
    (best.0, best.1)
}
