//! `L1-07`: several values in one cell.

use super::{CellCheck, no_heading};
use crate::form::FieldType;
use crate::rules;

pub(super) const CHECK: CellCheck = CellCheck {
    data: |_, table, cell| table.kind(cell.at.col).is_some_and(|kind| holds_several(kind, &cell.shown)),
    heading: no_heading,
    finish: |sheet, hits| hits.finding(rules::L1_07, &sheet.place),
};

fn holds_several(kind: FieldType, text: &str) -> bool {
    let text = text.trim();
    let parts = |signs: &[char]| text.split(signs).filter(|part| !part.trim().is_empty()).count();
    match kind {
        FieldType::Lines | FieldType::Items | FieldType::Entries => parts(&['\n']) > 1,
        FieldType::Numbers | FieldType::Departments => parts(&['\n', '・', '、', ',', '，', '~', '～', '〜']) > 1,
        // a stage and its text, or several of them
        FieldType::Stages => (text.starts_with('【') && !text.ends_with('】')) || text.matches('【').nth(1).is_some(),
        FieldType::Text
        | FieldType::Integer
        | FieldType::Name
        | FieldType::Years
        | FieldType::Span
        | FieldType::Quantity
        | FieldType::Year
        | FieldType::Mark
        | FieldType::Measure
        | FieldType::Supported
        | FieldType::Number
        | FieldType::Date
        | FieldType::Period
        | FieldType::Choice
        | FieldType::Url
        | FieldType::Skip => false,
    }
}
