//! `man`: prints a manual page.

use clap::Args;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// このコマンドのページ（build、check など）
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// マニュアルの言語（ja、en）
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

/// Prints a page of `program`, the whole command line in the reader's language.
pub(crate) fn run(arguments: &Arguments, mut program: clap::Command) -> Result<Outcome, Failure> {
    program.build();
    let command = match &arguments.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| unknown(name, &program))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::new(format!("マニュアルを書き出せません（{error}）。"), "空き容量を確かめてください。"))?;
    Console::plain().bytes(&page);
    Ok(Outcome::Done)
}

fn unknown(name: &str, program: &clap::Command) -> Failure {
    let known = program.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>().join("、");
    Failure::new(format!("コマンド「{name}」はありません。"), format!("使えるのは {known} です。"))
}
