//! Rows of a 取組状況 table become records.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::text::{absence, lines, widen_katakana};
use super::{Draft, Terms, number};
use crate::form::Form;
use crate::model::{Address, Finding, Missing, Origin, Place, Progress, Records, Statement, rule};
use crate::recognise::{RawRow, RawTable};
use crate::source::RawValue;

/// The records of a table, in the order of its rows.
pub fn progress(table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let captioned = table.captions.iter().rev().find_map(|caption| terms.direction_of(&caption.text));
    let sheet_direction = place.sheet.as_deref().and_then(|name| terms.direction_of(name));
    let mut above: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut drafts = Vec::new();
    for row in &table.rows {
        let mut cells =
            Cells { row, form, place, findings: &mut findings, origin: Vec::new(), missing: BTreeMap::new(), above: &mut above };
        let direction = cells.text("direction").and_then(|text| terms.direction_of(&text)).or(captioned).or(sheet_direction);
        let numbers = cells.text("numbers").map(|text| number::numbers(&text, direction)).unwrap_or_default();
        let names = cells.text("names").map(|text| lines(&text)).unwrap_or_default();
        let departments = cells.text("departments").unwrap_or_default();
        let description = cells.text("description");
        let done = cells.statement("done", terms);
        let planned = cells.statement("planned", terms);
        let (origin, missing) = (cells.origin, cells.missing);

        let at = |field: &str| origin.iter().find(|(name, _)| &**name == field).map(|(_, cell)| *cell);
        let spot = |field: &str| at(field).or(at("names")).or(at("numbers")).unwrap_or(Address::new(row.row, 0));
        let resolved = terms.directory.resolve(&departments);
        for unknown in resolved.iter().filter(|found| !found.known && !terms.directory.is_empty()) {
            findings.push(terms.unknown_department(&unknown.name, place.clone().at(spot("departments"))));
        }
        if !numbers.is_empty() && !names.is_empty() && numbers.len() != names.len() {
            let finding = Finding::new(rule::NUMBER_NAME_MISMATCH, place.clone().at(spot("names")));
            findings.push(finding.with("numbers", numbers.len()).with("names", names.len()));
        }
        let head = direction.map(|no| no.to_string()).unwrap_or_else(|| "0".to_owned());
        let tail = if numbers.is_empty() { names.join("_") } else { numbers.join("_") };
        let mut departments: Vec<Arc<str>> = resolved.into_iter().map(|found| found.name).collect();
        if departments.is_empty()
            && let Some(own) = &terms.department
        {
            departments.push(own.clone());
        }
        let record = Progress {
            id: Arc::from(format!("{head}-{tail}")),
            direction,
            numbers,
            names,
            departments,
            description,
            done,
            planned,
            origin: Origin {
                file: place.file.clone().unwrap_or_else(|| Arc::from("")),
                sheet: place.sheet.clone(),
                row: row.row,
                cells: origin,
            },
            missing,
        };
        let records = Records { progress: vec![record], ..Records::default() };
        drafts.push(Draft { records, hidden: row.hidden, used: row.used });
    }
    (drafts, findings)
}

/// The cells of one row, as the record's fields are taken from them.
struct Cells<'r, 'a> {
    row: &'r RawRow,
    form: &'r Form,
    place: &'r Place,
    findings: &'a mut Vec<Finding>,
    origin: Vec<(Arc<str>, Address)>,
    missing: BTreeMap<Arc<str>, Missing>,
    above: &'a mut BTreeMap<&'static str, String>,
}

impl Cells<'_, '_> {
    /// The text of a field; an absent one is noted with its reason.
    fn text(&mut self, field: &'static str) -> Option<String> {
        let column = self.form.columns.iter().position(|column| column.field == field)?;
        let mut parts: Vec<String> = Vec::new();
        let mut why = Missing::Blank;
        for cell in self.row.of(column) {
            if !self.origin.iter().any(|(name, _)| &**name == field) {
                self.origin.push((Arc::from(field), cell.at));
            }
            let place = self.place.clone().at(cell.at);
            match cell.value {
                RawValue::Error => {
                    self.findings.push(Finding::new(rule::ERROR_VALUE, place).with("value", &cell.text));
                    why = Missing::Error;
                }
                RawValue::Uncalculated => why = Missing::Uncalculated,
                _ => {
                    let widened = widen_katakana(&cell.text);
                    if widened != cell.text {
                        let content: String = cell.text.chars().take(20).collect();
                        self.findings.push(Finding::new(rule::WIDENED_KATAKANA, place).with("content", content));
                    }
                    match absence(&widened) {
                        Some(reason) => why = reason,
                        None => parts.push(widened.into_owned()),
                    }
                }
            }
        }
        if parts.is_empty()
            && why == Missing::Repeated
            && let Some(above) = self.above.get(field)
        {
            parts.push(above.clone());
            self.missing.insert(Arc::from(field), why);
        } else if parts.is_empty() {
            self.missing.insert(Arc::from(field), why);
            return None;
        }
        let text = parts.join("\n");
        self.above.insert(field, text.clone());
        Some(text)
    }

    /// A statement; tags that the plan does not have are said.
    fn statement(&mut self, field: &'static str, terms: &Terms<'_>) -> Option<Statement> {
        let text = self.text(field)?;
        let statement = terms.ladder.statement(&text);
        let at = self.origin.iter().find(|(name, _)| &**name == field).map(|(_, cell)| *cell);
        if !terms.plan.stages.is_empty() {
            for entry in statement.stages.iter().filter(|entry| entry.stage.is_none()) {
                let place = match at {
                    Some(cell) => self.place.clone().at(cell),
                    None => self.place.clone(),
                };
                let stages: Vec<&str> = terms.plan.stages.iter().map(|stage| stage.name.as_str()).collect();
                let finding = Finding::new(rule::UNKNOWN_STAGE, place).with("stage", &entry.stage_raw);
                self.findings.push(finding.with("stages", stages.join("、")));
            }
        }
        Some(statement)
    }
}
