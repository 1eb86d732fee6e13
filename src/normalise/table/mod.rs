//! Tables of declared columns: a row becomes a record, or one for each group of columns that it holds.

mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::value::{Typed, typed};
use super::cells::{self, Cells};
use super::context::Context;
use super::{Draft, Terms};
use crate::form::{Column, EXTRA, FieldType, Form};
use crate::model::{Absences, Address, FieldValue, Finding, Missing, Place, Records, TableRow, TableShape};
use crate::recognise::{RawField, RawTable};

/// The values that a text is as a field of a form: the field's own, and the end of a span. None where it is none that the
/// column can hold.
pub fn read_field(form: &Form, field: &str, text: &str) -> Option<Vec<(Arc<str>, FieldValue)>> {
    let column = form.columns.iter().find(|column| *form.field_name(&column.field) == *field)?;
    let typed = typed(column, text, None);
    if !typed.is_sound() {
        return None;
    }
    let end = typed.to.map(|to| (Arc::from(format!("{field}_to").as_str()), to));
    Some(typed.value.map(|value| (Arc::from(field), value)).into_iter().chain(end).collect())
}

/// A group of columns of a row: place of its form's group, what it is called, and which column of the sheet is which.
struct Group {
    repeat: usize,
    name: Arc<str>,
    /// Column of the sheet → place of the form's column.
    columns: BTreeMap<u32, usize>,
}

/// The records of a table.
pub fn tables(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let shape = Arc::new(form.shape());
    let groups = groups(table, form);
    let headings = kept_headings(table, form);
    // a sheet of ours has a row a group already
    let names = |at: usize| form.columns.get(at).is_some_and(|column| column.derived && column.field != EXTRA);
    let long = table.columns.iter().any(|column| names(column.column));
    cells::drafts(table, form, place, terms, |mut cells| {
        let mut row = Reading { form, terms, context, shape: &shape, cells: &mut cells, record: TableRow::default() };
        row.base(&headings, long);
        let parts = row.groups(&groups);
        let record = row.record;
        let (origin, missing) = cells.finish();
        let record = TableRow { origin, missing, ..record };
        let mut records: Vec<TableRow> = parts.into_iter().map(|part| part.of(&record)).collect();
        if records.is_empty() {
            records.push(record);
        }
        for record in &mut records {
            let field = |name: &str| match name {
                "table" => Some(form.id.clone()),
                "part" => record.departments.first().map(|name| name.to_string()),
                _ => Some(record.shown(name)).filter(|text| !text.is_empty()),
            };
            record.id = context.id(form, field).into();
        }
        records.into_iter().map(|record| Records { tables: vec![record], ..Records::default() }).collect()
    })
}

/// The groups of columns of a table, from left to right.
fn groups(table: &RawTable, form: &Form) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for column in &table.columns {
        let Some(name) = &column.group else { continue };
        let Some(repeat) = form.columns.get(column.column).and_then(|known| known.repeat) else { continue };
        let known = groups.iter_mut().find(|group| group.repeat == repeat && group.name == *name);
        let group = match known {
            Some(group) => group,
            None => {
                groups.push(Group { repeat, name: name.clone(), columns: BTreeMap::new() });
                let last = groups.len() - 1;
                let Some(group) = groups.get_mut(last) else { continue };
                group
            }
        };
        group.columns.insert(column.col, column.column);
    }
    groups
}

/// The headings of the columns that are kept, by column of the sheet; no two are the same.
fn kept_headings(table: &RawTable, form: &Form) -> BTreeMap<u32, Arc<str>> {
    let Some(rest) = form.rest_column() else { return BTreeMap::new() };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut out = BTreeMap::new();
    for column in table.columns.iter().filter(|column| column.column == rest) {
        let plain = column.heading.replace('\n', "");
        let mut name = plain.clone();
        let mut n = 1;
        while !taken.insert(name.clone()) {
            n += 1;
            name = format!("{plain}（{n}）");
        }
        out.insert(column.col, Arc::from(name.as_str()));
    }
    out
}

/// One row, while it is read.
struct Reading<'a, 'r, 'c> {
    form: &'a Form,
    terms: &'a Terms<'a>,
    context: &'a Context,
    shape: &'a Arc<TableShape>,
    cells: &'a mut Cells<'r, 'c>,
    record: TableRow,
}

/// What a group of columns adds to its row.
struct Part {
    values: Vec<(Arc<str>, FieldValue)>,
    raw: BTreeMap<Arc<str>, String>,
    missing: Absences,
    cells: Vec<(Arc<str>, Address)>,
}

impl Part {
    fn of(self, base: &TableRow) -> TableRow {
        let mut record = base.clone();
        record.values.extend(self.values);
        record.raw.extend(self.raw);
        record.missing.extend(self.missing);
        record.origin.cells.extend(self.cells);
        record
    }
}

impl Reading<'_, '_, '_> {
    /// The columns that stand once in a row, and what stands above the table.
    fn base(&mut self, headings: &BTreeMap<u32, Arc<str>>, long: bool) {
        let form = self.form;
        self.record.table = self.shape.form.clone();
        self.record.shape = Some(self.shape.clone());
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let own =
            form.columns.iter().filter(|column| column.repeat.is_none() && !column.derived || long && column.field != EXTRA);
        for column in own.filter(|column| column.kind != FieldType::Skip) {
            if !seen.insert(&column.field) || column.kind == FieldType::Departments {
                continue;
            }
            let cell = form.column(&column.field).and_then(|at| self.cells.row.of(at).next());
            let text = self.cells.text(&column.field).or_else(|| self.above(&column.field));
            let Some(text) = text else {
                // a dash is no value, and not nothing
                if let Some(cell) = cell.filter(|cell| !cell.text.is_empty()) {
                    self.record.raw.insert(form.field_name(&column.field), cell.text.clone());
                }
                continue;
            };
            let typed = self.typed(column, &text, cell);
            self.put(&form.field_name(&column.field), typed, &text);
        }
        let named = form.caption_fields().into_iter().filter(|name| form.column(name).is_none());
        for name in named {
            if let Some(text) = self.above(&name) {
                self.record.values.push((Arc::from(name.as_str()), FieldValue::Text(text)));
            }
        }
        let departments = form.columns.iter().find(|column| column.kind == FieldType::Departments);
        let written = departments.and_then(|column| self.cells.text(&column.field));
        self.record.departments = self.terms.departments("departments", written.as_deref(), self.cells);
        if let Some(rest) = form.rest_column() {
            let row = self.cells.row;
            for cell in row.of(rest) {
                let Some(heading) = headings.get(&cell.at.col) else { continue };
                self.cells.note_origin(heading, cell.at);
                if let Ok(text) = self.cells.value(cell) {
                    self.record.extra.insert(heading.clone(), text);
                } else if !cell.text.is_empty() {
                    // a dash in a column that nobody declared is what it is
                    self.record.extra.insert(heading.clone(), cell.text.clone());
                }
            }
        }
    }

    /// What a caption above the table says, or what is the same in all rows.
    fn above(&mut self, field: &str) -> Option<String> {
        let found = self.context.get(field).map(|(text, at)| (text.to_owned(), at));
        if let Some((text, at)) = found {
            if let Some(at) = at {
                self.cells.note_origin(field, at);
            }
            self.cells.found(field);
            return Some(text);
        }
        let constant = self.form.constants.get(field).cloned();
        if constant.is_some() {
            self.cells.found(field);
        }
        constant
    }

    fn typed(&mut self, column: &Column, text: &str, cell: Option<&RawField>) -> Typed {
        let place = self.cells.place_of(&[&column.field]);
        let typed = typed(column, text, cell.map(|cell| &cell.value));
        if typed.is_undecided() {
            self.cells.note_missing(&column.field, Missing::Undecided);
        }
        self.cells.findings.extend(typed.finding(column, text, cell.map_or(place, |cell| self.cells.place_at(cell.at))));
        typed
    }

    fn put(&mut self, field: &Arc<str>, typed: Typed, text: &str) {
        put(&mut self.record.values, &mut self.record.raw, field, typed, text);
    }

    /// The groups of the row that hold something.
    fn groups(&mut self, groups: &[Group]) -> Vec<Part> {
        let row = self.cells.row;
        let mut parts = Vec::new();
        for group in groups {
            let Some(repeat) = self.form.repeats.get(group.repeat) else { continue };
            let own = |cell: &&RawField| group.columns.get(&cell.at.col) == Some(&cell.column);
            if !row.cells.iter().any(|cell| own(&cell)) {
                continue;
            }
            let mut part = Part { values: Vec::new(), raw: BTreeMap::new(), missing: BTreeMap::new(), cells: Vec::new() };
            let name = self.form.column(&repeat.field).and_then(|at| self.form.columns.get(at));
            if let Some(column) = name {
                let typed = typed(column, &group.name, None);
                put(&mut part.values, &mut part.raw, &self.form.field_name(&repeat.field), typed, &group.name);
            }
            for at in group.columns.values() {
                let Some(column) = self.form.columns.get(*at) else { continue };
                let field = self.form.field_name(&column.field);
                let Some(cell) = row.of(*at).find(own) else {
                    part.missing.insert(field, Missing::Blank);
                    continue;
                };
                part.cells.push((field.clone(), cell.at));
                match self.cells.value(cell) {
                    Ok(text) => {
                        let typed = self.typed(column, &text, Some(cell));
                        put(&mut part.values, &mut part.raw, &field, typed, &text);
                    }
                    Err(why) => {
                        if why != Missing::Blank {
                            part.raw.insert(field.clone(), cell.text.clone());
                        }
                        part.missing.insert(field, why);
                    }
                }
            }
            parts.push(part);
        }
        parts
    }
}

/// Adds a value and, where it does not say it word for word, what the sheet shows.
fn put(
    values: &mut Vec<(Arc<str>, FieldValue)>,
    raw: &mut BTreeMap<Arc<str>, String>,
    field: &Arc<str>,
    typed: Typed,
    text: &str,
) {
    if typed.value.as_ref().is_none_or(|value| value.plain() != text) && &**field != EXTRA {
        raw.insert(field.clone(), text.to_owned());
    }
    values.extend(typed.value.map(|value| (field.clone(), value)));
    values.extend(typed.to.map(|to| (Arc::from(format!("{field}_to").as_str()), to)));
}
