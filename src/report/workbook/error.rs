//! Errors of writing a workbook.

use std::any::Any;
use std::io;
use std::panic::{self, AssertUnwindSafe};

use rust_xlsxwriter::XlsxError;

/// The workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Long sheets are kept in temporary files; one of them could not be written.
    #[error("a temporary file for the workbook could not be written: {0}")]
    Temporary(#[source] io::Error),
    /// The file itself could not be written.
    #[error("the workbook could not be written: {0}")]
    Output(#[source] io::Error),
    /// A bug: the writer got something that a workbook cannot hold.
    #[error("the workbook could not be put together: {0}")]
    Writer(#[source] Box<XlsxError>),
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => Self::Temporary(error),
            other => Self::Writer(Box::new(other)),
        }
    }
}

/// Runs code that writes long sheets. If temporary files cannot be written, rust_xlsxwriter panics:
/// this turns the panic into an error.
pub fn answered<T>(write: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    panic::catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|panic| match refusal(&*panic) {
        Some(error) => Err(Error::Temporary(error)),
        None => panic::resume_unwind(panic),
    })
}

/// The system's error, by its number in a message like `Couldn't write to xml file: Os { code: 28, … }`.
fn refusal(panic: &(dyn Any + Send)) -> Option<io::Error> {
    let (_, code) = panic.downcast_ref::<String>()?.split_once("Os { code: ")?;
    let (code, _) = code.split_once(',')?;
    code.parse().ok().map(io::Error::from_raw_os_error)
}
