//! `completions`: prints a completion script for a shell.

use clap::Args;
use clap_complete::Shell;

use crate::cli::messages::console::Console;
use crate::model::Failure;
use crate::pipeline::outcome::Outcome;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// シェル
    ///
    /// Shell
    shell: Shell,
}

/// Prints the completions of `program`, the whole command line in the reader's language.
pub(crate) fn run(arguments: &Arguments, mut program: clap::Command) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "torimatome", &mut script);
    Console::plain().bytes(&script);
    Ok(Outcome::Done)
}
