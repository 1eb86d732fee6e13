//! What a sheet shows of a table, for drafting a form.

/// A table of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// The file.
    pub file: String,
    /// The sheet; delimited text has none.
    pub sheet: Option<String>,
    /// The lines above it.
    pub titles: Vec<String>,
    /// Lines between its rows.
    pub captions: Vec<String>,
    /// Its columns, from left to right.
    pub columns: Vec<SampleColumn>,
    /// How many rows it has.
    pub rows: usize,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampleColumn {
    /// Column of the sheet, from 0.
    pub col: u32,
    /// Its heading cells, from the top.
    pub heading: Vec<String>,
    /// Where the lowest of them stands: C5.
    pub cell: String,
    /// What stands below.
    pub values: Vec<SampleValue>,
    /// Are cells merged downwards?
    pub merged_down: bool,
    /// Its width on the sheet, in characters, where the sheet says it.
    pub width: Option<f32>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleValue {
    /// What it shows.
    pub text: String,
    /// What it is.
    pub sort: Sort,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
}

impl SampleColumn {
    /// Its heading in one line.
    pub fn name(&self) -> String {
        let parts: Vec<String> = self.heading.iter().map(|part| part.split_whitespace().collect::<String>()).collect();
        parts.join(" ")
    }
}
