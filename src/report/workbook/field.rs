//! Columns of data sheets.

use crate::report::workbook::grid::figure_width;

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Texts that may be long: wrapped.
    Long,
    /// Numbers.
    Number,
}

/// A column of a data sheet.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its heading.
    pub heading: &'static str,
    /// The type of its values.
    pub kind: Kind,
    /// Width in half columns.
    pub width: f32,
    /// Their meaning, for the sheet that explains the data.
    pub about: &'static str,
}

impl Field {
    /// Its width, enough for a year or a count of ten thousands.
    pub fn natural_width(&self) -> f32 {
        if self.kind == Kind::Number { self.width.max(figure_width(10_000)) } else { self.width }
    }
}

/// A column.
pub const fn field(heading: &'static str, kind: Kind, width: f32, about: &'static str) -> Field {
    Field { heading, kind, width, about }
}
