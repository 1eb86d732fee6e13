//! The parts that all sheets share: texts and number formats.

use std::borrow::Cow;
use std::io::Read;

use super::super::budget::Budget;
use super::super::fault::Fault;
use super::super::package::Package;
use super::super::strings::Strings;
use super::super::styles::Styles;
use super::super::text::unescaped;
use super::super::xml::{Node, Xml, attribute};
use super::quick;

/// The shared texts; none when the workbook has no such part.
pub(in super::super) fn shared_strings(package: &mut Package<'_>, part: &str, budget: &Budget<'_>) -> Result<Strings, Fault> {
    let mut strings = Strings::default();
    let Some(mut xml) = package.xml(part)? else { return Ok(strings) };
    loop {
        let item = match xml.next()? {
            Node::Open(element) => element.local_name().as_ref() == "si",
            Node::Eof => return Ok(strings),
            _ => false,
        };
        if item {
            let text = rich_text(&mut xml)?;
            strings.push(&text, budget)?;
        }
        while let Some((text, length)) = quick::shared(xml.ahead()) {
            match unescaped(Cow::Borrowed(text)) {
                Cow::Borrowed(text) => strings.push(text, budget)?,
                Cow::Owned(text) => strings.push(&text, budget)?,
            }
            xml.take(length);
        }
    }
}

/// A text with or without runs, up to the end of the element just opened (`si`, `is`, `text`); furigana
/// (`rPh`) is left out.
pub(super) fn rich_text<R: Read>(xml: &mut Xml<'_, R>) -> Result<String, Fault> {
    let mut whole = String::new();
    let mut depth = 1usize;
    let mut inside = false;
    while depth > 0 {
        let mut furigana = false;
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "rPh" => furigana = true,
                "t" => {
                    depth += 1;
                    inside = true;
                }
                _ => depth += 1,
            },
            Node::Close(_) => {
                depth -= 1;
                inside = false;
            }
            Node::Text(text) if inside => whole.push_str(&text),
            Node::Eof => break,
            _ => {}
        }
        if furigana {
            xml.skip()?;
        }
        xml.length(&whole)?;
    }
    Ok(unescaped(Cow::Owned(whole)).into_owned())
}

/// The number formats of the cell formats.
pub(in super::super) fn styles(package: &mut Package<'_>, part: &str) -> Result<Styles, Fault> {
    let mut styles = Styles::new();
    let Some(mut xml) = package.xml(part)? else { return Ok(styles) };
    let mut ids = Vec::new();
    let mut in_cells = false;
    let mut depth = 0usize;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                let number = |name| attribute(&element, name).and_then(|v| v.trim().parse().ok());
                match element.local_name().as_ref() {
                    // differential formats (dxf) have numFmt too, deeper down
                    "numFmt" if depth == 3 => {
                        if let (Some(id), Some(code)) = (number("numFmtId"), attribute(&element, "formatCode")) {
                            styles.declare(id, &code);
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => ids.push(number("numFmtId").unwrap_or(0)),
                    _ => {}
                }
            }
            Node::Close(element) => {
                depth = depth.saturating_sub(1);
                if element.local_name().as_ref() == "cellXfs" {
                    in_cells = false;
                }
            }
            Node::Eof => break,
            _ => {}
        }
    }
    for id in ids {
        styles.push(id);
    }
    Ok(styles)
}
