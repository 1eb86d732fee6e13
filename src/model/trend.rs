//! 推移: the figures of the last periods.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Better, Period};

/// The figures of one period, as its last run found them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodFigures {
    /// The period.
    pub period: Period,
    /// The stages that records stand at, a line a direction.
    #[serde(default)]
    pub directions: Vec<DirectionFigures>,
    /// Indicators that have both a figure and a target.
    #[serde(default)]
    pub indicators: Vec<IndicatorFigures>,
    /// 提出期限.
    #[serde(default)]
    pub due: Option<Date>,
    /// Who handed in, and when: those that had to, and those that did.
    #[serde(default)]
    pub departments: Vec<HandIn>,
}

/// The records of a direction by the stage they stand at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectionFigures {
    /// Its number; none for records without a direction.
    pub direction: Option<u32>,
    /// Its title.
    pub title: String,
    /// Stages in the plan's order, with the records whose highest stage it is.
    pub stages: Vec<StageCount>,
    /// Records whose text names no step of the ladder.
    pub without_stage: usize,
    /// Initiatives whose departments have not handed in.
    pub not_reported: usize,
}

/// How many records stand at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    /// The stage.
    pub stage: Arc<str>,
    /// The records.
    pub records: usize,
}

/// The latest figure of an indicator against its target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorFigures {
    /// The indicator's id.
    pub id: Arc<str>,
    /// What is measured.
    pub indicator: String,
    /// The unit of its figures.
    pub unit: Option<String>,
    /// Which way is better.
    pub better: Option<Better>,
    /// Where it came from.
    pub baseline: Option<f64>,
    /// The latest figure.
    pub value: f64,
    /// The fiscal year of that figure.
    pub fy: Option<i16>,
    /// Where it shall go.
    pub target: f64,
    /// The fiscal year of the target.
    pub target_fy: Option<i16>,
    /// How far it has come: 1 is the target.
    pub attainment: Option<f64>,
}

/// Was a hand-in in time?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Punctuality {
    /// Handed in by the deadline.
    InTime,
    /// Handed in after it.
    Late,
    /// Handed in; there is no deadline, or the day is not known.
    HandedIn,
    /// Handed in that there is nothing to report.
    NoRecords,
    /// Not handed in.
    Missing,
}

impl Punctuality {
    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InTime => "期限内",
            Self::Late => "遅れ",
            Self::HandedIn => "提出",
            Self::NoRecords => "該当なし",
            Self::Missing => "未提出",
        }
    }
}

/// The hand-in of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    /// The department.
    pub department: Arc<str>,
    /// In time or not.
    pub punctuality: Punctuality,
    /// The day of its first hand-in.
    pub submitted: Option<Date>,
    /// Days after the deadline, where it is late.
    pub days_late: Option<i64>,
}

/// The last periods of one length, one after the other: the earliest first, the report's own last.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Trend {
    /// The periods that are known; one of which nothing is known is not among them.
    pub periods: Vec<PeriodFigures>,
}

/// The stages over the periods, of one direction or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageTrend {
    /// The direction's number; none for all directions, and for records without one.
    pub direction: Option<u32>,
    /// Its title; 全体 for all.
    pub title: String,
    /// The stages in the plan's order.
    pub stages: Vec<Arc<str>>,
    /// A line a period.
    pub periods: Vec<StageFiguresOf>,
}

/// The stages at one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageFiguresOf {
    /// Records a stage, in the order of [`StageTrend::stages`].
    pub records: Vec<usize>,
    /// Records without a stage.
    pub without_stage: usize,
    /// Initiatives whose departments had not handed in.
    pub not_reported: usize,
}

impl StageFiguresOf {
    /// All initiatives of the period.
    pub fn total(&self) -> usize {
        self.records.iter().sum::<usize>() + self.without_stage + self.not_reported
    }
}

/// One indicator over the periods.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorTrend<'a> {
    /// The indicator as it is in the latest period that has it.
    pub latest: &'a IndicatorFigures,
    /// Its figures a period; none where the period has none in the same unit.
    pub periods: Vec<Option<&'a IndicatorFigures>>,
}

/// The hand-ins of one department over the periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandInTrend<'a> {
    /// The department.
    pub department: Arc<str>,
    /// A hand-in a period; none where it did not have to.
    pub periods: Vec<Option<&'a HandIn>>,
}

impl HandInTrend<'_> {
    /// In how many periods it handed in after the deadline, or not at all.
    pub fn late(&self) -> usize {
        let late = |hand_in: &&HandIn| matches!(hand_in.punctuality, Punctuality::Late | Punctuality::Missing);
        self.periods.iter().flatten().copied().filter(late).count()
    }
}

impl Trend {
    /// How many periods of its length are shown at most: a year of months, three years of halves.
    pub const fn length(period: Period) -> usize {
        match period {
            Period::Month(..) => 12,
            Period::Quarter(..) => 8,
            Period::Half(..) | Period::Year(_) => 6,
        }
    }

    /// Is there more than one period, so that anything can have moved?
    pub const fn has_past(&self) -> bool {
        self.periods.len() > 1
    }

    /// The stages of all directions together.
    pub fn stages(&self) -> StageTrend {
        self.stages_where("全体".to_owned(), None, |_| true)
    }

    /// The stages of each direction, in the order of their numbers.
    pub fn directions(&self) -> Vec<StageTrend> {
        let mut known: Vec<(Option<u32>, &str)> = Vec::new();
        for direction in self.periods.iter().rev().flat_map(|period| &period.directions) {
            if !known.iter().any(|(no, _)| *no == direction.direction) {
                known.push((direction.direction, &direction.title));
            }
        }
        known.sort_by_key(|(no, _)| no.map_or((1, 0), |no| (0, no)));
        known.into_iter().map(|(no, title)| self.stages_where(title.to_owned(), no, |of| of.direction == no)).collect()
    }

    fn stages_where(&self, title: String, direction: Option<u32>, wanted: impl Fn(&DirectionFigures) -> bool) -> StageTrend {
        let mut stages: Vec<Arc<str>> = Vec::new();
        for count in self.periods.iter().rev().flat_map(|period| &period.directions).flat_map(|direction| &direction.stages) {
            if !stages.contains(&count.stage) {
                stages.push(count.stage.clone());
            }
        }
        let of_period = |period: &PeriodFigures| {
            let mut sum = StageFiguresOf { records: vec![0; stages.len()], ..StageFiguresOf::default() };
            for direction in period.directions.iter().filter(|direction| wanted(direction)) {
                for count in &direction.stages {
                    let place = stages.iter().position(|stage| *stage == count.stage);
                    if let Some(records) = place.and_then(|place| sum.records.get_mut(place)) {
                        *records += count.records;
                    }
                }
                sum.without_stage += direction.without_stage;
                sum.not_reported += direction.not_reported;
            }
            sum
        };
        let periods = self.periods.iter().map(of_period).collect();
        StageTrend { direction, title, stages, periods }
    }

    /// Each indicator over the periods, in the order of the latest period.
    pub fn indicators(&self) -> Vec<IndicatorTrend<'_>> {
        let mut known: Vec<&IndicatorFigures> = Vec::new();
        for figures in self.periods.iter().rev().flat_map(|period| &period.indicators) {
            if !known.iter().any(|other| other.id == figures.id) {
                known.push(figures);
            }
        }
        let of = |latest: &IndicatorFigures, period: &'_ PeriodFigures| {
            period.indicators.iter().position(|other| other.id == latest.id && other.unit == latest.unit)
        };
        known
            .into_iter()
            .map(|latest| IndicatorTrend {
                latest,
                periods: self
                    .periods
                    .iter()
                    .map(|period| of(latest, period).and_then(|place| period.indicators.get(place)))
                    .collect(),
            })
            .collect()
    }

    /// The hand-ins of each department, in the order of the latest period; those that are no more come last.
    pub fn departments(&self) -> Vec<HandInTrend<'_>> {
        let mut known: Vec<&Arc<str>> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for hand_in in self.periods.iter().rev().flat_map(|period| &period.departments) {
            if seen.insert(&hand_in.department) {
                known.push(&hand_in.department);
            }
        }
        let by_name: Vec<std::collections::BTreeMap<&Arc<str>, &HandIn>> = self
            .periods
            .iter()
            .map(|period| period.departments.iter().map(|hand_in| (&hand_in.department, hand_in)).collect())
            .collect();
        known
            .into_iter()
            .map(|department| HandInTrend {
                department: department.clone(),
                periods: by_name.iter().map(|period| period.get(department).copied()).collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(period: &str, trial: usize, settled: usize) -> PeriodFigures {
        let count = |stage: &str, records| StageCount { stage: stage.into(), records };
        let direction = |no, records| DirectionFigures {
            direction: Some(no),
            title: format!("方向{no}"),
            stages: vec![count("導入", records), count("運用定着", settled)],
            without_stage: 1,
            not_reported: 0,
        };
        PeriodFigures {
            period: Period::parse(period).unwrap(),
            directions: vec![direction(1, trial), direction(2, 0)],
            indicators: Vec::new(),
            due: None,
            departments: vec![HandIn {
                department: "総務課".into(),
                punctuality: if trial > 1 { Punctuality::Late } else { Punctuality::InTime },
                submitted: None,
                days_late: None,
            }],
        }
    }

    #[test]
    fn directions_add_up_to_all() {
        let trend = Trend { periods: vec![figures("2025H1", 3, 0), figures("2025H2", 1, 2)] };
        let all = trend.stages();
        assert_eq!(all.stages.iter().map(|stage| &**stage).collect::<Vec<_>>(), ["導入", "運用定着"]);
        assert_eq!(all.periods.iter().map(|of| of.records.clone()).collect::<Vec<_>>(), [vec![3, 0], vec![1, 4]]);
        assert_eq!(all.periods.iter().map(StageFiguresOf::total).collect::<Vec<_>>(), [5, 7]);
        let directions = trend.directions();
        assert_eq!(directions.iter().map(|of| of.direction).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(directions[0].periods[1].records, [1, 2]);
        assert_eq!(trend.departments()[0].late(), 1);
    }
}
