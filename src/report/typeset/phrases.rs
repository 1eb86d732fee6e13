//! Phrases: words, which are never broken, and bracketed remarks, which are broken only if necessary.

use std::ops::Range;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// A longer remark in brackets is a sentence of its own.
const LONGEST_REMARK: usize = 16;
/// The most characters of a word with its endings.
const LONGEST_WORD: usize = 9;
/// Longer 仮名 than this after a word is a word of its own, not its ending.
const LONGEST_ENDING: usize = 2;
/// Words are not searched for in a longer text.
const LONGEST_TEXT: usize = 4_000;

static SEGMENTER: std::sync::LazyLock<WordSegmenterBorrowed<'static>> =
    std::sync::LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// Whether a line break before a byte breaks one of the phrases, which are in text order.
pub(super) fn cuts(phrases: &[Range<usize>], at: usize) -> bool {
    around(phrases, at).is_some()
}

/// The phrase around a byte.
pub(super) fn around(phrases: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    phrases.get(phrases.partition_point(|phrase| phrase.end <= at)).filter(|phrase| phrase.start < at)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Hiragana,
    Katakana,
    Kanji,
    Digit,
    Latin,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ' => Script::Katakana,
        '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Script::Kanji,
        '0'..='9' | '０'..='９' => Script::Digit,
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Script::Latin,
        _ => Script::Other,
    }
}

/// A piece of a text as the dictionary has it.
struct Segment {
    range: Range<usize>,
    /// Script of its first and its last character.
    first: Script,
    last: Script,
    chars: usize,
}

/// The unbreakable words of a paragraph: those of the dictionary, with attached endings, particles and single 漢字 (課, 化,
/// 用). Punctuation between words belongs to none.
pub(super) fn words(paragraph: &str) -> Vec<Range<usize>> {
    if paragraph.is_ascii() || paragraph.len() > LONGEST_TEXT {
        return Vec::new();
    }
    let mut out: Vec<(Range<usize>, usize, Segment)> = Vec::new();
    for segment in segments(paragraph) {
        if segment.first == Script::Other {
            continue;
        }
        let joins = out.last().is_some_and(|(word, chars, before)| {
            word.end == segment.range.start && (joined(before, &segment, *chars) || is_number(before, &segment))
        });
        match out.last_mut().filter(|_| joins) {
            Some((word, chars, before)) => {
                word.end = segment.range.end;
                *chars += segment.chars;
                *before = segment;
            }
            None => out.push((segment.range.clone(), segment.chars, segment)),
        }
    }
    out.into_iter()
        .map(|(word, ..)| word)
        .filter(|word| paragraph.get(word.clone()).is_some_and(|word| word.chars().nth(1).is_some()))
        .collect()
}

/// Whether two segments make one word; `chars` are those of the first.
fn joined(before: &Segment, next: &Segment, chars: usize) -> bool {
    use Script::{Hiragana, Kanji, Katakana, Latin};
    if chars + next.chars > LONGEST_WORD {
        return false;
    }
    match (before.last, next.first) {
        // an ending or a particle
        (_, Hiragana) => next.chars <= LONGEST_ENDING,
        // あっ｜旋 and お｜知らせ: no word ends so
        (Hiragana, Kanji) => before.chars == 1 && chars == 1,
        // the dictionary splits unknown words into characters
        (Katakana, Katakana) => before.chars < 2 || next.chars < 2,
        // 戦略｜課, 新｜庁舎
        (Kanji, Kanji) => next.chars == 1 && chars > 1 || before.chars == 1 && chars == 1,
        (Katakana | Latin, Kanji) => next.chars == 1,
        (Latin, Latin) => true,
        _ => false,
    }
}

/// 令和｜10 and 10｜年度: a number with the word before and after it; units have rules of their own.
const fn is_number(before: &Segment, next: &Segment) -> bool {
    matches!((before.last, next.first), (Script::Digit, Script::Digit))
}

fn segments(paragraph: &str) -> Vec<Segment> {
    let mut from = 0;
    let mut out = Vec::new();
    for to in SEGMENTER.segment_str(paragraph).filter(|at| *at > 0) {
        for end in parts(paragraph.get(from..to).unwrap_or_default()) {
            let range = from..from + end;
            let Some(text) = paragraph.get(range.clone()) else { continue };
            let scripts = |c: Option<char>| c.map_or(Script::Other, script);
            let (first, last) = (scripts(text.chars().next()), scripts(text.chars().next_back()));
            out.push(Segment { range: range.clone(), first, last, chars: text.chars().count() });
            from = range.end;
        }
        from = to;
    }
    out
}

/// Lengths of the words that a compound of 片仮名 is made of, each from the end of the one before: デジタル, マップ, サービス. One
/// length where it is no such compound.
fn parts(word: &str) -> Vec<usize> {
    static KNOWN: std::sync::LazyLock<std::collections::BTreeSet<&'static str>> =
        std::sync::LazyLock::new(|| include_str!("katakana.txt").lines().collect());
    const SHORTEST: usize = 2;
    let whole = vec![word.len()];
    if word.chars().count() < 2 * SHORTEST || word.chars().any(|c| script(c) != Script::Katakana) || KNOWN.contains(word) {
        return whole;
    }
    let mut lengths = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        match ends.rfind(|end| rest.get(..*end).is_some_and(|part| KNOWN.contains(part))) {
            Some(end) => {
                lengths.push(end);
                rest = rest.get(end..).unwrap_or_default();
            }
            // a word that is not known, before or behind one that is
            None => {
                let next = rest.char_indices().skip(SHORTEST).find(|(at, _)| {
                    rest.get(*at..).is_some_and(|tail| {
                        let ends = tail.char_indices().map(|(at, c)| at + c.len_utf8());
                        ends.filter(|end| *end >= 9).any(|end| tail.get(..end).is_some_and(|part| KNOWN.contains(part)))
                    })
                });
                let end = next.map_or(rest.len(), |(at, _)| at);
                lengths.push(end);
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    // a tail of one character belongs to the word before it
    if let [.., before, last] = lengths.as_slice()
        && *last <= 3
    {
        let joined = before + last;
        lengths.truncate(lengths.len() - 2);
        lengths.push(joined);
    }
    lengths
}

/// Short texts in brackets, including the brackets.
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
