//! The commands, one file each.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod forms;
pub(crate) mod history;
pub(crate) mod ingest;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod library;
pub(crate) mod shell;
pub(crate) mod status;
