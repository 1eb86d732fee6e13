//! One sheet of records.

use std::collections::HashMap;

use super::Globals;
use super::record::{Record, Records};
use super::text::{Chain, decode, long, short};
use crate::model::{Address, CellRange};
use crate::source::workbook::budget::Budget;
use crate::source::workbook::builder::Builder;
use crate::source::workbook::bytes::{Bytes, error_name, rk};
use crate::source::workbook::fault::Fault;
use crate::source::{Object, ObjectKind, RawValue};

/// A drawing on its way in: its kind and number, then its text.
#[derive(Default)]
struct Drawing {
    anchor: Option<Address>,
    kind: Option<ObjectKind>,
    id: u16,
}

/// Reads the sheet into `builder`.
pub(super) fn read(
    mut records: Records<'_>,
    builder: &mut Builder<'_>,
    globals: &Globals,
    budget: &Budget<'_>,
) -> Result<(), Fault> {
    if !records.pass_begin() {
        return Err(Fault::broken("先頭が正しくありません", "it begins wrongly"));
    }
    let mut nested = 0u32;
    // the result of a formula that is a text stands in a record of its own
    let mut waiting: Option<(Address, usize)> = None;
    let mut drawing = Drawing::default();
    let mut notes: HashMap<u16, String> = HashMap::new();
    let mut remarks: Vec<(Address, u16)> = Vec::new();
    let mut last_remark: Option<Address> = None;
    while let Some(record) = records.next() {
        budget.tick()?;
        let data = record.data;
        match record.kind {
            0x002f => return Err(Fault::Encrypted),
            // charts have records of their own, in between
            0x0809 => nested += 1,
            0x000a if nested == 0 => break,
            0x000a => nested -= 1,
            _ if nested > 0 => {}
            0x0207 => {
                if let Some((at, style)) = waiting.take() {
                    let text = long(&record, &mut records, 0, globals);
                    builder.styled(at, (&globals.styles, style), text, None)?;
                }
            }
            0x0208 => {
                // hidden by hand, filter or outline, or of no height (the highest bit says: as all others)
                if let (Some(row), Some(height), Some(flags)) = (data.u16_at(0), data.u16_at(6), data.u16_at(12))
                    && (flags & 0x20 != 0 || height == 0)
                {
                    builder.hide_rows(u32::from(row), u32::from(row));
                }
            }
            0x007d => {
                if let (Some(first), Some(last), Some(width), Some(flags)) =
                    (data.u16_at(0), data.u16_at(2), data.u16_at(4), data.u16_at(8))
                    && (flags & 1 != 0 || width == 0)
                {
                    builder.hide_columns(u32::from(first), u32::from(last));
                }
            }
            // what is printed at the head of each page
            0x0014 if !data.is_empty() => {
                let code = if globals.unicode { long(&record, &mut records, 0, globals) } else { short(data, globals) };
                builder.page_header(&code)?;
            }
            0x00e5 => merges(data, builder)?,
            // the frame of a text follows the drawing it belongs to
            0x00ec if data.u16_at(2) == Some(0xf00d) => {}
            0x00ec => drawing = Drawing { anchor: anchor(data), ..Drawing::default() },
            0x005d => object(data, &mut drawing, builder)?,
            0x01b6 => {
                let count = usize::from(data.u16_at(10).unwrap_or(0));
                let text = Chain::new(&record, &mut records).drawing_text(count).unwrap_or_default().replace('\r', "\n");
                match drawing.kind {
                    Some(kind) => builder.object(Object { at: drawing.anchor, kind, text })?,
                    None => {
                        notes.insert(drawing.id, text);
                    }
                }
                drawing.kind = None;
            }
            0x001c => note(data, globals, builder, &mut remarks, &mut last_remark)?,
            _ => cell(&record, &mut records, builder, globals, &mut waiting)?,
        }
    }
    no_text(builder, &mut waiting)?;
    for (at, id) in remarks {
        if let Some(text) = notes.get(&id) {
            builder.comment(at, text)?;
        }
    }
    Ok(())
}

fn cell(
    record: &Record<'_>,
    records: &mut Records<'_>,
    builder: &mut Builder<'_>,
    globals: &Globals,
    waiting: &mut Option<(Address, usize)>,
) -> Result<(), Fault> {
    let data = record.data;
    let (Some(row), Some(column), Some(style)) = (data.u16_at(0), data.u16_at(2), data.u16_at(4)) else { return Ok(()) };
    let at = Address::new(u32::from(row), u32::from(column));
    let style = usize::from(style);
    match record.kind {
        0x0203 => number(builder, globals, at, style, data.f64_at(6)),
        0x027e => number(builder, globals, at, style, data.u32_at(6).map(rk)),
        0x00bd => {
            // several numbers in a row, and the last column behind them
            let several = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
            for (column, one) in (u32::from(column)..).zip(several.chunks_exact(6)) {
                let style = usize::from(one.u16_at(0).unwrap_or(0));
                number(builder, globals, Address::new(at.row, column), style, one.u32_at(2).map(rk))?;
            }
            Ok(())
        }
        0x00fd => {
            let index = data.u32_at(6).and_then(|i| usize::try_from(i).ok()).unwrap_or(usize::MAX);
            match globals.strings.get(index) {
                Some(text) => builder.styled(at, (&globals.styles, style), text.to_owned(), globals.strings.rich(index)),
                None => builder.no_text(at, index >= globals.strings.len()),
            }
        }
        0x0201 => builder.blank(at, (&globals.styles, style)),
        0x00be => {
            // several blank cells in a row, and the last column behind them
            let several = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
            for (column, one) in (u32::from(column)..).zip(several.chunks_exact(2)) {
                let style = usize::from(one.u16_at(0).unwrap_or(0));
                builder.blank(Address::new(at.row, column), (&globals.styles, style))?;
            }
            Ok(())
        }
        0x0204 | 0x00d6 => {
            let text = long(record, records, 6, globals);
            builder.styled(at, (&globals.styles, style), text, None)
        }
        0x0205 => match (data.u8_at(6), data.u8_at(7)) {
            (Some(value), Some(0)) => builder.truth(at, value != 0),
            (Some(code), Some(_)) => builder.push(at, RawValue::Error, error_name(code).to_owned()),
            _ => Ok(()),
        },
        0x0006 | 0x0206 | 0x0406 => {
            builder.formula(at);
            if record.kind != 0x0006 {
                builder.passed_over(at)?;
            }
            no_text(builder, waiting)?;
            if uncalculated(data, globals) {
                return builder.push(at, RawValue::Uncalculated, String::new());
            }
            match (data.u16_at(12), data.u8_at(6)) {
                (Some(0xffff), Some(0)) => {
                    *waiting = Some((at, style));
                    Ok(())
                }
                (Some(0xffff), Some(1)) => builder.truth(at, data.u8_at(8) != Some(0)),
                (Some(0xffff), Some(2)) => {
                    builder.push(at, RawValue::Error, error_name(data.u8_at(8).unwrap_or(0xff)).to_owned())
                }
                // an empty text
                (Some(0xffff), _) => Ok(()),
                _ => number(builder, globals, at, style, data.f64_at(6)),
            }
        }
        _ => Ok(()),
    }
}

/// Did a program write this formula and leave the result to whoever opens the file?
///
/// The format has no sign for that. Perl, PHP and Java libraries write 0 and ask for calculation on opening, which Excel
/// never does; xlwt writes an empty text, and no summary beside the workbook.
fn uncalculated(data: &[u8], globals: &Globals) -> bool {
    let result = data.get(6..14).unwrap_or_default();
    let asks = data.u16_at(14).is_some_and(|flags| flags & 2 != 0);
    match (result.u16_at(6), result.u8_at(0)) {
        (Some(0xffff), Some(3)) => !globals.described,
        _ => asks && result.iter().all(|byte| *byte == 0),
    }
}

/// The formula before was to have a text, and none came.
fn no_text(builder: &mut Builder<'_>, waiting: &mut Option<(Address, usize)>) -> Result<(), Fault> {
    match waiting.take() {
        Some((at, _)) => builder.push(at, RawValue::Uncalculated, String::new()),
        None => Ok(()),
    }
}

fn number(builder: &mut Builder<'_>, globals: &Globals, at: Address, style: usize, number: Option<f64>) -> Result<(), Fault> {
    match number {
        Some(number) => builder.number(at, (&globals.styles, style), number),
        None => Ok(()),
    }
}

fn merges(data: &[u8], builder: &mut Builder<'_>) -> Result<(), Fault> {
    let count = usize::from(data.u16_at(0).unwrap_or(0));
    for one in data.get(2..).unwrap_or_default().chunks_exact(8).take(count) {
        let side = |at| one.u16_at(at).map_or(0, u32::from);
        builder.merge(CellRange::new(Address::new(side(0), side(4)), Address::new(side(2), side(6))))?;
    }
    Ok(())
}

/// A remark: in BIFF8 it names the drawing that has its text, in BIFF5 it has the text itself.
fn note(
    data: &[u8],
    globals: &Globals,
    builder: &mut Builder<'_>,
    remarks: &mut Vec<(Address, u16)>,
    last: &mut Option<Address>,
) -> Result<(), Fault> {
    let (Some(row), Some(column), Some(third)) = (data.u16_at(0), data.u16_at(2), data.u16_at(4)) else { return Ok(()) };
    let at = Address::new(u32::from(row), u32::from(column));
    if globals.unicode {
        if let Some(id) = data.u16_at(6) {
            remarks.push((at, id));
        }
        return Ok(());
    }
    // a long one goes on in records without an address
    let at = if row == 0xffff { last.unwrap_or(at) } else { at };
    *last = Some(at);
    let bytes = data.get(6..).unwrap_or_default();
    let text = decode(bytes.get(..usize::from(third)).unwrap_or(bytes), globals);
    builder.comment(at, &text)
}

/// The kind and number of the drawing that the record before began.
fn object(data: &[u8], drawing: &mut Drawing, builder: &mut Builder<'_>) -> Result<(), Fault> {
    if data.u16_at(0) != Some(0x0015) {
        return Ok(());
    }
    let (Some(kind), Some(id)) = (data.u16_at(4), data.u16_at(6)) else { return Ok(()) };
    drawing.id = id;
    drawing.kind = None;
    match kind {
        0x05 => builder.object(Object { at: drawing.anchor, kind: ObjectKind::Chart, text: String::new() }),
        0x08 => builder.object(Object { at: drawing.anchor, kind: ObjectKind::Picture, text: String::new() }),
        // lines, rectangles, ovals, arcs, text boxes, buttons, polygons, labels and shapes may have a text
        0x01..=0x04 | 0x06 | 0x07 | 0x09 | 0x0e | 0x1e => {
            drawing.kind = Some(ObjectKind::Shape);
            Ok(())
        }
        0x0b | 0x0c => {
            drawing.kind = Some(ObjectKind::CheckBox { checked: is_checked(data) });
            Ok(())
        }
        // remarks, and the controls that filters and lists bring along
        _ => Ok(()),
    }
}

/// The state of a check box: the part of its record that says so.
fn is_checked(data: &[u8]) -> bool {
    let mut at = 0usize;
    while let (Some(kind), Some(length)) = (data.u16_at(at), data.u16_at(at + 2)) {
        if kind == 0x000a {
            return data.u16_at(at + 4).is_some_and(|state| state != 0);
        }
        at += 4 + usize::from(length);
    }
    false
}

/// The cell under the upper left corner of the drawing that a record describes.
fn anchor(data: &[u8]) -> Option<Address> {
    let mut at = 0usize;
    let mut found = None;
    while let (Some(version), Some(kind), Some(length)) = (data.u16_at(at), data.u16_at(at + 2), data.u32_at(at + 4)) {
        if kind == 0xf010
            && let (Some(column), Some(row)) = (data.u16_at(at + 10), data.u16_at(at + 14))
        {
            found = Some(Address::new(u32::from(row), u32::from(column)));
        }
        let inside = version & 0x0f == 0x0f;
        at = at.checked_add(8)?.checked_add(if inside { 0 } else { usize::try_from(length).ok()? })?;
    }
    found
}
