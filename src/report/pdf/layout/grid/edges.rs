//! The widths of a table's columns.

use crate::report::pdf::error::Error;
use crate::report::pdf::layout::grid::{Grid, PAD_X};
use crate::report::pdf::layout::page_builder::{PageBuilder, whole};

/// Width of two characters: a narrower column is unreadable.
pub(super) fn least_width(size: f32) -> f32 {
    size * 2.0 + 2.0 * PAD_X
}

/// Divides the measure among the columns by their widths. None becomes too narrow: what the narrow ones
/// need is taken from the others.
pub(super) fn edges(builder: &PageBuilder<'_>, grid: &Grid) -> Result<Vec<f32>, Error> {
    let measure = builder.sheet.measure();
    let least = least_width(grid.size);
    let columns = grid.columns.len();
    if least * columns as f32 > measure {
        return Err(Error::ColumnsDoNotFit { columns, fit: whole((measure / least).floor()) });
    }
    let wanted: Vec<f32> =
        grid.columns.iter().map(|column| if column.width.is_finite() { column.width.max(0.1) } else { 1.0 }).collect();
    let mut narrow = vec![false; columns];
    loop {
        let taken = least * narrow.iter().filter(|narrow| **narrow).count() as f32;
        let total: f32 = wanted.iter().zip(&narrow).filter(|(_, narrow)| !**narrow).map(|(width, _)| width).sum();
        let unit = (measure - taken) / total.max(f32::MIN_POSITIVE);
        let mut changed = false;
        for (width, narrow) in wanted.iter().zip(&mut narrow) {
            if !*narrow && width * unit < least {
                *narrow = true;
                changed = true;
            }
        }
        if !changed {
            let mut x = builder.sheet.left;
            let mut edges = vec![x];
            for (width, narrow) in wanted.iter().zip(&narrow) {
                x += if *narrow { least } else { width * unit };
                edges.push(x);
            }
            return Ok(edges);
        }
    }
}
