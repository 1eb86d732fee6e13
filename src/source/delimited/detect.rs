//! Which encoding a text is in: by evidence that cannot lie first, by what it would decode to last.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::decode::{byte_order_mark, decoder};
use super::likeness::{Likeness, likeness};
use crate::model::Encoding;

/// What is known of a text's encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// The encoding to read it in.
    pub encoding: Encoding,
    /// Length of the byte order mark.
    pub mark: usize,
    /// Encodings that would do nearly as well; empty when there is no doubt.
    pub others: Vec<Encoding>,
}

impl Detection {
    fn sure(encoding: Encoding, mark: usize) -> Self {
        Self { encoding, mark, others: Vec::new() }
    }
}

/// Bytes that are looked at where the whole text is not needed.
const SAMPLE: usize = 256 << 10;

/// Bytes that are looked at first: mostly they leave no doubt.
const FIRST: usize = 256;

/// Bytes that UTF-16 is weighed by at least, where the first ones left a doubt.
const PAIRS: usize = 2 << 10;

/// A lead as large as this leaves no doubt.
const DECISIVE: f64 = 2.0 * CLEAR;

/// A lead smaller than this is no certainty.
const CLEAR: f64 = 0.3;

/// What a text without bytes that fail in an encoding is ahead of one with.
const FLAWLESS: f64 = 0.15;

/// Finds out the encoding of `bytes`.
///
/// The order: byte order mark, UTF-16 by its zero bytes, ISO-2022-JP by its escapes, strict UTF-8, then CP932
/// against EUC-JP (and damaged UTF-8) by how Japanese the outcome looks, then chardetng's opinion.
///
/// ```
/// use torimatome::model::Encoding;
/// use torimatome::source::delimited::detect;
/// assert_eq!(detect(b"\x91\x8d\x96\xb1\x89\xdb").encoding, Encoding::Cp932);
/// assert_eq!(detect(b"\xc1\xed\xcc\xb3\xb2\xdd").encoding, Encoding::EucJp);
/// ```
pub fn detect(bytes: &[u8]) -> Detection {
    match byte_order_mark(bytes) {
        // A file that an editor marked as UTF-8 and an old system went on writing in CP932 is weighed.
        Some((Encoding::Utf8Sig, mark)) => {
            let rest = bytes.get(mark..).unwrap_or_default();
            if is_utf8(rest) {
                return Detection::sure(Encoding::Utf8Sig, mark);
            }
            let signed = |e: Encoding| if e == Encoding::Utf8 { Encoding::Utf8Sig } else { e };
            let weighed = weigh(rest);
            Detection { encoding: signed(weighed.encoding), mark, others: weighed.others.into_iter().map(signed).collect() }
        }
        Some((encoding, mark)) => Detection::sure(encoding, mark),
        None => unmarked(bytes),
    }
}

fn unmarked(bytes: &[u8]) -> Detection {
    if memchr::memchr(0, bytes).is_some()
        && let Some(encoding) = utf16_by_zero_bytes(bytes)
    {
        return Detection::sure(encoding, 0);
    }
    if bytes.is_ascii() {
        if has_japanese_escapes(bytes) {
            return Detection::sure(Encoding::Iso2022Jp, 0);
        }
        // Hiragana alone in UTF-16 are pairs of ASCII bytes, every second one a `0`.
        if let Some((encoding, found)) = utf16_by_likeness(bytes, SAMPLE)
            && found.kana > 0.6
            && found.score > 0.8
            && found.weighed >= 8
        {
            return Detection { encoding, mark: 0, others: vec![Encoding::Utf8] };
        }
        return Detection::sure(Encoding::Utf8, 0);
    }
    if is_utf8(bytes) {
        return Detection::sure(Encoding::Utf8, 0);
    }
    weigh(bytes)
}

/// UTF-16 has zero bytes wherever there is a line end, a separator or a digit.
pub(in crate::source) fn utf16_by_zero_bytes(bytes: &[u8]) -> Option<Encoding> {
    let (encoding, found) = utf16_by_likeness(bytes, SAMPLE)?;
    (found.score > 0.4).then_some(encoding)
}

/// The better of the two byte orders, with what it decodes to.
fn utf16_by_likeness(bytes: &[u8], most: usize) -> Option<(Encoding, Likeness)> {
    if bytes.len() < 4 {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(most)).unwrap_or(bytes);
    let weigh = |encoding| (encoding, likeness(&reading(sample, encoding).0, Some(0.6)));
    let (little, big) = (weigh(Encoding::Utf16Le), weigh(Encoding::Utf16Be));
    Some(if little.1.score >= big.1.score { little } else { big })
}

/// The text of a sample, and whether any bytes are no character.
fn reading(bytes: &[u8], encoding: Encoding) -> (Cow<'_, str>, bool) {
    decoder(encoding).decode_without_bom_handling(bytes)
}

fn is_utf8(bytes: &[u8]) -> bool {
    encoding_rs::Encoding::utf8_valid_up_to(bytes) == bytes.len()
}

/// `ESC $ @`, `ESC $ B`, `ESC ( J`, `ESC ( I`.
fn has_japanese_escapes(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1B, bytes)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some([b'$', b'@' | b'B'] | [b'(', b'J' | b'I'])))
}

/// The lines that tell encodings apart: those with bytes beyond ASCII, up to a bound.
fn telling_lines(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if !line.is_ascii() {
            let room = most.saturating_sub(sample.len());
            sample.extend_from_slice(line.get(..line.len().min(room)).unwrap_or_default());
        }
        if sample.len() >= most {
            break;
        }
    }
    sample
}

/// Half-width katakana in EUC-JP are pairs of 0x8E and a letter. As CP932 they would be kanji that all happen to
/// begin with 0x8E.
fn is_half_width_euc(bytes: &[u8]) -> bool {
    let mut pairs = 0;
    let mut rest = bytes.iter().filter(|b| !b.is_ascii());
    while let Some(first) = rest.next() {
        match (first, rest.next()) {
            (0x8E, Some(0xA1..=0xDF)) => pairs += 1,
            _ => return false,
        }
    }
    pairs >= 4
}

/// Weighs the encodings that have no mark of their own by what the text would be in each.
fn weigh(bytes: &[u8]) -> Detection {
    let sample = telling_lines(bytes, FIRST);
    if !is_half_width_euc(&sample)
        && let [(encoding, lead), (_, next), ..] = weights(bytes, &sample, FIRST).as_slice()
        && *lead >= DECISIVE
        // a byte lost further on would misread all that follows
        && !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be)
        && lead - next >= DECISIVE
    {
        return Detection::sure(*encoding, 0);
    }
    weigh_all(bytes)
}

/// What the text would be in each encoding, the likeliest first; in UTF-16, the first `pairs` bytes of it at least.
fn weights(bytes: &[u8], sample: &[u8], pairs: usize) -> Vec<(Encoding, f64)> {
    let mut candidates = vec![Encoding::Cp932, Encoding::EucJp, Encoding::Utf8];
    if has_japanese_escapes(bytes) {
        candidates.push(Encoding::Iso2022Jp);
    }
    let weighed = candidates.into_iter().map(|encoding| {
        let (text, flawed) = reading(sample, encoding);
        (encoding, likeness(&text, None).score + if flawed { 0.0 } else { FLAWLESS })
    });
    // UTF-16 without a single zero byte: a few words of Japanese and nothing else.
    let utf16 = utf16_by_likeness(bytes, sample.len().max(pairs)).map(|(encoding, found)| (encoding, found.score));
    let mut weighed: Vec<(Encoding, f64)> = weighed.chain(utf16).collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1));
    weighed
}

/// The same, where it takes more than the first lines to know.
fn weigh_all(bytes: &[u8]) -> Detection {
    let sample = telling_lines(bytes, SAMPLE);
    if is_half_width_euc(&sample) {
        return Detection { encoding: Encoding::EucJp, mark: 0, others: vec![Encoding::Cp932] };
    }
    let weighed = weights(bytes, &sample, PAIRS);
    let Some(&(mut best, lead)) = weighed.first() else {
        return Detection::sure(Encoding::Utf8, 0);
    };
    if lead < 0.1 {
        // Nothing looks like Japanese: somebody else's opinion, and a guess in any case.
        if let Some(opinion) = chardetng(bytes) {
            best = opinion;
        }
        let others = weighed.iter().map(|(e, _)| *e).filter(|e| *e != best).take(2).collect();
        return Detection { encoding: best, mark: 0, others };
    }
    let others = weighed.iter().filter(|(e, score)| *e != best && lead - score < CLEAR).map(|(e, _)| *e).collect();
    Detection { encoding: best, mark: 0, others }
}

/// chardetng's guess, given that the text is Japanese.
fn chardetng(bytes: &[u8]) -> Option<Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes), true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Allow);
    [
        (encoding_rs::SHIFT_JIS, Encoding::Cp932),
        (encoding_rs::EUC_JP, Encoding::EucJp),
        (encoding_rs::ISO_2022_JP, Encoding::Iso2022Jp),
        (encoding_rs::UTF_8, Encoding::Utf8),
    ]
    .into_iter()
    .find_map(|(theirs, ours)| (theirs == guess).then_some(ours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::delimited::decode::decode;
    use proptest::prelude::*;

    const ALL: [Encoding; 7] = [
        Encoding::Utf8,
        Encoding::Utf8Sig,
        Encoding::Cp932,
        Encoding::EucJp,
        Encoding::Iso2022Jp,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ];

    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf8Sig => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Encoding::Cp932 => encoding_rs::SHIFT_JIS.encode(text).0.into_owned(),
            Encoding::EucJp => encoding_rs::EUC_JP.encode(text).0.into_owned(),
            Encoding::Iso2022Jp => encoding_rs::ISO_2022_JP.encode(text).0.into_owned(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    #[test]
    fn short_texts_of_departments_are_detected() {
        let texts = [
            "総務課",
            "総務課,済\r\n",
            "課名,状況\r\n財政課,済\r\n税務課,未\r\n",
            "No,課\n1,水道課\n2,会計課\n",
            "商工労政課\t導入\n",
            "ﾃﾞｼﾞﾀﾙｽｲｼﾝｼﾂ,ｻﾞｲｾｲｶ\n",
            "フリガナ,ｿｳﾑｶ\n",
            "髙橋,﨑山\n",
            "①㈱,№1,済\n",
        ];
        let mut wrong = Vec::new();
        for text in texts {
            for encoding in ALL {
                let bytes = encode(text, encoding);
                // What an encoding has no place for is written as `&#…;`.
                if bytes.windows(2).any(|w| w == b"&#") {
                    continue;
                }
                let found = detect(&bytes);
                if found.encoding != encoding {
                    wrong.push(format!("{text:?} in {encoding:?}: {found:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn half_width_katakana_alone_are_detected() {
        for text in ["ｿｳﾑｶ,ﾅｶﾞｲ\n", "ﾌﾘｶﾞﾅ\nｻﾞｲｾｲｶ\nｾﾞｲﾑｶ\n"] {
            assert_eq!(detect(&encode(text, Encoding::Cp932)).encoding, Encoding::Cp932, "{text}");
            assert_eq!(detect(&encode(text, Encoding::EucJp)).encoding, Encoding::EucJp, "{text}");
        }
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding() {
        let text = "課名,取組内容\n総務課,書かない窓口を導入した\n財政課,電子決裁を試行する\n";
        for encoding in [Encoding::Utf8, Encoding::Utf8Sig, Encoding::Cp932, Encoding::EucJp] {
            let mut bytes = encode(text, encoding);
            bytes.truncate(bytes.len() - 3);
            bytes.extend(b"\xFF,\xFD\n");
            let found = detect(&bytes);
            assert_eq!((found.encoding, found.others.len()), (encoding, 0));
        }
    }

    #[test]
    fn a_utf8_mark_before_cp932_is_not_believed() {
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        bytes.extend(encode("総務課,窓口を改善した\n", Encoding::Cp932));
        let found = detect(&bytes);
        assert_eq!((found.encoding, found.mark), (Encoding::Cp932, 3));
    }

    #[test]
    fn what_fits_twice_is_a_guess() {
        assert!(!detect(b"\xb1\xb2").others.is_empty());
        assert!(!detect(b"caf\xe9 \xfcber").others.is_empty());
    }

    #[test]
    fn ascii_is_utf8() {
        assert_eq!(detect(b"a,b\r\n1,2\r\n"), Detection::sure(Encoding::Utf8, 0));
        assert_eq!(detect(b""), Detection::sure(Encoding::Utf8, 0));
    }

    /// Japanese as departments write it: kana, frequent kanji, some rarer ones, punctuation.
    fn japanese() -> impl Strategy<Value = String> {
        let common: Vec<char> = crate::source::delimited::common::COMMON
            .chars()
            .filter(|c| encode(&c.to_string(), Encoding::EucJp).len() == 2)
            .collect();
        let piece = prop_oneof![
            4 => prop::char::range('ぁ', 'ん'),
            2 => prop::char::range('ァ', 'ヴ'),
            6 => prop::sample::select(common),
            1 => prop::sample::select("亜鰯蠅薔葡萄壺".chars().collect::<Vec<_>>()),
            1 => prop::sample::select("、。（）「」・１ＡＺ，\n".chars().collect::<Vec<_>>()),
        ];
        prop::collection::vec(piece, 20..200).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn japanese_of_twenty_characters_is_detected(text in japanese()) {
            for encoding in ALL {
                let bytes = encode(&text, encoding);
                let found = detect(&bytes);
                prop_assert_eq!(found.encoding, encoding);
                let decoded = decode(&bytes[found.mark..], found.encoding, u64::MAX).unwrap();
                prop_assert_eq!(&decoded.text, &text);
            }
        }

        #[test]
        fn detecting_never_panics(bytes: Vec<u8>) {
            detect(&bytes);
        }
    }
}
