//! Where libraries read foreign bytes: what panics there is a fault of one file, and no message of the program's.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; none where it panicked.
pub(crate) fn fenced<T>(work: impl FnOnce() -> T) -> Option<T> {
    let outer = FENCED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    FENCED.set(outer);
    done
}

/// Is this thread at work where a panic is expected, so that none is reported?
pub fn is_fenced() -> bool {
    FENCED.get()
}
