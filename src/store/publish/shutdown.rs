//! Shutdown: what everything that writes asks first, and what stops it for good when somebody stops the program.
//!
//! A signal ends the process while other threads are at work. Whoever ends it shuts down first: what was only
//! staged is swept away, nothing is written after that, and moves that have begun are waited for.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::publish::error::PublishError;
use crate::store::publish::lock;
use crate::store::publish::names::JOURNAL;

/// Held while something is written.
static WRITING: Mutex<ShutdownState> = Mutex::new(ShutdownState { shut: false, carried_through: false, staging: Vec::new() });
/// Held from the first word in the history to the last move: what has begun there is carried through.
static LAST_STEPS: Mutex<()> = Mutex::new(());

#[derive(Debug)]
pub(super) struct ShutdownState {
    shut: bool,
    /// Did the last steps of the run that staged last take place?
    carried_through: bool,
    /// Where runs of this process stage what they write.
    staging: Vec<HeldStaging>,
}

/// A staging folder, and the lock that says so: the system lets go of it when the process dies.
#[derive(Debug)]
struct HeldStaging {
    staging: PathBuf,
    lock: File,
}

impl HeldStaging {
    /// Lets go of the folder, and sweeps it away unless a journal tells the next run to go on with it.
    fn release(self) {
        if !self.staging.join(JOURNAL).exists() {
            lock::sweep(&self.staging, self.lock);
        }
    }
}

/// Waits for a turn to write; `None`: nothing is written any more.
pub(super) fn pass() -> Option<MutexGuard<'static, ShutdownState>> {
    let state = locked(&WRITING);
    (!state.shut).then_some(state)
}

/// Takes a folder to stage in by the lock that `take` gets; from then on something is staged there. It is not shut down
/// between the two.
pub(super) fn enter(staging: &Path, take: impl FnOnce() -> Result<File, PublishError>) -> Result<(), PublishError> {
    let mut state = locked(&WRITING);
    if state.shut {
        return Err(PublishError::Stopped);
    }
    let held = HeldStaging { staging: staging.to_owned(), lock: take()? };
    state.carried_through = false;
    state.staging.push(held);
    Ok(())
}

/// The run that staged here is over.
pub(super) fn leave(staging: &Path) {
    let mut state = locked(&WRITING);
    if let Some(at) = state.staging.iter().position(|held| held.staging == staging) {
        state.staging.swap_remove(at).release();
    }
}

/// The run that staged here is over, and the folder has gone with the outputs that were replaced.
pub(super) fn forget(staging: &Path) {
    locked(&WRITING).staging.retain(|held| held.staging != staging);
}

/// Runs the last steps of a run as one: [`stop`] waits for them. `None`: it was stopped before.
pub fn unstoppable<T>(work: impl FnOnce() -> T) -> Option<T> {
    let _steps = locked(&LAST_STEPS);
    if is_stopped() {
        return None;
    }
    let done = work();
    locked(&WRITING).carried_through = true;
    Some(done)
}

/// Resets the committed flag, so that the next run in this process starts clean.
pub fn begin_anew() {
    locked(&WRITING).carried_through = false;
}

/// Shuts down: last steps that have begun are waited for, what was only staged is swept away, and nothing is
/// written after this. Outputs and history stand as before, or as after: `true`.
pub fn stop() -> bool {
    let _steps = locked(&LAST_STEPS);
    let (held, is_carried_through) = {
        let mut state = locked(&WRITING);
        state.shut = true;
        (std::mem::take(&mut state.staging), state.carried_through)
    };
    // the lock is free again: who waits to write goes on, is refused, and closes its files
    held.into_iter().for_each(HeldStaging::release);
    is_carried_through
}

/// Has somebody stopped the program?
pub fn is_stopped() -> bool {
    locked(&WRITING).shut
}

fn locked<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    // what is guarded is whole after every line: a panic elsewhere takes nothing away
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
