//! Workbooks: xlsx and its kin, xlsb, xls, ods.
//!
//! Every format is read in one pass over its parts that yields values, what they show, merged areas, hidden
//! rows and columns, remarks and drawings at once. What a file may cost is bounded before it is allocated
//! (`budget`), and every fault is translated into the words of a finding where it enters (`fault`).
//!
//! What a format cannot tell: in xlsb every formula has a stored result, so none is ever
//! [`Uncalculated`](super::RawValue::Uncalculated); a hidden default row height and the drawings of Excel 95 are not
//! looked at. A number shown as a time of day only stays a [`Number`](super::RawValue::Number); a number other than 0 that
//! its format hides (`;;;`) is shown as it would be without. A value that stands under a merged area, where no
//! sheet shows it, is given all the same: leaving it to be dropped by whoever knows why loses nothing.

mod budget;
mod builder;
mod bytes;
mod choices;
mod compound;
mod crypt;
mod damage;
mod differences;
mod drawn;
mod extent;
mod fault;
mod found;
mod ods;
mod ooxml;
mod package;
mod shown;
mod stream;
mod strings;
mod styles;
mod text;
mod witness;
mod xls;
mod xlsb;
mod xml;

use std::sync::Arc;

pub use self::damage::loses_answers;

use self::budget::Budget;
use self::differences::{Difference, Differences};
use self::fault::Fault;
use self::found::Found;
use self::package::Package;
use super::budget::Budget as FileBudget;
use super::fence::fenced;
use super::{Book, Options};
use crate::model::Texts;
use crate::model::{Finding, Format, Place, Unwitnessed};
use crate::rules;

/// Reads a workbook whose content is of `format`; `path` is what findings call it.
///
/// # Errors
///
/// A finding of [`ENCRYPTED`](crate::rules::ENCRYPTED), [`TOO_LARGE`](crate::rules::TOO_LARGE),
/// [`UNREADABLE_WORKBOOK`](crate::rules::UNREADABLE_WORKBOOK) or
/// [`NOT_A_WORKBOOK`](crate::rules::NOT_A_WORKBOOK).
pub fn read(bytes: &[u8], format: Format, path: &Arc<str>, options: &Options) -> Result<(Book, Vec<Finding>), Finding> {
    read_within(bytes, format, path, options, &FileBudget::alone(&options.limits))
}

/// [`read`] with what is left for the file.
pub(super) fn read_within(
    bytes: &[u8],
    format: Format,
    path: &Arc<str>,
    options: &Options,
    budget: &FileBudget<'_>,
) -> Result<(Book, Vec<Finding>), Finding> {
    let max = options.limits.file_bytes;
    if bytes.len() as u64 > max {
        let fault = Fault::TooLarge { limit: fault::WorkbookLimit::FileBytes, max, actual: bytes.len().to_string().into() };
        return Err(fault.finding(path));
    }
    // nothing here is meant to panic; should a library do it, the other files are read all the same
    let read = fenced(|| sheets(bytes, format, options, budget))
        .unwrap_or(Err(Fault::broken("想定外の構造です", "its structure is not what is expected")));
    let (format, found) = read.map_err(|fault| fault.finding(path))?;
    let mut findings: Vec<Finding> = found.damage.into_iter().map(|damage| damage.finding(path)).collect();
    for (sheet, differences) in found.differences {
        let place = Place::file(Arc::clone(path)).on(sheet);
        findings.extend(disagreements(&place, differences));
    }
    Ok((Book { format, encoding: None, sheets: found.sheets }, findings))
}

/// The sheets, and the format of what was inside if there was a password around it.
fn sheets(bytes: &[u8], format: Format, options: &Options, budget: &FileBudget<'_>) -> Result<(Format, Found), Fault> {
    let budget = Budget::new(budget);
    // a workbook with a password is a compound file around the encrypted one, whatever its extension
    if let Some(plain) = crypt::open_package(bytes, options, &budget)? {
        let mut package = Package::open(&plain, &budget)?;
        let format = match format {
            _ if package.has("xl/workbook.bin") => Format::Xlsb,
            Format::Xlsm | Format::Xltx | Format::Xltm => format,
            _ => Format::Xlsx,
        };
        return Ok((format, in_package(&plain, &mut package, format, options, &budget)?));
    }
    let found = match format {
        Format::Xlsx | Format::Xlsm | Format::Xltx | Format::Xltm | Format::Xlsb => {
            in_package(bytes, &mut Package::open(bytes, &budget)?, format, options, &budget)?
        }
        Format::Xls => match xls::read(bytes, &budget) {
            Err(Fault::Encrypted) => {
                let plain = crypt::open_xls(bytes, options, &budget)?;
                again(xls::read(&plain, &budget)?, options, |found| witness::xls(&plain, found, &budget))
            }
            read => again(read?, options, |found| witness::xls(bytes, found, &budget)),
        },
        Format::Ods => match ods::read(&mut Package::open(bytes, &budget)?, &budget) {
            Err(Fault::Encrypted) => {
                let plain = crypt::open_ods(bytes, options, &budget)?;
                let read = ods::read(&mut Package::open(&plain, &budget)?, &budget)?;
                again(read, options, |found| witness::ods(&plain, found, &budget))
            }
            read => again(read?, options, |found| witness::ods(bytes, found, &budget)),
        },
        Format::Fods => again(ods::read_flat(bytes, &budget)?, options, |found| witness::none(found, Unwitnessed::NoReader)),
        Format::Csv | Format::Tsv | Format::Zip => {
            return Err(Fault::Foreign(Texts::new("表計算ではない形式", "a format that is no spreadsheet")));
        }
    };
    Ok((format, found))
}

/// Reads a package of Office's parts.
fn in_package<'b>(
    bytes: &[u8],
    package: &mut Package<'b>,
    format: Format,
    options: &Options,
    budget: &'b Budget<'b>,
) -> Result<Found, Fault> {
    let binary = format == Format::Xlsb;
    let read = if binary { xlsb::read(package, budget)? } else { ooxml::read(package, budget)? };
    Ok(again(read, options, |found| match binary {
        true => witness::xlsb(bytes, package, found, budget),
        false => witness::xlsx(bytes, package, found, budget),
    }))
}

/// Has what was read read again, unless that is not wanted.
fn again(mut found: Found, options: &Options, witness: impl FnOnce(&mut Found)) -> Found {
    if options.no_witness {
        witness::none(&mut found, Unwitnessed::NotAsked);
    } else {
        witness(&mut found);
    }
    found
}

/// Differences of a sheet that have a finding each.
const ONE_BY_ONE: usize = 5;

/// Findings for cells that the two readers see differently: of many, the first with the places of all.
fn disagreements(sheet: &Place, differences: Differences) -> Vec<Finding> {
    let value = |value: Option<String>| match value {
        Some(value) => (format!("「{value}」"), format!("“{value}”")),
        None => ("なし".to_owned(), "nothing".to_owned()),
    };
    let one = |difference: Difference| {
        let ((ours, ours_en), (theirs, theirs_en)) = (value(difference.ours), value(difference.theirs));
        Finding::new(rules::READERS_DISAGREE, sheet.clone().at(difference.at))
            .with("ours", ours)
            .with("ours_en", ours_en)
            .with("theirs", theirs)
            .with("theirs_en", theirs_en)
    };
    let many = differences.kept.len() > ONE_BY_ONE;
    let mut findings = differences.kept.into_iter().map(one);
    if !many {
        return findings.collect();
    }
    let mut first = findings.next();
    for other in findings {
        first.iter_mut().for_each(|first| first.join(other.clone()));
    }
    first.into_iter().collect()
}
