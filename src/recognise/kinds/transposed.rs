//! Tables that lie on their side: a record a column, its fields one below the other.

use super::{Found, Sheet};
use crate::model::{Address, CellRange, Finding, FiscalYears, Spot};
use crate::recognise::merges::Merges;
use crate::source::{Grid, RawCell, RawValue};

/// Larger tables are not turned.
const LARGEST: u32 = 80;

/// So many rows of labels make such a table, the names included.
const ROWS: u32 = 3;

impl Sheet<'_, '_> {
    /// The table that lies on its side from a row on.
    pub(in crate::recognise) fn on_its_side(&self, row: u32) -> Option<Found> {
        let first = self.grid.row(row).first()?;
        let left = first.at.col;
        let names = self.grid.row(row).get(1..)?;
        if names.len() < 2
            || u32::try_from(names.len()).is_ok_and(|count| count > LARGEST)
            || !names.iter().all(is_name)
            || !self.is_heading(first)
        {
            return None;
        }
        let right = names.last()?.at.col;
        let mut end = row + 1;
        let mut labels = 0;
        while end - row < LARGEST {
            let cells = self.grid.row(end);
            let Some(label) = cells.first().filter(|label| label.at.col == left) else { break };
            if cells.last().is_some_and(|last| last.at.col > right) {
                return None;
            }
            labels += u32::from(self.is_heading(label));
            end += 1;
        }
        let rows = end - row;
        if rows < ROWS || labels * 10 < (rows - 1) * 7 {
            return None;
        }
        // labels in any other column: cards with several of them beside each other
        let labelled = |name: &RawCell| {
            let cells = (row..end).filter_map(|row| self.grid.get(Address::new(row, name.at.col)));
            let (labels, all) = cells.fold((0, 0), |(labels, all), cell| (labels + u32::from(self.is_heading(cell)), all + 1));
            labels * 2 >= all
        };
        if names.iter().any(labelled) {
            return None;
        }
        let area = CellRange::new(Address::new(row, left), Address::new(end - 1, right));
        let grid = turned(self.grid, area);
        let merges = Merges::new(&grid.merges);
        let sheet = Sheet { turned: true, ..Sheet::new(&grid, &merges, self.vocabulary, self.place.clone(), self.period) };
        let mut found = sheet.tables(left, 0);
        let mut one = found.pop().filter(|_| found.is_empty())?;
        let complete = one.table.rows.len() >= names.len() && one.known.0 * 10 >= one.known.1 * 7;
        if !complete || !one.loose.is_empty() {
            return None;
        }
        turn_back(&mut one, row, end);
        Some(one)
    }
}

/// Can a cell name a record?
fn is_name(cell: &RawCell) -> bool {
    cell.value == RawValue::Text && (2..=60).contains(&cell.shown.trim().chars().count())
}

const fn swap(at: Address) -> Address {
    Address::new(at.col, at.row)
}

const fn swap_range(range: CellRange) -> CellRange {
    CellRange::new(swap(range.first), swap(range.last))
}

/// An area of a sheet with rows as columns.
fn turned(grid: &Grid, area: CellRange) -> Grid {
    let within =
        |at: Address| (area.first.row..=area.last.row).contains(&at.row) && (area.first.col..=area.last.col).contains(&at.col);
    let mut own = Grid { name: grid.name.clone(), visibility: grid.visibility, witness: grid.witness, ..Grid::default() };
    own.cells =
        grid.cells.iter().filter(|cell| within(cell.at)).map(|cell| RawCell { at: swap(cell.at), ..cell.clone() }).collect();
    own.cells.sort_by_key(|cell| cell.at);
    own.merges = grid.merges.iter().filter(|range| within(range.first)).map(|range| swap_range(*range)).collect();
    own.merges.sort_unstable();
    own.hidden_rows = grid.hidden_columns.clone();
    own.hidden_columns = grid.hidden_rows.clone();
    let comments = grid.comments.iter().filter(|comment| within(comment.cell));
    own.comments =
        comments.map(|comment| crate::model::Comment { cell: swap(comment.cell), text: comment.text.clone() }).collect();
    own.comments.sort_by_key(|comment| comment.cell);
    own
}

/// Gives what was found in the turned sheet its places on the sheet as it is.
fn turn_back(found: &mut Found, row: u32, end: u32) {
    for record in &mut found.table.rows {
        go_on(&mut record.cells);
        record.row = row;
        for cell in &mut record.cells {
            cell.at = swap(cell.at);
            cell.to = cell.at.col;
        }
        for (_, comment) in &mut record.comments {
            comment.cell = swap(comment.cell);
        }
    }
    for column in &mut found.table.columns {
        column.cell = swap(column.cell);
        column.col = column.cell.col;
    }
    for column in &mut found.table.beside {
        column.cell = swap(column.cell);
    }
    for caption in &mut found.table.captions {
        caption.at = caption.at.map(swap);
    }
    for (at, _) in &mut found.uses {
        *at = swap(*at);
    }
    found.findings.iter_mut().for_each(turn_finding);
    found.table.range = swap_range(found.table.range);
    found.table.heading = row..row + 1;
    found.end = end;
}

/// An arrow goes on with what stands before it in time.
fn go_on(cells: &mut Vec<crate::recognise::RawField>) {
    let is_arrow = |text: &str| !text.is_empty() && text.chars().all(|c| "→⇒➡⟶⇨".contains(c));
    let mut done: Vec<crate::recognise::RawField> = Vec::with_capacity(cells.len());
    for cell in std::mem::take(cells) {
        let before = done.last_mut().filter(|last| last.column == cell.column && last.years.is_some());
        match (before, cell.years) {
            (Some(last), Some(years)) if is_arrow(&cell.text) => {
                last.years = last.years.map(|own| FiscalYears { from: own.from, to: own.to.max(years.to) });
                last.inferred = true;
            }
            _ => done.push(cell),
        }
    }
    *cells = done;
}

fn turn_finding(finding: &mut Finding) {
    finding.place.spot = finding.place.spot.map(|spot| match spot {
        Spot::Cell(at) => Spot::Cell(swap(at)),
        Spot::Range(range) => Spot::Range(swap_range(range)),
        Spot::Row(row) => Spot::Column(row),
        Spot::Column(col) => Spot::Row(col),
    });
}
