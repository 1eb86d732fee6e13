//! Choices that are printed in one cell, and which of them is marked: ☑はい □いいえ, （○）済 （　）未, 実施・○未実施.

use super::{CellWord, Lexicon};

/// Signs of a box that is ticked.
const TICKED: [char; 10] = ['☑', '☒', '✅', '✓', '✔', '🗹', '🗷', '■', '◼', 'レ'];

/// Signs of a box that is not.
const UNTICKED: [char; 6] = ['□', '☐', '▢', '◻', '⬜', '❏'];

/// Circles that are filled, beside others that are not.
const FILLED: [char; 3] = ['●', '◉', '⦿'];

/// Circles.
const CIRCLES: [char; 4] = ['○', '◯', '〇', '◎'];

/// What stands between two choices.
const SEPARATORS: [char; 12] = ['・', '／', '/', '、', ',', '，', '|', '｜', '･', ';', '；', '\u{3000}'];

/// A longer text is no list of choices.
const LONGEST: usize = 120;

/// A longer word is no choice.
const WORD: usize = 20;

/// The choices of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxes {
    /// Each word, and whether it is marked.
    options: Vec<(String, bool)>,
}

impl Boxes {
    /// The choices that a cell lists with their marks; none where it lists none.
    ///
    /// ```
    /// # use torimatome::form::vocabulary::Boxes;
    /// let found = Boxes::of("☑はい　□いいえ").unwrap();
    /// assert_eq!(found.marked().collect::<Vec<_>>(), ["はい"]);
    /// assert!(Boxes::of("はい").is_none());
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.chars().count() > LONGEST || text.contains('。') {
            return None;
        }
        let text = without_frames(text);
        let is_box = |c: char| TICKED.contains(&c) && c != 'レ' || UNTICKED.contains(&c);
        let options = if text.contains(is_box) || text.starts_with('レ') { ticked(&text)? } else { circled(&text)? };
        Some(Self { options })
    }

    /// The words that are marked.
    pub fn marked(&self) -> impl Iterator<Item = &str> {
        self.options.iter().filter(|(_, marked)| *marked).map(|(word, _)| word.as_str())
    }

    /// All words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.options.iter().map(|(word, _)| word.as_str())
    }

    /// Are the choices yes and no, and nothing else?
    pub fn are_marks(&self) -> bool {
        self.words().all(|word| is_any(word, &[CellWord::Yes, CellWord::No, CellWord::Half]))
    }
}

fn is_any(word: &str, wanted: &[CellWord]) -> bool {
    Lexicon::get().cell(word).iter().any(|found| wanted.contains(found))
}

/// Is a word one that answers?
fn answers(word: &str) -> bool {
    is_any(word, &[CellWord::Yes, CellWord::No, CellWord::Half, CellWord::Status])
}

/// （○） and ［ ］ before or behind a word as boxes.
fn without_frames(text: &str) -> String {
    const FRAMES: [(char, char); 5] = [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('〔', '〕')];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.chars().next() {
        let tail = &rest[open.len_utf8()..];
        let close = FRAMES.iter().find(|(sign, _)| *sign == open).map(|(_, close)| *close);
        let framed = close.and_then(|close| tail.split_once(close)).map(|(inner, after)| (inner.trim(), after));
        let mut signs = framed.map(|(inner, _)| inner.chars()).into_iter().flatten();
        let sign = match (signs.next(), signs.next()) {
            (None, _) => Some('□'),
            (Some(sign), None) if CIRCLES.contains(&sign) || FILLED.contains(&sign) || TICKED.contains(&sign) => Some('☑'),
            (Some(sign), None) if UNTICKED.contains(&sign) => Some('□'),
            _ => None,
        };
        match framed.zip(sign) {
            Some(((_, after), sign)) => {
                out.push(sign);
                rest = after;
            }
            None => {
                out.push(open);
                rest = tail;
            }
        }
    }
    out
}

/// Boxes before their words, or behind them.
fn ticked(text: &str) -> Option<Vec<(String, bool)>> {
    let mut options: Vec<(String, bool)> = Vec::new();
    let mut signs: Vec<char> = Vec::new();
    let mut word = String::new();
    let mut before = None;
    let bare = |word: &str| word.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)).to_owned();
    // はい☑ いいえ□
    let behind = !text.starts_with(|c| TICKED.contains(&c) || UNTICKED.contains(&c));
    for c in text.chars() {
        // レ is a letter, too
        let stands = c != 'レ' || before.is_none_or(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        if stands && (TICKED.contains(&c) || UNTICKED.contains(&c)) {
            signs.push(c);
            if behind {
                options.push((bare(&word), TICKED.contains(&c)));
                word.clear();
            } else if signs.len() > 1 {
                let marked = signs.get(signs.len() - 2).is_some_and(|sign| TICKED.contains(sign));
                options.push((bare(&word), marked));
                word.clear();
            }
        } else {
            word.push(c);
        }
        before = Some(c);
    }
    let rest = bare(&word);
    if behind {
        if !rest.is_empty() {
            return None;
        }
    } else {
        options.push((rest, signs.last().is_some_and(|sign| TICKED.contains(sign))));
    }
    let fine = options.iter().all(|(word, _)| !word.is_empty() && word.chars().count() <= WORD);
    // ■ begins items of a list as well, レ words
    let sure =
        signs.iter().any(|sign| !matches!(sign, '■' | '◼' | '□' | '◻' | 'レ')) || signs.contains(&'□') && signs.contains(&'■');
    (fine && (sure || options.iter().all(|(word, _)| answers(word)))).then_some(options)
}

/// Words that are set apart, one or none of them with a circle: 実施・○未実施, ●有 ○無.
fn circled(text: &str) -> Option<Vec<(String, bool)>> {
    let parts = text.split(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)).filter(|part| !part.is_empty());
    let filled = text.contains(FILLED);
    let signs = |c: char| CIRCLES.contains(&c) || FILLED.contains(&c);
    let option = |part: &str| {
        let word = part.trim_matches(signs);
        let marked = if filled { part.contains(FILLED) } else { word.len() < part.len() };
        (word.to_owned(), marked)
    };
    let options: Vec<(String, bool)> = parts.map(option).collect();
    let yes = options.iter().any(|(word, _)| is_any(word, &[CellWord::Yes]));
    let no = options.iter().any(|(word, _)| is_any(word, &[CellWord::No]));
    let known = options.iter().all(|(word, _)| answers(word));
    (options.len() >= 2 && known && (yes && no || options.iter().any(|(_, marked)| *marked))).then_some(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_part_of_words() {
        for (text, marked) in [
            ("☑はい　□いいえ", vec!["はい"]),
            ("□済 ■未 □対象外", vec!["未"]),
            ("レ済　□未", vec!["済"]),
            ("はい□ いいえ☑", vec!["いいえ"]),
            ("（○）実施　（　）未実施", vec!["実施"]),
            ("[ ]有 [レ]無", vec!["無"]),
            ("実施・○未実施", vec!["未実施"]),
            ("●有 ○無", vec!["有"]),
            ("□はい　□いいえ", vec![]),
            ("有・無", vec![]),
            ("■はい ■いいえ", vec!["はい", "いいえ"]),
            ("☑A案 □B案", vec!["A案"]),
        ] {
            let found = Boxes::of(text).map(|boxes| boxes.marked().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), Some(marked.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice()), "{text}");
        }
        for text in ["○", "□", "■窓口の改善\n■広報の充実", "済", "レシート", "調査・検討", "総務課・税務課", "実施中（一部）", ""]
        {
            assert_eq!(Boxes::of(text), None, "{text}");
        }
    }
}
