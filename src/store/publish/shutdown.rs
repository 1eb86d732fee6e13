//! The gate through which everything is written: shut for good when somebody stops the program.
//!
//! A signal ends the process while other threads are at work. Whoever ends it shuts the gate first: what was only
//! staged is swept away, nothing is written after that, and moves that have begun are waited for.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::publish::PublishError;

/// Held while something is written.
static WRITING: Mutex<Gate> = Mutex::new(Gate { shut: false, carried_through: false, staging: Vec::new() });
/// Held from the first word in the history to the last move: what has begun there is carried through.
static LAST_STEPS: Mutex<()> = Mutex::new(());

#[derive(Debug)]
pub(super) struct Gate {
    shut: bool,
    /// Did the last steps of the run that staged last take place?
    carried_through: bool,
    /// Where runs of this process stage what they write.
    staging: Vec<PathBuf>,
}

/// Waits for a turn to write; `None`: nothing is written any more.
pub(super) fn pass() -> Option<MutexGuard<'static, Gate>> {
    let gate = lock(&WRITING);
    (!gate.shut).then_some(gate)
}

/// Takes a folder to stage in, by `take`; from then on something is staged there. The gate is not shut between the two.
pub(super) fn enter<T>(staging: &Path, take: impl FnOnce() -> Result<T, PublishError>) -> Result<T, PublishError> {
    let mut gate = lock(&WRITING);
    if gate.shut {
        return Err(PublishError::Stopped);
    }
    let taken = take()?;
    gate.carried_through = false;
    gate.staging.push(staging.to_owned());
    Ok(taken)
}

/// The run that staged here is over.
pub(super) fn leave(staging: &Path) {
    let mut gate = lock(&WRITING);
    if let Some(at) = gate.staging.iter().position(|known| known == staging) {
        gate.staging.swap_remove(at);
    }
}

/// Runs the last steps of a run as one: [`stop`] waits for them. `None`: it was stopped before.
pub fn unstoppable<T>(work: impl FnOnce() -> T) -> Option<T> {
    let _steps = lock(&LAST_STEPS);
    if is_stopped() {
        return None;
    }
    let done = work();
    lock(&WRITING).carried_through = true;
    Some(done)
}

/// What was carried through is over and told: another run may begin.
pub fn begin_anew() {
    lock(&WRITING).carried_through = false;
}

/// Shuts the gate: last steps that have begun are waited for, what was only staged is swept away, and nothing is
/// written after this. Outputs and history stand as before, or as after: `true`.
pub fn stop() -> bool {
    let _steps = lock(&LAST_STEPS);
    let mut gate = lock(&WRITING);
    gate.shut = true;
    for staging in std::mem::take(&mut gate.staging) {
        // a journal tells the next run to go on with moves; there is none without last steps
        if !staging.join(crate::store::publish::JOURNAL).exists() {
            sweep(&staging);
        }
    }
    gate.carried_through
}

/// Has somebody stopped the program?
pub fn is_stopped() -> bool {
    lock(&WRITING).shut
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    // what is guarded is whole after every line: a panic elsewhere takes nothing away
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes a staging folder, and the output folder too if it was made for nothing.
pub(super) fn sweep(staging: &Path) {
    let _ = fs::remove_dir_all(staging);
    if let Some(folder) = staging.parent() {
        // one that holds something stays
        let _ = fs::remove_dir(folder);
    }
}
