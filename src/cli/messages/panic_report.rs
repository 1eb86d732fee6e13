//! What a fault of the program's own says of itself.
//!
//! A panic is told once, by who catches it last: a writer's panic at a full disk is an error like any other.

use std::panic;
use std::sync::{Mutex, PoisonError};

/// What the last panic said, and where.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Keeps panics off the screen; who asks for traces (`RUST_BACKTRACE`) gets them as usual.
pub(crate) fn keep_quiet() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|panic| {
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string().replace('\n', " ");
        }));
    }
}

/// What the last panic said, in a line.
pub(crate) fn last() -> String {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
