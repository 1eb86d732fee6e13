//! Tables side by side: the same headings again at the right, behind a blank column.

use std::collections::BTreeSet;

use super::heading::{HeadingColumn, Headings};
use crate::source::Grid;

/// So many rows are looked at.
const LOOK: usize = 60;

/// So many fields in common make two tables of one form.
const COMMON: usize = 3;

/// So many rows right above the headings can be captions of their own.
const CAPTIONS: u32 = 2;

/// A sheet with tables side by side, taken apart: a grid for each.
pub fn split(headings: &Headings<'_, '_>) -> Option<Vec<Grid>> {
    let grid = headings.grid;
    let mut rows: Vec<u32> = grid.cells.iter().map(|cell| cell.at.row).collect();
    rows.dedup();
    // two tables of one form have six headings at least
    let wide = |row: &u32| grid.row(*row).len() >= 2 * COMMON;
    let block = rows.into_iter().take(LOOK).filter(wide).find_map(|row| headings.find(row))?;
    let starts = starts(&block.columns);
    if starts.is_empty() {
        return None;
    }
    let mut captions = block.rows.start;
    while captions > 0 && block.rows.start - captions < CAPTIONS && !grid.row(captions - 1).is_empty() {
        captions -= 1;
    }
    // a line across both is of both
    let across = |row: u32| {
        grid.merges.iter().any(|range| {
            range.first.row <= row
                && row <= range.last.row
                && starts.iter().any(|col| (range.first.col + 1..=range.last.col).contains(col))
        })
    };
    let from = (captions..block.rows.start).rev().take_while(|row| !across(*row)).last().unwrap_or(block.rows.start);
    let part = |row: u32, col: u32| if row < from { 0 } else { starts.iter().filter(|start| col >= **start).count() };
    let parts = (0..=starts.len()).map(|index| {
        let mut own = Grid {
            name: grid.name.clone(),
            visibility: grid.visibility,
            choices: grid.choices,
            witness: grid.witness,
            ..Grid::default()
        };
        own.cells = grid.cells.iter().filter(|cell| part(cell.at.row, cell.at.col) == index).cloned().collect();
        own.merges = grid.merges.iter().filter(|range| part(range.first.row, range.first.col) == index).copied().collect();
        own.comments = grid.comments.iter().filter(|one| part(one.cell.row, one.cell.col) == index).cloned().collect();
        own.looks = grid.looks.iter().filter(|(at, _)| part(at.row, at.col) == index).cloned().collect();
        own.fills = grid.fills.iter().filter(|(at, _)| part(at.row, at.col) == index).copied().collect();
        own.page_header.clone_from(&grid.page_header);
        own.hidden_rows = grid.hidden_rows.clone();
        own.hidden_columns = grid.hidden_columns.clone();
        if index == 0 {
            own.objects = grid.objects.clone();
            own.formulas = grid.formulas;
        }
        own
    });
    Some(parts.collect())
}

/// Where the second table and those behind it begin: after a blank column, with fields that the first has, too.
fn starts(columns: &[HeadingColumn]) -> Vec<u32> {
    let groups: Vec<&[HeadingColumn]> = columns.chunk_by(|left, right| right.col == left.col + 1).collect();
    let fields = |group: &[HeadingColumn]| -> BTreeSet<usize> {
        group.iter().flat_map(|column| &column.matches).filter(|m| !m.closeness.is_near()).map(|m| m.column).collect()
    };
    let mut out = Vec::new();
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for group in groups {
        let own = fields(group);
        if own.intersection(&known).count() >= COMMON
            && let Some(first) = group.first()
        {
            out.push(first.col);
            known = own;
        } else {
            known.extend(own);
        }
    }
    out
}
