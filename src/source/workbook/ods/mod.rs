//! OpenDocument spreadsheets: ods, and fods (the same in one file without a package).
//!
//! A pass of our own: calamine lets the reading aids of ruby text into the cells and fails on files that are
//! indented.

mod cell;
mod looks;

use std::collections::HashSet;
use std::io::Read;

use quick_xml::events::BytesStart;

use self::cell::{Found, Value};
use self::looks::Looks;
use super::budget::Budget;
use super::builder::Builder;
use super::drawn::Drawn;
use super::fault::Fault;
use super::package::Package;
use super::xml::{Node, Xml, attribute};
use crate::model::rule::Texts;
use crate::model::{Address, CellRange, Visibility};
use crate::source::{Grid, Object};

/// Reads all sheets of an ods file.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget<'_>) -> Result<Vec<Grid>, Fault> {
    if package.has("encrypted-package") || is_encrypted(package)? {
        return Err(Fault::Encrypted);
    }
    match package.xml("content.xml")? {
        Some(mut xml) => sheets(&mut xml, budget),
        None => Err(Fault::broken("文書の本体（content.xml）がありません", "the document itself (content.xml) is missing")),
    }
}

/// Reads all sheets of a fods file.
pub(super) fn read_flat(bytes: &[u8], budget: &Budget<'_>) -> Result<Vec<Grid>, Fault> {
    sheets(&mut Xml::new(bytes, 0, budget), budget)
}

fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Fault> {
    let Some(mut xml) = package.xml("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match xml.next()? {
            Node::Open(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Node::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn sheets<R: Read>(xml: &mut Xml<'_, R>, budget: &Budget<'_>) -> Result<Vec<Grid>, Fault> {
    let mut sheets = Vec::new();
    let mut hidden_styles: HashSet<String> = HashSet::new();
    let mut drawn = Looks::default();
    let mut style = String::new();
    let mut document = false;
    loop {
        let table = match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "spreadsheet" => {
                    document = true;
                    None
                }
                "text" | "presentation" | "drawing" if !document && is_office(&element) => {
                    return Err(Fault::Foreign(Texts::new(
                        "表計算ではないOpenDocument文書",
                        "an OpenDocument file that is no spreadsheet",
                    )));
                }
                "style" => {
                    style = attribute(&element, "name").unwrap_or_default().into_owned();
                    None
                }
                "text-properties" => {
                    drawn.letters(&style, &element);
                    None
                }
                "table-cell-properties" => {
                    drawn.ground(&style, &element);
                    None
                }
                "table-properties" => {
                    if attribute(&element, "display").as_deref() == Some("false") {
                        hidden_styles.insert(style.clone());
                    }
                    None
                }
                // the history of changes has tables of its own, before the sheets
                "tracked-changes" => Some(None),
                "table" if document => {
                    let name = attribute(&element, "name").unwrap_or_default().into_owned();
                    let hidden = attribute(&element, "style-name").is_some_and(|s| hidden_styles.contains(&*s));
                    let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
                    Some(Some(Builder::new(budget, name, visibility)))
                }
                _ => None,
            },
            Node::Eof => break,
            _ => None,
        };
        match table {
            Some(Some(builder)) => sheets.push(sheet(xml, builder, &drawn, budget)?),
            Some(None) => xml.skip()?,
            None => {}
        }
    }
    if sheets.is_empty() {
        return Err(Fault::broken("シートがありません", "there is no sheet"));
    }
    Ok(sheets)
}

fn is_office(element: &BytesStart<'_>) -> bool {
    element.name().as_ref().starts_with("office:")
}

/// A number of repetitions, 1 unless declared.
fn times(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|v| v.trim().parse().ok()).unwrap_or(1).clamp(1, 1 << 24)
}

/// A merged area in a repeated row is repeated with it; beyond this it is formatting down to the sheet's end.
const MAX_REPEATED_MERGES: u32 = 1_000;

/// A row on its way in: its cells, and how often it stands.
struct Row {
    times: u32,
    cells: Vec<(u32, u32, Found)>,
}

/// Everything up to the end of the table.
fn sheet<R: Read>(xml: &mut Xml<'_, R>, mut builder: Builder<'_>, drawn: &Looks, budget: &Budget<'_>) -> Result<Grid, Fault> {
    let (mut row, mut column, mut next_column) = (0u32, 0u32, 0u32);
    let mut current = Row { times: 1, cells: Vec::new() };
    let mut depth = 1u32;
    while depth > 0 {
        let mut start = None;
        let mut objects = false;
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                let hidden = matches!(attribute(&element, "visibility").as_deref(), Some("collapse" | "filter"));
                match element.local_name().as_ref() {
                    "table-column" => {
                        let last = next_column.saturating_add(times(&element, "number-columns-repeated"));
                        if hidden {
                            builder.hide_columns(next_column, last - 1);
                        }
                        next_column = last;
                    }
                    "table-row" => {
                        current.times = times(&element, "number-rows-repeated");
                        column = 0;
                        if hidden {
                            builder.hide_rows(row, row.saturating_add(current.times - 1));
                        }
                    }
                    "table-cell" => {
                        start = Some((
                            Value::of(&element, false),
                            attribute(&element, "style-name").map_or_else(Drawn::default, |name| drawn.of(&name)),
                        ))
                    }
                    "covered-table-cell" => start = Some((Value::of(&element, true), Drawn::default())),
                    "shapes" => objects = true,
                    _ => {}
                }
            }
            Node::Close(element) => {
                depth -= 1;
                if element.local_name().as_ref() == "table-row" {
                    place(&mut builder, row, &mut current, budget)?;
                    row = row.saturating_add(current.times);
                }
            }
            Node::Eof => break,
            _ => {}
        }
        if let Some((value, look)) = start {
            // the cell's end is read with it
            depth -= 1;
            let (repeated, spanned) = (value.repeated, value.spanned);
            if value.formula {
                builder.formula(Address::new(row, column));
            }
            let found = cell::read(xml, value, look, drawn)?;
            if spanned != (1, 1) {
                for down in 0..current.times.min(MAX_REPEATED_MERGES) {
                    let row = row.saturating_add(down);
                    let last = Address::new(row.saturating_add(spanned.0 - 1), column.saturating_add(spanned.1 - 1));
                    builder.merge(CellRange::new(Address::new(row, column), last))?;
                }
            }
            if !found.is_empty() {
                current.cells.push((column, repeated, found));
            }
            column = column.saturating_add(repeated);
        }
        if objects {
            depth -= 1;
            for object in cell::shapes(xml, drawn)? {
                builder.object(object)?;
            }
        }
    }
    builder.finish()
}

/// A row's cells, as often as row and cell are repeated.
fn place(builder: &mut Builder<'_>, row: u32, current: &mut Row, budget: &Budget<'_>) -> Result<(), Fault> {
    let cells = std::mem::take(&mut current.cells);
    if cells.is_empty() {
        return Ok(());
    }
    for down in 0..current.times {
        for (column, repeated, found) in &cells {
            for right in 0..*repeated {
                budget.tick()?;
                let at = Address::new(row.saturating_add(down), column.saturating_add(right));
                if let Some((value, shown)) = &found.value {
                    builder.look(at, found.look.clone())?;
                    builder.push(at, value.clone(), shown.clone())?;
                }
                if down == 0 && right == 0 {
                    if let Some(remark) = &found.remark {
                        builder.comment(at, remark)?;
                    }
                    for object in &found.objects {
                        builder.object(Object { at: Some(at), ..object.clone() })?;
                    }
                }
            }
        }
        if cells.iter().all(|(_, _, found)| found.value.is_none()) {
            break;
        }
    }
    Ok(())
}
