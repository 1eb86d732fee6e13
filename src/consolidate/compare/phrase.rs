//! Which phrases of a new text are not in the old one.
//!
//! Japanese writes no spaces: runs of one kind of character (漢字, かな, カタカナ, figures, Latin letters) are the
//! words that are compared.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::model::text::fold;

/// Words of the one text times words of the other: beyond this the whole text is one phrase.
const MOST_PAIRS: usize = 4_000_000;

/// Byte ranges of `after` that are new or reworded, in order; none of them touch.
///
/// ```
/// use torimatome::consolidate::compare::phrases;
/// let new = "窓口を10か所に増設した。";
/// let marked: Vec<&str> = phrases("窓口を8か所に増設した。", new).into_iter().map(|range| &new[range]).collect();
/// assert_eq!(marked, ["10"]);
/// ```
pub fn phrases(before: &str, after: &str) -> Vec<Range<usize>> {
    let (old, new) = (words(before), words(after));
    // what is compared word by word is what somebody reads word by word
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return if before == after || after.is_empty() { Vec::new() } else { std::iter::once(0..after.len()).collect() };
    }
    let key = |text: &str, words: &[Range<usize>]| -> Vec<String> {
        words.iter().map(|range| fold(text.get(range.clone()).unwrap_or_default())).collect()
    };
    let (old, folded) = (key(before, &old), key(after, &new));
    let mut found: Vec<Range<usize>> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &folded) {
        let (start, length) = match op {
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => (new_index, new_len),
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => continue,
        };
        let touched = new.get(start..start + length).unwrap_or_default();
        let (Some(first), Some(last)) = (touched.first(), touched.last()) else { continue };
        match found.last_mut() {
            Some(before) if before.end == first.start => before.end = last.end,
            _ => found.push(first.start..last.end),
        }
    }
    found
}

/// The runs of one kind of character; white space belongs to the run before it.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    let mut rest = text.chars();
    for (at, c) in text.char_indices() {
        rest.next();
        // 1,148 and 12.5 are one figure
        let inside = last == Some(Kind::Figure)
            && matches!(c, ',' | '.' | '，' | '．')
            && rest.clone().next().is_some_and(|next| self::kind(next) == Kind::Figure);
        let kind = if inside { Kind::Figure } else { kind(c) };
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(word) if c.is_whitespace() || (kind != Kind::Sign && last == Some(kind)) => word.end = end,
            _ => words.push(at..end),
        }
        if !c.is_whitespace() {
            last = Some(kind);
        }
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kanji,
    Hiragana,
    Katakana,
    Figure,
    Latin,
    /// Punctuation and everything else: each a word of its own.
    Sign,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{3041}'..='\u{309f}' => Kind::Hiragana,
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => Kind::Katakana,
        '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Kind::Kanji,
        '0'..='9' | '０'..='９' => Kind::Figure,
        'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Kind::Latin,
        c if c.is_ascii_alphabetic() => Kind::Latin,
        _ => Kind::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
        phrases(before, after).into_iter().map(|range| &after[range]).collect()
    }

    #[test]
    fn the_phrase_that_is_new_is_marked_and_nothing_else() {
        assert_eq!(
            marked("申請書の様式を統一した。", "申請書の様式を統一し、オンライン申請を開始した。"),
            ["し、オンライン申請を開始"]
        );
        assert_eq!(marked("同じ", "同 じ"), Vec::<&str>::new());
        assert_eq!(marked("", "新しい"), ["新しい"]);
        assert_eq!(marked("なくなる", ""), Vec::<&str>::new());
    }

    #[test]
    fn a_figure_is_one_word() {
        assert_eq!(marked("調査1,106件、12.5分", "調査1,148件、12.7分"), ["1,148", "12.7"]);
    }

    #[test]
    fn another_width_is_no_other_word() {
        assert_eq!(marked("ＡＩ－ＯＣＲを３台", "AI-OCRを3台"), Vec::<&str>::new());
    }
}
