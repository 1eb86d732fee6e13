//! What a form has to hold to be of use.

use super::Form;
use crate::model::RecordKind;

/// What is wrong with a form, in words for its author.
pub fn faults(form: &Form) -> Vec<String> {
    let mut faults = Vec::new();
    if form.id.is_empty() || !form.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        faults.push(format!("id「{}」には半角の英数字と - _ だけを使ってください。", form.id));
    }
    if form.columns.is_empty() {
        faults.push("列（[[column]]）が1つもありません。".to_owned());
    }
    let known = fields(form.record);
    for (index, column) in form.columns.iter().enumerate() {
        if !known.contains(&column.field.as_str()) {
            faults.push(format!(
                "{}番目の列の field「{}」は使えません。使えるのは {} です。",
                index + 1,
                column.field,
                known.join("、")
            ));
        }
        if column.heading.trim().is_empty() {
            faults.push(format!("{}番目の列に heading（見出し）がありません。", index + 1));
        }
        if column.width.is_nan() || column.width <= 0.0 {
            faults.push(format!("{}番目の列の width は正の数にしてください。", index + 1));
        }
    }
    faults
}

/// The fields that a column can fill, by the kind of record.
pub const fn fields(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Progress => &["direction", "numbers", "names", "departments", "description", "done", "planned"],
        RecordKind::Schedule | RecordKind::Indicator | RecordKind::Measure | RecordKind::Checklist => &[],
    }
}
