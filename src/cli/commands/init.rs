//! `init`: makes a workspace.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::model::{Failure, Lang, Period};
use crate::pipeline::init::{self, WorkspaceRequest};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::options::ColorChoice;
use crate::pipeline::settings::workspace::{INBOX, absolute};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作業場所にするフォルダー
    ///
    /// Folder to turn into a workspace
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// 計画（torimatome plans list の名前、または新しく書くなら blank）
    ///
    /// Plan: a name from torimatome plans list, or blank to write your own
    #[arg(long, value_name = "NAME|blank")]
    plan: Option<String>,
    /// 最初の期間（省略すると今の半期）
    ///
    /// First period (default: the current half-year)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// 毎月報告する架空の市のファイルを入れる
    ///
    /// Fill it with the files of a fictional city that reports every month
    #[arg(long)]
    demo: bool,
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
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let lang = if arguments.lang.as_deref() == Some("en") { Lang::En } else { Lang::Ja };
    let console = Console::new(lang, false, ColorChoice::Auto);
    let root = &arguments.folder;
    let period = init::make(&WorkspaceRequest {
        root,
        plan: arguments.plan.as_deref(),
        period: arguments.period.as_deref(),
        demo: arguments.demo,
        now: arguments.now.as_deref(),
    })?;
    summary(&console, root, period, arguments);
    Ok(Outcome::Done)
}

fn summary(console: &Console, root: &Path, period: Period, arguments: &Arguments) {
    let shown = absolute(root);
    let inbox = shown.join(INBOX).join(period.id());
    if arguments.demo {
        console.result(results::demo_made(shown.display()));
        console.result(results::demo_next());
    } else {
        let is_own = arguments.plan.as_deref() == Some("blank");
        let plan = if is_own { results::own_plan() } else { results::known_plan() };
        console.result(results::workspace_made(shown.display()));
        console.result(results::workspace_next(plan, inbox.display()));
    }
}
