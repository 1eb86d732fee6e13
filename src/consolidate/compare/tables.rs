//! Schedules, indicators, measures and checklists held against those of the last period, column by column.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Fact, Facts, Kind};
use super::{Occasion, move_, phrase};
use crate::model::text::{fold, likeness};
use crate::model::{ChangedColumn, Matched, Plan, Records, TableChange, TableDifference, TableRow};

/// Records of one id whose names are less alike than this are not the same.
const ALIKE: f64 = 0.5;

/// Compares the tables of two periods; what is gone follows what is there.
pub fn compare_tables(previous: &Records, current: &Records, plan: &Plan, occasion: &Occasion<'_>) -> Vec<TableChange> {
    let mut changes = one(&previous.schedule, &current.schedule, plan, occasion);
    changes.extend(one(&previous.indicators, &current.indicators, plan, occasion));
    changes.extend(one(&previous.measures, &current.measures, plan, occasion));
    changes.extend(one(&previous.checklists, &current.checklists, plan, occasion));
    for form in current.table_forms() {
        let of = |rows: &[TableRow]| rows.iter().filter(|row| row.table == form).cloned().collect::<Vec<_>>();
        let (mut old, new) = (of(&previous.tables), of(&current.tables));
        // a row that was read back does not know its columns
        let shape = new.iter().find_map(|row| row.shape.clone());
        for row in &mut old {
            row.shape.clone_from(&shape);
        }
        changes.extend(one(&old, &new, plan, occasion));
    }
    changes
}

/// The records of one kind. A kind that was not handed in at all, then or now, says nothing about its records.
fn one<T: Facts>(old: &[T], new: &[T], plan: &Plan, occasion: &Occasion<'_>) -> Vec<TableChange> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let pairs = pairs(old, new);
    let mut met = BTreeSet::new();
    let mut changes = Vec::with_capacity(new.len());
    for (record, pair) in new.iter().zip(&pairs) {
        let before = pair.and_then(|(at, how)| Some((old.get(at)?, how)));
        met.extend(pair.map(|(at, _)| at));
        let differences = match before {
            None => vec![TableDifference::New],
            Some((before, _)) => differences(before, record, plan, occasion),
        };
        changes.push(TableChange {
            kind: T::KIND,
            id: record.id().clone(),
            before: before.map(|(record, _)| record.id().clone()),
            matched: before.map(|(_, how)| how),
            name: record.name(),
            departments: record.departments(),
            differences,
        });
    }
    for (_, record) in old.iter().enumerate().filter(|(at, _)| !met.contains(at)) {
        let departments = record.departments();
        let late = occasion.waits_for(&departments, plan);
        changes.push(TableChange {
            kind: T::KIND,
            id: record.id().clone(),
            before: Some(record.id().clone()),
            matched: None,
            name: record.name(),
            departments,
            differences: vec![TableDifference::Gone { handed_in: !late }],
        });
    }
    changes
}

fn differences<T: Facts>(before: &T, now: &T, plan: &Plan, occasion: &Occasion<'_>) -> Vec<TableDifference> {
    let moved = move_::between(&before.departments(), &now.departments(), plan, occasion);
    let mut found: Vec<TableDifference> =
        moved.into_iter().map(|(from, to, expected)| TableDifference::Moved { from, to, expected }).collect();
    let (then, today) = (before.facts(), now.facts());
    let mut columns: Vec<(Kind, &ChangedColumn)> = Vec::new();
    for fact in today.iter().chain(&then) {
        if !columns.iter().any(|(_, what)| what.name == fact.what.name) {
            columns.push((fact.kind, &fact.what));
        }
    }
    for (kind, what) in columns {
        let of = |facts: &[Fact]| facts.iter().find(|fact| fact.what.name == what.name).and_then(|fact| fact.value.clone());
        found.extend(difference(kind, what, of(&then), of(&today)));
    }
    if found.is_empty() {
        found.push(TableDifference::Unchanged);
    }
    found
}

fn difference(kind: Kind, what: &ChangedColumn, before: Option<String>, after: Option<String>) -> Option<TableDifference> {
    let plain = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
    if plain(&before) == plain(&after) {
        return None;
    }
    let what = what.clone();
    Some(match kind {
        Kind::Mark => TableDifference::Mark { what, before, after },
        Kind::Figure => TableDifference::Figure { what, before, after },
        Kind::Text => {
            let phrases = phrase::phrases(before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
            TableDifference::Text { what, before, after, phrases }
        }
    })
}

/// For every new record the old one that it was: by id and name, by name and department, by an id whose names are
/// alike. Ids count lines, so that one more line above gives another record the same id.
fn pairs<T: Facts>(old: &[T], new: &[T]) -> Vec<Option<(usize, Matched)>> {
    let names = |records: &[T]| records.iter().map(|record| fold(&record.name())).collect::<Vec<_>>();
    let (then, now) = (names(old), names(new));
    let mut pairs = vec![None; new.len()];
    let mut taken = BTreeSet::new();
    let mut join = |how: Matched,
                    then_key: &dyn Fn(usize) -> String,
                    now_key: &dyn Fn(usize) -> String,
                    fits: &dyn Fn(usize, usize) -> bool| {
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in (0..old.len()).filter(|at| !taken.contains(at)) {
            groups.entry(then_key(at)).or_default().0.push(at);
        }
        for at in (0..new.len()).filter(|at| pairs.get(*at).is_some_and(Option::is_none)) {
            groups.entry(now_key(at)).or_default().1.push(at);
        }
        for (olds, news) in groups.into_values() {
            // of several of the same key nothing says which is which
            if let ([then], [now]) = (olds.as_slice(), news.as_slice())
                && fits(*then, *now)
                && let Some(pair) = pairs.get_mut(*now)
            {
                *pair = Some((*then, how));
                taken.insert(*then);
            }
        }
    };
    let id = |records: &[T], at: usize| records.get(at).map(|record| record.id().to_string()).unwrap_or_default();
    let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
    let whose = |records: &[T], at: usize| {
        let mut own: Vec<String> =
            records.get(at).map(Facts::departments).unwrap_or_default().iter().map(|name| fold(name)).collect();
        own.sort();
        own.join("\u{0}")
    };
    let any = |_: usize, _: usize| true;
    let with = |first: String, second: String| format!("{first}\u{1}{second}");
    join(Matched::Id, &|at| with(id(old, at), name(&then, at)), &|at| with(id(new, at), name(&now, at)), &any);
    join(Matched::Title, &|at| with(name(&then, at), whose(old, at)), &|at| with(name(&now, at), whose(new, at)), &any);
    let alike = |a: usize, b: usize| likeness(&name(&then, a), &name(&now, b)) >= ALIKE;
    join(Matched::Id, &|at| id(old, at), &|at| id(new, at), &alike);
    pairs
}
