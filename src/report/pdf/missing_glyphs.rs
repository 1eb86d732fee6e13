//! `missing-glyph`: characters of records that the fonts of the report do not have. Found before any output is made, so
//! that every output lists it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Finding, Place};
use crate::report::ReportData;
use crate::report::options::Options;
use crate::report::pdf::error::Error;
use crate::report::pdf::fonts::{Fonts, GlyphKind, LoadedFonts};
use crate::rules;

/// Returns a finding for each cell with characters that the report shows as 〓. Private use characters have a rule of
/// their own.
///
/// # Errors
///
/// If the font of the options cannot be used.
pub fn missing_glyphs(report: &ReportData<'_>, options: &Options) -> Result<Vec<Finding>, Error> {
    let fonts = LoadedFonts::of(options)?;
    let mut missing: BTreeMap<Place, BTreeSet<char>> = BTreeMap::new();
    for table in &report.tables {
        for row in table.rows() {
            for (at, cell) in row.spans() {
                let Some(column) = table.columns.get(at) else { continue };
                let lost = lost(&fonts, column.bold, &cell.text);
                if !lost.is_empty() {
                    missing.entry(row.origin.place(&column.field)).or_default().extend(lost);
                }
            }
        }
    }
    let finding = |(place, chars): (Place, BTreeSet<char>)| {
        let codes: Vec<String> = chars.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
        Finding::new(rules::MISSING_GLYPH, place).with("codes", codes.join("、"))
    };
    Ok(missing.into_iter().map(finding).collect())
}

fn lost(fonts: &Fonts, bold: bool, text: &str) -> BTreeSet<char> {
    text.chars().filter(|c| fonts.glyph(bold, *c).kind == GlyphKind::Missing).collect()
}
