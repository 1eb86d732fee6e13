//! `L1-06`: blanks and line breaks for the look of it.

use super::{Hits, Sheet};
use crate::form::FieldType;
use crate::model::{Finding, rule};

/// A longer text has paragraphs; their line breaks are content.
const SHORT: usize = 40;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for cell in table.heading_cells(sheet.grid).filter(|cell| is_padded(&cell.shown) || cell.shown.trim().contains('\n')) {
            hits.add(cell.at);
        }
        for cell in table.data() {
            let several = matches!(
                table.kind(cell.at.col),
                Some(FieldType::Lines | FieldType::Numbers | FieldType::Departments | FieldType::Stages)
            );
            let short = cell.shown.len() <= SHORT * 4 && cell.shown.chars().count() <= SHORT;
            if is_padded(&cell.shown) || (short && !several && cell.shown.trim().contains('\n')) {
                hits.add(cell.at);
            }
        }
    }
    hits.finding(rule::L1_06, &sheet.place)
}

/// Blanks at an end, at the beginning of a line, or spreading a short word: 「取　組」.
fn is_padded(text: &str) -> bool {
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return true;
    }
    if text.contains("\n ") || text.contains("\n\u{3000}") {
        return true;
    }
    // only single characters spread over a field: 「担　当　課」, not 「計画　第2章」
    text.contains('\u{3000}') && text.len() <= SHORT && text.split('\u{3000}').all(|part| part.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::is_padded;

    #[test]
    fn a_spread_word_is_told_from_a_phrase() {
        assert!(is_padded("取　組　名") && is_padded("　・確認した") && is_padded("一\n　二"));
        assert!(!is_padded("計画　第2章") && !is_padded("窓口\n相談"));
    }
}
