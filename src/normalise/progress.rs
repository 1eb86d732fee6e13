//! Rows of a 取組状況 table become records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cells::Cells;
use super::text::lines;
use super::{Draft, Terms, number};
use crate::form::Form;
use crate::model::{Finding, Place, Progress, Records, Statement, rule};
use crate::recognise::RawTable;

/// The records of a table, in the order of its rows.
pub fn progress(table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let captioned = table.captions.iter().rev().find_map(|caption| terms.direction_of(&caption.text));
    let sheet_direction = place.sheet.as_deref().and_then(|name| terms.direction_of(name));
    let mut above: BTreeMap<String, String> = BTreeMap::new();
    let mut drafts = Vec::new();
    let mut given: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut no_direction = false;
    for row in &table.rows {
        let mut cells = Cells::new(row, form, place, &mut findings, &mut above);
        let direction = cells.text("direction").and_then(|text| terms.direction_of(&text)).or(captioned).or(sheet_direction);
        let numbers = cells.text("numbers").map(|text| number::numbers(&text, direction)).unwrap_or_default();
        let names = cells.text("names").map(|text| lines(&text)).unwrap_or_default();
        let departments = terms.departments(cells.text("departments").as_deref(), &mut cells);
        let description = cells.text("description");
        let done = statement(&mut cells, "done", terms);
        let planned = statement(&mut cells, "planned", terms);
        if !numbers.is_empty() && !names.is_empty() && numbers.len() != names.len() {
            let finding = Finding::new(rule::NUMBER_NAME_MISMATCH, cells.place_of(&["names", "numbers"]));
            cells.findings.push(finding.with("numbers", numbers.len()).with("names", names.len()));
        }
        let head = direction.map_or_else(|| "0".to_owned(), |no| no.to_string());
        let tail = if numbers.is_empty() { names.join("_") } else { numbers.join("_") };
        if direction.is_none()
            && form.column("direction").is_some_and(|index| !table.columns.iter().any(|column| column.column == index))
        {
            no_direction = true;
        }
        let (origin, mut missing) = cells.finish();
        if direction.is_some() {
            missing.retain(|field, why| &**field != "direction" || *why == crate::model::Missing::Repeated);
        }
        if !departments.is_empty() {
            missing.retain(|field, why| &**field != "departments" || *why == crate::model::Missing::Repeated);
        }
        let written: Arc<str> = Arc::from(format!("{head}-{tail}"));
        // the id of a form of ours counts once, for a row can be copied, and not against a number that was changed since
        let stamped = row.id.clone().filter(|id| given.insert(id.clone()));
        let (id, key) = match stamped {
            Some(id) if numbers.is_empty() || id == written => (id, None),
            other => (written, other),
        };
        let record = Progress { id, direction, numbers, names, departments, description, done, planned, origin, missing };
        let records = Records { progress: vec![record], ..Records::default() };
        drafts.push(Draft { records, hidden: row.hidden, used: row.used, key });
    }
    if no_direction && let Some(column) = form.column("direction").and_then(|index| form.columns.get(index)) {
        // neither a column nor a caption nor the sheet's name says it
        let place = place.clone().at(crate::model::Spot::Row(table.range.first.row));
        findings.push(Finding::new(rule::MISSING_COLUMN, place).with("heading", column.heading_for(None)));
    }
    (drafts, findings)
}

/// A statement; tags that the plan does not have are said.
fn statement(cells: &mut Cells<'_, '_>, field: &str, terms: &Terms<'_>) -> Option<Statement> {
    let text = cells.text(field)?;
    let statement = terms.ladder.statement(&text);
    if !terms.plan.stages.is_empty() {
        for entry in statement.stages.iter().filter(|entry| entry.stage.is_none()) {
            let stages: Vec<&str> = terms.plan.stages.iter().map(|stage| stage.name.as_str()).collect();
            let finding = Finding::new(rule::UNKNOWN_STAGE, cells.place_of(&[field])).with("stage", &entry.stage_raw);
            cells.findings.push(finding.with("stages", stages.join("、")));
        }
    }
    Some(statement)
}
