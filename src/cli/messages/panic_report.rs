//! What a fault of the program's own says of itself.
//!
//! A panic is told once, by who catches it last: a writer's panic at a full disk is an error like any other.

use std::panic;
use std::sync::{Mutex, PoisonError};

use crate::source;

/// What the last panic said, and where.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Keeps panics off the screen; who asks for traces (`RUST_BACKTRACE`) gets them as usual, but for those that a file's
/// bytes cause in a library: they are a fault of that file.
pub(crate) fn keep_quiet() {
    let usual = std::env::var_os("RUST_BACKTRACE").map(|_| panic::take_hook());
    panic::set_hook(Box::new(move |panic| match &usual {
        _ if source::is_fenced() => {}
        Some(usual) => usual(panic),
        None => *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string().replace('\n', " "),
    }));
}

/// What the last panic said, in a line.
pub(crate) fn last() -> String {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
