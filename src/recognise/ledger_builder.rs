//! Builds the ledger of a sheet: what each non-empty cell was used for.

use crate::model::{Address, Ledger, Reason};
use crate::source::{Grid, RawValue};

/// What a cell was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Nothing yet.
    Open,
    /// It is in a record of its own.
    Record,
    /// It stands for several records: a merged direction.
    Shared,
    /// Set aside.
    Aside(Reason),
}

/// One entry a cell of the grid.
#[derive(Debug)]
pub struct LedgerBuilder<'g> {
    grid: &'g Grid,
    uses: Vec<Use>,
}

impl<'g> LedgerBuilder<'g> {
    /// A ledger in which every cell of a grid is open.
    pub fn new(grid: &'g Grid) -> Self {
        Self { grid, uses: vec![Use::Open; grid.cells.len()] }
    }

    /// Marks a cell that is still open; the first use counts. A blank cell has no entry.
    pub fn mark(&mut self, cell: Address, usage: Use) -> bool {
        let Ok(index) = self.grid.cells.binary_search_by_key(&cell, |cell| cell.at) else { return false };
        match self.uses.get_mut(index) {
            Some(entry @ Use::Open) => {
                *entry = usage;
                true
            }
            _ => false,
        }
    }

    /// Marks every open cell of a row.
    pub fn mark_row(&mut self, row: u32, reason: Reason) {
        let (from, to) = self.row(row);
        for entry in self.uses.get_mut(from..to).unwrap_or_default() {
            if *entry == Use::Open {
                *entry = Use::Aside(reason);
            }
        }
    }

    /// Marks every open cell of the sheet.
    pub fn mark_all(&mut self, reason: Reason) {
        for entry in &mut self.uses {
            if *entry == Use::Open {
                *entry = Use::Aside(reason);
            }
        }
    }

    /// Sets a cell aside for another reason than before; one that is used stays so.
    pub fn set_aside(&mut self, cell: Address, reason: Reason) {
        let Ok(index) = self.grid.cells.binary_search_by_key(&cell, |cell| cell.at) else { return };
        if let Some(entry @ (Use::Open | Use::Aside(_))) = self.uses.get_mut(index) {
            *entry = Use::Aside(reason);
        }
    }

    /// Takes a cell back, whatever it was used for.
    pub fn take_back(&mut self, cell: Address, reason: Reason) {
        let Ok(index) = self.grid.cells.binary_search_by_key(&cell, |cell| cell.at) else { return };
        if let Some(entry) = self.uses.get_mut(index) {
            *entry = Use::Aside(reason);
        }
    }

    /// What a cell was used for.
    pub fn usage(&self, cell: Address) -> Option<Use> {
        let index = self.grid.cells.binary_search_by_key(&cell, |cell| cell.at).ok()?;
        self.uses.get(index).copied()
    }

    /// Is this cell still open?
    pub fn is_open(&self, cell: Address) -> bool {
        self.grid.cells.binary_search_by_key(&cell, |cell| cell.at).is_ok_and(|index| self.uses.get(index) == Some(&Use::Open))
    }

    /// The cells that are still open.
    pub fn open(&self) -> impl Iterator<Item = &'g crate::source::RawCell> {
        self.grid.cells.iter().zip(&self.uses).filter(|(_, usage)| **usage == Use::Open).map(|(cell, _)| cell)
    }

    fn row(&self, row: u32) -> (usize, usize) {
        let from = self.grid.cells.partition_point(|cell| cell.at.row < row);
        let to = self.grid.cells.partition_point(|cell| cell.at.row <= row);
        (from, to)
    }

    /// Counts the cells. A formula without a stored result counts apart; what is still open is outside the form.
    pub fn close(self) -> Ledger {
        let mut ledger = Ledger { witness: self.grid.witness, ..Ledger::default() };
        for (cell, usage) in self.grid.cells.iter().zip(&self.uses) {
            if cell.value == RawValue::Uncalculated {
                ledger.uncalculated += 1;
                continue;
            }
            ledger.non_empty += 1;
            match usage {
                Use::Record | Use::Shared => ledger.used += 1,
                Use::Aside(reason) => *ledger.set_aside.entry(*reason).or_default() += 1,
                Use::Open => *ledger.set_aside.entry(Reason::OutsideForm).or_default() += 1,
            }
        }
        ledger
    }
}
