//! What can go wrong while a workbook is written.

use rust_xlsxwriter::XlsxError;

/// The workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Big sheets are kept in temporary files; one of them could not be written.
    #[error("a temporary file for the workbook could not be written: {0}")]
    Temporary(#[source] std::io::Error),
    /// The file itself could not be written.
    #[error("the workbook could not be written: {0}")]
    Output(#[source] std::io::Error),
    /// A fault of the program's own: something was given to the writer that a workbook cannot hold.
    #[error("the workbook could not be put together: {0}")]
    Writer(#[source] Box<XlsxError>),
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Temporary(error),
            other => Self::Writer(Box::new(other)),
        }
    }
}
