//! Started by a double click, or with files dropped on the executable: no option is given, and the window may close
//! before anything was read.

use std::ffi::OsString;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use crate::cli::commands::{build, open};
use crate::cli::exit::Outcome;
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::settings::config::find_above;
use crate::cli::settings::options::Common;
use crate::cli::settings::workspace::{INBOX, absolute, config_in};
use crate::model::Failure;
use crate::pipeline::messages::settings;

/// What to do without a command: open the page, or build the workspace that the program was started in.
pub(crate) fn bare(page: bool) -> Result<Outcome, Failure> {
    if page && open::has_browser() {
        return open::by_double_click(open::here());
    }
    if find_above(Path::new(".")).is_some() {
        return build::run_and_guide(build::Arguments::default());
    }
    Err(settings::double_click())
}

/// Files and folders dropped on the executable: every argument is one, and the first is no command.
pub(crate) fn dropped(arguments: &[OsString], commands: &clap::Command) -> Option<Result<Outcome, Failure>> {
    let first = arguments.first()?;
    if commands.get_subcommands().any(|command| command.get_name() == first) {
        return None;
    }
    let paths: Vec<PathBuf> = arguments.iter().map(PathBuf::from).collect();
    if !paths.iter().all(|path| path.exists()) {
        return None;
    }
    // a whole workspace: as if it had been started inside
    if let [only] = paths.as_slice()
        && let Some(config) = config_in(only)
        && only.join(INBOX).is_dir()
    {
        if open::has_browser() {
            return Some(open::by_double_click(Some(absolute(only))));
        }
        let common = Common { config: Some(config), ..Common::default() };
        return Some(build::run_and_guide(build::Arguments::of(Vec::new(), None, common)));
    }
    let beside = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new(""));
    // the folder a program is started in by a drop is anybody's guess: outputs go beside what was dropped
    let output =
        find_above(paths.first().map_or(Path::new("."), PathBuf::as_path)).is_none().then(|| beside.join("取りまとめ結果"));
    Some(build::run_and_guide(build::Arguments::of(paths, output, Common::default())))
}

/// Was it started by Explorer, in a window that closes with it? The command prompt sets PROMPT for what it starts.
fn has_own_window() -> bool {
    cfg!(windows) && std::env::var_os("PROMPT").is_none() && std::io::stdin().is_terminal()
}

/// Keeps a window open that would close with the program.
pub(crate) fn wait_for_key() {
    if has_own_window() {
        Console::plain().say(results::press_enter());
        let _ = std::io::stdin().read(&mut [0]);
    }
}
