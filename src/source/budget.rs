//! What is left of the limits while one file is read and recognised, and the memory that a run's threads share.
//!
//! Work is counted, not timed: what is refused on a slow machine is refused on a fast one. The clock is a last resort.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Limits;
use super::refusal::Limit;

/// Units of work in a second of `--max-seconds`: about what an office computer does in one.
pub const WORK_PER_SECOND: u64 = 10_000_000;

/// What a [`RawCell`](crate::source::RawCell) costs beside its text: itself, and a small text's place on the heap.
pub const CELL_BYTES: u64 = 128;

/// Work that a cell costs where it is read.
pub const CELL_WORK: u64 = 8;

/// So many times the seconds of the limit may pass by the clock.
const LAST_RESORT: u64 = 30;

/// A file that takes more memory than this waits for its permit: several at once could fill the machine.
const SMALL: u64 = 16 << 20;

/// The memory that the threads of a run share: of files that take much, one is read at a time.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Pool>);

#[derive(Debug, Default)]
struct Pool {
    taken: Mutex<bool>,
    free: Condvar,
}

/// The right to take more than little, until it is dropped.
#[derive(Debug)]
struct Permit(Arc<Pool>);

impl Memory {
    fn wait(&self) -> Permit {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken {
            taken = self.0.free.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = true;
        Permit(Arc::clone(&self.0))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.free.notify_one();
    }
}

/// Counts what a file costs, from its first byte to its recognised tables.
#[derive(Debug)]
pub struct Budget<'a> {
    /// The limits themselves.
    pub limits: &'a Limits,
    shared: Memory,
    since: Instant,
    work: Cell<u64>,
    looked: Cell<u64>,
    memory: Cell<u64>,
    permit: RefCell<Option<Permit>>,
}

impl<'a> Budget<'a> {
    /// A fresh budget, for one file of a run.
    pub fn new(limits: &'a Limits, memory: &Memory) -> Self {
        Self {
            limits,
            shared: memory.clone(),
            since: Instant::now(),
            work: Cell::new(0),
            looked: Cell::new(0),
            memory: Cell::new(0),
            permit: RefCell::new(None),
        }
    }

    /// A budget that shares nothing with other files.
    pub fn alone(limits: &'a Limits) -> Self {
        Self::new(limits, &Memory::default())
    }

    /// Counts work; call it in every loop that the input can make long.
    ///
    /// # Errors
    /// The limit, when it is passed.
    #[inline]
    pub fn work(&self, units: u64) -> Result<(), Limit> {
        let done = self.work.get().saturating_add(units);
        self.work.set(done);
        if done > self.limits.seconds.saturating_mul(WORK_PER_SECOND) {
            return Err(Limit::Seconds);
        }
        if done - self.looked.get() < WORK_PER_SECOND / 16 {
            return Ok(());
        }
        self.looked.set(done);
        let longest = Duration::from_secs(self.limits.seconds.saturating_mul(LAST_RESORT));
        if self.since.elapsed() > longest { Err(Limit::Seconds) } else { Ok(()) }
    }

    /// Counts memory that stays until the file is recognised.
    ///
    /// # Errors
    /// The limit, when it is passed.
    pub fn memory(&self, bytes: u64) -> Result<(), Limit> {
        let taken = self.memory.get().saturating_add(bytes);
        self.memory.set(taken);
        self.wait_for(taken);
        if taken > self.limits.file_memory { Err(Limit::FileMemory) } else { Ok(()) }
    }

    /// Memory that is given back before the file is recognised, such as its bytes: it counts for whose turn it is only.
    pub fn passing(&self, bytes: u64) {
        self.wait_for(bytes);
    }

    /// What counts as kept: the memory of its texts and cells.
    pub fn kept(&self) -> u64 {
        self.memory.get()
    }

    fn wait_for(&self, bytes: u64) {
        if bytes > SMALL && self.permit.borrow().is_none() {
            let turn = self.shared.wait();
            *self.permit.borrow_mut() = Some(turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_the_same_on_every_machine() {
        let limits = Limits { seconds: 1, ..Limits::default() };
        let budget = Budget::alone(&limits);
        assert_eq!(budget.work(WORK_PER_SECOND), Ok(()));
        assert_eq!(budget.work(1), Err(Limit::Seconds));
    }

    #[test]
    fn of_large_files_one_is_read_at_a_time() {
        let (limits, memory) = (Limits::default(), Memory::default());
        let large = Budget::new(&limits, &memory);
        large.memory(SMALL + 1).unwrap();
        let (began, begin) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let (limits, memory) = (&limits, &memory);
            scope.spawn(move || {
                let small = Budget::new(limits, memory);
                small.memory(SMALL).unwrap();
                began.send("small").unwrap();
                small.memory(1).unwrap();
                began.send("large").unwrap();
            });
            assert_eq!(begin.recv(), Ok("small"));
            assert!(begin.recv_timeout(Duration::from_millis(50)).is_err());
            drop(large);
            assert_eq!(begin.recv(), Ok("large"));
        });
    }
}
