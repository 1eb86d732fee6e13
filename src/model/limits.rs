//! What each output format cannot take, in one place.
//!
//! A text beyond a limit is shortened or escaped where it enters the format, never an error; the data files in JSON, CSV
//! and Parquet keep it whole. `long-text` names the cells whose texts a workbook cannot show in one cell.
//!
//! | format | limit | what is done |
//! |---|---|---|
//! | xlsx | 32,767 UTF-16 units a cell | printed sheets go on in the following rows, other cells are cut and end in … |
//! | xlsx | a text between `<r>` and `</r>`, which the writer takes for markup | written as one run; too long for that, it is cut |
//! | xlsx | 32,000 units a note, 31 a sheet name, 255 a header | cut |
//! | xlsx | 1,048,576 rows, 65,530 links a sheet | further sheets; no links |
//! | PDF | control characters, characters without a glyph | drawn as a box, with a `missing-glyph` finding |
//! | HTML | control characters, markup | shown as pictures, escaped |
//! | HTML | 20,000 findings, 1,000 characters of a cell beside a finding | the rest is in run.json |
//! | workbook, PDF, pages | 200 stage tags drawn in a cell | a text of more is plain text |
//! | ids | 200 bytes | the beginning and a digest |

use std::borrow::Cow;

/// Most UTF-16 units that a cell of a workbook holds.
pub const CELL_UNITS: usize = 32_767;

/// Most UTF-16 units that a note of a workbook holds.
pub const NOTE_UNITS: usize = 32_000;

/// Most UTF-16 units of the name of a sheet.
pub const SHEET_NAME_UNITS: usize = 31;

/// Rows of a sheet.
pub const SHEET_ROWS: u32 = 1_048_576;

/// What the markup of one run adds to a text whose units count with it.
const RUN_UNITS: usize = 500;

/// Stage tags of one cell that are drawn as tags; a text of more is drawn as it is written.
pub const DRAWN_TAGS: usize = 200;

/// Ends a text that was cut.
pub const CUT: char = '…';

/// How many UTF-16 units a text has.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Does a text fit into so many UTF-16 units?
pub fn fits(text: &str, most: usize) -> bool {
    // a character of n bytes is at most n units
    text.len() <= most || units(text) <= most
}

/// A text that fits into so many UTF-16 units: the whole, or its beginning and [`CUT`].
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if fits(text, most) {
        return Cow::Borrowed(text);
    }
    let mut used = CUT.len_utf16();
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > most
    });
    let beginning = text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or_default();
    Cow::Owned(format!("{beginning}{CUT}"))
}

/// The workbook's writer takes a text between `<r>` and `</r>` for markup of its own: such a text has to go as one run.
pub fn is_run_markup(text: &str) -> bool {
    text.starts_with("<r>") && text.ends_with("</r>")
}

/// How many units of a cell's limit a text takes as a run, escaped and with its markup.
pub fn run_units(text: &str) -> usize {
    let escapes = text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'_')).count();
    units(text) + 6 * escapes + RUN_UNITS
}

/// Can one cell of a workbook hold a text as it is?
pub fn fits_a_cell(text: &str) -> bool {
    if is_run_markup(text) { run_units(text) <= CELL_UNITS } else { fits(text, CELL_UNITS) }
}

/// A text as one cell of a workbook can hold it. What is cut no longer looks like markup.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    if fits_a_cell(text) {
        return Cow::Borrowed(text);
    }
    shortened(text, CELL_UNITS.min(units(text).saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shortened_to_what_fits() {
        assert_eq!(shortened("あいう", 3), "あいう");
        assert_eq!(shortened("あいうえ", 3), "あい…");
        assert_eq!(shortened("𠮷𠮷𠮷", 4), "𠮷…");
        let markup = format!("<r>{}</r>", "あ".repeat(CELL_UNITS - 14));
        let cell = cell_text(&markup);
        assert!(!fits_a_cell(&markup) && fits_a_cell(&cell) && cell.starts_with("<r>あ") && units(&cell) > CELL_UNITS - 20);
        assert_eq!(cell_text("<r>短い</r>"), "<r>短い</r>");
        assert!(fits(&shortened(&"か\u{3099}".repeat(40_000), CELL_UNITS), CELL_UNITS));
    }
}
