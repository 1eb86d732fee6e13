//! Row heights: the number of lines of a text in a column.
//!
//! A workbook must contain its row heights: programs other than Excel do not compute them, and print
//! wrapped Japanese lines over one another. The estimate is generous, because a blank line too
//! many is harmless and one too few hides words.

use unicode_width::UnicodeWidthChar;

/// Characters that do not begin a line.
const NO_START: &str = "、。，．・：；？！‼⁇⁈⁉）〕］｝〉》」』】〙〗〟’”｠»゠–〜～ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ,.:;?!)]}%％℃";

/// Characters that do not end a line.
const NO_END: &str = "（〔［｛〈《「『【〘〖〝‘“｟«([{￥＄￡＃№";

/// Width of a character in half columns: a full-width character is 2. Latin letters and figures of the
/// proportional Japanese gothics are wider than half an em, so East Asian width alone underestimates them.
pub fn advance(c: char) -> f32 {
    match c {
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' => 2.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' | ' ' => 0.8,
        '(' | ')' | '[' | ']' | '{' | '}' | '-' | '/' | '\\' | '"' | '*' | 'f' | 'r' | 't' => 1.0,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 2.0,
        'a'..='z' => 1.35,
        'A'..='Z' | '0'..='9' | '#' | '$' | '&' | '+' | '<' | '=' | '>' | '?' | '^' | '_' | '`' | '~' => 1.6,
        '\t' => 4.0,
        // half-width katakana
        '\u{ff61}'..='\u{ff9f}' => 1.1,
        _ => match c.width_cjk() {
            Some(0) => 0.0,
            // some fonts draw what Unicode calls narrow (①, −, é) as wide as a kanji
            Some(1) => 1.6,
            _ => 2.0,
        },
    }
}

/// The number of lines of a text in a column of this width (in half columns); a blank text has one.
///
/// ```
/// use torimatome::report::workbook::wrapped_lines;
/// assert_eq!(wrapped_lines("取組の内容", 10.0), 1);
/// assert_eq!(wrapped_lines("取組の内容", 6.0), 2);
/// assert_eq!(wrapped_lines("一\n二\n", 10.0), 3);
/// ```
pub fn wrapped_lines(text: &str, width_in_columns: f32) -> usize {
    #[allow(clippy::cast_precision_loss, reason = "only to see that a text is short")]
    // only a tab is wider than two
    if text.chars().count() as f32 * 2.0 <= width_in_columns && !text.contains(['\n', '\t']) {
        return 1;
    }
    let mut lines = 0;
    for_each_line(text, width_in_columns, |_, _| lines += 1);
    lines
}

/// A text in pieces of at most `max_lines` lines and `max_units` UTF-16 units, cut where its lines end; where a
/// paragraph ends not far above, there. Joined by what was cut off — a line feed where `true` follows the piece,
/// else nothing — they are the text again.
pub fn pieces(text: &str, width: f32, max_lines: usize, max_units: usize) -> Vec<(&str, bool)> {
    let max_lines = max_lines.max(1);
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for_each_line(text, width, |from, to| {
        // characters without width never fill a line
        let (mut start, mut room) = (from, max_units.saturating_sub(1));
        for (at, c) in text.get(from..to).unwrap_or_default().char_indices() {
            match room.checked_sub(c.len_utf16()) {
                Some(left) => room = left,
                None => {
                    lines.push((start, from + at));
                    (start, room) = (from + at, max_units.saturating_sub(1 + c.len_utf16()));
                }
            }
        }
        lines.push((start, to));
    });
    let units = |from: usize, to: usize| text.get(from..to).map_or(0, |line| line.encode_utf16().count() + 1);
    let mut out = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((start, _)) = rest.first().copied() {
        let mut room = max_units;
        let fitting = rest
            .iter()
            .take(max_lines)
            .take_while(|(from, to)| room.checked_sub(units(*from, *to)).map(|left| room = left).is_some())
            .count()
            .max(1);
        let ends_paragraph =
            |n: &usize| matches!((rest.get(*n - 1), rest.get(*n)), (Some((_, end)), Some((from, _))) if from > end);
        let taken = if fitting == rest.len() {
            fitting
        } else {
            (fitting.div_ceil(2)..=fitting).rev().find(ends_paragraph).unwrap_or(fitting)
        };
        let end = rest.get(taken - 1).map_or(text.len(), |(_, end)| *end);
        let feed = rest.get(taken).is_some_and(|(from, _)| *from > end);
        out.push((text.get(start..end).unwrap_or_default(), feed));
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Calls `line` with the byte range of every line.
fn for_each_line(text: &str, width: f32, mut line: impl FnMut(usize, usize)) {
    // a column narrower than a character still holds one per line
    let width = width.max(2.0);
    let mut offset = 0;
    for paragraph in text.split('\n') {
        let mut start = 0;
        while let Some(length) = first_line(paragraph.get(start..).unwrap_or_default(), width) {
            line(offset + start, offset + start + length);
            start += length;
        }
        line(offset + start, offset + paragraph.len());
        offset += paragraph.len() + 1;
    }
}

/// Length in bytes of the first line of a paragraph; none if all of it fits on one line.
fn first_line(paragraph: &str, width: f32) -> Option<usize> {
    let mut used = 0.0;
    for (at, c) in paragraph.char_indices() {
        used += advance(c);
        // a space may hang over the edge
        if used > width && c != ' ' && at > 0 {
            return Some(last_break(paragraph, at, c));
        }
    }
    None
}

/// The last position up to `at`, before `after`, at which a line may end; `at` itself if there is none.
fn last_break(paragraph: &str, at: usize, mut after: char) -> usize {
    for (place, before) in paragraph.get(..at).unwrap_or_default().char_indices().rev() {
        if may_break(before, after) {
            return place + before.len_utf8();
        }
        after = before;
    }
    at
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' {
        return false;
    }
    if before == ' ' || before == '\u{3000}' {
        return true;
    }
    let word = |c: char| c.is_ascii_graphic() || (c.is_alphanumeric() && c.width() == Some(1));
    let inside_word = word(before) && word(after);
    !inside_word && !NO_START.contains(after) && !NO_END.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: f32) -> Vec<&str> {
        let mut out = Vec::new();
        for_each_line(text, width, |from, to| out.push(&text[from..to]));
        out
    }

    #[test]
    fn punctuation_does_not_begin_a_line() {
        assert_eq!(lines("申請書を受付。", 12.0), ["申請書を受", "付。"]);
        assert_eq!(lines("申請（書面）", 6.0), ["申請", "（書", "面）"]);
    }

    #[test]
    fn latin_words_stay_whole_unless_longer_than_a_line() {
        assert_eq!(lines("窓口でRPA導入", 10.0), ["窓口で", "RPA導入"]);
        assert_eq!(lines("aaaaaaaaaa", 6.0).concat(), "aaaaaaaaaa");
    }

    #[test]
    fn signs_without_width_are_split_too() {
        let text = format!("か{}x", "\u{3099}".repeat(100));
        let parts = pieces(&text, 20.0, 5, 30);
        assert!(parts.len() > 3 && parts.iter().all(|(part, _)| part.encode_utf16().count() <= 30));
        assert_eq!(parts.iter().map(|(part, _)| *part).collect::<String>(), text);
    }

    #[test]
    fn pieces_are_the_text_again() {
        let text = "一二三四五六七八九十\n\n百千万";
        let parts = pieces(text, 8.0, 2, 1000);
        assert_eq!(parts, [("一二三四五六七八", false), ("九十\n", true), ("百千万", false)]);
        assert_eq!(pieces("一\n二三四五六七八九", 8.0, 2, 1000), [("一", true), ("二三四五六七八九", false)]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_in_pieces(text in "[ -~ぁ-ん一-丁、。（）\n]{0,200}", width in 2.0f32..40.0, max in 1usize..5) {
            let parts = pieces(&text, width, max, 20);
            let joined: String = parts.iter().map(|(part, feed)| format!("{part}{}", if *feed { "\n" } else { "" })).collect();
            prop_assert_eq!(joined, text.clone());
            for (part, _) in parts {
                prop_assert!(wrapped_lines(part, width) <= max.max(1));
            }
        }
    }
}
