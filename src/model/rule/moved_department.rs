//! `moved-department`

use super::{Rule, Texts};
use crate::model::Severity;

/// Another department answers for a record, and no reorganisation explains it.
pub static RULE: Rule = Rule {
    id: "moved-department",
    severity: Severity::Warning,
    about: "Another department answers for a record, and no reorganisation explains it.",
    example: "前回は財政課、今回は総務課",
    message: Texts {
        ja: "担当課が {from} から {to} に変わっています。計画の組織改編の表にない変更です。",
        en: "The department changed from {from} to {to}; the plan's table of reorganisations does not say so.",
    },
    hint: Texts {
        ja: "両方の課に確かめ、組織改編なら計画（seeds）の [[reorganisation]] に加えてください。",
        en: "Ask both; add a reorganisation to the plan if it is one.",
    },
};
