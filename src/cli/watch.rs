//! `build --watch`: the outputs follow the input folders.
//!
//! Folders are polled, because file shares send no news. A change counts when nothing else has changed for a while:
//! a file that is still being copied is not read by halves.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Config as Polling, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::cli::exit::Outcome;
use crate::cli::interrupt::{self, Doing};
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::settings::config::Config;
use crate::cli::settings::inputs;
use crate::cli::settings::options::Common;
use crate::cli::settings::workspace::{INBOX, absolute};
use crate::model::{Failure, Message, listed};
use crate::pipeline::messages::settings;
use crate::source::Collected;

/// How often folders are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// For how long nothing may change.
const QUIET: Duration = Duration::from_millis(2500);
/// More names than this are counted, not listed.
const NAMED: usize = 5;

/// Builds, and builds again whenever the inputs have changed, until Ctrl-C. The first build has to be possible; a later failure
/// is reported, and the next change is waited for. `build` says where it wrote.
pub(super) fn run(
    given: &[PathBuf],
    common: &Common,
    mut build: impl FnMut() -> Result<(Outcome, PathBuf), Failure>,
) -> Result<Outcome, Failure> {
    let console = Console::new(lang(common)?, common.quiet, common.color);
    let places = places(given, common)?;
    // before the first build: what changes during it is not lost
    let (_watcher, changes) = watch(&places).map_err(|error| settings::unwatchable(&error))?;
    let (_, mut outputs) = build()?;
    loop {
        console.say(results::watching(listed(places.iter().map(|path| path.display().to_string()))));
        interrupt::doing(Doing::Watching);
        let changed = next_change(&changes, &absolute(&outputs));
        interrupt::doing(Doing::Work);
        // the watcher's thread never ends before this one
        let Some(changed) = changed else { return Ok(Outcome::Done) };
        console.say(changed_files(&changed));
        match build() {
            Ok((_, folder)) => outputs = folder,
            Err(failure) => console.failure(&failure),
        }
    }
}

fn lang(common: &Common) -> Result<crate::model::Lang, Failure> {
    Config::load(common.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?.language(common.lang.as_deref())
}

/// What to look at: the inputs; of a workspace the whole inbox, because the next period begins there.
fn places(given: &[PathBuf], common: &Common) -> Result<Vec<PathBuf>, Failure> {
    let inputs = inputs::of(given, common)?;
    if !given.is_empty() || common.period.is_some() {
        return Ok(inputs);
    }
    let inbox = |input: &PathBuf| input.ancestors().find(|folder| folder.ends_with(INBOX)).map(Path::to_owned);
    Ok(inputs.iter().map(|input| inbox(input).unwrap_or_else(|| input.clone())).collect())
}

fn watch(places: &[PathBuf]) -> notify::Result<(PollWatcher, Receiver<PathBuf>)> {
    let (sender, changes) = channel();
    let tell = move |event: notify::Result<notify::Event>| {
        // a folder that cannot be looked at now may be there again at the next look
        for event in event.into_iter().filter(|event| !matches!(event.kind, EventKind::Access(_))) {
            for path in event.paths {
                let _ = sender.send(path);
            }
        }
    };
    let mut watcher = PollWatcher::new(tell, Polling::default().with_poll_interval(EVERY))?;
    for place in places {
        watcher.watch(place, RecursiveMode::Recursive)?;
    }
    Ok((watcher, changes))
}

/// Waits for files to change, and then for them to be quiet. `None`: nothing will ever change again.
fn next_change(changes: &Receiver<PathBuf>, outputs: &Path) -> Option<BTreeSet<PathBuf>> {
    let counts = |path: &PathBuf| !passing(path) && !path.is_dir() && !absolute(path).starts_with(outputs);
    loop {
        let first = changes.recv().ok()?;
        let rest = std::iter::from_fn(|| changes.recv_timeout(QUIET).ok());
        let changed: BTreeSet<PathBuf> = std::iter::once(first).chain(rest).filter(counts).collect();
        if !changed.is_empty() {
            return Some(changed);
        }
    }
}

/// Files that come and go while somebody works: Excel's and LibreOffice's locks, half-saved and half-copied files.
fn passing(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().to_lowercase()) else { return true };
    let half = [".tmp", ".temp", ".crdownload", ".part", ".partial"].iter().any(|end| name.ends_with(end));
    half || name.starts_with("~$") || name.starts_with('.') || matches!(name.as_str(), "thumbs.db" | "desktop.ini")
}

fn changed_files(changed: &BTreeSet<PathBuf>) -> Message {
    let names = changed.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
    let names = listed(names.take(NAMED));
    match changed.len().saturating_sub(NAMED) {
        0 => results::files_changed(names),
        more => results::files_changed(results::and_more(names, more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_and_goes_is_no_change() {
        for name in ["~$建設課.xlsx", ".~lock.建設課.ods#", "A1B2.tmp", "Thumbs.db", "建設課.xlsx.part"] {
            assert!(passing(Path::new(name)), "{name}");
        }
        assert!(!passing(Path::new("inbox/建設課.xlsx")));
    }
}
