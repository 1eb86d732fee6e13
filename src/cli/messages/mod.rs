//! What people read: the catalogue of messages, console, progress, help.

pub(crate) mod catalogue;
pub(crate) mod console;
pub(crate) mod errors;
pub(crate) mod help;
pub(crate) mod panic_report;
pub(crate) mod progress;
