//! `history`: the runs of a workspace.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::history_failure;
use crate::form::Library;
use crate::model::{Erratum, Failure, Message, Period, Plan, Trend, listed, period_name};
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::rebuild::{self, RestoreResult, Restored};
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::options::{ColorChoice, OutputFormat};
use crate::pipeline::settings::workspace::Workspace;
use crate::source::Collected;
use crate::store::history::{History, HistoryError, RunLine};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// この期間だけを示す
    ///
    /// Show only this period
    #[arg(value_name = "PERIOD")]
    period: Option<String>,
    /// 失われた履歴を out の成果物から作り直す
    ///
    /// Rebuild a lost history from the outputs in out
    #[arg(long, conflicts_with = "period")]
    rebuild: bool,
    /// 設定ファイル（省略すると今のフォルダーとその上の torimatome.toml）
    ///
    /// Configuration file (default: torimatome.toml in the current folder or above it)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 標準出力の形式
    ///
    /// Format of standard output
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// メッセージの言語
    ///
    /// Language of messages
    #[arg(long, value_name = "LANG", value_parser = ["ja", "en"])]
    lang: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.rebuild {
        rebuild(arguments)?;
    }
    let Opened { history, console, plans } = open(arguments.config.as_deref(), arguments.lang.as_deref())?;
    let failed = |error| history_failure(&error);
    let wanted = arguments.period.as_deref().map(crate::pipeline::settings::values::period_named).transpose()?;
    let mut runs = match &history {
        Some(history) => history.runs().map_err(failed)?,
        None => Vec::new(),
    };
    if let Some(wanted) = wanted {
        runs.retain(|run| run.period == wanted.id());
    }
    let mut errata: Vec<Erratum> = Vec::new();
    if let Some(history) = &history {
        let corrected = runs.iter().filter(|run| run.errata > 0);
        let mut periods: Vec<Period> = corrected.filter_map(|run| Period::parse(&run.period)).collect();
        periods.sort();
        periods.dedup();
        for period in periods {
            errata.extend(history.errata(period).map_err(failed)?);
        }
    }
    match arguments.format {
        OutputFormat::Human => human(&console, &runs, &errata),
        OutputFormat::Json | OutputFormat::Sarif => {
            #[derive(Serialize)]
            struct Report<'a> {
                schema: &'static str,
                runs: &'a [RunLine],
                errata: &'a [Erratum],
                /// 推移: the figures of the last periods, up to the newest of the runs.
                trend: &'a Trend,
            }
            let last = runs.iter().filter_map(|run| Period::parse(&run.period)).max_by_key(|last| (last.end(), last.start()));
            let trend = match (&history, last) {
                (Some(history), Some(last)) => trend(history, last, &plans).map_err(failed)?,
                _ => Trend::default(),
            };
            console.json(&Report { schema: "torimatome.history/1", runs: &runs, errata: &errata, trend: &trend });
        }
    }
    Ok(Outcome::Done)
}

/// The figures of the last periods up to one.
fn trend(history: &History, last: Period, plans: &[Plan]) -> Result<Trend, HistoryError> {
    let plans: Vec<&Plan> = plans.iter().collect();
    let mut periods = history.figures_before(last, &plans)?;
    periods.extend(history.figures(last, &plans)?);
    Ok(Trend { periods })
}

/// Rebuilds the history from the outputs and reports each folder.
fn rebuild(arguments: &Arguments) -> Result<(), Failure> {
    let config = Config::load(arguments.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?;
    let console = Console::new(config.language(arguments.lang.as_deref())?, false, ColorChoice::Auto);
    let workspace = Workspace::of(&config).filter(|workspace| workspace.remembers);
    let workspace = workspace.ok_or_else(settings::no_workspace_with_history)?;
    for Restored { folder, period, result } in rebuild::rebuild(&workspace)? {
        let result = match result {
            RestoreResult::Added { closed: true } => results::restored_closed(),
            RestoreResult::Added { closed: false } => results::restored(),
            RestoreResult::Known => results::in_the_history(),
            RestoreResult::Changed(files) => results::not_restored_changed(listed(files)),
            RestoreResult::Unreadable(reason) => results::not_restored_unreadable(reason),
        };
        console.say(results::restore_line(folder, period_name(period), result));
    }
    Ok(())
}

fn human(console: &Console, runs: &[RunLine], errata: &[Erratum]) {
    if runs.is_empty() {
        console.result(results::no_history());
        return;
    }
    for run in runs {
        let made = run.made.replace('T', " ");
        let period = Message::new(format!("{}（{}）", run.period, run.label), run.period.as_str());
        let line = results::history_line(
            run.id,
            period,
            made,
            run.submitted,
            run.departments,
            run.records,
            run.errors,
            run.warnings,
            &run.folder,
        );
        console.result(if run.closed { line.then(&results::closed_mark()) } else { line });
    }
    for erratum in errata {
        console.result(results::erratum(period_name(erratum.period), &erratum.id, &erratum.class));
        console.result(format!("  − {}", erratum.before.replace('\n', "\n    ")));
        console.result(format!("  ＋ {}", erratum.after.replace('\n', "\n    ")));
    }
}

/// The workspace of a command.
pub(crate) struct Opened {
    pub history: Option<History>,
    pub console: Console,
    /// Its plans.
    pub plans: Vec<Plan>,
}

/// Opens the workspace around the current folder, with its history if there is one.
pub(crate) fn open(config: Option<&Path>, lang: Option<&str>) -> Result<Opened, Failure> {
    let config = Config::load(config, &[PathBuf::from(".")], &Collected::default())?;
    let lang = config.language(lang)?;
    let workspace = Workspace::of(&config);
    let history = match &workspace {
        Some(workspace) => workspace.known_history()?,
        None => None,
    };
    let mut library = Library::builtin();
    config.extend(&mut library)?;
    Ok(Opened { history, console: Console::new(lang, false, ColorChoice::Auto), plans: library.plans })
}
