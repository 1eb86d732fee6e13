//! Which record of this period is which of the last: by id, by direction and numbers, by name and department,
//! by parts that were joined or divided. What is only alike is a question to the coordinator.

use std::collections::{BTreeMap, BTreeSet};

use super::move_::successors;
use crate::model::text::{fold, likeness};
use crate::model::{Matched, Plan, Progress};

/// Names less alike than this are not worth a question.
const ALIKE: f64 = 0.7;

/// The pairs that were found.
pub struct Pairing<'a> {
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    matched: Vec<Option<Matched>>,
    old: &'a [Progress],
    new: &'a [Progress],
}

impl<'a> Pairing<'a> {
    /// Pairs the records.
    pub fn new(old: &'a [Progress], new: &'a [Progress], plan: &Plan) -> Self {
        let mut pairing = Self {
            before: vec![Vec::new(); new.len()],
            after: vec![Vec::new(); old.len()],
            matched: vec![None; new.len()],
            old,
            new,
        };
        pairing.by(Matched::Id, |record| Some(record.id.to_string()), |record| Some(record.id.to_string()));
        pairing.by(Matched::Numbers, numbers_key, numbers_key);
        let then = |record: &Progress| title_key(record, &successors(&record.departments, plan));
        let now = |record: &Progress| title_key(record, &record.departments.iter().map(|name| fold(name)).collect());
        pairing.by(Matched::Title, then, now);
        pairing.parts();
        pairing
    }

    /// The old records that a new one was.
    pub fn before(&self, new: usize) -> &[usize] {
        self.before.get(new).map_or(&[], Vec::as_slice)
    }

    /// The new records that an old one became.
    pub fn after(&self, old: usize) -> &[usize] {
        self.after.get(old).map_or(&[], Vec::as_slice)
    }

    /// By what a new record was found.
    pub fn matched(&self, new: usize) -> Option<Matched> {
        self.matched.get(new).copied().flatten()
    }

    /// Old records without a successor that a new one could be.
    pub fn candidates_before(&self, new: usize) -> Vec<usize> {
        let Some(record) = self.new.get(new) else { return Vec::new() };
        let free = self.old.iter().enumerate().filter(|(at, _)| self.after(*at).is_empty());
        free.filter(|(_, other)| alike(other, record)).map(|(at, _)| at).collect()
    }

    /// New records without a predecessor that an old one could have become.
    pub fn candidates_after(&self, old: usize) -> Vec<usize> {
        let Some(record) = self.old.get(old) else { return Vec::new() };
        let free = self.new.iter().enumerate().filter(|(at, _)| self.before(*at).is_empty());
        free.filter(|(_, other)| alike(record, other)).map(|(at, _)| at).collect()
    }

    fn join(&mut self, old: usize, new: usize, how: Matched) {
        if let (Some(before), Some(after), Some(matched)) =
            (self.before.get_mut(new), self.after.get_mut(old), self.matched.get_mut(new))
        {
            before.push(old);
            after.push(new);
            matched.get_or_insert(how);
        }
    }

    /// Joins what has the same key. A key that several have on a side is settled by what the records say; where
    /// their texts do not tell them apart, by nothing.
    fn by(&mut self, how: Matched, then: impl Fn(&Progress) -> Option<String>, now: impl Fn(&Progress) -> Option<String>) {
        let (old, new) = (self.old, self.new);
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, record) in old.iter().enumerate().filter(|(at, _)| self.after(*at).is_empty()) {
            if let Some(key) = then(record) {
                groups.entry(key).or_default().0.push(at);
            }
        }
        for (at, record) in new.iter().enumerate().filter(|(at, _)| self.before(*at).is_empty()) {
            if let Some(key) = now(record) {
                groups.entry(key).or_default().1.push(at);
            }
        }
        for (olds, news) in groups.into_values() {
            match (olds.as_slice(), news.as_slice()) {
                ([old], [new]) => self.join(*old, *new, how),
                _ => {
                    for (old, new) in best_pairs(&olds, &news, |a, b| match (old.get(a), new.get(b)) {
                        (Some(a), Some(b)) => likeness(&whole(a), &whole(b)),
                        _ => 0.0,
                    }) {
                        self.join(old, new, how);
                    }
                }
            }
        }
    }

    /// Several that became one share their numbers or names with it, and the other way round.
    fn parts(&mut self) {
        let free_old: Vec<usize> = (0..self.old.len()).filter(|at| self.after(*at).is_empty()).collect();
        let free_new: Vec<usize> = (0..self.new.len()).filter(|at| self.before(*at).is_empty()).collect();
        let shares: Vec<(usize, usize)> = free_old
            .iter()
            .flat_map(|old| free_new.iter().map(move |new| (*old, *new)))
            .filter(|(old, new)| match (self.old.get(*old), self.new.get(*new)) {
                (Some(old), Some(new)) => share(old, new),
                _ => false,
            })
            .collect();
        for (old, new) in shares {
            self.join(old, new, Matched::Parts);
        }
    }
}

/// The pairs of the highest likeness, each used once; equal likeness on both sides decides nothing.
fn best_pairs(olds: &[usize], news: &[usize], alike: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> =
        olds.iter().flat_map(|old| news.iter().map(|new| (alike(*old, *new), *old, *new)).collect::<Vec<_>>()).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_old, mut used_new) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (score, old, new) in &all {
        let rival = |other: &&(f64, usize, usize)| {
            other.0.total_cmp(score).is_eq()
                && ((other.1 == *old) != (other.2 == *new))
                && !used_old.contains(&other.1)
                && !used_new.contains(&other.2)
        };
        if used_old.contains(old) || used_new.contains(new) || all.iter().any(|other| rival(&other)) {
            continue;
        }
        used_old.insert(*old);
        used_new.insert(*new);
        pairs.push((*old, *new));
    }
    pairs
}

fn numbers_key(record: &Progress) -> Option<String> {
    let numbers: BTreeSet<String> = record.numbers.iter().map(|number| fold(number)).collect();
    let direction = record.direction?;
    (!numbers.is_empty()).then(|| format!("{direction}\u{0}{}", numbers.into_iter().collect::<Vec<_>>().join("\u{0}")))
}

fn title_key(record: &Progress, departments: &BTreeSet<String>) -> Option<String> {
    let title = fold(&record.names.concat());
    let departments: Vec<&str> = departments.iter().map(String::as_str).collect();
    (!title.is_empty()).then(|| format!("{title}\u{0}{}", departments.join("\u{0}")))
}

/// Have the two a number of the same direction, or a name, in common?
fn share(old: &Progress, new: &Progress) -> bool {
    let set = |texts: &[String]| texts.iter().map(|text| fold(text)).filter(|text| !text.is_empty()).collect::<BTreeSet<_>>();
    let numbers = old.direction == new.direction && !set(&old.numbers).is_disjoint(&set(&new.numbers));
    // one name alone is not enough to call two records the same: that is what titles with departments are for
    let several = old.names.len() > 1 || new.names.len() > 1;
    numbers || (several && !set(&old.names).is_disjoint(&set(&new.names)))
}

/// Names, with or without the same department, that somebody should look at.
fn alike(old: &Progress, new: &Progress) -> bool {
    let (a, b) = (fold(&old.names.concat()), fold(&new.names.concat()));
    !a.is_empty() && !b.is_empty() && likeness(&a, &b) >= ALIKE
}

fn whole(record: &Progress) -> String {
    let mut text = record.names.concat();
    text.push_str(&record.departments.concat());
    text.push_str(record.description.as_deref().unwrap_or_default());
    for statement in [&record.done, &record.planned].into_iter().flatten() {
        text.push_str(&statement.text);
    }
    fold(&text)
}
