//! Days as people write them.

use jiff::civil::Date;

use super::Era;
use super::numeral::kanji;
use super::text::fold;

/// A day: 令和7年10月3日, R7.10.8, 2025/10/3, 20251003, 令和七年十月三日, 2025年10月3日 金曜日. The whole text has to be one.
///
/// ```
/// # use torimatome::model::date;
/// # use jiff::civil::Date;
/// assert_eq!(date("令和７年１０月３日（金）"), Some(Date::constant(2025, 10, 3)));
/// assert_eq!(date("R7.10.8"), Some(Date::constant(2025, 10, 8)));
/// assert_eq!(date("令和七年十月三日"), Some(Date::constant(2025, 10, 3)));
/// assert_eq!(date("令和7年10月"), None);
/// ```
pub fn date(text: &str) -> Option<Date> {
    if text.len() > 80 {
        return None;
    }
    // without the blank the hour would be one with the day
    let day = text.trim().rsplit_once(char::is_whitespace).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    let folded = fold(day);
    let word = folded.strip_prefix("西暦").unwrap_or(&folded);
    compact(word).or_else(|| {
        let (year, rest) = year(word)?;
        month_and_day(year, rest)
    })
}

/// A day where a form asks for one: also without an era, 7.10.3 and ７年１０月３日, taken as 令和.
///
/// ```
/// # use torimatome::model::date_of_form;
/// # use jiff::civil::Date;
/// assert_eq!(date_of_form("７．１０．３"), Some(Date::constant(2025, 10, 3)));
/// assert_eq!(date_of_form("10月3日"), None);
/// ```
pub fn date_of_form(text: &str) -> Option<Date> {
    let without_era = || {
        let folded = fold(text);
        // 25/10/03 is no year of 令和
        let (year, rest) = number(&folded).filter(|(year, _)| (1..=20).contains(year))?;
        month_and_day(Era::Reiwa.year(year), rest)
    };
    let spaced = || {
        // 2025 10 3: folding would run the figures together
        let mut figures = text.split_whitespace();
        let date = [figures.next()?, figures.next()?, figures.next()?].join(".");
        figures.next().is_none().then(|| self::date(&date))?
    };
    date(text).or_else(|| if text.len() > 80 { None } else { without_era() }).or_else(spaced)
}

fn year(folded: &str) -> Option<(i16, &str)> {
    // R.7.10.3
    let lettered = || {
        let (letter, rest) = folded.split_once('.').filter(|(letter, _)| letter.len() == 1)?;
        let era = Era::ALL.into_iter().find(|era| letter.starts_with(era.letter().to_ascii_lowercase()))?;
        Some((era, rest))
    };
    let Some((era, rest)) = Era::strip(folded).or_else(lettered) else {
        return number(folded).filter(|(year, _)| (1868..=2200).contains(year));
    };
    let (n, rest) = match rest.strip_prefix('元') {
        Some(rest) => (1, rest),
        None => number(rest).filter(|(n, _)| (1..=100).contains(n))?,
    };
    Some((era.year(n), rest))
}

/// What follows a year: 年10月3日（金）, .10.3, /10/03/, 年10月3日9時.
fn month_and_day(year: i16, rest: &str) -> Option<Date> {
    const SIGNS: [char; 5] = ['.', '/', '-', '・', ','];
    let rest = rest.strip_prefix("年").or_else(|| rest.strip_prefix(SIGNS))?;
    let (month, rest) = number(rest)?;
    let rest = rest.strip_prefix('月').or_else(|| rest.strip_prefix(SIGNS))?;
    let (day, rest) = number(rest)?;
    let rest = rest.strip_prefix('日').unwrap_or(rest).trim_start_matches(SIGNS);
    is_end(rest).then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())?
}

/// What may follow a day: its weekday, a time, 提出, 現在.
fn is_end(rest: &str) -> bool {
    let word = rest.trim_matches(|c: char| "()[]【】〈〉<>、,".contains(c));
    let without_weekday = || {
        let mut chars = word.chars();
        chars.next().filter(|c| "月火水木金土日祝".contains(*c))?;
        let tail = chars.as_str();
        Some(tail.strip_prefix("曜日").or_else(|| tail.strip_prefix('曜')).unwrap_or(tail).trim_start_matches(')'))
    };
    let tail = without_weekday().unwrap_or(word);
    let english = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| tail.starts_with(day) && tail.len() <= 9);
    let time = tail.starts_with('t') && tail.contains(':')
        || tail.starts_with("午前")
        || tail.starts_with("午後")
        || tail.starts_with(|c: char| c.is_ascii_digit()) && (tail.contains(':') || tail.contains('時'));
    let trailing = matches!(tail, "" | "提出" | "現在" | "付" | "付け" | "作成" | "時点" | "回答" | "記入" | "更新" | "報告");
    english || time || trailing
}

/// 20251003, 2025-10-03T09:00 and the like.
fn compact(folded: &str) -> Option<Date> {
    if folded.len() != 8 || !folded.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = folded[..4].parse().ok().filter(|year| (1868..=2200).contains(year))?;
    Date::new(year, folded[4..6].parse().ok()?, folded[6..].parse().ok()?).ok()
}

/// A number in figures or in kanji numerals.
fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 {
        let (number, rest) = kanji(text)?;
        return Some((i16::try_from(number).ok()?, rest));
    }
    (end <= 4).then(|| text[..end].parse().ok().map(|n| (n, &text[end..])))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_its_spellings() {
        let day = Some(Date::constant(2025, 10, 3));
        for text in [
            "令和７年１０月３日（金）",
            "令和七年十月三日",
            "二〇二五年一〇月三日",
            "2025年10月3日 金曜日",
            "令和7年10月3日（金曜日）",
            "2025/10/03/",
            "2025-10-03T09:00:00",
            "2025/10/3 9:00",
            "令和7年10月3日 午前9時",
            "R.7.10.3",
            "R7.10.3.",
            "r07/10/03",
            "令7・10・3",
            "西暦2025年10月3日",
            "2025年10月3日金曜",
            "2025.10.3 (Fri)",
            "㋿7年10月3日",
            "令和7年10月3日提出",
        ] {
            assert_eq!(date(text), day, "{text}");
            assert_eq!(date_of_form(text), day, "{text}");
        }
        for text in ["７．１０．３", "7年10月3日", "七年十月三日", "7/10/3(金)", "2025 10 3"] {
            assert_eq!((date(text), date_of_form(text)), (None, day), "{text}");
        }
        for text in
            ["令和7年10月", "10月3日", "令和7年13月3日", "令和7年10月3日から", "1-2-3から", "令和 年 月 日", "25/10/03", "7.10"]
        {
            assert_eq!((date(text), date_of_form(text)), (None, None), "{text}");
        }
    }
}
