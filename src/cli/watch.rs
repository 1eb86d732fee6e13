//! `build --watch`: builds whenever the input folders change.
//!
//! Folders are polled, because file shares send no events. A change counts once nothing else has changed for a while,
//! so that no half-copied file is read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Config as Polling, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::cli::interrupt::{self, Activity};
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::model::{Failure, Message, listed};
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::inputs;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::workspace::{INBOX, absolute};
use crate::source::Collected;

/// How often to poll.
const EVERY: Duration = Duration::from_secs(1);
/// How long nothing may change before a build.
const QUIET: Duration = Duration::from_millis(2500);
/// Further changed files are counted, not named.
const NAMED: usize = 5;

/// Builds again whenever the inputs change, until Ctrl-C. The first build must succeed; a later failure
/// is reported and waits for the next change. `build` returns the folder that it wrote to.
pub(super) fn run(
    given: &[PathBuf],
    common: &Common,
    mut build: impl FnMut() -> Result<(Outcome, PathBuf), Failure>,
) -> Result<Outcome, Failure> {
    let console = Console::new(lang(common)?, common.quiet, common.color);
    let places = places(given, common)?;
    // watches from before the first build, so that changes during it count
    let (_watcher, changes) = watch(&places).map_err(|error| settings::unwatchable(&error))?;
    let (_, mut outputs) = build()?;
    loop {
        console.say(results::watching(listed(places.iter().map(|path| path.display().to_string()))));
        interrupt::doing(Activity::Watching);
        let changed = next_change(&changes, &absolute(&outputs));
        interrupt::doing(Activity::Work);
        // the watcher's thread outlives this one
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

/// What to watch: the inputs; for a workspace the whole inbox, where the next period begins.
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
        // a folder that is gone may be back at the next poll
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

/// Waits until files have changed and settled. None if the watcher has ended.
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

/// Temporary files of other programs: locks of Excel and LibreOffice, half-saved and half-copied files.
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
