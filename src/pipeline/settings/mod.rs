//! Options, configuration and workspace: the settings of a run.

pub(crate) mod config;
mod due;
pub(crate) mod inputs;
pub(crate) mod options;
pub(crate) mod print_options;
pub(crate) mod report_config;
pub(crate) mod resolved;
pub(crate) mod values;
pub(crate) mod workspace;
