//! Folding: how texts are compared. What is stored and printed is never folded.

use unicode_normalization::UnicodeNormalization;

use super::lookalike::kanji_of;

/// The form of a text in which two spellings of the same thing are equal: NFKC, no white space,
/// one dash, one tilde, lower-case Latin letters, kanji in place of radicals. For comparing only.
///
/// ```
/// use torimatome::model::text::fold;
/// assert_eq!(fold("取\u{3000}組"), fold("取組"));
/// assert_eq!(fold("Ｒ６．１１〜Ｒ６．１２"), fold("R6.11～R6.12"));
/// ```
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .filter(|c| !c.is_ascii_whitespace() && !c.is_ascii_control())
            .map(|c| c.to_ascii_lowercase())
            .collect();
    }
    if text.chars().all(is_settled) {
        // most texts: nothing in them composes, so NFKC goes character by character
        let mut out = String::with_capacity(text.len());
        out.extend(text.chars().filter_map(settled));
        return out;
    }
    let unified = text.nfkc().map(|c| kanji_of(c).unwrap_or(c));
    unified.filter(|c| !c.is_whitespace() && !is_invisible(*c)).flat_map(fold_char).collect()
}

/// Characters whose NFKC is known, whatever stands beside them: ASCII and its full-width forms, kana, kanji, and the
/// punctuation between them.
const fn is_settled(c: char) -> bool {
    matches!(c,
        '\n' | '\r' | '\t' | ' '..='~'
        | '\u{3000}'..='\u{3003}' | '\u{3005}'..='\u{3011}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// A settled character folded; none for a blank.
fn settled(c: char) -> Option<char> {
    match c {
        '\u{3000}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase()),
        c if c.is_ascii_whitespace() => None,
        c => Some(c.to_ascii_lowercase()),
    }
}

fn fold_char(c: char) -> std::char::ToLowercase {
    match c {
        '〜' | '∼' | '～' | '˜' => '~',
        '—' | '―' | '–' | '−' | '‐' | '‑' | '‒' | '─' | '━' | '－' => '-',
        '∥' => '‖',
        other => other,
    }
    .to_lowercase()
}

/// Zero-width and variation characters, which do not change what a text says.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{00ad}')
}

/// Takes off the blanks around a text. Where other paragraphs are indented, the first one stays so, too: 字下げ is kept in
/// all of them alike.
///
/// ```
/// # use torimatome::model::text::trim_paragraphs;
/// assert_eq!(trim_paragraphs("\n\u{3000}甲。\n\u{3000}乙。\n"), "\u{3000}甲。\n\u{3000}乙。");
/// assert_eq!(trim_paragraphs("\u{3000}甲。\n乙。"), "甲。\n乙。");
/// ```
pub fn trim_paragraphs(text: &str) -> &str {
    let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let body = text.trim_matches(is_blank);
    let is_indented = |line: &str| line.starts_with(is_blank) && !line.chars().all(is_blank);
    if !body.split('\n').skip(1).any(is_indented) {
        return body;
    }
    let before = text.len() - text.trim_start_matches(is_blank).len();
    let line = text[..before].rfind('\n').map_or(0, |at| at + 1);
    &text[line..before + body.len()]
}

/// How alike two folded texts are, from 0 (nothing in common) to 1 (equal).
pub fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settled_characters_fold_alone_as_they_fold_in_a_text() {
        // the soft hyphen takes the text off the short way and is left out itself
        for c in (0..=0xffff).filter_map(char::from_u32).filter(|c| is_settled(*c)) {
            let long = fold(&format!("取{c}が\u{ad}"));
            assert_eq!(fold(&format!("取{c}が")), long, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn dashes_of_all_encodings_are_one() {
        for dash in ["—", "―", "–", "−", "－", "‐", "─"] {
            assert_eq!(fold(dash), "-", "{dash}");
        }
    }
}
