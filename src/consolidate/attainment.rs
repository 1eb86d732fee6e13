//! How far an indicator has come.
//!
//! From the baseline where there is one: `(actual − baseline) / (target − baseline)`, for figures that shall rise and
//! for those that shall fall (90分 → 45分, now 60分: 66.7 %). Without a baseline the attainment `actual / target`, or
//! `target / actual` where less is better. Undefined where target and baseline are equal, and where the figure to
//! divide by is 0. Shown with one decimal, half up.

use crate::model::{Better, Indicator, ValueKind};

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
        let tenths = (self.ratio.abs() * 1000.0 + 0.5).floor() / 10.0;
        let sign = if self.ratio < 0.0 && tenths > 0.0 { "▲" } else { "" };
        format!("{sign}{tenths:.1}%")
    }
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

/// How far an indicator has come by its latest figure: the forecast, else the newest actual. None without one.
pub fn of(indicator: &Indicator) -> Option<Attainment> {
    let known = |kind: ValueKind| indicator.values.iter().filter(move |value| value.kind == kind && value.value.is_some());
    let latest = known(ValueKind::Forecast)
        .max_by_key(|value| value.fy)
        .or_else(|| known(ValueKind::Actual).max_by_key(|value| value.fy))?;
    // the year's own target where there is one
    let target = known(ValueKind::Target)
        .find(|value| value.fy.is_some() && value.fy == latest.fy)
        .or_else(|| known(ValueKind::Target).max_by_key(|value| value.fy))?;
    if latest.unit != target.unit {
        return None;
    }
    let (actual, target) = (latest.value?, target.value?);
    match known(ValueKind::Baseline).next().and_then(|value| value.value) {
        Some(baseline) => progress(baseline, target, actual).map(|ratio| Attainment { ratio, from_baseline: true }),
        None => attainment(target, actual, indicator.better).map(|ratio| Attainment { ratio, from_baseline: false }),
    }
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
}
