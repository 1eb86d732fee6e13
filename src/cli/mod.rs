//! The command line: one file a command; console and messages.

mod build;
mod check;
mod config;
mod console;
mod forms;
mod inspect;
mod library;
mod options;
mod shell;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::{Finding, InputStatus, Lang, Severity};
use console::Console;
pub use options::Common;

/// 取りまとめ: 各課の取組状況を読み、一つの表と報告書にまとめます。
#[derive(Debug, Parser)]
#[command(name = "torimatome", version, about, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 読み取り、取りまとめ、すべての成果物を書き出す
    Build(build::Arguments),
    /// 読み取りと点検だけを行い、何も書き出さない
    Check(check::Arguments),
    /// 次の期間の様式を課ごとに作る（前の期間の取組を記入済みにする。--period は作る期間）
    Forms(forms::Arguments),
    /// 1つのファイルがどう読まれたかを示す
    Inspect(inspect::Arguments),
    /// 様式（list / show / check）
    #[command(subcommand)]
    Templates(library::Templates),
    /// 計画（list / show）
    #[command(subcommand)]
    Plans(library::Plans),
    /// シェルの補完を書き出す
    Completions(shell::Completions),
    /// マニュアル（man ページ）を書き出す
    Man,
}

/// How a run ended; the number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, nothing worse than a warning.
    Done = 0,
    /// Done, with findings of severity error (with `--strict`: or warning).
    Findings = 1,
    /// No input could be read at all.
    NothingRead = 3,
}

/// Why a run did not take place: wrong usage or configuration, or an output that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  → {hint}")]
pub(crate) struct Failure {
    /// What happened, and where.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// In the language of the messages.
    pub(crate) fn in_lang(
        lang: Lang,
        ja: (impl Into<String>, impl Into<String>),
        en: (impl Into<String>, impl Into<String>),
    ) -> Self {
        match lang {
            Lang::Ja => Self::new(ja.0, ja.1),
            Lang::En => Self::new(en.0, en.1),
        }
    }
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            // a closed pipe is no fault
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    // a panic is a fault of the program's own: one message, status 70, and nothing half-written (outputs are moved last)
    let outcome = std::panic::catch_unwind(|| match arguments.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Forms(arguments) => forms::run(arguments),
        Command::Inspect(arguments) => inspect::run(arguments),
        Command::Templates(command) => library::templates(command),
        Command::Plans(command) => library::plans(command),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man => shell::man(),
    });
    match outcome {
        Ok(Ok(outcome)) => ExitCode::from(outcome as u8),
        Ok(Err(failure)) => {
            Console::plain().failure(&failure);
            ExitCode::from(2)
        }
        Err(_) => {
            let message = "プログラムの内部で誤りが起きました。成果物は書き換えていません。";
            let hint = "入力ファイルとこのメッセージを添えて開発元にお知らせください。";
            Console::plain().failure(&Failure::new(message, hint));
            ExitCode::from(70)
        }
    }
}

/// The exit status that findings and inputs ask for.
pub(crate) fn outcome(findings: &[Finding], statuses: impl Iterator<Item = InputStatus>, strict: bool) -> Outcome {
    let mut read = false;
    for status in statuses {
        read |= matches!(status, InputStatus::Read | InputStatus::Superseded);
    }
    if !read {
        return Outcome::NothingRead;
    }
    let limit = if strict { Severity::Warning } else { Severity::Error };
    if findings.iter().any(|finding| finding.severity() >= limit) { Outcome::Findings } else { Outcome::Done }
}

/// The arguments as clap knows them, for completions and the man page.
pub(crate) fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}
