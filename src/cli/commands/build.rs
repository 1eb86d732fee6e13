//! `build`: reads, consolidates, writes every output.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::commands::status::english;
use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::errors::publish_failure;
use crate::cli::outputs::{DataFormat, Wanted};
use crate::cli::reading::{Read, Writing, consolidate_shards, print_run, read};
use crate::cli::run_record::RunRecord;
use crate::cli::settings::options::{Common, OutputFormat, Settings};
use crate::cli::settings::print_options::PrintOptions;
use crate::cli::{next_steps, outputs, watch};
use crate::model::{Consolidation, Lang, SubmissionStatus};
use crate::report::{State, data, pdf};
use crate::report::data::run::{Output, OutputKind};
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

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
    let Arguments { inputs, from, common, .. } = arguments;
    let writing = Some(Writing { folder: arguments.output.as_deref(), discard_edits: arguments.discard_edits });
    let read = if from.is_empty() { read(inputs, common, writing) } else { consolidate_shards(from, common, writing) };
    let Read { settings, mut consolidation, history, coordination, outcome, .. } = read?;
    let lang = settings.lang;
    let mut record = RunRecord::begin(&settings, history, &mut consolidation, arguments.finalise, arguments.output.as_deref())?;
    let folder = record.folder.clone();
    if guide && record.is_unchanged_since_closing(&consolidation) {
        say_closed(&settings, &consolidation);
        return Ok((outcome, folder));
    }
    let mut out = OutputFolder::open(&folder, Purpose::Outputs).map_err(|error| publish_failure(&error, lang))?;
    let edited = release_edited_workbook(&mut out, coordination.settled.as_deref());
    let changed: Vec<PathBuf> = out.changed().iter().map(|name| out.path_of(name)).collect();
    out.check_replaceable().map_err(|error| publish_failure(&error, lang))?;
    let wanted = Wanted {
        printing: printing(arguments, &settings, &record)?,
        pdf: !arguments.no_pdf,
        html: arguments.html || settings.config.report.html == Some(true),
        data: &arguments.data,
    };
    let written = outputs::write(&mut consolidation, &settings, (&wanted, &coordination.applied.decisions), &out)?;
    let outcome = outcome.max_with(&consolidation.findings, arguments.common.strict);
    let run = data::run::run(&consolidation, &written, record.state(), lang);
    out.stage("run.json", &run).map_err(|error| publish_failure(&error, lang))?;
    let published = publish::unstoppable(|| {
        // what was read back is kept before the workbook it stands in is replaced
        coordination.save(lang)?;
        record.write_down(&settings, &consolidation, &written, &run)?;
        let published = out.publish();
        // after a failure in the middle the journal decides, at the next run
        if !matches!(published, Err(PublishError::Halfway { .. })) {
            record.settle(published.is_ok(), lang)?;
        }
        published.map_err(|error| publish_failure(&error, lang))
    });
    published.unwrap_or_else(|| Err(publish_failure(&PublishError::Stopped, lang)))?;
    print_run(&settings, &consolidation, arguments.common.format, || run);
    coordination.say_dropped(&settings);
    say_kept(&settings, edited.as_deref(), &changed);
    if arguments.common.format == OutputFormat::Human {
        summary(&settings, &consolidation, &folder, &written);
        record.summary(&settings, &consolidation);
        if guide {
            next_steps::steps(&settings, &consolidation, record.is_closed());
        }
    }
    Ok((outcome, folder))
}

/// How the report is set.
fn printing(arguments: &Arguments, settings: &Settings, record: &RunRecord) -> Result<pdf::Options, Failure> {
    let mut printing = arguments.print.resolve(&settings.config, arguments.finalise, settings.lang)?;
    if record.is_correction() {
        printing.state = State::Correction;
    }
    Ok(printing)
}

/// Makes room for the consolidated workbook where the coordinator has worked in the last one: it is kept beside, and
/// the name under which it is kept is given.
///
/// One that was read back whole (`settled` is its hash) need not be kept.
fn release_edited_workbook(out: &mut OutputFolder, settled: Option<&str>) -> Option<String> {
    if settled.is_some_and(|sha256| out.take_over(outputs::WORKBOOK, sha256)) {
        return None;
    }
    out.keep_aside(outputs::WORKBOOK)
}

/// A closed period in which nothing has changed needs no outputs of its own.
fn say_closed(settings: &Settings, consolidation: &Consolidation) {
    let Some(period) = consolidation.period else { return };
    let (label, next) = (period.label(), period.next().id());
    settings.console.result(&match settings.lang {
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
fn say_kept(settings: &Settings, edited: Option<&str>, changed: &[PathBuf]) {
    let console = &settings.console;
    if let Some(kept) = edited {
        console.say(&match settings.lang {
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
        console.say(&match settings.lang {
            Lang::Ja => format!("{} は作成後に変更されているため、そのまま残しました。", path.display()),
            Lang::En => format!("{} was changed since it was made and is left as it is.", path.display()),
        });
    }
}

/// The last words of a run: what came of it and where it lies.
fn summary(settings: &Settings, consolidation: &Consolidation, folder: &Path, written: &[Output]) {
    let console = &settings.console;
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
