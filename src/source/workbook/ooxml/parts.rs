//! The parts that all sheets share: texts and number formats.

use std::borrow::Cow;
use std::io::Read;

use quick_xml::events::BytesStart;

use super::quick;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::drawn::{BLACK, Palette, Rich, WHITE, indexed, themed, written};
use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::strings::Strings;
use crate::source::workbook::styles::Styles;
use crate::source::workbook::text::unescaped;
use crate::source::workbook::xml::{Node, Xml, attribute, is_true};

/// Reads the shared texts, as far as there are any.
pub(super) fn shared_strings(
    package: &mut Package<'_>,
    part: &str,
    strings: &mut Strings,
    budget: &Budget<'_>,
) -> Result<(), Fault> {
    let Some(mut xml) = package.xml(part)? else { return Ok(()) };
    loop {
        let item = match xml.next()? {
            Node::Open(element) if element.local_name().as_ref() == "sst" => {
                strings.declare(attribute(&element, "uniqueCount").and_then(|count| count.trim().parse().ok()).unwrap_or(0));
                false
            }
            Node::Open(element) => element.local_name().as_ref() == "si",
            Node::Eof => return Ok(()),
            _ => false,
        };
        if item {
            let (text, rich) = rich_text(&mut xml)?;
            strings.push(&text, budget)?;
            strings.enrich(rich, budget)?;
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

/// A text with or without runs, up to the end of the element just opened (`si`, `is`, `text`), and its pieces;
/// furigana (`rPh`) is left out.
pub(super) fn rich_text<R: Read>(xml: &mut Xml<'_, R>) -> Result<(String, Rich), Fault> {
    let mut whole = String::new();
    let mut rich = Rich::default();
    // of the run that is being read: has it a font of its own, and does that strike out?
    let mut run: Option<bool> = None;
    let mut depth = 1usize;
    let mut inside = false;
    while depth > 0 {
        let mut furigana = false;
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                match element.local_name().as_ref() {
                    "rPh" => furigana = true,
                    "t" => inside = true,
                    "r" => run = None,
                    "rPr" => run = Some(false),
                    "strike" if run.is_some() => run = Some(is_on(&element)),
                    _ => {}
                }
            }
            Node::Close(_) => {
                depth -= 1;
                inside = false;
            }
            Node::Text(text) if inside => {
                whole.push_str(&text);
                rich.add(&text, run);
            }
            Node::Eof => break,
            _ => {}
        }
        if furigana {
            xml.skip()?;
            depth -= 1;
        }
        xml.length(&whole)?;
    }
    Ok((unescaped(Cow::Owned(whole)).into_owned(), rich))
}

/// A switch like `<strike/>`: on unless it says otherwise.
fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| is_true(&value))
}

/// The colour that an element gives, if it can be resolved.
fn colour(element: &BytesStart<'_>) -> Option<u32> {
    if attribute(element, "tint").is_some_and(|tint| tint.trim().parse() != Ok(0.0_f64)) {
        return None;
    }
    let number = |name| attribute(element, name).and_then(|value| value.trim().parse().ok());
    if let Some(rgb) = attribute(element, "rgb") {
        return written(&rgb);
    }
    number("theme").map(themed).or_else(|| number("indexed").map(indexed)).flatten()
}

/// The lists of the part of styles that matter here.
#[derive(PartialEq)]
enum List {
    Fonts,
    Fills,
    Cells,
    Other,
}

/// Reads the number formats of the cell formats, and how they draw texts; before a fault, what comes before it.
pub(super) fn styles(package: &mut Package<'_>, part: &str, styles: &mut Styles) -> Result<(), Fault> {
    let Some(mut xml) = package.xml(part)? else { return Ok(()) };
    let mut formats: Vec<(u32, usize, usize)> = Vec::new();
    let mut palette = Palette::default();
    let read = lists(&mut xml, styles, &mut formats, &mut palette);
    for (id, font, ground) in formats {
        styles.push(id, palette.drawn(font, ground));
    }
    read
}

fn lists<R: Read>(
    xml: &mut Xml<'_, R>,
    styles: &mut Styles,
    formats: &mut Vec<(u32, usize, usize)>,
    palette: &mut Palette,
) -> Result<(), Fault> {
    let (mut list, mut font, mut ground) = (List::Other, (false, Some(BLACK)), Some(WHITE));
    let mut depth = 0usize;
    let mut longest = 0u64;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                longest = longest.max(element.attributes_raw().len() as u64);
                styles.weight = longest.saturating_mul(formats.len() as u64);
                let number = |name| attribute(&element, name).and_then(|v| v.trim().parse::<u32>().ok());
                match (element.local_name().as_ref(), &list) {
                    // differential formats (dxf) have these too, deeper down
                    ("numFmt", _) if depth == 3 => {
                        if let (Some(id), Some(code)) = (number("numFmtId"), attribute(&element, "formatCode")) {
                            styles.declare(id, &code);
                        }
                    }
                    ("fonts", _) if depth == 2 => list = List::Fonts,
                    ("fills", _) if depth == 2 => list = List::Fills,
                    ("cellXfs", _) => list = List::Cells,
                    ("strike", List::Fonts) => font.0 = is_on(&element),
                    ("color", List::Fonts) => font.1 = colour(&element),
                    ("patternFill", List::Fills) => {
                        let none = matches!(attribute(&element, "patternType").as_deref(), None | Some("none"));
                        ground = none.then_some(WHITE);
                        if attribute(&element, "patternType").as_deref() == Some("solid") {
                            ground = Some(WHITE);
                        }
                    }
                    ("fgColor", List::Fills) if ground.is_some() => ground = colour(&element),
                    ("gradientFill", List::Fills) => ground = None,
                    ("xf", List::Cells) => {
                        let place = |name| number(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                        formats.push((number("numFmtId").unwrap_or(0), place("fontId"), place("fillId")));
                    }
                    _ => {}
                }
            }
            Node::Close(element) => {
                depth = depth.saturating_sub(1);
                match element.local_name().as_ref() {
                    "font" if list == List::Fonts => {
                        palette.font(font.0, font.1);
                        font = (false, Some(BLACK));
                    }
                    "fill" if list == List::Fills => {
                        palette.ground(ground);
                        ground = Some(WHITE);
                    }
                    "fonts" | "fills" | "cellXfs" => list = List::Other,
                    _ => {}
                }
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}
