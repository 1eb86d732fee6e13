//! `unit-mismatch`

use super::{Rule, Texts};
use crate::model::Severity;

/// A unit that changes within an indicator.
pub static RULE: Rule = Rule {
    id: "unit-mismatch",
    severity: Severity::Warning,
    about: "A unit that changes within an indicator.",
    example: "現状値は件、目標値は人",
    message: Texts {
        ja: "単位がそろっていません（{first}、{second}）。", en: "The units differ ({first}, {second})."
    },
    hint: Texts { ja: "同じ単位に直してもらってください。", en: "Have them given in one unit." },
};
