//! A table of few narrow columns, split into two halves side by side.

use std::rc::Rc;

use crate::report::Table;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::grid::{CELL_PADDING, Grid, GridWriter};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::GridRow;
use crate::report::pdf::layout::tree::NodeId;

/// Space between the halves.
const GUTTER: f32 = 26.0;
/// Tables with fewer rows are not split.
const LEAST_ROWS: usize = 10;
/// Tables with more columns are not split.
const MOST_COLUMNS: usize = 4;

/// Does every row of a table fit on one line in half the measure?
pub(super) fn is_thin(builder: &PageBuilder<'_>, table: &Table<'_>, size: f32) -> bool {
    let wide = builder.sheet.width > builder.sheet.height;
    if !wide || table.columns.len() > MOST_COLUMNS || table.rows().count() < LEAST_ROWS {
        return false;
    }
    let mut widest = vec![0.0_f32; table.columns.len()];
    for (at, cell) in table.rows().flat_map(|row| row.spans()) {
        if cell.more_columns > 0 || cell.text.contains('\n') || cell.text.len() > 200 || !cell.badges.is_empty() {
            return false;
        }
        let (Some(widest), Some(column)) = (widest.get_mut(at), table.columns.get(at)) else { continue };
        *widest = widest.max(builder.fonts.width(column.bold, &cell.text) * size + CELL_PADDING);
    }
    widest.iter().sum::<f32>() <= half(builder) * 1.25
}

fn half(builder: &PageBuilder<'_>) -> f32 {
    (builder.sheet.measure() - GUTTER) / 2.0
}

/// Narrows the sheet to one of its halves while `draw` draws.
pub(super) fn in_half<'f, T>(builder: &mut PageBuilder<'f>, second: bool, draw: impl FnOnce(&mut PageBuilder<'f>) -> T) -> T {
    let (left, right, half) = (builder.sheet.left, builder.sheet.right, half(builder));
    if second {
        builder.sheet.left = right - half;
    } else {
        builder.sheet.right = left + half;
    }
    let out = draw(builder);
    (builder.sheet.left, builder.sheet.right) = (left, right);
    out
}

/// Lays out rows in halves, the left one first, ending at about the same height on the last page.
pub(super) fn draw(builder: &mut PageBuilder<'_>, parent: NodeId, grid: &Rc<Grid>, rows: &[GridRow<'_>]) -> Result<(), Error> {
    let mut rest = rows;
    while !rest.is_empty() {
        let heights = in_half(builder, false, |builder| {
            let writer = GridWriter::begin(builder, parent, grid);
            writer.map(|writer| (writer.heading_height(), writer.heights(builder, rest), writer))
        })?;
        let (head, heights, first) = heights;
        if builder.y + head + heights.iter().take(3).sum::<f32>() > builder.sheet.bottom {
            builder.page();
        }
        let room = builder.sheet.bottom - builder.y - head;
        let fits = |rows: &[f32]| {
            let mut used = 0.0;
            rows.iter()
                .take_while(|height| {
                    used += **height;
                    used <= room
                })
                .count()
                .max(1)
        };
        let left = fits(&heights).min(rest.len());
        let right = fits(heights.get(left..).unwrap_or_default()).min(rest.len() - left);
        // the last page: balances the halves
        let left = if left + right >= rest.len() && rest.len() >= 2 { balanced(&heights).min(left) } else { left };
        let right = right.max(rest.len().min(left + right.max(left)) - left).min(rest.len() - left);
        let top = builder.y;
        in_half(builder, false, |builder| set(builder, first, rest.get(..left).unwrap_or_default()));
        let end = builder.y;
        let second = rest.get(left..left + right).unwrap_or_default();
        if !second.is_empty() {
            builder.y = top;
            in_half(builder, true, |builder| {
                GridWriter::begin(builder, parent, grid).map(|writer| set(builder, writer, second))
            })?;
        }
        builder.y = builder.y.max(end);
        rest = rest.get(left + right..).unwrap_or_default();
        if !rest.is_empty() {
            builder.page();
        }
    }
    Ok(())
}

/// How many rows the left half takes so that the right one is not taller.
fn balanced(heights: &[f32]) -> usize {
    let all: f32 = heights.iter().sum();
    let mut left = 0.0;
    for (at, height) in heights.iter().enumerate() {
        left += height;
        if left * 2.0 >= all {
            return at + 1;
        }
    }
    heights.len()
}

fn set(builder: &mut PageBuilder<'_>, mut writer: GridWriter<'_>, rows: &[GridRow<'_>]) {
    for row in rows {
        writer.row(builder, row);
    }
    writer.end(builder);
}
