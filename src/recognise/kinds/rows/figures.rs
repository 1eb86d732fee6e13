//! The figures of a row: their years and their units.

use std::sync::Arc;

use super::Reader;
use super::facets::RowFacets;
use crate::form::vocabulary::{Facet, years_in};
use crate::model::text::fold;
use crate::model::{Address, Finding, FiscalYears, ValueKind, date};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::shapes::is_sign;
use crate::recognise::kinds::units::{unit_for, unit_of_name, units_in};
use crate::recognise::kinds::write::shared_unit;
use crate::rules;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    /// The year that stands in a column of its own beside the figures of a role.
    pub(super) fn year_of(&self, kind: ValueKind, row: u32) -> Option<FiscalYears> {
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind))?;
        let cell = self.cell(row, self.stacks.get(at)?.col)?;
        years_in(&cell.shown).and_then(|time| self.open_end(time))
    }

    /// The day that stands in a column of its own beside the figures of a role, as written: 令和6年4月1日.
    pub(super) fn day_of(&self, kind: ValueKind, row: u32) -> Option<Arc<str>> {
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind))?;
        let cell = self.cell(row, self.stacks.get(at)?.col)?;
        date(&cell.shown).map(|_| Arc::from(cell.shown.trim()))
    }

    /// 達成年度 R9 beside R7目標値: another year than that in the heading of the figures.
    pub(super) fn other_year(&mut self, kind: ValueKind, row: u32, own: Option<FiscalYears>, heading: Option<FiscalYears>) {
        let (Some(own), Some(heading)) = (own, heading) else { return };
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind));
        let cell = at.and_then(|at| self.stacks.get(at)).and_then(|stack| self.cell(row, stack.col));
        let Some(at) = cell.map(|cell| cell.at).filter(|_| own.to != heading.to) else { return };
        if self.reported.insert(at) {
            let finding = Finding::new(rules::CONFLICTING_VALUES, self.sheet.place.clone().at(at));
            let finding = finding.with("what", format!("{}の年度", kind.label()));
            let finding = finding.with("what_en", format!("The year of the {}", kind.field()));
            let finding = finding.with("first", format!("{}年度", heading.to)).with("second", format!("{}年度", own.to));
            match &mut self.other_years {
                Some(first) => first.join(finding),
                None => self.other_years = Some(finding),
            }
        }
    }

    /// The year of the title, where no column has one of its own.
    pub(super) fn title_year(&self, kind: ValueKind) -> Option<FiscalYears> {
        // 計画 beside 翌年度計画 is of the title's year; beside R7計画 of a title of R7, or beside R11目標, it is not
        let year = self.around.year.map(FiscalYears::one);
        let other = |own: FiscalYears| year.is_some_and(|year| own == year || own.from > year.to + 1);
        let dated = self.choice.roles.iter().any(|role| match role {
            Role::Figure(own, years) => *own == kind && years.is_some_and(other),
            Role::YearOf(own) => *own == kind,
            _ => false,
        });
        year.filter(|_| !dated && kind != ValueKind::Baseline)
    }

    pub(super) fn figure(&mut self, row: u32, at: usize, kind: ValueKind, years: Option<FiscalYears>, facets: &RowFacets) {
        let Some(stack) = self.stacks.get(at) else { return };
        let Some(field) = self.field(kind.field()) else { return };
        let unit = facets
            .unit
            .clone()
            .or_else(|| stack.all.unit.as_deref().and_then(shared_unit))
            .or_else(|| self.name_unit())
            .or_else(|| self.around.unit.as_deref().and_then(shared_unit));
        let cell = self.cell(row, stack.col).cloned();
        let unit = unit.and_then(|unit| self.one_of(unit, cell.as_ref()));
        let written = match &cell {
            Some(cell) => {
                let shared = cell.at.row != row;
                self.out.push(field, cell, shared)
            }
            None => self.out.push_text(field, Address::new(row, stack.col), ""),
        };
        if let Some(written) = written {
            written.years = years;
            written.unit = unit;
        }
    }

    /// The unit of a figure where several are listed: by what the row measures. One that nothing tells is reported.
    pub(super) fn one_of(&mut self, unit: Arc<str>, cell: Option<&RawCell>) -> Option<Arc<str>> {
        let units = units_in(&unit);
        if units.len() < 2 {
            return Some(unit);
        }
        let key = self.key.as_ref()?;
        let found = unit_for(&units, &key.text);
        let bare = |cell: &RawCell| fold(&cell.shown).chars().all(|c| c.is_ascii_digit() || ",.-".contains(c));
        let place = self.sheet.place.clone().at(key.at);
        if found.is_none() && cell.is_some_and(|cell| bare(cell) && !is_sign(&cell.shown)) && self.reported.insert(key.at) {
            let finding = Finding::new(rules::UNREADABLE_VALUE, place).with("heading", "単位").with("text", &unit);
            self.out.findings.push(finding.with("kind", "この指標の単位").with("kind_en", "the unit of this indicator"));
        }
        found.map(Arc::from)
    }

    /// The unit in the brackets behind the name.
    pub(super) fn name_unit(&self) -> Option<Arc<str>> {
        let key = self.key.as_ref()?;
        let any = self.key_column().and_then(|at| self.stacks.get(at)).is_some_and(|stack| stack.all.has(Facet::Unit));
        unit_of_name(&key.text, any).map(Arc::from)
    }
}
