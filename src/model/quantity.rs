//! Quantities and absences.

use serde::{Deserialize, Serialize, Serializer};

/// Why a value is absent. Seven different things, not one empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// Nothing is written.
    Blank,
    /// —: no activity.
    Dash,
    /// `-` where a figure belongs: not measured.
    NotMeasured,
    /// 未定.
    Undecided,
    /// →: goes on.
    Continues,
    /// 〃 or 同上: the value above, repeated.
    Repeated,
    /// An error value.
    Error,
    /// A formula without a stored result.
    Uncalculated,
    /// A picture in the cell.
    Picture,
    /// The department did not hand in.
    NotSubmitted,
}

/// What an indicator's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// 現状値, 基準値.
    Baseline,
    /// 目標値.
    Target,
    /// 実績値.
    Actual,
    /// 見込値.
    Forecast,
}

impl ValueKind {
    /// The kind of a form's field.
    pub fn of_field(field: &str) -> Option<Self> {
        [Self::Baseline, Self::Target, Self::Actual, Self::Forecast].into_iter().find(|kind| kind.field() == field)
    }

    /// The form's field: `baseline`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Forecast => "forecast",
        }
    }

    /// 基準値, 目標値, 実績値, 見込値.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Baseline => "基準値",
            Self::Target => "目標値",
            Self::Actual => "実績値",
            Self::Forecast => "見込値",
        }
    }
}

/// A unit for comparing: か所, ヶ所 and 箇所 are one, 名 and 人 too.
pub fn unit_key(unit: &str) -> String {
    let unit: String =
        unit.chars().map(|c| if matches!(c, 'ヶ' | 'ケ' | 'カ' | 'ヵ' | '箇' | '個') { 'か' } else { c }).collect();
    if unit == "名" { "人".to_owned() } else { unit }
}

/// One value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndicatorValue {
    /// Baseline, target, actual or forecast.
    pub kind: ValueKind,
    /// Fiscal year it is for.
    pub fy: Option<i16>,
    /// What the sheet shows.
    pub raw: Option<String>,
    /// `raw` without the remark in brackets.
    pub text: Option<String>,
    /// The number, percent as 88; absent when the text is not one quantity.
    #[serde(serialize_with = "number")]
    pub value: Option<f64>,
    /// Its unit, folded (％ → %).
    pub unit: Option<String>,
    /// 以上, 以内, 約, 程度.
    pub comparator: Option<String>,
    /// 毎年, 3年ごと.
    pub recurrence: Option<String>,
    /// 1枚あたり.
    pub per: Option<String>,
    /// The remark in brackets.
    pub note: Option<String>,
}

impl IndicatorValue {
    /// A value that is not there.
    pub const fn absent(kind: ValueKind) -> Self {
        Self {
            kind,
            fy: None,
            raw: None,
            text: None,
            value: None,
            unit: None,
            comparator: None,
            recurrence: None,
            per: None,
            note: None,
        }
    }
}

/// Writes whole numbers without a decimal point.
pub(super) fn number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        None => serializer.serialize_none(),
        #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => serializer.serialize_i64(*v as i64),
        Some(v) => serializer.serialize_f64(*v),
    }
}

/// Which way is better for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// To be kept as it is.
    Maintain,
}
