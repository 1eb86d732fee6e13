//! What a row says of all its figures or texts: role, years, unit.

use std::sync::Arc;

use super::Reader;
use crate::form::vocabulary::{CellWord, Lexicon, Time, years_in};
use crate::model::{Era, Finding, FiscalYears};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::heading::Stack;
use crate::recognise::kinds::shapes::{is_sign, repeats};
use crate::recognise::kinds::write::shared_unit;
use crate::recognise::ledger_builder::Use;
use crate::recognise::shorten;
use crate::rules;
use crate::source::RawCell;

/// What one row says of all its figures.
#[derive(Debug, Default, Clone)]
pub(super) struct RowFacets {
    pub role: Option<CellWord>,
    /// The cell that says that the row is of none: 事業費.
    pub other: Option<RawCell>,
    pub years: Option<FiscalYears>,
    /// Have the years no end: R8以降, or a beginning alone?
    pub open: bool,
    /// Is there an end without a beginning?
    pub ends_only: bool,
    pub unit: Option<Arc<str>>,
}

impl Reader<'_, '_, '_> {
    pub(super) fn row_facets(&mut self, row: u32) -> RowFacets {
        let mut facets = RowFacets::default();
        let lexicon = Lexicon::get();
        let (mut from, mut to) = (None, None);
        let mut last = None;
        for at in 0..self.stacks.len() {
            let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
            if !matches!(role, Role::KindOfRow | Role::RowYears | Role::From | Role::To | Role::Unit) {
                continue;
            }
            let Some(cell) = self.stacks.get(at).and_then(|stack| self.cell(row, stack.col)).cloned() else { continue };
            let text = cell.shown.trim();
            let shared =
                cell.at.row != row || self.sheet.merges.at(cell.at).is_some_and(|range| range.last.row > range.first.row);
            self.out.mark(cell.at, if shared { Use::Shared } else { Use::Record });
            if let Some(record) = self.out.rows.last_mut().filter(|_| !shared) {
                record.used += 1;
            }
            let time = years_in(text);
            let years = || time.and_then(|time| self.open_end(time));
            facets.open |= time.is_some_and(|time| time.open) && role != Role::From;
            let mut understood = true;
            match role {
                Role::KindOfRow => {
                    let role = lexicon.cell(text).iter().copied().find(|word| {
                        matches!(
                            word,
                            CellWord::Target
                                | CellWord::Actual
                                | CellWord::Forecast
                                | CellWord::Baseline
                                | CellWord::Rate
                                | CellWord::Planned
                        )
                    });
                    facets.role = role;
                    facets.other = role.is_none().then(|| cell.clone());
                }
                Role::RowYears => {
                    facets.years = years();
                    // R8まで does not say from when
                    let until = text.ends_with("まで") && time.is_some_and(|time| time.part.is_none());
                    understood = facets.years.is_some_and(|years| !until || years.only().is_none());
                }
                Role::From => {
                    from = years();
                    understood = from.is_some();
                }
                Role::To => {
                    to = years();
                    understood = to.is_some();
                    last = Some(cell.clone());
                }
                _ if repeats(text) => {
                    facets.unit.clone_from(&self.unit);
                    understood = facets.unit.is_some();
                }
                _ => facets.unit = shared_unit(text),
            }
            if !understood && (!is_sign(text) || role == Role::Unit) && cell.at.row == row {
                self.unread_time(at, &cell);
            }
        }
        match (from, to, last) {
            (Some(first), to, written) => {
                let last = to.map_or(first.to, |years: FiscalYears| years.to);
                facets.years = Some(FiscalYears { from: first.from, to: last.max(first.from) });
                facets.open |= written.is_none() && self.choice.roles.contains(&Role::To) && first.only().is_some();
            }
            (None, Some(last), Some(cell)) if cell.at.row == row => {
                // the end is there, the beginning is not
                facets.years = Some(FiscalYears::one(last.to));
                facets.ends_only = true;
                if let Some(at) = self.choice.roles.iter().position(|role| *role == Role::From) {
                    self.unread_time(at, &RawCell { shown: "空欄".to_owned(), ..cell });
                }
            }
            _ => {}
        }
        facets
    }

    /// A text in a column of years that names none.
    pub(super) fn unread_time(&mut self, at: usize, cell: &RawCell) {
        let heading = self.stacks.get(at).map(Stack::text).unwrap_or_default();
        let finding = Finding::new(rules::UNREADABLE_VALUE, self.sheet.place.clone().at(cell.at));
        let finding = finding.with("heading", heading.replace('\n', "")).with("text", shorten(cell.shown.trim(), 30));
        self.out.findings.push(finding.with("kind", "年度").with("kind_en", "years"));
    }

    pub(super) fn open_end(&self, time: Time) -> Option<FiscalYears> {
        let era = self.stacks.iter().find_map(|stack| stack.all.time.years).map(|_| Era::Reiwa);
        time.resolve(era, self.around.year)
    }
}
