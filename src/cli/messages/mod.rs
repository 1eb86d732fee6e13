//! Output for people: console, progress, help, errors.

pub(crate) mod catalogue;
pub(crate) mod console;
pub(crate) mod help;
pub(crate) mod panic_report;
pub(crate) mod progress;

pub(crate) use crate::pipeline::errors;
