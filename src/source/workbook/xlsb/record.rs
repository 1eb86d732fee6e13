//! Binary records of a part: number, length, data.

use std::io::{BufReader, ErrorKind, Read};

use crate::source::workbook::budget::Budget;
use crate::source::workbook::bytes::Bytes;
use crate::source::workbook::fault::Fault;
use crate::source::workbook::stream::Guard;

/// No record of a sheet is longer: texts have at most 32,767 characters.
const MAX_RECORD: usize = 16 << 20;

/// Reads record after record.
pub(super) struct Reader<'b, R: Read> {
    source: BufReader<Guard<'b, R>>,
    buffer: Vec<u8>,
    budget: &'b Budget<'b>,
}

impl<'b, R: Read> Reader<'b, R> {
    /// Over a part's bytes.
    pub(super) fn new(source: Guard<'b, R>, budget: &'b Budget<'b>) -> Self {
        Self { source: BufReader::with_capacity(1 << 16, source), buffer: Vec::new(), budget }
    }

    /// The next record's number and data; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u32, &[u8])>, Fault> {
        self.budget.tick()?;
        self.source.get_mut().begin();
        let Some(kind) = self.variable(2)? else { return Ok(None) };
        let length = self.variable(4)?.unwrap_or(0) as usize;
        if length > MAX_RECORD {
            return Err(Fault::broken("レコードの長さが正しくありません", "a record has a wrong length"));
        }
        self.buffer.clear();
        let mut left = length;
        let mut chunk = [0; 4096];
        while left > 0 {
            let want = chunk.get_mut(..left.min(4096)).unwrap_or_default();
            let read = self.source.read(want);
            match read {
                Ok(0) => return Err(Fault::broken("シートが途中で切れています", "a sheet is cut off")),
                Ok(n) => {
                    self.buffer.extend_from_slice(chunk.get(..n).unwrap_or_default());
                    left -= n;
                }
                Err(_) => return Err(self.fault()),
            }
        }
        Ok(Some((kind, &self.buffer)))
    }

    /// A number of up to `most` bytes of seven bits, the lowest first.
    fn variable(&mut self, most: u32) -> Result<Option<u32>, Fault> {
        let mut number = 0u32;
        for at in 0..most {
            let mut byte = [0];
            match self.source.read_exact(&mut byte) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
                Err(_) => return Err(self.fault()),
            }
            let [byte] = byte;
            // a record's number keeps the marking bit of its first byte out as well
            number |= u32::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(number))
    }

    fn fault(&mut self) -> Fault {
        self.source.get_mut().fault()
    }
}

/// A text of two-byte characters after its length, and where it ends.
pub(super) fn wide(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = usize::try_from(data.u32_at(at)?).ok()?;
    // "none" is written as the largest number
    let length = if length == 0xffff_ffff { 0 } else { length };
    let from = at.checked_add(4)?;
    let to = from.checked_add(length.checked_mul(2)?)?;
    let units = data.get(from..to)?.chunks_exact(2).map(|pair| pair.u16_at(0).unwrap_or(0));
    Some((char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), to))
}

/// Line ends become `\n`.
pub(super) fn clean(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
