//! `conflicting-values`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two values for one thing.
pub static RULE: Rule = Rule {
    id: "conflicting-values",
    severity: Severity::Warning,
    about: "Two values for one thing.",
    example: "同じ年度の実績値が二つ",
    message: Texts {
        ja: "{what}に異なる値（{first}、{second}）があります。",
        en: "{what_en} has two values ({first}, {second}).",
    },
    hint: Texts { ja: "どちらが正しいか提出元に確かめてください。", en: "Ask which is right." },
};
