//! A recognised file becomes a submission file: its tables become records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::form::Form;
use crate::model::limits::{self, CELL_UNITS};
use crate::model::text::fold;
use crate::model::{Address, CellRange, Finding, InputStatus, Period, Place, Progress, Reason, RecordKind, Spot, TableReport};
use crate::normalise::{
    About, Context, Entry, FileDepartment, RowDepartment, SubmissionFile, Terms, captions, records, version_in,
};
use crate::recognise::{RawTable, Recognised, RecognisedFile, Vocabulary};
use crate::rules;
use crate::source::workbook::loses_answers;

/// Tables become records; the department of the file is made out.
pub fn normalise_file(
    file: RecognisedFile,
    vocabulary: &Vocabulary<'_>,
    terms: &Terms<'_>,
    period: Option<Period>,
) -> (SubmissionFile, Vec<Finding>) {
    let RecognisedFile { mut input, sheets, mut findings, .. } = file;
    let mut of_file = FileDepartment::default();
    if matches!(input.status, InputStatus::Read | InputStatus::Rejected) {
        of_file = FileDepartment::of(&input.path, &sheets, terms, &mut findings);
    }
    let About { set_aside, other_period, findings: about } =
        About::of(&input.path, &sheets, &vocabulary.forms, terms.plan, period);
    let mut of_sheet = unshown(&findings);
    let mut entries: Vec<Entry> = Vec::new();
    let mut forgotten: Vec<(Place, CellRange, bool)> = Vec::new();
    let mut submitted = None;
    let mut version = version_in(&input.path);
    let mut no_records = None;
    let is_stamped = sheets.iter().any(|sheet| sheet.stamp.is_some());
    let is_return = sheets.iter().filter_map(|sheet| sheet.stamp.as_ref()).any(|stamp| stamp.version > 0);
    let is_progress = |table: &RawTable| vocabulary.forms.get(table.form).is_some_and(|form| form.record == RecordKind::Progress);
    let is_headed = sheets.iter().flat_map(|sheet| &sheet.tables).any(is_progress);
    let has_table = sheets.iter().any(|sheet| !sheet.tables.is_empty());
    // the columns of a form have to be there where it was asked for: by name, stamp or title
    let is_asked = vocabulary.forms.len() == 1;
    let asks = |sheet: &Recognised| is_asked || sheet.stamp.is_some() || is_titled(sheet, &vocabulary.forms);
    let asked: Vec<Option<Arc<str>>> = sheets.iter().filter(|sheet| asks(sheet)).map(|sheet| sheet.name.clone()).collect();
    let mut context = Context::default();
    for (index, sheet) in sheets.into_iter().enumerate() {
        let place = Place::file(input.path.clone()).on(sheet.name.clone());
        // the day on a sheet of an earlier period is another hand-in's
        let is_set_aside = !sheet.tables.is_empty() && (0..sheet.tables.len()).all(|at| set_aside.contains_key(&(index, at)));
        submitted = submitted.or(sheet.info.submitted.filter(|_| !is_set_aside));
        version = version.max(sheet.info.version.as_deref().map(version_in).unwrap_or_default());
        version = version.max(sheet.stamp.as_ref().map_or(0, |stamp| stamp.version));
        let mut wanted = of_sheet.remove(&place.sheet).unwrap_or_default();
        context.next_sheet();
        let mut owner = RowDepartment::of_sheet(&sheet, &of_file, &place, terms);
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
            if set_aside.contains_key(&(index, number)) {
                forgotten.push((place.clone(), table.range, is_set_aside));
            }
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
    for (place, range, whole_sheet) in &forgotten {
        forget_table(&mut findings, *range, place, *whole_sheet);
    }
    findings.extend(about);
    findings.retain(|finding| finding.rule != rules::MISSING_COLUMN || asked.contains(&finding.place.sheet));
    let is_unknown = |finding: &Finding| finding.rule == rules::UNKNOWN_TABLE;
    let is_left = |finding: &Finding| is_unknown(finding) || finding.rule == rules::OUTSIDE_FORM;
    if !has_table && let Some((_, text)) = &no_records {
        // a bare 無 says nothing beside other cells, 該当なし nothing beside a table that was not read
        let bare = text.chars().count() <= 2;
        if findings.iter().any(|finding| if bare { is_left(finding) } else { is_unknown(finding) }) {
            no_records = None;
        }
    }
    let mut is_unfilled = false;
    let unanswered = |entry: &Entry| {
        let progress = &entry.draft.records.progress;
        !progress.is_empty() && progress.iter().all(Progress::is_unanswered)
    };
    // 該当なし below the rows of a form that were left blank speaks of all of them
    // texts that could not be read are not texts that nobody wrote
    let is_damaged = findings.iter().any(loses_answers);
    let is_for_all =
        !is_damaged && no_records.as_ref().is_some_and(|(_, text)| text.chars().count() > 2) && entries.iter().all(unanswered);
    if input.status == InputStatus::Read && no_records.is_none() {
        // what stands in a text box may be the answer
        let has_box = findings.iter().any(|finding| finding.rule == rules::OBJECT_WITH_TEXT);
        is_unfilled = is_headed && !has_box && !is_damaged && entries.iter().all(unanswered);
        if is_unfilled {
            let rule = if is_stamped { rules::UNFILLED_FORM } else { rules::BLANK_ANSWERS };
            findings.push(Finding::new(rule, Place::file(input.path.clone())));
        } else if entries.is_empty() && !has_table && !findings.iter().any(|finding| explains_no_table(finding, is_asked)) {
            let place = Place::file(input.path.clone());
            findings.push(match vocabulary.forms.as_slice() {
                [form] => Finding::new(rules::MISSING_COLUMN, place).with("heading", headings(form)),
                _ => Finding::new(rules::NO_TABLE, place),
            });
        }
    }
    let mut submission_file = SubmissionFile {
        input,
        department: of_file.department.clone(),
        submitted,
        version,
        is_return,
        is_unfilled,
        other_period,
        no_records,
        entries,
        taken: BTreeMap::new(),
    };
    for index in 0..submission_file.entries.len() {
        let at = submission_file.entries.get(index).map(|entry| (entry.sheet, entry.table)).unwrap_or_default();
        // what stands in a form that came back blank is what was reported before
        if is_unfilled || set_aside.contains_key(&at) {
            submission_file.drop_entry(index, Reason::OtherPeriod);
        } else if is_for_all {
            submission_file.drop_entry(index, Reason::NoRecords);
        }
    }
    for finding in &mut findings {
        if finding.department.is_none() {
            finding.department.clone_from(&of_file.department);
        }
    }
    submission_file.input.department.clone_from(&of_file.department);
    (submission_file, findings)
}

/// Does a title of a sheet ask for the form that a table of it was read with?
fn is_titled(sheet: &Recognised, forms: &[&Form]) -> bool {
    let used: BTreeSet<usize> = sheet.tables.iter().map(|table| table.form).collect();
    let used = used.into_iter().filter_map(|form| forms.get(form));
    let words: BTreeSet<String> =
        used.flat_map(|form| &form.titles).map(|title| fold(title)).filter(|title| !title.is_empty()).collect();
    let captions = sheet.tables.iter().flat_map(|table| &table.captions).map(|caption| &caption.text);
    let mut titles = sheet.titles.iter().chain(captions).map(|title| fold(title));
    titles.any(|title| words.iter().any(|word| title.contains(word)))
}

/// Does a finding say why no table of a file was read?
fn explains_no_table(finding: &Finding, is_asked: bool) -> bool {
    let is_other_table = finding.rule == rules::UNKNOWN_TABLE && !is_asked;
    is_other_table || finding.rule == rules::MISSING_COLUMN || finding.rule == rules::TOO_LARGE
}

/// Drops what was found in a table that is set aside; on a sheet of nothing else, all that was found there.
fn forget_table(findings: &mut Vec<Finding>, range: CellRange, place: &Place, whole_sheet: bool) {
    let within = |row: u32| (range.first.row..=range.last.row).contains(&row);
    findings.retain(|finding| {
        let row = match finding.place.spot {
            Some(Spot::Cell(cell)) => Some(cell.row),
            Some(Spot::Row(row)) => Some(row),
            Some(Spot::Range(range)) => Some(range.first.row),
            _ => None,
        };
        let here = finding.place.file == place.file && finding.place.sheet == place.sheet;
        !(here && (whole_sheet || row.is_some_and(within)))
    });
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
type FindingsByCell = BTreeMap<Address, Vec<usize>>;

/// The findings of each sheet that do not say what their cells show.
fn unshown(findings: &[Finding]) -> BTreeMap<Option<Arc<str>>, FindingsByCell> {
    let mut of_sheet: BTreeMap<Option<Arc<str>>, FindingsByCell> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let (Some(Spot::Cell(cell)), None) = (finding.place.spot, &finding.shown) {
            of_sheet.entry(finding.place.sheet.clone()).or_default().entry(cell).or_default().push(index);
        }
    }
    of_sheet
}

/// Adds the findings since `before`.
fn want(wanted: &mut FindingsByCell, findings: &[Finding], before: usize) {
    for (index, finding) in findings.iter().enumerate().skip(before) {
        if let (Some(Spot::Cell(cell)), None) = (finding.place.spot, &finding.shown) {
            wanted.entry(cell).or_default().push(index);
        }
    }
}

/// Gives the findings on cells of a table what the cell shows: later stages have only what was made of it.
///
/// Cells outside tables are left alone: there stand the names and numbers of those who filled the form in.
fn note_shown(findings: &mut [Finding], wanted: &mut FindingsByCell, table: &RawTable) {
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

/// The headings that a form needs; of one that needs none, those that name its rows.
fn headings(form: &Form) -> String {
    let any = form.columns.iter().any(|column| column.required);
    let keyed = form.columns.iter().any(|column| column.key);
    let needed = form.columns.iter().filter(|column| if any { column.required } else { column.key || !keyed });
    let mut names: Vec<String> = needed.map(|column| column.heading_for(None)).collect();
    names.dedup();
    names.join("・")
}
