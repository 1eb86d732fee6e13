//! Which figures are behind: against the plan's time where that can be told, else against the target.

use crate::consolidate::attainment::{self, Attainment, Pace};
use crate::model::Indicator;
use crate::report::ReportData;

/// An indicator that is behind.
pub(crate) struct Behind<'e> {
    /// What is measured.
    pub(crate) name: &'e str,
    /// How far it has come.
    pub(crate) reached: Attainment,
}

/// The indicators that are behind, the furthest first.
pub(crate) fn behind<'e>(report: &'e ReportData<'e>) -> Vec<Behind<'e>> {
    let consolidation = report.consolidation;
    let is_behind = |record: &Indicator, ratio: f64| {
        attainment::pace(record, &consolidation.plan, consolidation.period).map_or(ratio < 1.0, Pace::is_behind)
    };
    let all = consolidation.records.indicators.iter().filter(|record| !record.relisted);
    let mut found: Vec<Behind<'e>> = all
        .filter_map(|record| {
            Some(Behind { name: &record.indicator, reached: attainment::of(record).filter(|of| is_behind(record, of.ratio))? })
        })
        .collect();
    found.sort_by(|a, b| a.reached.ratio.total_cmp(&b.reached.ratio));
    found
}
