//! Which kind a table is of, and which of its columns is what: by facets of all headings, and by what the cells look like.

mod checklist;
mod indicator;
mod measure;
mod parts;
mod schedule;
mod trial;

use self::trial::Trial;
use super::Sheet;
use super::around::Around;
use super::heading::Stack;
use super::seen::Seen;
use crate::form::Form;
use crate::form::vocabulary::Part;
use crate::model::{FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::kind_form::KindForm;

/// What a column of the sheet is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// A field of the form.
    Field(usize),
    /// Figures of a role, of the years in the heading.
    Figure(ValueKind, Option<FiscalYears>),
    /// The fiscal years of the figures of a role.
    YearOf(ValueKind),
    /// Figures or texts of a time; the role is found elsewhere.
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
    /// Marks of one of several things that are asked of an item: 電子申請, 窓口予約.
    Aspect(String),
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

impl<'g, 'f> Sheet<'g, 'f> {
    /// The kind that a table is of, if it is of one.
    pub(super) fn choose(&self, stacks: &[Stack], seen: &[Seen], around: &Around) -> Option<Choice> {
        let order = [RecordKind::Indicator, RecordKind::Schedule, RecordKind::Checklist, RecordKind::Measure];
        order.into_iter().find_map(|wanted| {
            // of several forms of one kind that which knows most of the columns
            let own = self.vocabulary.kinds.iter().enumerate().rev();
            own.filter_map(|(at, kind)| self.trial(at, kind, wanted, (stacks, seen), around)).max_by_key(Choice::known)
        })
    }

    /// The columns as those of a form, if that is of a kind and the table is of it.
    fn trial(
        &self,
        at: usize,
        kind: &KindForm,
        wanted: RecordKind,
        (stacks, seen): (&[Stack], &[Seen]),
        around: &Around,
    ) -> Option<Choice> {
        let form = self.vocabulary.forms.get(kind.index).copied().filter(|form| form.record == wanted)?;
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
    }
}
