//! `build`: reads, consolidates, writes every output.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::commands::status::english;
use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::cli::outputs::{self, DataFormat};
use crate::cli::reading::print_run;
use crate::cli::run_record::RunRecord;
use crate::cli::settings::options::{Common, OutputFormat};
use crate::cli::settings::print_options::PrintOptions;
use crate::cli::{next_steps, watch};
use crate::model::{Consolidation, Lang, SubmissionStatus};
use crate::pipeline;
use crate::pipeline::build::{Built, Request};
use crate::report::data::run::{Output, OutputKind};

#[derive(Debug, Default, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// ファイルの代わりに、ingest で書き出した部分（またはそのフォルダー）から作る
    #[arg(long, value_name = "PARTS", num_args = 1.., conflicts_with = "inputs")]
    from: Vec<PathBuf>,
    /// 書き出すフォルダー
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    /// 報告書を HTML でも書き出す（報告書.html）
    #[arg(long)]
    html: bool,
    /// json に加えて書き出すデータの形式（json は比較に使うため常に書き出す）
    #[arg(long, value_name = "FORMAT,…", value_enum, value_delimiter = ',', default_values_t = [DataFormat::Csv])]
    data: Vec<DataFormat>,
    /// 報告書.pdf を作らない
    #[arg(long)]
    no_pdf: bool,
    /// 入力フォルダーを見張り、ファイルが変わるたびに取りまとめ直す
    #[arg(long, conflicts_with_all = ["finalise", "from"])]
    watch: bool,
    /// 前回の 取りまとめ.xlsx に書き込まれた対応と手直しを取り込まずに捨てる（何を捨てたかを示す）
    #[arg(long)]
    discard_edits: bool,
    /// 期間を締める（以後の変更は正誤として記録する）
    #[arg(long)]
    finalise: bool,
    #[command(flatten)]
    print: PrintOptions,
    #[command(flatten)]
    common: Common,
}

impl Arguments {
    /// Those of somebody who gives no options.
    pub(crate) fn of(inputs: Vec<PathBuf>, output: Option<PathBuf>, common: Common) -> Self {
        Self { inputs, output, data: vec![DataFormat::Csv], common, ..Self::default() }
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.watch {
        return watch::run(&arguments.inputs, &arguments.common, || build(&arguments, false));
    }
    build(&arguments, false).map(|(outcome, _)| outcome)
}

/// The same, and says what to do next.
pub(crate) fn run_and_guide(arguments: Arguments) -> Result<Outcome, Failure> {
    build(&arguments, true).map(|(outcome, _)| outcome)
}

/// How it ended, and where the outputs are.
fn build(arguments: &Arguments, guide: bool) -> Result<(Outcome, PathBuf), Failure> {
    let common = &arguments.common;
    let request = Request {
        inputs: &arguments.inputs,
        from: &arguments.from,
        output: arguments.output.as_deref(),
        html: arguments.html,
        data: &arguments.data,
        pdf: !arguments.no_pdf,
        discard_edits: arguments.discard_edits,
        finalise: arguments.finalise,
        only_changes: guide,
        print: &arguments.print,
        common,
    };
    let built = pipeline::build::build(&request, &ProgressBars::of(common))?;
    let Built { settings, consolidation, coordination, record, outcome, written } = &built;
    let console = &Console::of(common, settings.lang);
    let folder = &record.folder;
    let Some(written) = written else {
        say_closed(console, consolidation);
        return Ok((*outcome, folder.clone()));
    };
    print_run(console, settings, consolidation, common.format, || written.run.clone());
    say_dropped(console, &coordination.dropped);
    say_kept(console, written.edited.as_deref(), &written.changed);
    if common.format == OutputFormat::Human {
        summary(console, consolidation, folder, &written.outputs);
        say_recorded(console, record, consolidation);
        if guide {
            next_steps::steps(console, settings, consolidation, record.is_closed());
        }
    }
    Ok((*outcome, folder.clone()))
}

/// A closed period in which nothing has changed needs no outputs of its own.
fn say_closed(console: &Console, consolidation: &Consolidation) {
    let Some(period) = consolidation.period else { return };
    let (label, next) = (period.label(), period.next().id());
    console.result(&match console.lang {
        Lang::Ja => format!(
            "{label}（{}）は締めてあり、その後の変更はありません。何も書き出していません。次の期間のファイルは inbox に {next} というフォルダーを作って入れてください。",
            period.id()
        ),
        Lang::En => format!(
            "{} is closed and nothing has changed since. Nothing was written. Put the files of the next period into inbox/{next}.",
            period.id()
        ),
    });
}

/// Names the files that somebody has changed since the program wrote them, and that are still there.
fn say_kept(console: &Console, edited: Option<&str>, changed: &[PathBuf]) {
    if let Some(kept) = edited {
        console.say(&match console.lang {
            Lang::Ja => format!(
                "前回の {} には取り込めない変更があるか、あるかもしれないため、{kept} という名前で残しました。",
                outputs::WORKBOOK
            ),
            Lang::En => format!(
                "The last {} has, or may have, changes that cannot be taken over; it is kept as {kept}.",
                outputs::WORKBOOK
            ),
        });
    }
    for path in changed {
        console.say(&match console.lang {
            Lang::Ja => format!("{} は作成後に変更されているため、そのまま残しました。", path.display()),
            Lang::En => format!("{} was changed since it was made and is left as it is.", path.display()),
        });
    }
}

/// The last words of a run: what came of it and where it lies.
fn summary(console: &Console, consolidation: &Consolidation, folder: &Path, written: &[Output]) {
    let records: usize = consolidation.records.counts().values().sum();
    let required = consolidation.submissions.iter().filter(|submission| submission.required);
    let departments = required.clone().count();
    let beside = consolidation.submissions.len() - departments;
    // 未記入 and 読取不可 only where there are any
    let usual = [SubmissionStatus::Submitted, SubmissionStatus::NoRecords, SubmissionStatus::Missing];
    let count = |status| required.clone().filter(|submission| submission.status == status).count();
    let counts: Vec<(SubmissionStatus, usize)> = SubmissionStatus::ALL
        .into_iter()
        .map(|status| (status, count(status)))
        .filter(|(status, count)| *count > 0 || usual.contains(status))
        .collect();
    match console.lang {
        Lang::Ja => {
            let period = consolidation.period.map(|period| period.label()).unwrap_or_default();
            let about: Vec<&str> =
                [consolidation.plan.title.as_str(), &period].into_iter().filter(|word| !word.is_empty()).collect();
            let about = if about.is_empty() { String::new() } else { format!("{}: ", about.join(" ")) };
            console.result(&format!("{about}{records}件を取りまとめました。"));
            if departments > 0 {
                let word =
                    |status: SubmissionStatus| if status == SubmissionStatus::Submitted { "提出" } else { status.label() };
                let counts: Vec<String> = counts.iter().map(|(status, count)| format!("{} {count}課", word(*status))).collect();
                console.result(&format!("{}（全{departments}課）", counts.join("、")));
                if beside > 0 {
                    console.result(&format!("提出対象でない{beside}課からも提出があります。"));
                }
            }
        }
        Lang::En => {
            console.result(&format!("{records} records brought together."));
            let counts: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {}", english(*status))).collect();
            console.result(&format!("Of {departments} departments: {}.", counts.join(", ")));
            if beside > 0 {
                console.result(&format!("{beside} more handed in without having to."));
            }
        }
    }
    for output in written.iter().filter(|output| !matches!(output.kind, OutputKind::Data | OutputKind::Return | OutputKind::Mail))
    {
        console.result(&format!("  {}", folder.join(&output.path).display()));
    }
    console.result(&format!("  {}", folder.join("data").display()));
    if written.iter().any(|output| output.kind == OutputKind::Return) {
        console.result(&format!("  {}", folder.join("差戻し").display()));
    }
    console.result(&format!("  {}", folder.join("run.json").display()));
}

/// Names what was dropped on request.
fn say_dropped(console: &Console, dropped: &[String]) {
    for one in dropped {
        console.say(&match console.lang {
            Lang::Ja => format!("手直しを捨てました: {one}"),
            Lang::En => format!("dropped: {one}"),
        });
    }
}

/// The last words: closed, corrected.
fn say_recorded(console: &Console, record: &RunRecord, consolidation: &Consolidation) {
    let label = consolidation.period.map(|period| period.label()).unwrap_or_default();
    if let Some(run) = record.run.filter(|_| record.closing) {
        console.result(&match console.lang {
            Lang::Ja => format!("{label}を締めました（実行 {run}）。以後の変更は正誤として記録します。"),
            Lang::En => format!("{label} is closed (run {run}). Later changes are recorded as errata."),
        });
    }
    if let Some(closed) = &record.closed {
        let own = consolidation.errata.iter().filter(|erratum| Some(erratum.period) == consolidation.period).count();
        console.result(&match (console.lang, own) {
            (Lang::Ja, 0) => format!("{label}は締めてあります。締めた内容（{}）との違いはありません。", closed.folder),
            (Lang::Ja, n) => format!(
                "{label}は締めてあります。締めた内容（{}）との違い{n}件を正誤として記録しました。次の報告書に載ります。",
                closed.folder
            ),
            (Lang::En, 0) => format!("{label} is closed; nothing differs from what was closed ({}).", closed.folder),
            (Lang::En, n) => format!(
                "{label} is closed; {n} differences from what was closed ({}) are recorded as errata for the next report.",
                closed.folder
            ),
        });
    }
}
