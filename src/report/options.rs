//! How a report is set: volumes, paper, type, fonts, state. For PDF and pages.

use crate::form::{Binding, Paper};
use crate::report::State;

/// How the report is cut into files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Volumes {
    /// One file; a very long report is cut all the same, every 500 pages.
    #[default]
    One,
    /// One file a department. A row of two departments is in both.
    Department,
    /// One file a direction.
    Direction,
    /// A new file after this many pages.
    Pages(usize),
}

/// A font to set the report in instead of the built-in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFiles {
    /// Content of the TrueType or OpenType file.
    pub regular: Vec<u8>,
    /// The bold face; the regular one stands in for it.
    pub bold: Option<Vec<u8>>,
}

/// How the report is made. The default is what the form says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// How it is cut into files.
    pub volumes: Volumes,
    /// Print where each row came from, in a column of its own.
    pub origins: bool,
    /// 案, 確定 or 訂正.
    pub state: State,
    /// 版; 第1版 where none is given.
    pub version: Option<String>,
    /// Paper, instead of the form's.
    pub paper: Option<Paper>,
    /// Upright paper, instead of what the form says.
    pub portrait: Option<bool>,
    /// Where the sheets are bound, instead of the form's.
    pub binding: Option<Binding>,
    /// Printed on both sides, instead of what the form says: even pages are bound at the other edge.
    pub duplex: Option<bool>,
    /// Type size of the table in points (5 to 24), instead of the form's.
    pub size: Option<f32>,
    /// Another font.
    pub font: Option<FontFiles>,
    /// Texts that changed, then and now side by side.
    pub side_by_side: bool,
    /// The office that makes the report, on a cover.
    pub office: Option<String>,
    /// Whom it is for, on a cover: 市長.
    pub recipient: Option<String>,
    /// Who signs or stamps it, on a cover: a blank box each.
    pub approvals: Vec<String>,
}
