//! Edits of rows whose columns a form declares.

use std::sync::Arc;

use super::{conflict_at, unread_at};
use crate::form::Form;
use crate::model::{ColumnType, Consolidation, Edit, Edited, Finding, TableRow};
use crate::normalise::{Directory, NamedDepartment, read_field};

/// Applies an edit; what cannot be taken over, or was changed by the department since, is a finding.
pub(super) fn apply(consolidation: &mut Consolidation, edit: &Edit, directory: &Directory, forms: &[&Form]) -> Option<Finding> {
    let at = consolidation.records.tables.iter().position(|record| *record.id == *edit.record)?;
    let edited = consolidation.edited(edit.kind, &edit.record).and_then(|fields| fields.get(&edit.field)).cloned();
    let record = consolidation.records.tables.get_mut(at)?;
    let now = record.listed(&edit.field);
    let written = edited.map_or_else(|| now.clone(), |own| own.before);
    let heading = heading(record, &edit.field);
    let changed = written != edit.before && written != edit.after;
    let conflict = changed.then(|| conflict_at((&record.origin, record.departments.first()), edit, &heading, written.as_deref()));
    if now == edit.after {
        return conflict;
    }
    let form = forms.iter().find(|form| *form.id == *record.table)?;
    if !set(record, &edit.field, edit.after.as_deref(), directory, form) {
        return Some(unread_at((&record.origin, record.departments.first()), edit, &heading));
    }
    let id = record.id.clone();
    if written != edit.after {
        let fields = consolidation.edited.entry((edit.kind, id)).or_default();
        fields.insert(edit.field.clone(), Edited { before: written, after: edit.after.clone() });
    }
    conflict
}

/// The heading of a field.
fn heading(record: &TableRow, field: &str) -> String {
    let mut columns = record.shape.iter().flat_map(|shape| &shape.columns);
    let own = columns.find(|column| *column.field == *field).map(|column| column.heading.clone());
    own.unwrap_or_else(|| super::label(field).to_owned())
}

/// Changes a field; false where the value is none that its column can hold.
fn set(record: &mut TableRow, field: &str, value: Option<&str>, directory: &Directory, form: &Form) -> bool {
    let mut columns = record.shape.iter().flat_map(|shape| &shape.columns);
    let is_owner = columns.any(|column| *column.field == *field && column.kind == ColumnType::Departments);
    if is_owner || field == "departments" {
        let found = directory.resolve(value.unwrap_or_default());
        let is_known = |one: &NamedDepartment| one.known || record.departments.contains(&one.name);
        if !directory.is_empty() && !found.iter().all(is_known) {
            return false;
        }
        record.departments = found.into_iter().map(|found| found.name).collect();
        return true;
    }
    let read = value.map(|text| read_field(form, field, text));
    if matches!(read, Some(None)) {
        return false;
    }
    let to = format!("{field}_to");
    record.values.retain(|(name, _)| **name != *field && **name != *to);
    record.raw.remove(field);
    record.missing.remove(field);
    if let (Some(read), Some(text)) = (read.flatten(), value) {
        if read.first().is_none_or(|(_, value)| value.plain() != text) {
            record.raw.insert(Arc::from(field), text.to_owned());
        }
        record.values.extend(read);
    }
    true
}
