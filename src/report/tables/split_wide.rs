//! A table of more columns than paper holds, in several tables: each has the columns that name its rows, and some of the
//! others. Columns under one heading stay together.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::tables::{Cell, Heading, Row, Section, Table, TableColumn};

/// What a column needs at least, in full-width characters with its margins: a short one nearly the width its form gives
/// it, one of texts as much as can be read when they are broken.
fn least(column: &TableColumn) -> f32 {
    (column.width * 0.9).clamp(3.5, 6.0)
}

impl<'a> Table<'a> {
    /// The table as it fits paper that holds `ems` full-width characters in a line: itself, or its parts.
    pub fn across(&self, ems: f32) -> Vec<Cow<'_, Self>> {
        let width = |columns: &[usize]| columns.iter().filter_map(|at| self.columns.get(*at)).map(least).sum::<f32>();
        let all: Vec<usize> = (0..self.columns.len()).collect();
        let fits = |columns: &[usize]| columns.len() < 2 || width(columns) <= ems;
        if fits(&all) {
            return vec![Cow::Borrowed(self)];
        }
        let names: Vec<usize> =
            all.iter().copied().filter(|at| *at == 0 || self.columns.get(*at).is_some_and(|column| column.names_row)).collect();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        // what no paper holds together is parted after all
        let alone = |group: &Range<usize>| names.iter().copied().chain(group.clone()).collect::<Vec<_>>();
        let groups = self
            .groups()
            .into_iter()
            .flat_map(|group| if fits(&alone(&group)) { vec![group] } else { group.map(|at| at..at + 1).collect() });
        for group in groups {
            let first = parts.len() < 2;
            let fresh: Vec<usize> = group.filter(|at| first || !names.contains(at)).collect();
            match parts.last_mut() {
                Some(part) if fits(&[part.as_slice(), fresh.as_slice()].concat()) => part.extend(fresh),
                Some(_) => {
                    let own = fresh.into_iter().filter(|at| !names.contains(at));
                    parts.push(names.iter().copied().chain(own).collect());
                }
                None => parts.push(fresh),
            }
        }
        let last = parts.len();
        parts.into_iter().enumerate().map(|(at, columns)| Cow::Owned(self.of(&columns, &format!("{}/{last}", at + 1)))).collect()
    }

    /// Columns that stay together: those under one cell of the first heading row.
    fn groups(&self) -> Vec<Range<usize>> {
        let upper = self.headings.first().into_iter().flatten();
        let mut out: Vec<Range<usize>> = upper.map(|heading| heading.column..heading.column + heading.columns).collect();
        out.sort_by_key(|range| range.start);
        let covered = out.last().map_or(0, |range| range.end);
        out.extend((covered..self.columns.len()).map(|at| at..at + 1));
        out
    }

    /// The table with these columns only; its counts and its legend go with the first part.
    fn of(&self, columns: &[usize], part: &str) -> Self {
        let first = part.starts_with("1/");
        let headings = self.headings.iter().map(|row| headings_of(row, columns)).collect();
        let section = |section: &Section<'a>| Section {
            title: section.title.clone(),
            rows: section.rows.iter().map(|row| row_of(row, columns)).collect(),
            notes: if first { section.notes.clone() } else { Vec::new() },
            headings: section
                .headings
                .iter()
                .filter_map(|(column, text)| Some((columns.iter().position(|at| at == column)?, text.clone())))
                .collect(),
        };
        Self {
            title: format!("{}（{part}）", self.title),
            columns: columns.iter().filter_map(|at| self.columns.get(*at)).cloned().collect(),
            headings,
            sections: self.sections.iter().map(section).collect(),
            legend: if first { self.legend.clone() } else { Vec::new() },
            counts: None,
            ..self.clone()
        }
    }
}

/// A row of headings over these columns.
fn headings_of(row: &[Heading], columns: &[usize]) -> Vec<Heading> {
    let mut out: Vec<Heading> = Vec::new();
    for heading in row {
        let over = |at: &usize| (heading.column..heading.column + heading.columns).contains(at);
        let Some(column) = columns.iter().position(over) else { continue };
        let count = columns.iter().filter(|at| over(at)).count();
        out.push(Heading { column, columns: count, ..heading.clone() });
    }
    out.sort_by_key(|heading| heading.column);
    out
}

/// A row's cells in these columns; one that spans beyond them is cut, and goes on in the next part.
fn row_of<'a>(row: &Row<'a>, columns: &[usize]) -> Row<'a> {
    let mut cells: Vec<Cell<'a>> = Vec::new();
    let mut last = None;
    for at in columns {
        let found = row.spans().enumerate().find(|(_, (from, cell))| (*from..=from + cell.more_columns).contains(at));
        let Some((index, (_, cell))) = found else {
            cells.push(Cell::default());
            last = None;
            continue;
        };
        match cells.last_mut() {
            Some(open) if last == Some(index) => open.more_columns += 1,
            _ => cells.push(Cell { more_columns: 0, ..cell.clone() }),
        }
        last = Some(index);
    }
    Row { cells, ..row.clone() }
}
