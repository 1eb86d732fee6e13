//! The report as PDF: tagged for screen readers (PDF/UA-1), fit for archives (PDF/A-2a), the same bytes for
//! the same report.
//!
//! Data flows one way: an report is laid out into placed items, these are drawn, and the drawn document
//! gets its structure, outline and metadata.

mod fonts;
mod layout;
mod volumes;
mod writer;

use crate::model::Finding;
use crate::report::ReportData;

pub use crate::form::Binding;
pub use crate::report::State;
pub use crate::report::options::{FontFiles, Options, Volumes};

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
    /// Rows that the volumes after it will have.
    pub left: usize,
    /// Characters that no font has, with the cells they came from.
    pub findings: Vec<Finding>,
}

/// What is wrong with a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontFault {
    /// It is damaged, or no TrueType or OpenType file.
    #[error("it is damaged, or no TrueType or OpenType file")]
    Unreadable,
    /// It says of no character how it looks.
    #[error("it has no table of characters")]
    NoCharacters,
    /// It has no 仮名.
    #[error("it has no Japanese characters")]
    NotJapanese,
}

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More columns than the paper can hold.
    #[error("{columns} columns do not fit the paper, which holds {fit} at this type size")]
    ColumnsDoNotFit {
        /// Columns of the form.
        columns: usize,
        /// Columns of the least width that would fit.
        fit: usize,
    },
    /// A font that cannot be used.
    #[error("the font cannot be used: {reason}")]
    Font {
        /// What is wrong with it.
        reason: FontFault,
    },
    /// The PDF library failed.
    #[error("the PDF could not be written: {reason}")]
    Writer {
        /// What it said.
        reason: String,
    },
}

/// Makes the report: one file, or several by [`Options::volumes`].
///
/// # Errors
///
/// When a font cannot be used, or a form has more columns than the paper holds.
pub fn write(report: &ReportData<'_>, options: &Options) -> Result<Vec<Volume>, Error> {
    let mut out = Vec::new();
    each(report, options, |volume| {
        out.push(volume);
        Ok::<(), Error>(())
    })?;
    Ok(out)
}

/// Makes the report and gives each of its files to `take` as soon as it is done: a report of many volumes is never
/// in memory as a whole.
///
/// # Errors
///
/// As [`write()`], and what `take` answers.
pub fn each<E: From<Error> + Send>(
    report: &ReportData<'_>,
    options: &Options,
    take: impl FnMut(Volume) -> Result<(), E>,
) -> Result<(), E> {
    volumes::write(report, options, take)
}
