//! Names of files in an output folder.

use std::path::{Component, Path, PathBuf};

/// Where new files wait.
pub(super) const STAGING: &str = ".torimatome";
/// The moves of a run that has everything written.
pub(super) const JOURNAL: &str = "journal.json";
/// The account of the outputs.
pub(super) const RUN: &str = "run.json";

/// A relative path that stays below the folder, with `/`; anything else is none.
pub(super) fn safe(name: &str) -> Option<String> {
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let clean = !name.is_empty() && !name.contains('\\') && !name.contains('\0') && !name.contains(':');
    (plain && clean && !name.starts_with(STAGING)).then(|| name.to_owned())
}

/// The link in an output folder that a name leads through: what lies behind it belongs to somebody else.
pub(super) fn link_on_the_way(folder: &Path, name: &str) -> Option<PathBuf> {
    let above = Path::new(name).ancestors().skip(1).filter(|part| !part.as_os_str().is_empty());
    above.map(|part| folder.join(part)).find(|path| path.symlink_metadata().is_ok_and(|meta| meta.is_symlink()))
}

/// The name under which a file that somebody worked on is kept, the first time and later ones.
pub(super) fn kept_name(name: &str, no: u32) -> String {
    let (stem, end) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let number = if no == 1 { String::new() } else { no.to_string() };
    format!("{stem}（手直し{number}）{end}")
}
