//! `L1-06`: blanks and line breaks for the look of it.

use memchr::memchr_iter;

use super::{CellCheck, Sheet, Table};
use crate::form::FieldType;
use crate::rules;
use crate::source::RawCell;

/// A longer text has paragraphs; their line breaks are content.
const SHORT: usize = 40;

pub(super) const CHECK: CellCheck =
    CellCheck { data: is_laid_out, heading: is_laid_out_heading, finish: |sheet, hits| hits.finding(rules::L1_06, &sheet.place) };

fn is_laid_out_heading(cell: &RawCell) -> bool {
    is_padded(&cell.shown) || cell.shown.trim().contains('\n')
}

fn is_laid_out(_: &Sheet<'_>, table: &Table<'_>, cell: &RawCell) -> bool {
    if is_padded(&cell.shown) {
        return true;
    }
    if cell.shown.len() > SHORT * 4 || !cell.shown.trim().contains('\n') || cell.shown.chars().count() > SHORT {
        return false;
    }
    // several values are another rule's case
    !matches!(table.kind(cell.at.col), Some(FieldType::Lines | FieldType::Numbers | FieldType::Departments | FieldType::Stages))
}

/// Blanks at an end, at the beginning of a line, or spreading a short word: 「取　組」.
fn is_padded(text: &str) -> bool {
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return true;
    }
    let mut lines = memchr_iter(b'\n', text.as_bytes()).filter_map(|at| text.get(at + 1..));
    if lines.any(|line| line.starts_with([' ', '\u{3000}'])) {
        return true;
    }
    // only single characters spread over a field: 「担　当　課」, not 「計画　第2章」
    text.len() <= SHORT && text.contains('\u{3000}') && text.split('\u{3000}').all(|part| part.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::is_padded;

    #[test]
    fn a_spread_word_is_distinguished_from_a_phrase() {
        assert!(is_padded("取　組　名") && is_padded("　・確認した") && is_padded("一\n　二"));
        assert!(!is_padded("計画　第2章") && !is_padded("窓口\n相談"));
    }
}
