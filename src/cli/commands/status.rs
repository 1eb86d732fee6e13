//! `status`: who submitted, when, which version; who is late; reminders.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::progress::ProgressBars;
use crate::model::era::wareki_date;
use crate::model::{Consolidation, Failure, InLang, Message, Period, counted, period_name};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::reading::{Read, read};
use crate::pipeline::settings::options::{Common, OutputFormat};
use crate::pipeline::status::{self, Line, Reminders};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    ///
    /// Files, folders or zip archives (default: the workspace's inbox)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 提出期限（省略すると torimatome.toml の due）
    ///
    /// Deadline (default: due in torimatome.toml)
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// 督促の文面を課ごとに書き出す
    ///
    /// Write a reminder for each department
    #[arg(long)]
    reminder: bool,
    /// 督促のメールの下書き（.eml）を out に作る
    ///
    /// Write the reminders as draft mails (.eml) into out
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
    let lang = console.lang;
    let due = due.map(|due| results::due(Message::new(wareki_date(due), due.to_string()))).unwrap_or_default();
    console.result(consolidation.period.map(period_name).unwrap_or_default().then(&due));
    let headings = [
        results::department_heading(),
        results::status_heading(),
        results::submitted_heading(),
        results::version_heading(),
        results::records_heading(),
        results::errors_heading(),
        results::warnings_heading(),
        results::overdue_heading(),
    ];
    let mut rows: Vec<[String; 8]> = vec![headings.map(|heading| heading.in_lang(lang))];
    for line in lines {
        let days =
            |days: i64| Message::new(days.to_string(), if days == 1 { "1 day".to_owned() } else { format!("{days} days") });
        rows.push([
            line.department.to_string(),
            Message::new(line.status.label(), line.status.english()).in_lang(lang),
            line.submitted.map(|day| day.to_string()).unwrap_or_default(),
            line.version.map(|version| version.to_string()).unwrap_or_default(),
            line.records.to_string(),
            line.errors.to_string(),
            line.warnings.to_string(),
            line.overdue.map(|overdue| results::days(days(overdue)).in_lang(lang)).unwrap_or_default(),
        ]);
    }
    let width = |text: &str| unicode_width::UnicodeWidthStr::width_cjk(text);
    let widths: Vec<usize> =
        (0..8).map(|col| rows.iter().filter_map(|row| row.get(col)).map(|text| width(text)).max().unwrap_or(0)).collect();
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
    console.result(match waiting {
        0 if lines.is_empty() => results::nobody_asked(),
        0 => results::all_handed_in(),
        _ => results::waiting(counted(waiting, "department", "departments")),
    });
    for (department, count) in status::returned(consolidation) {
        console.result(results::returned(department, counted(count, "finding", "findings")));
    }
}

/// Prints a reminder for each department that has not submitted, or writes them as draft mails.
fn reminders(console: &Console, reminders: &Reminders<'_>, consolidation: &Consolidation, mail: bool) -> Result<(), Failure> {
    if reminders.departments().next().is_none() {
        console.say(results::no_reminders());
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
        console.result(results::drafts_written(counted(count, "draft", "drafts"), folder));
        console.without_address(&reminders.without_address());
    }
    Ok(())
}
