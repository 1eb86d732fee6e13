//! Texts into cells: always as texts, whole, and exactly as they are.

use std::borrow::Cow;
use std::ops::Range;

use rust_xlsxwriter::{Format, Note, Worksheet, XlsxError};

use crate::model::limits::{CELL_UNITS, NOTE_UNITS, cell_text, is_run_markup, run_units};
use crate::report::Badge;
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::names::cut;
use crate::report::workbook::style::{FONT, Styles};

/// Writes a text; never a formula, never a link. One that a cell cannot hold is cut.
pub fn put(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text = &*cell_text(text);
    if is_run_markup(text) {
        put_run(sheet, row, col, text, format)
    } else {
        sheet.write_string_with_format(row, col, text, format).map(drop)
    }
}

/// Writes a text into a column that has `format` already: looking a format up costs more than the cell.
pub fn put_plain(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text = &*cell_text(text);
    if is_run_markup(text) { put_run(sheet, row, col, text, format) } else { sheet.write_string(row, col, text).map(drop) }
}

/// Hangs a note on a cell, as large as its text.
pub fn put_note(sheet: &mut Worksheet, row: u32, col: u16, text: &str) -> Result<(), XlsxError> {
    const WIDTH: u32 = 340;
    let text: String = cut(text, NOTE_UNITS).chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let lines = u32::try_from(wrapped_lines(&text, 48.0)).unwrap_or(20).min(30);
    let note = Note::new(text)
        .add_author_prefix(false)
        .set_author("torimatome")
        .set_font_name(FONT)
        .set_font_size(9)
        .set_width(WIDTH)
        .set_height(lines * 17 + 16);
    sheet.insert_note(row, col, &note).map(drop)
}

fn put_run(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let run = protect(text);
    sheet.write_rich_string_with_format(row, col, &[(format, &run)], format).map(drop)
}

/// Writes a text with its stage tags in bold. `offset` is where the text begins in the text that the badges speak of.
pub fn put_tagged(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    (text, offset, badges): (&str, usize, &[Badge<'_>]),
    styles: &Styles,
    format: &Format,
) -> Result<(), XlsxError> {
    let ranges =
        badges.iter().filter_map(|badge| Some(badge.range.start.checked_sub(offset)?..badge.range.end.checked_sub(offset)?));
    put_runs(sheet, (row, col), (text, ranges), (&styles.run, &styles.tag), format)
}

/// Writes a text with its new words in bold and underlined, so that they are seen in black and white too.
pub fn put_marked(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    (text, words): (&str, &[Range<usize>]),
    styles: &Styles,
) -> Result<(), XlsxError> {
    put_runs(sheet, (row, col), (text, words.iter().cloned()), (&styles.run, &styles.new_words), &styles.text)
}

/// Writes a text of which some ranges look otherwise.
fn put_runs(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    (text, ranges): (&str, impl Iterator<Item = Range<usize>>),
    (plain, marked): (&Format, &Format),
    format: &Format,
) -> Result<(), XlsxError> {
    let mut runs: Vec<(&Format, Cow<'_, str>)> = Vec::new();
    let mut from = 0;
    for range in ranges {
        let (Some(before), Some(word)) = (text.get(from..range.start), text.get(range.clone())) else { continue };
        if word.is_empty() {
            continue;
        }
        if !before.is_empty() {
            runs.push((plain, protect(before)));
        }
        runs.push((marked, protect(word)));
        from = range.end;
    }
    let rest = text.get(from..).unwrap_or_default();
    if !rest.is_empty() {
        runs.push((plain, protect(rest)));
    }
    // the limit of a cell is held against the runs' markup: a long text goes without
    let markup: usize = runs.iter().map(|(_, run)| run_units(run)).sum();
    if runs.is_empty() || markup > CELL_UNITS || (runs.len() < 2 && from == 0) {
        return put(sheet, row, col, text, format);
    }
    let runs: Vec<(&Format, &str)> = runs.iter().map(|(format, run)| (*format, &**run)).collect();
    sheet.write_rich_string_with_format(row, col, &runs, format)?;
    Ok(())
}

/// The writer escapes `_x000D_` in plain texts but not in runs.
fn protect(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices("_x") {
        let is_escape = text
            .get(at + 2..at + 7)
            .is_some_and(|rest| rest.ends_with('_') && rest.bytes().take(4).all(|byte| byte.is_ascii_hexdigit()));
        if is_escape {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str("_x005F");
            from = at;
        }
    }
    if from == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::protect;

    #[test]
    fn escapes_written_in_a_text_stay_texts() {
        assert_eq!(protect("a_x000D_b"), "a_x005F_x000D_b");
        assert_eq!(protect("_x000D_x000A_"), "_x005F_x000D_x005F_x000A_");
        assert_eq!(protect("_xyz_ と _x12"), "_xyz_ と _x12");
        assert_eq!(protect("_x00日本_"), "_x00日本_");
    }
}
