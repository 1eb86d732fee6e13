//! What becomes of departments and initiatives from period to period: reorganisations, and a revised plan's new numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::text::fold;
use super::{Period, Plan, Progress, date};

/// New numbers and names that a revised plan gives to the initiatives of the plan before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The first day of the revised plan.
    pub on: String,
    /// Old number (`2-8`) or name → the new ones; none: the initiative has ended.
    #[serde(default)]
    pub renumbered: BTreeMap<String, Renumbered>,
}

/// One new number or name, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Renumbered {
    /// One.
    One(String),
    /// Several, or none.
    Several(Vec<String>),
}

impl Renumbered {
    /// The new numbers or names.
    pub const fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names.as_slice(),
        }
    }
}

/// The revisions between two periods, the earliest first.
#[derive(Debug, Clone, Default)]
pub struct Revisions<'p>(Vec<&'p Revision>);

impl Revisions<'_> {
    /// Are there none?
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a record of the earlier period is called in the later one; `None`: no revision speaks of it.
    pub fn of(&self, record: &Progress) -> Option<Vec<String>> {
        self.follow(|name| is_called(record, name))
    }

    /// The same of an id or a name.
    pub fn of_id(&self, id: &str) -> Option<Vec<String>> {
        let id = fold(id);
        self.follow(|name| fold(name) == id)
    }

    fn follow(&self, is_first: impl Fn(&str) -> bool) -> Option<Vec<String>> {
        let mut names: Option<Vec<String>> = None;
        for revision in &self.0 {
            names = match names {
                None => {
                    let found = revision.renumbered.iter().find(|(name, _)| is_first(name));
                    found.map(|(_, to)| to.names().to_vec())
                }
                Some(names) => Some(names.into_iter().flat_map(|name| revision.successors(name)).collect()),
            };
        }
        names
    }
}

impl Revision {
    fn successors(&self, name: String) -> Vec<String> {
        let folded = fold(&name);
        let found = self.renumbered.iter().find(|(old, _)| fold(old) == folded);
        found.map_or_else(|| vec![name], |(_, to)| to.names().to_vec())
    }
}

/// Is a record called this: by its id, by its direction and one of its numbers, or by its name?
pub fn is_called(record: &Progress, name: &str) -> bool {
    let name = fold(name);
    let numbered = |number: &String| record.direction.is_some_and(|direction| fold(&format!("{direction}-{number}")) == name);
    fold(&record.id) == name || record.numbers.iter().any(numbered) || fold(&record.names.concat()) == name
}

impl Plan {
    /// The departments that do the work of these on a day, in their order; without a day, those of today.
    pub fn heirs(&self, names: &[Arc<str>], until: Option<Date>) -> Vec<Arc<str>> {
        let mut heirs = names.to_vec();
        if self.reorganisations.is_empty() {
            return heirs;
        }
        // a department can be reorganised again; the table cannot be longer than it is
        for _ in 0..=self.reorganisations.len() {
            let mut next: Vec<Arc<str>> = Vec::with_capacity(heirs.len());
            for name in &heirs {
                let to = self.reorganised(name, until).map(|to| to.iter().map(|name| Arc::from(name.as_str())).collect());
                for heir in to.unwrap_or_else(|| vec![name.clone()]) {
                    if !next.contains(&heir) {
                        next.push(heir);
                    }
                }
            }
            if next == heirs {
                break;
            }
            heirs = next;
        }
        heirs
    }

    /// Those that a department became until a day.
    fn reorganised(&self, name: &str, until: Option<Date>) -> Option<&[String]> {
        let folded = fold(name);
        let step = self.reorganisations.iter().find(|step| {
            let day = step.on.as_deref().and_then(date);
            let later = until.zip(day).is_some_and(|(until, day)| day > until);
            !later && !step.to.is_empty() && fold(&step.from) == folded
        });
        step.map(|step| step.to.as_slice())
    }

    /// A record of an earlier period as a later one has it: with the departments of a day, and the numbers and names that
    /// revisions gave it; none of an initiative that has ended, several of one that was divided.
    pub fn brought_up_to(&self, record: &Progress, revisions: &Revisions<'_>, until: Option<Date>) -> Vec<Progress> {
        let departments = self.heirs(&record.departments, until);
        let Some(names) = revisions.of(record) else { return vec![Progress { departments, ..record.clone() }] };
        let renamed = |name: String| {
            let mut record = Progress { departments: departments.clone(), ..record.clone() };
            let known = self.initiatives.iter().find(|initiative| {
                initiative.name == name || initiative.numbers().any(|no| format!("{}-{no}", initiative.direction) == name)
            });
            let split = || name.split_once('-').and_then(|(direction, no)| Some((direction.parse::<u32>().ok()?, no)));
            if let Some(initiative) = known {
                record.direction = Some(initiative.direction);
                record.numbers = initiative.numbers().map(str::to_owned).collect();
                record.names = initiative.name.lines().map(str::to_owned).collect();
            } else if let Some((direction, no)) = split() {
                (record.direction, record.numbers) = (Some(direction), no.split('_').map(str::to_owned).collect());
            } else {
                record.names = vec![name];
                return record;
            }
            let direction = record.direction.unwrap_or_default();
            record.id = Arc::from(format!("{direction}-{}", record.numbers.join("_")));
            record
        };
        names.into_iter().map(renamed).collect()
    }

    /// The revisions of the plan between two periods. Nothing is known of periods without a name.
    pub fn revisions_between(&self, before: Option<Period>, now: Option<Period>) -> Revisions<'_> {
        let Some((before, now)) = before.zip(now) else { return Revisions::default() };
        let mut found: Vec<(Date, &Revision)> = self
            .revisions
            .iter()
            .filter_map(|revision| Some((date(&revision.on)?, revision)))
            .filter(|(day, _)| before.end() < *day && *day <= now.end())
            .collect();
        found.sort_by_key(|(day, _)| *day);
        Revisions(found.into_iter().map(|(_, revision)| revision).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reorganisation;

    fn names(names: &[&str]) -> Vec<Arc<str>> {
        names.iter().map(|name| Arc::from(*name)).collect()
    }

    #[test]
    fn departments_pass_their_work_on_from_their_day() {
        let step = |from: &str, to: &[&str], on: Option<&str>| Reorganisation {
            from: from.to_owned(),
            to: to.iter().map(|name| (*name).to_owned()).collect(),
            on: on.map(str::to_owned),
        };
        let reorganisations = vec![
            step("情報課", &["デジタル課"], Some("2026-04-01")),
            step("デジタル課", &["DX推進課", "情報政策課"], Some("2027-04-01")),
            step("総務課", &["総務課", "人事課"], None),
        ];
        let plan = Plan { reorganisations, ..Plan::default() };
        let on = |year| Some(Date::constant(year, 9, 30));
        assert_eq!(plan.heirs(&names(&["情報課", "財政課"]), on(2025)), names(&["情報課", "財政課"]));
        assert_eq!(plan.heirs(&names(&["情報課"]), on(2026)), names(&["デジタル課"]));
        assert_eq!(plan.heirs(&names(&["情報課"]), None), names(&["DX推進課", "情報政策課"]));
        assert_eq!(plan.heirs(&names(&["総務課"]), None), names(&["総務課", "人事課"]));
    }

    #[test]
    fn numbers_are_followed_over_several_revisions() {
        let plan: Plan = toml::from_str(
            "id = \"p\"\nmunicipality = \"\"\ntitle = \"\"\n\
             [[revision]]\non = \"2026-04-01\"\nrenumbered = { \"2-8\" = \"1-3\", \"2-9\" = [\"2-1\", \"2-2\"], \"3-1\" = [] }\n\
             [[revision]]\non = \"R9.4.1\"\n[revision.renumbered]\n\"1-3\" = \"4-1\"\n",
        )
        .unwrap();
        let between = |before: &str, now: &str| plan.revisions_between(Period::parse(before), Period::parse(now));
        let of = |before: &str, now: &str, id: &str| between(before, now).of_id(id);
        assert_eq!(of("2026-03", "2026-04", "2-8"), Some(vec!["1-3".to_owned()]));
        assert_eq!(of("2025H2", "FY2027", "2-8"), Some(vec!["4-1".to_owned()]));
        assert_eq!(of("2026-03", "2026-04", "2-9").map(|names| names.len()), Some(2));
        assert_eq!(of("2026-03", "2026-04", "3-1"), Some(Vec::new()));
        assert_eq!(of("2026-03", "2026-04", "2-10"), None);
        assert!(between("2026-04", "2026-05").is_empty() && between("2026-02", "2026-03").is_empty());
    }
}
