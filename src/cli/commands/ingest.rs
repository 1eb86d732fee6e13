//! `ingest`: some of the files become a part, for `build --from`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::commands::build::unwritable;
use crate::cli::exit::{Outcome, outcome};
use crate::cli::messages::Failure;
use crate::cli::settings::options::{Common, OutputFormat};
use crate::model::{Lang, Period};
use crate::pipeline::{self, Task};
use crate::recognise::Vocabulary;
use crate::source;
use crate::store::publish::{self, PublishError};
use crate::store::shards::{self, Entry, Reading, ShardError};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// 書き出す部分（Parquet ファイル）
    #[arg(short = 'o', long = "output", value_name = "PART")]
    output: PathBuf,
    /// パスの起点とするフォルダー（省略すると build と同じ。1つのフォルダーを分けて読むときは、そのフォルダー）
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Arguments { inputs, output, base, common } = arguments;
    crate::cli::commands::check::exist(&inputs)?;
    let collected = match &base {
        None => source::collect(&inputs, &common.limits()),
        Some(base) => {
            below(base, &inputs)?;
            source::collect_below(base, &inputs, &common.limits())
        }
    };
    let settings = common.resolve(&inputs, &collected)?;
    let task = Task { forms: settings.forms(), period: settings.period, reading: settings.reading.clone(), ..Task::default() };
    let vocabulary = Vocabulary::new(task.forms.clone());
    let progress = settings.console.reading(collected.found.len());
    let read = pipeline::read(&collected.found, &vocabulary, &task, |file| progress.file(file));
    drop(progress);
    let ignored = collected.ignored.into_iter().map(|(input, finding)| Entry::Ignored(input, finding));
    let entries: Vec<Entry> = read.into_iter().map(Entry::Read).chain(ignored).collect();
    let reading = Reading::new(&task.forms, task.period);
    // writing a part is carried through: cut off, it would leave a file without its name
    let written = publish::unstoppable(|| shards::write(&output, &entries, &reading));
    match written {
        Some(written) => written.map_err(|error| unusable(&error, settings.lang))?,
        None => return Err(unwritable(&PublishError::Stopped, settings.lang)),
    }
    let (files, shown) = (entries.len(), output.display());
    if common.format == OutputFormat::Human {
        settings.console.result(&match settings.lang {
            Lang::Ja => format!("{files}件のファイルを読み取り、{shown} に書き出しました。"),
            Lang::En => format!("{files} files were read into {shown}."),
        });
    }
    // that a share of the files holds nothing to be read is no failure of the whole
    Ok(match outcome(&[], entries.iter().map(|entry| entry.input().status), false) {
        Outcome::NothingRead => Outcome::Done,
        other => other,
    })
}

/// Paths begin at the base: an input beside it has none.
fn below(base: &Path, inputs: &[PathBuf]) -> Result<(), Failure> {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let root = real(base);
    match inputs.iter().find(|input| !input.starts_with(base) || !real(input).starts_with(&root)) {
        None => Ok(()),
        Some(input) => Err(Failure::new(
            format!("入力 {} は --base {} の下にありません。", input.display(), base.display()),
            "--base には入力を含むフォルダーを、入力と同じ書き方（相対か絶対か）で指定してください。",
        )),
    }
}

/// The parts among the files and folders that were given.
pub(crate) fn parts_in(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    crate::cli::commands::check::exist(given)?;
    let mut parts = Vec::new();
    for path in given {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
            parts.extend(entries.filter(|path| is_part(path)));
        } else {
            parts.push(path.clone());
        }
    }
    parts.sort();
    parts.dedup();
    if parts.is_empty() {
        return Err(Failure::new(
            "--from のフォルダーに部分（.parquet）がありません。",
            "torimatome ingest で書き出したファイルか、そのフォルダーを指定してください。",
        ));
    }
    Ok(parts)
}

/// Engines leave files of their own beside (`_SUCCESS`), and a killed worker one without a name.
fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".parquet") && !name.starts_with(['.', '_'])
}

/// What to tell of a part that cannot be used.
pub(crate) fn unusable(error: &ShardError, lang: Lang) -> Failure {
    match error {
        ShardError::Broken { path, reason } => Failure::in_lang(
            lang,
            (
                format!("部分 {} を使えません（{reason}）。", path.display()),
                "権限と空き容量を確かめ、途中で切れたファイルなら ingest をやり直してください。",
            ),
            (
                format!("The part {} cannot be used ({reason}).", path.display()),
                "Check permissions and free space; if it is cut off, ingest again.",
            ),
        ),
        ShardError::Foreign(path) => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome ingest が書き出した部分ではありません。", path.display()),
                "--from には ingest の -o で書き出したファイルか、そのフォルダーを指定してください。",
            ),
            (format!("{} is no part that torimatome ingest wrote.", path.display()), "Give files that ingest wrote with -o."),
        ),
        ShardError::Newer { path, schema } => Failure::in_lang(
            lang,
            (
                format!("部分 {} は、より新しい torimatome で書かれています（{schema}）。", path.display()),
                "新しい torimatome で build してください。",
            ),
            (format!("The part {} was written by a newer torimatome ({schema}).", path.display()), "Use the newer torimatome."),
        ),
        ShardError::OtherForms(path) => Failure::in_lang(
            lang,
            (
                format!("部分 {} は別の様式で読み取られています。", path.display()),
                "ingest と build で同じ --template、同じ設定（--config）、同じ版の torimatome を使ってください。",
            ),
            (
                format!("The part {} was read with other forms.", path.display()),
                "Use the same --template, --config and version of torimatome for ingest and build.",
            ),
        ),
        ShardError::OtherPeriod { path, period } => {
            let id = period.map_or_else(|| "―".to_owned(), Period::id);
            Failure::in_lang(
                lang,
                (
                    format!("部分 {} は別の期間（{id}）として読み取られています。", path.display()),
                    "すべての ingest と build で同じ --period を指定してください。",
                ),
                (
                    format!("The part {} was read for another period ({id}).", path.display()),
                    "Give the same --period to every ingest and to build.",
                ),
            )
        }
    }
}
