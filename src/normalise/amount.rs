//! A number in the numerals of Japanese texts: 1,234.5, ▲3, 十二, 1億5千万.

use crate::model::numeral::kanji;

/// The words that multiply, each with what they stand for; the longest are tried first.
const SMALL: [(&str, f64); 3] = [("千", 1e3), ("百", 1e2), ("十", 1e1)];
const LARGE: [(&str, f64); 3] = [("兆", 1e12), ("億", 1e8), ("万", 1e4)];

/// A number at the beginning of a folded text, whether its numerals are kanji, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount<'t> {
    pub value: f64,
    pub in_kanji: bool,
    pub rest: &'t str,
}

/// Reads the number that a folded text begins with. Its last measure stays with the unit: 2万人 is 2 and 万人, 1億5千万円
/// 15,000 and 万円. 1,2 are two numbers.
pub(super) fn amount(text: &str) -> Option<Amount<'_>> {
    let (sign, body) = match text.strip_prefix(['-', '+']) {
        Some(body) => (if text.starts_with('-') { -1.0 } else { 1.0 }, body),
        None => (1.0, text),
    };
    let (first, mut rest, in_kanji) = plain(body)?;
    let (mut total, mut last) = (0.0, first);
    let mut measure = Measure::of(rest);
    while let Some((more, after, _)) = measure.and_then(|own| plain(own.rest)) {
        let (Some(own), next) = (measure, Measure::of(after)) else { break };
        // 1万2千 goes down, 1万2万 does not
        if more * next.map_or(1.0, |next| next.scale) >= own.scale {
            break;
        }
        total += last * own.scale;
        (last, rest, measure) = (more, after, next);
    }
    let kept = measure.map_or((1.0, rest), |own| own.kept(total > 0.0));
    let scale = measure.map_or(1.0, |own| own.scale);
    let (value, rest) = if total > 0.0 { ((total + last * scale) / kept.0, kept.1) } else { (last * scale / kept.0, kept.1) };
    value.is_finite().then_some(Amount { value: sign * value, in_kanji, rest })
}

/// A word that multiplies: 万, 千万, 百.
#[derive(Debug, Clone, Copy)]
struct Measure<'t> {
    scale: f64,
    /// 千 of 千万, and the text from 万 on.
    small: Option<(f64, &'t str)>,
    whole: &'t str,
    rest: &'t str,
}

impl<'t> Measure<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let strip = |words: &[(&str, f64)], text: &'t str| {
            words.iter().find_map(|(word, scale)| Some((*scale, text.strip_prefix(word)?)))
        };
        if let Some((small, rest)) = strip(&SMALL, text) {
            let large = strip(&LARGE, rest);
            let (scale, end) = large.map_or((small, rest), |(large, end)| (small * large, end));
            let small = large.map(|_| (small, rest));
            return Some(Self { scale, small, whole: text, rest: end });
        }
        let (scale, rest) = strip(&LARGE, text)?;
        Some(Self { scale, small: None, whole: text, rest })
    }

    /// What of the measure stays with the unit: 万 of 千万, but 百万 as a whole.
    fn kept(self, several: bool) -> (f64, &'t str) {
        match self.small {
            Some((small, rest)) if !self.whole.starts_with("百万") && (several || small >= 10.0) => (self.scale / small, rest),
            _ => (self.scale, self.whole),
        }
    }
}

/// Figures with thousands separators and decimals, or kanji numerals.
fn plain(text: &str) -> Option<(f64, &str, bool)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(text.len());
        let digits = text[..end].trim_end_matches([',', '.']);
        let whole = digits.split('.').next().unwrap_or_default();
        if whole.split(',').skip(1).any(|group| group.len() != 3) {
            return None;
        }
        return Some((digits.replace(',', "").parse().ok()?, &text[digits.len()..], false));
    }
    if let Some(rest) = text.strip_prefix("ゼロ") {
        return Some((0.0, rest, true));
    }
    // 〇 is a mark as well
    let (number, rest) = kanji(text).filter(|_| !text.starts_with(['〇', '零']))?;
    Some((number.into(), rest, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_several_measures() {
        let read = |text: &'static str| amount(text).map(|found| (found.value, found.rest));
        for (text, value, rest) in [
            ("1,234.5件", 1_234.5, "件"),
            ("2万人", 2.0, "万人"),
            ("1億2,000万円", 12_000.0, "万円"),
            ("1億5千万円", 15_000.0, "万円"),
            ("5千万円", 5_000.0, "万円"),
            ("3百万円", 3.0, "百万円"),
            ("1億5百万円", 105.0, "百万円"),
            ("1億2000円", 100_002_000.0, "円"),
            ("1万2千人", 12.0, "千人"),
            ("-3万2500人", -32_500.0, "人"),
            ("十二件", 12.0, "件"),
            ("二億三千万円", 23_000.0, "万円"),
            ("千五百人", 1_500.0, "人"),
        ] {
            assert_eq!(read(text), Some((value, rest)), "{text}");
        }
        assert_eq!((read("1,2"), read("〇"), read("件")), (None, None, None));
    }
}
