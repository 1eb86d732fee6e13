//! `forms`: one workbook per department for the next period, prefilled from the last.

use std::path::PathBuf;

use clap::Args;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::model::{Failure, Message, counted, working_day};
use crate::pipeline::forms::{self, FormsRequest, FormsResult};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::options::{Common, OutputFormat};
use crate::pipeline::settings::values::period_named;
use crate::report::handouts::letters::with_weekday;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前の期間の提出ファイル、フォルダー、zip（省略すると作業場所の inbox、なければ計画だけから作る）
    ///
    /// Files, folders or zip archives of the previous period (default: the workspace's inbox, else the plan alone)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 書き出すフォルダー
    ///
    /// Output folder
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    /// 課ごとに、様式を添えたメールの下書き（.eml）も作る
    ///
    /// Write a draft mail (.eml) with the form attached for each department, too
    #[arg(long)]
    mail: bool,
    // here --period is the period that is asked for: the next one
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Arguments { inputs, output, mail, common } = arguments;
    let period = common.period.as_deref().map(period_named).transpose()?;
    let wanted = FormsRequest { inputs: &inputs, output: output.as_deref(), mail, period, common: &common };
    let made = forms::write(&wanted, &ProgressBars::of(&common))?;
    let console = Console::of(&common, made.settings.lang);
    if common.format != OutputFormat::Human {
        console.bytes(&made.manifest);
        return Ok(made.outcome);
    }
    summary(&console, &made);
    for path in &made.kept {
        console.say(results::file_kept(path.display()));
    }
    if let Some(period) = made.period.filter(|_| made.settings.lacks_due(made.period)) {
        console.say(results::no_due(Message::new(period.label(), period.id()), period.id()));
    }
    if let Some((day, why)) = made.settings.due_when_closed(made.period) {
        let named = |day| Message::new(with_weekday(day), day.to_string());
        console.say(results::due_when_closed(named(day), why, named(working_day(day))));
    }
    if mail {
        console.without_address(&made.settings.without_address(made.files.iter().map(|file| file.department.as_str())));
    }
    Ok(made.outcome)
}

/// Prints the result.
fn summary(console: &Console, made: &FormsResult) {
    let FormsResult { folder, files, period, outcome, .. } = made;
    let (count, rows) = (files.len(), files.iter().map(|file| file.entries).sum::<usize>());
    let label =
        period.map_or_else(Message::default, |period| Message::new(format!("{} ", period.label()), format!("{}: ", period.id())));
    if matches!(outcome, Outcome::NothingRead) {
        console.say(results::forms_from_plan());
    }
    let (forms, initiatives) = (counted(count, "form", "forms"), counted(rows, "initiative", "initiatives"));
    console.result(results::forms_made(label, forms, initiatives, folder.display()));
}
