//! Which files may be given to calamine: a panic in it is caught, but where it asks for more memory than there is the
//! process ends, and no one can catch that.

use crate::model::Unwitnessed;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::bytes::Bytes;
use crate::source::workbook::compound::Compound;
use crate::source::workbook::extent::Extent;
use crate::source::workbook::found::Found;
use crate::source::workbook::package::Package;

/// What calamine may ask for, as far as that is known beforehand.
const ROOM: u64 = 128 << 20;
/// What a cell of a table costs: its value, and its formula.
const TABLE_CELL: u64 = 56;
/// What a cell of an xls costs before it stands in a table.
const LOOSE_CELL: u64 = 40;

/// An xlsx or xlsb: parts that our reader has not read are gone through, and what the file says of its sizes has to be true.
pub(super) fn package(package: &mut Package<'_>, found: &Found) -> Result<(), Unwitnessed> {
    let Extent { declared_texts, texts, formats, .. } = found.extent;
    if declared_texts > texts.saturating_mul(2).saturating_add(100_000) || formats > ROOM {
        return Err(Unwitnessed::TooLarge);
    }
    // a part that is damaged was not read to its end
    package.go_through_rest(!found.damage.is_empty()).map_err(|_| Unwitnessed::TooLarge)
}

/// An ods: its tables have to fit.
pub(super) fn ods(found: &Found, budget: &Budget<'_>) -> Result<(), Unwitnessed> {
    let room = found.extent.loose.saturating_add(found.extent.area).saturating_mul(TABLE_CELL);
    if found.extent.unsure || room > ROOM {
        return Err(Unwitnessed::TooLarge);
    }
    budget.passing(room);
    Ok(())
}

/// An xls: all chains of its container end, and the tables and texts that its records call for fit.
pub(super) fn xls(bytes: &[u8], budget: &Budget<'_>) -> Result<(), Unwitnessed> {
    let file = Compound::open(bytes).filter(Compound::is_whole).ok_or(Unwitnessed::NotRead)?;
    let (stream, ends) = ["Workbook", "Book"].into_iter().find_map(|name| file.stream(name)).ok_or(Unwitnessed::NotRead)?;
    if !ends {
        return Err(Unwitnessed::NotRead);
    }
    let mut room = 0u64;
    let mut sheets = Vec::new();
    let mut at = 0;
    while let Some((kind, data, next)) = record(&stream, at) {
        budget.tick().map_err(|_| Unwitnessed::TooLarge)?;
        match kind {
            0x0085 => sheets.extend(data.u32_at(0).and_then(|offset| usize::try_from(offset).ok())),
            0x000a => break,
            _ => {}
        }
        at = next;
    }
    for sheet in sheets {
        room = room.saturating_add(sheet_room(&stream, sheet, budget)?);
        if room > ROOM {
            return Err(Unwitnessed::TooLarge);
        }
    }
    budget.passing(room);
    Ok(())
}

/// What the records of a sheet call for.
fn sheet_room(stream: &[u8], from: usize, budget: &Budget<'_>) -> Result<u64, Unwitnessed> {
    let mut room = 0u64;
    let (mut top, mut left, mut bottom, mut right) = (u64::MAX, u64::MAX, 0u64, 0u64);
    let mut depth = 0u32;
    let mut at = from;
    while let Some((kind, data, next)) = record(stream, at) {
        budget.tick().map_err(|_| Unwitnessed::TooLarge)?;
        let part = |at: usize| u64::from(data.u16_at(at).unwrap_or(0));
        match kind {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            // the declared size of the sheet
            0x0200 => {
                let wide = |at: usize| u64::from(data.u32_at(at).unwrap_or(0));
                let (first, last, left, right) = match data.len() {
                    10 => (part(0), part(2), part(4), part(6)),
                    _ => (wide(0), wide(4), part(8), part(10)),
                };
                let left = if left > 0xff || right < left { 0 } else { left };
                let cells = last.saturating_sub(first).max(1).saturating_mul(right.saturating_sub(left).max(1));
                // a size that runs backwards is none that a program wrote
                if last > 0 && last <= first {
                    return Err(Unwitnessed::TooLarge);
                }
                room = room.saturating_add(cells.saturating_mul(LOOSE_CELL));
            }
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00bd | 0x00d6 | 0x00fd | 0x027e => {
                let last = if kind == 0x00bd { data.u16_at(data.len().saturating_sub(2)).map_or(0, u64::from) } else { part(2) };
                (top, bottom) = (top.min(part(0)), bottom.max(part(0)));
                (left, right) = (left.min(part(2)), right.max(last).max(part(2)));
                room = room.saturating_add(LOOSE_CELL);
                if matches!(kind, 0x0204 | 0x00d6) {
                    // room for a text is made by its declared length
                    room = room.saturating_add(part(6));
                }
            }
            0x0207 => room = room.saturating_add(part(0) + LOOSE_CELL),
            _ => {}
        }
        at = next;
    }
    let area = if top == u64::MAX { 0 } else { (bottom - top + 1).saturating_mul(right - left + 1) };
    Ok(room.saturating_add(area.saturating_mul(TABLE_CELL)))
}

/// The record at `at`: its kind, its data, and where the next begins.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let (kind, length) = (stream.u16_at(at)?, usize::from(stream.u16_at(at + 2)?));
    let end = at.checked_add(4)?.checked_add(length)?;
    Some((kind, stream.get(at + 4..end)?, end))
}
