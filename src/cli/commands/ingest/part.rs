//! Reads some of the files and writes them as a part.

use std::path::{Path, PathBuf};

use crate::cli::commands::ingest::Arguments;
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::{publish_failure, shard_failure};
use crate::cli::messages::progress::ProgressBars;
use crate::model::{Failure, counted};
use crate::pipeline::messages::shards as messages;
use crate::pipeline::outcome::{Outcome, outcome};
use crate::pipeline::progress::Observer as _;
use crate::pipeline::reading::exist;
use crate::pipeline::settings::config::is_handed_in;
use crate::pipeline::settings::options::OutputFormat;
use crate::pipeline::settings::workspace::absolute;
use crate::pipeline::{self, Task};
use crate::recognise::{RecognisedFile, Vocabulary};
use crate::source;
use crate::store::publish::{self, PublishError};
use crate::store::shards::{self, Entry, Reading};

pub(super) fn write(arguments: Arguments) -> Result<Outcome, Failure> {
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
    // a part is always written whole: stopping halfway would leave a nameless file
    let written = publish::unstoppable(|| shards::write(&output, &entries, &reading, RecognisedFile::rows));
    match written {
        Some(written) => written.map_err(|error| shard_failure(&error))?,
        None => return Err(publish_failure(&PublishError::Stopped)),
    }
    let (files, shown) = (entries.len(), output.display());
    if common.format == OutputFormat::Human {
        Console::of(&common, settings.lang).result(results::ingested(counted(files, "file", "files"), shown));
    }
    // a part without anything to read is no failure of the whole
    Ok(match outcome(&[], entries.iter().map(|entry| entry.input().status), false) {
        Outcome::NothingRead => Outcome::Done,
        other => other,
    })
}

/// Paths begin at the base: an input beside it has none.
fn below(base: &Path, inputs: &[PathBuf]) -> Result<(), Failure> {
    let root = absolute(base);
    match inputs.iter().find(|input| !input.starts_with(base) || !absolute(input).starts_with(&root)) {
        None => Ok(()),
        Some(input) => Err(messages::outside_base(input.display(), base.display())),
    }
}
