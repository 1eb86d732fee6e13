//! The report as PDF: tagged for screen readers (PDF/UA-1), fit for archives (PDF/A-2a), the same bytes for
//! the same report.
//!
//! Data flows one way: a report is laid out into placed items, these are drawn, and the drawn document
//! gets its structure, outline and metadata.

mod error;
mod fonts;
mod layout;
mod missing_glyphs;
mod volumes;
mod writer;

use crate::report::ReportData;

pub use crate::form::Binding;
pub use crate::report::State;
pub use crate::report::options::{FontFiles, Options, Volumes};
pub use error::{Error, FontFault};
pub use missing_glyphs::missing_glyphs;

/// One file of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// Its name: `報告書.pdf`, or `報告書_1.pdf` where there are several.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Number of its pages.
    pub pages: usize,
    /// Number of its rows.
    pub rows: usize,
    /// Rows left for later volumes.
    pub left: usize,
}

/// Makes the report: one file, or several according to [`Options::volumes`].
///
/// # Errors
///
/// If a font cannot be used, or a form has more columns than the paper holds.
pub fn write(report: &ReportData<'_>, options: &Options) -> Result<Vec<Volume>, Error> {
    let mut out = Vec::new();
    each(report, options, |volume| {
        out.push(volume);
        Ok::<(), Error>(())
    })?;
    Ok(out)
}

/// Makes 事務局資料.pdf: submissions, findings, the records of each file, the account of the cells.
///
/// # Errors
///
/// If a font cannot be used.
pub fn annex(report: &ReportData<'_>, options: &Options) -> Result<Volume, Error> {
    volumes::annex(report, options)
}

/// Makes the report and passes each of its files to `take` when it is done, so that a report of many volumes is never
/// in memory as a whole.
///
/// # Errors
///
/// As [`write()`], and those of `take`.
pub fn each<E: From<Error> + Send>(
    report: &ReportData<'_>,
    options: &Options,
    take: impl FnMut(Volume) -> Result<(), E>,
) -> Result<(), E> {
    volumes::write(report, options, take)
}
