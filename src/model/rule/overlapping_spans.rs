//! `overlapping-spans`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two entries for the same years.
pub static RULE: Rule = Rule {
    id: "overlapping-spans",
    severity: Severity::Warning,
    about: "Two entries for the same years.",
    example: "結合範囲が重なる工程",
    message: Texts {
        ja: "{years}の予定が重なっています（「{first}」と「{second}」）。",
        en: "Two entries overlap in {years_en} (“{first}”, “{second}”).",
    },
    hint: Texts { ja: "年度の範囲を確かめてください。", en: "Check the years." },
};
