//! What is left of the limits while one file is read.

use std::borrow::Cow;
use std::cell::Cell;
use std::time::{Duration, Instant};

use super::fault::{Fault, Limit};
use crate::source::Limits;

/// Counts what a file has cost so far. Shared by all the parts of one reading, hence the cells.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    /// The limits themselves.
    pub(super) limits: &'a Limits,
    since: Instant,
    cells: Cell<u64>,
    inflated: Cell<u64>,
    memory: Cell<u64>,
    texts: Cell<u64>,
    ticks: Cell<u32>,
}

/// What a [`RawCell`](crate::source::RawCell) costs beside its text: itself, and a small text's place on the heap.
pub(super) const CELL_BYTES: u64 = 128;

impl<'a> Budget<'a> {
    /// A fresh budget; the clock starts now.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            since: Instant::now(),
            cells: Cell::new(0),
            inflated: Cell::new(0),
            memory: Cell::new(0),
            texts: Cell::new(0),
            ticks: Cell::new(0),
        }
    }

    /// One more cell with this text.
    pub(super) fn cell(&self, text: &str) -> Result<(), Fault> {
        self.cells.set(self.cells.get() + 1);
        if self.cells.get() > self.limits.cells {
            return Err(too_large(Limit::Cells, self.limits.cells));
        }
        if text.len() as u64 > self.limits.cell_chars {
            let chars = text.chars().count() as u64;
            if chars > self.limits.cell_chars {
                let actual = Cow::Owned(chars.to_string());
                return Err(Fault::TooLarge { limit: Limit::CellLength, max: self.limits.cell_chars, actual });
            }
        }
        // every later stage holds a text once more
        self.texts.set(self.texts.get() + text.len() as u64);
        if self.texts.get() > self.limits.inflated_bytes / 8 {
            return Err(too_large(Limit::Inflated, self.limits.inflated_bytes));
        }
        self.memory(CELL_BYTES + text.len() as u64)?;
        self.tick()
    }

    /// Memory that stays: cells, their texts, shared strings. It may reach half of what a file may
    /// inflate to, and texts of cells an eighth, so that a text repeated in a million cells does not fill the machine.
    pub(super) fn memory(&self, bytes: u64) -> Result<(), Fault> {
        self.memory.set(self.memory.get().saturating_add(bytes));
        if self.memory.get() > self.limits.inflated_bytes / 2 {
            return Err(too_large(Limit::Inflated, self.limits.inflated_bytes));
        }
        Ok(())
    }

    /// Bytes that came out of a packed part.
    pub(super) fn inflate(&self, bytes: u64) -> Result<(), Fault> {
        self.inflated.set(self.inflated.get().saturating_add(bytes));
        if self.inflated.get() > self.limits.inflated_bytes {
            return Err(too_large(Limit::Inflated, self.limits.inflated_bytes));
        }
        self.time()
    }

    /// Looks at the clock now and then; call it in every loop that the input can make long.
    pub(super) fn tick(&self) -> Result<(), Fault> {
        self.ticks.set(self.ticks.get().wrapping_add(1));
        if self.ticks.get().is_multiple_of(1024) { self.time() } else { Ok(()) }
    }

    /// Looks at the clock.
    pub(super) fn time(&self) -> Result<(), Fault> {
        if self.since.elapsed() > Duration::from_secs(self.limits.seconds) {
            return Err(too_large(Limit::Seconds, self.limits.seconds));
        }
        Ok(())
    }
}

/// Beyond a limit by an unknown amount: reading stopped there.
pub(super) fn too_large(limit: Limit, max: u64) -> Fault {
    Fault::TooLarge { limit, max, actual: Cow::Owned(format!("> {max}")) }
}
