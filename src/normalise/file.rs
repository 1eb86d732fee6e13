//! A recognised file becomes a submission file: its tables become records.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Form;
use crate::model::limits::{self, CELL_UNITS};
use crate::model::{Address, Finding, InputStatus, Place, RecordKind, Spot, TableReport};
use crate::normalise::{Context, Entry, Owner, SubmissionFile, Terms, Whose, captions, records, version_in};
use crate::recognise::{RawTable, RecognisedFile, Vocabulary};
use crate::rules;

/// Tables become records; the file learns whose it is.
pub fn normalise_file(file: RecognisedFile, vocabulary: &Vocabulary<'_>, terms: &Terms<'_>) -> (SubmissionFile, Vec<Finding>) {
    let RecognisedFile { mut input, sheets, mut findings, .. } = file;
    let mut whose = Whose::default();
    if matches!(input.status, InputStatus::Read | InputStatus::Rejected) {
        whose = Whose::of(&input.path, &sheets, terms, &mut findings);
    }
    let mut of_sheet = unshown(&findings);
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
        let mut wanted = of_sheet.remove(&place.sheet).unwrap_or_default();
        let mut context = Context::default();
        let mut owner = Owner::of_sheet(&sheet, &whose, &place, terms);
        if let Some((cell, text)) = sheet.no_records {
            no_records.get_or_insert((place.clone().at(cell), text));
        }
        for (number, table) in sheet.tables.into_iter().enumerate() {
            let Some(form) = vocabulary.forms.get(table.form) else { continue };
            let before = findings.len();
            findings.extend(owner.read(&table, form, &place, terms));
            let terms = Terms { owner: &owner, limits: terms.limits.clone(), ..*terms };
            let (drafts, mut found) = records(&table, form, &place, &terms, &mut context);
            findings.append(&mut found);
            findings.extend(long_texts(&table, &place));
            let ledger = input.sheets.get_mut(index).map(|report| &mut report.ledger);
            findings.extend(captions::unused(&table, form, &place, &terms, ledger));
            want(&mut wanted, &findings, before);
            note_shown(&mut findings, &mut wanted, &table);
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

/// Names the cells whose texts a workbook cannot hold.
fn long_texts(table: &RawTable, place: &Place) -> Vec<Finding> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let long = cells.filter(|cell| !limits::fits_a_cell(&cell.text));
    long.map(|cell| {
        let finding = Finding::new(rules::LONG_TEXT, place.clone().at(cell.at));
        finding.with("length", limits::units(&cell.text)).with("max", CELL_UNITS)
    })
    .collect()
}

/// Findings that do not say yet what their cells show, by the cell.
type Wanted = BTreeMap<Address, Vec<usize>>;

/// The findings of each sheet that do not say what their cells show.
fn unshown(findings: &[Finding]) -> BTreeMap<Option<Arc<str>>, Wanted> {
    let mut of_sheet: BTreeMap<Option<Arc<str>>, Wanted> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let (Some(Spot::Cell(cell)), None) = (finding.place.spot, &finding.shown) {
            of_sheet.entry(finding.place.sheet.clone()).or_default().entry(cell).or_default().push(index);
        }
    }
    of_sheet
}

/// Adds the findings since `before`.
fn want(wanted: &mut Wanted, findings: &[Finding], before: usize) {
    for (index, finding) in findings.iter().enumerate().skip(before) {
        if let (Some(Spot::Cell(cell)), None) = (finding.place.spot, &finding.shown) {
            wanted.entry(cell).or_default().push(index);
        }
    }
}

/// Gives the findings on cells of a table what the cell shows: later stages have only what was made of it.
///
/// Cells outside tables are left alone: there stand the names and numbers of those who filled the form in.
fn note_shown(findings: &mut [Finding], wanted: &mut Wanted, table: &RawTable) {
    if wanted.is_empty() {
        return;
    }
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        let Some(own) = wanted.remove(&cell.at) else { continue };
        // one copy of the text, however many findings there are on the cell
        let shown: Arc<str> = Arc::from(cell.text.as_str());
        for index in own {
            if let Some(finding) = findings.get_mut(index) {
                finding.shown = Some(shown.clone());
            }
        }
    }
}

fn headings(form: &Form) -> String {
    let needed = form.columns.iter().filter(|column| column.required);
    let mut names: Vec<String> = needed.map(|column| column.heading_for(None)).collect();
    names.dedup();
    names.join("・")
}
