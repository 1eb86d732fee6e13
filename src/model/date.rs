//! Days as people write them.

use jiff::civil::Date;

use super::Era;
use super::text::fold;

/// A day: 令和7年10月3日, R7.10.8, 2025/10/3, 20251003, 令和元年5月1日（水）. The whole text has to be one.
///
/// ```
/// # use torimatome::model::date;
/// # use jiff::civil::Date;
/// assert_eq!(date("令和７年１０月３日（金）"), Some(Date::constant(2025, 10, 3)));
/// assert_eq!(date("R7.10.8"), Some(Date::constant(2025, 10, 8)));
/// assert_eq!(date("令和7年10月"), None);
/// ```
pub fn date(text: &str) -> Option<Date> {
    if text.len() > 80 {
        return None;
    }
    let folded = fold(text);
    if let Some(day) = compact(&folded) {
        return Some(day);
    }
    let (year, rest) = match Era::strip(&folded) {
        Some((era, rest)) => {
            let (n, rest) = match rest.strip_prefix('元') {
                Some(rest) => (1, rest),
                None => number(rest)?,
            };
            (era.year(n), rest)
        }
        None => number(&folded).filter(|(year, _)| (1868..=2200).contains(year))?,
    };
    let rest = rest.strip_prefix(['年', '.', '/', '-'])?;
    let (month, rest) = number(rest)?;
    let rest = rest.strip_prefix(['月', '.', '/', '-'])?;
    let (day, rest) = number(rest)?;
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let weekday = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let time =
        rest.is_empty() || rest.starts_with('t') || rest.contains(':') || weekday.is_some_and(|day| day.chars().count() <= 3);
    let trailing = matches!(rest, "提出" | "現在" | "付" | "付け" | "作成" | "時点");
    if !time && !trailing {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// 20251003.
fn compact(folded: &str) -> Option<Date> {
    if folded.len() != 8 || !folded.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = folded[..4].parse().ok().filter(|year| (1868..=2200).contains(year))?;
    Date::new(year, folded[4..6].parse().ok()?, folded[6..].parse().ok()?).ok()
}

fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=4).contains(&end).then(|| text[..end].parse().ok().map(|n| (n, &text[end..])))?
}
