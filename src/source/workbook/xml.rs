//! XML as workbooks have it: streamed, bounded, without entities of its own.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::budget::{Budget, too_large};
use super::fault::{Fault, WorkbookLimit};
use super::stream::{Guard, Source};
use crate::model::Texts;

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
                    return Err(too_large(WorkbookLimit::XmlDepth, self.budget.limits.xml_depth));
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
            Ok(Event::Eof) if self.depth > 0 => Err(Fault::broken("XMLが途中で切れています", "its XML is cut off")),
            Ok(Event::Eof) => Ok(Node::Eof),
            // old programs name a DTD, which is never fetched; one with declarations of its own can only do harm
            Ok(Event::DocType(declaration)) if !declaration.contains('[') => Ok(Node::Other),
            Ok(Event::DocType(_)) => Err(Fault::Hostile(Texts::new(
                "XMLに文書型宣言（DTD）があります",
                "its XML has a document type declaration (DTD)",
            ))),
            Ok(_) => Ok(Node::Other),
            Err(error) => Err(match self.reader.get_mut().guard().refused() {
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
            return Err(too_large(WorkbookLimit::CellLength, self.budget.limits.cell_chars));
        }
        Ok(())
    }
}

/// The value of an attribute by its name without prefix, entities undone.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(unescape(found.value))
}

/// The attributes in `raw`, by name with prefix, values as written: for what is read once a cell.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after.get(1..)?.split_once(quote)?;
        rest = next;
        Some((name.trim_ascii(), value))
    })
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
    found.ok_or(Fault::broken("XMLに未定義の文字参照があります", "its XML has an entity that is not defined"))
}

fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn translate(error: &quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(_) => Fault::broken("圧縮されたデータが壊れています", "its packed data are broken"),
        quick_xml::Error::Encoding(_) => Fault::broken("XMLの文字コードが正しくありません", "its XML is in a wrong encoding"),
        _ => Fault::broken("XMLの構造が壊れています", "its XML is broken"),
    }
}
