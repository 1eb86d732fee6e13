//! A lost history is made again from the outputs that still stand: their `run.json` and data files.
//!
//! What no output holds is gone: runs whose outputs a later run replaced, and days of first submissions.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde::Deserialize;

use crate::model::digest::sha256;
use crate::model::manifest::FINAL;
use crate::model::{Consolidation, Erratum, Input, Period, Plan, Records, Submission};
use crate::store::history::write::{FindingRow, RunDetails, insert};
use crate::store::history::{History, HistoryError, NewRun, Written, translate};

/// A run as its `run.json` and its data files tell it.
#[derive(Debug)]
pub struct PublishedRun {
    consolidation: Consolidation,
    outputs: Vec<Written>,
    findings: Vec<FindingRow>,
    unchanged: BTreeMap<Arc<str>, u32>,
    tool: String,
    run_sha256: String,
    closing: bool,
}

impl PublishedRun {
    /// Reads a `run.json`. `records` are those of the data files beside it, `unchanged` says for how many periods texts
    /// have been the same. `None` without a period: such a run is in no history.
    ///
    /// # Errors
    /// When the text is not what this program writes.
    pub fn parse(run: &[u8], records: Records, unchanged: BTreeMap<Arc<str>, u32>) -> Result<Option<Self>, serde_json::Error> {
        let found: Run = serde_json::from_slice(run)?;
        let Some(period) = found.period.and_then(|period| Period::parse(&period.id)) else { return Ok(None) };
        let plan = found.plan.unwrap_or_default();
        let consolidation = Consolidation {
            plan: Plan { id: plan.id, municipality: plan.municipality, title: plan.title, ..Plan::default() },
            period: Some(period),
            inputs: found.inputs,
            submissions: found.submissions,
            records,
            errata: found.errata,
            ..Consolidation::default()
        };
        Ok(Some(Self {
            consolidation,
            outputs: found.outputs,
            findings: found.findings,
            unchanged,
            tool: found.tool.version,
            run_sha256: sha256(run),
            closing: found.state.as_deref() == Some(FINAL),
        }))
    }

    /// The period.
    pub fn period(&self) -> Option<Period> {
        self.consolidation.period
    }

    /// Is its period closed?
    pub const fn is_final(&self) -> bool {
        self.closing
    }
}

impl History {
    /// Adds a run that was published in `folder`, unless it is known. One that closed its period closes it again.
    /// Returns whether it was added.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn restore(&mut self, published: &PublishedRun, folder: &str, made: DateTime) -> Result<bool, HistoryError> {
        let path = self.path.clone();
        let failed = |source| translate(&path, source);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let known = "SELECT 1 FROM run WHERE run_sha256 = ?1 AND state = 'done'
                     UNION ALL SELECT 1 FROM closed WHERE ?2 AND period = ?3";
        let period = published.period().map(Period::id).unwrap_or_default();
        let found: Option<i64> = change
            .query_row(known, params![published.run_sha256, published.closing, period], |row| row.get(0))
            .optional()
            .map_err(failed)?;
        if found.is_some() {
            return Ok(false);
        }
        let run = NewRun {
            consolidation: &published.consolidation,
            outputs: &published.outputs,
            folder,
            run_sha256: &published.run_sha256,
            made,
            closing: published.closing,
        };
        let unchanged = published.unchanged.iter().map(|(id, periods)| (&**id, *periods)).collect();
        let details = RunDetails { tool: &published.tool, findings: &published.findings, unchanged };
        let id = insert(&change, &run, &details).map_err(failed)?;
        change.execute("UPDATE run SET state = 'done' WHERE id = ?1", [id]).map_err(failed)?;
        if published.closing {
            let close = "INSERT INTO closed (period, run, closed) SELECT period, id, made FROM run WHERE id = ?1";
            change.execute(close, [id]).map_err(failed)?;
        }
        change.commit().map_err(failed)?;
        Ok(true)
    }
}

/// The parts of `run.json` that a history keeps.
#[derive(Deserialize)]
struct Run {
    tool: Tool,
    period: Option<Named>,
    plan: Option<PlanNames>,
    inputs: Vec<Input>,
    submissions: Vec<Submission>,
    findings: Vec<FindingRow>,
    outputs: Vec<Written>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    errata: Vec<Erratum>,
}

#[derive(Deserialize)]
struct Tool {
    version: String,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Default, Deserialize)]
struct PlanNames {
    id: String,
    municipality: String,
    title: String,
}
