//! The type size of a table: the form's if the columns hold it, down to the smallest that is easy to read.

use crate::report::Table;
use crate::report::options::Options;
use crate::report::pdf::layout::grid::CELL_PADDING;
use crate::report::pdf::layout::page_builder::PageBuilder;

/// The smallest automatic size.
pub(in crate::report::pdf) const LEAST: f32 = 8.0;
const STEP: f32 = 0.5;
/// How many steps smaller a table may become to fill its last page.
pub(in crate::report::pdf) const MOST_STEPS: u8 = 2;
/// Longer lines, in em, may be broken.
const SHORT: f32 = 11.0;
/// The least width of a column of texts, in em.
const TEXT: f32 = 9.0;

/// The type size of a table, in points. A requested size is taken as it is.
pub(super) fn type_size(builder: &PageBuilder<'_>, table: &Table<'_>, options: &Options) -> f32 {
    let size = options.size.unwrap_or(table.print.size);
    // within readable limits
    let mut size = if size.is_finite() { size.clamp(5.0, 24.0) } else { LEAST };
    if options.size.is_some() {
        return size;
    }
    let ems = needed(builder, table);
    let padding = CELL_PADDING * table.columns.len() as f32;
    while size - STEP >= LEAST && ems * size + padding > builder.sheet.measure() {
        size -= STEP;
    }
    let down = builder.steps_down.get(&table.title).copied().unwrap_or_default();
    if down == 0 { size } else { (size - STEP * f32::from(down)).max(LEAST.min(size)) }
}

/// The width that the columns need, in em.
fn needed(builder: &PageBuilder<'_>, table: &Table<'_>) -> f32 {
    let mut widest = vec![0.0_f32; table.columns.len()];
    for (at, cell) in table.rows().flat_map(|row| row.spans()) {
        let (Some(widest), Some(column)) = (widest.get_mut(at), table.columns.get(at)) else { continue };
        if cell.more_columns > 0 {
            continue;
        }
        let longest = match cell.text.len() {
            0..600 => cell.text.lines().map(|line| builder.fonts.width(column.bold, line)).fold(0.0, f32::max),
            _ => f32::MAX,
        };
        *widest = widest.max(if longest <= SHORT { longest } else { TEXT });
    }
    widest.into_iter().sum()
}
