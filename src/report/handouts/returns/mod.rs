//! 差戻し: returns to departments that have something to correct.
//!
//! A new workbook in the form's layout with the department's own table, every text unchanged. Cells with findings
//! are coloured and commented, and a list links to them. It is a form like any other: once corrected, it is
//! submitted again and, being a later version, supersedes the first one. The name of the person who filled in the first one is
//! not carried over.

mod list;
mod places;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::DateTime;
use rayon::prelude::*;

use crate::consolidate::edit::as_written;
use crate::form::Form;
use crate::model::{
    Answer, Audience, Consolidation, Finding, Lang, Place, RecordKind, Severity, Spot, Submission, SubmissionStatus,
};
use crate::report::handouts::forms::{Entry, File, FileNames, FormRecord, FormRecords, Handout, form_of, write_return};
use crate::report::handouts::letters::Request;
use crate::report::handouts::returns::places::Places;
use crate::report::workbook::grid::fits;
use crate::report::workbook::{Error, add_sheet};

/// A finding, with its cell in the returned table.
#[derive(Debug)]
struct Item<'a> {
    finding: &'a Finding,
    /// Indices of the entry and of the form's column.
    cell: Option<(usize, usize)>,
}

/// Makes a return for every department with something to correct, and passes each to `take` when it is ready. The results
/// of `take` come back in the order of the submissions. Long sheets use temporary files in the folder `scratch`.
///
/// # Errors
/// Errors of `take`, which gets [`Error::Temporary`] if temporary files cannot be written; [`Error::Writer`] is a
/// bug.
pub fn write<T: Send, E: Send>(
    consolidation: &Consolidation,
    forms: &[&Form],
    issued: DateTime,
    request: Request<'_>,
    scratch: &Path,
    take: impl Fn(Result<File, Error>) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let Some(form) = form_of(consolidation, forms) else { return Ok(Vec::new()) };
    let by_department = share_out(consolidation);
    let own = FormRecords::new(consolidation, form);
    let mut names = FileNames::default();
    let wanted: Vec<(&Submission, Vec<Finding>, String)> = consolidation
        .submissions
        .iter()
        .filter(|submission| submission.status != SubmissionStatus::Missing)
        .filter_map(|submission| {
            let findings = by_department.get(&submission.department)?.clone();
            Some((submission, findings, names.take(&submission.department, ".xlsx")))
        })
        .collect();
    wanted
        .into_par_iter()
        .map(|(submission, findings, name)| {
            let records = own.of(submission);
            let mut entries: Vec<Entry> = records.iter().map(|record| entry(*record, consolidation, form)).collect();
            let places = Places::new(&records);
            // the list links to every cell with a finding
            let each: Vec<Finding> = findings.iter().flat_map(Finding::split).collect();
            let items: Vec<Item<'_>> =
                each.iter().map(|finding| Item { finding, cell: places.of(&finding.place, form) }).collect();
            for item in &items {
                let Some((row, column)) = item.cell else { continue };
                if let Some(entry) = entries.get_mut(row) {
                    say(entry, column, item.finding);
                }
            }
            entries.iter_mut().for_each(warn_of_length);
            let handout = Handout {
                form,
                plan: &consolidation.plan,
                period: consolidation.period,
                department: &submission.department,
                version: submission.version.max(1) + 1,
                issued,
                entries: &entries,
                request,
            };
            let is_read = !submission.records.is_empty();
            let bytes = write_return(&handout, scratch, |workbook, table, styles| {
                list::write(add_sheet(workbook, items.len(), scratch)?, &handout, &items, (table, is_read), styles)
            });
            let department = submission.department.to_string();
            let notes = findings.iter().filter_map(note).collect();
            take(bytes.map(|bytes| File { name, department, entries: items.len(), notes, bytes }))
        })
        .collect()
}

/// The coordinator's remark on a finding, with what it is about.
fn note(finding: &Finding) -> Option<String> {
    let note = finding.note_to_department()?;
    Some(format!("{}\n　{FROM_OFFICE}{}", finding.statement(Lang::Ja), note.replace('\n', "\n　")))
}

/// The state of each department's return, for the lists of submissions: 済 once everything is corrected, 要 while
/// something is to be returned.
pub fn states(consolidation: &Consolidation) -> BTreeMap<Arc<str>, &'static str> {
    let shares = share_out(consolidation);
    let of = |submission: &Submission| {
        let open = shares.contains_key(&submission.department) && submission.status != SubmissionStatus::Missing;
        let word = if open { Some("要") } else { submission.mended.then_some("済") };
        Some((submission.department.clone(), word?))
    };
    consolidation.submissions.iter().filter_map(of).collect()
}

/// A record as submitted, with the department's own comments.
fn entry(record: FormRecord<'_>, consolidation: &Consolidation, form: &Form) -> Entry {
    let own = match record {
        FormRecord::Progress(progress) => {
            let edited = consolidation.edited(RecordKind::Progress, &progress.id);
            edited.map(|edited| as_written(progress, edited))
        }
        FormRecord::Row(_) => None,
    };
    let record = own.as_ref().map_or(record, FormRecord::Progress);
    let comments = record.origin().comments.iter().filter_map(|(field, text)| Some((form.column(field)?, text.clone())));
    Entry { comments: comments.collect(), ..Entry::of(record, form) }
}

/// Before the coordinator's remark on a finding.
const FROM_OFFICE: &str = "事務局から：";

/// How many places of one finding a return marks.
const MOST_PLACES: usize = 500;

/// The findings that a department can correct, by the department of their record, else of their file.
fn share_out(consolidation: &Consolidation) -> BTreeMap<Arc<str>, Vec<Finding>> {
    let mut owners: BTreeMap<&str, Vec<&Submission>> = BTreeMap::new();
    for submission in &consolidation.submissions {
        for id in &submission.records {
            owners.entry(id).or_default().push(submission);
        }
    }
    let mut rows: BTreeMap<(&str, Option<&str>, u32), FormRecord<'_>> = BTreeMap::new();
    for record in FormRecord::all(consolidation) {
        let origin = record.origin();
        let cells = origin.cells.iter().map(|(_, cell)| cell.row);
        for row in cells.chain([origin.row]) {
            rows.entry((&origin.file, origin.sheet.as_deref(), row)).or_insert(record);
        }
    }
    let files: BTreeMap<&Arc<str>, &Option<Arc<str>>> =
        consolidation.inputs.iter().map(|input| (&input.path, &input.department)).collect();
    let mut out: BTreeMap<Arc<str>, Vec<Finding>> = BTreeMap::new();
    // an answered finding is settled, unless the answer is to return it, whoever it was for
    let theirs = |finding: &&Finding| match finding.answer() {
        Some(answer) => answer == Answer::Returned,
        None => finding.severity() >= Severity::Warning && finding.rule.audience == Audience::Department,
    };
    for finding in consolidation.findings.iter().filter(theirs) {
        // each department gets its own places
        let mut shares: BTreeMap<Arc<str>, Finding> = BTreeMap::new();
        for one in finding.split().take(MOST_PLACES) {
            let record = one.place.file.as_deref().zip(row_of(&one.place)).and_then(|(file, row)| {
                let record = rows.get(&(file, one.place.sheet.as_deref(), row))?;
                let owner = owners.get(&**record.id())?.iter().find(|owner| {
                    // two departments can report the same initiative
                    owner.file.as_deref() == Some(file) || owner.files.iter().any(|own| &**own == file)
                })?;
                Some(owner.department.clone())
            });
            let file = || files.get(one.place.file.as_ref()?).and_then(|department| (*department).clone());
            let Some(department) = record.or_else(|| one.department.clone()).or_else(file) else { continue };
            match shares.get_mut(&department) {
                Some(share) => share.join(one),
                None => {
                    shares.insert(department, one);
                }
            }
        }
        for (department, share) in shares {
            out.entry(department).or_default().push(share);
        }
    }
    out
}

fn row_of(place: &Place) -> Option<u32> {
    match place.spot? {
        Spot::Cell(cell) => Some(cell.row),
        Spot::Range(range) => Some(range.first.row),
        Spot::Row(row) => Some(row),
        Spot::Column(_) => None,
    }
}

/// Text files can hold longer texts than a cell of a workbook: a finding says that it is cut.
fn warn_of_length(entry: &mut Entry) {
    for (column, text) in entry.texts.iter().enumerate().filter(|(_, text)| !fits(text)) {
        let remark = entry.remarks.entry(column).or_default();
        let count = text.chars().count();
        remark.is_error = true;
        remark.text.push_str(&format!(
            "この欄の文（{count}文字）は1つのセルに入る長さ（32,767文字）を超えるため、ここには途中までしか入っていません。\n直し方：短くまとめてください。"
        ));
    }
}

/// The comment for a finding: what is wrong, why, how to correct it, and the place in the submitted file.
fn say(entry: &mut Entry, column: usize, finding: &Finding) {
    let (why, how) = advice(finding);
    let why = why.map(|why| format!("理由：{why}\n")).unwrap_or_default();
    let label = finding.severity().label(Lang::Ja);
    let (what, place) = (finding.message(Lang::Ja), &finding.place);
    let note = finding.note_to_department().map(|note| format!("{FROM_OFFICE}{note}\n")).unwrap_or_default();
    let text = format!("【{label}】{what}\n{note}{why}直し方：{how}\n提出されたファイルでの位置：{place}");
    let is_error = finding.severity() == Severity::Error;
    let remark = entry.remarks.entry(column).or_default();
    remark.is_error |= is_error;
    if !remark.text.is_empty() {
        remark.text.push_str("\n\n");
    }
    remark.text.push_str(&text);
}

/// Returns why the finding matters, if that is not obvious, and how the department corrects it.
fn advice(finding: &Finding) -> (Option<&'static str>, Cow<'static, str>) {
    match finding.rule.advice {
        Some(advice) => (advice.why, advice.how.into()),
        None => (None, finding.hint(Lang::Ja).into()),
    }
}
