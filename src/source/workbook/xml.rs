//! XML as workbooks have it: streamed, bounded, without entities of its own.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::budget::{Budget, too_large};
use super::fault::{Fault, Limit};

/// A step through the document.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(BytesStart<'a>),
    /// An element ends (an empty one ends right after it began).
    Close(BytesEnd<'a>),
    /// A piece of text; one text may come in several pieces.
    Text(Cow<'a, str>),
    /// Comments and the like.
    Other,
    /// The document is over.
    Eof,
}

/// A reader over one part.
pub(super) struct Xml<'b, R: Read> {
    reader: Reader<Source<'b, R>>,
    buffer: Vec<u8>,
    depth: u64,
    /// Was the last step a tag, so that an element may be taken by hand?
    between_tags: bool,
    budget: &'b Budget<'b>,
}

impl<'b, R: Read> Xml<'b, R> {
    /// Reads `source`, which is `packed` bytes in its archive (0: it is not packed).
    pub(super) fn new(source: R, packed: u64, budget: &'b Budget<'b>) -> Self {
        let guard = Guard::new(source, packed, budget);
        let mut reader = Reader::from_reader(Source::new(BufReader::with_capacity(1 << 16, guard)));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // the depth is counted here; what an end is called decides nothing
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::with_capacity(1024), depth: 0, between_tags: false, budget }
    }

    /// The next step.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Fault> {
        self.buffer.clear();
        self.between_tags = false;
        self.reader.get_mut().guard().begin();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(element)) => {
                self.depth += 1;
                self.between_tags = true;
                if self.depth > self.budget.limits.xml_depth {
                    return Err(too_large(Limit::XmlDepth, self.budget.limits.xml_depth));
                }
                Ok(Node::Open(element))
            }
            Ok(Event::End(element)) => {
                self.depth = self.depth.saturating_sub(1);
                self.between_tags = true;
                Ok(Node::Close(element))
            }
            Ok(Event::Text(text)) => Ok(Node::Text(line_ends(text.into_inner()))),
            Ok(Event::CData(text)) => Ok(Node::Text(line_ends(text.into_inner()))),
            Ok(Event::GeneralRef(name)) => entity(&name.into_inner()).map(|c| Node::Text(Cow::Owned(c.to_string()))),
            Ok(Event::Eof) if self.depth > 0 => Err(Fault::broken("XMLが途中で切れています")),
            Ok(Event::Eof) => Ok(Node::Eof),
            // no program writes one into a workbook; what it can do is harm
            Ok(Event::DocType(_)) => Err(Fault::broken("XMLに文書型宣言（DTD）があります")),
            Ok(_) => Ok(Node::Other),
            Err(error) => Err(match self.reader.get_mut().guard().fault.take() {
                Some(fault) => fault,
                None => translate(&error),
            }),
        }
    }

    /// What lies in the buffer behind the last tag; nothing where the last step was no tag.
    pub(super) fn ahead(&self) -> &[u8] {
        if self.between_tags { self.reader.get_ref().ahead() } else { &[] }
    }

    /// Takes so many bytes of what lies ahead: whole elements.
    pub(super) fn take(&mut self, count: usize) {
        self.reader.get_mut().consume(count);
    }

    /// Passes over everything up to the end of the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Node::Eof = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// All text up to the end of the element that was just opened.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let mut whole = String::new();
        self.text_into(&mut whole)?;
        Ok(whole)
    }

    /// The same, added to `whole`.
    pub(super) fn text_into(&mut self, whole: &mut String) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Node::Text(text) => whole.push_str(&text),
                Node::Eof => break,
                _ => continue,
            }
            self.length(whole)?;
        }
        Ok(())
    }

    /// A text that is put together from pieces must not outgrow a cell.
    pub(super) fn length(&self, text: &str) -> Result<(), Fault> {
        if text.len() as u64 > self.budget.limits.cell_chars.saturating_mul(4) {
            return Err(too_large(Limit::CellLength, self.budget.limits.cell_chars));
        }
        Ok(())
    }
}

/// The value of an attribute by its name without prefix, entities undone.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(unescape(found.value))
}

/// Undoes the entities of an attribute's value.
pub(super) fn unescape(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = &*value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').and_then(|(name, tail)| Some((entity(name).ok()?, tail))) {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Is an attribute's value true, in the ways XML writes it?
pub(super) fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

fn entity(name: &str) -> Result<char, Fault> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match (name.strip_prefix("#x").or(name.strip_prefix("#X")), name.strip_prefix('#')) {
            (Some(hex), _) => number(hex, 16),
            (None, Some(decimal)) => number(decimal, 10),
            (None, None) => None,
        },
    };
    found.ok_or(Fault::broken("XMLに未定義の文字参照があります"))
}

fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn translate(error: &quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(_) => Fault::broken("圧縮されたデータが壊れています"),
        quick_xml::Error::Encoding(_) => Fault::broken("XMLの文字コードが正しくありません"),
        _ => Fault::broken("XMLの構造が壊れています"),
    }
}

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
enum Source<'b, R: Read> {
    Plain(BufReader<Guard<'b, R>>),
    Decoded(Box<DecodingReader<BufReader<Guard<'b, R>>>>),
}

impl<'b, R: Read> Source<'b, R> {
    fn new(mut source: BufReader<Guard<'b, R>>) -> Self {
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
    fn ahead(&self) -> &[u8] {
        match self {
            Self::Plain(source) => source.buffer(),
            Self::Decoded(_) => &[],
        }
    }

    fn guard(&mut self) -> &mut Guard<'b, R> {
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
            return Err(too_large(Limit::Ratio, ratio));
        }
        // one tag or one piece of text is held in memory whole
        let token = self.budget.limits.cell_chars.saturating_mul(12).saturating_add(1 << 18);
        if self.token > token {
            return Err(too_large(Limit::CellLength, self.budget.limits.cell_chars));
        }
        Ok(())
    }

    /// What is read from here on is a new piece.
    pub(super) fn begin(&mut self) {
        self.token = 0;
    }

    /// Why reading failed.
    pub(super) fn fault(&mut self) -> Fault {
        self.fault.take().unwrap_or(Fault::broken("圧縮されたデータが壊れています"))
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
