//! `unknown-department`

use super::{Rule, Texts};
use crate::model::Severity;

/// A department that the list does not have.
pub static RULE: Rule = Rule {
    id: "unknown-department",
    severity: Severity::Error,
    about: "A department that the list does not have.",
    example: "旧課名のまま提出された様式",
    message: Texts {
        ja: "「{name}」は課の一覧にありません{near}。", en: "“{name}” is not in the list of departments{near_en}."
    },
    hint: Texts {
        ja: "課名を直してもらうか、一覧（departments.csv または計画の departments）に加えてください。",
        en: "Have the name put right, or add it to the list of departments.",
    },
};
