//! Columns of groups that stand several times side by side, and columns that a form of declared columns does not list.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::columns::Mapping;
use super::heading::HeadingColumn;
use super::mapped::MappedColumn;
use super::vocabulary::{Closeness, Match};
use crate::form::{Form, GroupWord, Groups};
use crate::model::era::short_fiscal_year;
use crate::model::{RecordKind, Texts};

/// Takes the columns of groups out of those that are still open, each with what its group is called.
pub(super) fn take(open: &mut Vec<&HeadingColumn>, form: &Form) -> Vec<MappedColumn> {
    if form.record != RecordKind::Table || form.repeats.is_empty() {
        return Vec::new();
    }
    // a sheet of ours has a row a group already
    let is_name = |m: &Match| form.columns.get(m.column).is_some_and(|column| column.derived);
    if open.iter().any(|column| column.matches.iter().any(is_name)) {
        return Vec::new();
    }
    let mut taken: Vec<MappedColumn> = Vec::new();
    let mut order: BTreeMap<usize, usize> = BTreeMap::new();
    open.retain(|column| {
        let repeated = |m: &&Match| form.columns.get(m.column).is_some_and(|column| column.repeat.is_some());
        let firm = |m: &&Match| repeated(m) && !m.closeness.is_near();
        let plain = column.matches.iter().any(|m| !repeated(&m) && !m.closeness.is_near());
        let Some(m) = column.matches.iter().find(firm).filter(|_| !plain) else { return true };
        let Some(repeat) = form.columns.get(m.column).and_then(|known| form.repeats.get(known.repeat?)) else { return true };
        let group = match &repeat.groups {
            Groups::Named(GroupWord::Year) => m.years.map(|years| match years.only() {
                Some(year) => short_fiscal_year(year),
                None => format!("{}〜{}", short_fiscal_year(years.from), short_fiscal_year(years.to)),
            }),
            Groups::Ordered => {
                let number = order.entry(m.column).or_default();
                *number += 1;
                Some(number.to_string())
            }
            _ => repeat.group_in(&column.text),
        };
        let Some(group) = group else { return true };
        let why = Texts::new("くり返す列", "a column of a group");
        let mut mapped = MappedColumn::new(column, m, why);
        (mapped.group, mapped.years) = (Some(Arc::from(group.as_str())), None);
        if taken.iter().any(|other| (other.column, &other.group) == (mapped.column, &mapped.group)) {
            return true;
        }
        taken.push(mapped);
        false
    });
    name_ordered(&mut taken, form);
    taken
}

/// Groups that are identified by their order take the names above them, where those differ.
fn name_ordered(taken: &mut [MappedColumn], form: &Form) {
    let ordered = |column: &MappedColumn| {
        let repeat = form.columns.get(column.column).and_then(|known| form.repeats.get(known.repeat?));
        repeat.is_some_and(|repeat| repeat.groups == Groups::Ordered)
    };
    let mut names: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
    for column in taken.iter().filter(|column| ordered(column)) {
        let Some(group) = &column.group else { continue };
        let upper = column.heading.rsplit_once('\n').map(|(upper, _)| Arc::from(upper.replace('\n', " ").as_str()));
        names.entry(group.clone()).or_default().extend(upper);
    }
    let one: BTreeMap<Arc<str>, Arc<str>> = names
        .iter()
        .filter_map(|(group, names)| Some((group.clone(), names.first().filter(|_| names.len() == 1)?.clone())))
        .collect();
    let distinct: BTreeSet<&Arc<str>> = one.values().collect();
    if one.len() == names.len() && distinct.len() == one.len() {
        for column in taken.iter_mut() {
            if let Some(name) = column.group.as_ref().filter(|_| ordered(column)).and_then(|group| one.get(group)) {
                column.group = Some(name.clone());
            }
        }
    }
}

/// Gives the columns that the form does not list to the field that takes them, where the form has one.
pub(super) fn take_rest(mapping: &mut Mapping, form: &Form, reach: &RangeInclusive<u32>) {
    let Some(rest) = form.rest_column() else { return };
    let why = Texts::new("様式にない列", "a column that the form does not list");
    let unlisted: Vec<HeadingColumn> = mapping.unknown.extract_if(.., |column| reach.contains(&column.col)).collect();
    let rivals = std::mem::take(&mut mapping.rivals);
    let reported: BTreeSet<_> = rivals.iter().map(|column| column.cell).collect();
    mapping.findings.retain(|finding| !reported.iter().any(|cell| finding.place.spot == Some(crate::model::Spot::Cell(*cell))));
    let m = Match { form: 0, column: rest, closeness: Closeness::Exact, period: None, years: None, old: false };
    for column in unlisted.iter().chain(&rivals) {
        mapping.columns.push(MappedColumn::new(column, &m, why));
    }
    mapping.columns.sort_by_key(|column| column.col);
}
