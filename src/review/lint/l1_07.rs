//! `L1-07`: several values in one cell.

use super::{Hits, Sheet};
use crate::form::FieldType;
use crate::model::{Finding, rule};

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for cell in table.data() {
            let Some(kind) = table.kind(cell.at.col) else { continue };
            if holds_several(kind, &cell.shown) {
                hits.add(cell.at);
            }
        }
    }
    hits.finding(rule::L1_07, &sheet.place)
}

fn holds_several(kind: FieldType, text: &str) -> bool {
    let text = text.trim();
    let parts = |signs: &[char]| text.split(signs).filter(|part| !part.trim().is_empty()).count();
    match kind {
        FieldType::Lines | FieldType::Items | FieldType::Entries => parts(&['\n']) > 1,
        FieldType::Numbers | FieldType::Departments => parts(&['\n', '・', '、', ',', '，', '~', '～', '〜']) > 1,
        // a stage and its text, or several of them
        FieldType::Stages => text.matches('【').count() > 1 || (text.starts_with('【') && !text.ends_with('】')),
        FieldType::Text
        | FieldType::Integer
        | FieldType::Name
        | FieldType::Years
        | FieldType::Span
        | FieldType::Quantity
        | FieldType::Year
        | FieldType::Mark
        | FieldType::Measure
        | FieldType::Supported => false,
    }
}
