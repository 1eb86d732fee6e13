//! The cells of a row, those that are merged over it or repeat down to it included.

use super::Reader;
use crate::model::text::fold;
use crate::model::{Address, RecordKind};
use crate::recognise::kinds::choice::Role;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.out.form.column(name)
    }

    /// Place of the column that names the records.
    pub(super) fn key_column(&self) -> Option<usize> {
        let name = match self.choice.kind {
            RecordKind::Indicator => "indicator",
            RecordKind::Measure => "title",
            RecordKind::Checklist => "item",
            _ => "name",
        };
        self.choice.column_of(self.out.form, name)
    }

    /// The heading again, as on a next page: how many rows it takes.
    pub(super) fn heading_again(&self, row: u32) -> Option<u32> {
        let depth = self.block.rows.end - self.block.rows.start;
        let same = |line: u32| {
            let (above, below) = (self.sheet.grid.row(self.block.rows.start + line), self.sheet.grid.row(row + line));
            above.len() == below.len()
                && above
                    .iter()
                    .zip(below)
                    .all(|(above, below)| above.at.col == below.at.col && fold(&above.shown) == fold(&below.shown))
        };
        (0..depth).all(same).then_some(depth)
    }

    pub(super) fn stack_at(&self, col: u32) -> Option<usize> {
        self.stacks.iter().position(|stack| stack.col == col)
    }

    /// The cell that stands for a column in a row: its own, or the one merged over it. Not that of a heading.
    pub(super) fn cell(&self, row: u32, col: u32) -> Option<&'_ RawCell> {
        let anchor = self.sheet.merges.anchor(Address::new(row, col));
        self.sheet.grid.get(anchor).filter(|_| anchor.row >= self.block.rows.end)
    }

    /// A repeating column's cell: the row's own, else that of the row above where such columns repeat down.
    pub(super) fn filled(&mut self, row: u32, at: usize) -> Option<(RawCell, bool)> {
        let col = self.stacks.get(at)?.col;
        if let Some(cell) = self.cell(row, col).cloned() {
            let shared = cell.at.row != row;
            self.repeated.insert(at, cell.at);
            return Some((cell, shared));
        }
        if !self.repeats(at) {
            return None;
        }
        let above = self.repeated.get(&at)?;
        self.sheet.grid.get(*above).cloned().map(|cell| (cell, true))
    }

    /// Is a blank cell of this column that of the row above?
    pub(super) fn repeats(&self, at: usize) -> bool {
        let Some(Role::Field(field)) = self.choice.roles.get(at) else { return false };
        let Some(column) = self.out.form.columns.get(*field) else { return false };
        let before = self.key_column().is_some_and(|key| at < key);
        let filled = |at: usize| self.seen.get(at).map_or(0, |seen| seen.filled);
        let sparse = self.key_column().is_some_and(|key| filled(at) * 10 <= filled(key) * 7);
        // where it is written again and again, a blank says that there is none
        if self.seen.get(at).is_some_and(|seen| seen.again > 0) {
            return false;
        }
        let departments = matches!(column.field.as_str(), "department" | "departments");
        (column.fill_down || departments) && !column.key && (before || sparse && column.fill_down && !departments)
    }

    pub(super) fn unmapped(&mut self, row: u32, at: usize) {
        let Some(stack) = self.stacks.get(at) else { return };
        if self.sheet.grid.get(Address::new(row, stack.col)).is_some() {
            let text = stack.text();
            self.out.unmapped(Address::new(row, stack.col), (stack.lowest().0, &text));
        }
    }
}
