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
mod crypt;
mod drawn;
mod fault;
mod ods;
mod ooxml;
mod package;
mod shown;
mod stream;
mod strings;
mod styles;
mod text;
mod xls;
mod xlsb;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use self::budget::Budget;
use self::fault::Fault;
use self::package::Package;
use super::budget::Budget as FileBudget;
use super::{Book, Grid, Options};
use crate::model::Texts;
use crate::model::{Finding, Format};

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
        let fault = Fault::TooLarge { limit: fault::Limit::FileBytes, max, actual: bytes.len().to_string().into() };
        return Err(fault.finding(path));
    }
    // nothing here is meant to panic; should a library do it, the other files are read all the same
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes, format, options, budget)));
    let read = read.unwrap_or(Err(Fault::broken("想定外の構造です", "its structure is not what is expected")));
    let (format, sheets) = read.map_err(|fault| fault.finding(path))?;
    Ok((Book { format, encoding: None, sheets }, Vec::new()))
}

/// The sheets, and the format of what was inside if there was a password around it.
fn sheets(bytes: &[u8], format: Format, options: &Options, budget: &FileBudget<'_>) -> Result<(Format, Vec<Grid>), Fault> {
    let budget = Budget::new(budget);
    // a workbook with a password is a compound file around the encrypted one, whatever its extension
    if let Some(plain) = crypt::open_package(bytes, options, &budget)? {
        let mut package = Package::open(&plain, &budget)?;
        let binary = package.has("xl/workbook.bin");
        return match (binary, format) {
            (true, _) => Ok((Format::Xlsb, xlsb::read(&mut package, &budget)?)),
            (false, Format::Xlsm | Format::Xltx | Format::Xltm) => Ok((format, ooxml::read(&mut package, &budget)?)),
            (false, _) => Ok((Format::Xlsx, ooxml::read(&mut package, &budget)?)),
        };
    }
    let sheets = match format {
        Format::Xlsx | Format::Xlsm | Format::Xltx | Format::Xltm => ooxml::read(&mut Package::open(bytes, &budget)?, &budget)?,
        Format::Xlsb => xlsb::read(&mut Package::open(bytes, &budget)?, &budget)?,
        Format::Xls => match xls::read(bytes, &budget) {
            Err(Fault::Encrypted) => xls::read(&crypt::open_xls(bytes, options, &budget)?, &budget)?,
            read => read?,
        },
        Format::Ods => match ods::read(&mut Package::open(bytes, &budget)?, &budget) {
            Err(Fault::Encrypted) => {
                let plain = crypt::open_ods(bytes, options, &budget)?;
                ods::read(&mut Package::open(&plain, &budget)?, &budget)?
            }
            read => read?,
        },
        Format::Fods => ods::read_flat(bytes, &budget)?,
        Format::Csv | Format::Tsv | Format::Zip => {
            return Err(Fault::Foreign(Texts::new("表計算ではない形式", "a format that is no spreadsheet")));
        }
    };
    Ok((format, sheets))
}
