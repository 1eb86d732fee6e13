//! `init`: makes a workspace.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::settings::options::ColorChoice;
use crate::cli::settings::workspace::INBOX;
use crate::model::{Lang, Period};
use crate::pipeline::init::{self, Wanted};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作業場所にするフォルダー
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// 計画（torimatome plans list の名前、または新しく書くなら blank）
    #[arg(long, value_name = "NAME|blank")]
    plan: Option<String>,
    /// 最初の期間（省略すると今の半期）
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// 架空の市の2期分のファイルを入れる
    #[arg(long)]
    demo: bool,
    /// 作成日時
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// メッセージの言語（ja、en）
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let lang = if arguments.lang.as_deref() == Some("en") { Lang::En } else { Lang::Ja };
    let console = Console::new(lang, false, ColorChoice::Auto);
    let root = &arguments.folder;
    let period = init::make(&Wanted {
        root,
        plan: arguments.plan.as_deref(),
        period: arguments.period.as_deref(),
        demo: arguments.demo,
        now: arguments.now.as_deref(),
        lang,
    })?;
    last_words(&console, root, period, arguments.demo);
    Ok(Outcome::Done)
}

fn last_words(console: &Console, root: &Path, period: Period, demo: bool) {
    let shown = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let inbox = shown.join(INBOX).join(period.id());
    match (console.lang, demo) {
        (Lang::Ja, true) => {
            console.result(&format!("作業場所 {} を作り、架空の市の2期分のファイルを入れました。", shown.display()));
            console.result("次は、そのフォルダーで順に実行してみてください。");
            console.result("  torimatome build --period 2025H1 --finalise   上半期を取りまとめて締める");
            console.result("  torimatome status --period 2025H2             下半期の提出状況");
            console.result("  torimatome build --period 2025H2              下半期を取りまとめ、上半期と比べる");
            console.result("  torimatome diff 2025H1 2025H2                 違いを見る");
        }
        (Lang::Ja, false) => {
            console.result(&format!("作業場所 {} を作りました。", shown.display()));
            console.result(&format!(
                "次は、各課のファイルを {} に入れ、そのフォルダーで torimatome を実行してください。",
                inbox.display()
            ));
            console
                .result("提出する課は departments.csv、計画・期限・事務局は torimatome.toml で決めます（説明は はじめに.txt）。");
        }
        (Lang::En, true) => {
            console.result(&format!("Made the workspace {} with two half-years of a made-up city.", shown.display()));
            console.result("In it, try: torimatome build --period 2025H1 --finalise; torimatome build --period 2025H2; torimatome diff 2025H1 2025H2");
        }
        (Lang::En, false) => {
            console.result(&format!("Made the workspace {}.", shown.display()));
            console.result(&format!("Put the departments' files into {} and run torimatome there.", inbox.display()));
        }
    }
}
