//! An arbitrary text as everything that a cell may hold.

use super::{LIBRARY, WORDS};
use torimatome::form::Caption;
use torimatome::model::text::{fold, likeness};
use torimatome::model::{Era, Period, date, fiscal_year};
use torimatome::normalise::{absence, integer, lines, numbers, quantity, widen_katakana};

/// One execution.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = (quantity(text), numbers(text, None), numbers(text, Some(1)), integer(text), date(text));
    let _ = (absence(text), lines(text), widen_katakana(text), Period::parse(text), Period::find(text));
    let folded = fold(text);
    let _ = (Era::strip(&folded), fiscal_year(&folded), Period::strip(&folded));
    for (directory, ladder) in &*WORDS {
        let _ = (directory.resolve(text), directory.find_in(text), directory.nearest(text));
        for tag in ladder.statement(text).stages {
            assert!(text.contains(tag.text.as_str()), "a tag's text is a part of the cell");
        }
    }
    for pattern in LIBRARY.forms.iter().flat_map(torimatome::form::Form::caption_patterns) {
        let _ = pattern.find(text);
    }
    if let Some((first, rest)) = text.split_once('\n') {
        let _ = likeness(first, rest);
        if let Ok(caption) = Caption::parse(first) {
            let _ = caption.find(rest);
        }
    }
}
