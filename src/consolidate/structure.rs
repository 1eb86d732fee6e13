//! 施策体系: the plan's initiatives under their directions, with the figures they are measured by and what is reported of
//! them.

use std::collections::BTreeSet;

use super::summary::highest_stage;
use crate::model::text::fold;
use crate::model::{Consolidation, Initiative, Plan, PlanIndicator, Progress};

/// One initiative of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    /// The initiative.
    pub initiative: &'a Initiative,
    /// The figures it is measured by.
    pub indicators: Vec<&'a PlanIndicator>,
    /// Rows of the report that speak of it.
    pub reported: Vec<&'a Progress>,
}

/// The plan's initiatives in its order; none where the plan names none.
pub fn structure(consolidation: &Consolidation) -> Vec<Line<'_>> {
    let plan = &consolidation.plan;
    plan.initiatives
        .iter()
        .map(|initiative| Line {
            initiative,
            indicators: plan.indicators.iter().filter(|indicator| indicator.no == initiative.no).collect(),
            reported: consolidation.records.progress.iter().filter(|record| speaks_of(record, initiative)).collect(),
        })
        .collect()
}

/// Does a row report an initiative? By direction and number; a row without numbers by its name.
fn speaks_of(record: &Progress, initiative: &Initiative) -> bool {
    if record.direction != Some(initiative.direction) {
        return false;
    }
    let numbers: BTreeSet<&str> = initiative.numbers().collect();
    if record.numbers.iter().any(|number| numbers.contains(number.as_str())) {
        return true;
    }
    let names: BTreeSet<String> = initiative.name.lines().map(fold).collect();
    record.numbers.is_empty() && record.names.iter().any(|name| names.contains(&fold(name)))
}

impl Line<'_> {
    /// What is reported: the highest stage of its rows, that there is a report, or that there is none.
    pub fn reported(&self, plan: &Plan) -> String {
        let stage = self
            .reported
            .iter()
            .filter_map(|record| highest_stage(plan, record))
            .filter_map(|at| plan.stages.get(at))
            .max_by_key(|stage| stage.step);
        match (stage, self.reported.is_empty()) {
            (Some(stage), _) => stage.name.clone(),
            (None, false) => "報告あり".to_owned(),
            (None, true) => "報告なし".to_owned(),
        }
    }
}
