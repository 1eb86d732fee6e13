//! Rows that go on with an initiative by another of its texts: 予定 below 実績.

use super::{OpenTable, Walk};
use crate::model::text::fold;
use crate::model::{Address, Reason};
use crate::recognise::ledger_builder::Use;
use crate::recognise::pairs::Held;
use crate::recognise::{RawField, RawStage};
use crate::source::RawValue;

impl OpenTable<'_> {
    /// The column of texts that stand one below the other, and what the row holds.
    pub(super) fn text_of_row(&self) -> Option<(u32, Held)> {
        self.mapping.pairs.as_ref().map(|pairs| pairs.text).zip(self.held)
    }
}

/// The form's column of a cell; that of the row's own text, where texts stand one below the other.
pub(super) fn field_of(text: Option<(u32, Held)>, col: u32, field: Option<usize>) -> Option<usize> {
    match text.filter(|(at, _)| *at == col) {
        Some((_, Held::Text(own))) => Some(own),
        Some((_, Held::Other)) => None,
        None => field,
    }
}

impl Walk<'_, '_> {
    /// Takes in which text a row holds.
    pub(super) fn note_text(&mut self, open: &mut OpenTable<'_>, row: u32) {
        let Some(pairs) = &open.mapping.pairs else { return };
        let Some(cell) = self.grid.get(self.merges.anchor(Address::new(row, pairs.col))) else { return };
        if let Some(held) = pairs.held(self.vocabulary, open.table.form, &cell.shown) {
            open.held = Some(held);
            self.ledger.mark(cell.at, Use::Aside(Reason::Heading));
        }
    }

    /// Holds a row another text of the record above: right below it, of the same initiative, one that it has not yet?
    pub(super) fn is_of_pair(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let Some(pairs) = &open.mapping.pairs else { return false };
        let Some(last) = open.table.rows.last() else { return false };
        let Some(cell) = self.grid.get(Address::new(row, pairs.col)) else { return false };
        let Some(held) = pairs.held(self.vocabulary, open.table.form, &cell.shown) else { return false };
        let of_last = |col: u32, index: usize| {
            let at = self.merges.anchor(Address::new(row, col));
            let Some(own) = self.grid.get(at) else { return true };
            last.of(index).any(|known| known.at == at || fold(&known.text) == fold(&own.shown))
        };
        let keys = || {
            open.fields
                .iter()
                .filter(|(_, index)| open.form.columns.get(**index).is_some_and(|column| column.key || column.fill_down))
        };
        let there = matches!(held, Held::Text(text) if last.of(text).next().is_some());
        self.last_row == Some(row.wrapping_sub(1))
            && open.held != Some(held)
            && !there
            && keys().all(|(col, index)| of_last(*col, *index))
    }

    /// Gives the record above the text of a row; what the row says again is the record's already.
    pub(super) fn pair(&mut self, row: u32) {
        let Some(mut open) = self.open.take() else { return };
        self.note_text(&mut open, row);
        let (fields, text) = (open.fields.clone(), open.text_of_row());
        for cell in open.inside(self.grid.row(row)) {
            let Some(index) = field_of(text, cell.at.col, fields.get(&cell.at.col).copied()) else { continue };
            let Some(record) = open.table.rows.last_mut() else { continue };
            let again = record.of(index).any(|known| fold(&known.text) == fold(&cell.shown));
            if self.ledger.mark(cell.at, if again { Use::Shared } else { Use::Record })
                && !again
                && cell.value != RawValue::Uncalculated
            {
                record.used += 1;
            }
            if !again {
                let to = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
                record.cells.push(RawField::new(index, cell, to));
            }
        }
        let (stages, used) = self.stages(&open, row);
        if let Some(record) = open.table.rows.last_mut() {
            // one merged over both rows appears twice
            let known = |stage: &RawStage| record.stages.iter().any(|known| known.at == stage.at);
            let new: Vec<RawStage> = stages.into_iter().filter(|stage| !known(stage)).collect();
            record.stages.extend(new);
            record.used += used;
        }
        self.open = Some(open);
    }
}
