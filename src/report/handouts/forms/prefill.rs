//! The rows of each form: which initiatives go to which department.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::DateTime;

use crate::form::{Column, FieldType, Form};
use crate::model::{Consolidation, Department, Missing, Origin, Period, Plan, Progress, RecordKind, Submission, TableRow};
use crate::report::handouts::forms::{File, FileNames, Handout, write};
use crate::report::handouts::letters::Request;
use crate::report::workbook::Error;

/// One row of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The record's id; an initiative that was never reported has its future id.
    pub id: Option<Arc<str>>,
    /// Its texts, by the form's columns.
    pub texts: Vec<String>,
    /// The plan of the last period.
    pub last_plan: String,
    /// The department's own comments, by the form's columns.
    pub comments: BTreeMap<usize, String>,
    /// Findings about its cells, by the form's columns.
    pub remarks: BTreeMap<usize, Remark>,
}

/// A comment on a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    /// Is it about an error rather than a warning?
    pub is_error: bool,
    /// What is wrong, how to correct it, and its place in the submitted file.
    pub text: String,
}

impl Entry {
    /// A record with all its texts, unchanged.
    pub fn of(record: FormRecord<'_>, form: &Form) -> Self {
        let texts = form.columns.iter().map(|column| record.text(&column.field)).collect();
        Self { id: Some(record.id().clone()), texts, ..Self::default() }
    }
}

/// A record of a kind that has forms.
#[derive(Debug, Clone, Copy)]
pub enum FormRecord<'a> {
    /// 取組状況.
    Progress(&'a Progress),
    /// A row of a table of declared columns.
    Row(&'a TableRow),
}

impl<'a> FormRecord<'a> {
    /// Those of a consolidation, in the order of the report.
    pub fn all(consolidation: &'a Consolidation) -> impl Iterator<Item = Self> {
        let records = &consolidation.records;
        records.progress.iter().map(Self::Progress).chain(records.tables.iter().map(Self::Row))
    }

    /// Its id.
    pub const fn id(self) -> &'a Arc<str> {
        match self {
            Self::Progress(record) => &record.id,
            Self::Row(record) => &record.id,
        }
    }

    /// Where it came from.
    pub const fn origin(self) -> &'a Origin {
        match self {
            Self::Progress(record) => &record.origin,
            Self::Row(record) => &record.origin,
        }
    }

    fn text(self, field: &str) -> String {
        match self {
            Self::Progress(record) => text(record, field),
            Self::Row(record) => record.shown(field),
        }
    }

    /// Was it read with this form?
    fn is_of(self, form: &Form) -> bool {
        match self {
            Self::Progress(_) => form.record == RecordKind::Progress,
            Self::Row(record) => *record.table == *form.id,
        }
    }

    /// Sorts those without a direction first: a blank cell would repeat the direction above.
    const fn has_direction(self) -> bool {
        match self {
            Self::Progress(record) => record.direction.is_some(),
            Self::Row(_) => true,
        }
    }
}

/// A field as a department would write it, so that it reads the same again.
fn text(record: &Progress, field: &str) -> String {
    let text = match field {
        "direction" => record.direction.map(|no| no.to_string()).unwrap_or_default(),
        "numbers" => record.numbers.join("\n"),
        "names" => record.names.join("\n"),
        "departments" => record.departments.join("\n"),
        "description" => record.description.clone().unwrap_or_default(),
        "done" => record.done.as_ref().map(|statement| statement.text.to_string()).unwrap_or_default(),
        "planned" => record.planned.as_ref().map(|statement| statement.text.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    if !text.is_empty() {
        return text;
    }
    match record.missing.get(field) {
        Some(Missing::Dash) => "―".to_owned(),
        Some(Missing::Continues) => "→".to_owned(),
        _ => String::new(),
    }
}

/// The records of a consolidation, indexed by file, for looking up each department.
#[derive(Debug)]
pub struct FormRecords<'a> {
    /// File → its records, with their positions in the report.
    by_file: HashMap<&'a str, Vec<(usize, FormRecord<'a>)>>,
    /// Department → its files.
    files: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> FormRecords<'a> {
    /// Indexes the records of a consolidation that were read with a form.
    pub fn new(consolidation: &'a Consolidation, form: &Form) -> Self {
        let mut own = Self { by_file: HashMap::new(), files: HashMap::new() };
        for (at, record) in FormRecord::all(consolidation).enumerate().filter(|(_, record)| record.is_of(form)) {
            own.by_file.entry(&record.origin().file).or_default().push((at, record));
        }
        for input in &consolidation.inputs {
            if let Some(department) = &input.department {
                own.files.entry(department).or_default().push(&input.path);
            }
        }
        own
    }

    /// A department's records in the order of the report, those without a direction first: a blank cell would
    /// repeat the direction above.
    pub fn of(&self, submission: &Submission) -> Vec<FormRecord<'a>> {
        let ids: HashSet<&str> = submission.records.iter().map(|id| &**id).collect();
        let handed = submission.file.iter().chain(&submission.files).map(|file| &**file);
        let read = self.files.get(&*submission.department).into_iter().flatten().copied();
        let files: HashSet<&str> = handed.chain(read).collect();
        let mut records: Vec<(usize, FormRecord<'a>)> = files
            .into_iter()
            .filter_map(|file| self.by_file.get(file))
            .flatten()
            .copied()
            .filter(|(_, record)| ids.contains(&**record.id()))
            .collect();
        records.sort_unstable_by_key(|(at, record)| (record.has_direction(), *at));
        records.into_iter().map(|(_, record)| record).collect()
    }
}

/// A department's rows for the next period: its initiatives, with blank cells for what was done and planned. For a
/// missing department, those of the period before. Initiatives that are reorganised or renumbered by then have their
/// new departments, numbers and names.
pub fn entries(
    consolidation: &Consolidation,
    submission: &Submission,
    before: &[Progress],
    form: &Form,
    next: Option<Period>,
) -> Vec<Entry> {
    let late = !submission.status.is_handed_in();
    let plan = &consolidation.plan;
    let until = consolidation.period.map(Period::end);
    let own = |record: &&Progress| plan.heirs(&record.departments, until).contains(&submission.department);
    let records: Vec<FormRecord<'_>> = if late {
        before.iter().filter(own).map(FormRecord::Progress).collect()
    } else {
        FormRecords::new(consolidation, form).of(submission)
    };
    let revisions = plan.revisions_between(consolidation.period, next);
    let row = |record: FormRecord<'_>| {
        let mut entry = Entry::of(record, form);
        if let FormRecord::Progress(record) = record {
            entry.last_plan = record.planned.as_ref().map(|statement| statement.text.to_string()).unwrap_or_default();
        }
        for (column, text) in form.columns.iter().zip(&mut entry.texts) {
            if is_asked(column, form) {
                text.clear();
            }
        }
        entry
    };
    let until = next.map(Period::end);
    let rows = |record: FormRecord<'_>| match record {
        FormRecord::Progress(progress) => {
            plan.brought_up_to(progress, &revisions, until).iter().map(|record| row(FormRecord::Progress(record))).collect()
        }
        FormRecord::Row(_) => vec![row(record)],
    };
    records.into_iter().flat_map(rows).collect()
}

/// Is a column blank again in the next period?
pub(super) fn is_asked(column: &Column, form: &Form) -> bool {
    if form.record != RecordKind::Table {
        return matches!(column.field.as_str(), "done" | "planned");
    }
    let names = column.key || column.fill_down || column.kind == FieldType::Departments || column.field == "no";
    !names && !column.carry
}

/// The department's initiatives in the plan, for one that has never reported.
pub fn initiatives(plan: &Plan, department: &str, form: &Form) -> Vec<Entry> {
    let own = plan.initiatives.iter().filter(|initiative| initiative.departments.iter().any(|name| name == department));
    own.map(|initiative| {
        let text = |field: &str| match field {
            "direction" => initiative.direction.to_string(),
            "numbers" => initiative.numbers().collect::<Vec<_>>().join("\n"),
            "names" => initiative.name.clone(),
            "departments" => initiative.departments.join("\n"),
            _ => String::new(),
        };
        Entry {
            id: Some(Arc::from(format!("{}-{}", initiative.direction, initiative.numbers().collect::<Vec<_>>().join("_")))),
            texts: form.columns.iter().map(|column| text(&column.field)).collect(),
            ..Entry::default()
        }
    })
    .collect()
}

/// The form that the records were read with, else the first form of 取組状況.
pub fn form_of<'f>(consolidation: &Consolidation, forms: &[&'f Form]) -> Option<&'f Form> {
    let tables = consolidation.inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.tables);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for table in tables {
        *counts.entry(&table.form).or_default() += table.records;
    }
    let progress = || forms.iter().copied().filter(|form| form.record == RecordKind::Progress);
    let handed_out = |form: &&&Form| matches!(form.record, RecordKind::Progress | RecordKind::Table);
    let used = forms.iter().filter(handed_out).copied().filter(|form| counts.contains_key(form.id.as_str()));
    let only = forms.first().copied().filter(|form| forms.len() == 1 && form.record == RecordKind::Table);
    used.max_by_key(|form| counts.get(form.id.as_str())).or(only).or_else(|| progress().next())
}

/// One form for each department that has to submit, or that reported anyway.
/// `before`: the report before the last, for departments that were late.
///
/// # Errors
/// [`Error::Writer`] is a fault of the program's own.
pub fn forms(
    consolidation: &Consolidation,
    before: &[Progress],
    form: &Form,
    expected: &[Department],
    period: Option<Period>,
    issued: DateTime,
    request: Request<'_>,
) -> Result<Vec<File>, Error> {
    let plan = &consolidation.plan;
    let mut names: Vec<&str> = expected.iter().filter(|one| one.submits && !one.generic).map(|one| one.name.as_str()).collect();
    let until = period.map(Period::end);
    // after reorganisations by then
    let owners: Vec<(&Submission, Vec<Arc<str>>)> = consolidation
        .submissions
        .iter()
        .map(|submission| (submission, plan.heirs(std::slice::from_ref(&submission.department), until)))
        .collect();
    for (_, heirs) in owners.iter().filter(|(submission, _)| !submission.records.is_empty()) {
        for department in heirs {
            if !names.contains(&&**department) {
                names.push(department);
            }
        }
    }
    let mut file_names = FileNames::default();
    let what: String = form.name.chars().filter(|c| c.is_alphanumeric()).take(20).collect();
    let tail = if form.record == RecordKind::Table { format!("_{what}.xlsx") } else { "_取組状況.xlsx".to_owned() };
    let mut out = Vec::with_capacity(names.len());
    for department in names {
        let own = owners.iter().filter(|(_, heirs)| heirs.iter().any(|heir| &**heir == department));
        let mut entries: Vec<Entry> =
            own.flat_map(|(submission, _)| entries(consolidation, submission, before, form, period)).collect();
        if entries.is_empty() {
            entries = initiatives(plan, department, form);
        }
        let handout = Handout { form, plan, period, department, version: 0, issued, entries: &entries, request };
        out.push(File {
            name: file_names.take(department, &tail),
            department: department.to_owned(),
            entries: entries.len(),
            notes: Vec::new(),
            bytes: write(&handout)?,
        });
    }
    Ok(out)
}
