//! `build`: reads, consolidates, writes every output.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::commands::check::{Read, consolidate_shards, read, report};
use crate::cli::exit::Outcome;
use crate::cli::messages::{Failure, next_steps};
use crate::cli::outputs::{DataFormat, Wanted};
use crate::cli::run_record::RunRecord;
use crate::cli::settings::options::{Common, OutputFormat, Settings};
use crate::cli::settings::printing::PrintOptions;
use crate::cli::{outputs, watch};
use crate::model::{Consolidation, Lang, SubmissionStatus};
use crate::report::data;
use crate::report::data::run::{Output, OutputKind};
use crate::store::publish::{self, OutputFolder, PublishError};

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
    let read = if from.is_empty() { read(inputs, common) } else { consolidate_shards(from, common) };
    let Read { settings, mut consolidation, history, outcome } = read?;
    let lang = settings.lang;
    let mut record = RunRecord::begin(&settings, history, &mut consolidation, arguments.finalise, arguments.output.as_deref())?;
    let folder = record.folder.clone();
    let out = OutputFolder::open(&folder).map_err(|error| unwritable(&error, lang))?;
    out.check_replaceable().map_err(|error| unwritable(&error, lang))?;
    let wanted = Wanted {
        printing: arguments.print.resolve(&settings.config, arguments.finalise, lang)?,
        pdf: !arguments.no_pdf,
        html: arguments.html || settings.config.report.html == Some(true),
        data: &arguments.data,
    };
    let written = outputs::write(&mut consolidation, &settings, &wanted, &out)?;
    let outcome = outcome.max_with(&consolidation.findings, arguments.common.strict);
    let run = data::run::run(&consolidation, &written, lang);
    out.stage("run.json", &run).map_err(|error| unwritable(&error, lang))?;
    let published = publish::unstoppable(|| {
        record.write_down(&settings, &consolidation, &written, &run)?;
        let published = out.publish();
        // after a failure in the middle the journal decides, at the next run
        if !matches!(published, Err(PublishError::Halfway { .. })) {
            record.settle(published.is_ok(), lang)?;
        }
        published.map_err(|error| unwritable(&error, lang))
    });
    published.unwrap_or_else(|| Err(unwritable(&PublishError::Stopped, lang)))?;
    report(&settings, &consolidation, arguments.common.format, || run);
    if arguments.common.format == OutputFormat::Human {
        summary(&settings, &consolidation, &folder, &written);
        record.summary(&settings, &consolidation);
        if guide {
            next_steps::steps(&settings, &consolidation, record.is_closed());
        }
    }
    Ok((outcome, folder))
}

pub(crate) fn unwritable(error: &PublishError, lang: Lang) -> Failure {
    match error {
        PublishError::Folder { path, source } => Failure::in_lang(
            lang,
            (
                format!("{} に書き出せません（{}）。", path.display(), reason(source, lang)),
                "書き込みの権限と空き容量を確かめるか、-o で別のフォルダーを指定してください。前回の成果物はそのまま残っています。",
            ),
            (
                format!("{} cannot be written ({}).", path.display(), reason(source, lang)),
                "Check permissions and free space, or give another folder with -o. What was there is untouched.",
            ),
        ),
        PublishError::Foreign(path) => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome が作ったファイルではないため、置き換えません。", path.display()),
                "そのファイルを移すか、-o で別のフォルダーを指定してください。",
            ),
            (
                format!("{} was not made by torimatome and is not replaced.", path.display()),
                "Move it away, or give another folder with -o.",
            ),
        ),
        PublishError::InUse { path, source } => Failure::in_lang(
            lang,
            (
                format!("{} を置き換えられません（{}）。", path.display(), reason(source, lang)),
                "Excel などで開いたままなら閉じて、もう一度実行してください。前回の成果物はそのまま残っています。",
            ),
            (
                format!("{} cannot be replaced ({}).", path.display(), reason(source, lang)),
                "Close it in Excel and run again. What was there is untouched.",
            ),
        ),
        PublishError::Busy(path) => Failure::in_lang(
            lang,
            (
                format!("{} には別の torimatome が書き出しています。", path.display()),
                "終わるのを待って、もう一度実行してください。",
            ),
            (format!("Another torimatome writes to {}.", path.display()), "Wait for it and run again."),
        ),
        PublishError::Halfway { path, source } => Failure::in_lang(
            lang,
            (
                format!("成果物を入れ替える途中で {} を置き換えられませんでした（{}）。", path.display(), reason(source, lang)),
                "新しい成果物は控えてあります。開いていれば閉じて、もう一度実行してください。続きから入れ替えます。",
            ),
            (
                format!("{} could not be replaced, after others had been ({}).", path.display(), reason(source, lang)),
                "The new outputs are kept. Close it and run again: the rest is put in place then.",
            ),
        ),
        PublishError::Stopped => Failure::in_lang(
            lang,
            ("中断しました。", "前からあった成果物はそのままです。"),
            ("Stopped.", "What was there is untouched."),
        ),
    }
}

/// Another program has the file.
const OPEN: (&str, &str) = ("ほかのプログラムが開いています", "another program has it open");

/// What the system says, in the reader's words.
pub(crate) fn reason(error: &std::io::Error, lang: Lang) -> String {
    use std::io::ErrorKind as Kind;
    let (ja, en) = match error.kind() {
        Kind::PermissionDenied => ("書き込みの権限がありません", "no permission"),
        Kind::StorageFull | Kind::QuotaExceeded => ("空き容量がありません", "the disk is full"),
        Kind::ReadOnlyFilesystem => ("読み取り専用です", "it is read-only"),
        Kind::NotADirectory | Kind::AlreadyExists => ("同じ名前のファイルがあります", "a file of that name is in the way"),
        Kind::NotFound => ("場所が見つかりません", "there is no such place"),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => (OPEN.0, OPEN.1),
        _ if publish::is_in_use(error) => (OPEN.0, OPEN.1),
        Kind::FileTooLarge => ("大きすぎて書けないか、空き容量がありません", "it is too large for the disk"),
        Kind::InvalidFilename => ("名前が長すぎるか、使えない文字があります", "the name is too long or not allowed"),
        _ => return error.to_string(),
    };
    (if lang == Lang::Ja { ja } else { en }).to_owned()
}

/// The last words of a run: what came of it and where it lies.
fn summary(settings: &Settings, consolidation: &Consolidation, folder: &Path, written: &[Output]) {
    let console = &settings.console;
    let (records, departments) = (consolidation.records.counts().values().sum::<usize>(), consolidation.submissions.len());
    let count = |status| consolidation.submissions.iter().filter(|submission| submission.status == status).count();
    let (submitted, none, missing) =
        (count(SubmissionStatus::Submitted), count(SubmissionStatus::NoRecords), count(SubmissionStatus::Missing));
    match console.lang {
        Lang::Ja => {
            let period = consolidation.period.map(|period| period.label()).unwrap_or_default();
            let about: Vec<&str> =
                [consolidation.plan.title.as_str(), &period].into_iter().filter(|word| !word.is_empty()).collect();
            let about = if about.is_empty() { String::new() } else { format!("{}: ", about.join(" ")) };
            console.result(&format!("{about}{records}件を取りまとめました。"));
            if departments > 0 {
                console.result(&format!("提出 {submitted}課、該当なし {none}課、未提出 {missing}課（全{departments}課）"));
            }
        }
        Lang::En => {
            console.result(&format!("{records} records brought together."));
            console.result(&format!(
                "{submitted} departments handed in, {none} with nothing to report, {missing} missing, of {departments}."
            ));
        }
    }
    for output in written.iter().filter(|output| !matches!(output.kind, OutputKind::Data | OutputKind::Return)) {
        console.result(&format!("  {}", folder.join(&output.path).display()));
    }
    console.result(&format!("  {}", folder.join("data").display()));
    if written.iter().any(|output| output.kind == OutputKind::Return) {
        console.result(&format!("  {}", folder.join("差戻し").display()));
    }
    console.result(&format!("  {}", folder.join("run.json").display()));
}
