//! Schedules, indicators, measures and checklists held against those of the last period, column by column.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Fact, Facts, Kind};
use super::{Occasion, move_, phrase};
use crate::model::text::{fold, likeness};
use crate::model::{ChangedColumn, Matched, Plan, Records, Revisions, TableChange, TableDifference, TableRow};

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
    let pairs = pairs(old, new, &plan.revisions_between(occasion.previous, occasion.period));
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

/// For every new record the old one that it was: by a name that the plan's revisions give it, by id and name, by name and
/// department, by an id that they give it, by an id whose names are alike. Ids count lines, so that one more line above gives
/// another record the same id.
fn pairs<T: Facts>(old: &[T], new: &[T], revisions: &Revisions<'_>) -> Vec<Option<(usize, Matched)>> {
    let names = |records: &[T]| records.iter().map(|record| fold(&record.name())).collect::<Vec<_>>();
    let (then, now) = (names(old), names(new));
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
    let mut pairs = Pairs { found: vec![None; new.len()], taken: BTreeSet::new(), old: old.len() };
    pairs.revise(|at| revisions.of_id(&name(&then, at)), |at, wanted| name(&now, at) == wanted || fold(&id(new, at)) == wanted);
    pairs.join(Matched::Id, &|at| with(id(old, at), name(&then, at)), &|at| with(id(new, at), name(&now, at)), &any);
    pairs.join(Matched::Title, &|at| with(name(&then, at), whose(old, at)), &|at| with(name(&now, at), whose(new, at)), &any);
    pairs.revise(|at| revisions.of_id(&id(old, at)), |at, wanted| name(&now, at) == wanted || fold(&id(new, at)) == wanted);
    let alike = |a: usize, b: usize| likeness(&name(&then, a), &name(&now, b)) >= ALIKE;
    pairs.join(Matched::Id, &|at| id(old, at), &|at| id(new, at), &alike);
    pairs.found
}

/// The pairs so far.
struct Pairs {
    /// By new record.
    found: Vec<Option<(usize, Matched)>>,
    /// Old records for which nothing else is looked for.
    taken: BTreeSet<usize>,
    /// How many old records there are.
    old: usize,
}

impl Pairs {
    fn is_open(&self, new: usize) -> bool {
        self.found.get(new).is_some_and(Option::is_none)
    }

    /// Pairs old and new records of one key that fit. Of several of the same key nothing says which is which.
    fn join(
        &mut self,
        how: Matched,
        then_key: &dyn Fn(usize) -> String,
        now_key: &dyn Fn(usize) -> String,
        fits: &dyn Fn(usize, usize) -> bool,
    ) {
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in (0..self.old).filter(|at| !self.taken.contains(at)) {
            groups.entry(then_key(at)).or_default().0.push(at);
        }
        for at in (0..self.found.len()).filter(|at| self.is_open(*at)) {
            groups.entry(now_key(at)).or_default().1.push(at);
        }
        for (olds, news) in groups.into_values() {
            if let ([then], [now]) = (olds.as_slice(), news.as_slice())
                && fits(*then, *now)
                && let Some(pair) = self.found.get_mut(*now)
            {
                *pair = Some((*then, how));
                self.taken.insert(*then);
            }
        }
    }

    /// Pairs what a revision gives another number or name; one that it ends has no new record.
    fn revise(&mut self, revised: impl Fn(usize) -> Option<Vec<String>>, is_called: impl Fn(usize, &str) -> bool) {
        for at in 0..self.old {
            if self.taken.contains(&at) {
                continue;
            }
            let Some(names) = revised(at) else { continue };
            let called = |now: usize| names.iter().any(|name| is_called(now, &fold(name)));
            let found: Vec<usize> = (0..self.found.len()).filter(|now| self.is_open(*now) && called(*now)).collect();
            for now in &found {
                if let Some(pair) = self.found.get_mut(*now) {
                    *pair = Some((at, Matched::Revision));
                }
            }
            if names.is_empty() || !found.is_empty() {
                self.taken.insert(at);
            }
        }
    }
}
