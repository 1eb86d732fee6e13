//! Column widths from content: as few lines as possible, and no column too narrow.

use crate::report::pdf::layout::grid::{CELL_PADDING, after_figures};
use crate::report::pdf::layout::page_builder::{PageBuilder, whole};
use crate::report::{Table, TableColumn};

/// How many rows are measured.
const SAMPLE: usize = 120;
/// Tables with more columns keep their widths: these are figures, and take long to measure.
const MOST_COLUMNS: usize = 12;
/// Longer lines, in em, are broken anyway.
const SHORT: f32 = 11.0;
/// Share of the form's width that a column of texts keeps, and its least width in em.
const LEAST_SHARE: f32 = 0.7;
const LEAST_EM: f32 = 10.0;
/// Average loss at the end of a line, in em, where a word does not fit.
const RAGGED: f32 = 0.6;
/// Width moved from one column to another at a time, in em.
const STEPS: [f32; 3] = [3.0, 1.5, 0.75];
const MOST_MOVES: usize = 60;

/// Moves width between columns as long as that saves lines. Columns of years, and cells that span columns, stay as
/// they are.
pub(super) fn balance(builder: &PageBuilder<'_>, table: &Table<'_>, columns: &mut [TableColumn], size: f32) {
    let spans = table.rows().any(|row| row.cells.len() != table.columns.len());
    if spans || !(3..=MOST_COLUMNS).contains(&columns.len()) {
        return;
    }
    let measure = builder.sheet.measure() / size;
    let total: f32 = columns.iter().map(|column| column.width.max(0.1)).sum();
    let padding = CELL_PADDING / size;
    let mut widths: Vec<f32> = columns.iter().map(|column| column.width.max(0.1) / total * measure - padding).collect();
    if widths.iter().any(|width| !width.is_finite() || *width < 1.0) {
        return;
    }
    let rows = lengths(builder, table, columns);
    let least: Vec<f32> = widths.iter().enumerate().map(|(at, width)| least(&rows, at, *width)).collect();
    let mut best = height(&rows, &widths);
    let mut moves = 0;
    for step in STEPS {
        while moves < MOST_MOVES {
            moves += 1;
            let Some((found, from, to)) = best_move(&rows, &mut widths, &least, step).filter(|(found, ..)| *found < best) else {
                break;
            };
            best = found;
            shift(&mut widths, from, to, step);
        }
    }
    for (column, width) in columns.iter_mut().zip(widths) {
        column.width = width + padding;
    }
}

/// By row and column, the lengths of the lines as they are written, in em.
fn lengths(builder: &PageBuilder<'_>, table: &Table<'_>, columns: &[TableColumn]) -> Vec<Vec<Vec<f32>>> {
    let every = table.rows().count().div_ceil(SAMPLE).max(1);
    let of = |row: &crate::report::Row<'_>| {
        row.cells
            .iter()
            .zip(columns)
            .map(|(cell, column)| {
                let word = if cell.changed.is_some() { 4.0 } else { 0.0 };
                let line = |(at, line): (usize, &str)| {
                    // a text over many pages is long in any width
                    let line: String = line.chars().take(2_000).collect();
                    builder.fonts.width(column.bold, &line) + if at == 0 { word } else { 0.0 }
                };
                cell.text.lines().take(200).enumerate().map(line).collect()
            })
            .collect()
    };
    table.rows().step_by(every).map(of).collect()
}

/// The least width of a column.
fn least(rows: &[Vec<Vec<f32>>], column: usize, width: f32) -> f32 {
    let longest = rows.iter().filter_map(|row| row.get(column)).flatten().copied().fold(0.0, f32::max);
    if longest <= SHORT {
        width.min(longest.max(width * LEAST_SHARE) + 0.1)
    } else {
        (width * LEAST_SHARE).max(LEAST_EM).min(width)
    }
}

/// Lines of all rows together.
fn height(rows: &[Vec<Vec<f32>>], widths: &[f32]) -> usize {
    let lines = |(cell, width): (&Vec<f32>, &f32)| -> usize {
        cell.iter().map(|line| if line <= width { 1 } else { whole((line / (width - RAGGED).max(1.0)).ceil()) }).sum()
    };
    rows.iter().map(|row| row.iter().zip(widths).map(lines).max().unwrap_or_default().max(1)).sum()
}

fn best_move(rows: &[Vec<Vec<f32>>], widths: &mut [f32], least: &[f32], step: f32) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for from in 0..widths.len() {
        if widths.get(from).zip(least.get(from)).is_none_or(|(width, least)| width - step < *least) {
            continue;
        }
        for to in (0..widths.len()).filter(|to| *to != from) {
            shift(widths, from, to, step);
            let found = height(rows, widths);
            shift(widths, to, from, step);
            if best.is_none_or(|(known, ..)| found < known) {
                best = Some((found, from, to));
            }
        }
    }
    best
}

fn shift(widths: &mut [f32], from: usize, to: usize, step: f32) {
    if let Ok([from, to]) = widths.get_disjoint_mut([from, to]) {
        *from -= step;
        *to += step;
    }
}

/// Widens columns of short texts, such as 担当課, so that no name is broken, at the expense of the others.
pub(super) fn widen(builder: &PageBuilder<'_>, table: &Table<'_>, columns: &mut [TableColumn], size: f32) {
    /// Longer texts than this, in em, are texts to be broken.
    const SHORT: f32 = 11.0;
    let total: f32 = columns.iter().map(|column| column.width.max(0.1)).sum();
    let measure = builder.sheet.measure();
    let mut wanted: Vec<Option<f32>> = vec![Some(0.0); columns.len()];
    for row in table.rows() {
        for (at, cell) in row.spans() {
            let (Some(wanted), Some(column)) = (wanted.get_mut(at), columns.get(at)) else { continue };
            let Some(most) = wanted else { continue };
            // a full-width character is an em: longer texts need not be measured
            if cell.more_columns > 0 || cell.text.len() > 600 {
                *wanted = None;
                continue;
            }
            let longest = cell.text.lines().map(|line| builder.fonts.width(column.bold, line)).fold(0.0, f32::max);
            *wanted = (longest <= SHORT).then_some(most.max(longest));
        }
    }
    let points: Vec<Option<f32>> = columns
        .iter()
        .zip(wanted)
        .enumerate()
        .map(|(at, (column, wanted))| {
            let needed = wanted? * size + CELL_PADDING + after_figures(columns, at);
            (needed > column.width.max(0.1) / total * measure).then_some(needed)
        })
        .collect();
    let fixed: f32 = points.iter().flatten().sum();
    let shared: f32 =
        columns.iter().zip(&points).filter(|(_, points)| points.is_none()).map(|(column, _)| column.width.max(0.1)).sum();
    // but not at the expense of the columns of texts
    if fixed <= 0.0 || fixed > measure * 0.4 || shared <= 0.0 {
        return;
    }
    let unit = shared / (measure - fixed);
    for (column, points) in columns.iter_mut().zip(points) {
        if let Some(points) = points {
            column.width = points * unit;
        }
    }
}
