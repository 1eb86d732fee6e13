//! A recognised file becomes a submission file: its tables become records.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Form;
use crate::model::{Address, Finding, InputStatus, Place, RecordKind, Spot, TableReport};
use crate::normalise::{Context, Entry, Owner, SubmissionFile, Terms, Whose, captions, records, version_in};
use crate::recognise::{RawTable, RecognisedFile, Vocabulary};
use crate::rules;

/// Tables become records; the file learns whose it is.
pub fn normalise_file(file: RecognisedFile, vocabulary: &Vocabulary<'_>, terms: &Terms<'_>) -> (SubmissionFile, Vec<Finding>) {
    let RecognisedFile { mut input, sheets, mut findings } = file;
    let mut whose = Whose::default();
    if matches!(input.status, InputStatus::Read | InputStatus::Rejected) {
        whose = Whose::of(&input.path, &sheets, terms, &mut findings);
    }
    let mut entries = Vec::new();
    let mut submitted = None;
    let mut version = version_in(&input.path);
    let mut no_records = None;
    let stamped = sheets.iter().filter_map(|sheet| sheet.stamp.as_ref()).any(|stamp| stamp.version == 0);
    let headed = sheets.iter().flat_map(|sheet| &sheet.tables).next().is_some();
    for (index, sheet) in sheets.into_iter().enumerate() {
        let place = Place::file(input.path.clone()).on(sheet.name.clone());
        submitted = submitted.or(sheet.info.submitted);
        version = version.max(sheet.info.version.as_deref().map(version_in).unwrap_or_default());
        version = version.max(sheet.stamp.as_ref().map_or(0, |stamp| stamp.version));
        let mut context = Context::default();
        let mut owner = Owner::of_sheet(&sheet, &whose, &place, terms);
        if let Some((cell, text)) = sheet.no_records {
            no_records.get_or_insert((place.clone().at(cell), text));
        }
        for (number, table) in sheet.tables.into_iter().enumerate() {
            let Some(form) = vocabulary.forms.get(table.form) else { continue };
            findings.extend(owner.read(&table, form, &place, terms));
            let terms = Terms { owner: &owner, limits: terms.limits.clone(), ..*terms };
            let (drafts, mut found) = records(&table, form, &place, &terms, &mut context);
            findings.append(&mut found);
            let ledger = input.sheets.get_mut(index).map(|report| &mut report.ledger);
            findings.extend(captions::unused(&table, form, &place, &terms, ledger));
            note_shown(&mut findings, &table, &place);
            if let Some(report) = input.sheets.get_mut(index) {
                report.tables.push(TableReport {
                    range: table.range,
                    form: Arc::from(form.id.as_str()),
                    records: drafts.len() as u64,
                });
            }
            for draft in drafts {
                entries.push(Entry { draft, sheet: index, table: number, owner: owner.names.first().cloned(), dropped: None });
            }
        }
    }
    let told =
        |entry: &Entry| entry.draft.records.progress.iter().any(|record| record.done.is_some() || record.planned.is_some());
    let blank = stamped && !entries.iter().any(told) || headed && entries.is_empty();
    if blank && input.status == InputStatus::Read && no_records.is_none() {
        findings.push(Finding::new(rules::UNFILLED_FORM, Place::file(input.path.clone())));
    } else if input.status == InputStatus::Read && entries.is_empty() && no_records.is_none() {
        // read, but nothing in it is a table of any form; a sheet that was given up says so itself
        if !findings.iter().any(|finding| finding.rule == rules::MISSING_COLUMN || finding.rule == rules::TOO_LARGE) {
            let needed = vocabulary.forms.iter().find(|form| form.record == RecordKind::Progress);
            let heading = needed.map(|form| headings(form)).unwrap_or_default();
            findings.push(Finding::new(rules::MISSING_COLUMN, Place::file(input.path.clone())).with("heading", heading));
        }
    }
    for finding in &mut findings {
        if finding.department.is_none() {
            finding.department.clone_from(&whose.department);
        }
    }
    input.department.clone_from(&whose.department);
    (SubmissionFile { input, department: whose.department, submitted, version, no_records, entries }, findings)
}

/// Gives the findings on cells of a table what the cell shows: later stages have only what was made of it.
///
/// Cells outside tables are left alone: there stand the names and numbers of those who filled the form in.
fn note_shown(findings: &mut [Finding], table: &RawTable, place: &Place) {
    let here = findings.iter_mut().filter(|finding| finding.place.file == place.file && finding.place.sheet == place.sheet);
    let mut wanted: BTreeMap<Address, Vec<&mut Finding>> = BTreeMap::new();
    for finding in here.filter(|finding| finding.shown.is_none()) {
        if let Some(Spot::Cell(cell)) = finding.place.spot {
            wanted.entry(cell).or_default().push(finding);
        }
    }
    if wanted.is_empty() {
        return;
    }
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        for finding in wanted.get_mut(&cell.at).into_iter().flatten() {
            finding.shown = Some(cell.text.as_str().into());
        }
    }
}

fn headings(form: &Form) -> String {
    let needed = form.columns.iter().filter(|column| column.required);
    let mut names: Vec<String> = needed.map(|column| column.heading_for(None)).collect();
    names.dedup();
    names.join("・")
}
