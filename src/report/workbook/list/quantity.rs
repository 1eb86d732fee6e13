//! Figures as numbers, formatted as the office wrote them: 88.0%以上 is 88 in the format `0.0"%以上"`.

use std::ops::Range;

use crate::model::IndicatorValue;
use crate::report::workbook::grid::Value;
use crate::report::workbook::height::advance;

/// The greatest width of such a number, in half columns; a longer one is a text, which wraps.
const WIDEST: f32 = 24.0;

/// Excel's limit for a format, in characters.
const LONGEST: usize = 200;

/// A figure's cell: a number if it is one quantity, else the text.
pub fn of(value: &IndicatorValue) -> Value<'_> {
    let Some(raw) = value.raw.as_deref().filter(|raw| !raw.is_empty()) else {
        return value.value.map_or(Value::Blank, Value::Number);
    };
    match value.value.and_then(|number| Some((number, code(raw, number)?))) {
        Some((number, code)) => Value::Quantity(number, code),
        None => Value::from(raw),
    }
}

/// Width of a figure, in half columns.
pub fn width(value: &IndicatorValue) -> f32 {
    let raw = value.raw.as_deref().unwrap_or_default();
    match value.value.and_then(|number| code(raw, number)) {
        Some(_) => raw.chars().map(advance).sum::<f32>() + 3.0,
        None => 14.0,
    }
}

/// The format that shows a number as it was written; none if the text does not contain the number.
fn code(raw: &str, number: f64) -> Option<String> {
    let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let width: f32 = line.chars().map(advance).sum();
    let place = place_of(&line, number.abs())?;
    let (before, digits, after) = (line.get(..place.start)?, line.get(place.clone())?, line.get(place.end..)?);
    if width > WIDEST || line.chars().count() > LONGEST || line.contains(['"', '\\']) {
        return None;
    }
    let decimals = digits.split_once(['.', '．']).map_or(0, |(_, decimals)| decimals.chars().count());
    let mut pattern = if digits.contains([',', '，']) { "#,##0".to_owned() } else { "0".to_owned() };
    if decimals > 0 {
        pattern.push('.');
        pattern.extend(std::iter::repeat_n('0', decimals));
    }
    let literal = |text: &str| if text.is_empty() { String::new() } else { format!("\"{text}\"") };
    let positive = |before: &str| format!("{}{pattern}{}", literal(before), literal(after));
    if number >= 0.0 {
        return Some(positive(before));
    }
    // the sign is in the text before the figure
    let plain = before.strip_suffix(['-', '－', '−', '▲', '△']).unwrap_or(before);
    Some(format!("{};{}", positive(plain), positive(before)))
}

/// Position of a number in a text: the only run of digits with its value.
fn place_of(line: &str, number: f64) -> Option<Range<usize>> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut from = 0;
    while let Some(start) = line.get(from..)?.find(is_digit).map(|at| from + at) {
        let rest = line.get(start..)?;
        let more = |c: char| is_digit(c) || matches!(c, '.' | '．' | ',' | '，');
        let end = rest.find(|c: char| !more(c)).map_or(line.len(), |at| start + at);
        let digits = line.get(start..end)?.trim_end_matches(['.', '．', ',', '，']);
        let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '，')).filter_map(half_width).collect();
        if plain.parse::<f64>().is_ok_and(|found| (found - number).abs() <= number.abs() * 1e-9) {
            return Some(start..start + digits.len());
        }
        from = end;
    }
    None
}

fn half_width(c: char) -> Option<char> {
    match c {
        '．' => Some('.'),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn numbers_keep_what_stands_around_them() {
        for (raw, number, format) in [
            ("88.0%以上", 88.0, "0.0\"%以上\""),
            ("約37,000件", 37_000.0, "\"約\"#,##0\"件\""),
            ("▲5.0%", -5.0, "0.0\"%\";\"▲\"0.0\"%\""),
            ("R6 95%", 95.0, "\"R6 \"0\"%\""),
            ("１２校", 12.0, "0\"校\""),
            ("7", 7.0, "0"),
        ] {
            assert_eq!(code(raw, number).as_deref(), Some(format), "{raw}");
        }
        assert_eq!(code("約3万人", 30_000.0), None, "3 is not the number");
    }
}
