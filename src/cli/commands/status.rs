//! `status`: who handed in, when, which version; who is late; what to write to them.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::cli::settings::options::{Common, OutputFormat};
use crate::model::era::wareki_date;
use crate::model::{Consolidation, Lang, Period, SubmissionStatus};
use crate::pipeline::reading::{Read, read};
use crate::pipeline::status::{self, Line, Reminders};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 提出期限（省略すると torimatome.toml の due）
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// 督促の文面を課ごとに書き出す
    #[arg(long)]
    reminder: bool,
    /// 督促のメールの下書き（.eml）を out に作る
    #[arg(long, requires = "reminder")]
    mail: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    schema: &'static str,
    period: Option<Period>,
    label: Option<String>,
    due: Option<Date>,
    as_of: Date,
    departments: &'a [Line],
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let common = &arguments.common;
    let Read { settings, consolidation, history, .. } = read(&arguments.inputs, common, None, &ProgressBars::of(common))?;
    let console = &Console::of(common, settings.lang);
    let due = settings.due(arguments.due.as_deref(), consolidation.period)?;
    let lines = status::lines(&settings, &consolidation, history.as_ref(), due)?;
    if arguments.mail {
        settings.check_sender()?;
    }
    if arguments.reminder {
        reminders(console, &Reminders::of(&settings, &consolidation, &lines, due)?, &consolidation, arguments.mail)?;
        return Ok(Outcome::Done);
    }
    match common.format {
        OutputFormat::Human => {
            table(console, &consolidation, &lines, due);
            console.without_address(&status::without_address(&settings, &lines));
        }
        OutputFormat::Json | OutputFormat::Sarif => console.json(&Report {
            schema: "torimatome.status/1",
            period: consolidation.period,
            label: consolidation.period.map(|period| period.label()),
            due,
            as_of: settings.now.date(),
            departments: &lines,
        }),
    }
    Ok(Outcome::Done)
}

fn table(console: &Console, consolidation: &Consolidation, lines: &[Line], due: Option<Date>) {
    let period = consolidation.period.map(|period| period.label()).unwrap_or_default();
    let ja = console.lang == Lang::Ja;
    let until =
        due.map(|due| if ja { format!("　提出期限 {}", wareki_date(due)) } else { format!("  due {due}") }).unwrap_or_default();
    console.result(&format!("{period}{until}"));
    let headings = if ja {
        ["担当課", "状況", "提出日", "版", "記録", "エラー", "注意", "遅れ"]
    } else {
        ["department", "status", "handed in", "version", "records", "errors", "warnings", "overdue"]
    };
    let mut rows: Vec<[String; 8]> = vec![headings.map(str::to_owned)];
    for line in lines {
        let status = if ja { line.status.label().to_owned() } else { english(line.status).to_owned() };
        let late = line.overdue.map(|days| if ja { format!("{days}日") } else { format!("{days} days") });
        rows.push([
            line.department.to_string(),
            status,
            line.submitted.map(|day| day.to_string()).unwrap_or_default(),
            line.version.map(|version| version.to_string()).unwrap_or_default(),
            line.records.to_string(),
            line.errors.to_string(),
            line.warnings.to_string(),
            late.unwrap_or_default(),
        ]);
    }
    let width = |text: &str| unicode_width::UnicodeWidthStr::width_cjk(text);
    let widths: Vec<usize> = (0..headings.len())
        .map(|col| rows.iter().filter_map(|row| row.get(col)).map(|text| width(text)).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(col, (text, wide))| {
                let room = " ".repeat(wide.saturating_sub(width(text)));
                if col < 3 { format!("{text}{room}") } else { format!("{room}{text}") }
            })
            .collect();
        console.result(cells.join("  ").trim_end());
    }
    let waiting = lines.iter().filter(|line| line.waits()).count();
    console.result(&match console.lang {
        Lang::Ja if waiting > 0 => {
            format!("{waiting}課の提出を待っています。督促の文面は torimatome status --reminder で書き出せます。")
        }
        Lang::Ja => "すべての課から提出されています。".to_owned(),
        Lang::En if waiting > 0 => format!("Waiting for {waiting}; torimatome status --reminder writes what to mail them."),
        Lang::En => "All departments have handed in.".to_owned(),
    });
}

pub(super) const fn english(status: SubmissionStatus) -> &'static str {
    match status {
        SubmissionStatus::Submitted => "submitted",
        SubmissionStatus::NoRecords => "nothing to report",
        SubmissionStatus::Unfilled => "not filled in",
        SubmissionStatus::Missing => "missing",
        SubmissionStatus::Unreadable => "unreadable",
    }
}

/// The text for each department that is waited for, or the drafts of the mails.
fn reminders(console: &Console, reminders: &Reminders<'_>, consolidation: &Consolidation, mail: bool) -> Result<(), Failure> {
    if reminders.departments().next().is_none() {
        console.say(console.text("すべての課から提出されています。督促は要りません。", "All departments have handed in."));
    }
    if !mail {
        for (n, text) in reminders.texts().iter().enumerate() {
            if n > 0 {
                console.result("\n----------------------------------------\n");
            }
            console.result(text);
        }
        return Ok(());
    }
    if let Some((folder, count)) = reminders.write(consolidation)? {
        let folder = folder.display();
        console.result(&match console.lang {
            Lang::Ja => format!("督促のメールの下書き {count}通を {folder} に作りました。"),
            Lang::En => format!("{count} drafts written to {folder}."),
        });
        console.without_address(&reminders.without_address());
    }
    Ok(())
}
