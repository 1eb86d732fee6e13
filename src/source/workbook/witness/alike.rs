//! When a value of ours and one of calamine's are the same: exactly, or but for a known difference. Each of these is a line
//! of the table in docs/witness.md and has a test.

use jiff::civil::DateTime;

use super::value::WitnessValue;
use crate::source::workbook::ods::duration;
use crate::source::workbook::shown::Epoch;
use crate::source::workbook::text::unescaped;
use crate::source::{Grid, RawCell, RawValue, is_picture};

/// A second as a part of a day: a time is shown rounded to it.
const SECOND: f64 = 1.0 / 86_400.0;

/// The error values that calamine knows in every format.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// What the comparison has to know of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// Where days are counted from.
    pub(super) epoch: Epoch,
    /// It is an OpenDocument file.
    pub(super) open_document: bool,
}

/// Are they the same?
pub(super) fn alike(grid: &Grid, ours: &RawCell, theirs: WitnessValue<'_>, setting: Setting) -> bool {
    let Setting { epoch, open_document } = setting;
    match (&ours.value, theirs) {
        (RawValue::Text, WitnessValue::Text(theirs)) => {
            let text = stored(grid, ours);
            let same = text == theirs || same_text(text, theirs) || (is_aided(grid, ours) && holds(theirs, text));
            // what its format adds stands around it
            same && ours.shown.contains(text)
        }
        (RawValue::Number(ours), WitnessValue::Number(theirs)) => *ours == theirs,
        (RawValue::Bool(ours), WitnessValue::Bool(theirs)) => *ours == theirs,
        (RawValue::Date(ours), WitnessValue::Number(theirs)) => (epoch.serial(*ours) - theirs).abs() < SECOND,
        (RawValue::Date(ours), WitnessValue::Moment(theirs)) => moment(theirs) == Some(*ours),
        // a day or a time that is not written as the format asks is a text
        (RawValue::Text, WitnessValue::Moment(theirs) | WitnessValue::Span(theirs)) => stored(grid, ours) == theirs,
        (RawValue::Number(ours), WitnessValue::Span(theirs)) => duration(theirs).is_some_and(|span| (span - ours).abs() < 1e-9),
        (RawValue::Error, WitnessValue::Error(theirs)) => ours.shown == theirs.to_string(),
        // a number beyond all numbers is what it shows
        (RawValue::Text, WitnessValue::Number(theirs)) => !theirs.is_finite(),
        // what other programs see of a picture in a cell
        (RawValue::Picture, WitnessValue::Error(_)) => true,
        (RawValue::Picture, WitnessValue::Text(theirs)) => is_picture(theirs),
        // a formula that was never calculated has a 0 that means nothing
        (RawValue::Uncalculated, WitnessValue::Number(theirs)) => theirs == 0.0,
        // an error of OpenDocument is a text to calamine, or the 0 that stands beneath it
        (RawValue::Error, WitnessValue::Text(theirs)) => open_document && same_text(&ours.shown, theirs),
        (RawValue::Error, WitnessValue::Number(theirs)) => open_document && theirs == 0.0,
        _ => false,
    }
}

/// Does calamine know no cell where we have this one?
pub(super) fn is_passed_over(grid: &Grid, ours: &RawCell) -> bool {
    match ours.value {
        RawValue::Uncalculated | RawValue::Picture => true,
        RawValue::Error if !ERRORS.contains(&ours.shown.as_str()) => true,
        _ => grid.stored.passed_over.binary_search(&ours.at).is_ok(),
    }
}

/// The text as the file has it.
fn stored<'g>(grid: &'g Grid, cell: &'g RawCell) -> &'g str {
    let texts = &grid.stored.texts;
    let own = texts.binary_search_by_key(&cell.at, |(at, _)| *at).ok();
    own.and_then(|place| texts.get(place)).map_or(cell.shown.as_str(), |(_, text)| text.as_str())
}

/// The same but for line ends, escapes (`_x000D_`) that were not undone, and blanks that calamine takes off or leaves.
fn same_text(ours: &str, theirs: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect::<String>();
    bare(ours) == bare(&unescaped(theirs.into()))
}

/// Has this cell reading aids over its letters?
fn is_aided(grid: &Grid, cell: &RawCell) -> bool {
    grid.stored.aided.binary_search(&cell.at).is_ok()
}

/// Does the whole hold all characters of the part, in their order?
fn holds(whole: &str, part: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().filter(|c| !c.is_whitespace()).all(|wanted| whole.any(|c| c == wanted))
}

/// A day and time as ISO writes them.
fn moment(text: &str) -> Option<DateTime> {
    text.trim().trim_end_matches('Z').parse().ok()
}
