//! Tables of indicators: figures of roles and years, and what is measured.

use std::collections::BTreeSet;

use super::trial::{Trial, names_a_goal};
use super::{Part, Role};
use crate::form::vocabulary::{CellWord, Facet, FacetSet, HeadingFacets, Lexicon, without_time};
use crate::model::text::fold;
use crate::model::{FiscalYears, Reason, ValueKind};
use crate::recognise::kinds::figure_role::role_of;
use crate::recognise::kinds::seen::Seen;
use crate::recognise::kinds::units::unit_of_name;

impl Trial<'_> {
    pub(super) fn indicator(&mut self) -> bool {
        let subject = (0..self.len()).any(|at| self.has(at, Facet::Indicator));
        self.common();
        self.rows();
        let mut figures = 0;
        let mut numeric = 0;
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            let (Some(stack), Some(seen)) = (self.stacks.get(at), self.seen.get(at)) else { continue };
            let Some(kind) = role_of(&stack.leaf)
                .or_else(|| role_of(&stack.all).filter(|_| stack.leaf.time.is_some() || !names_a_field(&stack.leaf)))
                .or_else(|| self.is_planned_figure(at).then_some(ValueKind::Target))
            else {
                continue;
            };
            if stack.leaf.has(Facet::Indicator) && !stack.leaf.time.is_some() && seen.share(seen.numeric) < 0.5 {
                continue;
            }
            if self.numbers_goals(at) {
                if let Some(goal) = self.form.column("goal") {
                    self.set(at, Role::Field(goal), 0.8);
                }
                continue;
            }
            // 施策目標: texts that say what the rows below are for
            let subjects = [Facet::Measure, Facet::Initiative, Facet::Project, Facet::Procedure];
            if seen.filled > 0
                && seen.share(seen.numeric) < 0.2
                && !stack.all.time.is_some()
                && !stack.leaf.has(Facet::Value)
                && subjects.iter().any(|facet| stack.leaf.has(*facet))
            {
                continue;
            }
            let in_words = seen.filled > 0 && seen.share(seen.evaluations) >= 0.7 && seen.share(seen.numeric) < 0.4;
            // 目標年度 is one word
            let of_years = stack.leaf.has(Facet::Year) || stack.lowest().1.contains('年');
            let of_days = seen.share(seen.days) >= 0.5;
            let years_only = !stack.leaf.time.is_some() && (of_days || of_years && seen.share(seen.years) >= 0.5);
            if in_words {
                continue;
            }
            if years_only {
                self.set(at, Role::YearOf(kind), 0.95);
                continue;
            }
            let years = self.years(&stack.all);
            let sure = 0.6 + 0.4 * stack.leaf.known();
            figures += 1;
            numeric += usize::from(seen.is_numeric() || seen.filled == 0);
            self.set(at, Role::Figure(kind, years), sure);
        }
        let by_row = self.roles.contains(&Role::KindOfRow) || self.around.halves.is_some();
        let slots = self.slots();
        let numeric_slots =
            slots.iter().filter(|(at, ..)| self.seen.get(*at).is_some_and(|seen| seen.is_numeric() || seen.filled == 0)).count();
        let role_of_title = self.around.role.filter(|_| subject);
        if by_row && (subject || numeric_slots * 2 > slots.len())
            || figures == 0 && role_of_title.is_some() && numeric_slots * 2 > slots.len()
        {
            for (at, years, part) in &slots {
                self.set(*at, Role::Slot(*years, *part), 0.9);
            }
            // 計画 and 実績 at the left of one column of figures
            figures += slots.len();
            numeric += numeric_slots;
        }
        if subject && !by_row && role_of_title != Some(ValueKind::Target) && self.are_before_the_target(&slots) {
            for (at, years, _) in &slots {
                self.set(*at, Role::Figure(ValueKind::Actual, Some(*years)), 0.7);
            }
        }
        if subject && !by_row {
            self.parts_without_a_role(&slots);
        }
        let years_of_rows = self.roles.contains(&Role::RowYears);
        if by_row && slots.is_empty() && years_of_rows {
            // one column of values, with role and year in each row
            for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
                if self.has(at, Facet::Value) && self.seen.get(at).is_some_and(Seen::is_numeric) {
                    self.set(at, Role::Figure(ValueKind::Actual, None), 0.8);
                    figures += 1;
                    numeric += 1;
                }
            }
        }
        self.years_of_lines();
        self.keep_one_part();
        self.years_of_nothing();
        let named: &[&str] = &[
            "section",
            "goal",
            "goal_name",
            "mark",
            "title",
            "departments",
            "indicator",
            "evaluation",
            "source",
            "notes",
            "relisted",
        ];
        self.fields(named, |trial, at, field| {
            let own = trial.has(at, Facet::Indicator);
            let only = if field == "indicator" && subject && !own || field != "indicator" && field != "section" && own {
                0.3
            } else {
                1.0
            };
            trial.weight(at, field) * only
        });
        // 取組項目 over figures of two roles: the figures are measured of it
        if self.position("indicator").is_none()
            && self.is_full_of_figures()
            && let (Some(title), Some(field)) = (self.position("title"), self.form.column("indicator"))
        {
            self.set(title, Role::Field(field), 0.7);
        }
        // 年度 over the years of a table that lies on its side
        if self.position("indicator").is_none()
            && self.around.turned
            && self.free(0)
            && let Some(field) = self.form.column("indicator")
        {
            self.set(0, Role::Field(field), 0.6);
        }
        let Some(name) = self.position("indicator") else { return false };
        self.spill_over(name);
        if figures == 0 {
            return false;
        }
        if subject {
            return true;
        }
        // without the word 指標: several figures with their unit
        let units = self.roles.contains(&Role::Unit)
            || self.around.unit.is_some()
            || self.stacks.iter().any(|stack| stack.all.unit.is_some());
        let kinds: BTreeSet<u8> = self
            .roles
            .iter()
            .filter_map(|role| if let Role::Figure(kind, _) = role { Some(*kind as u8) } else { None })
            .collect();
        numeric >= 2
            && numeric * 10 >= figures * 7
            && (kinds.len() >= 2 || by_row)
            && (units || self.shows_units() || self.is_judged(name))
    }

    /// 最終目標値 below a line 最終目標：令和10年度.
    fn years_of_lines(&mut self) {
        for at in 0..self.len() {
            let Some(Role::Figure(kind, None)) = self.roles.get(at).cloned() else { continue };
            let heading = self.stacks.get(at).map(|stack| fold(stack.lowest().1)).unwrap_or_default();
            let begins = |word: &&(String, FiscalYears)| heading.starts_with(&word.0);
            if let Some((_, years)) = self.around.years_of.iter().filter(begins).max_by_key(|(word, _)| word.len()).cloned() {
                self.set(at, Role::Figure(kind, Some(years)), 0.9);
            }
        }
    }

    /// 達成年度 where no column holds the figures that it is of.
    fn years_of_nothing(&mut self) {
        for at in 0..self.len() {
            let Some(Role::YearOf(kind)) = self.roles.get(at).cloned() else { continue };
            if !self.roles.iter().any(|role| matches!(role, Role::Figure(own, _) if *own == kind)) {
                self.set(at, Role::Unknown, 0.0);
            }
        }
    }

    /// 目標 over 1, 2, 3 or 1 支えあい… before what is measured and its 目標値: the goals.
    fn numbers_goals(&self, at: usize) -> bool {
        let is_plain = self.stacks.get(at).is_some_and(|stack| stack.text() == "目標");
        let small = |seen: &Seen| {
            seen.filled > 0
                && seen.distinct.iter().all(|text| text.parse().is_ok_and(|number: u32| number < 100) || names_a_goal(text))
        };
        let after = || at + 1..self.len();
        is_plain
            && self.seen.get(at).is_some_and(small)
            && after().any(|other| self.has(other, Facet::Indicator))
            && after().any(|other| self.stacks.get(other).is_some_and(|stack| role_of(&stack.leaf) == Some(ValueKind::Target)))
    }

    /// 計画 beside 実績, both over figures.
    fn is_planned_figure(&self, at: usize) -> bool {
        // the lowest, or the one over the years; without its time: R7計画
        let says = |at: usize, wanted: &[CellWord]| {
            self.stacks.get(at).is_some_and(|stack| {
                let cells = stack.cells.iter().rev().map(|(_, text)| without_time(text));
                let lowest = cells.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
                Lexicon::get().cell(&lowest).iter().any(|word| wanted.contains(word))
            })
        };
        says(at, &[CellWord::Planned, CellWord::Target])
            && self.seen.get(at).is_some_and(|seen| seen.filled > 0 && seen.is_numeric())
            && (0..self.len()).any(|other| says(other, &[CellWord::Actual]))
    }

    /// Figures under years alone, between a baseline and the years of a target, and no others that were measured: 2022, 2023,
    /// 目標2030.
    fn are_before_the_target(&self, slots: &[(usize, FiscalYears, Option<Part>)]) -> bool {
        let measured = |role: &Role| matches!(role, Role::Figure(kind, _) | Role::YearOf(kind) if *kind == ValueKind::Actual);
        let years_of = |wanted: ValueKind| {
            self.roles.iter().filter_map(move |role| match role {
                Role::Figure(kind, Some(years)) if *kind == wanted => Some(years.from),
                _ => None,
            })
        };
        let Some(first) = years_of(ValueKind::Target).min() else { return false };
        let base = years_of(ValueKind::Baseline).max().unwrap_or(i16::MIN);
        !slots.is_empty()
            && !self.roles.iter().any(measured)
            && slots.iter().all(|(at, years, _)| {
                base < years.from
                    && years.to < first
                    && self.seen.get(*at).is_some_and(|seen| seen.filled > seen.dashes && seen.is_numeric())
            })
    }

    /// Do marks of an evaluation or units behind the names say that figures are watched?
    fn is_judged(&self, name: usize) -> bool {
        let units = self.seen.get(name).is_some_and(|seen| {
            seen.distinct.iter().filter(|text| unit_of_name(text, false).is_some()).count() * 2 > seen.distinct.len()
        });
        units || self.position("evaluation").is_some() && self.roles.contains(&Role::Aside(Reason::Note))
    }

    /// Do figures show units of their own: 31件?
    fn shows_units(&self) -> bool {
        self.roles.iter().zip(self.seen).filter(|(role, _)| matches!(role, Role::Figure(..) | Role::Slot(..))).any(|(_, seen)| {
            let with = seen.distinct.iter().filter(|text| {
                text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_alphabetic() || c == '%')
            });
            with.count() * 2 >= seen.distinct.len().max(1)
        })
    }
}

/// Does a heading alone say which field its column is?
fn names_a_field(heading: &HeadingFacets) -> bool {
    let fields: FacetSet = [
        Facet::Indicator,
        Facet::Measure,
        Facet::Initiative,
        Facet::Project,
        Facet::Owner,
        Facet::Office,
        Facet::Number,
        Facet::Goal,
        Facet::Direction,
        Facet::Section,
        Facet::Evaluation,
        Facet::Rate,
        Facet::Unit,
        Facet::Source,
        Facet::Note,
        Facet::State,
        Facet::Description,
        Facet::Content,
    ]
    .into_iter()
    .collect();
    heading.sets.iter().all(|set| set.meets(fields))
}
