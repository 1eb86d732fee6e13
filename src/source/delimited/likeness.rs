//! How much a decoded text looks like Japanese: the weight that decides between two encodings that both fit.

use std::sync::LazyLock;

use super::common::COMMON;

/// The first kanji there is, and how many.
const FIRST: u32 = 0x4e00;
const KANJI: usize = 0x5200;

/// How frequent each kanji is, for looking it up at once.
static GRADES: LazyLock<Vec<Grade>> = LazyLock::new(|| {
    let mut grades = vec![Grade::Rare; KANJI];
    let mut give = |chars: &str, grade: Grade| {
        for c in chars.chars() {
            if let Some(slot) = (c as u32).checked_sub(FIRST).and_then(|at| grades.get_mut(usize::try_from(at).ok()?)) {
                *slot = grade;
            }
        }
    };
    give(&plane(48..=84), Grade::Second);
    give(&plane(16..=47), Grade::First);
    give(COMMON, Grade::Frequent);
    grades
});

#[derive(Debug, Clone, Copy, PartialEq)]
enum Grade {
    /// Among the frequent.
    Frequent,
    /// First level of JIS X 0208: the 2,965 that the standard calls common.
    First,
    /// Its second level: names and rarities.
    Second,
    /// In neither.
    Rare,
}

/// The characters of some rows of JIS X 0208, asked of the decoder itself.
fn plane(rows: std::ops::RangeInclusive<u8>) -> String {
    let mut bytes = Vec::new();
    for row in rows {
        for cell in 1..=94_u8 {
            bytes.extend([0xA0 + row, 0xA0 + cell]);
        }
    }
    let (text, _) = encoding_rs::EUC_JP.decode_without_bom_handling(&bytes);
    text.into_owned()
}

/// What a text was found to be made of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Likeness {
    /// From about −1 (surely misread) to 1 (surely Japanese); 0 for a text without evidence.
    pub score: f64,
    /// Share of hiragana and katakana among the characters.
    pub kana: f64,
    /// Characters that were weighed.
    pub weighed: u64,
}

/// Weighs `text`. ASCII counts with `ascii` (`None`: not at all, because it is the same in all encodings weighed).
pub(super) fn likeness(text: &str, ascii: Option<f64>) -> Likeness {
    let (mut sum, mut width, mut kana, mut weighed) = (0.0, 0.0, 0_u64, 0_u64);
    let mut before = '\n';
    for c in text.chars() {
        let points = match c {
            '\t' | '\n' | '\r' | ' '..='~' => ascii.map(|points| (points, 1.0)),
            _ => Some(quality(c, before)),
        };
        before = c;
        let Some((points, wide)) = points else { continue };
        sum += points * wide;
        width += wide;
        weighed += 1;
        kana += u64::from(is_kana(c));
    }
    if weighed == 0 {
        return Likeness::default();
    }
    Likeness { score: sum / width, kana: kana as f64 / weighed as f64, weighed }
}

const fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}')
}

/// How welcome a character is after the one before it, and how much room it takes in the file.
fn quality(c: char, before: char) -> (f64, f64) {
    match c {
        // Bytes without a character: the strongest evidence against.
        '\u{fffd}' => (-2.0, 1.0),
        '\u{feff}' => (0.0, 1.0),
        '\u{0}' => (-2.0, 1.0),
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => (-1.0, 1.0),
        '\u{ff61}'..='\u{ff9f}' => (half_width(c, before), 1.0),
        '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309e}' => (1.0, 2.0),
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30fe}' => (0.9, 2.0),
        '\u{3000}'..='\u{3003}' | '\u{3005}'..='\u{3015}' | '\u{30fb}' | '（' | '）' | '，' | '．' | '：' => (0.8, 2.0),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => (0.7, 2.0),
        '\u{ff01}'..='\u{ff5e}' | '￥' | '￣' => (0.5, 2.0),
        '\u{4e00}'..='\u{9fff}' | '﨑' => (kanji(c), 2.0),
        '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => (-0.5, 2.0),
        '\u{e000}'..='\u{f8ff}' => (-0.8, 2.0),
        '\u{2500}'..='\u{257f}' | '\u{370}'..='\u{4ff}' => (-0.2, 2.0),
        '§' | '°' | '±' | '×' | '÷' | '¶' | '´' | '¨' | '¥' => (0.2, 2.0),
        '\u{2010}'..='\u{27bf}' | '\u{3200}'..='\u{33ff}' => (0.3, 2.0),
        _ => (-0.6, 2.0),
    }
}

fn kanji(c: char) -> f64 {
    let at = (c as u32).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    match at.and_then(|at| GRADES.get(at)).unwrap_or(&Grade::Rare) {
        Grade::Frequent => 1.0,
        Grade::First => 0.45,
        Grade::Second => -0.3,
        Grade::Rare => -0.5,
    }
}

/// Half-width katakana are believable in runs that spell something: no voicing mark after a vowel, no small
/// letter at the start. EUC-JP misread as CP932 breaks these rules all the time.
fn half_width(c: char, before: char) -> f64 {
    let follows_kana = matches!(before, '\u{ff66}'..='\u{ff9f}');
    match c {
        'ﾞ' => {
            if matches!(before, 'ｳ' | 'ｶ'..='ﾄ' | 'ﾊ'..='ﾎ') {
                0.7
            } else {
                -0.8
            }
        }
        'ﾟ' => {
            if matches!(before, 'ﾊ'..='ﾎ') {
                0.7
            } else {
                -0.8
            }
        }
        'ｧ'..='ｰ' => {
            if follows_kana {
                0.5
            } else {
                -0.6
            }
        }
        'ｦ' => -0.2,
        '｡'..='･' => {
            if follows_kana {
                0.1
            } else {
                -0.3
            }
        }
        _ if follows_kana => 0.55,
        _ if before.is_ascii() => 0.3,
        _ => -0.4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_have_their_number_of_kanji() {
        let kanji = |text: String| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert_eq!(kanji(plane(16..=47)), 2965);
        assert_eq!(kanji(plane(48..=84)), 3390);
    }

    #[test]
    fn a_right_reading_outweighs_a_wrong_one() {
        for word in ["総務課", "取組内容", "デジタル化を進める"] {
            for (right, wrong) in [(encoding_rs::EUC_JP, encoding_rs::SHIFT_JIS), (encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP)] {
                let (bytes, _, _) = right.encode(word);
                let (misread, _) = wrong.decode_without_bom_handling(&bytes);
                assert!(likeness(word, None).score > likeness(&misread, None).score + 0.2, "{word} as {misread}");
            }
        }
    }
}
