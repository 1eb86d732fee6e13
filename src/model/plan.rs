//! A plan: what a municipality set out to do. Data, from `seeds/`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Revision;
use super::text::fold;

/// A municipality's plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Short name, as on the command line: `oshu`.
    pub id: String,
    /// The municipality: 奥州市.
    pub municipality: String,
    /// 団体コード, six digits.
    #[serde(default)]
    pub code: Option<String>,
    /// Title of the plan.
    pub title: String,
    /// Other titles that its forms carry.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Title of the progress report; default: the plan's title and 取組状況.
    #[serde(default)]
    pub report_title: Option<String>,
    /// First fiscal year.
    #[serde(default)]
    pub from: Option<i16>,
    /// Last fiscal year.
    #[serde(default)]
    pub to: Option<i16>,
    /// Directions (方向), goals or policies, in their order.
    #[serde(default, rename = "direction")]
    pub directions: Vec<Direction>,
    /// Departments, in the order of the office.
    #[serde(default, rename = "department")]
    pub departments: Vec<Department>,
    /// Stages of work, in the order of display.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    /// Scales of marks.
    #[serde(default, rename = "scale")]
    pub scales: Vec<Scale>,
    /// Departments that became others.
    #[serde(default, rename = "reorganisation")]
    pub reorganisations: Vec<Reorganisation>,
    /// Its revisions: which initiative has which number and name since.
    #[serde(default, rename = "revision")]
    pub revisions: Vec<Revision>,
    /// The initiatives that the plan names.
    #[serde(default, rename = "initiative")]
    pub initiatives: Vec<Initiative>,
    /// The figures that it watches.
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<PlanIndicator>,
}

/// 方向, 基本目標, 基本方針: the upper level of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    /// Its number.
    pub no: u32,
    /// Its title.
    pub title: String,
    /// Other wordings.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A department.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its name.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Does it have to hand in?
    #[serde(default)]
    pub submits: bool,
    /// 各担当課, 全庁: not one department.
    #[serde(default)]
    pub generic: bool,
    /// Where mail for it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// 旧課名: the departments whose work it took over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
    /// 変更日: the day from which it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
}

/// A stage of work: 調査検討, 導入, …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Other spellings: 調査・検討.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its step on the ladder, from 1; an event beside the ladder (予算化) has none.
    #[serde(default)]
    pub step: Option<u32>,
}

/// A scale of marks: ◎○△×.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// The marks, the best first.
    #[serde(default, rename = "mark")]
    pub marks: Vec<Mark>,
}

/// One mark of a scale.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The sign: ◎.
    pub mark: String,
    /// What it says: 達成.
    pub label: String,
    /// Attainment from which it is given, as a ratio; none: never computed.
    #[serde(default)]
    pub from: Option<f64>,
}

impl Eq for Mark {}

/// A department that became others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reorganisation {
    /// The old department.
    pub from: String,
    /// Those that took its work.
    pub to: Vec<String>,
    /// From which day, where known.
    #[serde(default)]
    pub on: Option<String>,
}

/// An initiative that the plan names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Initiative {
    /// Direction it belongs to.
    pub direction: u32,
    /// Its number or code; several where they are reported together: 5・6.
    pub no: String,
    /// Its name; several, one a line.
    pub name: String,
    /// The measure between direction and initiative: (1)-1 行政サービスデジタル化の推進.
    #[serde(default)]
    pub group: Option<String>,
    /// Departments that do it.
    #[serde(default)]
    pub departments: Vec<String>,
    /// 重点.
    #[serde(default)]
    pub priority: bool,
}

impl Initiative {
    /// Its numbers, one by one.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.no.split(['・', '、', ',']).map(str::trim).filter(|number| !number.is_empty())
    }
}

/// A figure that the plan watches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanIndicator {
    /// Number or code of the initiative or goal that it measures.
    pub no: String,
    /// What is measured.
    pub name: String,
    /// 現状値, as written.
    #[serde(default)]
    pub baseline: Option<String>,
    /// Its fiscal year.
    #[serde(default)]
    pub baseline_year: Option<i16>,
    /// 目標値, as written.
    #[serde(default)]
    pub target: Option<String>,
    /// Its fiscal year.
    #[serde(default)]
    pub target_year: Option<i16>,
    /// 再掲: listed elsewhere too.
    #[serde(default)]
    pub relisted: bool,
}

impl Scale {
    /// The mark that a cell means: ◎, 〇 for ○, 達成, ◎（達成）.
    pub fn mark(&self, written: &str) -> Option<&Mark> {
        let shape = |text: &str| {
            let sign = |c: char| match c {
                '〇' | '◯' => '○',
                'x' | '✕' | '✖' | '☓' | '╳' => '×',
                '▲' => '△',
                other => other,
            };
            fold(text).chars().map(sign).filter(|c| !"()[]:・".contains(*c)).collect::<String>()
        };
        let wanted = shape(written);
        self.marks.iter().find(|known| {
            let (mark, label) = (shape(&known.mark), shape(&known.label));
            wanted == mark || (!label.is_empty() && (wanted == label || wanted == format!("{mark}{label}")))
        })
    }

    /// The mark that a ratio would be given. None where the scale does not say from which ratio each mark is given: all
    /// but the last, which takes the rest, have to have their `from`.
    pub fn computed(&self, ratio: f64) -> Option<&Mark> {
        let (rest, upper) = self.marks.split_last()?;
        if upper.is_empty() || upper.iter().any(|mark| mark.from.is_none()) {
            return None;
        }
        // what is shown as 80.0% is 80%: a ratio is held against a threshold in tenths of a percent
        let tenths = |ratio: f64| (ratio * 1000.0 + 0.5).floor();
        let reached = upper.iter().find(|mark| mark.from.is_some_and(|from| tenths(ratio) >= tenths(from)));
        reached.or_else(|| rest.from.is_none_or(|from| tenths(ratio) >= tenths(from)).then_some(rest))
    }
}

impl Plan {
    /// Title of the progress report.
    pub fn report_title(&self) -> String {
        self.report_title.clone().unwrap_or_else(|| format!("{} 取組状況", self.title).trim_start().to_owned())
    }

    /// The direction of this number.
    pub fn direction(&self, no: u32) -> Option<&Direction> {
        self.directions.iter().find(|direction| direction.no == no)
    }

    /// The scale that knows most of these marks; the first one where none is known.
    pub fn scale_of(&self, marks: &[&str]) -> Option<&Scale> {
        let known = |scale: &Scale| marks.iter().filter(|mark| scale.mark(mark).is_some()).count();
        self.scales.iter().rev().max_by_key(|scale| known(scale))
    }

    /// The stage of this name.
    pub fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }
}
