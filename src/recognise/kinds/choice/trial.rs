//! The columns of a table, tried as those of a form of some kind.

use std::collections::BTreeSet;

use super::{Part, Role};
use crate::form::Form;
use crate::form::vocabulary::{CellWord, Facet, FacetSet, HeadingFacets, Lexicon};
use crate::model::{Era, FiscalYears, Reason, RecordKind};
use crate::recognise::kind_form::KindForm;
use crate::recognise::kinds::around::Around;
use crate::recognise::kinds::figure_role::role_of;
use crate::recognise::kinds::heading::Stack;
use crate::recognise::kinds::seen::Seen;

/// What rows of figures or texts are called.
const ROLES: [CellWord; 5] = [CellWord::Target, CellWord::Actual, CellWord::Forecast, CellWord::Baseline, CellWord::Planned];

/// A form, the columns of a table, and what each is taken for so far.
pub(super) struct Trial<'a> {
    pub(super) kind: &'a KindForm,
    pub(super) form: &'a Form,
    pub(super) stacks: &'a [Stack],
    pub(super) seen: &'a [Seen],
    pub(super) around: &'a Around,
    pub(super) roles: Vec<Role>,
    pub(super) fits: Vec<f64>,
}

impl Trial<'_> {
    pub(super) fn len(&self) -> usize {
        self.stacks.len()
    }

    /// Figures under the word 指標, or several years across: nothing else looks like that.
    pub(super) fn is_firm(&self, kind: RecordKind) -> bool {
        let years = self.roles.iter().filter(|role| matches!(role, Role::Slot(..))).count();
        match kind {
            RecordKind::Indicator => (0..self.len()).any(|at| self.has(at, Facet::Indicator)) || self.is_full_of_figures(),
            RecordKind::Schedule => years >= 2,
            _ => false,
        }
    }

    /// Figures of two roles at least, and nothing but figures in their columns.
    pub(super) fn is_full_of_figures(&self) -> bool {
        let figures = || self.roles.iter().zip(self.seen).filter(|(role, _)| matches!(role, Role::Figure(..)));
        let kinds: BTreeSet<u8> =
            figures().filter_map(|(role, _)| if let Role::Figure(kind, _) = role { Some(*kind as u8) } else { None }).collect();
        kinds.len() >= 2
            && figures().filter(|(_, seen)| seen.filled > 0).count() >= 2
            && figures().all(|(_, seen)| seen.filled == 0 || seen.share(seen.numeric) >= 0.9)
    }

    pub(super) fn set(&mut self, at: usize, role: Role, fit: f64) {
        if let (Some(own), Some(sure)) = (self.roles.get_mut(at), self.fits.get_mut(at)) {
            *own = role;
            *sure = fit;
        }
    }

    pub(super) fn free(&self, at: usize) -> bool {
        self.roles.get(at) == Some(&Role::Unknown)
    }

    pub(super) fn years(&self, heading: &HeadingFacets) -> Option<FiscalYears> {
        let era = self.stacks.iter().find_map(|stack| stack.all.time.years).map(|years| era_of(years.from));
        heading.time.resolve(era, self.around.year)
    }

    /// Does a heading say a time, and nothing of a role?
    pub(super) fn is_slot(&self, at: usize) -> bool {
        let Some(stack) = self.stacks.get(at) else { return false };
        let other: FacetSet = [
            Facet::Baseline,
            Facet::Target,
            Facet::Actual,
            Facet::Forecast,
            Facet::Evaluation,
            Facet::Rate,
            Facet::Done,
            Facet::Office,
            Facet::Number,
            Facet::Note,
            Facet::Source,
            Facet::Goal,
            Facet::Description,
            Facet::Unit,
        ]
        .into_iter()
        .collect();
        let plain =
            |heading: &HeadingFacets| heading.sets.iter().any(|set| !set.meets(other)) && !heading.must_have(Facet::Planned);
        stack.all.time.is_some()
            && stack.leaf.time.is_some()
            && plain(&stack.leaf)
            && plain(&stack.all)
            && stack.leaf.known() >= 0.5
    }

    /// How well a column fits a field by its heading, from 0 to 1.
    pub(super) fn fit(&self, at: usize, field: usize) -> f64 {
        let (Some(stack), Some(sets)) = (self.stacks.get(at), self.kind.facets.get(field)) else { return 0.0 };
        let own = fit(sets, &stack.leaf);
        let whole = fit(sets, &stack.all);
        (own * 0.97).max(whole)
    }

    /// Gives the fields of these names to the columns that fit them best, each to one.
    pub(super) fn fields(&mut self, names: &[&str], weigh: impl Fn(&Self, usize, &str) -> f64) {
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        for name in names {
            let Some(field) = self.form.column(name) else { continue };
            for at in (0..self.len()).filter(|at| self.free(*at)) {
                let fit = self.fit(at, field) * weigh(self, at, name);
                if fit >= 0.4 {
                    found.push((fit, at, field));
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (fit, at, field) in found {
            if self.free(at) && !self.roles.contains(&Role::Field(field)) {
                self.set(at, Role::Field(field), fit);
            }
        }
    }

    /// What the cells say against or for a field.
    pub(super) fn weight(&self, at: usize, field: &str) -> f64 {
        let Some(seen) = self.seen.get(at) else { return 1.0 };
        if seen.filled == 0 {
            return 0.95;
        }
        let offices = seen.share(seen.offices);
        match field {
            // ○ under 行政
            "departments" | "department" if seen.share(seen.marks) >= 0.8 => 0.0,
            // 課 beside 部
            "departments" | "department" if seen.distinct.iter().all(|name| name.ends_with(['部', '局'])) => 0.8,
            "departments" | "department" => {
                if offices >= 0.3 {
                    1.0
                } else {
                    0.7
                }
            }
            "no" | "section" => {
                let numbers = seen.share(seen.whole + seen.codes);
                let coded = seen.share(seen.codes) >= 0.5;
                let right = (field == "section") == coded || self.form.column("no").is_none();
                (if numbers >= 0.5 { 1.0 } else { 0.45 }) * (if right { 1.0 } else { 0.6 })
            }
            // ① under 基本施策: its number, without its name
            "mark" => f64::from(u8::from(seen.share(seen.whole + seen.codes) >= 0.8 && seen.length() <= 3.0)),
            "goal" | "direction" | "goal_name" | "direction_name" if says_which_way(&seen.distinct) => 0.0,
            "goal" | "direction" | "goal_name" | "direction_name" | "category" if offices >= 0.6 => 0.4,
            // 将来像 above 基本目標
            "goal" if self.names_a_vision(at) => 0.8,
            // 基本目標 beside 基本目標番号
            "goal_name" if !self.has(at, Facet::Name) && (self.names_a_vision(at) || !self.has_numbers_of_goals()) => 0.0,
            // 基本目標1 …, before 取組の方向性
            "goal" | "direction" if !seen.distinct.iter().all(|text| is_counted(text)) => 0.96,
            "goal" | "direction" | "goal_name" | "direction_name" | "category" => 1.0,
            "supported" => {
                // where a word says how it stands, the words are states
                let state = self.has(at, Facet::State) && seen.marks >= 2;
                // ○ and －
                let marks = if state { seen.marks + seen.dashes } else { seen.marks };
                if seen.share(marks) >= 0.7 && seen.states == seen.marks { 1.0 } else { 0.0 }
            }
            "status" => {
                if seen.share(seen.states) >= 0.7 {
                    1.0
                } else {
                    0.0
                }
            }
            // of the marks of several years the last
            "evaluation" if self.is_judged_later(at) => 0.0,
            "evaluation" => {
                if seen.share(seen.evaluations.max(seen.states)) >= 0.5 || seen.length() <= 8.0 {
                    1.0
                } else {
                    0.3
                }
            }
            "priority" | "relisted" => {
                if seen.length() <= 4.0 {
                    1.0
                } else {
                    0.0
                }
            }
            "source" | "note" | "notes" | "target" => 1.0,
            // a name is a text of its own
            _ if seen.share(seen.whole) >= 0.8 && seen.length() <= 3.0 => 0.3,
            _ if seen.share(seen.marks) >= 0.8 => 0.2,
            _ if offices >= 0.8 => 0.3,
            _ => 1.0,
        }
    }

    /// Has another column the marks of a later year?
    fn is_judged_later(&self, at: usize) -> bool {
        let judged =
            |at: usize| self.stacks.get(at).filter(|stack| stack.leaf.has(Facet::Evaluation) || stack.all.has(Facet::Evaluation));
        let year = |at: usize| judged(at).and_then(|stack| self.years(&stack.all)).map(|years| years.to);
        let filled = |at: usize| self.seen.get(at).is_some_and(|seen| seen.filled > 0);
        year(at).is_some_and(|own| (0..self.len()).any(|other| filled(other) && year(other).is_some_and(|year| year > own)))
    }

    /// Has another column the numbers of goals alone: 基本目標番号?
    fn has_numbers_of_goals(&self) -> bool {
        (0..self.len()).any(|at| self.has(at, Facet::Number) && (self.has(at, Facet::Goal) || self.has(at, Facet::Direction)))
    }

    /// 将来像, ビジョン: what a whole plan is for, and a place in it only where nothing else is.
    fn names_a_vision(&self, at: usize) -> bool {
        let heading = self.stacks.get(at).map(|stack| stack.lowest().1.trim()).unwrap_or_default();
        ["像", "ビジョン", "めざす姿", "目指す姿"].iter().any(|word| heading.contains(word))
    }

    /// Do all cells of a column hold the number of a place in a plan?
    pub(super) fn is_counted(&self, at: usize) -> bool {
        self.seen.get(at).is_some_and(|seen| !seen.distinct.is_empty() && seen.distinct.iter().all(|text| is_counted(text)))
    }

    pub(super) fn has(&self, at: usize, facet: Facet) -> bool {
        self.stacks.get(at).is_some_and(|stack| stack.leaf.has(facet))
    }

    pub(super) fn field_of(&self, at: usize, name: &str) -> bool {
        let Some(Role::Field(field)) = self.roles.get(at) else { return false };
        self.form.columns.get(*field).is_some_and(|column| column.field == name)
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|at| self.field_of(*at, name))
    }

    /// Columns that every kind sets aside or reads alike: units, computed rates.
    pub(super) fn common(&mut self) {
        for at in 0..self.len() {
            let Some(stack) = self.stacks.get(at) else { continue };
            if stack.leaf.must_have(Facet::Unit) && stack.leaf.sets.iter().all(|set| set.without(quiet()).len() == 1) {
                self.set(at, Role::Unit, 1.0);
            } else if stack.leaf.must_have(Facet::Rate) || self.is_computed(at) {
                self.set(at, Role::Aside(Reason::Note), 0.9);
            }
        }
    }

    /// 達成度 over percentages: computed from other figures.
    fn is_computed(&self, at: usize) -> bool {
        self.has(at, Facet::Evaluation)
            && self.seen.get(at).is_some_and(|seen| {
                seen.filled > 0
                    && seen.share(seen.numeric) >= 0.9
                    && seen.distinct.iter().all(|text| text.ends_with('%') || text == "-")
            })
    }

    /// 目標 and 実績, 計画 and 事業費: does a column say what each of several rows of a record is?
    fn names_rows(&self, seen: &Seen) -> bool {
        if seen.distinct.len() < 2 {
            return false;
        }
        let label = |text: &String| {
            let facets = HeadingFacets::parse(text);
            facets.is_label() && (facets.has(Facet::Description) || facets.has(Facet::Note))
        };
        let lexicon = Lexicon::get();
        let role = |text: &String| lexicon.cell(text).iter().any(|word| ROLES.contains(word));
        let again = seen.distinct.len() * 2 <= seen.filled;
        seen.share(seen.roles) >= 0.9
            || again && seen.distinct.iter().any(role) && seen.distinct.iter().all(|text| role(text) || label(text))
    }

    /// Rows that carry their role or their year.
    pub(super) fn rows(&mut self) {
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            let (Some(stack), Some(seen)) = (self.stacks.get(at), self.seen.get(at)) else { continue };
            if seen.filled >= 2 && self.names_rows(seen) {
                self.set(at, Role::KindOfRow, 1.0);
            } else if !stack.all.time.is_some() && role_of(&stack.all).is_none() && seen.share(seen.years) >= 0.6 {
                let role = match (stack.leaf.has(Facet::From), stack.leaf.has(Facet::To), stack.leaf.has(Facet::Year)) {
                    (true, false, _) => Role::From,
                    (false, true, _) => Role::To,
                    (_, _, true) => Role::RowYears,
                    // 実施予定 over 令和7年度～
                    _ if stack.leaf.has(Facet::Content) && stack.leaf.known() >= 0.9 && seen.share(seen.years) >= 0.9 => {
                        Role::RowYears
                    }
                    _ => continue,
                };
                self.set(at, role, 1.0);
            }
        }
    }

    pub(super) fn slots(&self) -> Vec<(usize, FiscalYears, Option<Part>)> {
        let slot = |at: usize| {
            let stack = self.stacks.get(at).filter(|_| self.free(at) && self.is_slot(at))?;
            Some((at, self.years(&stack.all)?, stack.all.time.part))
        };
        (0..self.len()).filter_map(slot).collect()
    }

    /// Columns under the same heading cell as the name: its number at the left, or more of it.
    pub(super) fn spill_over(&mut self, name: usize) {
        let Some(anchor) = self.stacks.get(name).map(|stack| stack.lowest().0) else { return };
        for at in (0..self.len()).filter(|at| *at != name && self.free(*at)).collect::<Vec<_>>() {
            let same = self.stacks.get(at).is_some_and(|stack| stack.lowest().0 == anchor);
            let blank = self.seen.get(at).is_none_or(|seen| seen.filled == 0);
            let numbers = self.seen.get(at).is_some_and(|seen| seen.share(seen.whole + seen.codes) >= 0.8);
            let free = |field: &usize| !self.roles.contains(&Role::Field(*field));
            let number = ["no", "section"].iter().filter_map(|name| self.form.column(name)).find(free);
            match number.filter(|_| same && numbers && !blank) {
                Some(field) => self.set(at, Role::Field(field), 0.8),
                None if same && (blank || numbers) => self.set(at, Role::Aside(Reason::Mark), 1.0),
                None => {}
            }
        }
    }
}

/// Facets that change nothing.
fn quiet() -> FacetSet {
    [Facet::Filler, Facet::Concrete, Facet::When].into_iter().collect()
}

/// 増加, 減少, ↑: which way a figure should go, and no place in a plan.
fn says_which_way(texts: &BTreeSet<String>) -> bool {
    const WORDS: [&str; 22] = [
        "増加",
        "減少",
        "維持",
        "向上",
        "低下",
        "上昇",
        "下降",
        "増",
        "減",
        "現状維持",
        "拡大",
        "縮小",
        "プラス",
        "マイナス",
        "↑",
        "↓",
        "→",
        "↗",
        "↘",
        "-",
        "高",
        "低",
    ];
    !texts.is_empty() && texts.iter().all(|text| WORDS.contains(&text.as_str()))
}

/// 1 支えあい健やかに暮らす: a number and a name, which no unit follows.
pub(super) fn names_a_goal(folded: &str) -> bool {
    let body = folded.trim_start_matches("目標").trim_start_matches(|c: char| c.is_ascii_digit() || "()-.:第".contains(c));
    let figures = folded.len() - body.len();
    figures > 0 && body.chars().filter(|c| c.is_alphabetic()).count() >= 4
}

/// 1 …, 基本目標1 …, Ⅰ …: does a text hold the number of a place in a plan?
fn is_counted(text: &str) -> bool {
    let body = text.trim_start_matches(|c: char| !c.is_ascii_digit() && !"ivx".contains(c));
    text.chars().count() - body.chars().count() <= 8 && !body.is_empty()
}

fn era_of(year: i16) -> Era {
    if year >= 2019 { Era::Reiwa } else { Era::Heisei }
}

/// How well a heading fits sets of facets, from 0 to 1: the better the earlier the set, and the less is left over.
fn fit(sets: &[FacetSet], heading: &HeadingFacets) -> f64 {
    let mut best: f64 = 0.0;
    for own in &heading.sets {
        let own = own.without(quiet());
        if own.is_empty() {
            continue;
        }
        for (place, set) in sets.iter().enumerate() {
            let wanted = set.without(quiet());
            if wanted.is_empty() {
                continue;
            }
            let early = 0.02 * place.min(15) as f64;
            if own == wanted {
                best = best.max(1.0 - early);
            } else if own.holds(wanted) {
                let more = own.without(wanted).len();
                best = best.max(0.75 - 0.15 * f64::from(more) - early);
            }
        }
    }
    // a time belongs to figures, not to names
    let time = if heading.time.is_some() { 0.5 } else { 1.0 };
    best * (1.0 - 0.5 * (1.0 - heading.known())) * time
}
