//! The budget of a file, as the readers of workbooks use it: every limit that is passed is a [`Fault`].

use std::borrow::Cow;
use std::cell::Cell;

use super::fault::{Fault, WorkbookLimit};
pub(super) use crate::source::budget::CELL_BYTES;
use crate::source::budget::{self, CELL_WORK};
use crate::source::{Limits, refusal};

/// Work that a sheet costs, whatever is on it.
pub(super) const SHEET_WORK: u64 = 500;

/// Work that trying a password costs.
pub(super) const PASSWORD_WORK: u64 = 1_000_000;

/// Counts what a workbook has cost so far. Shared by all the parts of one reading, hence the cells.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    /// The limits themselves.
    pub(super) limits: &'a Limits,
    file: &'a budget::Budget<'a>,
    cells: Cell<u64>,
    inflated: Cell<u64>,
    texts: Cell<u64>,
}

impl<'a> Budget<'a> {
    /// What is left for the workbook that the file is.
    pub(super) const fn new(file: &'a budget::Budget<'a>) -> Self {
        Self { limits: file.limits, file, cells: Cell::new(0), inflated: Cell::new(0), texts: Cell::new(0) }
    }

    /// One more cell with this text.
    pub(super) fn cell(&self, text: &str) -> Result<(), Fault> {
        self.cells.set(self.cells.get() + 1);
        if self.cells.get() > self.limits.cells {
            return Err(too_large(WorkbookLimit::Cells, self.limits.cells));
        }
        if text.len() as u64 > self.limits.cell_chars {
            let chars = text.chars().count() as u64;
            if chars > self.limits.cell_chars {
                let actual = Cow::Owned(chars.to_string());
                return Err(Fault::TooLarge { limit: WorkbookLimit::CellLength, max: self.limits.cell_chars, actual });
            }
        }
        // every later stage holds a text once more
        self.texts.set(self.texts.get() + text.len() as u64);
        if self.texts.get() > self.limits.file_memory / 2 {
            return Err(too_large(WorkbookLimit::Memory, self.limits.file_memory));
        }
        self.memory(CELL_BYTES + text.len() as u64)?;
        self.work(CELL_WORK)
    }

    /// Memory that stays: cells, their texts, shared strings.
    pub(super) fn memory(&self, bytes: u64) -> Result<(), Fault> {
        self.file.memory(bytes).map_err(|_| too_large(WorkbookLimit::Memory, self.limits.file_memory))
    }

    /// Memory that is given back before the file is recognised.
    pub(super) fn passing(&self, bytes: u64) {
        self.file.passing(bytes);
    }

    /// Bytes that came out of a packed part.
    pub(super) fn inflate(&self, bytes: u64) -> Result<(), Fault> {
        self.inflated.set(self.inflated.get().saturating_add(bytes));
        if self.inflated.get() > self.limits.inflated_bytes {
            return Err(too_large(WorkbookLimit::Inflated, self.limits.inflated_bytes));
        }
        self.work(bytes / 16)
    }

    /// One more step of a loop that the input can make long.
    pub(super) fn tick(&self) -> Result<(), Fault> {
        self.work(1)
    }

    /// Work that is more than a step.
    pub(super) fn work(&self, units: u64) -> Result<(), Fault> {
        self.file.work(units).map_err(|limit| match limit {
            refusal::Limit::Seconds => too_large(WorkbookLimit::Seconds, self.limits.seconds),
            _ => too_large(WorkbookLimit::Memory, self.limits.file_memory),
        })
    }
}

/// Beyond a limit by an unknown amount: reading stopped there.
pub(super) fn too_large(limit: WorkbookLimit, max: u64) -> Fault {
    Fault::TooLarge { limit, max, actual: Cow::Owned(format!("> {max}")) }
}
