//! Replaces a whole output folder in one step, where the system can: the new folder and the old one change places.
//!
//! This is done only for a folder that holds nothing but this program's own files. Everything else is moved file by file,
//! with a journal.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::store::publish::account::{Purpose, read_manifest};
use crate::store::publish::known_file::{Known, is_as_before, look_at};
use crate::store::publish::names::{RUN, STAGING, kept_name, safe};

/// Where the other folder of an exchange lies: `out/.torimatome-2025H1` for `out/2025H1`. None for a folder without a name.
fn other(folder: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(folder).ok()?;
    let name = format!("{STAGING}-{}", whole.file_name()?.to_str()?);
    Some(whole.parent()?.join(name))
}

/// Lets the staged files and `folder`, whose files are `listed`, change places, and takes away what was there before.
/// False where it cannot be done in one step: then nothing has changed.
///
/// # Errors
/// When what was staged cannot be moved back to where it waited.
pub(super) fn exchange(folder: &Path, staging: &Path, listed: &BTreeMap<String, Known>) -> io::Result<bool> {
    let (new, Some(other)) = (staging.join("new"), other(folder)) else { return Ok(false) };
    let is_taken = fs::symlink_metadata(&other).is_ok();
    if is_taken
        || is_worked_in(folder)
        || !holds_only(folder, listed)
        || !alike(folder, &new)
        || fs::rename(&new, &other).is_err()
    {
        return Ok(false);
    }
    if swap(&other, folder).is_err() {
        // a mount point, a file system without this step
        fs::rename(&other, &new)?;
        return Ok(false);
    }
    retire(&other, folder, listed.iter().map(|(name, known)| (name.as_str(), known.sha256.as_str())));
    Ok(true)
}

/// Completes an exchange that was cut off: its new folder if it had not come to its place, its old one if it had.
pub(super) fn recover(folder: &Path, purpose: Purpose) {
    let Some(other) = other(folder).filter(|_| purpose == Purpose::Outputs) else { return };
    let run = read_manifest(&other.join(RUN)).filter(|run| !run.is_of_forms());
    let is_folder = fs::symlink_metadata(&other).is_ok_and(|meta| meta.is_dir());
    if is_folder && (run.is_some() || other.join(STAGING).is_dir()) {
        let outputs = run.iter().flat_map(|run| &run.outputs);
        retire(&other, folder, outputs.map(|output| (output.path.as_str(), output.sha256.as_str())));
    } else if is_folder {
        // emptied, and cut off before it went; one that holds something stays
        let _ = fs::remove_dir(&other);
    }
}

/// Removes the files of a retired folder that are as `files` says, each with its hash, and `run.json` last. What somebody
/// put there meanwhile goes to the folder that took its place.
fn retire<'f>(old: &Path, folder: &Path, files: impl IntoIterator<Item = (&'f str, &'f str)>) {
    let run = old.join(RUN);
    for (name, sha256) in files {
        let Some(path) = safe(name).map(|name| old.join(name)) else { continue };
        if look_at(&path).is_some_and(|known| known.sha256 == sha256) {
            let _ = fs::remove_file(path);
        }
    }
    let staging = old.join(STAGING);
    let entries = WalkDir::new(old).min_depth(1).contents_first(true).into_iter().filter_map(Result::ok);
    for entry in entries.filter(|entry| !entry.path().starts_with(&staging) && entry.path() != run) {
        if entry.file_type().is_dir() {
            // one that holds something stays
            let _ = fs::remove_dir(entry.path());
        } else if let Ok(name) = entry.path().strip_prefix(old) {
            let _ = put_back(entry.path(), &folder.join(name));
        }
    }
    let _ = fs::remove_dir_all(staging);
    let _ = fs::remove_file(run);
    let _ = fs::remove_dir(old);
}

/// Moves a file to its place, or beside it where that is taken.
fn put_back(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    let free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let name = to.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let place = std::iter::once(to.to_owned()).chain((1..).map(|no| to.with_file_name(kept_name(name, no)))).find(free);
    place.map_or(Ok(()), |place| fs::rename(from, place))
}

/// Does a folder hold nothing but these files as they were written, `run.json` and what is staged?
fn holds_only(folder: &Path, listed: &BTreeMap<String, Known>) -> bool {
    let outside = |entry: &walkdir::DirEntry| entry.path() != folder.join(STAGING);
    WalkDir::new(folder).min_depth(1).into_iter().filter_entry(outside).all(|entry| {
        let Ok(entry) = entry else { return false };
        let Some(name) = entry.path().strip_prefix(folder).ok().and_then(Path::to_str) else { return false };
        if entry.file_type().is_dir() {
            return listed.keys().any(|file| Path::new(file).starts_with(name));
        }
        let as_before = |known| is_as_before(entry.path(), known);
        entry.file_type().is_file() && (name == RUN || listed.get(name).is_some_and(as_before))
    })
}

/// Is this process, started by somebody in a shell, at work within the folder? Its place would be gone.
fn is_worked_in(folder: &Path) -> bool {
    match (std::env::current_dir(), fs::canonicalize(folder)) {
        (Ok(here), Ok(folder)) => here.starts_with(folder),
        _ => true,
    }
}

/// Do two folders belong to the same people, who may do the same with them?
#[cfg(unix)]
fn alike(folder: &Path, new: &Path) -> bool {
    use std::collections::BTreeSet;
    use std::os::unix::fs::MetadataExt;

    let (Ok(meta), Ok(other)) = (fs::symlink_metadata(folder), fs::symlink_metadata(new)) else { return false };
    let rights = |meta: &fs::Metadata| (meta.mode(), meta.uid(), meta.gid());
    let attributes = |path: &Path| -> Option<BTreeSet<Vec<u8>>> {
        let mut names = Vec::with_capacity(1 << 12);
        rustix::fs::listxattr(path, rustix::buffer::spare_capacity(&mut names)).ok()?;
        Some(names.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect())
    };
    let listed = attributes(folder);
    let inherits = |names: &BTreeSet<Vec<u8>>| names.iter().any(|name| name.starts_with(b"system."));
    meta.is_dir() && rights(&meta) == rights(&other) && listed == attributes(new) && !listed.is_some_and(|names| inherits(&names))
}

#[cfg(not(unix))]
fn alike(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::model::digest::sha256;
    use crate::store::publish::OutputFolder;

    fn account(files: &[(&str, &str)]) -> String {
        let output =
            |(name, text): &(&str, &str)| serde_json::json!({ "kind": "data", "path": name, "sha256": sha256(text.as_bytes()) });
        let list: Vec<_> = files.iter().map(output).collect();
        serde_json::json!({ "schema": "torimatome.run/1", "outputs": list }).to_string()
    }

    fn publish(folder: &Path, files: &[(&str, &str)]) {
        let out = OutputFolder::open(folder, Purpose::Outputs).unwrap();
        for (name, text) in files {
            out.stage(name, text.as_bytes()).unwrap();
        }
        out.stage(RUN, account(files).as_bytes()).unwrap();
        out.publish().unwrap();
    }

    fn inode(path: &Path) -> u64 {
        fs::metadata(path).unwrap().ino()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().map(Result::unwrap);
        entries.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_folder_of_nothing_but_outputs_is_replaced_in_one_step() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        publish(&out, &[("a.xlsx", "1"), ("data/b.json", "1")]);
        let before = inode(&out);
        publish(&out, &[("a.xlsx", "2"), ("c.pdf", "2")]);
        assert_ne!(inode(&out), before);
        assert_eq!(names(root.path()), ["out", "out/a.xlsx", "out/c.pdf", "out/run.json"]);
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "2");
    }

    #[test]
    fn a_workbook_that_was_read_back_is_not_kept() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("out");
        publish(&path, &[("a.xlsx", "1")]);
        fs::write(path.join("a.xlsx"), "worked on").unwrap();
        let mut out = OutputFolder::open(&path, Purpose::Outputs).unwrap();
        assert!(out.take_over("a.xlsx", &sha256(b"worked on")));
        out.stage("a.xlsx", b"2").unwrap();
        out.stage(RUN, account(&[("a.xlsx", "2")]).as_bytes()).unwrap();
        out.publish().unwrap();
        assert_eq!(names(root.path()), ["out", "out/a.xlsx", "out/run.json"]);
    }

    #[test]
    fn a_folder_that_holds_something_else_stays_itself() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        publish(&out, &[("a.xlsx", "1")]);
        for theirs in ["memo.txt", "empty/"] {
            let path = out.join(theirs);
            if theirs.ends_with('/') { fs::create_dir(&path) } else { fs::write(&path, "theirs") }.unwrap();
            let before = inode(&out);
            publish(&out, &[("a.xlsx", theirs)]);
            assert_eq!(inode(&out), before, "{theirs}");
            assert!(path.exists(), "{theirs}");
            if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) }.unwrap();
        }
        fs::set_permissions(&out, std::os::unix::fs::PermissionsExt::from_mode(0o2770)).unwrap();
        publish(&out, &[("a.xlsx", "3")]);
        assert_eq!(fs::metadata(&out).unwrap().mode() & 0o7777, 0o2770);
    }

    #[test]
    fn an_exchange_that_was_cut_off_is_completed() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        publish(&out, &[("a.xlsx", "1")]);
        let other = other(&out).unwrap();
        // before the folders changed places: the new one is taken away
        publish(&other, &[("a.xlsx", "2"), ("data/b.json", "2")]);
        drop(OutputFolder::open(&out, Purpose::Outputs).unwrap());
        assert_eq!(names(root.path()), ["out", "out/a.xlsx", "out/run.json"]);
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "1");
        // after it: the old one goes, and what somebody saved there meanwhile is kept
        publish(&other, &[("a.xlsx", "0"), ("b.csv", "0")]);
        fs::create_dir(other.join(STAGING)).unwrap();
        fs::write(other.join("a.xlsx"), "worked on").unwrap();
        fs::write(other.join("memo.txt"), "mine").unwrap();
        drop(OutputFolder::open(&out, Purpose::Outputs).unwrap());
        assert_eq!(names(root.path()), ["out", "out/a.xlsx", "out/a（手直し）.xlsx", "out/memo.txt", "out/run.json"]);
        assert_eq!(fs::read_to_string(out.join("a（手直し）.xlsx")).unwrap(), "worked on");
        // cut off when it was empty
        fs::create_dir(&other).unwrap();
        drop(OutputFolder::open(&out, Purpose::Outputs).unwrap());
        assert!(!other.exists());
        // a folder of somebody else with that name stays
        fs::create_dir(&other).unwrap();
        fs::write(other.join("memo.txt"), "theirs").unwrap();
        publish(&out, &[("a.xlsx", "4")]);
        assert_eq!(fs::read_to_string(other.join("memo.txt")).unwrap(), "theirs");
    }
}
