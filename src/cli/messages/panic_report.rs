//! Panic reporting: keeps the last panic message for the report with exit status 70.
//!
//! A panic is reported once, by its outermost catcher: a writer that panics at a full disk is an error like any other.

use std::panic;
use std::sync::{Mutex, PoisonError};

use crate::source;

/// Message and location of the last panic.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Silences panics. With `RUST_BACKTRACE` they are printed as usual, except those that a file's
/// bytes cause in a library: these are findings about the file.
pub(crate) fn keep_quiet() {
    let usual = std::env::var_os("RUST_BACKTRACE").map(|_| panic::take_hook());
    panic::set_hook(Box::new(move |panic| match &usual {
        _ if source::is_fenced() => {}
        Some(usual) => usual(panic),
        None => *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string().replace('\n', " "),
    }));
}

/// The last panic message, on one line.
pub(crate) fn last() -> String {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
