//! `hidden-row`

use super::{Rule, Texts};
use crate::model::Severity;

/// A hidden row that holds something.
pub static RULE: Rule = Rule {
    id: "hidden-row",
    severity: Severity::Warning,
    about: "A hidden row that holds something.",
    example: "フィルターで隠れた取組",
    message: Texts {
        ja: "非表示の行に内容があります（{content}）。", en: "A hidden row holds something ({content})."
    },
    hint: Texts { ja: "必要な行かどうか提出元に確かめてください。", en: "Ask whether the row is meant." },
};
