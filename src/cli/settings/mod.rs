//! Options, configuration and workspace: the settings of a run.

pub(crate) mod config;
pub(crate) mod inputs;
pub(crate) mod options;
pub(crate) mod printing;
pub(crate) mod workspace;
