//! Characters that look like others: kana taken apart into two characters, and radicals that stand for whole kanji.
//!
//! macOS writes file names and some texts with decomposed kana (か + U+3099), and texts copied from a PDF hold radicals
//! (⼝ U+2F1D, ⺠ U+2EA0) where the kanji (口, 民) was drawn.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Returns whether a character is a combining voiced or semi-voiced sound mark.
const fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// Puts decomposed kana together; everything else stays as it is.
///
/// ```
/// # use torimatome::model::lookalike::compose_kana;
/// assert_eq!(compose_kana("ハ\u{309a}ソコン"), "パソコン");
/// assert_eq!(compose_kana("cafe\u{301}"), "cafe\u{301}");
/// ```
pub fn compose_kana(text: &str) -> Cow<'_, str> {
    if !text.contains(is_sound_mark) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let before = out.chars().next_back().filter(|_| is_sound_mark(c));
        match before.and_then(|kana| compose(kana, c)) {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Puts the kanji in the place of radicals that look the same; everything else stays as it is.
///
/// ```
/// # use torimatome::model::lookalike::unify_radicals;
/// assert_eq!(unify_radicals("市\u{2ea0}窓\u{2f1d}課"), "市民窓口課");
/// ```
pub fn unify_radicals(text: &str) -> Cow<'_, str> {
    if !text.contains(is_radical) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| kanji_of(c).unwrap_or(c)).collect())
}

const fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}')
}

/// Returns the kanji that a radical looks like.
pub fn kanji_of(radical: char) -> Option<char> {
    match radical {
        '\u{2f00}'..='\u{2fd5}' => std::iter::once(radical).nfkc().next(),
        _ => SUPPLEMENT
            .binary_search_by_key(&radical, |(radical, _)| *radical)
            .ok()
            .and_then(|at| SUPPLEMENT.get(at))
            .map(|(_, ideograph)| *ideograph),
    }
}

/// The CJK radicals supplement with Unicode's `Equivalent_Unified_Ideograph`; NFKC knows two of them only.
#[rustfmt::skip]
const SUPPLEMENT: &[(char, char)] = &[
    ('\u{2e81}', '厂'), ('\u{2e82}', '乛'), ('\u{2e83}', '乚'), ('\u{2e84}', '乙'), ('\u{2e85}', '亻'), ('\u{2e86}', '冂'),
    ('\u{2e87}', '𠘨'), ('\u{2e88}', '刀'), ('\u{2e89}', '刂'), ('\u{2e8a}', '卜'), ('\u{2e8b}', '㔾'), ('\u{2e8c}', '小'),
    ('\u{2e8d}', '小'), ('\u{2e8e}', '兀'), ('\u{2e8f}', '尣'), ('\u{2e90}', '尢'), ('\u{2e91}', '𡯂'), ('\u{2e92}', '巳'),
    ('\u{2e93}', '幺'), ('\u{2e94}', '彑'), ('\u{2e95}', '彐'), ('\u{2e96}', '忄'), ('\u{2e97}', '心'), ('\u{2e98}', '扌'),
    ('\u{2e99}', '攵'), ('\u{2e9b}', '旡'), ('\u{2e9c}', '日'), ('\u{2e9d}', '月'), ('\u{2e9e}', '歺'), ('\u{2e9f}', '母'),
    ('\u{2ea0}', '民'), ('\u{2ea1}', '氵'), ('\u{2ea2}', '氺'), ('\u{2ea3}', '灬'), ('\u{2ea4}', '爫'), ('\u{2ea5}', '爫'),
    ('\u{2ea6}', '丬'), ('\u{2ea7}', '牛'), ('\u{2ea8}', '犭'), ('\u{2ea9}', '王'), ('\u{2eaa}', '𤴔'), ('\u{2eab}', '目'),
    ('\u{2eac}', '示'), ('\u{2ead}', '礻'), ('\u{2eae}', '𥫗'), ('\u{2eaf}', '糹'), ('\u{2eb0}', '纟'), ('\u{2eb1}', '罓'),
    ('\u{2eb2}', '罒'), ('\u{2eb3}', '㓁'), ('\u{2eb4}', '冗'), ('\u{2eb5}', '𦉫'), ('\u{2eb6}', '羊'), ('\u{2eb7}', '𦍌'),
    ('\u{2eb8}', '𦍋'), ('\u{2eb9}', '耂'), ('\u{2eba}', '肀'), ('\u{2ebb}', '聿'), ('\u{2ebc}', '肉'), ('\u{2ebd}', '𦥑'),
    ('\u{2ebe}', '艹'), ('\u{2ebf}', '艹'), ('\u{2ec0}', '艹'), ('\u{2ec1}', '虎'), ('\u{2ec2}', '衤'), ('\u{2ec3}', '覀'),
    ('\u{2ec4}', '西'), ('\u{2ec5}', '见'), ('\u{2ec6}', '角'), ('\u{2ec7}', '𧢲'), ('\u{2ec8}', '讠'), ('\u{2ec9}', '贝'),
    ('\u{2eca}', '𧾷'), ('\u{2ecb}', '车'), ('\u{2ecc}', '辶'), ('\u{2ecd}', '辶'), ('\u{2ece}', '辶'), ('\u{2ecf}', '邑'),
    ('\u{2ed0}', '钅'), ('\u{2ed1}', '長'), ('\u{2ed2}', '镸'), ('\u{2ed3}', '长'), ('\u{2ed4}', '门'), ('\u{2ed5}', '𨸏'),
    ('\u{2ed6}', '阝'), ('\u{2ed7}', '雨'), ('\u{2ed8}', '青'), ('\u{2ed9}', '韦'), ('\u{2eda}', '页'), ('\u{2edb}', '风'),
    ('\u{2edc}', '飞'), ('\u{2edd}', '食'), ('\u{2ede}', '𩙿'), ('\u{2edf}', '飠'), ('\u{2ee0}', '饣'), ('\u{2ee1}', '𩠐'),
    ('\u{2ee2}', '马'), ('\u{2ee3}', '骨'), ('\u{2ee4}', '鬼'), ('\u{2ee5}', '鱼'), ('\u{2ee6}', '鸟'), ('\u{2ee7}', '卤'),
    ('\u{2ee8}', '麦'), ('\u{2ee9}', '黄'), ('\u{2eea}', '黾'), ('\u{2eeb}', '斉'), ('\u{2eec}', '齐'), ('\u{2eed}', '歯'),
    ('\u{2eee}', '齿'), ('\u{2eef}', '竜'), ('\u{2ef0}', '龙'), ('\u{2ef1}', '龜'), ('\u{2ef2}', '亀'), ('\u{2ef3}', '龟'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(SUPPLEMENT.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn marks_that_compose_with_nothing_stay() {
        assert_eq!(compose_kana("\u{3099}あ\u{3099}ウ\u{3099}"), "\u{3099}あ\u{3099}ヴ");
        assert_eq!(compose_kana("カ\u{3099}キ\u{3099}ク\u{3099}ケ\u{3099}コ\u{3099}"), "ガギグゲゴ");
    }
}
