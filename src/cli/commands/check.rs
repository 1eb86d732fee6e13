//! `check`: the same reading and reviewing as `build`; writes nothing.

use std::path::PathBuf;

use clap::Args;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::cli::reading::{is_empty_inbox, print_run};
use crate::model::{Failure, Severity, counted};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::reading::{Read, read};
use crate::pipeline::settings::options::{Common, OutputFormat};
use crate::report::data;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    ///
    /// Files, folders or zip archives (default: the workspace's inbox)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let common = &arguments.common;
    let Read { settings, mut consolidation, unused, outcome, .. } =
        read(&arguments.inputs, common, None, &ProgressBars::of(common))?;
    let console = &Console::of(common, settings.lang);
    consolidation.findings.extend(unused);
    crate::review::sort(&mut consolidation.findings);
    print_run(console, &settings, &consolidation, common.format, || data::run::run(&consolidation, &[], "draft", settings.lang));
    if common.format == OutputFormat::Human && !is_empty_inbox(&settings, &consolidation) {
        let count = |severity| {
            consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() == severity).count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let records: usize = consolidation.records.counts().values().sum();
        console.result(results::checked(
            counted(records, "record", "records"),
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings"),
        ));
    }
    Ok(outcome)
}
