//! Sheets that we handed out ourselves: they say what they are.

use super::{OpenTable, Walk};
use crate::model::{Reason, Stamp};
use crate::recognise::ledger_builder::Use;

/// The stamp of a form of ours stands beside its title.
const STAMP_ROWS: u32 = 2;

impl Walk<'_, '_> {
    /// Looks for the stamp of a sheet that we handed out; one that only explains is done with that.
    pub(super) fn stamped_as_note(&mut self) -> bool {
        let found =
            (0..STAMP_ROWS).flat_map(|row| self.grid.row(row)).find_map(|cell| Some((cell.at, Stamp::parse(&cell.shown)?)));
        match found {
            Some((_, Stamp::Note)) => {
                self.ledger.mark_all(Reason::Note);
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

    /// A row of a form of ours whose initiative was cleared: only what we put beside it is left.
    pub(super) fn is_prefilled_only(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let ours = |col: u32| open.mapping.ids == Some(col) || open.mapping.other_period.iter().any(|other| other.col == col);
        open.mapping.ids.is_some() && self.grid.row(row).iter().all(|cell| ours(cell.at.col))
    }
}
