//! Starts by double click, or by files dropped on the executable: without options, and in a window that may close
//! before anyone has read it.

use std::ffi::OsString;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use crate::cli::commands::{build, open};
use crate::cli::console_window;
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::model::Failure;
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::config::find_above;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::workspace::{INBOX, absolute, config_in};

/// Without a command: opens the page, or builds the workspace around the current folder.
pub(crate) fn bare(page: bool) -> Result<Outcome, Failure> {
    if page && open::has_browser() {
        return by_page(open::here());
    }
    if console_window::open() {
        return Ok(Outcome::Done);
    }
    if find_above(Path::new(".")).is_some() {
        return build::run_and_guide(build::Arguments::default());
    }
    Err(settings::double_click())
}

/// Files and folders dropped on the executable: every argument is a path, and the first is no command.
pub(crate) fn dropped(arguments: &[OsString], commands: &clap::Command) -> Option<Result<Outcome, Failure>> {
    let first = arguments.first()?;
    if commands.get_subcommands().any(|command| command.get_name() == first) {
        return None;
    }
    let paths: Vec<PathBuf> = arguments.iter().map(PathBuf::from).collect();
    if !paths.iter().all(|path| path.exists()) {
        return None;
    }
    // a whole workspace: as if started inside it
    if let [only] = paths.as_slice()
        && let Some(config) = config_in(only)
        && only.join(INBOX).is_dir()
    {
        if open::has_browser() {
            return Some(by_page(Some(absolute(only))));
        }
        if console_window::open() {
            return Some(Ok(Outcome::Done));
        }
        let common = Common { config: Some(config), ..Common::default() };
        return Some(build::run_and_guide(build::Arguments::of(Vec::new(), None, common)));
    }
    if console_window::open() {
        return Some(Ok(Outcome::Done));
    }
    let beside = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new(""));
    // a drop sets no useful current folder, so outputs go beside what was dropped
    let output =
        find_above(paths.first().map_or(Path::new("."), PathBuf::as_path)).is_none().then(|| beside.join("取りまとめ結果"));
    Some(build::run_and_guide(build::Arguments::of(paths, output, Common::default())))
}

/// Opens the page; if that fails, a console shows why.
fn by_page(root: Option<PathBuf>) -> Result<Outcome, Failure> {
    open::by_double_click(root).or_else(|failure| if console_window::open() { Ok(Outcome::Done) } else { Err(failure) })
}

/// Was it started by Explorer, in a window that closes with it? The command prompt sets PROMPT, Explorer does not.
fn has_own_window() -> bool {
    cfg!(windows) && std::env::var_os("PROMPT").is_none() && std::io::stdin().is_terminal()
}

/// Keeps the window open until a key is pressed.
pub(crate) fn wait_for_key() {
    if has_own_window() {
        Console::plain().say(results::press_enter());
        let _ = std::io::stdin().read(&mut [0]);
    }
}
