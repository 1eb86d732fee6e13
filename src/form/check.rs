//! What a form has to hold to be of use.

use std::collections::BTreeMap;

use super::spelling::{MOST, spellings};
use super::{Caption, Form};
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
    faults.extend(form.captions.iter().filter_map(|pattern| Caption::parse(pattern).err()));
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
        for line in column.aliases.iter().chain(&column.also) {
            if spellings(line).len() >= MOST {
                faults.push(format!("{}番目の列の別名「{line}」は {MOST} 通り以上になります。行を分けてください。", index + 1));
            }
        }
        if column.width.is_nan() || column.width <= 0.0 {
            faults.push(format!("{}番目の列の width は正の数にしてください。", index + 1));
        }
    }
    faults
}

/// What a form's author may want to think over, though the form can be used.
pub fn remarks(form: &Form) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for column in &form.columns {
        for heading in std::iter::once(&column.heading).chain(&column.aliases).flat_map(|line| spellings(line)) {
            match seen.get(&heading) {
                Some(field) if *field != column.field => remarks.push(format!(
                    "見出し「{heading}」は {field} と {} の両方にあります。内容と順序で見分けます。",
                    column.field
                )),
                Some(_) => {}
                None => {
                    seen.insert(heading, &column.field);
                }
            }
        }
    }
    if !form.columns.iter().any(|column| column.key) {
        remarks.push("key = true の列がありません。行を記録とみなす手がかりがなく、注記を取り込むことがあります。".to_owned());
    }
    remarks
}

/// The fields that a column can fill, by the kind of record.
pub const fn fields(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Progress => &["direction", "numbers", "names", "departments", "description", "done", "planned"],
        RecordKind::Schedule => {
            &["direction", "section", "policy", "no", "title", "name", "departments", "years", "spans", "target"]
        }
        RecordKind::Indicator => &[
            "section",
            "goal",
            "mark",
            "title",
            "departments",
            "indicator",
            "baseline",
            "baseline_year",
            "target",
            "target_year",
            "actual",
            "actual_year",
            "forecast",
            "forecast_year",
            "evaluation",
            "source",
            "notes",
        ],
        RecordKind::Measure => &["goal", "title", "items"],
        RecordKind::Checklist => &["department", "departments", "item", "entries", "supported", "status", "note"],
    }
}
