//! `forms`: one workbook per department for the next period, prefilled from the last.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::errors::publish_failure;
use crate::cli::previous_run;
use crate::cli::reading::{Read, read};
use crate::cli::settings::inputs as usual;
use crate::cli::settings::options::{Common, OutputFormat, Settings};
use crate::cli::settings::workspace::Workspace;
use crate::consolidate::Previous;
use crate::form::Form;
use crate::model::{Consolidation, Department, Lang, Period, Progress};
use crate::report::data::run::{Output, OutputKind};
use crate::report::handouts::forms::{self, File};
use crate::source::Collected;
use crate::store::publish::{self, OutputFolder, PublishError, Purpose};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前の期間の提出ファイル、フォルダー、zip（省略すると作業場所の inbox、なければ計画だけから作る）
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// 書き出すフォルダー
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    // here --period is the period that is asked for: the next one
    #[command(flatten)]
    common: Common,
}

/// What the folder's `run.json` says of forms.
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

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let Arguments { inputs, output, mut common } = arguments;
    let asked = common.period.take();
    let (settings, consolidation, before, outcome) = last_period(&inputs, &common)?;
    let lang = settings.lang;
    let next = match asked {
        Some(text) => Some(crate::cli::settings::options::period_named(&text, lang)?),
        None => consolidation.period.map(Period::next),
    };
    let known = settings.forms();
    let form = forms::form_of(&consolidation, &known).ok_or_else(|| no_form(lang))?;
    let files = make(&settings, &consolidation, &before, form, next)?;
    if files.is_empty() {
        return Err(no_departments(lang));
    }
    let folder = output.unwrap_or_else(|| {
        let name = next.map(Period::id).unwrap_or_else(|| "next".to_owned());
        let root = Workspace::of(&settings.config).map(|workspace| workspace.root).unwrap_or_default();
        root.join("forms").join(name)
    });
    let out = OutputFolder::open(&folder, Purpose::Forms).map_err(|error| publish_failure(&error, lang))?;
    let mut written = Vec::with_capacity(files.len());
    for file in &files {
        if out.changed().contains(&file.name) {
            return Err(filled_in(&out.path_of(&file.name), lang));
        }
        out.stage(&file.name, &file.bytes).map_err(|error| publish_failure(&error, lang))?;
        written.push(Output::new(OutputKind::Form, &file.name, &file.bytes, None));
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
    out.stage("run.json", &bytes).map_err(|error| publish_failure(&error, lang))?;
    let published = publish::unstoppable(|| out.publish()).unwrap_or(Err(PublishError::Stopped));
    published.map_err(|error| publish_failure(&error, lang))?;
    if common.format == OutputFormat::Human {
        let (count, rows) = (files.len(), files.iter().map(|file| file.entries).sum::<usize>());
        let label = next.map(Period::label).unwrap_or_default();
        settings.console.result(&match lang {
            Lang::Ja => format!("{label} {count}課分の様式を {} に作りました（記入済みの取組 {rows}件）。", folder.display())
                .trim()
                .to_owned(),
            Lang::En => format!("{count} forms with {rows} initiatives written to {}.", folder.display()),
        });
    } else {
        settings.console.bytes(&bytes);
    }
    Ok(outcome)
}

/// What was reported last time; without inputs nothing was, and the plan alone has to do.
fn last_period(inputs: &[PathBuf], common: &Common) -> Result<(Settings, Consolidation, Vec<Progress>, Outcome), Failure> {
    // inside a workspace, the newest period of its inbox
    let in_workspace = inputs.is_empty() && usual::of(inputs, common).is_ok_and(|found| found.iter().all(|path| path.exists()));
    if !inputs.is_empty() || in_workspace {
        let Read { settings, consolidation, history, outcome, .. } = read(inputs, common, None)?;
        let before = match &history {
            Some(history) => previous_run::before(consolidation.period, history, settings.lang)?.unwrap_or_default(),
            None => Previous::default(),
        };
        // what was wrong last time was told then
        let outcome = if matches!(outcome, Outcome::NothingRead) { outcome } else { Outcome::Done };
        return Ok((settings, consolidation, before.records.progress, outcome));
    }
    let settings = common.resolve(&[], &Collected::default())?;
    let Some(plan) = settings.plan.clone() else {
        return Err(Failure::in_lang(
            settings.lang,
            (
                "前の期間の提出ファイルも計画も指定されていません。",
                "前の期間のフォルダーを指定するか、--plan で計画を指定してください（例: torimatome forms inbox/2025H1 -o forms）。",
            ),
            (
                "Neither last period's files nor a plan were given.",
                "Give the folder of the last period, or a plan with --plan (torimatome forms inbox/2025H1 -o forms).",
            ),
        ));
    };
    let consolidation = Consolidation { plan, ..Consolidation::default() };
    Ok((settings, consolidation, Vec::new(), Outcome::Done))
}

fn make(
    settings: &Settings,
    consolidation: &Consolidation,
    before: &[Progress],
    form: &Form,
    next: Option<Period>,
) -> Result<Vec<File>, Failure> {
    let expected: &[Department] = settings.departments.as_deref().unwrap_or(&consolidation.plan.departments);
    forms::forms(consolidation, before, form, expected, next, settings.now).map_err(|error| {
        Failure::in_lang(
            settings.lang,
            (format!("様式を作れません（{error}）。"), "何も書き出していません。様式（--template）の列を確かめてください。"),
            (format!("The forms cannot be made ({error})."), "Nothing was written. Check the form's columns (--template)."),
        )
    })
}

/// A form that was changed since it was written is a department's work: it is not replaced.
fn filled_in(path: &std::path::Path, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            format!("{} は作成後に変更されています（記入済みかもしれません）。置き換えません。", path.display()),
            "そのファイルを移すか、-o で別のフォルダーを指定してください。",
        ),
        (
            format!("{} was changed since it was made; it may have been filled in, and is not replaced.", path.display()),
            "Move it away, or give another folder with -o.",
        ),
    )
}

fn no_form(lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        ("取組状況の様式がありません。", "--template で取組状況の様式を指定してください（torimatome templates list）。"),
        ("There is no form of progress records.", "Give one with --template (torimatome templates list)."),
    )
}

fn no_departments(lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            "様式を作る課がありません。",
            "--departments で課の一覧を指定するか、計画の [[department]] に submits = true を書いてください。",
        ),
        (
            "There is no department to make a form for.",
            "Give --departments, or write submits = true in the plan's [[department]].",
        ),
    )
}
