//! Which record of this period is which of the last: by id, by direction and numbers, by name and department,
//! by parts that were joined or divided. What is only alike is a question to the coordinator.

use std::collections::{BTreeMap, BTreeSet};

use super::Occasion;
use super::move_::successors;
use crate::model::text::{fold, likeness};
use crate::model::{Matched, Plan, Progress, Revisions, is_called};

/// Names less alike than this are not worth a question.
const ALIKE: f64 = 0.7;

/// More pairs than this are not held against each other one by one.
const MOST: usize = 250_000;

/// The pairs that were found.
pub struct Pairing<'a> {
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    matched: Vec<Option<Matched>>,
    /// Old ones that a revision of the plan speaks of: nothing else is looked for.
    settled: Vec<bool>,
    /// Old and new ones that are only alike.
    alike: Vec<(usize, usize)>,
    old: &'a [Progress],
    new: &'a [Progress],
}

impl<'a> Pairing<'a> {
    /// Pairs the records.
    pub fn new(old: &'a [Progress], new: &'a [Progress], plan: &Plan, occasion: &Occasion<'_>) -> Self {
        let mut pairing = Self {
            before: vec![Vec::new(); new.len()],
            after: vec![Vec::new(); old.len()],
            matched: vec![None; new.len()],
            settled: vec![false; old.len()],
            alike: Vec::new(),
            old,
            new,
        };
        pairing.revised(&plan.revisions_between(occasion.previous, occasion.period));
        pairing.by(Matched::Id, |record| Some(record.id.to_string()), |record| Some(record.id.to_string()));
        pairing.by(Matched::Numbers, numbers_key, numbers_key);
        let then = |record: &Progress| title_key(record, &successors(&record.departments, plan));
        let now = |record: &Progress| title_key(record, &record.departments.iter().map(|name| fold(name)).collect());
        pairing.by(Matched::Title, then, now);
        pairing.parts();
        pairing.ask();
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
        self.alike.iter().filter(|(_, at)| *at == new).map(|(old, _)| *old).collect()
    }

    /// New records without a predecessor that an old one could have become.
    pub fn candidates_after(&self, old: usize) -> Vec<usize> {
        self.alike.iter().filter(|(at, _)| *at == old).map(|(_, new)| *new).collect()
    }

    /// The pairs among what is left that somebody should look at. Where nearly everything is left over the two
    /// periods have nothing to do with each other, and nothing is asked.
    fn ask(&mut self) {
        let name = |record: &Progress| fold(&record.names.concat());
        let left = |records: &[Progress], paired: &[Vec<usize>]| -> Vec<(usize, String)> {
            let free = records.iter().enumerate().zip(paired).filter(|(_, paired)| paired.is_empty());
            free.map(|((at, record), _)| (at, name(record))).filter(|(_, name)| !name.is_empty()).collect()
        };
        let (mut olds, news) = (left(self.old, &self.after), left(self.new, &self.before));
        olds.retain(|(at, _)| self.is_open(*at));
        if olds.len().saturating_mul(news.len()) > MOST {
            return;
        }
        for (old, then) in &olds {
            self.alike.extend(news.iter().filter(|(_, now)| likeness(then, now) >= ALIKE).map(|(new, _)| (*old, *new)));
        }
    }

    /// Is it still to be found out what an old record became?
    fn is_open(&self, old: usize) -> bool {
        self.after(old).is_empty() && !self.settled.get(old).copied().unwrap_or_default()
    }

    /// Joins what a revised plan says belongs together.
    fn revised(&mut self, revisions: &Revisions<'_>) {
        if revisions.is_empty() {
            return;
        }
        let (old, new) = (self.old, self.new);
        for (at, record) in old.iter().enumerate() {
            let Some(names) = revisions.of(record) else { continue };
            if let Some(settled) = self.settled.get_mut(at) {
                *settled = true;
            }
            let found = new.iter().enumerate().filter(|(_, record)| names.iter().any(|name| is_called(record, name)));
            for (now, _) in found.collect::<Vec<_>>() {
                self.join(at, now, Matched::Revision);
            }
        }
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
        for (at, record) in old.iter().enumerate().filter(|(at, _)| self.is_open(*at)) {
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
                _ if olds.len().saturating_mul(news.len()) > MOST => {}
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
        let (old, new) = (self.old, self.new);
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, record) in old.iter().enumerate().filter(|(at, _)| self.is_open(*at)) {
            for key in part_keys(record) {
                groups.entry(key).or_default().0.push(at);
            }
        }
        for (at, record) in new.iter().enumerate().filter(|(at, _)| self.before(*at).is_empty()) {
            for key in part_keys(record) {
                groups.entry(key).or_default().1.push(at);
            }
        }
        let mut shares = BTreeSet::new();
        for (olds, news) in groups.into_values().filter(|(olds, news)| olds.len().saturating_mul(news.len()) <= MOST) {
            for (old, new) in olds.iter().flat_map(|old| news.iter().map(move |new| (*old, *new))) {
                let several = |record: Option<&Progress>| record.is_some_and(|record| record.names.len() > 1);
                let numbered = self.old.get(old).zip(self.new.get(new)).is_some_and(|(old, new)| share_a_number(old, new));
                // one name alone does not make two records the same: that is what titles with departments are for
                if numbered || several(self.old.get(old)) || several(self.new.get(new)) {
                    shares.insert((old, new));
                }
            }
        }
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

/// Numbers with their direction, and names.
fn part_keys(record: &Progress) -> BTreeSet<String> {
    let direction = record.direction.map(|direction| direction.to_string()).unwrap_or_default();
    let numbers = record.numbers.iter().map(|number| format!("{direction}\u{0}{}", fold(number)));
    let names = record.names.iter().map(|name| fold(name)).filter(|name| !name.is_empty());
    numbers.chain(names).collect()
}

fn share_a_number(old: &Progress, new: &Progress) -> bool {
    let set = |texts: &[String]| texts.iter().map(|text| fold(text)).collect::<BTreeSet<_>>();
    old.direction == new.direction && !set(&old.numbers).is_disjoint(&set(&new.numbers))
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
