//! The plan's schedule beside the progress that is reported: which rows speak of the same work.
//!
//! Two rows belong together when they are of the same direction and their names are the same after folding.
//! A name that only one side has stands alone; nothing is guessed from likeness.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::text::fold;
use crate::model::{Consolidation, Progress, Schedule};

/// A row of the plan, a row of the report, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// 方向.
    pub direction: Option<u32>,
    /// The plan's row.
    pub schedule: Option<&'a Schedule>,
    /// The reported row, and which of its names it is.
    pub progress: Option<(&'a Progress, usize)>,
}

/// The two sides of a plan, name by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crosswalk<'a> {
    /// The plan's rows in their order, then by direction what only the report has.
    pub pairs: Vec<Pair<'a>>,
    /// Departments of both sides.
    pub shared: Vec<&'a str>,
    /// Departments that only the plan's schedule names.
    pub only_schedule: Vec<&'a str>,
    /// Departments that only the report names.
    pub only_progress: Vec<&'a str>,
    /// 各担当課, 全庁: names of either side that are not one department.
    pub generic: Vec<&'a str>,
}

/// One name of a record: its place among the names.
type Named<'a> = (&'a Progress, usize);

impl<'a> Crosswalk<'a> {
    /// Lays both sides beside each other; none where one of them is missing.
    pub fn of(consolidation: &'a Consolidation) -> Option<Self> {
        let records = &consolidation.records;
        if records.schedule.is_empty() || records.progress.is_empty() {
            return None;
        }
        let mut reported: BTreeMap<(Option<u32>, String), Vec<Named<'_>>> = BTreeMap::new();
        for record in &records.progress {
            for (at, name) in record.names.iter().enumerate() {
                reported.entry((record.direction, folded(name))).or_default().push((record, at));
            }
        }
        let mut pairs = Vec::new();
        let mut used: BTreeSet<(Option<u32>, String)> = BTreeSet::new();
        for schedule in &records.schedule {
            let key = (schedule.direction, folded(schedule_name(schedule)));
            match reported.get(&key) {
                Some(found) => pairs.extend(found.iter().map(|progress| Pair {
                    direction: schedule.direction,
                    schedule: Some(schedule),
                    progress: Some(*progress),
                })),
                None => pairs.push(Pair { direction: schedule.direction, schedule: Some(schedule), progress: None }),
            }
            used.insert(key);
        }
        for record in &records.progress {
            for (at, name) in record.names.iter().enumerate() {
                if !used.contains(&(record.direction, folded(name))) {
                    pairs.push(Pair { direction: record.direction, schedule: None, progress: Some((record, at)) });
                }
            }
        }
        pairs.sort_by_key(|pair| pair.direction);
        let planned: BTreeSet<&str> =
            records.schedule.iter().flat_map(|record| &record.departments).map(|name| &**name).collect();
        let reported: BTreeSet<&str> =
            records.progress.iter().flat_map(|record| &record.departments).map(|name| &**name).collect();
        let (planned_all, reported_all) = (planned, reported);
        let is_generic =
            |name: &&str| consolidation.plan.departments.iter().any(|department| department.generic && department.name == *name);
        let planned: BTreeSet<&str> = planned_all.iter().copied().filter(|name| !is_generic(name)).collect();
        let reported: BTreeSet<&str> = reported_all.iter().copied().filter(|name| !is_generic(name)).collect();
        let order = |name: &&str| {
            consolidation.plan.departments.iter().position(|department| department.name == *name).unwrap_or(usize::MAX)
        };
        let sorted = |names: Vec<&'a str>| {
            let mut names = names;
            names.sort_by_key(order);
            names
        };
        Some(Self {
            pairs,
            shared: sorted(planned.intersection(&reported).copied().collect()),
            only_schedule: sorted(planned.difference(&reported).copied().collect()),
            generic: sorted(planned_all.union(&reported_all).copied().filter(is_generic).collect()),
            only_progress: sorted(reported.difference(&planned).copied().collect()),
        })
    }

    /// By direction: names of the plan, of these reported, and names that only the report has.
    pub fn counts(&self) -> BTreeMap<Option<u32>, [usize; 3]> {
        let mut out: BTreeMap<Option<u32>, [usize; 3]> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for pair in &self.pairs {
            let [planned, both, reported] = out.entry(pair.direction).or_default();
            match pair.schedule {
                Some(schedule) if seen.insert(&schedule.id) => {
                    *planned += 1;
                    *both += usize::from(pair.progress.is_some());
                }
                Some(_) => {}
                None => *reported += 1,
            }
        }
        out
    }
}

/// What a row of a schedule is called.
pub fn schedule_name(schedule: &Schedule) -> &str {
    schedule.name.as_deref().or(schedule.title.as_deref()).unwrap_or_default()
}

/// A name for comparing: folded, without blanks and dots between words.
fn folded(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_whitespace() && *c != '・').collect()
}
