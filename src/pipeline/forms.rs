//! `forms`: a workbook for each department, prefilled from the last period, with the letter of request.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::consolidate::Previous;
use crate::form::Form;
use crate::model::{Consolidation, Department, Failure, Period, Plan, Progress};
use crate::normalise;
use crate::pipeline::errors::io_reason;
use crate::pipeline::errors::publish_failure;
use crate::pipeline::messages::{files as files_catalogue, settings as catalogue};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::previous_run;
use crate::pipeline::progress::Observer;
use crate::pipeline::reading::{Read, read, workspace_settings};
use crate::pipeline::settings::inputs as usual;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::resolved::Settings;
use crate::report::data::run::{Output, OutputKind};
use crate::report::handouts::forms::{self, File};
use crate::report::handouts::letters::{self, Letter, Request, Values};
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

/// The arguments of `forms`.
pub(crate) struct FormsRequest<'a> {
    /// The last submissions; if empty, the workspace's inbox.
    pub inputs: &'a [PathBuf],
    /// The output folder, if given.
    pub output: Option<&'a Path>,
    /// Write drafts of mails too?
    pub mail: bool,
    /// The period of the forms; `common.period` is ignored.
    pub period: Option<Period>,
    pub common: &'a Common,
}

/// The result.
pub(crate) struct FormsResult {
    pub settings: Settings,
    pub folder: PathBuf,
    pub files: Vec<File>,
    /// The period of the forms.
    pub period: Option<Period>,
    /// Letters that somebody has edited, left as they are.
    pub kept: Vec<PathBuf>,
    /// `run.json`.
    pub manifest: Vec<u8>,
    pub outcome: Outcome,
}

/// The forms in the folder's `run.json`.
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    period: Option<Named>,
    previous: Option<Named>,
    plan: &'a str,
    forms: Vec<FormReport<'a>>,
    outputs: &'a [Output],
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct FormReport<'a> {
    department: &'a str,
    path: &'a str,
    records: usize,
}

/// Makes and writes the forms.
pub(crate) fn write(wanted: &FormsRequest<'_>, observer: &dyn Observer) -> Result<FormsResult, Failure> {
    let FormsRequest { inputs, output, mail, period, common } = *wanted;
    let common = &Common { period: None, ..common.clone() };
    let LastPeriod { settings, mut consolidation, before, next, outcome } = last_period(inputs, common, period, observer)?;
    if mail {
        settings.check_sender()?;
    }
    let known = settings.forms();
    let form = forms::form_of(&consolidation, &known).ok_or_else(catalogue::no_progress_form)?;
    let request = settings.request(settings.due(None, next)?);
    // the departments of the period of the forms
    let list = settings.departments.as_deref().map(|list| normalise::reorganise(&mut consolidation.plan, list, next));
    let expected: &[Department] = list.as_deref().unwrap_or(&consolidation.plan.departments);
    let files = make(&settings, &consolidation, &before, form, (expected, next), request)?;
    if files.is_empty() {
        return Err(catalogue::no_departments());
    }
    let folder = output.map(Path::to_owned).unwrap_or_else(|| {
        let name = next.map(Period::id).unwrap_or_else(|| "next".to_owned());
        settings.root().join("forms").join(name)
    });
    let out = OutputFolder::open(&folder, Purpose::Forms).map_err(|error| publish_failure(&error))?;
    let mut written = Vec::with_capacity(files.len());
    for file in &files {
        if out.changed().contains(&file.name) {
            // a department may have filled it in
            return Err(files_catalogue::filled_in(out.path_of(&file.name).display()));
        }
        out.stage(&file.name, &file.bytes).map_err(|error| publish_failure(&error))?;
        written.push(Output::new(OutputKind::Form, &file.name, &file.bytes, None));
    }
    let letters = Letters { settings: &settings, consolidation: &consolidation, form, period: next, request };
    let mut more = letters.request(&files)?;
    if mail {
        more.extend(letters.mails(&files)?);
    }
    let mut kept = Vec::new();
    for (kind, name, bytes) in more {
        // an edited letter stays; listed with its original hash, it counts as edited next time too
        written.push(Output::new(kind, &name, &bytes, None));
        if out.changed().contains(&name) {
            kept.push(out.path_of(&name));
            continue;
        }
        out.stage(&name, &bytes).map_err(|error| publish_failure(&error))?;
    }
    let named = |period: Period| Named { id: period.id(), label: period.label() };
    let reports = files.iter().map(|file| FormReport { department: &file.department, path: &file.name, records: file.entries });
    let manifest = Manifest {
        schema: "torimatome.forms/1",
        period: next.map(named),
        previous: consolidation.period.map(named),
        plan: &consolidation.plan.id,
        forms: reports.collect(),
        outputs: &written,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    out.stage("run.json", &bytes).map_err(|error| publish_failure(&error))?;
    let published = publish::unstoppable(|| out.publish()).unwrap_or(Err(PublishError::Stopped));
    published.map_err(|error| publish_failure(&error))?;
    Ok(FormsResult { folder, files, period: next, kept, manifest: bytes, outcome, settings })
}

/// The letter and the mails for the forms.
struct Letters<'a> {
    settings: &'a Settings,
    consolidation: &'a Consolidation,
    form: &'a Form,
    period: Option<Period>,
    request: Request<'a>,
}

/// Kind, name and content of a file.
type Written = (OutputKind, String, Vec<u8>);

impl Letters<'_> {
    fn values(&self) -> Values {
        self.request.values(&self.consolidation.plan, &self.form.name, self.period, self.settings.now)
    }

    /// 照会文, as a document and as text.
    fn request(&self, files: &[File]) -> Result<Vec<Written>, Failure> {
        let mut values = self.values();
        let names: Vec<&str> = files.iter().map(|file| file.department.as_str()).collect();
        values.set("課の一覧", format!("{}（{}課）", names.join("、"), names.len()));
        let text = self.settings.letter(Letter::Request)?.fill(&values);
        let document = letters::docx(&text).map_err(|error| files_catalogue::letter(io_reason(&error)))?;
        Ok(vec![
            (OutputKind::Letter, "照会文.docx".to_owned(), document),
            (OutputKind::Letter, "照会文.txt".to_owned(), letters::plain(&text).into_bytes()),
        ])
    }

    /// A mail for each department, with its form.
    fn mails(&self, files: &[File]) -> Result<Vec<Written>, Failure> {
        let template = self.settings.letter(Letter::RequestMail)?;
        let mut values = self.values();
        let mail = |file: &File| {
            values.set("課名", file.department.as_str());
            values.set("件数", file.entries.to_string());
            let workbook = Some((file.name.as_str(), file.bytes.as_slice()));
            let bytes = self.settings.draft(&file.department, &template, &values, workbook)?;
            Ok((OutputKind::Mail, format!("メール/{}.eml", file.name.trim_end_matches(".xlsx")), bytes))
        };
        files.iter().map(mail).collect()
    }
}

/// The last report.
struct LastPeriod {
    settings: Settings,
    consolidation: Consolidation,
    /// The records of the period before.
    before: Vec<Progress>,
    /// The period of the forms.
    next: Option<Period>,
    outcome: Outcome,
}

/// Reads the last report. Without inputs, the forms come from the plan alone.
fn last_period(
    inputs: &[PathBuf],
    common: &Common,
    asked: Option<Period>,
    observer: &dyn Observer,
) -> Result<LastPeriod, Failure> {
    let mut inputs = inputs.to_vec();
    let mut next = asked;
    let mut is_given = !inputs.is_empty();
    if !is_given {
        if let Some(found) = usual::for_forms(common, asked)? {
            next = Some(found.period);
            inputs.extend(found.folder);
            is_given = !inputs.is_empty();
        } else {
            // files directly in the inbox
            is_given = usual::of(&inputs, common).is_ok_and(|found| found.iter().all(|path| path.exists()));
        }
    }
    if is_given {
        let Read { settings, consolidation, history, outcome, .. } = read(&inputs, common, None, observer)?;
        let before = match &history {
            Some(history) => previous_run::before(consolidation.period, history)?.unwrap_or_default(),
            None => Previous::default(),
        };
        // last time's findings were reported then
        let outcome = if matches!(outcome, Outcome::NothingRead) { outcome } else { Outcome::Done };
        let next = next.or_else(|| consolidation.period.map(Period::next));
        return Ok(LastPeriod { settings, consolidation, before: before.records.progress, next, outcome });
    }
    let settings = workspace_settings(common)?;
    let Some(plan) = settings.plan.clone().or_else(|| settings.departments.as_ref().map(|_| Plan::default())) else {
        return Err(catalogue::nothing_to_ask());
    };
    let consolidation = Consolidation { plan, ..Consolidation::default() };
    Ok(LastPeriod { settings, consolidation, before: Vec::new(), next, outcome: Outcome::Done })
}

fn make(
    settings: &Settings,
    consolidation: &Consolidation,
    before: &[Progress],
    form: &Form,
    (expected, next): (&[Department], Option<Period>),
    request: Request<'_>,
) -> Result<Vec<File>, Failure> {
    forms::forms(consolidation, before, form, expected, next, settings.now, request).map_err(files_catalogue::forms)
}
