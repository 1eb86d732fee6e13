//! `check`: the same reading and reviewing as `build`; writes nothing.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Outcome;
use crate::cli::messages::catalogue::results;
use crate::cli::reading::{Read, print_run, read};
use crate::cli::settings::options::{Common, OutputFormat};
use crate::model::{Failure, Severity, counted};
use crate::report::data;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    ///
    /// Files, folders, zip archives (the workspace's inbox unless given)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Read { settings, mut consolidation, unused, outcome, .. } = read(&arguments.inputs, &arguments.common, None)?;
    consolidation.findings.extend(unused);
    crate::review::sort(&mut consolidation.findings);
    print_run(&settings, &consolidation, arguments.common.format, || data::run::run(&consolidation, &[], "draft", settings.lang));
    if arguments.common.format == OutputFormat::Human {
        let count = |severity| {
            consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() == severity).count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let records: usize = consolidation.records.counts().values().sum();
        settings.console.result(results::checked(
            counted(records, "record", "records"),
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings"),
        ));
    }
    Ok(outcome)
}
