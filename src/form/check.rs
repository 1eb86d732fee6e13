//! What a form has to hold to be of use.

use std::collections::BTreeMap;

use super::declared_check::{declared_faults, form_faults};
use super::spelling::{spellings, too_much};
use super::{Caption, Column, FieldType, Form, Layout, messages};
use crate::model::text::likeness;
use crate::model::{Message, RecordKind, ValueKind, listed};

/// A fault of a form: where it is in the file, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFault {
    /// The column, from 0; none: the form itself.
    pub column: Option<usize>,
    /// The key whose value is wrong.
    pub key: &'static str,
    /// What is wrong and how to mend it.
    pub message: Message,
}

/// What is wrong with a form, from its top to its end.
pub fn faults(form: &Form) -> Vec<FormFault> {
    let mut faults = Vec::new();
    let mut own = |key, message| faults.push(FormFault { column: None, key, message });
    if form.id.is_empty() || !form.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        own("id", messages::id(&form.id));
    }
    for fault in form.captions.iter().filter_map(|pattern| Caption::parse(pattern).err()) {
        own("captions", fault.0);
    }
    if let Some(message) = form.record_id.as_deref().and_then(|pattern| record_id(form, pattern)) {
        own("record_id", message);
    }
    if form.columns.is_empty() {
        own("", messages::no_columns());
    }
    for (key, message) in form_faults(form) {
        own(key, message);
    }
    if let Some(message) = layout(form) {
        own("layout", message);
    }
    for (index, column) in form.columns.iter().enumerate() {
        let own_faults = column_faults(form, column).into_iter();
        faults.extend(own_faults.map(|(key, message)| FormFault { column: Some(index), key, message }));
    }
    faults
}

fn column_faults(form: &Form, column: &Column) -> Vec<(&'static str, Message)> {
    let mut faults = Vec::new();
    let field = column.field.as_str();
    let known = fields(form.record);
    if form.record == RecordKind::Table {
        faults.extend(declared_faults(column));
    } else if !known.contains(&field) && column.kind != FieldType::Skip {
        faults.push(("field", messages::unknown_field(field, hint(field, known), listed(known))));
    }
    if column.heading.trim().is_empty() {
        faults.push(("heading", messages::no_heading(field)));
    }
    for (key, lines) in [
        ("heading", std::slice::from_ref(&column.heading)),
        ("aliases", &column.aliases),
        ("also", &column.also),
        ("stage_headings", &column.stage_headings),
    ] {
        faults.extend(lines.iter().filter_map(|line| too_much(line)).map(|message| (key, messages::in_column(field, message))));
    }
    if column.width.is_nan() || column.width <= 0.0 {
        faults.push(("width", messages::width(field)));
    }
    if let Some(wanted) =
        wanted_type(form.record, field).filter(|wanted| column.kind != *wanted && column.kind != FieldType::Skip)
    {
        let name = format!("{wanted:?}").to_lowercase();
        faults.push(("type", messages::column_type(field, name)));
    }
    let yearly = matches!(column.kind, FieldType::Quantity | FieldType::Span | FieldType::Skip);
    if column.heading.contains("{year}") && !yearly && form.record != RecordKind::Table {
        faults.push(("heading", messages::year_in_heading(field)));
    }
    faults
}

/// The one type that a field can be read with.
fn wanted_type(record: RecordKind, field: &str) -> Option<FieldType> {
    match (record, field) {
        (RecordKind::Indicator, field) if ValueKind::of_field(field).is_some() => Some(FieldType::Quantity),
        (RecordKind::Indicator, field) if field.ends_with("_year") => Some(FieldType::Year),
        (RecordKind::Indicator, "evaluation") => Some(FieldType::Mark),
        (RecordKind::Checklist, "supported") => Some(FieldType::Supported),
        (RecordKind::Checklist, "entries") => Some(FieldType::Entries),
        _ => None,
    }
}

/// Columns that a layout cannot do without.
fn layout(form: &Form) -> Option<Message> {
    let has = |kind: FieldType| form.columns.iter().any(|column| column.kind == kind);
    match form.layout {
        Layout::Years if !form.columns.iter().any(|c| c.kind == FieldType::Span && c.heading.contains("{year}")) => {
            Some(messages::layout_years())
        }
        Layout::Blocks if !has(FieldType::Years) => Some(messages::layout_blocks()),
        _ => None,
    }
}

/// A name in `record_id` that nothing gives a value.
fn record_id(form: &Form, pattern: &str) -> Option<Message> {
    let captions = form.captions.iter().flat_map(|caption| names(caption));
    let mut known: Vec<String> = form.columns.iter().map(|column| column.field.clone()).chain(captions).collect();
    known.extend(form.constants.keys().cloned());
    // numbers that stand in marks and titles
    known.extend(["n", "mark", "no", "list", "part"].map(str::to_owned));
    let wrong = names(pattern).find(|name| !known.contains(name))?;
    let hint = hint(&wrong, &known.iter().map(String::as_str).collect::<Vec<_>>());
    Some(messages::record_id(wrong, hint))
}

/// The names in braces.
pub(super) fn names(pattern: &str) -> impl Iterator<Item = String> + '_ {
    let inner = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    inner.map(|name| name.split(':').next().unwrap_or(name).to_owned())
}

/// Names the nearest word that would do, where one is near.
fn hint(word: &str, known: &[&str]) -> Message {
    let near = known.iter().map(|other| (likeness(word, other), other)).filter(|(likeness, _)| *likeness >= 0.5);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| messages::did_you_mean(other)).unwrap_or_default()
}

/// What a form's author may want to think over, though the form can be used.
pub fn remarks(form: &Form) -> Vec<Message> {
    let mut remarks = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for column in form.columns.iter().filter(|column| column.kind != FieldType::Skip) {
        for heading in std::iter::once(&column.heading).chain(&column.aliases).flat_map(|line| spellings(line)) {
            match seen.get(&heading) {
                Some(field) if *field != column.field => {
                    remarks.push(messages::shared_heading(&heading, field, &column.field));
                }
                Some(_) => {}
                None => {
                    seen.insert(heading, &column.field);
                }
            }
        }
    }
    if !form.columns.iter().any(|column| column.key) {
        remarks.push(messages::no_key());
    }
    remarks
}

/// The fields that a column can fill, by the kind of record.
pub const fn fields(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Progress => &["direction", "numbers", "names", "departments", "description", "done", "planned"],
        RecordKind::Schedule => &[
            "direction",
            "direction_name",
            "section",
            "policy",
            "policy_title",
            "no",
            "title",
            "name",
            "departments",
            "years",
            "from",
            "to",
            "spans",
            "target",
        ],
        RecordKind::Indicator => &[
            "section",
            "goal",
            "goal_name",
            "mark",
            "title",
            "departments",
            "indicator",
            "unit",
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
            "relisted",
        ],
        RecordKind::Measure => &["goal", "goal_name", "no", "title", "priority", "departments", "items"],
        RecordKind::Checklist => &["department", "departments", "category", "item", "entries", "supported", "status", "note"],
        RecordKind::Table => &[],
    }
}
