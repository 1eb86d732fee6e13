//! `man`: prints a manual page.

use clap::Args;

use crate::cli::messages::catalogue::usage;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::io_reason;
use crate::model::{Failure, listed};
use crate::pipeline::messages::files;
use crate::pipeline::outcome::Outcome;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// このコマンドのページ（build、check など）
    ///
    /// Command to document (build, check …)
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// マニュアルの言語
    ///
    /// Language of the manual
    #[arg(long, value_name = "LANG", value_parser = ["ja", "en"])]
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
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| files::manual(io_reason(&error)))?;
    Console::plain().bytes(&page);
    Ok(Outcome::Done)
}

fn unknown(name: &str, program: &clap::Command) -> Failure {
    usage::unknown_page(name, listed(program.get_subcommands().map(clap::Command::get_name)))
}
