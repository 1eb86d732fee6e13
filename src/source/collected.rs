//! The files that were found, and those that are not to be read.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Found;
use super::read::{blank_input, status_of};
use crate::model::{Finding, Input};

/// The files among the inputs.
#[derive(Debug, Default)]
pub struct Collected {
    /// What is to be read, sorted by path.
    pub found: Vec<Found>,
    /// `departments.csv`, `torimatome.toml` and `decisions.toml` among the inputs.
    pub configuration: Vec<PathBuf>,
    /// What is not to be read and why: configuration, what is no file, archives that cannot be opened.
    pub ignored: Vec<(Input, Finding)>,
    /// Findings that belong to no file: an input or a folder that cannot be opened.
    pub findings: Vec<Finding>,
}

/// Adds a file that is not to be read, and why.
pub(super) fn refuse(collected: &mut Collected, path: &Arc<str>, finding: Finding) {
    let mut input = blank_input(path);
    input.status = status_of(&finding);
    input.reason = Some(finding.rule);
    collected.ignored.push((input, finding));
}

/// The path, or with a number where it is taken.
pub(super) fn distinct(path: String, taken: &mut BTreeMap<String, usize>) -> String {
    let times = taken.entry(path.clone()).or_default();
    *times += 1;
    if *times == 1 { path } else { format!("{path} ({times})") }
}
