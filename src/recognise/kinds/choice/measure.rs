//! Measures with their items.

use super::Role;
use super::trial::Trial;
use crate::form::vocabulary::Facet;
use crate::model::{Reason, ValueKind};
use crate::recognise::kinds::figure_role::role_of;

impl Trial<'_> {
    pub(super) fn measure(&mut self) -> bool {
        self.common();
        self.rows();
        // a table that tells what was done or is planned is about progress; years make a schedule
        let reports = (0..self.len()).any(|at| {
            self.stacks.get(at).is_some_and(|stack| {
                stack.leaf.time.is_some()
                    || stack.leaf.must_have(Facet::Done)
                    || stack.leaf.must_have(Facet::Planned)
                    || role_of(&stack.leaf).is_some_and(|kind| kind != ValueKind::Target)
            })
        });
        if reports || self.roles.contains(&Role::KindOfRow) {
            return false;
        }
        let items = self.form.column("items").unwrap_or_default();
        // 取組1, 取組2 side by side
        let across: Vec<usize> = (0..self.len())
            .filter(|at| {
                self.free(*at)
                    && self.stacks.get(*at).is_some_and(|stack| stack.leaf.ordinal.is_some())
                    && (self.fit(*at, items) >= 0.5)
            })
            .collect();
        let several = across.len() >= 2;
        for at in across.into_iter().filter(|_| several) {
            self.set(at, Role::Field(items), 0.95);
        }
        self.fields(&["goal", "goal_name", "no", "title", "departments", "priority"], |trial, at, field| {
            let own = trial.has(at, Facet::Initiative) && !trial.has(at, Facet::Measure);
            let few = trial.seen.get(at).is_some_and(|seen| seen.filled >= 4 && seen.distinct.len() * 3 <= seen.filled);
            let section = trial.has(at, Facet::Section) && !trial.has(at, Facet::Measure);
            trial.weight(at, field)
                * match field {
                    "title" if own => 0.3,
                    // 施策1 … between the rows names the measures
                    "title" if trial.around.measure && !trial.has(at, Facet::Measure) => 0.3,
                    "priority" if section && !trial.says_priority(at) => 0.0,
                    // 目標1 …, and no 目標 in words of its own
                    "goal" if trial.has(at, Facet::Target) && !trial.is_counted(at) => 0.0,
                    "goal" if section && !trial.has(at, Facet::Goal) && (trial.says_priority(at) || !few) => 0.3,
                    _ => 1.0,
                }
        });
        if !several {
            self.fields(&["items"], |trial, at, field| {
                // beside names of what is done, a description of each is none
                let named = |other: usize| {
                    let named = trial.has(other, Facet::Initiative) || trial.has(other, Facet::Project);
                    other != at && trial.free(other) && named && !trial.has(other, Facet::Number)
                };
                let described = trial.has(at, Facet::Content) && (0..trial.len()).any(named);
                if trial.has(at, Facet::Description) || trial.has(at, Facet::Office) || trial.has(at, Facet::Number) {
                    0.0
                } else {
                    trial.weight(at, field) * if described { 0.8 } else { 1.0 }
                }
            });
            // 取組番号: the numbers of items
            for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
                if self.has(at, Facet::Number) && (self.has(at, Facet::Initiative) || self.has(at, Facet::Project)) {
                    self.set(at, Role::Aside(Reason::Mark), 0.9);
                }
            }
        }
        if let Some(field) = self.form.column("priority").filter(|field| !self.roles.contains(&Role::Field(*field))) {
            // ○ under 主要施策
            let marked = (0..self.len()).find(|at| self.free(*at) && self.has(*at, Facet::Measure) && self.says_priority(*at));
            if let Some(at) = marked {
                self.set(at, Role::Field(field), 0.7);
            }
        }
        self.levels(items);
        self.under_one_heading(items);
        let has_items = self.roles.contains(&Role::Field(items));
        let title = self.position("title");
        if let Some(title) = title.filter(|_| has_items) {
            self.spill_over(title);
        }
        // 施策・主な取組: both in one column, distinguished by their place
        let tree = title.is_none_or(|at| self.has(at, Facet::Initiative));
        let says = |at: usize, facet: Facet| self.stacks.get(at).is_some_and(|stack| stack.all.has(facet));
        let of_measures = title.is_some_and(|at| says(at, Facet::Measure)) || self.around.measure;
        match (title, has_items) {
            (Some(_), true) => of_measures || self.position("goal").is_some(),
            (Some(_), false) => tree && of_measures,
            (None, true) => self.around.measure,
            (None, false) => false,
        }
    }

    /// 主な取組 over several columns: an item in each.
    fn under_one_heading(&mut self, items: usize) {
        let Some(anchor) = self
            .roles
            .iter()
            .position(|role| *role == Role::Field(items))
            .and_then(|at| self.stacks.get(at))
            .map(|stack| stack.lowest().0)
        else {
            return;
        };
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            let same = self.stacks.get(at).is_some_and(|stack| stack.lowest().0 == anchor);
            let numbers = self.seen.get(at).is_some_and(|seen| seen.filled > 0 && seen.share(seen.whole) >= 0.8);
            if same {
                self.set(at, if numbers { Role::Aside(Reason::Mark) } else { Role::Field(items) }, 0.8);
            }
        }
    }

    /// 施策分野 and 具体的施策: of several levels of measures the last are the items of those before.
    fn levels(&mut self, items: usize) {
        if self.roles.contains(&Role::Field(items)) {
            return;
        }
        let Some(title) = self.form.column("title") else { return };
        let own =
            |at: &usize| self.has(*at, Facet::Measure) && (self.free(*at) || self.roles.get(*at) == Some(&Role::Field(title)));
        let levels: Vec<usize> = (0..self.len()).filter(own).collect();
        if let [.., upper, lower] = levels.as_slice()
            && self.stacks.get(*upper).map(|stack| stack.lowest().0) != self.stacks.get(*lower).map(|stack| stack.lowest().0)
        {
            self.set(*upper, Role::Field(title), 0.8);
            self.set(*lower, Role::Field(items), 0.8);
        }
    }

    fn says_priority(&self, at: usize) -> bool {
        self.seen.get(at).is_some_and(|seen| {
            !seen.distinct.is_empty()
                && seen
                    .distinct
                    .iter()
                    .all(|text| ["重点", "重", "★", "☆", "◎", "○", "最重点", "優先", "重要"].contains(&text.as_str()))
        })
    }
}
