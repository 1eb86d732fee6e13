//! A sheet as the rules see it: its cells, and its tables with headings apart from data.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::form::{FieldType, Form};
use crate::model::{Address, CellRange, Place};
use crate::recognise::{RawTable, Recognised};
use crate::source::{Grid, RawCell};

/// A heading is looked for in so many first rows of a sheet that no form knows.
const HEAD_ROWS: usize = 20;

/// A sheet and its tables.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) grid: &'a Grid,
    pub(super) place: Place,
    pub(super) tables: Vec<Table<'a>>,
}

/// A table: one to four heading rows, then data.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// From the first heading cell to the last cell.
    pub(super) range: CellRange,
    /// Its heading rows.
    pub(super) heading: Range<u32>,
    /// Column → heading, its rows joined by a line break; merged cells count for all their columns.
    pub(super) headings: BTreeMap<u32, String>,
    /// Column → what the form says it holds.
    pub(super) kinds: BTreeMap<u32, FieldType>,
    /// Columns that the form lets a department leave blank when the value repeats: column → place in the form.
    pub(super) repeating: Vec<(u32, usize)>,
    /// The rows as they were recognised; none when no form knows the table.
    pub(super) raw: Option<&'a RawTable>,
    /// Rows that hold data, sorted.
    pub(super) rows: Vec<u32>,
    /// The cells of those rows, those beyond the table's columns too.
    pub(super) data: Vec<&'a RawCell>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(path: &Arc<str>, grid: &'a Grid, recognised: &'a Recognised, forms: &[&'a Form]) -> Self {
        let mut tables: Vec<Table<'a>> =
            recognised.tables.iter().map(|table| Table::recognised(grid, table, forms.get(table.form).copied())).collect();
        if tables.is_empty() && recognised.ledger.used == 0 {
            tables.extend(Table::guessed(grid));
        }
        Self { grid, place: Place::file(path.clone()).on(grid.name.as_deref()), tables }
    }

    /// Delimited text, where commas and line ends make the table?
    pub(super) const fn is_delimited(&self) -> bool {
        self.grid.name.is_none()
    }

    /// The headings and data cells of all tables.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a RawCell> {
        self.tables.iter().flat_map(|table| table.heading_cells(self.grid).chain(table.data.iter().copied()))
    }
}

impl<'a> Table<'a> {
    fn recognised(grid: &'a Grid, raw: &'a RawTable, form: Option<&'a Form>) -> Self {
        let mut rows: Vec<u32> = raw
            .rows
            .iter()
            .flat_map(|row| std::iter::once(row.row).chain(row.cells.iter().map(|cell| cell.at.row)))
            .filter(|row| *row >= raw.heading.end)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let mut table = Self::plain(grid, raw.heading.clone(), raw.range, rows);
        table.raw = Some(raw);
        for column in &raw.columns {
            if let Some(known) = form.and_then(|form| form.columns.get(column.column)) {
                table.kinds.insert(column.col, known.kind);
                if known.fill_down {
                    table.repeating.push((column.col, column.column));
                }
            }
        }
        table
    }

    /// A sheet that no form knows: a full first row above others is a heading.
    fn guessed(grid: &'a Grid) -> Option<Self> {
        let mut rows: Vec<u32> = grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let widest = rows.iter().map(|row| grid.row(*row).len()).max().unwrap_or_default();
        let head = rows.iter().take(HEAD_ROWS).copied().find(|row| {
            let width = grid.row(*row).len();
            width >= 2 && width * 2 > widest
        })?;
        let data: Vec<u32> = rows.into_iter().filter(|row| *row > head).collect();
        let last = *data.last()?;
        let columns = grid.cells.iter().filter(|cell| cell.at.row >= head).map(|cell| cell.at.col);
        let (left, right) = (columns.clone().min()?, columns.max()?);
        let range = CellRange::new(Address::new(head, left), Address::new(last, right));
        Some(Self::plain(grid, head..head + 1, range, data))
    }

    fn plain(grid: &'a Grid, heading: Range<u32>, range: CellRange, rows: Vec<u32>) -> Self {
        let from = grid.cells.partition_point(|cell| cell.at.row < heading.end);
        let to = grid.cells.partition_point(|cell| cell.at.row <= range.last.row);
        // both are sorted: one walk finds the cells of the rows
        let mut left = rows.iter().copied().peekable();
        let is_data = |cell: &&RawCell| {
            while left.next_if(|row| *row < cell.at.row).is_some() {}
            left.peek() == Some(&cell.at.row)
        };
        let data = grid.cells.get(from..to).unwrap_or_default().iter().filter(is_data).collect();
        Self {
            headings: headings(grid, &heading, range),
            data,
            range,
            heading,
            kinds: BTreeMap::new(),
            repeating: Vec::new(),
            raw: None,
            rows,
        }
    }

    /// The cells of its heading rows.
    pub(super) fn heading_cells(&self, grid: &'a Grid) -> impl Iterator<Item = &'a RawCell> {
        self.heading.clone().flat_map(|row| grid.row(row))
    }

    /// What the form says a column holds.
    pub(super) fn kind(&self, col: u32) -> Option<FieldType> {
        self.kinds.get(&col).copied()
    }
}

/// Column → heading; a merged heading stands for each of its columns.
fn headings(grid: &Grid, rows: &Range<u32>, range: CellRange) -> BTreeMap<u32, String> {
    let merges: Vec<CellRange> = grid.merges.iter().filter(|merge| rows.contains(&merge.first.row)).copied().collect();
    let mut headings: BTreeMap<u32, String> = BTreeMap::new();
    for cell in rows.clone().flat_map(|row| grid.row(row)) {
        let last = merges.iter().find(|merge| merge.first == cell.at).map_or(cell.at.col, |merge| merge.last.col);
        for col in cell.at.col..=last.min(range.last.col.max(cell.at.col)) {
            let heading = headings.entry(col).or_default();
            if !heading.is_empty() {
                heading.push('\n');
            }
            heading.push_str(cell.shown.trim());
        }
    }
    headings
}
