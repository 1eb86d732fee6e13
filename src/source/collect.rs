//! Which files there are: inputs given on the command line to a sorted list of files, archives opened.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::collected::{Collected, distinct, refuse};
use super::outputs::{OUTPUT, Outputs, RUN, STAGING};
use super::read::{blank_input, status_of};
use super::refusal::{self, Limit};
use super::sniff::{Content, Promise, extension, promise, sniff_zip};
use super::{Disk, Found, Limits, Location, unpack};
use crate::model::{Format, Place, Texts, path_order};

/// Where configuration may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settings {
    /// Directly in an input folder: whoever named the folder put it there.
    InInput,
    /// Nowhere among the inputs: anybody may put a file there.
    Elsewhere,
}

/// Finds the files in `inputs`: files, folders and zip archives.
///
/// The order does not depend on the file system nor on the order of the inputs: paths are sorted by the bytes of
/// their NFC form. A file reached twice counts once; different files of the same relative path get the name of
/// their folder before it.
pub fn collect(inputs: &[PathBuf], limits: &Limits) -> Collected {
    collect_with(inputs, limits, Disk::default())
}

/// [`collect`] with another way of opening files.
pub fn collect_with(inputs: &[PathBuf], limits: &Limits, disk: Disk) -> Collected {
    walk(inputs, None, limits, disk, Settings::InInput)
}

/// [`collect`] from where anybody may put files: an inbox.
pub fn collect_handed_in(inputs: &[PathBuf], limits: &Limits) -> Collected {
    walk(inputs, None, limits, Disk::default(), Settings::Elsewhere)
}

/// [`collect`] for some of the files below a folder: they get the paths that they have when the folder is collected.
pub fn collect_below(base: &Path, inputs: &[PathBuf], limits: &Limits) -> Collected {
    walk(inputs, Some(base), limits, Disk::default(), Settings::InInput)
}

fn walk(inputs: &[PathBuf], base: Option<&Path>, limits: &Limits, disk: Disk, settings: Settings) -> Collected {
    let (collected, files, seen) = Default::default();
    let mut walk = Walk { base, limits, settings, collected, files, seen, own: Outputs::default() };
    for input in inputs {
        walk.input(input);
    }
    let Walk { mut collected, files, own, .. } = walk;
    for (file, path) in unique(files) {
        add(file, path.into(), &own, limits, disk, &mut collected);
    }
    collected.found.sort_by_cached_key(|found| path_order(&found.path));
    collected.ignored.sort_by_cached_key(|(input, _)| path_order(&input.path));
    collected.configuration.sort();
    collected
}

/// A file on disk, with what to call it.
#[derive(Debug)]
struct Candidate {
    /// Where it is.
    on_disk: PathBuf,
    /// The folder that was given, or that of the file that was given.
    base: PathBuf,
    /// Path from there, with `/`.
    relative: String,
    /// Does it lie where configuration may lie?
    settings: bool,
}

struct Walk<'a> {
    /// Where paths begin, where that is not for each input to say.
    base: Option<&'a Path>,
    limits: &'a Limits,
    settings: Settings,
    collected: Collected,
    files: Vec<Candidate>,
    /// Files and linked folders that were reached, by their real path.
    seen: BTreeSet<PathBuf>,
    /// What earlier runs wrote into the folders.
    own: Outputs,
}

impl Walk<'_> {
    fn input(&mut self, input: &Path) {
        match fs::metadata(input) {
            Ok(meta) if meta.is_dir() => self.folder(input),
            Ok(_) => {
                let base = input.parent().unwrap_or(Path::new("")).to_owned();
                let relative = input.file_name().map_or_else(String::new, os_text);
                // a file that is dropped or named stands beside what a run wrote there before
                self.own.read_beside(input);
                let settings = self.settings == Settings::InInput;
                self.file(Candidate { on_disk: input.to_owned(), base, relative, settings });
            }
            Err(error) => {
                let name = input.file_name().map_or_else(|| input.to_string_lossy().into_owned(), os_text);
                self.refuse_file(&name, &error);
            }
        }
    }

    fn folder(&mut self, root: &Path) {
        let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let seen = &mut self.seen;
        let deepest = usize::try_from(self.limits.folder_depth).unwrap_or(usize::MAX);
        let mut linked = BTreeSet::new();
        let walker =
            WalkDir::new(root).follow_links(true).max_depth(deepest).sort_by_file_name().into_iter().filter_entry(|entry| {
                // where a run stages its outputs
                if entry.depth() > 0 && entry.file_name() == STAGING {
                    return false;
                }
                // A link to a folder inside adds nothing; one to a folder outside is followed once.
                if !(entry.path_is_symlink() && entry.file_type().is_dir() && entry.depth() > 0) {
                    return true;
                }
                let Ok(real) = fs::canonicalize(entry.path()) else { return false };
                !real.starts_with(&real_root) && linked.insert(real.clone()) && seen.insert(real)
            });
        let entries: Vec<_> = walker.collect();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() && entry.depth() < deepest => {}
                // its contents are not looked at: one finding for the folder
                Ok(entry) if entry.file_type().is_dir() => {
                    let holds = fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_some());
                    if holds {
                        let path: Arc<str> = relative(entry.path(), root).into();
                        let place = Place::file(Arc::clone(&path));
                        refuse(&mut self.collected, &path, refusal::beyond(place, Limit::FolderDepth, self.limits));
                    }
                }
                Ok(entry) => {
                    let relative = relative(entry.path(), root);
                    let settings = self.settings == Settings::InInput && entry.depth() == 1;
                    if entry.file_name() == RUN {
                        self.own.read(entry.path());
                    }
                    self.file(Candidate { on_disk: entry.into_path(), base: root.to_owned(), relative, settings });
                }
                // A link that leads back to a folder it is in: everything there is found without it.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().map_or_else(String::new, |path| relative(path, root));
                    let io = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                    self.refuse_file(&path, &io);
                }
            }
        }
    }

    fn file(&mut self, mut candidate: Candidate) {
        if let Some(base) = self.base {
            candidate.relative = relative(&candidate.on_disk, base);
            candidate.base = base.to_owned();
        }
        let real = fs::canonicalize(&candidate.on_disk).unwrap_or_else(|_| candidate.on_disk.clone());
        if self.seen.insert(real) {
            self.files.push(candidate);
        }
    }

    fn refuse_file(&mut self, path: &str, error: &std::io::Error) {
        let path: Arc<str> = path.into();
        refuse(&mut self.collected, &path, refusal::locked(Place::file(Arc::clone(&path)), error));
    }
}

/// The path of `path` below `root`, with `/`.
fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| os_text(part.as_os_str())).collect::<Vec<_>>().join("/")
}

/// A file name as text. Names on Linux may be any bytes: archives unpacked there leave CP932 behind.
#[cfg(unix)]
fn os_text(name: &std::ffi::OsStr) -> String {
    use std::os::unix::ffi::OsStrExt;
    super::archive::file_name(name.as_bytes())
}

/// A file name as text.
#[cfg(not(unix))]
fn os_text(name: &std::ffi::OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// Gives every file a path of its own: where two would have the same, the names of the folders they come from
/// are put before it, one after another, until they differ.
fn unique(files: Vec<Candidate>) -> Vec<(Candidate, String)> {
    let mut named: Vec<(Candidate, Vec<String>, String)> = files
        .into_iter()
        .map(|file| {
            let base = fs::canonicalize(&file.base).unwrap_or_else(|_| file.base.clone());
            let above = base.components().filter(|c| matches!(c, std::path::Component::Normal(_)));
            let above = above.map(|c| os_text(c.as_os_str())).collect();
            let path = file.relative.clone();
            (file, above, path)
        })
        .collect();
    loop {
        let mut count: HashMap<String, usize> = HashMap::new();
        for (_, _, path) in &named {
            *count.entry(path.clone()).or_default() += 1;
        }
        let mut changed = false;
        for (_, above, path) in &mut named {
            if count.get(path).is_some_and(|n| *n > 1)
                && let Some(folder) = above.pop()
            {
                *path = format!("{folder}/{path}");
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    // Nothing above is left to tell them apart: names that were no text and look alike.
    let mut taken = BTreeMap::new();
    named.into_iter().map(|(file, _, path)| (file, distinct(path, &mut taken))).collect()
}

/// Adds a file, or the members of an archive.
fn add(file: Candidate, path: Arc<str>, own: &Outputs, limits: &Limits, disk: Disk, collected: &mut Collected) {
    let Candidate { on_disk, settings, .. } = file;
    let place = || Place::file(Arc::clone(&path));
    let name = path.rsplit('/').next().unwrap_or_default();
    if let Some(detail) = configuration(&path, name, settings) {
        refuse(collected, &path, refusal::ignored(place(), detail));
        if settings {
            collected.configuration.push(on_disk);
        }
        return;
    }
    // A pipe or a device would be waited for without end.
    match fs::metadata(&on_disk) {
        Ok(meta) if !meta.is_file() => {
            refuse(collected, &path, refusal::ignored(place(), Texts::new("ファイルではないもの", "no file")));
            return;
        }
        _ => {}
    }
    if own.holds(&on_disk) {
        refuse(collected, &path, refusal::ignored(place(), OUTPUT));
        return;
    }
    if may_be_archive(&path) && is_archive(&on_disk, disk) {
        if let Err(finding) = unpack::open(&on_disk, &path, limits, disk, collected) {
            let mut input = blank_input(&path);
            input.bytes = fs::metadata(&on_disk).map_or(0, |m| m.len());
            input.format = Some(Format::Zip);
            input.status = status_of(&finding);
            input.reason = Some(finding.rule);
            collected.ignored.push((input, finding));
        }
        return;
    }
    collected.found.push(Found { path, location: Location::Disk(on_disk) });
}

/// What to say of a file by whose name this program is configured.
fn configuration(path: &str, name: &str, counts: bool) -> Option<Texts> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if ["departments.csv", "decisions.toml", "torimatome.toml"].into_iter().any(is) {
        return Some(match counts {
            true => Texts::new("設定ファイル", "settings"),
            false => Texts::new(
                "設定ファイル。指定した入力フォルダーの直下か作業場所にないため、設定としても使いません",
                "settings that are not used either: they lie neither directly in a given folder nor in the workspace",
            ),
        });
    }
    let mut folders = path.split('/').rev().skip(1);
    let is_toml = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("toml"));
    let holds = |folder: &str| ["templates", "seeds"].into_iter().any(|known| folder.eq_ignore_ascii_case(known));
    let is_library = is_toml && folders.next().is_some_and(holds);
    is_library.then_some(Texts::new("様式や計画の設定ファイル", "settings of forms or plans"))
}

/// Archives are opened whatever their name is, unless it is that of another kind of document.
fn may_be_archive(path: &str) -> bool {
    matches!(promise(&extension(path)), Promise::Archive | Promise::Maybe)
}

fn is_archive(path: &Path, disk: Disk) -> bool {
    let Ok(file) = disk.open(path) else { return false };
    matches!(sniff_zip(BufReader::new(file)), Ok(Some(Content::Archive)))
}
