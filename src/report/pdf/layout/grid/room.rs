//! What a table's rows need: how high they are, and what stays together on a page.

use crate::report::pdf::layout::grid::{GridWriter, ORPHANS, PAD_Y};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::Lines;
use crate::report::pdf::layout::row::{GridCell, GridRow};

impl GridWriter<'_> {
    /// Room that the headings and a first row need to begin on a page.
    pub(in crate::report::pdf) fn needed(&self, builder: &PageBuilder<'_>, row: &GridRow<'_>) -> f32 {
        let count = self.break_row(builder, row).iter().map(Vec::len).max().unwrap_or(0);
        let height = self.heading_height + count.max(1) as f32 * self.leading + 2.0 * PAD_Y;
        if height <= builder.sheet.bottom - builder.sheet.top - 40.0 { height } else { self.least() }
    }

    /// Height of a whole table of these rows, with its headings.
    pub(in crate::report::pdf) fn whole(&self, builder: &PageBuilder<'_>, rows: &[GridRow<'_>]) -> Option<f32> {
        let lines = |row: &GridRow<'_>| self.break_row(builder, row).iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
        let all: f32 = rows.iter().map(|row| lines(row) * self.leading + 2.0 * PAD_Y).sum();
        (rows.len() > 1).then_some(self.heading_height + all)
    }

    pub(super) fn least(&self) -> f32 {
        self.heading_height + self.leading * ORPHANS as f32 + 2.0 * PAD_Y
    }

    /// Turns the page before a row that would leave the one after it, the table's last, alone on the next.
    pub(in crate::report::pdf) fn keep(&mut self, builder: &mut PageBuilder<'_>, row: &GridRow<'_>, last: &GridRow<'_>) {
        let lines = |row: &GridRow<'_>| self.break_row(builder, row).iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
        let height = (lines(row) + lines(last)) * self.leading + 4.0 * PAD_Y;
        let whole_page = builder.sheet.bottom - builder.sheet.top - self.heading_height;
        if self.open && !self.fresh && builder.y + height > builder.sheet.bottom && height <= whole_page {
            self.turn(builder);
        }
    }

    /// Lines of the row's longest cell; what a merged cell says stands in the row where it began.
    pub(super) fn count(&self, row: &GridRow<'_>, lines: &[Lines]) -> usize {
        let counts = |at: &usize| row.cells.get(*at).is_none_or(|cell| !self.is_merged(*at, cell));
        lines.iter().enumerate().filter(|(at, _)| counts(at)).map(|(_, lines)| lines.len()).max().unwrap_or(0).max(1)
    }

    /// Does a cell go on from the row above, on this page?
    pub(super) fn is_merged(&self, at: usize, cell: &GridCell<'_>) -> bool {
        self.grid.columns.get(at).is_some_and(|column| column.merges_down)
            && self.above.get(at).is_some_and(|above| above.as_deref() == Some(&*cell.text))
    }
}
