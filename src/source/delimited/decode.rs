//! Bytes to characters in a given encoding, with an account of every byte that is none.

use crate::model::Encoding;

/// A decoded text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text. Bytes without a character stand as U+FFFD.
    pub text: String,
    /// For every U+FFFD in the text, in order: the bytes it stands for, or `None` where the file itself holds U+FFFD.
    pub undecodable: Vec<Option<Vec<u8>>>,
}

impl Decoded {
    /// How often bytes without a character were met.
    pub fn undecodable(&self) -> usize {
        self.undecodable.iter().flatten().count()
    }
}

/// Why a text was not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undecoded {
    /// It would be longer than allowed.
    #[error("the decoded text is longer than {0} bytes")]
    TooLong(u64),
    /// Over a million places without a character: this is no text.
    #[error("hardly any of the bytes are characters")]
    NoText,
}

/// What a text is given in room at once, where it grows more than most.
const STEP: usize = 1 << 10;

/// Places without a character beyond which decoding is given up.
const MOST_UNDECODABLE: usize = 1 << 20;

/// How many bytes of byte order mark `bytes` begins with, and whose it is.
pub fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8Sig, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// The decoder of an encoding. CP932 is what the WHATWG standard calls Shift_JIS: Windows-31J with NEC's and
/// IBM's additions and the private use area.
pub(super) const fn decoder(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => encoding_rs::UTF_8,
        Encoding::Cp932 => encoding_rs::SHIFT_JIS,
        Encoding::EucJp => encoding_rs::EUC_JP,
        Encoding::Iso2022Jp => encoding_rs::ISO_2022_JP,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
    }
}

/// Decodes `bytes`, which begin after any byte order mark, to at most `max` bytes of UTF-8.
///
/// ```
/// use torimatome::model::Encoding;
/// use torimatome::source::delimited::decode;
/// let decoded = decode(b"\x91\x8d\x96\xb1\x89\xdb\xfd", Encoding::Cp932, 1 << 20).unwrap();
/// assert_eq!(decoded.text, "総務課\u{fffd}");
/// assert_eq!(decoded.undecodable, [Some(vec![0xfd])]);
/// ```
///
/// # Errors
/// [`Undecoded`] when the text would be longer than `max` or is none.
pub fn decode(bytes: &[u8], encoding: Encoding, max: u64) -> Result<Decoded, Undecoded> {
    // What is UTF-8 without a flaw needs no decoding.
    if matches!(encoding, Encoding::Utf8 | Encoding::Utf8Sig)
        && bytes.len() as u64 <= max
        && let Some(text) = encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
    {
        let undecodable = text.matches('\u{fffd}').map(|_| None).collect();
        return Ok(Decoded { text: text.into_owned(), undecodable });
    }
    let mut decoder = decoder(encoding).new_decoder_without_bom_handling();
    // Kana and kanji grow by half from CP932 to UTF-8.
    let most = usize::try_from(max).unwrap_or(usize::MAX).saturating_add(STEP);
    let room = most.min(bytes.len().saturating_add(bytes.len() / 2).saturating_add(STEP));
    let mut out = Decoded { text: String::with_capacity(room), undecodable: Vec::new() };
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let before = out.text.len();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut out.text, true);
        at += read;
        let piece = out.text.get(before..).unwrap_or_default();
        out.undecodable.extend(piece.matches('\u{fffd}').map(|_| None));
        if matches!(result, encoding_rs::DecoderResult::OutputFull) && (out.text.len() as u64) <= max {
            out.text.reserve(STEP);
        }
        if let encoding_rs::DecoderResult::Malformed(length, extra) = result {
            let to = at.saturating_sub(usize::from(extra));
            let from = to.saturating_sub(usize::from(length));
            out.undecodable.push(Some(bytes.get(from..to).unwrap_or_default().to_vec()));
            out.text.push('\u{fffd}');
        }
        if out.text.len() as u64 > max {
            return Err(Undecoded::TooLong(max));
        }
        if out.undecodable.len() > MOST_UNDECODABLE {
            return Err(Undecoded::NoText);
        }
        if matches!(result, encoding_rs::DecoderResult::InputEmpty) {
            return Ok(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cp932(bytes: &[u8]) -> Decoded {
        decode(bytes, Encoding::Cp932, u64::MAX).unwrap()
    }

    #[test]
    fn cp932_is_windows_31j() {
        assert_eq!(cp932(b"\x81\x60\x81\x7c\x81\x5c\x81\x61\x5c\x7e").text, "～－―∥\\~");
        assert_eq!(cp932(b"\xf0\x40\xf9\xfc").text, "\u{e000}\u{e757}", "gaiji are kept as private use");
    }

    #[test]
    fn a_broken_character_does_not_swallow_the_separator_after_it() {
        let decoded = cp932(b"\x89\xdb\x89,\x89\xdb\n");
        assert_eq!(decoded.text, "課\u{fffd},課\n");
        assert_eq!(decoded.undecodable, [Some(vec![0x89])]);
    }

    #[test]
    fn bytes_cut_off_at_the_end_are_reported() {
        assert_eq!(cp932(b"\x89\xdb\x89").undecodable, [Some(vec![0x89])]);
        let utf16 = decode(b"\x71\x8a\x00", Encoding::Utf16Le, u64::MAX).unwrap();
        assert_eq!(utf16.undecodable, [Some(vec![0])]);
    }

    #[test]
    fn a_replacement_character_of_the_file_is_no_scar() {
        let decoded = decode("a\u{fffd}b\u{fffd}".as_bytes(), Encoding::Utf8, u64::MAX).unwrap();
        assert_eq!(decoded.undecodable, [None, None]);
        assert_eq!(decoded.undecodable(), 0);
    }

    #[test]
    fn the_length_is_bounded() {
        assert_eq!(decode(&[0xff; 2 << 20], Encoding::Cp932, u64::MAX), Err(Undecoded::NoText));
        assert_eq!(decode(&[0xb1; 1000], Encoding::Cp932, 100), Err(Undecoded::TooLong(100)));
    }

    proptest! {
        #[test]
        fn decoding_never_panics_and_accounts_for_every_scar(bytes: Vec<u8>) {
            for encoding in [Encoding::Utf8, Encoding::Utf8Sig, Encoding::Cp932, Encoding::EucJp, Encoding::Iso2022Jp, Encoding::Utf16Le, Encoding::Utf16Be] {
                let decoded = decode(&bytes, encoding, u64::MAX).unwrap();
                prop_assert_eq!(decoded.text.matches('\u{fffd}').count(), decoded.undecodable.len());
            }
        }
    }
}
