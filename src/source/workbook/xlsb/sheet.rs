//! One sheet of binary records.

use std::io::Read;

use super::record::{Reader, clean, wide};
use crate::model::{Address, CellRange};
use crate::source::RawValue;
use crate::source::workbook::builder::Builder;
use crate::source::workbook::bytes::{Bytes, error_name, rk};
use crate::source::workbook::fault::Fault;
use crate::source::workbook::strings::Strings;
use crate::source::workbook::styles::Styles;

/// Reads the sheet into `builder`; `pictures`: the workbook has pictures that were placed in cells.
pub(super) fn read<R: Read>(
    reader: &mut Reader<'_, R>,
    builder: &mut Builder<'_>,
    strings: &Strings,
    styles: &Styles,
    pictures: bool,
) -> Result<(), Fault> {
    let (mut row, mut column) = (0, None);
    // Does the value of the next cell have metadata? An error with some is a picture.
    let mut pictured = false;
    while let Some((kind, data)) = reader.next()? {
        match kind {
            0 => {
                row = data.u32_at(0).ok_or(Fault::broken("行の番号が正しくありません", "a row has a wrong number"))?;
                column = None;
                let no_height = data.u16_at(8) == Some(0);
                if no_height || data.u8_at(11).is_some_and(|flags| flags & 0x10 != 0) {
                    builder.hide_rows(row, row);
                }
            }
            50 => pictured = pictures,
            3 | 11 if std::mem::take(&mut pictured) && is_no_value(data.u8_at(8)) => {
                column = data.u32_at(0);
                if let Some(column) = column {
                    builder.picture(Address::new(row, column), "")?;
                }
            }
            1..=11 | 62 => {
                pictured = false;
                column = data.u32_at(0);
                if let Some(column) = column {
                    cell(kind, data.get(4..).unwrap_or_default(), Address::new(row, column), builder, strings, styles)?;
                }
            }
            // the short kinds of 1 to 7: without a column, right of the cell before
            12..=18 => {
                let next = column.map_or(0, |before: u32| before.saturating_add(1));
                column = Some(next);
                builder.passed_over(Address::new(row, next))?;
                cell(kind - 11, data, Address::new(row, next), builder, strings, styles)?;
            }
            60 => {
                if let (Some(first), Some(last), Some(width), Some(flags)) =
                    (data.u32_at(0), data.u32_at(4), data.u32_at(8), data.u16_at(16))
                    && (flags & 1 != 0 || width == 0)
                {
                    builder.hide_columns(first, last);
                }
            }
            176 => {
                let side = |at| data.u32_at(at).unwrap_or(0);
                builder.merge(CellRange::new(Address::new(side(0), side(8)), Address::new(side(4), side(12))))?;
            }
            // what is printed on the pages: odd ones first
            479 => {
                if let Some((code, _)) = wide(data, 2) {
                    builder.page_header(&code)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// #VALUE!, which programs that know no pictures in cells show in their place.
fn is_no_value(error: Option<u8>) -> bool {
    error == Some(0x0f)
}

/// A cell; its data begins with the style.
fn cell(kind: u32, data: &[u8], at: Address, builder: &mut Builder<'_>, strings: &Strings, styles: &Styles) -> Result<(), Fault> {
    let Some(style) = data.u32_at(0) else { return Ok(()) };
    let style = (style & 0x00ff_ffff) as usize;
    let number = |builder: &mut Builder<'_>, number: Option<f64>| match number {
        Some(number) => builder.number(at, (styles, style), number),
        None => Ok(()),
    };
    if matches!(kind, 8..=11) {
        builder.formula(at);
    }
    // results that are errors, and texts with pieces of their own
    if matches!(kind, 11 | 62) {
        builder.passed_over(at)?;
    }
    match kind {
        1 => builder.blank(at, (styles, style)),
        2 => number(builder, data.u32_at(4).map(rk)),
        5 | 9 => number(builder, data.f64_at(4)),
        3 | 11 => builder.push(at, RawValue::Error, error_name(data.u8_at(4).unwrap_or(0xff)).to_owned()),
        4 | 10 => builder.truth(at, data.u8_at(4) != Some(0)),
        7 => {
            let index = data.u32_at(4).map_or(usize::MAX, |index| index as usize);
            match strings.get(index) {
                Some(text) => builder.styled(at, (styles, style), text.to_owned(), strings.rich(index)),
                None => builder.no_text(at, index >= strings.len()),
            }
        }
        6 | 8 | 62 => {
            let from = if kind == 62 { 5 } else { 4 };
            let text = wide(data, from).map(|(text, _)| clean(text)).unwrap_or_default();
            builder.styled(at, (styles, style), text, None)
        }
        _ => Ok(()),
    }
}
