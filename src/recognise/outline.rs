//! Tables of a sheet that no form knows yet, as samples for drafting one.

use std::collections::BTreeSet;

use super::merges::Merges;
use super::{info, shape};
use crate::form::draft::{Sample, SampleColumn, SampleValue, Sort};
use crate::model::{Address, Visibility, column_letters};
use crate::source::{Grid, RawCell, RawValue, is_blank};

/// Rows that are looked at for a heading.
const HEAD_ROWS: usize = 60;
/// Rows whose values are looked at.
const ROWS: usize = 2_000;
/// A heading is no longer than this.
const LONGEST: usize = 60;
/// A heading takes no more rows.
const DEEPEST: u32 = 4;
/// So many blank rows end a table.
const GAP: u32 = 3;

/// The tables of a sheet, from top to bottom.
pub fn outline(grid: &Grid, file: &str) -> Vec<Sample> {
    let name = grid.name.as_deref().unwrap_or_default();
    if grid.visibility != Visibility::Visible || shape::is_example_sheet(name) || shape::is_instructions(name) {
        return Vec::new();
    }
    let merges = Merges::new(&grid.merges);
    let sheet = Sheet { grid, merges: &merges, file };
    let mut rows: Vec<u32> = grid.cells.iter().map(|cell| cell.at.row).collect();
    rows.dedup();
    let mut out = Vec::new();
    let mut at = 0;
    let mut looked = 0;
    while let Some(row) = rows.get(at).copied().filter(|_| looked < HEAD_ROWS) {
        looked += 1;
        let (samples, end) = sheet.tables(row, rows.get(at..).unwrap_or_default(), &out);
        if samples.is_empty() {
            at += 1;
        } else {
            at = rows.partition_point(|row| *row < end).max(at + 1);
            looked = 0;
            out.extend(samples);
        }
    }
    out
}

struct Sheet<'a> {
    grid: &'a Grid,
    merges: &'a Merges,
    file: &'a str,
}

impl Sheet<'_> {
    /// The tables whose headings begin at a row, side by side ones from left to right, and the first row below them.
    fn tables(&self, row: u32, rows: &[u32], before: &[Sample]) -> (Vec<Sample>, u32) {
        if !self.is_heading(row, rows) {
            return (Vec::new(), row);
        }
        let end = self.heading_end(row);
        let mut last = end.saturating_sub(1);
        let mut own: Vec<u32> = Vec::new();
        let below: Vec<u32> = rows.iter().copied().filter(|row| *row >= end).take(ROWS).collect();
        for (at, row) in below.iter().enumerate() {
            if *row > last + GAP || *row > last + 1 && self.is_heading(*row, below.get(at..).unwrap_or_default()) {
                break;
            }
            last = *row;
            own.push(*row);
        }
        let titles = if before.is_empty() { self.titles(row) } else { Vec::new() };
        let parts = self.apart(self.columns(row, end), &own).into_iter().filter(|columns| columns.len() >= 2);
        let samples = parts.map(|columns| {
            let (file, sheet) = (self.file.to_owned(), self.grid.name.clone());
            let mut sample = Sample { file, sheet, titles: titles.clone(), columns, ..Sample::default() };
            for row in &own {
                self.take(&mut sample, *row, end);
            }
            sample
        });
        (samples.filter(|sample| sample.rows > 0).collect(), last + 1)
    }

    /// Columns of tables side by side: behind a blank column, and with rows of their own.
    fn apart(&self, columns: Vec<SampleColumn>, rows: &[u32]) -> Vec<Vec<SampleColumn>> {
        let filled = |col: u32| rows.iter().filter(move |row| self.grid.get(Address::new(**row, col)).is_some());
        let rows_of =
            |columns: &[SampleColumn]| -> BTreeSet<u32> { columns.iter().flat_map(|c| filled(c.col)).copied().collect() };
        let mut parts: Vec<Vec<SampleColumn>> = Vec::new();
        for column in columns {
            let gap = |left: &SampleColumn| {
                left.col + 1 < column.col && (left.col + 1..column.col).all(|col| filled(col).next().is_none())
            };
            match parts.last_mut().filter(|part| !part.last().is_some_and(gap)) {
                Some(part) => part.push(column),
                None => parts.push(vec![column]),
            }
        }
        let mut out: Vec<Vec<SampleColumn>> = Vec::new();
        for part in parts {
            // a spacer: both parts are filled in the same rows
            let same = |left: &Vec<SampleColumn>| {
                let (left, right) = (rows_of(left), rows_of(&part));
                left.intersection(&right).count() * 10 >= left.len().max(right.len()) * 8
            };
            let one = |part: &[SampleColumn]| part.len() < 2;
            match out.last_mut().filter(|left| same(left) || one(left) || one(&part)) {
                Some(left) => left.extend(part),
                None => out.push(part),
            }
        }
        out
    }

    /// Takes in a row below the headings.
    fn take(&self, sample: &mut Sample, row: u32, heading_end: u32) {
        let own = |cell: &&RawCell| sample.columns.iter().any(|column| column.col == cell.at.col);
        let cells: Vec<&RawCell> = self.grid.row(row).iter().filter(own).filter(|cell| !is_blank(&cell.shown)).collect();
        let Some(first) = cells.first() else { return };
        if let [only] = cells.as_slice()
            && sample.columns.len() > 2
        {
            let line = only.shown.trim();
            if !shape::is_note(line) && line.chars().count() <= 40 {
                sample.captions.push(line.to_owned());
            }
            return;
        }
        if shape::is_total(&first.shown) || shape::is_example(&first.shown) {
            return;
        }
        sample.rows += 1;
        for column in &mut sample.columns {
            let at = Address::new(row, column.col);
            let merged = self.merges.at(at).filter(|range| range.last.row > range.first.row && range.first.row >= heading_end);
            column.merged_down |= merged.is_some();
            let Some(cell) = self.grid.get(at).filter(|cell| !is_blank(&cell.shown)) else { continue };
            let sort = match cell.value {
                RawValue::Number(_) => Sort::Number,
                RawValue::Date(_) => Sort::Date,
                _ => Sort::Text,
            };
            column.values.push(SampleValue { text: cell.shown.trim().to_owned(), sort });
        }
    }

    /// Does a row hold headings: short words over columns that the rows below go on with?
    fn is_heading(&self, row: u32, rows: &[u32]) -> bool {
        let cells: Vec<&RawCell> = self.grid.row(row).iter().filter(|cell| !is_blank(&cell.shown)).collect();
        if cells.len() < 2 {
            return false;
        }
        let word = |cell: &&&RawCell| {
            let text = cell.shown.trim();
            let figure = text.chars().all(|c| c.is_numeric() || ",.-/:".contains(c));
            cell.value == RawValue::Text && text.chars().count() <= LONGEST && !text.contains('。') && !figure
        };
        if cells.iter().filter(word).count() * 10 < cells.len() * 8 {
            return false;
        }
        let labels = cells.iter().filter(|cell| info::label(&cell.shown).is_some()).count();
        if cells.len() <= 4
            && labels > 0
            && cells.first().is_some_and(|cell| info::label(&cell.shown).is_some())
            && labels < cells.len()
        {
            // 提出日 beside its value, unless as wide as the table
            let next = rows.iter().find(|other| **other > row).map_or(0, |next| self.grid.row(*next).len());
            if next != cells.len() {
                return false;
            }
        }
        let covered = self.covered(row);
        let next: Vec<u32> = rows.iter().copied().filter(|other| *other > row && *other <= row + 12).collect();
        let Some(first) = next.first().filter(|next| **next <= row + 2) else { return false };
        let widest = next.iter().map(|row| self.grid.row(*row).len()).max().unwrap_or_default();
        // a title beside a day stands over the headings
        let groups = cells.iter().any(|cell| self.merges.at(cell.at).is_some());
        if cells.len() * 2 <= widest && !groups || covered.len() * 2 <= widest {
            return false;
        }
        let under = self.grid.row(*first).iter().filter(|cell| covered.contains(&cell.at.col)).count();
        under >= 2
    }

    /// The columns over which cells of a row stand.
    fn covered(&self, row: u32) -> Vec<u32> {
        let mut out = Vec::new();
        for cell in self.grid.row(row) {
            let last = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col.min(cell.at.col + 255));
            out.extend(cell.at.col..=last);
        }
        out
    }

    /// The first row below the headings that begin at a row.
    fn heading_end(&self, row: u32) -> u32 {
        let mut end = row + 1;
        let mut at = row;
        while at < end {
            for cell in self.grid.row(at) {
                let Some(range) = self.merges.at(cell.at) else { continue };
                end = end.max(range.last.row + 1);
                let wide = range.last.col > range.first.col;
                let below = || {
                    let cells = self.grid.row(range.last.row + 1);
                    let mut within =
                        cells.iter().filter(|cell| (range.first.col..=range.last.col).contains(&cell.at.col)).peekable();
                    within.peek().is_some()
                        && within.all(|cell| {
                            let text = cell.shown.trim();
                            cell.value == RawValue::Text && text.chars().count() <= 20 && !text.contains('。')
                        })
                };
                if wide && below() {
                    end = end.max(range.last.row + 2);
                }
            }
            end = end.min(row + DEEPEST);
            at += 1;
        }
        // （単位：千円） and (1)(2)(3) below the headings are none
        end
    }

    /// The columns under headings.
    fn columns(&self, row: u32, end: u32) -> Vec<SampleColumn> {
        let mut cols: Vec<u32> = (row..end).flat_map(|row| self.covered(row)).collect();
        cols.sort_unstable();
        cols.dedup();
        let column = |col: u32| {
            let mut heading: Vec<String> = Vec::new();
            let mut last = None;
            for row in row..end {
                let anchor = self.merges.anchor(Address::new(row, col));
                if last == Some(anchor) || anchor.row < row && last.is_some_and(|last: Address| last == anchor) {
                    continue;
                }
                let Some(cell) = self.grid.get(anchor).filter(|cell| !is_blank(&cell.shown)) else { continue };
                last = Some(anchor);
                heading.push(cell.shown.split_whitespace().collect::<String>());
            }
            let cell = last.map(|at| format!("{}{}", column_letters(at.col), at.row + 1)).unwrap_or_default();
            SampleColumn { col, heading, cell, ..SampleColumn::default() }
        };
        cols.into_iter().map(column).filter(|column| !column.heading.is_empty()).collect()
    }

    /// The lines above the headings that are no label and value.
    fn titles(&self, row: u32) -> Vec<String> {
        let above = self.grid.cells.iter().filter(|cell| cell.at.row < row);
        let fine = |cell: &&RawCell| {
            let text = cell.shown.trim();
            cell.value == RawValue::Text && info::label(text).is_none() && info::inline(text).is_empty() && !shape::is_note(text)
        };
        let beside_label = |cell: &&RawCell| {
            let left = self.grid.row(cell.at.row).iter().rfind(|other| other.at.col < cell.at.col);
            left.is_none_or(|left| info::label(&left.shown).is_none())
        };
        above.filter(fine).filter(beside_label).map(|cell| cell.shown.trim().to_owned()).collect()
    }
}
