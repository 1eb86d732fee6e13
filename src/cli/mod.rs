//! The command line: one file a command; console and messages.

mod build;
mod check;
mod config;
mod console;
mod diff;
mod doubleclick;
mod earlier;
mod fault;
mod forms;
mod help;
mod history;
mod ingest;
mod init;
mod inputs;
mod inspect;
mod interrupt;
mod keeping;
mod library;
mod next;
mod options;
mod outputs;
mod printing;
mod progress;
mod shell;
mod status;
mod watch;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::{Finding, InputStatus, Lang, Severity};
use crate::report::publish;
use console::Console;
pub use options::Common;

/// 取りまとめ: 各課の取組状況を読み、一つの表と報告書にまとめます。
#[derive(Debug, Parser)]
#[command(name = "torimatome", version)]
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
    Man(shell::Man),
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
    fault::keep_quiet();
    interrupt::unless_stopped(|| {
        let given: Vec<OsString> = std::env::args_os().skip(1).collect();
        let by_hand = || if given.is_empty() { doubleclick::bare() } else { doubleclick::dropped(&given, &command()) };
        if let Some(status) = guarded(|| by_hand().map(Ended::Run)) {
            doubleclick::wait_for_key();
            return status;
        }
        guarded(|| Some(parse(&given).map_or_else(Ended::Said, |command| Ended::Run(run(command))))).unwrap_or(ExitCode::SUCCESS)
    })
}

/// The command that the arguments name; else what to end with, after it was said why.
fn parse(given: &[OsString]) -> Result<Command, ExitCode> {
    let lang = help::language(given);
    let own_name = std::iter::once(OsString::from("torimatome"));
    let refused = |error: clap::Error| {
        match help::refusal(&error).filter(|_| lang == Lang::Ja) {
            Some(failure) => Console::plain().failure(&failure),
            // a closed pipe is no fault
            None => drop(error.print()),
        }
        ExitCode::from(if error.use_stderr() { 2 } else { 0 })
    };
    let matches =
        help::in_language(command(), lang).try_get_matches_from(own_name.chain(given.iter().cloned())).map_err(refused)?;
    let arguments = <Arguments as clap::FromArgMatches>::from_arg_matches(&matches).map_err(refused)?;
    Ok(arguments.command)
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
        Command::Man(arguments) => shell::man(&arguments),
    }
}

/// How the program ended.
enum Ended {
    /// With a result or a failure.
    Run(Result<Outcome, Failure>),
    /// With a word on its arguments.
    Said(ExitCode),
}

/// The exit status of what is done; a panic is a fault of the program's own: one message, status 70, and nothing
/// half-written (outputs are moved last).
fn guarded(work: impl FnOnce() -> Option<Ended>) -> Option<ExitCode> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(None) => None,
        Ok(Some(Ended::Said(status))) => Some(status),
        Ok(Some(Ended::Run(Ok(outcome)))) => Some(ExitCode::from(outcome as u8)),
        Ok(Some(Ended::Run(Err(failure)))) => {
            // of a run that somebody stops, who stops it speaks
            if !publish::is_stopped() {
                Console::plain().failure(&failure);
            }
            Some(ExitCode::from(2))
        }
        Err(_) => {
            let (console, said) = (Console::plain(), fault::said());
            console.failure(&Failure::in_lang(
                console.lang,
                (
                    format!("プログラムの内部で誤りが起きました（{said}）。成果物は書き換えていません。"),
                    "入力ファイルとこのメッセージを添えて開発元にお知らせください。",
                ),
                (
                    format!("The program made a mistake ({said}). No outputs were changed."),
                    "Please report it with the input files.",
                ),
            ));
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
