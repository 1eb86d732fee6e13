//! A part on its way in: counted, bounded, and in UTF-8.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::encoding::DecodingReader;

use super::budget::{Budget, too_large};
use super::fault::{Fault, WorkbookLimit};

/// The encoding that the document declares, where it is not UTF-8: old systems write Shift_JIS.
fn declared(start: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = start.strip_prefix(b"<?xml")?;
    let head = head.get(..memchr::memmem::find(head, b"?>")?.min(200))?;
    let rest = head.get(memchr::memmem::find(head, b"encoding")? + 8..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    let label = rest.split(|byte| byte == quote).next()?;
    encoding_rs::Encoding::for_label(label).filter(|found| *found != encoding_rs::UTF_8 && found.is_ascii_compatible())
}

/// The part as UTF-8: nearly every part is that already and passes as it is.
pub(super) enum Source<'b, R: Read> {
    Plain(BufReader<Guard<'b, R>>),
    Decoded(Box<DecodingReader<BufReader<Guard<'b, R>>>>),
}

impl<'b, R: Read> Source<'b, R> {
    /// Finds the encoding out from the first bytes.
    pub(super) fn new(mut source: BufReader<Guard<'b, R>>) -> Self {
        // UTF-16 begins with its mark, or with a `<` of two bytes; a fault shows again at the first reading
        match source.fill_buf() {
            Ok([0xff | 0xfe, ..] | [0, b'<', ..] | [b'<', 0, ..]) => Self::Decoded(Box::new(DecodingReader::new(source))),
            Ok([0xef, 0xbb, 0xbf, ..]) => {
                source.consume(3);
                Self::Plain(source)
            }
            Ok(start) => match declared(start) {
                Some(encoding) => {
                    let mut source = DecodingReader::new(source);
                    source.set_encoding(encoding);
                    Self::Decoded(Box::new(source))
                }
                None => Self::Plain(source),
            },
            Err(_) => Self::Plain(source),
        }
    }

    /// The buffered bytes; none of a part that has to be decoded.
    pub(super) fn ahead(&self) -> &[u8] {
        match self {
            Self::Plain(source) => source.buffer(),
            Self::Decoded(_) => &[],
        }
    }

    /// What counts the bytes.
    pub(super) fn guard(&mut self) -> &mut Guard<'b, R> {
        match self {
            Self::Plain(source) => source.get_mut(),
            Self::Decoded(source) => source.get_mut().get_mut(),
        }
    }
}

impl<R: Read> Read for Source<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(into),
            Self::Decoded(source) => source.read(into),
        }
    }
}

impl<R: Read> BufRead for Source<'_, R> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(source) => source.fill_buf(),
            Self::Decoded(source) => source.fill_buf(),
        }
    }

    #[inline]
    fn consume(&mut self, count: usize) {
        match self {
            Self::Plain(source) => source.consume(count),
            Self::Decoded(source) => source.consume(count),
        }
    }
}

/// Counts the bytes on their way in and stops at the limits, before anything is allocated for them.
pub(super) struct Guard<'b, R> {
    inner: R,
    packed: u64,
    total: u64,
    token: u64,
    fault: Option<Fault>,
    budget: &'b Budget<'b>,
}

impl<'b, R: Read> Guard<'b, R> {
    /// Guards `inner`, which is `packed` bytes in its archive (0: it is not packed).
    pub(super) fn new(inner: R, packed: u64, budget: &'b Budget<'b>) -> Self {
        Self { inner, packed, total: 0, token: 0, fault: None, budget }
    }

    fn check(&mut self, read: usize) -> Result<(), Fault> {
        self.total += read as u64;
        self.token += read as u64;
        self.budget.inflate(read as u64)?;
        let ratio = self.budget.limits.zip_ratio;
        // small parts of little variety pack very well and harm nobody
        if self.packed > 0 && self.total > (1 << 20) && self.total / self.packed > ratio {
            return Err(too_large(WorkbookLimit::Ratio, ratio));
        }
        // one tag or one piece of text is held in memory whole
        let token = self.budget.limits.cell_chars.saturating_mul(12).saturating_add(1 << 18);
        if self.token > token {
            return Err(too_large(WorkbookLimit::CellLength, self.budget.limits.cell_chars));
        }
        Ok(())
    }

    /// What is read from here on is a new piece.
    pub(super) fn begin(&mut self) {
        self.token = 0;
    }

    /// The limit that was met, if one was.
    pub(super) fn refused(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Why reading failed.
    pub(super) fn fault(&mut self) -> Fault {
        self.fault.take().unwrap_or(Fault::broken("圧縮されたデータが壊れています", "its packed data are broken"))
    }
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_some() {
            return Err(io::Error::other("limit"));
        }
        let read = self.inner.read(into)?;
        if let Err(fault) = self.check(read) {
            self.fault = Some(fault);
            return Err(io::Error::other("limit"));
        }
        Ok(read)
    }
}
