//! Whole numbers in the numerals of Japanese texts, and the order of codes such as 1-10, 1(2), ㉑, 二.

use super::text::fold;

/// Reads kanji numerals at the beginning of a text: 十二, 二十一, 二〇二五, 百五. Returns the number and the rest.
///
/// ```
/// # use torimatome::model::numeral::kanji;
/// assert_eq!(kanji("十二号"), Some((12, "号")));
/// assert_eq!(kanji("二〇二五"), Some((2025, "")));
/// assert_eq!(kanji("号"), None);
/// ```
pub fn kanji(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| digit(c).is_none() && unit(c).is_none()).unwrap_or(text.len());
    let (numerals, rest) = text.split_at(end);
    let (mut total, mut current, mut places) = (0_u32, None::<u32>, 0);
    for c in numerals.chars() {
        if let Some(value) = digit(c) {
            // 二〇二五: figure by figure
            places += 1;
            current = Some(current.unwrap_or_default().checked_mul(10)?.checked_add(value)?);
        } else if let Some(unit) = unit(c) {
            if places > 1 {
                return None;
            }
            total = total.checked_add(current.take().unwrap_or(1).checked_mul(unit)?)?;
            places = 0;
        }
    }
    (!numerals.is_empty()).then(|| (total.saturating_add(current.unwrap_or_default()), rest))
}

const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn unit(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Reads a Roman numeral up to 39 at the beginning of a folded text: iv, xii. Returns the number and the rest.
pub fn roman(folded: &str) -> Option<(u32, &str)> {
    let end = folded.find(|c: char| !"ivx".contains(c)).unwrap_or(folded.len());
    let (word, rest) = folded.split_at(end);
    (1..40).find(|n| spelled(*n) == word).map(|n| (n, rest))
}

fn spelled(n: u32) -> String {
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = "x".repeat(n as usize / 10);
    format!("{tens}{}", ones.get(n as usize % 10).copied().unwrap_or_default())
}

/// The code that a spreadsheet took for a day and wrote out as one: 2月1日 and 2025/2/1 were 2-1.
///
/// ```
/// # use torimatome::model::numeral::number_of_day;
/// assert_eq!(number_of_day("２月１日").as_deref(), Some("2-1"));
/// assert_eq!(number_of_day("2月1日から"), None);
/// ```
pub fn number_of_day(text: &str) -> Option<String> {
    let folded = fold(text);
    let (month, day) = match folded.strip_suffix('日').and_then(|rest| rest.split_once('月')) {
        Some((month, day)) => (month.parse().ok()?, day.parse().ok()?),
        None => {
            let mut parts = folded.split('/');
            let year = parts.next().filter(|year| year.len() == 4 && year.parse().is_ok_and(|year: u32| year >= 1900));
            let own = (year?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            if parts.next().is_some() {
                return None;
            }
            (own.1, own.2)
        }
    };
    let fits = |number: u32, most: u32| (1..=most).contains(&number);
    (fits(month, 12) && fits(day, 31)).then(|| format!("{month}-{day}"))
}

/// A part of a code: numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A number, in whatever numerals.
    Number(u64),
    /// Anything else.
    Word(String),
}

/// The order of codes as people count: 1-2 before 1-10, 9 before ⑩, 二 before 三, A-2 before A-10.
///
/// ```
/// # use torimatome::model::numeral::order;
/// assert!(order("1-2") < order("1-10"));
/// assert!(order("1(2)") < order("1③"));
/// assert!(order("九") < order("十"));
/// assert!(order("12") < order("A-1"));
/// ```
pub fn order(code: &str) -> Vec<Part> {
    // a circled number is one of its own: 1① is 1, then 1
    let mut apart = String::with_capacity(code.len() + 8);
    for c in code.chars() {
        match circled(c) {
            Some(value) => apart.push_str(&format!("-{value}-")),
            None => apart.push(c),
        }
    }
    let folded = fold(&apart);
    let mut rest = folded.as_str();
    let mut parts = Vec::new();
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else {
            rest.find(|c: char| !c.is_alphabetic())
        };
        let end = end.unwrap_or(rest.len()).max(first.len_utf8());
        let (word, tail) = rest.split_at(end);
        rest = tail;
        if first.is_ascii_digit() {
            parts.push(Part::Number(word.parse().unwrap_or(u64::MAX)));
        } else if first.is_alphabetic() {
            // 二 and ii are numbers; 二次 and i-pad begin with words
            let whole = kanji(word).or_else(|| roman(word)).filter(|(_, rest)| rest.is_empty());
            parts.push(whole.map_or_else(|| Part::Word(word.to_owned()), |(number, _)| Part::Number(number.into())));
        }
    }
    parts
}

/// Returns the number that a single character shows in a circle, in brackets or with a dot: ①, ㉑, ⑴, ⒈, ❶.
pub const fn circled(c: char) -> Option<u32> {
    let (first, value) = match c {
        '\u{2460}'..='\u{2473}' => ('\u{2460}', 1),
        '\u{2474}'..='\u{2487}' => ('\u{2474}', 1),
        '\u{2488}'..='\u{249b}' => ('\u{2488}', 1),
        '\u{24eb}'..='\u{24f4}' => ('\u{24eb}', 11),
        '\u{24f5}'..='\u{24fe}' => ('\u{24f5}', 1),
        '\u{2776}'..='\u{277f}' => ('\u{2776}', 1),
        '\u{2780}'..='\u{2789}' => ('\u{2780}', 1),
        '\u{278a}'..='\u{2793}' => ('\u{278a}', 1),
        '\u{3251}'..='\u{325f}' => ('\u{3251}', 21),
        '\u{32b1}'..='\u{32bf}' => ('\u{32b1}', 36),
        '\u{24ea}' | '\u{24ff}' => (c, 0),
        _ => return None,
    };
    Some(c as u32 - first as u32 + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_the_order_of_counting() {
        let sorted = [
            "1",
            "1-1",
            "1①",
            "1-2",
            "1(2)",
            "1.9",
            "1-10",
            "1.10",
            "二",
            "（３）",
            "Ⅳ",
            "5",
            "⑩",
            "十二",
            "㉑",
            "２２",
            "A-2",
            "A-10",
            "施策1",
        ];
        let mut codes = sorted.to_vec();
        codes.reverse();
        // equal ones keep the order they had
        codes.sort_by_key(|code| order(code));
        let keys: Vec<_> = codes.iter().map(|code| order(code)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(sorted.map(order).to_vec(), keys);
    }

    #[test]
    fn numerals_end_where_words_begin() {
        assert_eq!(kanji("二十一"), Some((21, "")));
        assert_eq!(kanji("百五十"), Some((150, "")));
        assert_eq!(kanji("一〇"), Some((10, "")));
        assert_eq!(kanji("二十〇五"), Some((25, "")));
        assert_eq!(roman("xii"), Some((12, "")));
        assert_eq!(roman("dx"), None);
    }
}
