//! Layout options of a report, for PDF and pages.

use crate::form::{Binding, Paper};
use crate::report::State;

/// How to split the report into files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Volumes {
    /// One file, but a new one every 500 pages.
    #[default]
    One,
    /// One file for each department. A row of two departments is in both.
    Department,
    /// One file for each direction.
    Direction,
    /// A new file after this many pages.
    Pages(usize),
}

/// A font to use instead of the built-in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFiles {
    /// Content of the TrueType or OpenType file.
    pub regular: Vec<u8>,
    /// The bold face; if absent, the regular one is used.
    pub bold: Option<Vec<u8>>,
}

/// Layout options. What is `None` follows the form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// How to split it into files.
    pub volumes: Volumes,
    /// Print the origin of each row, in its own column.
    pub origins: bool,
    /// 案, 確定 or 訂正.
    pub state: State,
    /// 版; default 第1版.
    pub version: Option<String>,
    /// Paper, instead of the form's.
    pub paper: Option<Paper>,
    /// Portrait, instead of the form's orientation.
    pub portrait: Option<bool>,
    /// The binding edge, instead of the form's.
    pub binding: Option<Binding>,
    /// Two-sided printing, instead of the form's setting: even pages are bound at the other edge.
    pub duplex: Option<bool>,
    /// Type size of the table in points (5 to 24), instead of the form's.
    pub size: Option<f32>,
    /// Another font.
    pub font: Option<FontFiles>,
    /// Print changed texts side by side.
    pub side_by_side: bool,
    /// The office, for the cover.
    pub office: Option<String>,
    /// The recipient, for the cover: 市長.
    pub recipient: Option<String>,
    /// Who approves it: one blank box each, on the cover.
    pub approvals: Vec<String>,
}
