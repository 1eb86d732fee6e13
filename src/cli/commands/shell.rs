//! `completions` and `man`.

use clap::Args;
use clap_complete::Shell;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::help::{in_language, language};

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// シェル
    shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// このコマンドのページ（build、check など）
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// マニュアルの言語（ja、en）
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

/// The command in the language that was asked for.
fn spoken() -> clap::Command {
    in_language(crate::cli::command(), language(&std::env::args_os().collect::<Vec<_>>()))
}

pub(crate) fn completions(arguments: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut spoken(), "torimatome", &mut script);
    Console::plain().bytes(&script);
    Ok(Outcome::Done)
}

pub(crate) fn man(arguments: &Man) -> Result<Outcome, Failure> {
    let mut whole = spoken();
    whole.build();
    let command = match &arguments.command {
        None => whole,
        Some(name) => whole.find_subcommand(name).cloned().ok_or_else(|| unknown(name, &whole))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::new(format!("マニュアルを書き出せません（{error}）。"), "空き容量を確かめてください。"))?;
    Console::plain().bytes(&page);
    Ok(Outcome::Done)
}

fn unknown(name: &str, whole: &clap::Command) -> Failure {
    let known = whole.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>().join("、");
    Failure::new(format!("コマンド「{name}」はありません。"), format!("使えるのは {known} です。"))
}
