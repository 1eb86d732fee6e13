//! The records of a stream.

use crate::source::workbook::bytes::Bytes;

/// What goes on a record when it does not fit into one.
pub(super) const CONTINUE: u16 = 0x003c;

/// What a sheet begins with.
pub(super) const BEGIN: u16 = 0x0809;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
}

/// The records from some place on.
#[derive(Debug, Clone)]
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    /// From `offset`; `None` when that is outside.
    pub(super) fn from(stream: &'s [u8], offset: usize) -> Option<Self> {
        (offset < stream.len()).then_some(Self { stream, at: offset })
    }

    /// Passes over the record that a sheet begins with; some programs point right behind it. `false` where there is none.
    pub(super) fn pass_begin(&mut self) -> bool {
        let begins = |at: usize, length: u16| self.stream.u16_at(at) == Some(BEGIN) && self.stream.u16_at(at + 2) == Some(length);
        let before = |length: u16| self.at.checked_sub(usize::from(length) + 4).is_some_and(|at| begins(at, length));
        if self.peek() == Some(BEGIN) {
            self.next();
            return true;
        }
        before(16) || before(8)
    }

    /// The kind of the next record.
    pub(super) fn peek(&self) -> Option<u16> {
        self.stream.u16_at(self.at)
    }

    /// The data of the continuing records that follow.
    pub(super) fn continued(&mut self) -> Vec<&'s [u8]> {
        let mut pieces = Vec::new();
        while self.peek() == Some(CONTINUE) {
            match self.next() {
                Some(record) => pieces.push(record.data),
                None => break,
            }
        }
        pieces
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    /// The next record; one that is cut off is given as far as it is there.
    fn next(&mut self) -> Option<Record<'s>> {
        let kind = self.stream.u16_at(self.at)?;
        let length = usize::from(self.stream.u16_at(self.at + 2)?);
        let from = self.at + 4;
        let to = (from + length).min(self.stream.len());
        self.at = to;
        Some(Record { kind, data: self.stream.get(from..to)? })
    }
}
