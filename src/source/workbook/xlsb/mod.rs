//! xlsb: the parts of xlsx as binary records.
//!
//! Remarks apart, drawings and relations are XML as in xlsx. calamine panics on some of these files and does
//! not tell cells' formats.

mod record;
mod sheet;

use super::budget::{Budget, SHEET_WORK};
use super::builder::Builder;
use super::bytes::Bytes;
use super::damage::part;
use super::drawn::{BLACK, Palette, Rich, WHITE, indexed, themed};
use super::fault::Fault;
use super::found::Found;
use super::ooxml::{Relation, around, has_pictures, missing_sheet, of_kind, relations, threads};
use super::package::Package;
use super::shown::Epoch;
use super::strings::Strings;
use super::styles::Styles;
use crate::model::{Address, Visibility};
use record::{Reader, wide};
use std::io::Read;

/// More sheets than any workbook has.
const MAX_SHEETS: usize = 10_000;

/// Reads all sheets.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget<'_>) -> Result<Found, Fault> {
    let root = relations(package, "")?;
    let workbook = of_kind(&root, "officeDocument").map(|r| r.target.clone()).find(|part| package.has(part));
    let workbook = workbook.unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let parts = relations(package, &workbook)?;
    let name_of = |kind: &str, usual: &str| of_kind(&parts, kind).next().map_or(usual.to_owned(), |r| r.target.clone());
    let mut found = Found::default();
    let (mut styles, mut palette) = (Styles::new(), Palette::default());
    let read = read_styles(package, &name_of("styles", "xl/styles.bin"), &mut styles, &mut palette);
    found.shared(part::STYLES, read)?;
    let pictures = has_pictures(package, &parts).unwrap_or(false);
    let mut strings = Strings::default();
    let read = read_strings(package, &name_of("sharedStrings", "xl/sharedStrings.bin"), &mut strings, &palette);
    found.shared(part::TEXTS, read)?;
    let mut sheets = Vec::new();
    {
        let Some(stream) = package.stream(&workbook)? else {
            return Err(Fault::broken(
                "ブックの本体（workbook.bin）がありません",
                "the workbook itself (workbook.bin) is missing",
            ));
        };
        let mut reader = Reader::new(stream, budget);
        while let Some((kind, data)) = reader.next()? {
            match kind {
                153 if data.u32_at(0).is_some_and(|flags| flags & 1 != 0) => styles.epoch = Epoch::Since1904,
                156 if sheets.len() < MAX_SHEETS => {
                    let visibility = match data.u32_at(0) {
                        Some(1) => Visibility::Hidden,
                        Some(2) => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    if let Some((id, next)) = wide(data, 8) {
                        let name = wide(data, next).map(|(name, _)| name).unwrap_or_default();
                        sheets.push((name, visibility, id));
                    }
                }
                _ => {}
            }
        }
    }
    found.epoch = styles.epoch;
    for (name, visibility, id) in sheets {
        budget.work(SHEET_WORK)?;
        let Some(relation) = parts.iter().find(|r| r.id == id) else { continue };
        let mut builder = Builder::new(budget, name, visibility);
        let read = match package.stream(&relation.target) {
            Ok(Some(stream)) if relation.kind != "chartsheet" => {
                sheet::read(&mut Reader::new(stream, budget), &mut builder, &strings, &styles, pictures)
            }
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(missing_sheet()),
            Err(fault) => Err(fault),
        };
        builder.end_of(part::SHEET, read)?;
        around(package, &relation.target, &mut builder, remarks)?;
        found.add(builder)?;
    }
    found.unless_nothing()
}

/// Reads the cell formats and their fonts; before a fault, what comes before it.
fn read_styles(package: &mut Package<'_>, part: &str, styles: &mut Styles, palette: &mut Palette) -> Result<(), Fault> {
    let budget = package.budget();
    let Some(stream) = package.stream(part)? else { return Ok(()) };
    let mut formats = Vec::new();
    let read = lists(&mut Reader::new(stream, budget), styles, palette, &mut formats);
    for (id, font, ground) in formats {
        styles.push(u32::from(id), palette.drawn(font, ground));
    }
    read
}

fn lists<R: Read>(
    reader: &mut Reader<'_, R>,
    styles: &mut Styles,
    palette: &mut Palette,
    formats: &mut Vec<(u16, usize, usize)>,
) -> Result<(), Fault> {
    let mut in_cells = false;
    while let Some((kind, data)) = reader.next()? {
        match kind {
            44 => {
                if let (Some(id), Some((code, _))) = (data.u16_at(0), wide(data, 2)) {
                    styles.declare(u32::from(id), &code);
                }
            }
            617 => in_cells = true,
            618 => in_cells = false,
            43 if !in_cells => palette.font(strikes(data), colour(data, 12).unwrap_or(Some(BLACK))),
            45 => palette.ground(ground(data)),
            47 if in_cells => {
                let place = |at| data.u16_at(at).map_or(0, usize::from);
                formats.push((data.u16_at(2).unwrap_or(0), place(4), place(6)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Does a font strike out?
fn strikes(font: &[u8]) -> bool {
    font.u16_at(2).is_some_and(|flags| flags & 8 != 0)
}

/// The colour at `at`: `None` without one, `Some(None)` where it cannot be resolved.
fn colour(data: &[u8], at: usize) -> Option<Option<u32>> {
    let number = u32::from(data.u8_at(at + 1)?);
    let tinted = data.u16_at(at + 2)? != 0;
    let known = match data.u8_at(at)? >> 1 {
        0 => return None,
        1 => indexed(number),
        2 => data.u32_at(at + 4).map(|rgba| (rgba & 0xff) << 16 | (rgba & 0xff00) | (rgba >> 16 & 0xff)),
        3 => themed(number),
        _ => None,
    };
    Some(known.filter(|_| !tinted))
}

/// The ground of a fill: of none and of a solid one.
fn ground(fill: &[u8]) -> Option<u32> {
    match fill.u32_at(0)? {
        0 => Some(WHITE),
        1 => colour(fill, 4).unwrap_or(Some(WHITE)),
        _ => None,
    }
}

/// The pieces of a text whose runs stand at `at`: where each begins, and its font.
fn pieces(text: &str, data: &[u8], at: usize, palette: &Palette) -> Rich {
    let count = data.u32_at(at).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let runs = data.get(at + 4..).unwrap_or_default().chunks_exact(4).take(count);
    let runs = runs
        .map(|run| (run.u16_at(0).map_or(0, usize::from), run.u16_at(2).is_some_and(|font| palette.strikes(usize::from(font)))));
    Rich::of(text, runs)
}

fn read_strings(package: &mut Package<'_>, part: &str, strings: &mut Strings, palette: &Palette) -> Result<(), Fault> {
    let budget = package.budget();
    let Some(stream) = package.stream(part)? else { return Ok(()) };
    let mut reader = Reader::new(stream, budget);
    while let Some((kind, data)) = reader.next()? {
        if kind == 19 {
            // runs and furigana stand behind the text
            let (text, end) = wide(data, 1).unwrap_or_default();
            let rich = data.u8_at(0).is_some_and(|flags| flags & 1 != 0).then(|| pieces(&text, data, end, palette));
            strings.push(&record::clean(text), budget)?;
            if let Some(rich) = rich {
                strings.enrich(rich, budget)?;
            }
        }
    }
    Ok(())
}

fn remarks(package: &mut Package<'_>, related: &[Relation], builder: &mut Builder<'_>) -> Result<(), Fault> {
    let budget = package.budget();
    let threaded = threads(package, related, builder)?;
    for relation in of_kind(related, "comments") {
        let Some(stream) = package.stream(&relation.target)? else { continue };
        let mut reader = Reader::new(stream, budget);
        let mut at = None;
        while let Some((kind, data)) = reader.next()? {
            match kind {
                635 => at = data.u32_at(4).zip(data.u32_at(12)).map(|(row, column)| Address::new(row, column)),
                637 => {
                    // a thread has a note too, for programs that know no threads
                    let own = at.filter(|at| threaded.binary_search(at).is_err());
                    if let (Some(at), Some((text, _))) = (own, wide(data, 1)) {
                        builder.comment(at, &record::clean(text))?;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}
