//! `status`: who handed in, when, which version; who is late; what to write to them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::exit::Outcome;
use crate::cli::messages::catalogue::results;
use crate::cli::messages::errors::{history_failure, publish_failure};
use crate::cli::reading::{Read, read};
use crate::cli::settings::options::{Common, OutputFormat, Settings};
use crate::model::era::wareki_date;
use crate::model::{Consolidation, Failure, InLang, Message, Period, Severity, SubmissionStatus, counted, period_name};
use crate::report::data::run::{Output, OutputKind};
use crate::report::handouts::forms::FileNames;
use crate::report::handouts::letters::Letter;
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip（省略すると作業場所の inbox）
    ///
    /// Files, folders, zip archives (the workspace's inbox unless given)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 提出期限（省略すると torimatome.toml の due）
    ///
    /// The day to hand in by (torimatome.toml's unless given)
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// 督促の文面を課ごとに書き出す
    ///
    /// Write the text to remind each department with
    #[arg(long)]
    reminder: bool,
    /// 督促のメールの下書き（.eml）を out に作る
    ///
    /// Write the reminders as drafts of mails (.eml) into out
    #[arg(long, requires = "reminder")]
    mail: bool,
    #[command(flatten)]
    common: Common,
}

/// One department's line.
#[derive(Debug, Serialize)]
struct Line {
    department: Arc<str>,
    status: SubmissionStatus,
    /// 提出日.
    submitted: Option<Date>,
    /// Does it have to hand in?
    required: bool,
    /// Which version it is, from 1; `null` where nothing was handed in or no history tells.
    version: Option<i64>,
    files: Vec<Arc<str>>,
    records: usize,
    errors: usize,
    warnings: usize,
    /// Days after the due day: until it was handed in, or until now.
    overdue: Option<i64>,
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
    let Read { settings, consolidation, history, .. } = read(&arguments.inputs, &arguments.common, None)?;
    let due = settings.due(arguments.due.as_deref(), consolidation.period)?;
    let known = match (&history, consolidation.period) {
        (Some(history), Some(period)) => history.revisions(period).map_err(|error| history_failure(&error))?,
        _ => Default::default(),
    };
    let today = settings.now.date();
    let lines: Vec<Line> = consolidation
        .submissions
        .iter()
        .map(|submission| {
            let handed_in = submission.status.is_handed_in();
            let files =
                if submission.files.is_empty() { submission.file.iter().cloned().collect() } else { submission.files.clone() };
            let content = crate::store::history::content_of(submission, &consolidation.inputs);
            let version = known
                .get(&submission.department)
                .map_or(1, |line| if line.content == content { line.revision.max(1) } else { line.revision + 1 });
            let count = |severity: Severity| {
                let own = |finding: &&crate::model::Finding| finding.departments().contains(&&submission.department);
                consolidation.findings.iter().filter(own).filter(|finding| finding.severity() == severity).count()
            };
            // the first hand-in counts; a correction that came later is none of lateness
            let remembered = known.get(&submission.department).and_then(|line| line.first_submitted);
            let first = [submission.first_submitted, remembered].into_iter().flatten().min().or(submission.submitted);
            let until = if handed_in { first } else { Some(today).filter(|_| submission.required) };
            Line {
                department: submission.department.clone(),
                status: submission.status,
                submitted: submission.submitted,
                required: submission.required,
                version: handed_in.then_some(version),
                files,
                records: submission.records.len(),
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                overdue: due.zip(until).map(|(due, until)| days(due, until)).filter(|days| *days > 0),
            }
        })
        .collect();
    if arguments.mail {
        settings.check_sender()?;
    }
    if arguments.reminder {
        reminders(&settings, &consolidation, &lines, due, arguments.mail)?;
        return Ok(Outcome::Done);
    }
    match arguments.common.format {
        OutputFormat::Human => table(&settings, &consolidation, &lines, due),
        OutputFormat::Json | OutputFormat::Sarif => settings.console.json(&Report {
            schema: "torimatome.status/1",
            period: consolidation.period,
            label: consolidation.period.map(|period| period.label()),
            due,
            as_of: today,
            departments: &lines,
        }),
    }
    Ok(Outcome::Done)
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map(|span| i64::from(span.get_days())).unwrap_or_default()
}

fn table(settings: &Settings, consolidation: &Consolidation, lines: &[Line], due: Option<Date>) {
    let console = &settings.console;
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
        let days = |days: i64| Message::new(days.to_string(), if days == 1 { "1 day".to_owned() } else { format!("{days} days") });
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
    let widths: Vec<usize> = (0..8)
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
    let waiting = lines.iter().filter(|line| waits(line)).count();
    console.result(match waiting {
        0 => results::all_handed_in(),
        _ => results::waiting(counted(waiting, "department", "departments")),
    });
}

const fn waits(line: &Line) -> bool {
    line.required && !line.status.is_handed_in()
}

/// The text for each department that is waited for, to be pasted into mail. In Japanese always: so is the office.
fn reminders(
    settings: &Settings,
    consolidation: &Consolidation,
    lines: &[Line],
    due: Option<Date>,
    mail: bool,
) -> Result<(), Failure> {
    let console = &settings.console;
    let template = settings.letter(Letter::ReminderMail)?;
    let title = consolidation.plan.report_title();
    let mut values = settings.request(due).values(&consolidation.plan, &title, consolidation.period, settings.now);
    let waiting: Vec<&Line> = lines.iter().filter(|line| waits(line)).collect();
    if waiting.is_empty() {
        console.say(results::no_reminders());
    }
    let mut drafts = Vec::new();
    let mut names = FileNames::default();
    for (n, line) in waiting.iter().enumerate() {
        values.set("課名", &*line.department);
        values.set("状況", situation(line));
        values.set("遅れ", line.overdue.map(|days| days.to_string()).unwrap_or_default());
        if mail {
            drafts.push((names.take(&line.department, ".eml"), settings.draft(&line.department, &template, &values, None)?));
            continue;
        }
        if n > 0 {
            console.result("\n----------------------------------------\n");
        }
        console.result(&template.fill(&values));
    }
    if mail && !drafts.is_empty() {
        let folder = settings.root().join("out").join(match consolidation.period {
            Some(period) => format!("{}-督促", period.id()),
            None => "督促".to_owned(),
        });
        write_drafts(settings, &folder, &drafts)?;
        settings.say_without_address(waiting.iter().map(|line| &*line.department));
    }
    Ok(())
}

/// What is missing from a department, in words.
fn situation(line: &Line) -> String {
    let file = line.files.first().map(|file| format!("（{file}）")).unwrap_or_default();
    let nothing = "報告する取組がない場合は、様式に「該当なし」と記入してご提出ください。";
    match line.status {
        SubmissionStatus::Unfilled => format!(
            "ご提出いただいたファイル{file}には記入が見当たりませんでした。\nお忙しいところ恐れ入りますが、取組内容を記入のうえ、改めてご提出くださいますようお願いいたします。\n{nothing}"
        ),
        SubmissionStatus::Unreadable => format!(
            "ご提出いただいたファイル{file}を読み取ることができませんでした。\nお手数ですが、パスワードを外すか、開けることを確かめたうえで、改めてご提出くださいますようお願いいたします。"
        ),
        _ => format!(
            "本日時点で貴課からのご提出を確認できておりません。\nお忙しいところ恐れ入りますが、ご確認のうえ、ご提出くださいますようお願いいたします。\n{nothing}"
        ),
    }
}

/// Writes the drafts into a folder of their own; those of the last time give way.
fn write_drafts(settings: &Settings, folder: &Path, drafts: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let failed = |error: &PublishError| publish_failure(error);
    let out = OutputFolder::open(folder, Purpose::Forms).map_err(|error| failed(&error))?;
    let mut written = Vec::with_capacity(drafts.len());
    for (name, bytes) in drafts {
        out.stage(name, bytes).map_err(|error| failed(&error))?;
        written.push(Output::new(OutputKind::Mail, name, bytes, None));
    }
    let run = serde_json::json!({ "schema": "torimatome.forms/1", "outputs": written });
    out.stage("run.json", run.to_string().as_bytes()).map_err(|error| failed(&error))?;
    let published = publish::unstoppable(|| out.publish()).unwrap_or(Err(PublishError::Stopped));
    published.map_err(|error| failed(&error))?;
    let (count, folder) = (drafts.len(), folder.display());
    settings.console.result(results::drafts_written(counted(count, "draft", "drafts"), folder));
    Ok(())
}
