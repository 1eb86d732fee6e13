//! `status`: who submitted, when, which version; who is late; reminders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::consolidate::trend::first_hand_in;
use crate::model::{Answer, Consolidation, Failure, Finding, Severity, Submission, SubmissionStatus};
use crate::pipeline::errors::{history_failure, publish_failure};
use crate::pipeline::settings::resolved::Settings;
use crate::report::data::run::{Output, OutputKind};
use crate::report::handouts::forms::FileNames;
use crate::report::handouts::letters::{Letter, Template, Values};
use crate::rules;
use crate::store::history::History;
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

/// One department's line.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub name: Arc<str>,
    pub department: Arc<str>,
    pub status: SubmissionStatus,
    /// 提出日.
    pub submitted: Option<Date>,
    /// Does it have to hand in?
    pub required: bool,
    /// Number of the version, from 1; `null` without a submission or a history.
    pub version: Option<i64>,
    pub files: Vec<Arc<str>>,
    pub records: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Days after the due date: until it was submitted, or until now.
    pub overdue: Option<i64>,
    /// Its mail address, from the list of departments.
    pub mail: Option<String>,
}

/// The line of every department.
pub(crate) fn lines(
    settings: &Settings,
    consolidation: &Consolidation,
    history: Option<&History>,
    due: Option<Date>,
) -> Result<Vec<Line>, Failure> {
    let known = match (history, consolidation.period) {
        (Some(history), Some(period)) => history.hand_ins(period).map_err(|error| history_failure(&error))?,
        _ => Default::default(),
    };
    let today = settings.now.date();
    let findings: Vec<(&Finding, Vec<&Arc<str>>)> =
        consolidation.findings.iter().map(|finding| (finding, finding.departments())).collect();
    let line = |submission: &Submission| {
        let handed_in = submission.status.is_handed_in();
        let files =
            if submission.files.is_empty() { submission.file.iter().cloned().collect() } else { submission.files.clone() };
        let content = crate::store::history::content_of(submission, &consolidation.inputs);
        let version = known.get(&submission.department).map_or(1, |line| line.revision_of(&content));
        let count = |severity: Severity| {
            let own = findings.iter().filter(|(_, departments)| departments.contains(&&submission.department));
            own.filter(|(finding, _)| finding.severity() == severity).count()
        };
        let remembered = known.get(&submission.department).and_then(|line| line.first_submitted);
        let until = if handed_in { first_hand_in(submission, remembered) } else { Some(today).filter(|_| submission.required) };
        Line {
            name: submission.department.clone(),
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
            mail: settings.mail_of(&submission.department).map(str::to_owned),
        }
    };
    Ok(consolidation.submissions.iter().map(line).collect())
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map(|span| i64::from(span.get_days())).unwrap_or_default()
}

impl Line {
    /// Is its submission missing?
    pub(crate) const fn waits(&self) -> bool {
        self.required && !self.status.is_handed_in()
    }
}

/// The departments with returned findings, and how many.
pub(crate) fn returned(consolidation: &Consolidation) -> BTreeMap<Arc<str>, usize> {
    let mut returned: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let is_returned =
        |finding: &&Finding| finding.answer() == Some(Answer::Returned) && finding.rule.id != rules::MISSING_DEPARTMENT.id;
    for finding in consolidation.findings.iter().filter(is_returned) {
        for department in finding.departments() {
            *returned.entry(department.clone()).or_default() += 1;
        }
    }
    returned
}

/// The departments that have to submit but have no mail address, if the office uses mail at all.
pub(crate) fn without_address<'l>(settings: &Settings, lines: &'l [Line]) -> Vec<&'l str> {
    let writes = settings.config.office.mail.is_some() || lines.iter().any(|line| line.mail.is_some());
    let missing = lines.iter().filter(|line| writes && line.required && line.mail.is_none());
    missing.map(|line| &*line.department).collect()
}

/// Reminders for the missing departments. Always in Japanese.
pub(crate) struct Reminders<'a> {
    settings: &'a Settings,
    template: Template,
    values: Values,
    lines: Vec<&'a Line>,
}

impl<'a> Reminders<'a> {
    /// The reminders of a period.
    pub(crate) fn of(
        settings: &'a Settings,
        consolidation: &Consolidation,
        lines: &'a [Line],
        due: Option<Date>,
    ) -> Result<Self, Failure> {
        let template = settings.letter(Letter::ReminderMail)?;
        let title = consolidation.plan.report_title();
        let values = settings.request(due).values(&consolidation.plan, &title, consolidation.period, settings.now);
        Ok(Self { settings, template, values, lines: lines.iter().filter(|line| line.waits()).collect() })
    }

    /// The missing departments.
    pub(crate) fn departments(&self) -> impl Iterator<Item = &'a str> {
        self.lines.iter().map(|line| &*line.department)
    }

    fn filled(&self, line: &Line) -> Values {
        let mut values = self.values.clone();
        values.set("課名", &*line.department);
        values.set("状況", situation(line));
        values.set("遅れ", line.overdue.map(|days| days.to_string()).unwrap_or_default());
        values
    }

    /// The missing departments without a mail address.
    pub(crate) fn without_address(&self) -> Vec<&'a str> {
        self.settings.without_address(self.departments())
    }

    /// The texts, to paste into mails.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.lines.iter().map(|line| self.template.fill(&self.filled(line))).collect()
    }

    /// Writes the mails as drafts; returns their folder and number, if there are any.
    pub(crate) fn write(&self, consolidation: &Consolidation) -> Result<Option<(PathBuf, usize)>, Failure> {
        self.settings.check_sender()?;
        let mut drafts = Vec::new();
        let mut names = FileNames::default();
        for line in &self.lines {
            let mail = self.settings.draft(&line.department, &self.template, &self.filled(line), None)?;
            drafts.push((names.take(&line.department, ".eml"), mail));
        }
        if drafts.is_empty() {
            return Ok(None);
        }
        let folder = self.settings.root().join("out").join(match consolidation.period {
            Some(period) => format!("{}-督促", period.id()),
            None => "督促".to_owned(),
        });
        write_drafts(&folder, &drafts)?;
        Ok(Some((folder, drafts.len())))
    }
}

/// What a department still has to do.
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

/// Writes the drafts into their own folder, in place of earlier ones.
fn write_drafts(folder: &Path, drafts: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let out = OutputFolder::open(folder, Purpose::Forms).map_err(|error| publish_failure(&error))?;
    let mut written = Vec::with_capacity(drafts.len());
    for (name, bytes) in drafts {
        out.stage(name, bytes).map_err(|error| publish_failure(&error))?;
        written.push(Output::new(OutputKind::Mail, name, bytes, None));
    }
    let run = serde_json::json!({ "schema": "torimatome.forms/1", "outputs": written });
    out.stage("run.json", run.to_string().as_bytes()).map_err(|error| publish_failure(&error))?;
    let published = publish::unstoppable(|| out.publish()).unwrap_or(Err(PublishError::Stopped));
    published.map_err(|error| publish_failure(&error))
}
