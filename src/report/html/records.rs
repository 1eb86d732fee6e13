//! The records behind the cells: a finding at a cell leads to the record and to the value that came of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::model::{Address, Consolidation, Origin, Place, RecordKind, Spot};

/// A record, whatever its kind.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    kind: RecordKind,
    /// Its place among the records of its kind.
    within: usize,
    pub(super) id: &'a str,
    pub(super) name: String,
    pub(super) departments: Vec<&'a str>,
    pub(super) origin: &'a Origin,
    /// Its link target on both pages.
    pub(super) anchor: String,
}

/// Every record of a consolidation, by its cells.
#[derive(Debug, Default)]
pub(super) struct Records<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    by_row: HashMap<(&'a str, Option<&'a str>, u32), Vec<usize>>,
}

/// What became of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Became {
    /// The record's field.
    pub(super) field: String,
    /// Its value; none where the record has none.
    pub(super) value: Option<String>,
}

impl Entry<'_> {
    /// 1-2・3　名称; the id where it has no name.
    pub(super) fn label(&self) -> String {
        if self.name.is_empty() { self.id.to_owned() } else { format!("{} {}", self.id.replace('_', "・"), self.name) }
    }
}

impl<'a> Records<'a> {
    pub(super) fn new(consolidation: &'a Consolidation) -> Self {
        let mut records = Self::default();
        let all = &consolidation.records;
        let named = |name: Option<&str>| name.unwrap_or_default().to_owned();
        for (index, record) in all.progress.iter().enumerate() {
            let departments = record.departments.iter().map(|name| &**name).collect();
            records.add(
                (RecordKind::Progress, index),
                &record.id,
                record.names.join("、").replace('\n', ""),
                departments,
                &record.origin,
            );
        }
        for (index, record) in all.schedule.iter().enumerate() {
            let departments = record.departments.iter().map(|name| &**name).collect();
            let name = named(record.name.as_deref().or(record.title.as_deref()));
            records.add((RecordKind::Schedule, index), &record.id, name, departments, &record.origin);
        }
        for (index, record) in all.indicators.iter().enumerate() {
            let departments = record.departments.iter().map(|name| &**name).collect();
            records.add((RecordKind::Indicator, index), &record.id, record.indicator.clone(), departments, &record.origin);
        }
        for (index, record) in all.measures.iter().enumerate() {
            let departments = record.departments.iter().map(|name| &**name).collect();
            records.add((RecordKind::Measure, index), &record.id, record.title.clone(), departments, &record.origin);
        }
        for (index, record) in all.checklists.iter().enumerate() {
            let name = named(record.name.as_deref().or(record.item.as_deref()));
            let departments = record.department.iter().map(|name| &**name).collect();
            records.add((RecordKind::Checklist, index), &record.id, name, departments, &record.origin);
        }
        for (index, record) in all.tables.iter().enumerate() {
            let departments = record.departments.iter().map(|name| &**name).collect();
            records.add((RecordKind::Table, index), &record.id, record.name(), departments, &record.origin);
        }
        records
    }

    fn add(
        &mut self,
        (kind, within): (RecordKind, usize),
        id: &'a str,
        name: String,
        departments: Vec<&'a str>,
        origin: &'a Origin,
    ) {
        let index = self.entries.len();
        let rows: BTreeSet<u32> = std::iter::once(origin.row).chain(origin.cells.iter().map(|(_, cell)| cell.row)).collect();
        for row in rows {
            self.by_row.entry((&origin.file, origin.sheet.as_deref(), row)).or_default().push(index);
        }
        self.entries.push(Entry {
            kind,
            within,
            id,
            name,
            departments,
            origin,
            anchor: crate::report::tables::anchor::record_anchor(kind, id),
        });
    }

    /// The record that a place speaks of.
    pub(super) fn at(&self, place: &Place) -> Option<&Entry<'a>> {
        let (cell, row) = match place.spot? {
            Spot::Cell(cell) => (Some(cell), cell.row),
            Spot::Row(row) => (None, row),
            Spot::Range(_) | Spot::Column(_) => return None,
        };
        let candidates = self.by_row.get(&(place.file.as_deref()?, place.sheet.as_deref(), row))?;
        let mut entries = candidates.iter().filter_map(|index| self.entries.get(*index));
        match cell {
            Some(cell) => entries.find(|entry| entry.origin.cells.iter().any(|(_, at)| *at == cell)),
            None => entries.find(|entry| entry.origin.row == row),
        }
    }

    /// The record that took in the remark on a cell; the cell itself may be blank.
    pub(super) fn remarked(&self, place: &Place) -> Option<&Entry<'a>> {
        let row = match place.spot? {
            Spot::Cell(cell) => cell.row,
            _ => return None,
        };
        self.at(place).or_else(|| {
            let rows = self.by_row.get(&(place.file.as_deref()?, place.sheet.as_deref(), row))?;
            rows.iter().filter_map(|index| self.entries.get(*index)).find(|entry| !entry.origin.comments.is_empty())
        })
    }

    /// What became of a cell of a record.
    pub(super) fn became(&self, consolidation: &Consolidation, place: &Place) -> Option<Became> {
        let Some(Spot::Cell(cell)) = place.spot else { return None };
        let entry = self.at(place)?;
        let (field, _) = entry.origin.cells.iter().find(|(_, at)| *at == cell)?;
        let records = &consolidation.records;
        let index = entry.within;
        let record = match entry.kind {
            RecordKind::Progress => json(records.progress.get(index)),
            RecordKind::Schedule => json(records.schedule.get(index)),
            RecordKind::Indicator => json(records.indicators.get(index)),
            RecordKind::Measure => json(records.measures.get(index)),
            RecordKind::Checklist => json(records.checklists.get(index)),
            RecordKind::Table => json(records.tables.get(index)),
        }?;
        Some(Became { field: field.to_string(), value: record.get(&**field).and_then(plain) })
    }

    /// How many records share each link target; the second and later ones have none of their own.
    pub(super) fn first_of_anchor(&self) -> BTreeMap<&str, usize> {
        let mut first = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            first.entry(entry.anchor.as_str()).or_insert(index);
        }
        first
    }
}

fn json(record: Option<&impl Serialize>) -> Option<serde_json::Value> {
    serde_json::to_value(record?).ok()
}

/// A value of a record as a text.
fn plain(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => Some(values.iter().filter_map(plain).collect::<Vec<_>>().join("\n")),
        Value::Object(fields) => fields.get("text").or_else(|| fields.get("raw")).and_then(plain),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

/// 進捗!C12.
pub(super) fn spot(sheet: Option<&str>, cell: Option<Address>, row: u32) -> String {
    let cell = cell.map_or_else(|| format!("{0}:{0}", u64::from(row) + 1), |cell| cell.to_string());
    sheet.map_or_else(|| cell.clone(), |sheet| format!("{sheet}!{cell}"))
}
