//! The command line: one file a command; console and messages.

mod commands;
mod double_click;
mod interrupt;
mod messages;
mod next_steps;
mod reading;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::Lang;
use crate::pipeline::{outcome as exit, outputs, previous_run, run_record, settings};
use crate::store::publish;
use exit::Outcome;
use messages::Failure;
use messages::console::{self, Console};
pub use settings::options::Common;

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
    Build(commands::build::Arguments),
    /// 読み取りと点検だけを行い、何も書き出さない
    Check(commands::check::Arguments),
    /// 次の期間の様式を課ごとに作る（前の期間の取組を記入済みにする。--period は作る期間）
    Forms(commands::forms::Arguments),
    /// ファイルの一部を読み取り、部分（Parquet）に書き出す（build --from で一つにする）
    Ingest(commands::ingest::Arguments),
    /// 作業場所をブラウザーの画面で開く（ダブルクリックと同じ）
    Open(commands::open::Arguments),
    /// 1つのファイルがどう読まれたかを示す
    Inspect(commands::inspect::Arguments),
    /// 様式（list / show / check / draft）
    #[command(subcommand)]
    Templates(commands::templates::Templates),
    /// 計画（list / show / draft）
    #[command(subcommand)]
    Plans(commands::plans::Plans),
    /// 作業場所（設定、inbox、out）を作る
    Init(commands::init::Arguments),
    /// 提出状況（提出日、版、遅れ、督促の文面）
    Status(commands::status::Arguments),
    /// 作業場所の履歴（いつ、何を取りまとめたか）
    History(commands::history::Arguments),
    /// 2つの期間（または成果物のフォルダー）の違い
    Diff(commands::diff::Arguments),
    /// シェルの補完を書き出す
    Completions(commands::completions::Arguments),
    /// マニュアル（man ページ）を書き出す
    Man(commands::man::Arguments),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    messages::panic_report::keep_quiet();
    interrupt::unless_stopped(|| {
        let given: Vec<OsString> = std::env::args_os().skip(1).collect();
        let no_page = matches!(given.as_slice(), [only] if only == "--no-page");
        let has_page = given.is_empty() && commands::open::has_browser();
        let went_well = std::cell::Cell::new(false);
        let by_hand = || match given.is_empty() || no_page {
            true => Some(double_click::bare(!no_page)),
            false => double_click::dropped(&given, &command()),
        };
        if let Some(status) = guarded(|| by_hand().inspect(|done| went_well.set(done.is_ok())).map(Ended::Run)) {
            // a page that was ended has said all there is to be said
            if !(has_page && went_well.get()) {
                double_click::wait_for_key();
            }
            return status;
        }
        guarded(|| Some(parse(&given).map_or_else(Ended::Usage, |command| Ended::Run(run(command))))).unwrap_or(ExitCode::SUCCESS)
    })
}

/// The command that the arguments name; else what to end with, after it was panic why.
fn parse(given: &[OsString]) -> Result<Command, ExitCode> {
    let lang = messages::help::language(given);
    let own_name = std::iter::once(OsString::from("torimatome"));
    let refused = |error: clap::Error| {
        match messages::help::refusal(&error).filter(|_| lang == Lang::Ja) {
            Some(failure) => Console::plain().failure(&failure),
            None if error.use_stderr() => drop(error.print()),
            None => console::note(error.print()),
        }
        ExitCode::from(if error.use_stderr() { 2 } else { 0 })
    };
    let matches = messages::help::in_language(command(), lang)
        .try_get_matches_from(own_name.chain(given.iter().cloned()))
        .map_err(refused)?;
    let arguments = <Arguments as clap::FromArgMatches>::from_arg_matches(&matches).map_err(refused)?;
    Ok(arguments.command)
}

fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Build(arguments) => commands::build::run(arguments),
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Forms(arguments) => commands::forms::run(arguments),
        Command::Ingest(arguments) => commands::ingest::run(arguments),
        Command::Open(arguments) => commands::open::run(&arguments),
        Command::Inspect(arguments) => commands::inspect::run(arguments),
        Command::Templates(command) => commands::templates::run(command),
        Command::Plans(command) => commands::plans::run(command),
        Command::Init(arguments) => commands::init::run(&arguments),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::History(arguments) => commands::history::run(&arguments),
        Command::Diff(arguments) => commands::diff::run(&arguments),
        Command::Completions(arguments) => commands::completions::run(&arguments, localised_command()),
        Command::Man(arguments) => commands::man::run(&arguments, localised_command()),
    }
}

/// How the program ended.
enum Ended {
    /// With a result or a failure.
    Run(Result<Outcome, Failure>),
    /// With a word on its arguments.
    Usage(ExitCode),
}

/// The exit status of what is done; a panic is a fault of the program's own: one message, status 70, and nothing
/// half-written (outputs are moved last).
fn guarded(work: impl FnOnce() -> Option<Ended>) -> Option<ExitCode> {
    let status = status_of(work)?;
    // whatever was done: a result that nobody gets is no success
    match console::undelivered() {
        Some(error) if !publish::is_stopped() => {
            let console = Console::plain();
            let reason = messages::errors::io_reason(&error, console.lang);
            console.failure(&Failure::in_lang(
                console.lang,
                (
                    format!("結果を標準出力に書けません（{reason}）。"),
                    "出力先の空き容量と権限を確かめて、もう一度実行してください。",
                ),
                (
                    format!("The result cannot be written to standard output ({reason})."),
                    "Check its room and permissions, and run again.",
                ),
            ));
            Some(ExitCode::from(74))
        }
        _ => Some(status),
    }
}

fn status_of(work: impl FnOnce() -> Option<Ended>) -> Option<ExitCode> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(None) => None,
        Ok(Some(Ended::Usage(status))) => Some(status),
        Ok(Some(Ended::Run(Ok(outcome)))) => Some(ExitCode::from(outcome as u8)),
        Ok(Some(Ended::Run(Err(failure)))) => {
            // of a run that somebody stops, who stops it speaks
            if !publish::is_stopped() {
                Console::plain().failure(&failure);
            }
            Some(ExitCode::from(2))
        }
        Err(_) => {
            let (console, panic) = (Console::plain(), messages::panic_report::last());
            console.failure(&Failure::in_lang(
                console.lang,
                (
                    format!("プログラムの内部で誤りが起きました（{panic}）。成果物は書き換えていません。"),
                    "入力ファイルとこのメッセージを添えて開発元にお知らせください。",
                ),
                (
                    format!("The program made a mistake ({panic}). No outputs were changed."),
                    "Please report it with the input files.",
                ),
            ));
            Some(ExitCode::from(70))
        }
    }
}

/// The arguments as clap knows them, for completions and the man page.
pub(crate) fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// The same with its help in the language that was asked for.
fn localised_command() -> clap::Command {
    messages::help::in_language(command(), messages::help::language(&std::env::args_os().collect::<Vec<_>>()))
}
