//! What `build` does for the workspace's memory: where outputs go, closing a period, corrections of a closed one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::consolidate::{self, Occasion};
use crate::model::digest::sha256;
use crate::model::manifest;
use crate::model::{Consolidation, Difference, Erratum, Lang, Period, Records, TableDifference, json_word};
use crate::pipeline::errors::history_failure;
use crate::pipeline::failure::Failure;
use crate::pipeline::settings::options::Settings;
use crate::pipeline::settings::workspace::absolute;
use crate::report::data::run::Output;
use crate::store::history::{Closed, History, NewRun, Written};

/// A run and the history it is written down in.
#[derive(Debug)]
pub(crate) struct RunRecord {
    /// Where the outputs go.
    pub folder: PathBuf,
    history: Option<History>,
    /// The run's number in the history.
    pub run: Option<i64>,
    /// Does the run close the period?
    pub closing: bool,
    /// The closed report, where the period was closed before.
    pub closed: Option<Closed>,
}

impl RunRecord {
    /// Decides where outputs go. For a closed period that is a folder of its own, and what differs from the closed
    /// report joins the errata.
    pub(crate) fn begin(
        settings: &Settings,
        known: Option<History>,
        consolidation: &mut Consolidation,
        closing: bool,
        wanted: Option<&Path>,
    ) -> Result<Self, Failure> {
        let lang = settings.lang;
        let Some(workspace) = &settings.workspace else {
            if closing {
                return Err(no_workspace(lang));
            }
            let folder = wanted.map_or_else(|| settings.output_folder(), Path::to_owned);
            return Ok(Self { folder, history: None, run: None, closing, closed: None });
        };
        let history = match known {
            Some(history) => Some(history),
            None => workspace.history(lang)?,
        };
        if closing && history.is_none() {
            return Err(no_workspace(lang));
        }
        let Some(period) = consolidation.period else {
            if closing {
                return Err(no_period(lang));
            }
            let folder = wanted.map_or_else(|| workspace.out_for(None), Path::to_owned);
            // what has no period cannot be compared with another one
            return Ok(Self { folder, history: None, run: None, closing, closed: None });
        };
        let failed = |error| history_failure(&error, lang);
        let closed = history.as_ref().map(|history| history.closed(period)).transpose().map_err(failed)?.flatten();
        let mut folder = wanted.map_or_else(|| workspace.out_for(Some(period)), Path::to_owned);
        if let (Some(closed), Some(history)) = (&closed, &history) {
            let outputs = workspace.root.join(&closed.folder);
            if std::fs::read(outputs.join("run.json")).is_ok_and(|bytes| sha256(&bytes) != closed.run_sha256) {
                return Err(other_outputs(period, &outputs, lang));
            }
            if closing {
                return Err(closed_already(period, &closed.closed, lang));
            }
            let theirs = workspace.root.join(&closed.folder);
            if wanted.is_none() {
                folder = workspace.out.join(format!("{}-訂正", period.id()));
            }
            if absolute(&folder) == absolute(&theirs) {
                return Err(closed_folder(period, &folder, lang));
            }
            let report = history.version(closed.run).map_err(failed)?;
            let own = errata(&report.previous.records, consolidation, period, settings.now.date());
            consolidation.errata.extend(own);
        }
        Ok(Self { folder, history, run: None, closing, closed })
    }

    /// Where the outputs of a period go; nobody knows before the period is known.
    pub(crate) fn folder_for(
        settings: &Settings,
        known: Option<&History>,
        period: Option<Period>,
        wanted: Option<&Path>,
    ) -> Result<Option<PathBuf>, Failure> {
        let Some(workspace) = &settings.workspace else {
            return Ok(Some(wanted.map_or_else(|| settings.output_folder(), Path::to_owned)));
        };
        if let Some(wanted) = wanted {
            return Ok(Some(wanted.to_owned()));
        }
        let Some(period) = period else { return Ok(None) };
        let failed = |error| history_failure(&error, settings.lang);
        let closed = known.map(|history| history.closed(period)).transpose().map_err(failed)?.flatten();
        Ok(Some(match closed {
            Some(_) => workspace.out.join(format!("{}-訂正", period.id())),
            None => workspace.out_for(Some(period)),
        }))
    }

    /// What the run's outputs are, as `run.json` says it.
    pub(crate) const fn state(&self) -> &'static str {
        match (self.closing, &self.closed) {
            (true, _) => manifest::FINAL,
            (false, Some(_)) => "correction",
            (false, None) => "draft",
        }
    }

    /// Was the period closed before, or by this run?
    pub(crate) const fn is_closed(&self) -> bool {
        self.closing || self.closed.is_some()
    }

    /// Was the period closed before, and is everything as it was then?
    pub(crate) fn is_unchanged_since_closing(&self, consolidation: &Consolidation) -> bool {
        !self.closing && self.closed.is_some() && consolidation.errata.is_empty()
    }

    /// Writes the run down before its outputs are published.
    pub(crate) fn write_down(
        &mut self,
        settings: &Settings,
        consolidation: &Consolidation,
        outputs: &[Output],
        run: &[u8],
    ) -> Result<(), Failure> {
        let (Some(history), Some(workspace)) = (&mut self.history, &settings.workspace) else { return Ok(()) };
        let written = outputs
            .iter()
            .map(|output| Written { kind: json_word(&output.kind), path: output.path.clone(), sha256: output.sha256.clone() })
            .collect::<Vec<_>>();
        let new = NewRun {
            consolidation,
            outputs: &written,
            folder: &workspace.name_of(&self.folder),
            run_sha256: &sha256(run),
            made: settings.now,
            closing: self.closing,
        };
        self.run = Some(history.begin(&new).map_err(|error| history_failure(&error, settings.lang))?);
        Ok(())
    }

    /// Says whether the outputs were published.
    pub(crate) fn settle(&mut self, published: bool, lang: Lang) -> Result<(), Failure> {
        let (Some(history), Some(run)) = (&mut self.history, self.run) else { return Ok(()) };
        history.settle(run, published).map_err(|error| history_failure(&error, lang))
    }
}

/// What differs from the closed report. That a text is as old as it was is no correction.
fn errata(closed: &Records, now: &Consolidation, period: Period, noted: jiff::civil::Date) -> Vec<Erratum> {
    let comparison = consolidate::compare_all(closed, &now.records, &now.plan, &Occasion::default());
    let facts = |difference: &&Difference| {
        !matches!(
            difference,
            Difference::Unchanged { .. }
                | Difference::NearlyCopied
                | Difference::OldDates { .. }
                | Difference::PastPlan { .. }
                | Difference::ForgottenPlan { .. }
                | Difference::Unclear { .. }
        )
    };
    let erratum = |id: &Arc<str>, name: &str, departments: &[Arc<str>], class: String, (before, after): (String, String)| {
        Erratum { period, id: id.clone(), name: name.to_owned(), departments: departments.to_vec(), class, before, after, noted }
    };
    let progress = comparison.changes.iter().flat_map(|change| {
        let differences = change.differences.iter().filter(facts);
        differences.map(|of| erratum(&change.id, &change.name, &change.departments, of.label(), of.sides()))
    });
    let tables = comparison.tables.iter().flat_map(|change| {
        let differences = change.differences.iter().filter(|difference| !matches!(difference, TableDifference::Unchanged));
        differences.map(|of| erratum(&change.id, &change.name, &change.departments, of.label(), of.sides()))
    });
    progress.chain(tables).collect()
}

fn no_workspace(lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            "期間を締めるのは、履歴のある作業場所の中だけです。",
            "torimatome init で作業場所を作り、提出ファイルを inbox/期間 に入れて実行してください。",
        ),
        ("A period can only be closed in a workspace with a history.", "Make one with torimatome init."),
    )
}

fn no_period(lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        ("どの期間のものか分からないため、締められません。", "--period 2025H1 のように期間を指定してください。"),
        ("The period is not known and cannot be closed.", "Give it with --period."),
    )
}

fn closed_already(period: Period, when: &str, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            format!("{}はすでに締めてあります（{}）。", period.label(), when.replace('T', " ")),
            "訂正があるときは --finalise を付けずに build を実行してください。違いを正誤として記録します。",
        ),
        (
            format!("{} was closed already ({when}).", period.id()),
            "For corrections run build without --finalise; differences are recorded as errata.",
        ),
    )
}

fn other_outputs(period: Period, folder: &Path, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            format!("{} は、履歴にある締めた{}の成果物と違います。", folder.display(), period.label()),
            "成果物が変更されたか、履歴が別の作業場所のものです。控えから元に戻してください。何も書き換えていません。",
        ),
        (
            format!("{} is not what the history says was closed for {}.", folder.display(), period.id()),
            "The outputs were changed, or the history is of another workspace: restore a copy. Nothing was changed.",
        ),
    )
}

fn closed_folder(period: Period, folder: &Path, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            format!("{} は締めた{}の成果物なので、置き換えません。", folder.display(), period.label()),
            "-o を付けずに実行すると、訂正版のフォルダーに書き出します。",
        ),
        (
            format!("{} holds what was closed for {} and is not replaced.", folder.display(), period.id()),
            "Run without -o: a folder of its own is made for the correction.",
        ),
    )
}
