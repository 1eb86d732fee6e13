//! Lagging indicators: compared with the plan's time if possible, else with a target that is due.

use std::sync::Arc;

use crate::consolidate::attainment::{self, Attainment, Pace};
use crate::model::{Indicator, ValueKind};
use crate::report::ReportData;

/// A lagging indicator.
pub(crate) struct Behind<'e> {
    /// Its id.
    pub(crate) id: &'e str,
    /// What is measured.
    pub(crate) name: &'e str,
    /// Its departments.
    pub(crate) departments: &'e [Arc<str>],
    /// Its ratio.
    pub(crate) reached: Attainment,
    /// The figure and its target, as they are written.
    pub(crate) figures: Option<(&'e str, &'e str)>,
    /// Elapsed share of the plan's time; none if the target is due.
    pub(crate) elapsed: Option<f64>,
    /// The office's mark, if it is good although nothing is reached.
    pub(crate) contradicts: Option<&'e str>,
}

impl Behind<'_> {
    /// 目標30人に対し0人（達成率0.0%）; 達成率0.0%で評価は○（目標1回に対し0回）
    pub(crate) fn in_words(&self) -> String {
        if let Some(mark) = self.contradicts {
            let figures = self.figures.map(|(figure, target)| format!("（目標{target}に対し{figure}）"));
            return format!("達成率{}で評価は{mark}{}", self.reached.shown(), figures.unwrap_or_default());
        }
        let rate = match self.elapsed {
            Some(elapsed) => format!("達成率{}、計画の経過{}", self.reached.shown(), attainment::percent(elapsed)),
            None => format!("達成率{}", self.reached.shown()),
        };
        match self.figures {
            Some((figure, target)) => format!("目標{target}に対し{figure}（{rate}）"),
            None => rate,
        }
    }
}

/// Good marks, whatever the plan's scale.
const CIRCLES: [&str; 2] = ["◎", "○"];
/// A due target counts as missed below this ratio.
const MISSED: f64 = 0.8;

/// The lagging indicators, the worst first. Without a time frame, only a target of the figure's own year is
/// compared, and those that the office judges as reached do not lag, unless nothing at all is reached.
pub(crate) fn behind<'e>(report: &'e ReportData<'e>) -> Vec<Behind<'e>> {
    let consolidation = report.consolidation;
    let all = consolidation.records.indicators.iter().filter(|record| !record.relisted);
    let mut found: Vec<Behind<'e>> = all
        .filter_map(|record| {
            let reached = attainment::of(record)?;
            let pace = attainment::pace(record, &consolidation.plan, consolidation.period);
            let late = pace.map_or_else(|| is_due(record) && reached.ratio < MISSED && !is_good(report, record), Pace::is_behind);
            let nothing = reached.ratio < 0.0 || reached.shown() == attainment::percent(0.0);
            let contradicts =
                record.evaluation.as_deref().filter(|mark| nothing && (CIRCLES.contains(mark) || is_good(report, record)));
            (late || contradicts.is_some()).then(|| Behind {
                id: &record.id,
                name: &record.indicator,
                departments: &record.departments,
                reached,
                figures: attainment::written(record),
                elapsed: pace.map(|pace| pace.elapsed),
                contradicts,
            })
        })
        .collect();
    found.sort_by(|a, b| a.reached.ratio.total_cmp(&b.reached.ratio));
    found
}

/// Is the target that of a year which has a figure?
fn is_due(record: &Indicator) -> bool {
    let years = |kinds: [ValueKind; 2]| {
        record
            .values
            .iter()
            .filter(move |value| kinds.contains(&value.kind) && value.value.is_some())
            .filter_map(|value| value.fy)
    };
    let targets = || record.values.iter().filter(|value| value.kind == ValueKind::Target).filter_map(|value| value.fy);
    let latest = years([ValueKind::Actual, ValueKind::Forecast]).max();
    latest.is_some_and(|latest| targets().any(|due| due <= latest))
}

/// Is the office's own mark in the upper half of its scale?
fn is_good(report: &ReportData<'_>, record: &Indicator) -> bool {
    let Some(mark) = record.evaluation.as_deref() else { return false };
    let scale = report.consolidation.plan.scale_of(&[mark]);
    let marks = scale.map(|scale| scale.marks.iter().map(|known| known.mark.as_str()).collect::<Vec<_>>()).unwrap_or_default();
    marks.iter().position(|known| *known == mark).is_some_and(|at| at * 2 < marks.len())
}
