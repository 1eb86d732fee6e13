//! Folding: how texts are compared. What is stored and printed is never folded.

use unicode_normalization::UnicodeNormalization;

/// The form of a text in which two spellings of the same thing are equal: NFKC, no white space,
/// one dash, one tilde, lower-case Latin letters. For comparing only.
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
    text.nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c)).flat_map(fold_char).collect()
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

/// How alike two folded texts are, from 0 (nothing in common) to 1 (equal).
pub fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_of_all_encodings_are_one() {
        for dash in ["—", "―", "–", "−", "－", "‐", "─"] {
            assert_eq!(fold(dash), "-", "{dash}");
        }
    }
}
