//! `ingest`: some of the files become a part, for `build --from`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::{Outcome, outcome};
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::{publish_failure, shard_failure};
use crate::cli::messages::progress::ProgressBars;
use crate::cli::settings::config::is_handed_in;
use crate::cli::settings::options::{Common, OutputFormat};
use crate::model::Lang;
use crate::pipeline::progress::Observer as _;
use crate::pipeline::reading::exist;
use crate::pipeline::{self, Task};
use crate::recognise::{RecognisedFile, Vocabulary};
use crate::source;
use crate::store::publish::{self, PublishError};
use crate::store::shards::{self, Entry, Reading};

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
    exist(&inputs)?;
    let collected = match &base {
        None if inputs.iter().any(|input| is_handed_in(input)) => source::collect_handed_in(&inputs, &common.limits()),
        None => source::collect(&inputs, &common.limits()),
        Some(base) => {
            below(base, &inputs)?;
            source::collect_below(base, &inputs, &common.limits())
        }
    };
    let settings = common.resolve(&inputs, &collected)?;
    let task = Task { forms: settings.forms(), period: settings.period, reading: settings.reading.clone(), ..Task::default() };
    let vocabulary = Vocabulary::new(task.forms.clone());
    let bars = ProgressBars::of(&common);
    let progress = bars.reading(collected.found.len(), settings.lang);
    let read = pipeline::read(&collected.found, &vocabulary, &task, |file| progress.file(file));
    drop(progress);
    let ignored = collected.ignored.into_iter().map(|(input, finding)| Entry::Ignored(input, finding));
    let entries: Vec<Entry<_>> = read.into_iter().map(Entry::Read).chain(ignored).collect();
    let reading = Reading::new(&task.forms, task.period);
    // writing a part is carried through: cut off, it would leave a file without its name
    let written = publish::unstoppable(|| shards::write(&output, &entries, &reading, RecognisedFile::rows));
    match written {
        Some(written) => written.map_err(|error| shard_failure(&error, settings.lang))?,
        None => return Err(publish_failure(&PublishError::Stopped, settings.lang)),
    }
    let (files, shown) = (entries.len(), output.display());
    if common.format == OutputFormat::Human {
        Console::of(&common, settings.lang).result(&match settings.lang {
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
