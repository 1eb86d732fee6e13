//! `plans`: lists, shows and drafts plans.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::form::Library;
use crate::model::{Failure, Message, counted, listed};
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;

#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// 使える計画の一覧
    ///
    /// List the available plans
    List,
    /// 計画の内容（TOML）
    ///
    /// Print a plan (TOML)
    Show {
        /// 計画の名前
        ///
        /// Name of the plan
        name: String,
    },
    /// 記入済みのファイルから計画の下書きを作る
    ///
    /// Draft a plan from filled-in files
    Draft {
        /// 記入済みのファイル
        ///
        /// Filled-in files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// 書き出す TOML ファイル（省略すると標準出力）
        ///
        /// TOML file to write (default: standard output)
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
                    (Some(from), Some(to)) => results::plan_years(from, to),
                    _ => Message::default(),
                };
                let held = [
                    (
                        plan.initiatives.len(),
                        results::plan_initiatives(counted(plan.initiatives.len(), "initiative", "initiatives")),
                    ),
                    (plan.indicators.len(), results::plan_indicators(counted(plan.indicators.len(), "indicator", "indicators"))),
                ];
                let held: Vec<Message> = held.into_iter().filter(|(count, _)| *count > 0).map(|(_, held)| held).collect();
                let line = Message::verbatim(format!("{:<12} {} {}", plan.id, plan.municipality, plan.title)).then(&years);
                console.result(if held.is_empty() { line } else { line.then(&Message::verbatim(" ")).then(&listed(held)) });
            }
        }
        Plans::Draft { files, output } => return super::draft::plan(&files, output.as_deref()),
        Plans::Show { name } => match Library::plan_text(&name) {
            Some(text) => console.bytes(text.as_bytes()),
            None => return Err(settings::no_builtin_plan(&name, listed(library.plans.iter().map(|plan| &plan.id)))),
        },
    }
    Ok(Outcome::Done)
}
