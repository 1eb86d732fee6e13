//! Heights of a table's rows, and which of them stay together on a page.

use crate::report::pdf::layout::grid::{GridWriter, ORPHANS, PAD_Y};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::Lines;
use crate::report::pdf::layout::row::{GridCell, GridRow};

impl GridWriter<'_> {
    /// Height that the headings and a first row need on a page.
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

    /// Heights of rows below each other.
    pub(in crate::report::pdf) fn heights(&self, builder: &PageBuilder<'_>, rows: &[GridRow<'_>]) -> Vec<f32> {
        let lines = |row: &GridRow<'_>| self.break_row(builder, row).iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
        rows.iter().map(|row| lines(row) * self.leading + 2.0 * PAD_Y).collect()
    }

    /// Height of the headings.
    pub(in crate::report::pdf) fn heading_height(&self) -> f32 {
        self.heading_height
    }

    /// Breaks the page before the last rows of a table, so that none is alone on the next page. Two stay
    /// together in any case, three if as many remain on this page.
    pub(in crate::report::pdf) fn keep(&mut self, builder: &mut PageBuilder<'_>, last: &[GridRow<'_>]) {
        if !self.open || self.fresh || last.len() > 2 && self.on_page < last.len() {
            return;
        }
        let height: f32 = self.heights(builder, last).iter().sum();
        let whole_page = builder.sheet.bottom - builder.sheet.top - self.heading_height;
        if builder.y + height > builder.sheet.bottom && height <= whole_page {
            self.turn(builder);
        }
    }

    /// Lines of the row's longest cell; the text of a merged cell is in its first row.
    pub(super) fn count(&self, row: &GridRow<'_>, lines: &[Lines]) -> usize {
        let counts = |at: &usize| row.cells.get(*at).is_none_or(|cell| !self.is_merged(*at, cell));
        lines.iter().enumerate().filter(|(at, _)| counts(at)).map(|(_, lines)| lines.len()).max().unwrap_or(0).max(1)
    }

    /// Is a cell merged with the row above, on this page?
    pub(super) fn is_merged(&self, at: usize, cell: &GridCell<'_>) -> bool {
        self.grid.columns.get(at).is_some_and(|column| column.merges_down)
            && self.above.get(at).is_some_and(|above| above.as_deref() == Some(&*cell.text))
    }
}
