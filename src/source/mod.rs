//! A file becomes grids of raw cells. The one place where zip, quick-xml and encoding_rs are called.

mod archive;
pub mod budget;
mod collect;
mod collected;
pub mod delimited;
mod disk;
mod earlier;
mod fence;
mod outputs;
mod read;
pub mod refusal;
pub mod settings;
pub mod sniff;
mod unpack;
pub mod workbook;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

pub use archive::{Packed, file_name as utf8_or_cp932};
pub use collect::{collect, collect_below, collect_handed_in, collect_with};
pub use collected::Collected;
pub use disk::Disk;
pub use earlier::{Earlier, EarlierError, earlier};
pub use fence::is_fenced;
pub use read::{read, read_within};

use crate::model::{Address, CellRange, Comment, Encoding, Finding, Format, Input, Visibility, Witness};

/// What reading may cost. Everything is bounded before it is allocated; a file beyond a limit is refused
/// with a `too-large` finding that names the limit and the option that raises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Length of a file in bytes (`--max-file-size`).
    pub file_bytes: u64,
    /// Entries of a zip archive or workbook (`--max-zip-entries`).
    pub zip_entries: u64,
    /// Inflated size of all entries in bytes (`--max-inflated-size`).
    pub inflated_bytes: u64,
    /// Inflated size over packed size of an entry (`--max-zip-ratio`).
    pub zip_ratio: u64,
    /// Non-empty cells of a file (`--max-cells`).
    pub cells: u64,
    /// Characters of one cell (`--max-cell-length`).
    pub cell_chars: u64,
    /// Bytes of text that merged cells, blanks and 〃 repeat from row to row on a sheet (`--max-repeated-size`).
    pub repeated_bytes: u64,
    /// Depth of XML elements (`--max-xml-depth`).
    pub xml_depth: u64,
    /// Depth of folders below an input (`--max-folder-depth`).
    pub folder_depth: u64,
    /// Bytes of memory for reading one file, by estimate (`--max-file-memory`).
    pub file_memory: u64,
    /// Bytes of memory for what is kept of all files together, by estimate (`--max-memory`).
    pub run_memory: u64,
    /// Work on one file, in seconds of an office computer (`--max-seconds`); counted, so that every machine gives up
    /// the same files.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            zip_entries: 10_000,
            inflated_bytes: 1 << 30,
            zip_ratio: 1_000,
            // what reading, recognising and normalising make of so many stays below 1 GiB
            cells: 1_500_000,
            cell_chars: 1_000_000,
            repeated_bytes: 64 << 20,
            xml_depth: 256,
            folder_depth: 64,
            file_memory: 256 << 20,
            run_memory: 1 << 30,
            seconds: 10,
        }
    }
}

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What reading may cost.
    pub limits: Limits,
    /// Encoding of delimited text (`--encoding`), where it is not to be found out.
    pub encoding: Option<Encoding>,
    /// Passwords to try on protected workbooks, in this order (`--password-file`).
    pub passwords: Vec<String>,
    /// Workbooks are not read a second time (`--no-witness`).
    pub no_witness: bool,
    /// The program's own outputs are read like submissions, instead of being ignored.
    pub own_outputs: bool,
    /// How files are opened; a test puts its own faults here.
    pub disk: Disk,
    /// What the threads of the run share.
    pub memory: budget::Memory,
}

/// A file among the inputs, not yet read.
#[derive(Debug, Clone)]
pub struct Found {
    /// Path relative to the input folder, with `/`, in the file system's own characters;
    /// a zip member is `a.zip/dir/b.xlsx`.
    pub path: Arc<str>,
    /// Where its bytes are.
    pub location: Location,
}

/// Where the bytes of a [`Found`] file are.
#[derive(Debug, Clone)]
pub enum Location {
    /// A file on disk.
    Disk(PathBuf),
    /// A member of an opened zip archive, by its index. All members share the archive's list of them.
    Member(ZipArchive<Packed>, usize),
}

/// A file after reading: what is known of it, and its grids if it could be read.
#[derive(Debug)]
pub struct Reading {
    /// Path, hash, size, format, encoding; status `read`, `ignored` or `rejected`; no sheets yet.
    pub input: Input,
    /// Its content; `None` when it was ignored or rejected.
    pub book: Option<Book>,
    /// What a person has to know about the file as such.
    pub findings: Vec<Finding>,
}

/// A file that was read: its sheets, and how it was written.
#[derive(Debug, Clone)]
pub struct Book {
    /// The format of the content, whatever the extension says.
    pub format: Format,
    /// Encoding of delimited text; a workbook has none.
    pub encoding: Option<Encoding>,
    /// Sheets in their order. Delimited text is one sheet without a name.
    pub sheets: Vec<Grid>,
}

/// One sheet: its cells that hold something, and its shape.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Name of the sheet; delimited text has none.
    pub name: Option<String>,
    /// Is it shown?
    pub visibility: Visibility,
    /// Is it hidden, and holds nothing but the choices of drop-downs?
    pub choices: bool,
    /// Every cell that is not blank (see [`is_blank`]) and every formula without a stored result,
    /// sorted by row, then column, each address once.
    pub cells: Vec<RawCell>,
    /// Merged areas, sorted. A merged area's value stands in its upper left cell only.
    pub merges: Vec<CellRange>,
    /// Hidden rows that lie among the cells (hidden by hand, filter, outline or zero height), from 0.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns that lie among the cells, from 0.
    pub hidden_columns: BTreeSet<u32>,
    /// Remarks on cells, blank ones too, sorted by their cells, one a cell.
    pub comments: Vec<Comment>,
    /// Text boxes, pictures, charts: what stands on the sheet but in no cell.
    pub objects: Vec<Object>,
    /// Cells whose text is drawn in a way that bears on what it means, sorted by their addresses.
    pub looks: Vec<(Address, Look)>,
    /// Cells with a coloured ground, blank ones too, sorted by their addresses: equal numbers are equal colours.
    pub fills: Vec<(Address, u32)>,
    /// What is printed at the head of each page.
    pub page_header: Option<String>,
    /// What the file has and the cells do not say: for comparing them with what another reader finds.
    pub stored: Stored,
    /// Did another reader find the same?
    pub witness: Witness,
    /// How many cells hold a formula, and the first of them.
    pub formulas: Option<(Address, u64)>,
}

/// What a file has and its cells do not say.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// Texts to which their number format adds something (`@"様"`), as they are stored, sorted by their addresses.
    pub texts: Vec<(Address, String)>,
    /// Cells with reading aids over their letters, sorted.
    pub aided: Vec<Address>,
    /// Cells written in a way that other readers pass over, sorted.
    pub passed_over: Vec<Address>,
    /// Some cells do not say where they stand.
    pub without_address: bool,
}

/// A cell as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCell {
    /// Where it stands.
    pub at: Address,
    /// What it holds.
    pub value: RawValue,
    /// What the sheet shows: the number format applied, line ends as `\n`, `_x000D_` undone,
    /// furigana left out, blanks kept. For a text the same as the text.
    pub shown: String,
}

/// The typed value of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RawValue {
    /// A text; it is in `shown`.
    Text,
    /// A number as stored: 88 % is 0.88.
    Number(#[serde(with = "number")] f64),
    /// A truth value.
    Bool(bool),
    /// A calendar date, with the time of day where there is one.
    Date(jiff::civil::DateTime),
    /// An error value; its name (`#N/A`, `#SPILL!`) is in `shown`.
    Error,
    /// A formula without a stored result; `shown` is empty.
    Uncalculated,
    /// A picture that was placed in the cell instead of a value; its alternative text, or a word for it, is in `shown`.
    Picture,
}

/// How a cell's text is drawn, where that bears on what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A line goes through all of it.
    Struck,
    /// A line goes through these pieces of it.
    StruckPart(String),
    /// It has the colour of its ground, or its number format shows nothing (`;;;`).
    Unseen,
    /// A number that the sheet shows so, without all of its digits; the cell's text has them.
    Shortened(String),
}

/// A number as its shortest text: what reads JSON numbers may be off by the last bit.
mod number {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Something on a sheet that is in no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The cell under its upper left corner, where known.
    pub at: Option<Address>,
    /// What it is.
    pub kind: ObjectKind,
    /// Its text, empty for a picture.
    pub text: String,
}

/// Kinds of [`Object`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A text box or a shape.
    Shape,
    /// A picture.
    Picture,
    /// A chart.
    Chart,
    /// A check box or an option button; its label is the text.
    CheckBox {
        /// Is it ticked?
        checked: bool,
    },
}

/// Holds nothing but white space (Unicode white space and the control characters U+001C–U+001F).
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

/// Is this text what WPS leaves of a picture in a cell: `=DISPIMG("ID_…",1)`?
pub(crate) fn is_picture(text: &str) -> bool {
    text.starts_with('=') && places_a_picture(text.trim_start_matches('='))
}

/// Does this formula place a picture in its cell?
pub(crate) fn places_a_picture(formula: &str) -> bool {
    let formula = formula.trim();
    formula.strip_prefix("_xlfn.").unwrap_or(formula).starts_with("DISPIMG(")
}

impl Grid {
    /// The cell at this address, if it holds something.
    pub fn get(&self, at: Address) -> Option<&RawCell> {
        self.cells.binary_search_by_key(&at, |cell| cell.at).ok().and_then(|i| self.cells.get(i))
    }

    /// The colour of the ground of the cell at this address; `None` is plain paper.
    pub fn fill(&self, at: Address) -> Option<u32> {
        self.fills.binary_search_by_key(&at, |(cell, _)| *cell).ok().and_then(|i| self.fills.get(i)).map(|(_, colour)| *colour)
    }

    /// Is there nothing on it at all?
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.comments.is_empty() && self.objects.is_empty()
    }

    /// The remark on the cell at this address.
    pub fn comment(&self, at: Address) -> Option<&str> {
        self.comments
            .binary_search_by_key(&at, |comment| comment.cell)
            .ok()
            .and_then(|i| self.comments.get(i))
            .map(|comment| comment.text.as_str())
    }

    /// What is shown, row by row and column by column from A1; for small tables only.
    pub fn texts(&self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for cell in self.cells.iter().filter(|cell| cell.at.row < 10_000 && cell.at.col < 1_000) {
            let (row, col) = (cell.at.row as usize, cell.at.col as usize);
            rows.resize(rows.len().max(row + 1), Vec::new());
            let Some(texts) = rows.get_mut(row) else { continue };
            texts.resize(texts.len().max(col + 1), String::new());
            if let Some(text) = texts.get_mut(col) {
                text.clone_from(&cell.shown);
            }
        }
        rows
    }

    /// The cells of one row, in the order of their columns.
    pub fn row(&self, row: u32) -> &[RawCell] {
        let from = self.cells.partition_point(|cell| cell.at.row < row);
        let to = self.cells.partition_point(|cell| cell.at.row <= row);
        self.cells.get(from..to).unwrap_or_default()
    }
}
