//! Why a report cannot be made.

/// What is wrong with a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontFault {
    /// It is damaged, or no TrueType or OpenType file.
    #[error("it is damaged, or no TrueType or OpenType file")]
    Unreadable,
    /// It maps no characters to glyphs.
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
        /// Its error.
        reason: String,
    },
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Self {
        Self::Writer { reason: error.to_string() }
    }
}
