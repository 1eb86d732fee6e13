//! What a form of declared columns has to hold.

use super::{Column, FieldType, Form, Groups, Layout, messages};
use crate::model::{Message, OWN_FIELDS, RecordKind};

/// The types that a declared column can have, as the form writes them.
pub(super) const TYPES: [(FieldType, &str); 12] = [
    (FieldType::Text, "text"),
    (FieldType::Lines, "lines"),
    (FieldType::Number, "number"),
    (FieldType::Quantity, "quantity"),
    (FieldType::Date, "date"),
    (FieldType::Year, "year"),
    (FieldType::Period, "period"),
    (FieldType::Choice, "choice"),
    (FieldType::Mark, "mark"),
    (FieldType::Departments, "departments"),
    (FieldType::Url, "url"),
    (FieldType::Skip, "skip"),
];

/// What is wrong with a form as a whole: the key, and the words for its author.
pub(super) fn form_faults(form: &Form) -> Vec<(&'static str, Message)> {
    let mut faults = Vec::new();
    if form.record != RecordKind::Table {
        if !form.repeats.is_empty() {
            faults.push(("", messages::only_of_tables("[[repeat]]")));
        }
        if form.columns.iter().any(|column| !column.choices.is_empty()) {
            faults.push(("", messages::only_of_tables("choices")));
        }
        return faults;
    }
    if form.layout != Layout::Upright {
        faults.push(("layout", messages::layout_of_table()));
    }
    let mut fields: Vec<&str> = Vec::new();
    let repeated = form.repeats.iter().flat_map(|repeat| {
        std::iter::once(repeat.field.as_str()).chain(repeat.columns.iter().map(|column| column.field.as_str()))
    });
    let own = form.columns.iter().filter(|column| column.kind != FieldType::Skip).map(|column| column.field.as_str());
    for field in own.chain(repeated) {
        if fields.contains(&field) {
            faults.push(("", messages::field_twice(field)));
        }
        fields.push(field);
    }
    let spans = form.columns.iter().filter(|column| column.kind.column_type().is_span());
    for column in spans {
        let end = format!("{}_to", column.field);
        if fields.contains(&end.as_str()) {
            faults.push(("", messages::field_of_span_end(end, &column.field)));
        }
    }
    for repeat in &form.repeats {
        if repeat.columns.is_empty() {
            faults.push(("", messages::repeat_without_columns(&repeat.field)));
        }
        for column in &repeat.columns {
            let named = column.heading.contains("{group}");
            if named && repeat.groups == Groups::Ordered {
                faults.push(("", messages::repeat_without_groups(&repeat.field)));
            }
            if !named && repeat.groups != Groups::Ordered && !column.aliases.iter().any(|alias| alias.contains("{group}")) {
                faults.push(("", messages::repeat_heading(&repeat.field, &column.heading)));
            }
            faults.extend(declared_faults(column).into_iter().map(|(_, message)| ("", message)));
        }
        let frame = Column { heading: repeat.heading.clone(), ..Column::named(&repeat.field, repeat.kind) };
        faults.extend(declared_faults(&frame).into_iter().map(|(_, message)| ("", message)));
    }
    faults
}

/// What is wrong with a declared column.
pub(super) fn declared_faults(column: &Column) -> Vec<(&'static str, Message)> {
    let mut faults = Vec::new();
    let field = column.field.as_str();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "{}:\"'\\/".contains(c);
    if field.is_empty() || field.contains(odd) {
        faults.push(("field", messages::odd_field(field)));
    }
    if OWN_FIELDS.contains(&field) || field == "departments" && column.kind != FieldType::Departments {
        faults.push(("field", messages::reserved_field(field)));
    }
    if column.kind == FieldType::Departments && field != "departments" {
        faults.push(("field", messages::departments_field()));
    }
    if !TYPES.iter().any(|(kind, _)| *kind == column.kind) {
        let list = TYPES.map(|(_, name)| name).join("、");
        faults.push(("type", messages::type_of_table(field, list)));
    }
    if column.kind == FieldType::Choice && column.choices.is_empty() {
        faults.push(("type", messages::no_choices(field)));
    }
    if !column.choices.is_empty() && !matches!(column.kind, FieldType::Choice | FieldType::Lines | FieldType::Mark) {
        faults.push(("choices", messages::odd_choices(field)));
    }
    faults
}
