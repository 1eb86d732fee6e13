//! `history`: what the workspace remembers.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::history_failure;
use crate::cli::settings::config::Config;
use crate::cli::settings::options::ColorChoice;
use crate::cli::settings::options::OutputFormat;
use crate::cli::settings::workspace::Workspace;
use crate::form::Library;
use crate::model::{Erratum, Lang, Period, Plan, Trend};
use crate::pipeline::rebuild::{self, RestoreResult, Restored};
use crate::source::Collected;
use crate::store::history::{History, RunLine};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// この期間だけを示す
    #[arg(value_name = "PERIOD")]
    period: Option<String>,
    /// 失われた履歴を out の成果物から作り直す
    #[arg(long, conflicts_with = "period")]
    rebuild: bool,
    /// 設定ファイル（省略すると今のフォルダーとその上の torimatome.toml）
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 標準出力の形式
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// メッセージの言語（ja、en）
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.rebuild {
        rebuild(arguments)?;
    }
    let Opened { history, console, plans } = open(arguments.config.as_deref(), arguments.lang.as_deref())?;
    let lang = console.lang;
    let failed = |error| history_failure(&error, lang);
    let wanted = arguments.period.as_deref().map(|text| crate::cli::settings::options::period_named(text, lang)).transpose()?;
    let mut runs = match &history {
        Some(history) => history.runs().map_err(failed)?,
        None => Vec::new(),
    };
    if let Some(wanted) = wanted {
        runs.retain(|run| run.period == wanted.id());
    }
    let mut errata: Vec<Erratum> = Vec::new();
    if let Some(history) = &history {
        let mut periods: Vec<Period> = runs.iter().filter_map(|run| Period::parse(&run.period)).collect();
        periods.sort();
        periods.dedup();
        for period in periods {
            errata.extend(history.errata(period).map_err(failed)?);
        }
    }
    let trend = match (
        &history,
        runs.iter().filter_map(|run| Period::parse(&run.period)).max_by_key(|period| (period.end(), period.start())),
    ) {
        (Some(history), Some(last)) => {
            let plans: Vec<&Plan> = plans.iter().collect();
            let mut periods = history.figures_before(last, &plans).map_err(failed)?;
            periods.extend(history.figures(last, &plans).map_err(failed)?);
            Trend { periods }
        }
        _ => Trend::default(),
    };
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
            console.json(&Report { schema: "torimatome.history/1", runs: &runs, errata: &errata, trend: &trend });
        }
    }
    Ok(Outcome::Done)
}

/// Makes the history again from the outputs, and says what became of each folder.
fn rebuild(arguments: &Arguments) -> Result<(), Failure> {
    let config = Config::load(arguments.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?;
    let lang = match arguments.lang.as_deref().or(config.lang.as_deref()) {
        Some("en") => Lang::En,
        _ => Lang::Ja,
    };
    let workspace = Workspace::of(&config).filter(|workspace| workspace.remembers).ok_or_else(|| {
        Failure::in_lang(
            lang,
            ("ここには履歴を残す作業場所がありません。", "torimatome.toml と inbox のあるフォルダーで実行してください。"),
            ("There is no workspace with a history here.", "Run it in the folder with torimatome.toml and inbox."),
        )
    })?;
    let console = Console::new(lang, false, ColorChoice::Auto);
    for Restored { folder, period, result } in rebuild::rebuild(&workspace, lang)? {
        let (ja, en) = match result {
            RestoreResult::Added { closed: true } => ("履歴に戻しました（締め済み）".to_owned(), "restored (closed)".to_owned()),
            RestoreResult::Added { closed: false } => ("履歴に戻しました".to_owned(), "restored".to_owned()),
            RestoreResult::Known => ("履歴にあります".to_owned(), "known already".to_owned()),
            RestoreResult::Changed(files) => (
                format!("戻せません。書き出した後に変更されたか、失われたファイルがあります: {}", files.join("、")),
                format!("not restored: these files were changed or removed: {}", files.join(", ")),
            ),
            RestoreResult::Unreadable(reason) => {
                (format!("戻せません。読めないファイルがあります（{reason}）"), format!("not restored: {reason}"))
            }
        };
        console.say(&match lang {
            Lang::Ja => format!("{folder}（{}）: {ja}", period.label()),
            Lang::En => format!("{folder} ({}): {en}", period.id()),
        });
    }
    Ok(())
}

fn human(console: &Console, runs: &[RunLine], errata: &[Erratum]) {
    if runs.is_empty() {
        console.result(console.text(
            "履歴はまだありません。torimatome build を実行すると残ります。",
            "There is no history yet: run torimatome build.",
        ));
        return;
    }
    for run in runs {
        let mark = if run.closed { console.text("［締め］", "[closed]") } else { "" };
        let made = run.made.replace('T', " ");
        let line = match console.lang {
            Lang::Ja => format!(
                "{:>4}  {}（{}）  {made}  提出 {}/{}課  記録 {}件  エラー {}件  注意 {}件  {}{mark}",
                run.id, run.period, run.label, run.submitted, run.departments, run.records, run.errors, run.warnings, run.folder
            ),
            Lang::En => format!(
                "{:>4}  {}  {made}  handed in {}/{}  records {}  errors {}  warnings {}  {} {mark}",
                run.id, run.period, run.submitted, run.departments, run.records, run.errors, run.warnings, run.folder
            ),
        };
        console.result(&line);
    }
    for erratum in errata {
        console.result(&match console.lang {
            Lang::Ja => format!("正誤  {} {} {}", erratum.period.label(), erratum.id, erratum.class),
            Lang::En => format!("erratum  {} {} {}", erratum.period.id(), erratum.id, erratum.class),
        });
        console.result(&format!("  − {}", erratum.before.replace('\n', "\n    ")));
        console.result(&format!("  ＋ {}", erratum.after.replace('\n', "\n    ")));
    }
}

/// A workspace that a command was called in.
pub(crate) struct Opened {
    pub history: Option<History>,
    pub console: Console,
    /// The plans that are known there.
    pub plans: Vec<Plan>,
}

/// Opens the workspace that the command is called in, with its history where there is one.
pub(crate) fn open(config: Option<&Path>, lang: Option<&str>) -> Result<Opened, Failure> {
    let config = Config::load(config, &[PathBuf::from(".")], &Collected::default())?;
    let lang = match lang.or(config.lang.as_deref()) {
        Some("en") => Lang::En,
        _ => Lang::Ja,
    };
    let workspace = Workspace::of(&config);
    let history = match &workspace {
        Some(workspace) => workspace.known_history(lang)?,
        None => None,
    };
    let mut library = Library::builtin();
    config.extend(&mut library)?;
    Ok(Opened { history, console: Console::new(lang, false, ColorChoice::Auto), plans: library.plans })
}
