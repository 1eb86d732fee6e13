//! How far an indicator has come.
//!
//! From the baseline where there is one: `(actual − baseline) / (target − baseline)`, for figures that shall rise and
//! for those that shall fall (90分 → 45分, now 60分: 66.7 %). Without a baseline the attainment `actual / target`, or
//! `target / actual` where less is better. Undefined where target and baseline are equal, and where the figure to
//! divide by is 0. Shown with one decimal, half up.

use crate::model::{Better, Indicator, IndicatorFigures, IndicatorValue, Mark, Period, Plan, Scale, ValueKind, unit_key};

/// How far an indicator has come, and how that was reckoned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attainment {
    /// 1 is the target; below 0 is worse than the baseline.
    pub ratio: f64,
    /// Reckoned from a baseline? Else against the target alone.
    pub from_baseline: bool,
}

impl Attainment {
    /// 66.7%; ▲ before what is below 0.
    ///
    /// ```
    /// # use torimatome::consolidate::attainment::Attainment;
    /// let shown = |ratio| Attainment { ratio, from_baseline: true }.shown();
    /// assert_eq!(shown(2.0 / 3.0), "66.7%");
    /// assert_eq!(shown(-0.05), "▲5.0%");
    /// ```
    pub fn shown(self) -> String {
        percent(self.ratio)
    }
}

/// A ratio in percent with one decimal, half up.
pub fn percent(ratio: f64) -> String {
    let tenths = (ratio.abs() * 1000.0 + 0.5).floor() / 10.0;
    let sign = if ratio < 0.0 && tenths > 0.0 { "▲" } else { "" };
    format!("{sign}{tenths:.1}%")
}

/// Progress from baseline to target: the figure now against both.
pub fn progress(baseline: f64, target: f64, actual: f64) -> Option<f64> {
    let way = target - baseline;
    (way != 0.0).then(|| (actual - baseline) / way)
}

/// Attainment of a target without a baseline.
pub fn attainment(target: f64, actual: f64, better: Option<Better>) -> Option<f64> {
    let (above, below) = if better == Some(Better::Lower) { (target, actual) } else { (actual, target) };
    (below != 0.0).then(|| above / below)
}

/// The figures that an indicator is assessed by.
struct Assessed<'a> {
    baseline: Option<&'a IndicatorValue>,
    latest: &'a IndicatorValue,
    target: &'a IndicatorValue,
}

/// The figures that an indicator is assessed by, for the trend over periods. None without a figure and a target in one unit.
pub fn figures(indicator: &Indicator) -> Option<IndicatorFigures> {
    let Assessed { baseline, latest, target } = assessed(indicator)?;
    Some(IndicatorFigures {
        id: indicator.id.clone(),
        indicator: indicator.indicator.clone(),
        unit: latest.unit.clone(),
        better: indicator.better,
        baseline: baseline.and_then(|value| value.value),
        value: latest.value?,
        fy: latest.fy,
        target: target.value?,
        target_fy: target.fy,
        attainment: of(indicator).map(|found| found.ratio),
    })
}

/// The latest figure is the forecast, else the newest actual; the year's own target goes before the last one.
fn assessed(indicator: &Indicator) -> Option<Assessed<'_>> {
    let known = |kind: ValueKind| indicator.values.iter().filter(move |value| value.kind == kind && value.value.is_some());
    let latest = known(ValueKind::Forecast)
        .max_by_key(|value| value.fy)
        .or_else(|| known(ValueKind::Actual).max_by_key(|value| value.fy))?;
    let target = known(ValueKind::Target)
        .find(|value| value.fy.is_some() && value.fy == latest.fy)
        .or_else(|| known(ValueKind::Target).max_by_key(|value| value.fy))?;
    let unit = |value: &IndicatorValue| value.unit.as_deref().map(unit_key);
    let baseline = known(ValueKind::Baseline).next();
    let one_unit = unit(latest) == unit(target) && baseline.is_none_or(|baseline| unit(baseline) == unit(target));
    one_unit.then_some(Assessed { baseline, latest, target })
}

/// The latest figure and its target, as they are written.
pub fn written(indicator: &Indicator) -> Option<(&str, &str)> {
    let Assessed { latest, target, .. } = assessed(indicator)?;
    Some((latest.raw.as_deref()?, target.raw.as_deref()?))
}

/// How far an indicator has come by its latest figure. None without one.
pub fn of(indicator: &Indicator) -> Option<Attainment> {
    let Assessed { baseline, latest, target } = assessed(indicator)?;
    let (actual, target) = (latest.value?, target.value?);
    match baseline.and_then(|value| value.value) {
        Some(baseline) => progress(baseline, target, actual).map(|ratio| Attainment { ratio, from_baseline: true }),
        None => attainment(target, actual, indicator.better).map(|ratio| Attainment { ratio, from_baseline: false }),
    }
}

/// How far an indicator has come, held against the time of the plan that is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// How far it has come: 1 is the target.
    pub progress: f64,
    /// How much of the plan's time was over when the figure was taken: from 0 to 1.
    pub elapsed: f64,
}

impl Pace {
    /// Has it come less far than the time? What is shown alike is alike.
    pub fn is_behind(self) -> bool {
        (self.progress * 1000.0 + 0.5).floor() < (self.elapsed * 1000.0 + 0.5).floor()
    }
}

/// The pace of an indicator whose target is still to come: progress from the baseline against the plan's years that are
/// over, at the end of the figure's year or of the period when that ends within the year. None where the target is that
/// of the figure's own year, where there is no baseline, and where the plan or the figure names no years.
pub fn pace(indicator: &Indicator, plan: &Plan, period: Option<Period>) -> Option<Pace> {
    let Assessed { latest, target, .. } = assessed(indicator)?;
    let progress = of(indicator).filter(|found| found.from_baseline)?.ratio;
    let (from, to) = (plan.from?, plan.to?);
    let year = latest.fy?;
    if target.fy.is_some_and(|due| due <= year) || to < from {
        return None;
    }
    let within = period.filter(|period| period.fiscal_year() == year && latest.kind == ValueKind::Actual);
    let months = match within.map(Period::end) {
        Some(end) => (i32::from(end.month()) + 8) % 12 + 1,
        None => 12,
    };
    let over = f64::from(i32::from(year - from) * 12 + months);
    let whole = f64::from(i32::from(to + 1 - from) * 12);
    (over > 0.0).then(|| Pace { progress, elapsed: (over / whole).min(1.0) })
}

/// The mark that the figures would give, where the scale says from which ratio each mark is given.
pub fn mark<'s>(scale: &'s Scale, indicator: &Indicator) -> Option<&'s Mark> {
    scale.computed(of(indicator)?.ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_can_be_better() {
        let shown = |ratio: Option<f64>| ratio.map(|ratio| Attainment { ratio, from_baseline: true }.shown());
        assert_eq!(shown(progress(90.0, 45.0, 60.0)).as_deref(), Some("66.7%"));
        assert_eq!(shown(progress(56_736.0, 39_715.0, 50_000.0)).as_deref(), Some("39.6%"));
        assert_eq!(progress(1.0, 1.0, 1.0), None);
        assert_eq!(shown(attainment(45.0, 60.0, Some(Better::Lower))).as_deref(), Some("75.0%"));
        assert_eq!(attainment(0.0, 5.0, None), None);
    }

    fn indicator(values: &[(&str, i16, f64)]) -> Indicator {
        let values: Vec<_> = values
            .iter()
            .map(|(kind, fy, value)| serde_json::json!({"kind": kind, "fy": fy, "value": value, "unit": "件"}))
            .collect();
        serde_json::from_value(serde_json::json!({
            "id": "1", "departments": [], "indicator": "導入件数", "values": values, "notes": [], "relisted": false,
            "origin": {"file": "a.xlsx", "sheet": null, "row": 1, "cells": {}},
        }))
        .unwrap()
    }

    #[test]
    fn pace_is_progress_against_the_years_that_are_over() {
        let plan = Plan { from: Some(2024), to: Some(2028), ..Plan::default() };
        let late = indicator(&[("baseline", 2023, 10.0), ("actual", 2026, 14.0), ("target", 2028, 20.0)]);
        let found = pace(&late, &plan, None).unwrap();
        assert!((found.progress - 0.4).abs() < 1e-9 && (found.elapsed - 0.6).abs() < 1e-9 && found.is_behind());
        assert_eq!(written(&late), None, "these figures have no text");
        let half = pace(&late, &plan, Some(Period::Half(2026, 1))).unwrap();
        assert!((half.elapsed - 0.5).abs() < 1e-9, "the half of the third of five years");
        let on_time = indicator(&[("baseline", 2023, 10.0), ("actual", 2026, 16.0), ("target", 2028, 20.0)]);
        assert!(!pace(&on_time, &plan, None).unwrap().is_behind());
        let due = indicator(&[("baseline", 2023, 10.0), ("actual", 2028, 12.0), ("target", 2028, 20.0)]);
        assert_eq!(pace(&due, &plan, None), None, "the target's own year is assessed by attainment");
        let no_way = indicator(&[("baseline", 2023, 20.0), ("actual", 2026, 20.0), ("target", 2028, 20.0)]);
        assert_eq!((of(&no_way), pace(&no_way, &plan, None)), (None, None), "undefined where target = baseline");
    }

    #[test]
    fn a_mark_is_computed_only_by_thresholds() {
        let mark = |mark: &str, from: Option<f64>| Mark { mark: mark.to_owned(), label: String::new(), from };
        let declared = Scale {
            name: String::new(),
            marks: vec![mark("◎", Some(1.0)), mark("○", Some(0.8)), mark("△", Some(0.6)), mark("×", None)],
        };
        let given = |ratio: f64| declared.computed(ratio).map(|mark| mark.mark.as_str());
        assert_eq!(
            [given(1.2), given(0.8), given(0.7999), given(0.6), given(-0.1)],
            [Some("◎"), Some("○"), Some("○"), Some("△"), Some("×")]
        );
        assert_eq!(given(0.799), Some("△"), "79.9% is shown as less than 80.0%");
        let half = Scale { name: String::new(), marks: vec![mark("◎", Some(1.0)), mark("○", None), mark("×", None)] };
        assert_eq!(half.computed(1.0), None, "not all thresholds are declared");
    }
}
