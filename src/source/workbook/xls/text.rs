//! Texts in records: bytes of a code page (BIFF5), or UTF-16 that may be cut by continuing records (BIFF8).

use super::Globals;
use super::record::{Record, Records};
use crate::source::workbook::budget::Budget;
use crate::source::workbook::bytes::Bytes;
use crate::source::workbook::drawn::{Palette, Rich};
use crate::source::workbook::fault::Fault;
use crate::source::workbook::strings::Strings;

/// A record and those that continue it, read as one.
pub(super) struct Chain<'s> {
    pieces: Vec<&'s [u8]>,
    piece: usize,
    at: usize,
}

impl<'s> Chain<'s> {
    /// A record and what continues it.
    pub(super) fn new(record: &Record<'s>, records: &mut Records<'s>) -> Self {
        let mut pieces = vec![record.data];
        pieces.extend(records.continued());
        Self { pieces, piece: 0, at: 0 }
    }

    /// What is left of the current piece; moves on when that is nothing.
    fn rest(&mut self) -> Option<&'s [u8]> {
        loop {
            let piece = self.pieces.get(self.piece)?;
            match piece.get(self.at..) {
                Some(rest) if !rest.is_empty() => return Some(rest),
                _ => {
                    self.piece += 1;
                    self.at = 0;
                }
            }
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.rest()?.u8_at(0)?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from(self.byte()?) | u16::from(self.byte()?) << 8)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(super) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let step = self.rest()?.len().min(count);
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// `count` characters of one or two bytes; where a piece ends inside, the next begins with new flags.
    fn characters(&mut self, count: usize, mut wide: bool, out: &mut String) -> Option<()> {
        let mut units: Vec<u16> = Vec::new();
        let mut left = count;
        while left > 0 {
            if self.pieces.get(self.piece).is_none_or(|piece| self.at >= piece.len()) {
                self.piece += 1;
                self.at = 0;
                wide = self.byte()? & 1 != 0;
            }
            let rest = self.pieces.get(self.piece)?.get(self.at..)?;
            if wide {
                let pairs = (rest.len() / 2).min(left);
                units.extend(
                    rest.iter().zip(rest.iter().skip(1)).step_by(2).take(pairs).map(|(l, h)| u16::from(*l) | u16::from(*h) << 8),
                );
                left -= pairs;
                // half a character at the end of a piece is a fault of the writer
                self.at += if pairs == 0 { rest.len() } else { pairs * 2 };
            } else {
                let singles = rest.len().min(left);
                units.extend(rest.iter().take(singles).map(|b| u16::from(*b)));
                left -= singles;
                self.at += singles;
            }
        }
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Some(())
    }

    /// A text of BIFF8 after its length: runs and furigana are passed over.
    pub(super) fn text(&mut self, count: usize) -> Option<String> {
        self.rich_text(count, &Palette::default()).map(|(text, _)| text)
    }

    /// A text of BIFF8 after its length, and its pieces; furigana is passed over.
    fn rich_text(&mut self, count: usize, palette: &Palette) -> Option<(String, Option<Rich>)> {
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let furigana = if flags & 4 != 0 { usize::try_from(self.u32()?).ok()? } else { 0 };
        let mut text = String::new();
        let whole = self.characters(count, flags & 1 != 0, &mut text);
        let mut fonts = Vec::new();
        if whole.is_some() {
            // where these are cut off the text is whole all the same
            fonts.extend((0..runs).map_while(|_| Some((usize::from(self.u16()?), palette.strikes(super::font(self.u16()?))))));
            let _ = self.skip(furigana);
        }
        let rich = fonts.iter().any(|(_, struck)| *struck).then(|| Rich::of(&text, fonts.into_iter()));
        (whole.is_some() || !text.is_empty()).then_some((text, rich))
    }

    /// The text of a drawing: what continues its record, with flags in front.
    pub(super) fn drawing_text(&mut self, count: usize) -> Option<String> {
        self.piece = 1;
        self.at = 0;
        let wide = self.byte()? & 1 != 0;
        let mut text = String::new();
        self.characters(count, wide, &mut text)?;
        Some(text)
    }
}

/// The shared texts.
pub(super) fn shared_strings<'s>(
    record: Record<'s>,
    records: &mut Records<'s>,
    budget: &Budget<'_>,
    palette: &Palette,
) -> Result<Strings, Fault> {
    let mut strings = Strings::default();
    let mut chain = Chain::new(&record, records);
    // how many there are is not believed: some programs write 0
    let _ = chain.skip(8);
    while let Some(length) = chain.u16() {
        match chain.rich_text(usize::from(length), palette) {
            Some((text, rich)) => {
                strings.push(&clean(text), budget)?;
                if let Some(rich) = rich {
                    strings.enrich(rich, budget)?;
                }
            }
            None => break,
        }
    }
    Ok(strings)
}

/// The text of a LABEL, RSTRING or STRING record from `at`.
pub(super) fn long(record: &Record<'_>, records: &mut Records<'_>, at: usize, globals: &Globals) -> String {
    let mut chain = Chain { pieces: vec![record.data], piece: 0, at };
    if globals.unicode {
        chain.pieces.extend(records.clone().continued());
        let text = chain.u16().and_then(|length| chain.text(usize::from(length)));
        return clean(text.unwrap_or_default());
    }
    let length = usize::from(record.data.u16_at(at).unwrap_or(0));
    let bytes = record.data.get(at + 2..).unwrap_or_default();
    clean(decode(bytes.get(..length).unwrap_or(bytes), globals))
}

/// A sheet's name: the length is one byte.
pub(super) fn short(data: &[u8], globals: &Globals) -> String {
    let length = usize::from(data.u8_at(0).unwrap_or(0));
    if globals.unicode {
        let mut chain = Chain { pieces: vec![data], piece: 0, at: 1 };
        return chain.text(length).unwrap_or_default();
    }
    let bytes = data.get(1..).unwrap_or_default();
    decode(bytes.get(..length).unwrap_or(bytes), globals)
}

/// The code of a FORMAT record.
pub(super) fn format_code(record: &Record<'_>, globals: &Globals) -> String {
    if globals.unicode {
        let mut chain = Chain { pieces: vec![record.data], piece: 0, at: 2 };
        return chain.u16().and_then(|length| chain.text(usize::from(length))).unwrap_or_default();
    }
    short(record.data.get(2..).unwrap_or_default(), globals)
}

/// Bytes of the file's code page.
pub(super) fn decode(bytes: &[u8], globals: &Globals) -> String {
    globals.code_page.decode(bytes)
}

/// Line ends become `\n`.
fn clean(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cut_by_a_continuing_record_is_one_text() {
        // "あい" in UTF-16, then "ab" in single bytes after new flags
        let first = [4, 0, 1, 0x42, 0x30, 0x44, 0x30];
        let second = [0, b'a', b'b', 9];
        let mut chain = Chain { pieces: vec![&first, &second], piece: 0, at: 0 };
        let length = chain.u16().unwrap();
        assert_eq!(chain.text(usize::from(length)).as_deref(), Some("あいab"));
        assert_eq!(chain.byte(), Some(9));
    }

    #[test]
    fn furigana_is_no_text() {
        let data = [1, 0, 5, 4, 0, 0, 0, 0x42, 0x30, 1, 2, 3, 4, 7];
        let mut chain = Chain { pieces: vec![&data], piece: 0, at: 2 };
        assert_eq!(chain.text(1).as_deref(), Some("あ"));
        assert_eq!(chain.byte(), Some(7));
    }
}
