//! `L3-05`: dates and years in the Japanese calendar only.

use super::CellCheck;
use crate::model::text::fold;
use crate::rules;
use crate::source::{RawCell, RawValue};

/// A cell that is a date or a year and nothing else is not longer.
const LONGEST: usize = 16;

pub(super) const CHECK: CellCheck = CellCheck {
    data: |_, _, cell| is_japanese_time(cell),
    heading: |cell| cell.shown.len() <= 200 && is_japanese_only(&cell.shown),
    finish: |sheet, hits| hits.finding(rules::L3_05, &sheet.place),
};

fn is_japanese_time(cell: &RawCell) -> bool {
    cell.shown.len() <= LONGEST * 3
        && matches!(cell.value, RawValue::Text | RawValue::Date(_))
        && is_time(&cell.shown)
        && cell.shown.chars().count() <= LONGEST
        && is_japanese_only(&cell.shown)
}

/// Is a cell a date or a year and nothing else? 「令和7年2月 運用開始」 is a text.
fn is_time(text: &str) -> bool {
    if !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９' | '元')) {
        return false;
    }
    fold(text)
        .chars()
        .all(|c| c.is_ascii_digit() || "令和平成昭rhs元年月日度上中下半旬期末初第四~-./()、から頃まで以降予定".contains(c))
}

/// 令和7年, R7.10, R7上半期, without a Western year beside it.
fn is_japanese_only(text: &str) -> bool {
    let folded = fold(text);
    let western = folded
        .match_indices("20")
        .chain(folded.match_indices("19"))
        .any(|(at, _)| folded.get(at..at + 4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit())));
    !western && has_era(&folded)
}

/// Does a folded text speak of a year of an era?
pub(super) fn has_era(folded: &str) -> bool {
    let mut before: Option<char> = None;
    for (at, c) in folded.char_indices() {
        let rest = folded.get(at..).unwrap_or_default();
        let named = ["令和", "平成", "昭和"].iter().find_map(|era| rest.strip_prefix(era));
        if named.is_some_and(|year| year.starts_with(|c: char| c.is_ascii_digit() || c == '元')) {
            return true;
        }
        if matches!(c, 'r' | 'h' | 's') && !before.is_some_and(|c| c.is_ascii_alphanumeric()) {
            let year = rest.get(1..).unwrap_or_default();
            let digits = year.find(|c: char| !c.is_ascii_digit()).unwrap_or(year.len());
            let after = year.get(digits..).unwrap_or_default();
            let ends = after.is_empty() || after.starts_with(['年', '.', '/', '上', '下', '末', '第', '-', '~', '度', '(']);
            if (1..=2).contains(&digits) && ends {
                return true;
            }
        }
        before = Some(c);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_japanese_only, is_time};

    #[test]
    fn eras_are_distinguished_from_words() {
        for text in ["R7", "令和元年", "Ｒ７．１０", "R7上半期までの取組内容", "H30年度"] {
            assert!(is_japanese_only(text), "{text}");
        }
        assert!(is_time("R7.10～R8.3") && !is_time("令和7年2月 運用開始"));
        for text in ["2025年度(R7)", "2025H1", "S3バケット", "LoRaWAN", "HR7"] {
            assert!(!is_japanese_only(text), "{text}");
        }
    }
}
