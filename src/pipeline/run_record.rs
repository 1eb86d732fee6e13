//! Records a `build` in the history: output folder, closing a period, corrections of a closed one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::consolidate::{self, Occasion};
use crate::model::digest::sha256;
use crate::model::manifest;
use crate::model::{Consolidation, Difference, Erratum, Failure, Period, Records, TableDifference, json_word, period_name};
use crate::pipeline::errors::history_failure;
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::resolved::Settings;
use crate::pipeline::settings::workspace::absolute;
use crate::report::data::run::Output;
use crate::store::history::{Closed, History, NewRun, Written};

/// A run and its history.
#[derive(Debug)]
pub(crate) struct RunRecord {
    /// The output folder.
    pub folder: PathBuf,
    history: Option<History>,
    /// The run's number in the history.
    pub run: Option<i64>,
    /// Does the run close the period?
    pub closing: bool,
    /// The closed report, if the period was closed before.
    pub closed: Option<Closed>,
}

impl RunRecord {
    /// Chooses the output folder. A closed period gets another one, and differences from the closed
    /// report become errata.
    pub(crate) fn begin(
        settings: &Settings,
        known: Option<History>,
        consolidation: &mut Consolidation,
        closing: bool,
        wanted: Option<&Path>,
    ) -> Result<Self, Failure> {
        let Some(workspace) = &settings.workspace else {
            if closing {
                return Err(catalogue::not_in_a_workspace());
            }
            let folder = wanted.map_or_else(|| settings.output_folder(), Path::to_owned);
            return Ok(Self { folder, history: None, run: None, closing, closed: None });
        };
        let history = match known {
            Some(history) => Some(history),
            None => workspace.history()?,
        };
        if closing && history.is_none() {
            return Err(catalogue::not_in_a_workspace());
        }
        let Some(period) = consolidation.period else {
            if closing {
                return Err(catalogue::no_period_to_close());
            }
            let folder = wanted.map_or_else(|| workspace.out_for(None), Path::to_owned);
            // without a period there is nothing to compare
            return Ok(Self { folder, history: None, run: None, closing, closed: None });
        };
        let failed = |error| history_failure(&error);
        let closed = history.as_ref().map(|history| history.closed(period)).transpose().map_err(failed)?.flatten();
        let mut folder = wanted.map_or_else(|| workspace.out_for(Some(period)), Path::to_owned);
        if let (Some(closed), Some(history)) = (&closed, &history) {
            let outputs = workspace.root.join(&closed.folder);
            if std::fs::read(outputs.join("run.json")).is_ok_and(|bytes| sha256(&bytes) != closed.run_sha256) {
                return Err(catalogue::other_outputs(outputs.display(), period_name(period)));
            }
            if closing {
                return Err(catalogue::closed_already(period_name(period), closed.closed.replace('T', " ")));
            }
            let theirs = workspace.root.join(&closed.folder);
            if wanted.is_none() {
                folder = workspace.out.join(format!("{}-訂正", period.id()));
            }
            if absolute(&folder) == absolute(&theirs) {
                return Err(catalogue::closed_outputs(folder.display(), period_name(period)));
            }
            let report = history.version(closed.run).map_err(failed)?;
            let own = errata(&report.previous.records, consolidation, period, settings.now.date());
            consolidation.errata.extend(own);
        }
        Ok(Self { folder, history, run: None, closing, closed })
    }

    /// The output folder of a period; unknown until the period is known.
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
        let failed = |error| history_failure(&error);
        let closed = known.map(|history| history.closed(period)).transpose().map_err(failed)?.flatten();
        Ok(Some(match closed {
            Some(_) => workspace.out.join(format!("{}-訂正", period.id())),
            None => workspace.out_for(Some(period)),
        }))
    }

    /// The state for `run.json`.
    pub(crate) const fn state(&self) -> &'static str {
        match (self.closing, &self.closed) {
            (true, _) => manifest::FINAL,
            (false, Some(_)) => "correction",
            (false, None) => "draft",
        }
    }

    /// Does it correct what was closed?
    pub(crate) const fn is_correction(&self) -> bool {
        !self.closing && self.closed.is_some()
    }

    /// Was the period closed before, or by this run?
    pub(crate) const fn is_closed(&self) -> bool {
        self.closing || self.closed.is_some()
    }

    /// Was the period closed before, without changes since?
    pub(crate) fn is_unchanged_since_closing(&self, consolidation: &Consolidation) -> bool {
        !self.closing && self.closed.is_some() && consolidation.errata.is_empty()
    }

    /// Records the run as pending, before its outputs are published.
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
        self.run = Some(history.begin(&new).map_err(|error| history_failure(&error))?);
        Ok(())
    }

    /// Records whether the outputs were published.
    pub(crate) fn settle(&mut self, published: bool) -> Result<(), Failure> {
        let (Some(history), Some(run)) = (&mut self.history, self.run) else { return Ok(()) };
        history.settle(run, published).map_err(|error| history_failure(&error))
    }
}

/// Differences from the closed report. An unchanged old text is no correction.
fn errata(closed: &Records, now: &Consolidation, period: Period, noted: jiff::civil::Date) -> Vec<Erratum> {
    let comparison = consolidate::compare_all(closed, &now.records, &now.plan, &Occasion::default());
    let facts = |difference: &&Difference| {
        !matches!(
            difference,
            Difference::Unchanged { .. }
                | Difference::NearlyCopied
                | Difference::OldDates { .. }
                | Difference::PastPlan { .. }
                | Difference::Restated { .. }
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
