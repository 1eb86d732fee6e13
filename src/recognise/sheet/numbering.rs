//! Numbers of records as offices write them: 1-2, (1)①, Ⅱ, イ.

use crate::model::numeral::{circled, kanji, roman};
use crate::model::text::fold;
use crate::source::{RawCell, RawValue};

/// Digits, with or without what stands around numbers of initiatives.
pub(super) fn is_numeric(cell: &RawCell) -> bool {
    // a date was 1-2 before
    if matches!(cell.value, RawValue::Number(_) | RawValue::Date(_)) {
        return true;
    }
    let folded = fold(&cell.shown);
    // 4（重点）, 3(再掲)
    let remark = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).filter(|(number, _)| !number.is_empty());
    let number = remark.map_or(folded.as_str(), |(number, _)| number);
    let figures = |c: char| c.is_ascii_digit() || circled(c).is_some();
    let signs = |c: char| "・、,./-~()[]no取組第番号#の".contains(c);
    number.contains(figures) && number.chars().all(|c| figures(c) || signs(c)) || is_numeral(number) || is_itemised(number)
}

/// イ, (ア), 13-①-ア, 1(a): figures and single letters that count, with signs between them.
fn is_itemised(folded: &str) -> bool {
    let counts = |part: &str| {
        let mut chars = part.chars();
        let single = matches!((chars.next(), chars.next()), (Some(c), None) if is_counting_letter(c) || circled(c).is_some());
        single || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = || folded.split(['-', '.', '(', ')', '・', '_']).filter(|part| !part.is_empty());
    let kana = |part: &str| part.chars().all(|c| matches!(c, 'あ'..='ん' | 'ア'..='ン'));
    let figure = |part: &str| part.contains(|c: char| c.is_ascii_digit() || circled(c).is_some());
    parts().all(counts) && (parts().any(figure) || parts().next().is_some() && parts().all(kana))
}

/// ア, い, a: letters that count as figures do.
const fn is_counting_letter(c: char) -> bool {
    matches!(c, 'ア'..='ン' | 'あ'..='ん' | 'a'..='z')
}

/// 十二, Ⅱ, A-1: as numbers are written without figures, or behind a letter.
fn is_numeral(folded: &str) -> bool {
    let word = folded.trim_matches(|c: char| "()第号番#.".contains(c));
    let whole = |found: Option<(u32, &str)>| found.is_some_and(|(_, rest)| rest.is_empty());
    let letters = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let code = letters.len() < word.len()
        && word.len() - letters.len() <= 2
        && letters.contains(|c: char| c.is_ascii_digit())
        && letters.chars().all(|c| c.is_ascii_digit() || "-._()".contains(c));
    whole(kanji(word)) || whole(roman(word)) || code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Address;

    #[test]
    fn numbers_in_their_spellings() {
        let cell = |text: &str| RawCell { at: Address::new(0, 0), value: RawValue::Text, shown: text.to_owned() };
        for text in
            ["1", "1-2", "1(2)", "(1)①", "㉑", "❸", "二", "十二", "Ⅱ", "4（重点）", "3(再掲)", "A-01", "No.3", "1.10", "14～16"]
                .into_iter()
                .chain(["1の2", "イ", "（ア）", "13-①-ア", "1-ｲ", "1(a)"])
        {
            assert!(is_numeric(&cell(text)), "{text}");
        }
        for text in ["", "番号", "取組番号", "文書の電子化", "5月8日", "5G", "DX", "一般会計", "（重点）", "総務課"]
        {
            assert!(!is_numeric(&cell(text)), "{text}");
        }
    }
}
