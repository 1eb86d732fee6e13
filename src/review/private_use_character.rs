//! `private-use-character`: gaiji, which other machines show as something else or not at all.

use std::collections::BTreeSet;

use crate::model::{Consolidation, Finding, Place, rule};

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let mut findings = Vec::new();
    for record in &consolidation.records.progress {
        let statement = |s: &Option<crate::model::Statement>| s.as_ref().map(|s| s.text.clone()).unwrap_or_default();
        let texts = [
            ("names", record.names.join("\n")),
            ("departments", record.departments.join("\n")),
            ("description", record.description.clone().unwrap_or_default()),
            ("done", statement(&record.done)),
            ("planned", statement(&record.planned)),
        ];
        for (field, text) in texts {
            let codes: BTreeSet<char> = text.chars().filter(|c| is_private_use(*c)).collect();
            if codes.is_empty() {
                continue;
            }
            let mut place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
            if let Some(cell) = record.origin.cell(field) {
                place = place.at(cell);
            }
            let codes: Vec<String> = codes.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let mut finding = Finding::new(rule::PRIVATE_USE_CHARACTER, place).with("codes", codes.join("、"));
            finding.department = record.departments.first().cloned();
            findings.push(finding);
        }
    }
    findings
}

const fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}
