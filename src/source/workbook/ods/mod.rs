//! OpenDocument spreadsheets: ods, and fods (the same in one file without a package).
//!
//! A pass of our own: calamine lets the reading aids of ruby text into the cells and fails on files that are
//! indented.

mod cell;
mod looks;
mod quick;
mod validations;
mod value;

use std::collections::HashSet;
use std::io::Read;

use quick_xml::events::BytesStart;

use self::cell::Found;
use self::looks::Looks;
use self::validations::Validations;
use self::value::Value;
pub(super) use self::value::duration;
use super::budget::Budget;
use super::builder::Builder;
use super::damage::part;
use super::extent::Extent;
use super::fault::Fault;
use super::found::Found as Workbook;
use super::package::Package;
use super::xml::{Node, Xml, attribute};
use crate::model::Texts;
use crate::model::{Address, CellRange, Visibility};
use crate::source::Object;

/// Reads all sheets of an ods file.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget<'_>) -> Result<Workbook, Fault> {
    if package.has("encrypted-package") || is_encrypted(package)? {
        return Err(Fault::Encrypted);
    }
    match package.xml("content.xml")? {
        Some(mut xml) => sheets(&mut xml, budget),
        None => Err(Fault::broken("文書の本体（content.xml）がありません", "the document itself (content.xml) is missing")),
    }
}

/// Reads all sheets of a fods file.
pub(super) fn read_flat(bytes: &[u8], budget: &Budget<'_>) -> Result<Workbook, Fault> {
    sheets(&mut Xml::new(bytes, 0, budget), budget)
}

/// Is the document itself encrypted? A library of macros may be so alone.
fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Fault> {
    let Some(mut xml) = package.xml("META-INF/manifest.xml")? else { return Ok(false) };
    let mut content = false;
    loop {
        match xml.next() {
            Ok(Node::Open(element)) => match element.local_name().as_ref() {
                "file-entry" => {
                    let path = attribute(&element, "full-path").unwrap_or_default();
                    content = matches!(path.trim_start_matches('/'), "content.xml" | "encrypted-package");
                }
                "encryption-data" if content => return Ok(true),
                _ => {}
            },
            Ok(Node::Eof) => return Ok(false),
            Ok(_) => {}
            // the list of parts is damaged: whether the content can be read shows there
            Err(fault) => return fault.in_a_part().map(|_| false),
        }
    }
}

/// Is a table of this name what is kept of another file that formulas refer to? No sheet can be called so.
fn is_external(name: &str) -> bool {
    name.starts_with('\'') && name.contains("'#")
}

/// Reads all sheets; before a fault, what comes before it.
fn sheets<R: Read>(xml: &mut Xml<'_, R>, budget: &Budget<'_>) -> Result<Workbook, Fault> {
    let mut found = Workbook { open_document: true, ..Workbook::default() };
    let mut validations = Validations::default();
    match read_sheets(xml, budget, (&mut found, &mut validations)) {
        Ok(()) => validations.mark(&mut found.sheets),
        Err(fault) => found.shared(part::SHEET, Err::<(), _>(fault))?,
    }
    found.unless_nothing()
}

fn read_sheets<R: Read>(
    xml: &mut Xml<'_, R>,
    budget: &Budget<'_>,
    (found, validations): (&mut Workbook, &mut Validations),
) -> Result<(), Fault> {
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
                "content-validation" => {
                    validations.rule(&element);
                    None
                }
                "named-range" | "named-expression" => {
                    validations.name(&element);
                    None
                }
                // the history of changes may have tables of its own, before the sheets
                "tracked-changes" => Some(None),
                "table" if !document => {
                    found.extent.unsure = true;
                    None
                }
                "table" if document => {
                    let name = attribute(&element, "name").unwrap_or_default().into_owned();
                    let hidden = attribute(&element, "style-name").is_some_and(|s| hidden_styles.contains(&*s));
                    let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
                    Some(Some((is_external(&name), Builder::new(budget, name, visibility))))
                }
                _ => None,
            },
            Node::Eof => break,
            _ => None,
        };
        match table {
            Some(Some((external, mut builder))) => {
                let read = sheet(xml, &mut builder, (&mut drawn, validations), &mut found.extent, budget);
                let whole = read.is_ok();
                builder.end_of(part::SHEET, read)?;
                if !external {
                    found.add(builder)?;
                }
                if !whole {
                    return Ok(());
                }
            }
            Some(None) => found.extent.unsure |= pass_over(xml)?,
            None => {}
        }
    }
    Ok(())
}

/// Passes over the element that was just opened. Is there a table in it?
fn pass_over<R: Read>(xml: &mut Xml<'_, R>) -> Result<bool, Fault> {
    let (mut depth, mut table) = (1u32, false);
    while depth > 0 {
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                table |= element.local_name().as_ref() == "table";
            }
            Node::Close(_) => depth -= 1,
            Node::Eof => break,
            _ => {}
        }
    }
    Ok(table)
}

fn is_office(element: &BytesStart<'_>) -> bool {
    element.name().as_ref().starts_with("office:")
}

/// A number of repetitions, 1 unless declared.
fn times(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).map_or(1, |text| count(&text))
}

/// The same as it is written.
fn count(text: &str) -> u32 {
    text.trim().parse().unwrap_or(1).clamp(1, 1 << 24)
}

/// A merged area in a repeated row is repeated with it; beyond this it is formatting down to the sheet's end.
const MAX_REPEATED_MERGES: u32 = 1_000;

/// A coloured cell that is repeated more often is formatting of the whole sheet.
const MAX_REPEATED_FILLS: u32 = 400;

/// A row on its way in: which it is, how often it stands, and its cells so far.
struct Row {
    number: u32,
    times: u32,
    /// The column of the next cell.
    column: u32,
    /// First column, how often, content.
    cells: Vec<(u32, u32, Found)>,
    /// How far its cells with a value go, blank texts too.
    width: u32,
    area: Area,
}

/// The rows and columns of a table with values in them.
#[derive(Default)]
struct Area {
    first: Option<u32>,
    end: u32,
    width: u32,
    loose: u64,
    unsure: bool,
}

impl Area {
    fn add(&mut self, number: u32, times: u32, width: u32) {
        if width > 0 {
            self.first.get_or_insert(number);
            self.end = number.saturating_add(times);
            self.width = self.width.max(width);
            self.loose = self.loose.saturating_add(u64::from(width));
        }
    }

    fn add_to(&self, extent: &mut Extent) {
        let rows = self.end.saturating_sub(self.first.unwrap_or(0));
        extent.area = extent.area.saturating_add(u64::from(rows).saturating_mul(u64::from(self.width)));
        extent.loose = extent.loose.saturating_add(self.loose);
        extent.unsure |= self.unsure;
    }
}

impl Row {
    /// Takes in the next cell: what its tag says, and what `read` finds in it.
    fn cell(
        &mut self,
        builder: &mut Builder<'_>,
        value: Value,
        read: impl FnOnce(Value) -> Result<Found, Fault>,
    ) -> Result<(), Fault> {
        let (repeated, spanned) = (value.repeated, value.spanned);
        let at = Address::new(self.number, self.column);
        if value.formula {
            builder.formula(at);
        }
        if value.is_present() {
            self.width = at.col.saturating_add(repeated);
        }
        let fill = value.drawn.fill;
        if fill != 0 && repeated <= MAX_REPEATED_FILLS && self.times <= MAX_REPEATED_FILLS {
            for row in at.row..at.row.saturating_add(self.times) {
                for column in at.col..at.col.saturating_add(repeated) {
                    builder.fill(Address::new(row, column), fill)?;
                }
            }
        }
        let found = read(value)?;
        self.area.unsure |= found.unsure;
        if spanned != (1, 1) {
            for down in 0..self.times.min(MAX_REPEATED_MERGES) {
                let first = Address::new(at.row.saturating_add(down), at.col);
                let last = Address::new(first.row.saturating_add(spanned.0 - 1), first.col.saturating_add(spanned.1 - 1));
                builder.merge(CellRange::new(first, last))?;
            }
        }
        if !found.is_empty() {
            self.cells.push((at.col, repeated, found));
        }
        self.column = at.col.saturating_add(repeated);
        Ok(())
    }

    /// Places the cells, as often as row and cell are repeated, and goes on to the next row.
    fn end(&mut self, builder: &mut Builder<'_>, budget: &Budget<'_>) -> Result<(), Fault> {
        let first = self.number;
        self.number = first.saturating_add(self.times);
        self.area.add(first, self.times, std::mem::take(&mut self.width));
        for (column, _, found) in &mut self.cells {
            let at = Address::new(first, *column);
            if let Some(remark) = &found.remark {
                builder.comment(at, remark)?;
            }
            for object in found.objects.drain(..) {
                builder.object(Object { at: Some(at), ..object })?;
            }
        }
        self.cells.retain(|(_, _, found)| found.value.is_some());
        if self.cells.is_empty() {
            return Ok(());
        }
        let mut place = |row: u32, (column, repeated, found): (u32, u32, Found)| {
            let Some((value, shown)) = found.value else { return Ok(()) };
            // the last of the repetitions takes the text itself
            let texts = std::iter::repeat_n((value, shown, found.stored, found.look), repeated as usize);
            for (right, (value, shown, stored, look)) in (0..).zip(texts) {
                budget.tick()?;
                let at = Address::new(row, column.saturating_add(right));
                if found.aided {
                    builder.aided(at)?;
                }
                if let Some(stored) = stored {
                    builder.stored(at, stored)?;
                }
                if found.untyped {
                    builder.passed_over(at)?;
                }
                builder.look(at, look)?;
                builder.typed(at, value, shown)?;
            }
            Ok(())
        };
        let last = first.saturating_add(self.times - 1);
        for row in first..last {
            for (column, repeated, found) in &self.cells {
                let found = Found { remark: None, objects: Vec::new(), ..found.clone() };
                place(row, (*column, *repeated, found))?;
            }
        }
        self.cells.drain(..).try_for_each(|cell| place(last, cell))
    }
}

/// Everything up to the end of the table.
fn sheet<R: Read>(
    xml: &mut Xml<'_, R>,
    builder: &mut Builder<'_>,
    (drawn, validations): (&mut Looks, &mut Validations),
    extent: &mut Extent,
    budget: &Budget<'_>,
) -> Result<(), Fault> {
    let mut next_column = 0u32;
    let mut row = Row { number: 0, times: 1, column: 0, cells: Vec::new(), width: 0, area: Area::default() };
    let mut depth = 1u32;
    while depth > 0 {
        let mut start = None;
        let mut objects = false;
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                let hidden = || matches!(attribute(&element, "visibility").as_deref(), Some("collapse" | "filter"));
                match element.local_name().as_ref() {
                    "table-column" => {
                        let last = next_column.saturating_add(times(&element, "number-columns-repeated"));
                        if hidden() {
                            builder.hide_columns(next_column, last - 1);
                        }
                        next_column = last;
                    }
                    "table-row" => {
                        row.times = times(&element, "number-rows-repeated");
                        row.column = 0;
                        if hidden() {
                            builder.hide_rows(row.number, row.number.saturating_add(row.times - 1));
                        }
                    }
                    "table-cell" => {
                        validations.cell(element.attributes_raw());
                        start = Some(Value::of(element.attributes_raw(), false, drawn));
                    }
                    "covered-table-cell" => start = Some(Value::of(element.attributes_raw(), true, drawn)),
                    "checkbox" | "radio" => drawn.add_control(&element),
                    "shapes" => objects = true,
                    _ => {}
                }
            }
            Node::Close(element) => {
                depth -= 1;
                if element.local_name().as_ref() == "table-row" {
                    row.end(builder, budget)?;
                }
            }
            Node::Eof => break,
            _ => {}
        }
        if let Some(value) = start {
            // the cell's end is read with it
            depth -= 1;
            row.cell(builder, value, |value| cell::read(xml, value, drawn))?;
        }
        if objects {
            depth -= 1;
            for object in cell::shapes(xml, drawn)? {
                builder.object(object)?;
            }
        }
        while let Some(plain) = quick::cell(xml.ahead()) {
            budget.tick()?;
            validations.cell(plain.attributes);
            let value = Value::of(plain.attributes, false, drawn);
            row.cell(builder, value, |value| cell::plain(xml, value, plain.paragraphs()))?;
            let length = plain.length;
            xml.take(length);
        }
    }
    row.area.add_to(extent);
    Ok(())
}
