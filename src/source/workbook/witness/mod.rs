//! The witness: calamine reads every workbook a second time, and every cell has to be the same.
//!
//! The ledger can only count what our own reader saw. Two readers that share no code seldom make the same mistake. A cell
//! is compared as soon as calamine gives it: no second table is kept. What is known to differ, and why, is in `alike` and
//! in docs/witness.md. A file is given to calamine only where it cannot ask for more memory than there is (`admit`), and
//! what goes wrong inside is no fault of the file.

mod admit;
mod alike;
mod compare;
#[cfg(test)]
mod tests;
mod value;

use std::io::Cursor;

use calamine::{Ods, Reader, SheetType, Xls, Xlsb, XlsbError, Xlsx, XlsxError};

use self::alike::Setting;
use self::compare::Comparison;
use self::value::WitnessValue;
use super::budget::Budget;
use super::differences::Differences;
use super::found::Found;
use super::package::Package;
use crate::model::{Address, Unwitnessed, Witness};
use crate::source::Grid;
use crate::source::fence::fenced;

/// What became of one sheet: what differs, or why it was not compared.
type Compared = Result<Differences, Unwitnessed>;

/// Has an xlsx or one of its kin read again.
pub(super) fn xlsx(bytes: &[u8], package: &mut Package<'_>, found: &mut Found, budget: &Budget<'_>) {
    let admitted = admit::package(package, found);
    settle(found, admitted, |sheets, setting| {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unwitnessed::NotRead)?;
        let theirs =
            pairs(&book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ)).collect::<Vec<_>>(), sheets);
        let mut one = |(grid, name): (&Grid, Option<(String, bool)>)| {
            let (name, cells) = name.ok_or(Unwitnessed::Unlike)?;
            let mut comparison = Comparison::new(grid, setting);
            if !cells {
                return Ok(comparison.end());
            }
            let mut reader = match book.worksheet_cells_reader(&name) {
                Ok(reader) => reader,
                Err(XlsxError::NotAWorksheet(_)) if grid.cells.is_empty() => return Ok(comparison.end()),
                Err(_) => return Err(Unwitnessed::NotRead),
            };
            loop {
                budget.tick().map_err(|_| Unwitnessed::TooLarge)?;
                match reader.next_cell() {
                    Ok(Some(cell)) => {
                        let (row, column) = cell.get_position();
                        comparison.meet(Address::new(row, column), WitnessValue::of(cell.get_value()));
                    }
                    Ok(None) => return Ok(comparison.end()),
                    // an error value that it does not know: it goes on behind it, but does not count the cell
                    Err(XlsxError::CellError(_)) if !grid.stored.without_address => {}
                    Err(_) => return Err(Unwitnessed::NotRead),
                }
            }
        };
        Ok(sheets.iter().zip(theirs).map(|pair| one_by_one(|| one(pair))).collect())
    });
}

/// Has an xlsb read again.
pub(super) fn xlsb(bytes: &[u8], package: &mut Package<'_>, found: &mut Found, budget: &Budget<'_>) {
    let admitted = admit::package(package, found);
    settle(found, admitted, |sheets, setting| {
        let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|_| Unwitnessed::NotRead)?;
        let theirs =
            pairs(&book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ)).collect::<Vec<_>>(), sheets);
        let mut one = |(grid, name): (&Grid, Option<(String, bool)>)| {
            let (name, cells) = name.ok_or(Unwitnessed::Unlike)?;
            let mut comparison = Comparison::new(grid, setting);
            if !cells {
                return Ok(comparison.end());
            }
            let mut reader = book.worksheet_cells_reader(&name).map_err(|_| Unwitnessed::NotRead)?;
            loop {
                budget.tick().map_err(|_| Unwitnessed::TooLarge)?;
                match reader.next_cell() {
                    Ok(Some(cell)) => {
                        let (row, column) = cell.get_position();
                        comparison.meet(Address::new(row, column), WitnessValue::of(cell.get_value()));
                    }
                    Ok(None) => return Ok(comparison.end()),
                    Err(XlsbError::CellError(_)) => {}
                    Err(_) => return Err(Unwitnessed::NotRead),
                }
            }
        };
        Ok(sheets.iter().zip(theirs).map(|pair| one_by_one(|| one(pair))).collect())
    });
}

/// Has an xls read again.
pub(super) fn xls(bytes: &[u8], found: &mut Found, budget: &Budget<'_>) {
    let admitted = admit::xls(bytes, budget);
    settle(found, admitted, |sheets, setting| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|_| Unwitnessed::NotRead)?;
        whole(&mut book, sheets, setting, budget)
    });
}

/// Has an ods read again.
pub(super) fn ods(bytes: &[u8], found: &mut Found, budget: &Budget<'_>) {
    let admitted = admit::ods(found, budget);
    settle(found, admitted, |sheets, setting| {
        let mut book = Ods::new(Cursor::new(bytes)).map_err(|_| Unwitnessed::NotRead)?;
        whole(&mut book, sheets, setting, budget)
    });
}

/// Nobody reads this file again.
pub(super) fn none(found: &mut Found, why: Unwitnessed) {
    found.sheets.iter_mut().for_each(|grid| grid.witness = Witness::Unwitnessed(why));
}

/// Compares the sheets of a reader that holds them as tables.
fn whole<'b, R: Reader<Cursor<&'b [u8]>>>(
    book: &mut R,
    sheets: &[Grid],
    setting: Setting,
    budget: &Budget<'_>,
) -> Result<Vec<Compared>, Unwitnessed> {
    let theirs = pairs(&book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ)).collect::<Vec<_>>(), sheets);
    let mut one = |(grid, name): (&Grid, Option<(String, bool)>)| {
        let (name, cells) = name.ok_or(Unwitnessed::Unlike)?;
        let mut comparison = Comparison::new(grid, setting);
        if cells {
            let range = book.worksheet_range(&name).map_err(|_| Unwitnessed::NotRead)?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                budget.tick().map_err(|_| Unwitnessed::TooLarge)?;
                let part = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                let at = Address::new(top.saturating_add(part(row)), left.saturating_add(part(column)));
                comparison.meet(at, WitnessValue::of_table(value));
            }
        }
        Ok(comparison.end())
    };
    Ok(sheets.iter().zip(theirs).map(|pair| one_by_one(|| one(pair))).collect())
}

/// The name by which the other reader knows each of our sheets, and whether it has cells; none where that is not sure.
fn pairs(theirs: &[(String, SheetType)], sheets: &[Grid]) -> Vec<Option<(String, bool)>> {
    let same_number = theirs.len() == sheets.len();
    let one = |(place, grid): (usize, &Grid)| {
        let own = grid.name.as_deref().unwrap_or_default();
        let found = if same_number { theirs.get(place) } else { theirs.iter().find(|(name, _)| name == own) };
        let (name, kind) = found?;
        let unique = theirs.iter().filter(|(other, _)| other == name).count() == 1;
        let cells = !matches!(kind, SheetType::ChartSheet | SheetType::Vba | SheetType::DialogSheet);
        unique.then(|| (name.clone(), cells))
    };
    sheets.iter().enumerate().map(one).collect()
}

/// A fault at one sheet costs the others nothing.
fn one_by_one(compare: impl FnOnce() -> Compared) -> Compared {
    fenced(compare).unwrap_or(Err(Unwitnessed::Fault))
}

/// Runs the comparison, if the file is admitted to it, and writes down what became of each sheet.
fn settle(
    found: &mut Found,
    admitted: Result<(), Unwitnessed>,
    compare: impl FnOnce(&[Grid], Setting) -> Result<Vec<Compared>, Unwitnessed>,
) {
    let mut sheets = std::mem::take(&mut found.sheets);
    let setting = Setting { epoch: found.epoch, open_document: found.open_document };
    let compared = admitted.and_then(|()| {
        // a fault in the other reader is no fault of the file
        fenced(|| compare(&sheets, setting)).unwrap_or(Err(Unwitnessed::Fault))
    });
    match compared {
        Ok(compared) => {
            for (grid, compared) in sheets.iter_mut().zip(compared) {
                grid.witness = match compared {
                    Ok(differences) if differences.is_empty() => Witness::Agreed,
                    Ok(differences) => {
                        found.differences.push((grid.name.clone(), differences));
                        Witness::Disagreed
                    }
                    Err(why) => Witness::Unwitnessed(why),
                };
            }
        }
        Err(why) => sheets.iter_mut().for_each(|grid| grid.witness = Witness::Unwitnessed(why)),
    }
    found.sheets = sheets;
}
