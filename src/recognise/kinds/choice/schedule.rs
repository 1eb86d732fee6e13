//! Schedules: names, and years, quarters or months.

use std::collections::BTreeSet;

use super::trial::{Trial, names_a_goal};
use super::{Part, Role};
use crate::form::vocabulary::{CellWord, Facet, FacetSet, Lexicon};
use crate::model::FiscalYears;
use crate::model::text::fold;
use crate::recognise::kinds::seen::Seen;
use crate::recognise::shape;

/// So many years with a word of their state are those of a schedule; fewer tell of progress.
const STATED: usize = 3;

impl Trial<'_> {
    pub(super) fn schedule(&mut self) -> bool {
        self.common();
        self.rows();
        if self.reports_in_sentences() {
            return false;
        }
        let mut slots = self.slots();
        if slots.len() < 2 {
            slots = self.pairs_under_years();
        }
        if slots.len() < 2 {
            slots = self.contents_under_years();
        }
        if let Some(stated) = self.years_with_states().filter(|stated| stated.len() > slots.len()) {
            slots = stated;
        }
        // 目標 over 1 支えあい…
        if let Some(field) = self.form.column("direction") {
            let of_goals = |seen: &Seen| seen.filled > 0 && seen.distinct.iter().all(|text| names_a_goal(text));
            let is_goal = |at: &usize| {
                self.stacks.get(*at).is_some_and(|stack| stack.text() == "目標") && self.seen.get(*at).is_some_and(of_goals)
            };
            if let Some(at) = (0..self.len()).find(is_goal) {
                self.set(at, Role::Field(field), 0.8);
            }
        }
        let numeric = slots
            .iter()
            .filter(|(at, ..)| {
                self.seen.get(*at).is_some_and(|seen| {
                    seen.filled > seen.dashes + seen.arrows && seen.share(seen.numeric - seen.dashes.min(seen.numeric)) >= 0.6
                })
            })
            .count();
        if self.are_answers(&slots) {
            return false;
        }
        let in_words = self.roles.iter().any(|role| matches!(role, Role::RowYears | Role::From));
        if slots.len() >= 2 && numeric * 2 <= slots.len() {
            for (at, years, part) in &slots {
                self.set(*at, Role::Slot(*years, *part), 0.95);
            }
        } else if !in_words {
            return false;
        }
        let across = slots.len() >= 2;
        let named: &[&str] = &["direction", "direction_name", "section", "no", "title", "name", "departments", "target"];
        let mut content = None;
        if !across {
            // what is done in the years that stand in words
            let free =
                (0..self.len()).filter(|at| self.free(*at) && self.has(*at, Facet::Content) && !self.has(*at, Facet::Office));
            content = free.max_by(|a, b| self.text_share(*a).total_cmp(&self.text_share(*b)));
            let others = (0..self.len()).filter(|at| self.free(*at) && Some(*at) != content).any(|at| {
                self.form.column("name").is_some_and(|field| self.fit(at, field) >= 0.5) && !self.has(at, Facet::Office)
            });
            if let Some(at) = content.filter(|_| others) {
                let field = self.form.column("years").unwrap_or_default();
                self.set(at, Role::Field(field), 0.9);
            } else {
                content = None;
            }
        }
        self.fields(named, |trial, at, field| {
            let described = trial.has(at, Facet::Description) && matches!(field, "name" | "title");
            let upper = trial.stands_over_steps(at);
            let placed = match field {
                "name" if upper => 0.5,
                "title" if trial.says_initiative_only(at) && !upper => 0.0,
                _ => 1.0,
            };
            trial.weight(at, field) * placed * if described { 0.4 } else { 1.0 }
        });
        if self.position("name").is_none() {
            self.name_rows(across);
        }
        self.prefer_own_name();
        if let Some(name) = self.position("name") {
            self.spill_over(name);
        }
        let figures = (0..self.len())
            .filter(|at| {
                // 進捗 50% is no figure of its own
                let state = self.has(*at, Facet::State) || self.has(*at, Facet::Evaluation);
                !state
                    && self.seen.get(*at).is_some_and(Seen::is_numeric)
                    && !matches!(
                        self.roles.get(*at),
                        Some(Role::Field(_) | Role::Slot(..) | Role::From | Role::To | Role::RowYears)
                    )
            })
            .count();
        // a state beside a time, and nothing that is done then: a checklist
        let stated = (0..self.len()).any(|at| {
            let states = self.seen.get(at).is_some_and(|seen| seen.filled >= 2 && seen.share(seen.states) >= 0.8);
            self.free(at) && states && (self.has(at, Facet::State) || self.has(at, Facet::Evaluation))
        });
        if stated && !across && content.is_none() {
            return false;
        }
        // 契約開始日, or 有効開始日 alone, is no time in which something is done
        let days = |at: &usize| self.seen.get(*at).is_some_and(|seen| seen.is_numeric());
        let vague = (0..self.len()).any(|at| {
            let known = self.stacks.get(at).is_some_and(|stack| stack.leaf.known() >= 0.9);
            matches!(self.roles.get(at), Some(Role::From | Role::To)) && days(&at) && !known
        });
        let from_day = self.roles.iter().position(|role| *role == Role::From).is_some_and(|at| days(&at));
        let alone = from_day && !self.roles.contains(&Role::To);
        self.position("name").is_some() && (across || content.is_some() || figures == 0 && !vague && !alone)
    }

    /// 取組名 merged over several 作業項目?
    fn stands_over_steps(&self, at: usize) -> bool {
        let Some(own) = self.seen.get(at).filter(|_| self.has(at, Facet::Initiative)) else { return false };
        (at + 1..self.len()).any(|other| {
            let steps = self.says_initiative_only(other) && !self.has(other, Facet::Number) && !self.has(other, Facet::Content);
            self.free(other) && steps && self.seen.get(other).is_some_and(|seen| seen.filled >= own.filled + 2)
        })
    }

    fn says_initiative_only(&self, at: usize) -> bool {
        let others = [Facet::Measure, Facet::Project, Facet::Goal, Facet::Direction, Facet::Section];
        self.has(at, Facet::Initiative) && !others.iter().any(|facet| self.has(at, *facet))
    }

    /// R6（実績）, R7（見込）, R8（計画）: one column a year, each with how sure it is.
    fn years_with_states(&self) -> Option<Vec<(usize, FiscalYears, Option<Part>)>> {
        let state: FacetSet = [
            Facet::Actual,
            Facet::Forecast,
            Facet::Planned,
            Facet::Content,
            Facet::Target,
            Facet::When,
            Facet::Filler,
            Facet::Done,
        ]
        .into_iter()
        .collect();
        let says = |at: usize| {
            let stack = self.stacks.get(at).filter(|stack| self.free(at) && stack.leaf.time.is_some())?;
            let plain = stack.all.sets.iter().any(|set| set.without(state).is_empty()) && stack.leaf.known() >= 0.9;
            let years = self.years(&stack.all).filter(|_| plain && stack.all.time.part.is_none())?;
            Some((at, years, None))
        };
        let found: Vec<_> = (0..self.len()).filter_map(says).collect();
        let years: BTreeSet<FiscalYears> = found.iter().map(|(_, years, _)| *years).collect();
        (years.len() >= STATED && years.len() == found.len()).then_some(found)
    }

    /// ○ and × under months, or under this year and the last: how items stand then, and no plan.
    fn are_answers(&self, slots: &[(usize, FiscalYears, Option<Part>)]) -> bool {
        let own = || slots.iter().filter_map(|(at, ..)| self.seen.get(*at)).filter(|seen| seen.filled > 0);
        let in_parts = slots.iter().all(|(.., part)| part.is_some());
        (in_parts || slots.len() <= STATED) && own().any(|seen| seen.no > 0) && own().all(|seen| seen.marks == seen.filled)
    }

    /// 計画 and 実績 under each of several years.
    fn pairs_under_years(&self) -> Vec<(usize, FiscalYears, Option<Part>)> {
        let says = |at: usize| {
            let stack = self.stacks.get(at).filter(|stack| self.free(at) && !stack.leaf.time.is_some())?;
            let word = Lexicon::get().cell(stack.lowest().1.trim());
            let planned = word.iter().any(|word| matches!(word, CellWord::Planned | CellWord::Target));
            let done = word.contains(&CellWord::Actual);
            Some((at, self.years(&stack.all).filter(|_| planned || done)?, stack.all.time.part))
        };
        let found: Vec<_> = (0..self.len()).filter_map(says).collect();
        let years: BTreeSet<FiscalYears> = found.iter().map(|(_, years, _)| *years).collect();
        if years.len() >= 2 && found.len() >= 2 * years.len() { found } else { Vec::new() }
    }

    /// 計画 and 実績 of one year or two, the latter in sentences: progress.
    fn reports_in_sentences(&self) -> bool {
        let lowest = |at: usize| self.stacks.get(at).map(|stack| stack.lowest().1.trim()).unwrap_or_default();
        let years: BTreeSet<FiscalYears> =
            self.stacks.iter().filter(|stack| !stack.leaf.time.is_some()).filter_map(|stack| self.years(&stack.all)).collect();
        let done = |at: usize| {
            Lexicon::get().is(lowest(at), CellWord::Actual)
                && self.seen.get(at).is_some_and(|seen| seen.length() >= shape::SENTENCE as f64)
        };
        (1..STATED).contains(&years.len()) && (0..self.len()).any(done)
    }

    /// 事業内容 under each of several years, beside 事業費.
    fn contents_under_years(&self) -> Vec<(usize, FiscalYears, Option<Part>)> {
        let says = |at: usize| {
            let stack = self.stacks.get(at).filter(|stack| self.free(at) && !stack.leaf.time.is_some())?;
            let content = stack.leaf.must_have(Facet::Content) && !stack.leaf.has(Facet::Description);
            Some((at, self.years(&stack.all).filter(|_| content)?, stack.all.time.part))
        };
        let found: Vec<_> = (0..self.len()).filter_map(says).collect();
        let years: BTreeSet<FiscalYears> = found.iter().map(|(_, years, _)| *years).collect();
        if years.len() >= 2 && years.len() == found.len() { found } else { Vec::new() }
    }

    /// Where no heading names the rows: the only 施設名 of a table with years across does, else the level above.
    fn name_rows(&mut self, across: bool) {
        let Some(name) = self.form.column("name") else { return };
        // 年度 over the years of a table that lies on its side
        if self.around.turned && self.free(0) {
            return self.set(0, Role::Field(name), 0.6);
        }
        let years: BTreeSet<FiscalYears> =
            self.roles.iter().filter_map(|role| if let Role::Slot(years, _) = role { Some(*years) } else { None }).collect();
        let across = across && years.len() >= 2;
        let named: Vec<usize> = (0..self.len())
            .filter(|at| {
                let texts = self.seen.get(*at).is_some_and(|seen| seen.filled >= 2 && seen.share(seen.numeric) < 0.3);
                across && self.free(*at) && texts && self.names_a_thing(*at)
            })
            .collect();
        match (named.as_slice(), self.position("title")) {
            ([only], _) => self.set(*only, Role::Field(name), 0.5),
            (_, Some(title)) => self.set(title, Role::Field(name), 0.8),
            _ => {}
        }
    }

    /// 施設名, 路線名称, but no name of a person or an office?
    fn names_a_thing(&self, at: usize) -> bool {
        let Some(stack) = self.stacks.get(at) else { return false };
        let heading = fold(stack.lowest().1);
        let persons = ["氏名", "者名", "員名", "人名", "社名", "団体名", "署名", "記名", "職名"];
        (heading.ends_with('名') || heading.ends_with("名称"))
            && !persons.iter().any(|end| heading.ends_with(end))
            && !stack.leaf.has(Facet::Office)
            && !stack.leaf.has(Facet::Owner)
    }

    fn text_share(&self, at: usize) -> f64 {
        self.seen.get(at).map_or(0.0, |seen| seen.length() + if seen.filled > 0 { 1.0 } else { 0.0 })
    }

    /// The lowest of several levels names the row: 基本方針, 施策, 取組項目.
    fn prefer_own_name(&mut self) {
        let (Some(title), Some(name)) = (self.position("title"), self.position("name")) else { return };
        let (Some(upper), Some(own)) = (self.seen.get(title), self.seen.get(name)) else { return };
        // the one with fewer different texts is the upper
        if own.filled < upper.filled && own.distinct.len() < upper.distinct.len() && title > name {
            self.roles.swap(title, name);
        }
    }
}
