//! Which kind a table is of, and which of its columns is what: by facets of all headings, and by what the cells look like.

use super::Sheet;
use super::heading::Stack;
use super::seen::Seen;
use crate::form::Form;
use crate::form::vocabulary::{CellWord, Facet, FacetSet, HeadingFacets, Lexicon, Part, facet_set};
use crate::model::{FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::info;

/// A form of any arrangement, with the facets of its columns.
#[derive(Debug)]
pub struct KindForm {
    /// Place of the form in the vocabulary.
    pub index: usize,
    /// The sets of each of its columns, the best first.
    pub facets: Vec<Vec<FacetSet>>,
}

impl KindForm {
    /// The facets of a form's columns.
    pub fn new(index: usize, form: &Form) -> Self {
        let sets = form.columns.iter().map(|column| column.facets.iter().filter_map(|text| facet_set(text).ok()).collect());
        Self { index, facets: sets.collect() }
    }
}

/// What a column of the sheet is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// A field of the form.
    Field(usize),
    /// Figures of a role, of the years in the heading.
    Figure(ValueKind, Option<FiscalYears>),
    /// The fiscal years of the figures of a role.
    YearOf(ValueKind),
    /// Figures or texts of a time; the role is said elsewhere.
    Slot(FiscalYears, Option<Part>),
    /// The role of each row.
    KindOfRow,
    /// The years of each row.
    RowYears,
    /// The first year of each row.
    From,
    /// The last year of each row.
    To,
    /// The unit of each row's figures.
    Unit,
    /// A mark for a state: ○ under 検討中.
    State(String),
    /// Marks of a department.
    Crossing(String),
    /// Marks of an item, in a row a department.
    Item(String),
    /// Lists of items of a state.
    List(String),
    /// Known, and no field: set aside.
    Aside(Reason),
    /// Not known.
    Unknown,
}

/// A kind, and what each column is for it.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub kind: RecordKind,
    /// Place of the kind's form among the kinds.
    pub form: usize,
    pub roles: Vec<Role>,
    /// How sure each is, from 0 to 1.
    pub fits: Vec<f64>,
    /// Does it leave no doubt?
    pub firm: bool,
}

impl Choice {
    /// The column that is a field of this name.
    pub fn column_of(&self, form: &Form, field: &str) -> Option<usize> {
        let index = form.column(field)?;
        self.roles.iter().position(|role| *role == Role::Field(index))
    }

    /// How many columns are known.
    pub fn known(&self) -> usize {
        self.roles.iter().filter(|role| **role != Role::Unknown).count()
    }
}

/// What stands around a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// The fiscal year in a title.
    pub year: Option<i16>,
    /// （単位：千円）.
    pub unit: Option<String>,
    /// The role that a title says: 目標値一覧.
    pub role: Option<ValueKind>,
    /// Does a line above the table name a measure?
    pub measure: bool,
}

/// The roles of figures, by their facets.
const ROLES: [(Facet, ValueKind); 4] = [
    (Facet::Baseline, ValueKind::Baseline),
    (Facet::Target, ValueKind::Target),
    (Facet::Actual, ValueKind::Actual),
    (Facet::Forecast, ValueKind::Forecast),
];

/// Facets that change nothing.
fn quiet() -> FacetSet {
    [Facet::Filler, Facet::Concrete, Facet::When].into_iter().collect()
}

/// The role of figures that a heading says; a part of it that says something else counts first.
pub(super) fn role_of(heading: &HeadingFacets) -> Option<ValueKind> {
    let other: FacetSet = [
        Facet::Goal,
        Facet::Direction,
        Facet::Office,
        Facet::Number,
        Facet::Description,
        Facet::Note,
        Facet::Source,
        Facet::Content,
        Facet::Section,
        Facet::Evaluation,
        Facet::Rate,
        Facet::Unit,
        Facet::Relisted,
        Facet::Priority,
        Facet::Name,
        Facet::Done,
        Facet::Planned,
    ]
    .into_iter()
    .collect();
    let of = |set: &FacetSet| {
        let mut found = ROLES.iter().filter(|(facet, _)| set.has(*facet));
        let (_, kind) = found.next().filter(|_| !set.meets(other))?;
        // 目標 over 実績: the lower counts, and is asked alone
        found.next().is_none().then_some(*kind)
    };
    heading.sets.iter().find_map(of)
}

struct Trial<'a> {
    kind: &'a KindForm,
    form: &'a Form,
    stacks: &'a [Stack],
    seen: &'a [Seen],
    around: &'a Around,
    roles: Vec<Role>,
    fits: Vec<f64>,
}

impl<'g, 'f> Sheet<'g, 'f> {
    /// The kind that a table is of, if it is of one.
    pub(super) fn choose(&self, stacks: &[Stack], seen: &[Seen], around: &Around) -> Option<Choice> {
        let order = [RecordKind::Indicator, RecordKind::Schedule, RecordKind::Checklist, RecordKind::Measure];
        order.into_iter().find_map(|wanted| {
            let (at, kind) = self
                .vocabulary
                .kinds
                .iter()
                .enumerate()
                .find(|(_, kind)| self.vocabulary.forms.get(kind.index).is_some_and(|form| form.record == wanted))?;
            let form = *self.vocabulary.forms.get(kind.index)?;
            let blank = vec![Role::Unknown; stacks.len()];
            let mut trial = Trial { kind, form, stacks, seen, around, roles: blank, fits: vec![0.0; stacks.len()] };
            let found = match wanted {
                RecordKind::Indicator => trial.indicator(),
                RecordKind::Schedule => trial.schedule(),
                RecordKind::Checklist => trial.checklist(),
                RecordKind::Measure => trial.measure(),
                RecordKind::Progress | RecordKind::Table => false,
            };
            let firm = trial.is_firm(wanted);
            found.then_some(Choice { kind: wanted, form: at, roles: trial.roles, fits: trial.fits, firm })
        })
    }
}

impl Trial<'_> {
    fn len(&self) -> usize {
        self.stacks.len()
    }

    /// Figures under the word 指標, or several years across: nothing else looks like that.
    fn is_firm(&self, kind: RecordKind) -> bool {
        let years = self.roles.iter().filter(|role| matches!(role, Role::Slot(..))).count();
        match kind {
            RecordKind::Indicator => (0..self.len()).any(|at| self.has(at, Facet::Indicator)),
            RecordKind::Schedule => years >= 2,
            _ => false,
        }
    }

    fn set(&mut self, at: usize, role: Role, fit: f64) {
        if let (Some(own), Some(sure)) = (self.roles.get_mut(at), self.fits.get_mut(at)) {
            *own = role;
            *sure = fit;
        }
    }

    fn free(&self, at: usize) -> bool {
        self.roles.get(at) == Some(&Role::Unknown)
    }

    fn years(&self, heading: &HeadingFacets) -> Option<FiscalYears> {
        let era = self.stacks.iter().find_map(|stack| stack.all.time.years).map(|years| era_of(years.from));
        heading.time.resolve(era, self.around.year)
    }

    /// Does a heading say a time, and nothing of a role?
    fn is_slot(&self, at: usize) -> bool {
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
    fn fit(&self, at: usize, field: usize) -> f64 {
        let (Some(stack), Some(sets)) = (self.stacks.get(at), self.kind.facets.get(field)) else { return 0.0 };
        let own = fit(sets, &stack.leaf);
        let whole = fit(sets, &stack.all);
        (own * 0.97).max(whole)
    }

    /// Gives the fields of these names to the columns that fit them best, each to one.
    fn fields(&mut self, names: &[&str], weigh: impl Fn(&Self, usize, &str) -> f64) {
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
    fn weight(&self, at: usize, field: &str) -> f64 {
        let Some(seen) = self.seen.get(at) else { return 1.0 };
        if seen.filled == 0 {
            return 0.95;
        }
        let offices = seen.share(seen.offices);
        match field {
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
            "goal" | "direction" | "goal_name" | "direction_name" | "category" if offices >= 0.6 => 0.4,
            "goal" | "direction" | "goal_name" | "direction_name" | "category" => 1.0,
            "supported" => {
                if seen.share(seen.marks) >= 0.7 {
                    1.0
                } else {
                    0.0
                }
            }
            "status" => {
                if seen.share(seen.states) >= 0.7 {
                    1.0
                } else {
                    0.0
                }
            }
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

    fn has(&self, at: usize, facet: Facet) -> bool {
        self.stacks.get(at).is_some_and(|stack| stack.leaf.has(facet))
    }

    fn field_of(&self, at: usize, name: &str) -> bool {
        let Some(Role::Field(field)) = self.roles.get(at) else { return false };
        self.form.columns.get(*field).is_some_and(|column| column.field == name)
    }

    fn position(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|at| self.field_of(*at, name))
    }

    /// Columns that every kind sets aside or reads alike: units, computed rates.
    fn common(&mut self) {
        for at in 0..self.len() {
            let Some(stack) = self.stacks.get(at) else { continue };
            if stack.leaf.must_have(Facet::Unit) && stack.leaf.sets.iter().all(|set| set.without(quiet()).len() == 1) {
                self.set(at, Role::Unit, 1.0);
            } else if stack.leaf.must_have(Facet::Rate) {
                self.set(at, Role::Aside(Reason::Note), 0.9);
            }
        }
    }

    /// Rows that carry their role or their year.
    fn rows(&mut self) {
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            let (Some(stack), Some(seen)) = (self.stacks.get(at), self.seen.get(at)) else { continue };
            if seen.filled >= 2 && seen.share(seen.roles) >= 0.9 && seen.distinct.len() >= 2 {
                self.set(at, Role::KindOfRow, 1.0);
            } else if !stack.all.time.is_some() && role_of(&stack.all).is_none() && seen.share(seen.years) >= 0.6 {
                let role = match (stack.leaf.has(Facet::From), stack.leaf.has(Facet::To), stack.leaf.has(Facet::Year)) {
                    (true, false, _) => Role::From,
                    (false, true, _) => Role::To,
                    (_, _, true) => Role::RowYears,
                    _ => continue,
                };
                self.set(at, role, 1.0);
            }
        }
    }

    fn slots(&self) -> Vec<(usize, FiscalYears, Option<Part>)> {
        let slot = |at: usize| {
            let stack = self.stacks.get(at).filter(|_| self.free(at) && self.is_slot(at))?;
            Some((at, self.years(&stack.all)?, stack.all.time.part))
        };
        (0..self.len()).filter_map(slot).collect()
    }

    fn indicator(&mut self) -> bool {
        let subject = (0..self.len()).any(|at| self.has(at, Facet::Indicator));
        self.common();
        self.rows();
        let mut figures = 0;
        let mut numeric = 0;
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            let (Some(stack), Some(seen)) = (self.stacks.get(at), self.seen.get(at)) else { continue };
            let Some(kind) = role_of(&stack.leaf)
                .or_else(|| role_of(&stack.all).filter(|_| stack.leaf.time.is_some() || !names_a_field(&stack.leaf)))
            else {
                continue;
            };
            if stack.leaf.has(Facet::Indicator) && !stack.leaf.time.is_some() && seen.share(seen.numeric) < 0.5 {
                continue;
            }
            let in_words = seen.filled > 0 && seen.share(seen.evaluations) >= 0.7 && seen.share(seen.numeric) < 0.4;
            let years_only = stack.leaf.has(Facet::Year) && !stack.leaf.time.is_some() && seen.share(seen.years) >= 0.5;
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
        let by_row = self.roles.contains(&Role::KindOfRow);
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
        let named: &[&str] =
            &["section", "goal", "goal_name", "title", "departments", "indicator", "evaluation", "source", "notes", "relisted"];
        self.fields(named, |trial, at, field| {
            let own = trial.has(at, Facet::Indicator);
            let only = if field == "indicator" && subject && !own || field != "indicator" && field != "section" && own {
                0.3
            } else {
                1.0
            };
            trial.weight(at, field) * only
        });
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
        let kinds: std::collections::BTreeSet<u8> = self
            .roles
            .iter()
            .filter_map(|role| if let Role::Figure(kind, _) = role { Some(*kind as u8) } else { None })
            .collect();
        numeric >= 2
            && numeric * 10 >= figures * 7
            && (kinds.len() >= 2 || by_row)
            && (units || self.shows_units() || self.is_judged(name))
    }

    /// Do marks of an evaluation or units behind the names say that figures are watched?
    fn is_judged(&self, name: usize) -> bool {
        let units = self.seen.get(name).is_some_and(|seen| {
            seen.distinct.iter().filter(|text| super::around::unit_of_name(text, false).is_some()).count() * 2
                > seen.distinct.len()
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

    /// Columns under the same heading cell as the name: its number at the left, or more of it.
    fn spill_over(&mut self, name: usize) {
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

    fn schedule(&mut self) -> bool {
        self.common();
        self.rows();
        let slots = self.slots();
        let numeric = slots
            .iter()
            .filter(|(at, ..)| {
                self.seen.get(*at).is_some_and(|seen| {
                    seen.filled > seen.dashes + seen.arrows && seen.share(seen.numeric - seen.dashes.min(seen.numeric)) >= 0.6
                })
            })
            .count();
        let pairs = self.roles.contains(&Role::KindOfRow);
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
            let described = trial.has(at, Facet::Description) && field == "name";
            trial.weight(at, field) * if described { 0.4 } else { 1.0 }
        });
        self.prefer_own_name();
        if let Some(name) = self.position("name") {
            self.spill_over(name);
        }
        let figures = (0..self.len())
            .filter(|at| {
                self.seen.get(*at).is_some_and(Seen::is_numeric)
                    && !matches!(self.roles.get(*at), Some(Role::Field(_) | Role::Slot(..)))
            })
            .count();
        let _ = (pairs, content);
        self.position("name").is_some() && (across || figures == 0 || content.is_some())
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

    fn checklist(&mut self) -> bool {
        let lexicon = Lexicon::get();
        self.common();
        let leaf =
            |trial: &Self, at: usize| trial.stacks.get(at).map(|stack| stack.lowest().1.trim().to_owned()).unwrap_or_default();
        let marked = |trial: &Self, at: usize| trial.seen.get(at).is_some_and(|seen| seen.share(seen.marks) >= 0.8);
        // a column a department
        let crossings: Vec<usize> = (0..self.len())
            .filter(|at| self.free(*at) && info::is_department_name(&leaf(self, *at)) && marked(self, *at))
            .collect();
        if crossings.len() >= 2 {
            for at in crossings {
                self.set(at, Role::Crossing(leaf(self, at)), 0.95);
            }
        }
        // a column a state, ○ in one of them
        let states: Vec<usize> = (0..self.len())
            .filter(|at| {
                let word = leaf(self, *at);
                let is = |wanted| lexicon.is(&word, wanted);
                let empty = self.seen.get(*at).is_some_and(|seen| seen.filled == 0);
                self.free(*at)
                    && (is(CellWord::Yes) || is(CellWord::No) || is(CellWord::Status) || is(CellWord::Half))
                    && (marked(self, *at) || empty)
            })
            .collect();
        let filled = states.iter().filter(|at| marked(self, **at)).count();
        if states.len() >= 2 && filled >= 1 && self.exclusive(&states) {
            for at in states {
                self.set(at, Role::State(leaf(self, at)), 0.95);
            }
        }
        self.items_across(&marked, &leaf);
        self.fields(&["supported"], Self::weight);
        self.fields(
            &["status"],
            |trial, at, field| if trial.position("supported").is_some() { 0.0 } else { trial.weight(at, field) },
        );
        let answered = self.position("supported").is_some()
            || self.position("status").is_some()
            || self.roles.iter().any(|role| matches!(role, Role::State(_) | Role::Crossing(_) | Role::Item(_)));
        if !answered {
            self.fields(&["department"], Self::weight);
            return self.position("department").is_some() && self.lists();
        }
        self.fields(&["department", "category", "item", "note"], |trial, at, field| {
            let weight = trial.weight(at, field);
            // the column with as many texts as rows names them
            let repeats = trial.seen.get(at).is_some_and(|seen| seen.filled >= 4 && seen.distinct.len() * 2 <= seen.filled);
            match field {
                "item" if repeats => weight * 0.6,
                "category" if !repeats => weight * 0.7,
                _ => weight,
            }
        });
        if self.position("item").is_none() && !self.roles.iter().any(|role| matches!(role, Role::Item(_))) {
            self.unknown_name();
        }
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            if self.has(at, Facet::Number) {
                self.set(at, Role::Aside(Reason::Mark), 1.0);
            }
        }
        let across = self.roles.iter().any(|role| matches!(role, Role::Item(_)));
        match self.position("item") {
            Some(item) => self.spill_over(item),
            None if across => {}
            None => return false,
        }
        // a table that tells in texts what was done is about progress
        let told = (0..self.len()).any(|at| {
            let long = self.seen.get(at).is_some_and(|seen| seen.length() >= 15.0 && seen.filled >= 1);
            self.free(at)
                && long
                && self.stacks.get(at).is_some_and(|stack| {
                    [Facet::Content, Facet::Actual, Facet::State, Facet::Planned, Facet::Done]
                        .iter()
                        .any(|facet| stack.leaf.has(*facet))
                })
        });
        // a list of places or days with a mark among its columns is no list of what is done
        let unknown = (0..self.len()).filter(|at| self.free(*at)).count();
        let owned =
            self.position("department").is_some() || across || self.roles.iter().any(|role| matches!(role, Role::Crossing(_)));
        !told && (owned || unknown <= 1)
    }

    /// A row a department and a column an item.
    fn items_across(&mut self, marked: &impl Fn(&Self, usize) -> bool, leaf: &impl Fn(&Self, usize) -> String) {
        if self.roles.iter().any(|role| matches!(role, Role::State(_) | Role::Crossing(_))) {
            return;
        }
        let office = (0..self.len()).find(|at| {
            self.free(*at) && self.seen.get(*at).is_some_and(|seen| seen.filled >= 2 && seen.share(seen.offices) >= 0.8)
        });
        let Some(office) = office.filter(|at| self.has(*at, Facet::Office) || self.has(*at, Facet::Owner)) else { return };
        let columns: Vec<usize> = (0..self.len()).filter(|at| *at != office && self.free(*at) && marked(self, *at)).collect();
        let texts = (0..self.len()).any(|at| {
            let named = self.form.column("item").is_some_and(|item| self.fit(at, item) >= 0.4);
            at != office
                && self.free(at)
                && !columns.contains(&at)
                && named
                && self.seen.get(at).is_some_and(|seen| seen.filled > 0)
        });
        if columns.len() >= 2 && !texts {
            for at in columns {
                self.set(at, Role::Item(leaf(self, at)), 0.8);
            }
        }
    }

    /// Is at most one of these columns filled in a row?
    fn exclusive(&self, columns: &[usize]) -> bool {
        let most = self.seen.iter().map(|seen| seen.filled).max().unwrap_or_default();
        columns.iter().filter_map(|at| self.seen.get(*at)).map(|seen| seen.filled).sum::<usize>() <= most + most / 5
    }

    /// A column whose heading nobody knows names the rows, where a department and a mark stand beside it.
    fn unknown_name(&mut self) {
        let owned = self.position("department").is_some() || self.roles.iter().any(|role| matches!(role, Role::Crossing(_)));
        let texts = (0..self.len()).filter(|at| {
            let Some(seen) = self.seen.get(*at) else { return false };
            (owned || self.has(*at, Facet::Name))
                && self.free(*at)
                && seen.filled >= 2
                && seen.share(seen.numeric) < 0.5
                && seen.distinct.len() * 10 >= seen.filled * 9
                && seen.length() >= 2.0
        });
        let all: Vec<usize> = texts.collect();
        if let (&[only], Some(field)) = (all.as_slice(), self.form.column("item")) {
            self.set(only, Role::Field(field), 0.6);
        }
    }

    /// 対応済の手続 and 未対応の手続: a list of each in a row a department.
    fn lists(&mut self) -> bool {
        let lexicon = Lexicon::get();
        let subject: FacetSet = [Facet::Procedure, Facet::Item, Facet::Initiative, Facet::Project].into_iter().collect();
        let mut found = Vec::new();
        for at in (0..self.len()).filter(|at| self.free(*at)) {
            let Some(stack) = self.stacks.get(at) else { continue };
            let text = crate::model::text::fold(&stack.text());
            let named = stack.all.sets.iter().any(|set| set.meets(subject));
            let word = state_in(&text, lexicon);
            if let Some(word) = word.filter(|_| named) {
                found.push((at, word));
            }
        }
        let several = found.len() >= 2;
        for (at, word) in found.into_iter().filter(|_| several) {
            self.set(at, Role::List(word), 0.9);
        }
        several
    }

    fn measure(&mut self) -> bool {
        self.common();
        self.rows();
        // a table that tells what was done or is planned is about progress; years make a schedule
        let told = (0..self.len()).any(|at| {
            self.stacks.get(at).is_some_and(|stack| {
                stack.leaf.time.is_some()
                    || stack.leaf.must_have(Facet::Done)
                    || stack.leaf.must_have(Facet::Planned)
                    || role_of(&stack.leaf).is_some_and(|kind| kind != ValueKind::Target)
            })
        });
        if told || self.roles.contains(&Role::KindOfRow) {
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
        self.fields(&["goal", "goal_name", "no", "title", "priority"], |trial, at, field| {
            let own = trial.has(at, Facet::Initiative) && !trial.has(at, Facet::Measure);
            let few = trial.seen.get(at).is_some_and(|seen| seen.filled >= 4 && seen.distinct.len() * 3 <= seen.filled);
            let section = trial.has(at, Facet::Section) && !trial.has(at, Facet::Measure);
            trial.weight(at, field)
                * match field {
                    "title" if own => 0.3,
                    "priority" if section && !trial.says_priority(at) => 0.0,
                    "goal" if section && (trial.says_priority(at) || !few) => 0.3,
                    _ => 1.0,
                }
        });
        if !several {
            self.fields(&["items"], |trial, at, field| {
                if trial.has(at, Facet::Description) || trial.has(at, Facet::Office) { 0.0 } else { trial.weight(at, field) }
            });
        }
        self.levels(items);
        self.under_one_heading(items);
        let has_items = self.roles.contains(&Role::Field(items));
        let title = self.position("title");
        if let Some(title) = title.filter(|_| has_items) {
            self.spill_over(title);
        }
        // 施策・主な取組: both in one column, told apart by their place
        let tree = title.is_none_or(|at| self.has(at, Facet::Initiative));
        let of_measures = title.is_some_and(|at| self.has(at, Facet::Measure)) || self.around.measure;
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

/// The word of a state that a heading holds: 対応済 in 対応済の手続.
fn state_in(folded: &str, lexicon: &Lexicon) -> Option<String> {
    let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let mut best: Option<&str> = None;
    for (from, start) in starts.iter().enumerate() {
        for end in starts.iter().skip(from + 1).take(8) {
            let word = &folded[*start..*end];
            let is = |wanted| lexicon.is(word, wanted);
            if (is(CellWord::Yes) || is(CellWord::No) || is(CellWord::Status))
                && best.is_none_or(|known| known.chars().count() < word.chars().count())
            {
                best = Some(word);
            }
        }
    }
    best.map(str::to_owned)
}

fn era_of(year: i16) -> crate::model::Era {
    if year >= 2019 { crate::model::Era::Reiwa } else { crate::model::Era::Heisei }
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
