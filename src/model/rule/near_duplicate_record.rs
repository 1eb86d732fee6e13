//! `near-duplicate-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two records that hardly differ.
pub static RULE: Rule = Rule {
    id: "near-duplicate-record",
    severity: Severity::Warning,
    about: "Two records that hardly differ.",
    example: "番号だけを変えて写した行",
    message: Texts {
        ja: "取組 {id} は {other} の {other_id} と、数字を除いてほとんど同じ内容です（一致度 {likeness}%）。",
        en: "Initiative {id} hardly differs from {other_id} in {other}, figures apart ({likeness} % alike).",
    },
    hint: Texts {
        ja: "写し間違いや番号の付け間違いでないか確かめてください。",
        en: "Check for a copying slip or a wrong number.",
    },
};
