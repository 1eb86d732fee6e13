//! Page breaks of a printed table: merged cells end there, so that every page repeats their text.

use crate::report::workbook::grid::{cell_pieces, fits, most_lines, row_height};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::{Room, TOGETHER};
use crate::report::workbook::table::{cell_text, first_piece, span_width, spans};
use crate::report::{Row, Table};

/// Excel's limit for page breaks on a sheet.
pub const MOST_BREAKS: usize = 1_023;

/// The layout of a record's row.
#[derive(Debug, Clone, Copy)]
pub struct RowSize {
    /// Number of sheet rows: more than one if a text is too tall.
    pub rows: u32,
    /// Lines of its only row.
    pub lines: usize,
    /// Its height, if it takes several rows.
    tall: f64,
}

impl RowSize {
    /// Its height.
    pub fn height(&self) -> f64 {
        if self.rows > 1 { self.tall } else { row_height(self.lines) }
    }
}

/// How many rows and lines a record takes. Cells merged downwards are seen to by [`pages`].
pub fn lay(table: &Table<'_>, row: &Row<'_>, widths: &[f32]) -> RowSize {
    let mut size = RowSize { rows: 1, lines: 1, tall: 0.0 };
    let mut parts: Vec<usize> = Vec::new();
    for (col, cell, span) in spans(row, table.columns.len()) {
        if table.columns.get(col).is_some_and(|column| column.merges_down) {
            continue;
        }
        let width = span_width(widths, col..col + span);
        let lines = wrapped_lines(&cell.text, width);
        if lines > most_lines() || !fits(&cell.text) {
            let pieces = cell_pieces(&cell.text, width);
            parts.resize(parts.len().max(pieces.len()), 1);
            for (part, (piece, _)) in parts.iter_mut().zip(&pieces) {
                *part = (*part).max(wrapped_lines(piece, width));
            }
        }
        size.lines = size.lines.max(lines);
    }
    if parts.len() > 1 {
        size.rows = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        size.tall = parts.iter().map(|lines| row_height((*lines).min(most_lines()))).sum();
    }
    size
}

/// The rows that begin a page, the first always; rows grow where a merged cell needs the room. `before` is the height of what
/// stands above a row: the title of its section.
pub fn pages<'e>(
    table: &Table<'e>,
    rows: &[(usize, &Row<'e>)],
    size: &mut [RowSize],
    (widths, room): (&[f32], Room),
    before: impl Fn(usize) -> f64,
) -> Vec<usize> {
    let mut starts = starts(rows, size, room, &before);
    // lines are only added, so this ends; it settles at once but for very long names
    for _ in 0..4 {
        grow(table, rows, size, widths, &starts);
        let again = self::starts(rows, size, room, &before);
        if again == starts {
            break;
        }
        starts = again;
    }
    starts
}

fn starts(rows: &[(usize, &Row<'_>)], size: &[RowSize], room: Room, before: &impl Fn(usize) -> f64) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut used, mut left) = (0.0, room.first);
    let mut at = 0;
    while at < rows.len() {
        // the lanes of a record stay together
        let lanes = rows.iter().skip(at + 1).take_while(|(_, row)| row.continues).count();
        let end = at + 1 + lanes;
        let height: f64 = size.get(at..end).unwrap_or_default().iter().map(RowSize::height).sum::<f64>() + before(at);
        if used > 0.0 && used + height > left {
            starts.push(at);
            (used, left) = (0.0, room.next);
        }
        used += height;
        at = end;
    }
    joined(rows, size, room, starts)
}

/// Takes rows of the page before to a last page that has hardly any.
fn joined(rows: &[(usize, &Row<'_>)], size: &[RowSize], room: Room, mut starts: Vec<usize>) -> Vec<usize> {
    let [.., before, last] = *starts.as_slice() else { return starts };
    if rows.len() - last >= TOGETHER {
        return starts;
    }
    let begins = |at: &usize| rows.get(*at).is_some_and(|(_, row)| !row.continues);
    let at = (before + 1..=rows.len().saturating_sub(TOGETHER)).rev().find(begins);
    let height = |at: usize| size.get(at..).unwrap_or_default().iter().map(RowSize::height).sum::<f64>();
    if let (Some(at), Some(end)) = (at.filter(|at| height(*at) <= room.next), starts.last_mut()) {
        *end = at;
    }
    starts
}

/// Adds lines to rows under a merged cell whose text needs more room than they have together.
fn grow<'e>(table: &Table<'e>, rows: &[(usize, &Row<'e>)], size: &mut [RowSize], widths: &[f32], starts: &[usize]) {
    for (col, _) in table.columns.iter().enumerate().filter(|(_, column)| column.merges_down) {
        let Some(width) = widths.get(col) else { continue };
        let mut from = 0;
        while from < rows.len() {
            let end = run_end(table, rows, from, col, page_end(starts, from, rows.len()));
            let text = rows.get(from).map_or("", |(_, row)| first_piece(cell_text(row, col), *width));
            let wanted = row_height(wrapped_lines(text, *width).min(most_lines()));
            let Some(run) = size.get_mut(from..end) else { break };
            while run.iter().map(RowSize::height).sum::<f64>() < wanted {
                let Some(smallest) = run.iter_mut().filter(|size| size.rows == 1).min_by_key(|size| size.lines) else { break };
                if smallest.lines >= most_lines() {
                    break;
                }
                smallest.lines += 1;
            }
            from = end.max(from + 1);
        }
    }
}

/// Where the page of a row ends.
pub fn page_end(starts: &[usize], row: usize, rows: usize) -> usize {
    let next = starts.partition_point(|start| *start <= row);
    starts.get(next).copied().unwrap_or(rows)
}

/// Where the run of equal cells that begins at `index` ends. It ends with its page and its section, and where a run to its
/// left ends.
pub fn run_end(table: &Table<'_>, rows: &[(usize, &Row<'_>)], index: usize, col: usize, page_end: usize) -> usize {
    let Some((section, first)) = rows.get(index) else { return index };
    let same = |row: &Row<'_>| {
        (0..=col).filter(|c| table.columns.get(*c).is_some_and(|column| column.merges_down)).all(|c| {
            let (a, b) = (cell_text(first, c), cell_text(row, c));
            a == b && (c < col || !a.is_empty())
        })
    };
    let page = rows.get(index + 1..page_end.max(index + 1)).unwrap_or_default();
    index + 1 + page.iter().take_while(|(other, row)| other == section && same(row)).count()
}
