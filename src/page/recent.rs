//! The recently opened workspaces.

use std::path::{Path, PathBuf};

use crate::page::running::user_folder;
use crate::pipeline::settings::workspace::config_in;
use crate::source::settings::bytes_up_to;

/// How many are kept.
const KEPT: usize = 10;
/// The longest list, in bytes.
const LONGEST: u64 = 64 << 10;

fn file() -> Option<PathBuf> {
    Some(user_folder(true)?.join("recent.json"))
}

/// The recent workspaces that still exist, the latest first.
pub(super) fn workspaces() -> Vec<PathBuf> {
    let read = file().and_then(|path| bytes_up_to(&path, LONGEST).ok());
    let mut known: Vec<PathBuf> = read.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    known.truncate(KEPT);
    known.retain(|root| config_in(root).is_some());
    known
}

/// Puts a workspace at the head of the list. Failing to save the list is harmless.
pub(super) fn remember(root: &Path) {
    let Some(path) = file() else { return };
    let mut known = workspaces();
    known.retain(|other| other != root);
    known.insert(0, root.to_owned());
    known.truncate(KEPT);
    let _ = std::fs::write(path, serde_json::to_vec(&known).unwrap_or_default());
}
