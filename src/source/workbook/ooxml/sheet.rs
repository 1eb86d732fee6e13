//! One worksheet: cells, merged areas, hidden rows and columns.

use std::borrow::Cow;
use std::io::Read;

use jiff::civil::DateTime;
use quick_xml::events::BytesStart;

use super::super::builder::Builder;
use super::super::choices::References;
use super::super::damage::part;
use super::super::drawn::Rich;
use super::super::fault::Fault;
use super::super::strings::Strings;
use super::super::styles::Styles;
use super::super::text::unescaped;
use super::super::xml::{Node, Xml, attribute, is_true};
use super::parts::rich_text;
use super::pictures::Pictures;
use super::quick;
use crate::model::{Address, CellRange, Texts};
use crate::source::{RawValue, places_a_picture};

/// How a cell says what its value is (`t`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Shared,
    Inline,
    /// Result of a formula.
    Text,
    Bool,
    Error,
    IsoDate,
}

/// A cell on its way in.
struct Cell {
    at: Address,
    style: usize,
    kind: Type,
    /// The number of what else is known of its value, from 1.
    meta: u32,
    /// Its own address could not be read: it was counted on from the cell before.
    counted: bool,
    /// It says where it stands.
    addressed: bool,
}

/// What a cell holds.
#[derive(Default)]
struct Content {
    /// There is a value, in the scratch text.
    value: bool,
    formula: bool,
    /// The formula places a picture.
    picture: bool,
    inline: Option<(String, Rich)>,
}

/// What cells refer to.
#[derive(Clone, Copy)]
pub(super) struct Shared<'s> {
    pub(super) strings: &'s Strings,
    pub(super) styles: &'s Styles,
    pub(super) pictures: &'s Pictures,
}

/// Reads the sheet into `builder`.
pub(super) fn read<R: Read>(
    xml: &mut Xml<'_, R>,
    builder: &mut Builder<'_>,
    parts: Shared<'_>,
    references: &mut References,
) -> Result<(), Fault> {
    let (mut row, mut next_row, mut column) = (0u32, 0u32, 0u32);
    let mut columns: Vec<(u32, u32)> = Vec::new();
    let mut no_width = false;
    let mut scratch = String::new();
    loop {
        let (mut header, mut list) = (false, false);
        let cell = match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "c" => {
                    let cell = cell_of(element.attributes_raw(), row, column);
                    column = cell.at.col.saturating_add(1);
                    Some(cell)
                }
                "row" => {
                    row = row_number(&element).unwrap_or(next_row);
                    next_row = row.saturating_add(1);
                    column = 0;
                    if is_hidden(&element, "ht") {
                        builder.hide_rows(row, row);
                    }
                    None
                }
                "col" => {
                    let number = |name| attribute(&element, name).and_then(|v| v.trim().parse::<u32>().ok());
                    if let (Some(first), Some(last)) = (number("min"), number("max")) {
                        let (first, last) = (first.saturating_sub(1), last.saturating_sub(1));
                        columns.push((first, last));
                        if is_hidden(&element, "width") {
                            builder.hide_columns(first, last);
                        }
                    }
                    None
                }
                "sheetFormatPr" => {
                    let width = attribute(&element, "defaultColWidth").and_then(|v| v.trim().parse::<f64>().ok());
                    no_width = width == Some(0.0);
                    None
                }
                "mergeCell" => {
                    if let Some(range) = attribute(&element, "ref").and_then(|r| r.trim().parse::<CellRange>().ok()) {
                        builder.merge(range)?;
                    }
                    None
                }
                "oddHeader" => {
                    header = true;
                    None
                }
                "formula1" => {
                    list = true;
                    None
                }
                _ => None,
            },
            Node::Eof => break,
            _ => None,
        };
        if header {
            builder.page_header(&xml.text()?)?;
        }
        if list {
            references.list(xml.text()?);
        }
        if let Some(cell) = cell {
            scratch.clear();
            let content = content(xml, &mut scratch, references)?;
            place(builder, &cell, content, &scratch, parts)?;
        }
        while let Some(plain) = quick::cell(xml.ahead()) {
            let cell = cell_of(plain.attributes, row, column);
            column = cell.at.col.saturating_add(1);
            match plain.value {
                Some(value) => place(builder, &cell, Content { value: true, ..Content::default() }, value, parts)?,
                None => builder.blank(cell.at, (parts.styles, cell.style))?,
            }
            let length = plain.length;
            xml.take(length);
        }
    }
    if no_width {
        // columns without a width of their own are hidden
        columns.sort_unstable();
        let mut next = 0;
        for (first, last) in columns {
            if let Some(before) = first.checked_sub(1).filter(|before| *before >= next) {
                builder.hide_columns(next, before);
            }
            next = next.max(last.saturating_add(1));
        }
        builder.hide_columns(next, u32::MAX);
    }
    Ok(())
}

fn row_number(element: &BytesStart<'_>) -> Option<u32> {
    attribute(element, "r")?.trim().parse::<u32>().ok()?.checked_sub(1)
}

/// Hidden by hand, filter or outline, or of no height or width.
fn is_hidden(element: &BytesStart<'_>, size: &str) -> bool {
    attribute(element, "hidden").is_some_and(|v| is_true(&v))
        || attribute(element, size).and_then(|v| v.trim().parse::<f64>().ok()) == Some(0.0)
}

/// Address, format and type. A cell without an address, or with a number instead, stands right of the one before.
fn cell_of(attributes: &str, row: u32, column: u32) -> Cell {
    let mut cell =
        Cell { at: Address::new(row, column), style: 0, kind: Type::Number, meta: 0, counted: false, addressed: false };
    // by hand: none of these values has entities
    for (name, value) in super::super::xml::attributes(attributes) {
        match name {
            "r" => match address(value.trim()) {
                Some(at) => (cell.at, cell.addressed) = (at, true),
                None => cell.counted = !value.bytes().all(|byte| byte.is_ascii_digit()),
            },
            "vm" => cell.meta = value.trim().parse().unwrap_or(0),
            "s" => cell.style = value.trim().parse().unwrap_or(0),
            "t" => {
                cell.kind = match value {
                    "s" => Type::Shared,
                    "inlineStr" => Type::Inline,
                    "str" => Type::Text,
                    "b" => Type::Bool,
                    "e" => Type::Error,
                    "d" => Type::IsoDate,
                    _ => Type::Number,
                };
            }
            _ => {}
        }
    }
    cell
}

/// A1 form without detours: this runs once a cell.
fn address(text: &str) -> Option<Address> {
    let (mut column, mut row) = (0u32, 0u32);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' if row == 0 => column = column.checked_mul(26)?.checked_add(u32::from(byte - b'A') + 1)?,
            b'a'..=b'z' if row == 0 => column = column.checked_mul(26)?.checked_add(u32::from(byte - b'a') + 1)?,
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    Some(Address::new(row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Everything up to the end of the cell; the value goes into `scratch`.
fn content<R: Read>(xml: &mut Xml<'_, R>, scratch: &mut String, references: &mut References) -> Result<Content, Fault> {
    enum Inside {
        Value,
        Formula,
        Inline,
        Nothing,
    }
    let mut content = Content::default();
    loop {
        let inside = match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "v" => Inside::Value,
                "is" => Inside::Inline,
                "f" => Inside::Formula,
                _ => Inside::Nothing,
            },
            Node::Close(_) | Node::Eof => return Ok(content),
            _ => continue,
        };
        match inside {
            Inside::Value => {
                xml.text_into(scratch)?;
                content.value = true;
            }
            Inside::Formula => {
                content.formula = true;
                let formula = xml.text()?;
                references.cell(&formula);
                content.picture = places_a_picture(&formula);
            }
            Inside::Inline => content.inline = Some(rich_text(xml)?),
            Inside::Nothing => xml.skip()?,
        }
    }
}

fn place(builder: &mut Builder<'_>, cell: &Cell, content: Content, value: &str, parts: Shared<'_>) -> Result<(), Fault> {
    let Content { value: stored, formula, inline, picture } = content;
    let Shared { strings, styles, pictures } = parts;
    let format = (styles, cell.style);
    if !cell.addressed {
        builder.without_address();
    }
    if cell.counted {
        let detail = Texts::new(
            "番地が正しくないため、前のセルの右にあるものとしました",
            "its address is wrong; it was taken for the next one",
        );
        builder.damage(Some(cell.at), part::CELL, detail);
    }
    if let Some(text) = if picture { Some("") } else { pictures.get(cell.meta) } {
        return builder.picture(cell.at, text);
    }
    if formula {
        builder.formula(cell.at);
    }
    if let (Type::Inline, Some(text)) | (Type::Number, Some(text)) = (cell.kind, inline) {
        let (text, rich) = text;
        return builder.styled(cell.at, format, text, (!rich.is_bare()).then_some(&rich));
    }
    // a stored empty text is a result; nothing at all is none
    if formula && (!stored || (value.is_empty() && cell.kind == Type::Number)) {
        return builder.push(cell.at, RawValue::Uncalculated, String::new());
    }
    if !stored {
        return builder.blank(cell.at, format);
    }
    match cell.kind {
        Type::Shared => shared(builder, cell, value.trim(), strings, styles),
        Type::Text | Type::Inline => {
            if cell.kind == Type::Inline {
                builder.passed_over(cell.at)?;
            }
            builder.styled(cell.at, format, unescaped(Cow::Borrowed(value)).into_owned(), None)
        }
        Type::Bool => match value.trim() {
            "" => Ok(()),
            text => builder.truth(cell.at, is_true(text)),
        },
        Type::Error => match value.trim() {
            "" => Ok(()),
            name => builder.push(cell.at, RawValue::Error, name.to_owned()),
        },
        Type::IsoDate => match value.trim().trim_end_matches('Z').parse::<DateTime>() {
            Ok(moment) => {
                let (_, shown) = styles.show(cell.style, styles.epoch.serial(moment));
                builder.push(cell.at, RawValue::Date(moment), shown)
            }
            Err(_) => builder.text(cell.at, value.to_owned()),
        },
        Type::Number => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => builder.number(cell.at, format, number),
            // no number, or beyond all numbers: what stands there is shown as it is
            _ => builder.text(cell.at, value.to_owned()),
        },
    }
}

/// A cell that names a shared text by its number; one that names none is blank.
fn shared(builder: &mut Builder<'_>, cell: &Cell, number: &str, strings: &Strings, styles: &Styles) -> Result<(), Fault> {
    if number.is_empty() {
        return builder.blank(cell.at, (styles, cell.style));
    }
    let index = number.parse().unwrap_or(usize::MAX);
    match strings.get(index) {
        Some(text) => builder.styled(cell.at, (styles, cell.style), text.to_owned(), strings.rich(index)),
        None => builder.no_text(cell.at, index >= strings.len()),
    }
}
