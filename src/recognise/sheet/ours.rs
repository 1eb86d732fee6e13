//! Sheets that we handed out ourselves: they say what they are.

use super::{OpenTable, Walk};
use crate::model::stamp::{check_in, check_of, checksum, id_in, is_last_plan_heading};
use crate::model::{Address, Reason, Stamp};
use crate::recognise::ledger_builder::Use;
use crate::source::RawCell;

/// The stamp of a form of ours stands beside its title.
const STAMP_ROWS: u32 = 2;

impl Walk<'_, '_> {
    /// Looks for the stamp of a sheet that we handed out; one that only explains is done with that.
    pub(super) fn stamped_as_note(&mut self) -> bool {
        let found =
            (0..STAMP_ROWS).flat_map(|row| self.grid.row(row)).find_map(|cell| Some((cell.at, Stamp::parse(&cell.shown)?)));
        match found {
            Some((at, Stamp::Note)) => {
                self.explains(at);
                true
            }
            Some((at, Stamp::Form(form))) => {
                self.ledger.mark(at, Use::Aside(Reason::SubmissionInfo));
                self.out.stamp = Some(form);
                false
            }
            None => false,
        }
    }

    /// A sheet that only explains: what we wrote there is a note, and what was added is outside the form.
    fn explains(&mut self, stamp: Address) {
        self.explains = true;
        let check = |row: u32| check_of(&self.grid.get(Address::new(row, stamp.col))?.shown);
        let is_checked = self.grid.cells.iter().any(|cell| cell.at.col == stamp.col && check_of(&cell.shown).is_some());
        for cell in &self.grid.cells {
            let is_ours = match cell.at {
                at if at.col >= stamp.col => at.col == stamp.col,
                at if !is_checked || at.row <= stamp.row => true,
                at => check(at.row).is_some_and(|check| check == checksum(&cell.shown)),
            };
            if is_ours {
                self.ledger.mark(cell.at, Use::Aside(Reason::Note));
            }
        }
        self.report_open();
        self.ledger.mark_all(Reason::OutsideForm);
    }

    /// Is a cell under the plan of last period the one that we put there? Every one in forms that have no checksums.
    pub(super) fn is_last_plan(&self, open: &OpenTable<'_>, cell: &RawCell) -> bool {
        let Some(ids) = open.mapping.ids else { return true };
        let id = self.grid.get(Address::new(cell.at.row, ids)).filter(|id| id_in(&id.shown).is_some());
        id.is_some_and(|id| check_in(&id.shown).is_none_or(|check| check == checksum(&cell.shown)))
    }

    /// Is all that stands in a row written under the plan of last period?
    pub(super) fn is_under_last_plan(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let under =
            |col: u32| open.mapping.other_period.iter().any(|other| other.col == col && is_last_plan_heading(&other.text));
        let cells = self.grid.row(row);
        cells.iter().any(|cell| under(cell.at.col))
            && cells.iter().all(|cell| under(cell.at.col) || open.mapping.ids == Some(cell.at.col))
    }

    /// A row of a form of ours whose initiative was cleared: only what we put beside it is left.
    pub(super) fn is_prefilled_only(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let last_plan = |col: u32| open.mapping.other_period.iter().any(|other| other.col == col);
        let ours =
            |cell: &RawCell| open.mapping.ids == Some(cell.at.col) || last_plan(cell.at.col) && self.is_last_plan(open, cell);
        open.mapping.ids.is_some() && self.grid.row(row).iter().all(ours)
    }
}
