//! The command line: one file a command; console and messages.

mod build;
mod check;
mod config;
mod console;
mod diff;
mod doubleclick;
mod earlier;
mod forms;
mod history;
mod ingest;
mod init;
mod inspect;
mod keeping;
mod library;
mod next;
mod options;
mod printing;
mod shell;
mod status;
mod workspace;

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
    /// ファイルの一部を読み取り、部分（Parquet）に書き出す（build --from で一つにする）
    Ingest(ingest::Arguments),
    /// 1つのファイルがどう読まれたかを示す
    Inspect(inspect::Arguments),
    /// 様式（list / show / check）
    #[command(subcommand)]
    Templates(library::Templates),
    /// 計画（list / show）
    #[command(subcommand)]
    Plans(library::Plans),
    /// 作業場所（設定、inbox、out）を作る
    Init(init::Arguments),
    /// 提出状況（提出日、版、遅れ、督促の文面）
    Status(status::Arguments),
    /// 作業場所の履歴（いつ、何を取りまとめたか）
    History(history::Arguments),
    /// 2つの期間（または成果物のフォルダー）の違い
    Diff(diff::Arguments),
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
    let given: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    let by_hand = || if given.is_empty() { doubleclick::bare() } else { doubleclick::dropped(&given, &command()) };
    if let Some(status) = guarded(by_hand) {
        doubleclick::wait_for_key();
        return status;
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            // a closed pipe is no fault
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    guarded(|| Some(run(arguments.command))).unwrap_or(ExitCode::SUCCESS)
}

fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Build(arguments) => build::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Forms(arguments) => forms::run(arguments),
        Command::Ingest(arguments) => ingest::run(arguments),
        Command::Inspect(arguments) => inspect::run(arguments),
        Command::Templates(command) => library::templates(command),
        Command::Plans(command) => library::plans(command),
        Command::Init(arguments) => init::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::History(arguments) => history::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man => shell::man(),
    }
}

/// The exit status of what is done; a panic is a fault of the program's own: one message, status 70, and nothing
/// half-written (outputs are moved last).
fn guarded(work: impl FnOnce() -> Option<Result<Outcome, Failure>>) -> Option<ExitCode> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(None) => None,
        Ok(Some(Ok(outcome))) => Some(ExitCode::from(outcome as u8)),
        Ok(Some(Err(failure))) => {
            Console::plain().failure(&failure);
            Some(ExitCode::from(2))
        }
        Err(_) => {
            let message = "プログラムの内部で誤りが起きました。成果物は書き換えていません。";
            let hint = "入力ファイルとこのメッセージを添えて開発元にお知らせください。";
            Console::plain().failure(&Failure::new(message, hint));
            Some(ExitCode::from(70))
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
