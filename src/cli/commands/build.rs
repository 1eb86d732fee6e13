//! `build`: reads, consolidates, writes every output.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::cli::reading::{is_empty_inbox, print_run};
use crate::cli::{next_steps, watch};
use crate::model::{Consolidation, Failure, Lang, Message, SubmissionStatus, counted, listed, period_name};
use crate::pipeline;
use crate::pipeline::build::{Built, Request};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::outputs::{self, CsvEncodingName, DataFormat};
use crate::pipeline::run_record::RunRecord;
use crate::pipeline::settings::options::{Common, OutputFormat};
use crate::pipeline::settings::print_options::PrintOptions;
use crate::report::data::run::{Output, OutputKind};

#[derive(Debug, Default, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    ///
    /// Files, folders or zip archives (default: the workspace's inbox)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// ファイルの代わりに、ingest で書き出した部分（またはそのフォルダー）から作る
    ///
    /// Build from parts written by ingest, or folders of them, instead of files
    #[arg(long, value_name = "PARTS", num_args = 1.., conflicts_with = "inputs")]
    from: Vec<PathBuf>,
    /// 書き出すフォルダー
    ///
    /// Output folder
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    /// 報告書を HTML でも書き出す（報告書.html）
    ///
    /// Write the report as HTML too (報告書.html)
    #[arg(long)]
    html: bool,
    /// json に加えて書き出すデータの形式（json は比較に使うため常に書き出す）
    ///
    /// Formats of data files besides json, which is always written for later comparison
    #[arg(long, value_name = "FORMAT,…", value_enum, value_delimiter = ',', default_values_t = [DataFormat::Csv])]
    data: Vec<DataFormat>,
    /// CSV の文字コード（省略すると utf-8）。表せない文字は〓にして知らせる
    ///
    /// Encoding of CSV data files (default: utf-8); characters that it lacks become U+3013 and are reported
    #[arg(long, value_name = "NAME", value_enum)]
    csv_encoding: Option<CsvEncodingName>,
    /// 報告書.pdf を作らない
    ///
    /// Do not write the PDF report
    #[arg(long)]
    no_pdf: bool,
    /// 入力フォルダーを見張り、ファイルが変わるたびに取りまとめ直す
    ///
    /// Watch the input folders and build again whenever a file changes
    #[arg(long, conflicts_with_all = ["finalise", "from"])]
    watch: bool,
    /// 前回の 取りまとめ.xlsx に書き込まれた対応と手直しを取り込まずに捨てる（何を捨てたかを示す）
    ///
    /// Discard the answers and edits in the last 取りまとめ.xlsx, and list them
    #[arg(long)]
    discard_edits: bool,
    /// 期間を締める（以後の変更は正誤として記録する）
    ///
    /// Close the period; later changes become errata
    #[arg(long)]
    finalise: bool,
    #[command(flatten)]
    print: PrintOptions,
    #[command(flatten)]
    common: Common,
}

impl Arguments {
    /// The arguments of a double click.
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

/// Builds, then suggests the next step.
pub(crate) fn run_and_guide(arguments: Arguments) -> Result<Outcome, Failure> {
    build(&arguments, true).map(|(outcome, _)| outcome)
}

/// Outcome, and the folder of the outputs.
fn build(arguments: &Arguments, guide: bool) -> Result<(Outcome, PathBuf), Failure> {
    let common = &arguments.common;
    let request = Request {
        inputs: &arguments.inputs,
        from: &arguments.from,
        output: arguments.output.as_deref(),
        html: arguments.html,
        data: &arguments.data,
        csv_encoding: arguments.csv_encoding.map(Into::into),
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
        if is_empty_inbox(settings, consolidation) {
            submissions(console, consolidation);
            return Ok((*outcome, folder.clone()));
        }
        summary(console, consolidation, folder, &written.outputs);
        say_recorded(console, record, consolidation);
        if guide {
            next_steps::steps(console, settings, consolidation, record.is_closed());
        }
    }
    Ok((*outcome, folder.clone()))
}

/// Reports that a closed period has not changed, so that nothing is written.
fn say_closed(console: &Console, consolidation: &Consolidation) {
    let Some(period) = consolidation.period else { return };
    console.result(results::closed_and_unchanged(period_name(period), period.id(), period.next().id()));
}

/// Lists files that were changed by hand since the program wrote them, and that were kept.
fn say_kept(console: &Console, edited: Option<&str>, changed: &[PathBuf]) {
    if let Some(kept) = edited {
        console.say(results::workbook_kept(outputs::WORKBOOK, kept));
    }
    for path in changed {
        console.say(results::file_kept(path.display()));
    }
}

/// Prints a summary and the paths of the outputs.
fn summary(console: &Console, consolidation: &Consolidation, folder: &Path, written: &[Output]) {
    let records: usize = consolidation.records.counts().values().sum();
    let period = consolidation.period.map(period_name).unwrap_or_default();
    let about = |lang| {
        let words = [consolidation.plan.title.as_str(), period.text(lang)];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        if words.is_empty() { String::new() } else { format!("{}: ", words.join(" ")) }
    };
    let about = Message::new(about(Lang::Ja), about(Lang::En));
    console.result(results::consolidated(about, counted(records, "record", "records")));
    submissions(console, consolidation);
    for output in written.iter().filter(|output| !matches!(output.kind, OutputKind::Data | OutputKind::Return | OutputKind::Mail))
    {
        console.result(format!("  {}", folder.join(&output.path).display()));
    }
    console.result(format!("  {}", folder.join("data").display()));
    if written.iter().any(|output| output.kind == OutputKind::Return) {
        console.result(format!("  {}", folder.join("差戻し").display()));
    }
    console.result(format!("  {}", folder.join("run.json").display()));
}

/// Prints how many departments handed in.
fn submissions(console: &Console, consolidation: &Consolidation) {
    let required = consolidation.submissions.iter().filter(|submission| submission.required);
    let departments = required.clone().count();
    if departments == 0 {
        return;
    }
    // 未記入 and 読取不可 only where there are any
    let usual = [SubmissionStatus::Submitted, SubmissionStatus::NoRecords, SubmissionStatus::Missing];
    let count = |status| required.clone().filter(|submission| submission.status == status).count();
    let counts = SubmissionStatus::ALL
        .into_iter()
        .map(|status| (status, count(status)))
        .filter(|(status, count)| *count > 0 || usual.contains(status));
    let word = |status| match status {
        SubmissionStatus::Submitted => results::handed_in(),
        other => Message::new(other.label(), other.english()),
    };
    let counts = counts.map(|(status, count)| results::submission_count(word(status), count));
    console.result(results::submissions(listed(counts), counted(departments, "department", "departments")));
    let beside = consolidation.submissions.len() - departments;
    if beside > 0 {
        console.result(results::not_asked(counted(beside, "department", "departments")));
    }
}

/// Lists the answers and edits that were discarded.
fn say_dropped(console: &Console, dropped: &[Message]) {
    for one in dropped {
        console.say(results::edit_dropped(one));
    }
}

/// Reports that the period was closed, or what was corrected.
fn say_recorded(console: &Console, record: &RunRecord, consolidation: &Consolidation) {
    let label = || consolidation.period.map(period_name).unwrap_or_default();
    if let Some(run) = record.run.filter(|_| record.closing) {
        console.result(results::period_closed(label(), run));
    }
    if let Some(closed) = &record.closed {
        let own = consolidation.errata.iter().filter(|erratum| Some(erratum.period) == consolidation.period).count();
        console.result(match own {
            0 => results::correction_unchanged(label(), &closed.folder),
            _ => results::correction(label(), &closed.folder, counted(own, "difference", "differences")),
        });
    }
}
