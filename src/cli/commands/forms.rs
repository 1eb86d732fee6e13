//! `forms`: one workbook per department for the next period, prefilled from the last.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::cli::settings::options::{Common, OutputFormat, period_named};
use crate::model::{Lang, Period};
use crate::pipeline::forms::{self, Made, Wanted};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前の期間の提出ファイル、フォルダー、zip（省略すると作業場所の inbox、なければ計画だけから作る）
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 書き出すフォルダー
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    /// 課ごとに、様式を添えたメールの下書き（.eml）も作る
    #[arg(long)]
    mail: bool,
    // here --period is the period that is asked for: the next one
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Arguments { inputs, output, mail, common } = arguments;
    let lang = if common.lang.as_deref() == Some("en") { Lang::En } else { Lang::Ja };
    let period = common.period.as_deref().map(|text| period_named(text, lang)).transpose()?;
    let wanted = Wanted { inputs: &inputs, output: output.as_deref(), mail, period, common: &common };
    let made = forms::write(&wanted, &ProgressBars::of(&common))?;
    let console = Console::of(&common, made.settings.lang);
    if common.format != OutputFormat::Human {
        console.bytes(&made.manifest);
        return Ok(made.outcome);
    }
    summary(&console, &made);
    for path in &made.kept {
        console.say(&match console.lang {
            Lang::Ja => format!("{} は作成後に変更されているため、そのまま残しました。", path.display()),
            Lang::En => format!("{} was changed since it was made and is left as it is.", path.display()),
        });
    }
    if mail {
        console.without_address(&made.settings.without_address(made.files.iter().map(|file| file.department.as_str())));
    }
    Ok(made.outcome)
}

/// What came of it.
fn summary(console: &Console, made: &Made) {
    let Made { folder, files, period, outcome, .. } = made;
    let (count, rows) = (files.len(), files.iter().map(|file| file.entries).sum::<usize>());
    let label = period.map(Period::label).unwrap_or_default();
    if matches!(outcome, Outcome::NothingRead) {
        console.say(console.text(
            "前の期間のファイルを1つも読めなかったため、計画だけから様式を作りました。",
            "None of the last period's files could be read: the forms are made from the plan alone.",
        ));
    }
    console.result(&match console.lang {
        Lang::Ja => format!("{label} {count}課分の様式を {} に作りました（記入済みの取組 {rows}件）。", folder.display())
            .trim()
            .to_owned(),
        Lang::En => format!("{count} forms with {rows} initiatives written to {}.", folder.display()),
    });
}
