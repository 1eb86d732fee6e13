//! `open`: the local page.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;

use crate::cli::interrupt::{self, Activity};
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::model::{Failure, Lang};
use crate::page::{self, Ended, Options};
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::config::{Config, find_above};
use crate::pipeline::settings::options::ColorChoice;
use crate::pipeline::settings::workspace::{CONFIG, absolute, config_in};
use crate::source::Collected;

/// How long the server waits for a request before it ends.
const IDLE: u64 = 10 * 60;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作業場所（省略すると今のフォルダーとその上の作業場所。なければ画面で選ぶ）
    ///
    /// Workspace (default: the current folder or one above it, else chosen on the page)
    #[arg(value_name = "WORKSPACE")]
    workspace: Option<PathBuf>,
    /// ブラウザーを起動しない（番地を標準出力に出すだけにする）
    ///
    /// Do not open a browser; only print the address
    #[arg(long)]
    no_browser: bool,
    /// 番地の番号（省略すると空いているもの）
    ///
    /// Port (default: any free port)
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// 作成日時
    ///
    /// Time of the run; the same input and time give the same bytes
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// メッセージの言語
    ///
    /// Language of messages
    #[arg(long, value_name = "LANG", value_parser = ["ja", "en"])]
    lang: Option<String>,
    /// 画面を開かずにいると終わるまでの秒数
    ///
    /// Stop after this many seconds without an open page
    #[arg(long, value_name = "SECONDS", default_value_t = IDLE, hide = true)]
    idle: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let root = match &arguments.workspace {
        Some(given) => Some(workspace(given)?),
        None => here(),
    };
    let lang = language(root.as_deref(), arguments.lang.as_deref())?;
    // reports an invalid time now, not at the first build
    if let Some(now) = &arguments.now {
        crate::pipeline::settings::values::now(Some(now))?;
    }
    let options =
        Options { root, port: arguments.port, lang, now: arguments.now.clone(), idle: Duration::from_secs(arguments.idle) };
    serve(&options, !arguments.no_browser)
}

/// Opens the workspace around the current folder, as a double click does; without one, the page asks.
pub(crate) fn by_double_click(root: Option<PathBuf>) -> Result<Outcome, Failure> {
    let lang = language(root.as_deref(), None)?;
    serve(&Options { root, port: 0, lang, now: None, idle: Duration::from_secs(IDLE) }, true)
}

/// The workspace around the current folder.
pub(crate) fn here() -> Option<PathBuf> {
    find_above(Path::new(".")).and_then(|config| config.parent().map(absolute))
}

fn serve(options: &Options, browser: bool) -> Result<Outcome, Failure> {
    let console = Console::new(options.lang, false, ColorChoice::Auto);
    let claim = match page::take(options.root.as_deref()) {
        Ok(claim) => claim,
        Err(running) => {
            let running = running.ok_or_else(settings::silent_page)?;
            let address = page::ask_running(&running)?;
            console.result(&address);
            console.say(results::page_open_already());
            opened(&console, &address, browser);
            return Ok(Outcome::Done);
        }
    };
    interrupt::doing(Activity::Serving);
    let ended = page::serve(options, claim, |address| {
        console.result(address);
        opened(&console, address, browser);
        console.say(results::page_open());
    });
    interrupt::doing(Activity::Work);
    console.say(match ended? {
        Ended::Asked => results::page_ended(),
        Ended::Idle => results::page_idle(),
    });
    Ok(Outcome::Done)
}

/// Opens the browser unless `--no-browser` is given.
fn opened(console: &Console, address: &str, browser: bool) {
    if browser && !open_browser(address) {
        console.say(results::no_browser());
    }
}

/// Whether a browser can be opened.
pub(crate) fn has_browser() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let folders = std::env::var_os("PATH").unwrap_or_default();
    (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
        && std::env::split_paths(&folders).any(|folder| folder.join("xdg-open").is_file())
}

fn open_browser(address: &str) -> bool {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.args(["url.dll,FileProtocolHandler", address]);
        command
    } else {
        let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
        command.arg(address);
        command
    };
    has_browser() && command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}

/// The workspace at a path: its folder, or its `torimatome.toml`.
fn workspace(given: &Path) -> Result<PathBuf, Failure> {
    let is_config = given.file_name().is_some_and(|name| name.eq_ignore_ascii_case(CONFIG)) && given.is_file();
    let root = if is_config { given.parent().unwrap_or(Path::new(".")) } else { given };
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    if config_in(root).is_some() {
        return Ok(absolute(root));
    }
    Err(settings::not_a_workspace(given.display()))
}

fn language(root: Option<&Path>, option: Option<&str>) -> Result<Lang, Failure> {
    let named = root.and_then(config_in);
    match named {
        Some(config) => Config::load(Some(&config), &[], &Collected::default())?.language(option),
        None => Config::default().language(option),
    }
}
