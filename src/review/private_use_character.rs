//! `private-use-character`: gaiji, which other machines show as something else or not at all.

use std::collections::BTreeSet;

use crate::model::{Consolidation, Finding, Place, Progress};
use crate::rules;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let mut findings = Vec::new();
    for record in &consolidation.records.progress {
        let fields = ["names", "departments", "description", "done", "planned"];
        for field in fields {
            let mut codes = BTreeSet::new();
            for text in texts(record, field) {
                codes.extend(text.chars().filter(|c| is_private_use(*c)));
            }
            if codes.is_empty() {
                continue;
            }
            let mut place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
            if let Some(cell) = record.origin.cell(field) {
                place = place.at(cell);
            }
            let codes: Vec<String> = codes.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let mut finding = Finding::new(rules::PRIVATE_USE_CHARACTER, place).with("codes", codes.join("、"));
            finding.department = record.departments.first().cloned();
            findings.push(finding);
        }
    }
    findings
}

/// The texts of a field.
fn texts<'r>(record: &'r Progress, field: &str) -> Vec<&'r str> {
    match field {
        "names" => record.names.iter().map(String::as_str).collect(),
        "departments" => record.departments.iter().map(|name| &**name).collect(),
        "description" => record.description.as_deref().into_iter().collect(),
        "done" => record.done.iter().map(|statement| statement.text.as_str()).collect(),
        _ => record.planned.iter().map(|statement| statement.text.as_str()).collect(),
    }
}

const fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}
