//! A gauge of squares below its figure: a data bar would need a number instead of the text.

use std::borrow::Cow;

use crate::report::{CellKind, Table};

/// Number of squares for the target.
const SQUARES: usize = 5;

/// The table with its gauges drawn, if it has any.
pub fn drawn<'t, 'a>(table: &'t Table<'a>) -> Cow<'t, Table<'a>> {
    let is_gauge = |kind: CellKind| matches!(kind, CellKind::Gauge(_));
    if !table.rows().flat_map(|row| &row.cells).any(|cell| is_gauge(cell.kind)) {
        return Cow::Borrowed(table);
    }
    let mut table = table.clone();
    let rows = table.sections.iter_mut().flat_map(|section| &mut section.rows);
    for cell in rows.flat_map(|row| &mut row.cells) {
        if let CellKind::Gauge(ratio) = cell.kind {
            cell.text = format!("{}\n{}", cell.text, squares(ratio)).into();
        }
    }
    Cow::Owned(table)
}

/// ■■■□□ for 66.7%: a square is filled from its half on, the last one only when the target is reached.
fn squares(ratio: f32) -> String {
    let reached = (0..SQUARES).filter(|at| {
        let needed = if at + 1 == SQUARES { 1.0 } else { (*at as f32 + 0.5) / SQUARES as f32 };
        ratio + 1e-6 >= needed
    });
    let filled = reached.count();
    format!("{}{}", "■".repeat(filled), "□".repeat(SQUARES - filled))
}
