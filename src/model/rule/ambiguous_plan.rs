//! `ambiguous-plan`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two plans or forms fit equally well.
pub static RULE: Rule = Rule {
    id: "ambiguous-plan",
    severity: Severity::Error,
    about: "Two plans or forms fit equally well.",
    example: "二つの市の課名が半分ずつある",
    message: Texts {
        ja: "{kind}を決められません。候補は {candidates} です。", en: "The {kind_en} is not clear: {candidates}."
    },
    hint: Texts { ja: "{option} でどれか1つを指定してください。", en: "Choose one with {option}." },
};
