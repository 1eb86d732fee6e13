//! The command line: one file for each command; console and messages.

mod commands;
mod console_window;
mod double_click;
mod interrupt;
mod messages;
mod next_steps;
mod reading;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::Failure;
use crate::pipeline::messages::files;
use crate::pipeline::outcome::Outcome;
use crate::store::publish;
use messages::console::{self, Console};

/// 取りまとめ: 各課の取組状況を読み、一つの表と報告書にまとめます。
///
/// torimatome: reads departments' progress sheets and brings them together: one workbook, one report.
#[derive(Debug, Parser)]
#[command(name = "torimatome", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 読み取り、取りまとめ、すべての成果物を書き出す
    ///
    /// Read and consolidate the submissions, and write all outputs
    Build(commands::build::Arguments),
    /// 読み取りと点検だけを行い、何も書き出さない
    ///
    /// Read and review without writing anything
    Check(commands::check::Arguments),
    /// 次の期間の様式を課ごとに作る（前の期間の取組を記入済みにする。--period は作る期間）
    ///
    /// Make the next period's forms: one workbook per department, prefilled from the last period
    Forms(commands::forms::Arguments),
    /// ファイルの一部を読み取り、部分（Parquet）に書き出す（build --from で一つにする）
    ///
    /// Read some of the files into a part, for build --from
    Ingest(commands::ingest::Arguments),
    /// 作業場所をブラウザーの画面で開く（ダブルクリックと同じ）
    ///
    /// Open a workspace in the browser, as a double click does
    Open(commands::open::Arguments),
    /// 1つのファイルがどう読まれたかを示す
    ///
    /// Show how a file is read
    Inspect(commands::inspect::Arguments),
    /// 様式（list / show / check / draft）
    ///
    /// List, show, check and draft forms
    #[command(subcommand)]
    Templates(commands::templates::Templates),
    /// 計画（list / show / draft）
    ///
    /// List, show and draft plans
    #[command(subcommand)]
    Plans(commands::plans::Plans),
    /// 作業場所（設定、inbox、out）を作る
    ///
    /// Make a workspace with settings, inbox and out
    Init(commands::init::Arguments),
    /// 提出状況（提出日、版、遅れ、督促の文面）
    ///
    /// Show who has submitted, when, which version and how late; write reminders
    Status(commands::status::Arguments),
    /// 作業場所の履歴（いつ、何を取りまとめたか）
    ///
    /// Show the runs of the workspace
    History(commands::history::Arguments),
    /// 2つの期間（または成果物のフォルダー）の違い
    ///
    /// Show what changed between two periods or folders of outputs
    Diff(commands::diff::Arguments),
    /// シェルの補完を書き出す
    ///
    /// Print completions for a shell
    Completions(commands::completions::Arguments),
    /// マニュアル（man ページ）を書き出す
    ///
    /// Print the manual page
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
            // the page already reported its end
            if !(has_page && went_well.get()) {
                double_click::wait_for_key();
            }
            return status;
        }
        guarded(|| Some(parse(&given).map_or_else(Ended::Usage, |command| Ended::Run(run(command))))).unwrap_or(ExitCode::SUCCESS)
    })
}

/// Parses the arguments; on failure prints the reason and returns the exit status.
fn parse(given: &[OsString]) -> Result<Command, ExitCode> {
    let lang = messages::help::language(given);
    let own_name = std::iter::once(OsString::from("torimatome"));
    let refused = |error: clap::Error| {
        match messages::help::refusal(&error) {
            Some(failure) => Console::in_lang(lang).failure(&failure),
            None if error.use_stderr() => drop(error.print()),
            None => console::note(error.print()),
        }
        ExitCode::from(if error.use_stderr() { 2 } else { 0 })
    };
    let matches = messages::help::in_language(command(), lang)
        .try_get_matches_from(own_name.chain(given.iter().cloned()))
        .map_err(refused)?;
    console::set_cp932(matches.get_one::<String>(messages::help::ENCODING_OUT).is_some_and(|name| name == "cp932"));
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

enum Ended {
    /// The command ran.
    Run(Result<Outcome, Failure>),
    /// The arguments were wrong, or asked for help.
    Usage(ExitCode),
}

/// The exit status of a command. A panic is a bug: one message, status 70, and nothing
/// half-written (outputs are moved last).
fn guarded(work: impl FnOnce() -> Option<Ended>) -> Option<ExitCode> {
    let status = status_of(work)?;
    // a result that could not be written is no success
    match console::undelivered() {
        Some(error) if !publish::is_stopped() => {
            Console::plain().failure(&files::standard_output(messages::errors::io_reason(&error)));
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
            // when the run was interrupted, the interrupt handler prints the message
            if !publish::is_stopped() {
                Console::plain().failure(&failure);
            }
            Some(ExitCode::from(2))
        }
        Err(_) => {
            let panic = messages::panic_report::last();
            Console::plain().failure(&files::panic(panic));
            Some(ExitCode::from(70))
        }
    }
}

/// The clap definition, for completions and the manual page.
pub(crate) fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// The clap definition with its help in the requested language.
fn localised_command() -> clap::Command {
    messages::help::in_language(command(), messages::help::language(&std::env::args_os().collect::<Vec<_>>()))
}
