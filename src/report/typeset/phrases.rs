//! What a reader takes in as one: a line ends between such phrases rather than within them, where there is a choice.

use std::ops::Range;

/// Longer words of 漢字 than this are several.
const LONGEST_KANJI: usize = 6;
/// A longer remark in brackets is a sentence of its own.
const LONGEST_REMARK: usize = 16;

/// Does a line that ends before a byte cut one of the phrases, which are in the order of the text?
pub(super) fn cuts(phrases: &[Range<usize>], at: usize) -> bool {
    phrases.get(phrases.partition_point(|phrase| phrase.end <= at)).is_some_and(|phrase| phrase.start < at)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Katakana,
    Kanji,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Script::Kanji,
        _ => Script::Other,
    }
}

/// Runs of 片仮名, and short runs of 漢字.
pub(super) fn words(paragraph: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut count, mut open) = (0, 0, Script::Other);
    for (at, c) in paragraph.char_indices().chain([(paragraph.len(), ' ')]) {
        let found = script(c);
        if found == open {
            count += 1;
            continue;
        }
        if count > 1 && (open == Script::Katakana || open == Script::Kanji && count <= LONGEST_KANJI) {
            out.push(start..at);
        }
        (start, count, open) = (at, 1, found);
    }
    out
}

/// Short texts in brackets, the brackets with them.
pub(super) fn remarks(paragraph: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (count, (at, c)) in paragraph.char_indices().enumerate() {
        match c {
            '（' | '「' | '『' | '(' => open = Some((at, count)),
            '）' | '」' | '』' | ')' => {
                if let Some((start, from)) = open.take()
                    && count - from <= LONGEST_REMARK
                {
                    out.push(start..at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    out
}
