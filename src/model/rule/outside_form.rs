//! `outside-form`

use super::{Rule, Texts};
use crate::model::Severity;

/// Cells that belong to nothing the form knows.
pub static RULE: Rule = Rule {
    id: "outside-form",
    severity: Severity::Warning,
    about: "Cells that belong to nothing the form knows.",
    example: "表の右の余白のメモ",
    message: Texts {
        ja: "様式の外に書き込みがあり、取りまとめに入りません（{content}）。",
        en: "Something stands outside the form and is left out ({content_en}).",
    },
    hint: Texts {
        ja: "必要な内容なら、表の中に書いてもらってください。", en: "If it matters, have it written into the table."
    },
};
