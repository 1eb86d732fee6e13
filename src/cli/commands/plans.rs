//! `plans`: lists, shows and drafts plans.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::unknown_name;
use crate::form::Library;

#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// 使える計画の一覧
    List,
    /// 計画の内容（TOML）
    Show {
        /// 計画の名前
        name: String,
    },
    /// 記入済みのファイルから計画の下書きを作る
    Draft {
        /// 記入済みのファイル
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// 書き出す TOML ファイル（省略すると標準出力）
        #[arg(short = 'o', long = "output", value_name = "PLAN.toml")]
        output: Option<PathBuf>,
    },
}

pub(crate) fn run(command: Plans) -> Result<Outcome, Failure> {
    let console = Console::plain();
    let library = Library::builtin();
    match command {
        Plans::List => {
            for plan in &library.plans {
                let years = match (plan.from, plan.to) {
                    (Some(from), Some(to)) => format!("（{from}〜{to}年度）"),
                    _ => String::new(),
                };
                let held = [(plan.initiatives.len(), "取組"), (plan.indicators.len(), "指標")];
                let held: Vec<String> =
                    held.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what}{count}件")).collect();
                let held = if held.is_empty() { String::new() } else { format!(" {}", held.join("、")) };
                console.result(&format!("{:<12} {} {}{years}{held}", plan.id, plan.municipality, plan.title));
            }
        }
        Plans::Draft { files, output } => return super::draft::plan(&files, output.as_deref()),
        Plans::Show { name } => match Library::plan_text(&name) {
            Some(text) => console.bytes(text.as_bytes()),
            None => return Err(unknown_name("計画", &name, library.plans.iter().map(|plan| plan.id.as_str()))),
        },
    }
    Ok(Outcome::Done)
}
