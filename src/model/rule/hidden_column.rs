//! `hidden-column`

use super::{Rule, Texts};
use crate::model::Severity;

/// A hidden column that holds something.
pub static RULE: Rule = Rule {
    id: "hidden-column",
    severity: Severity::Warning,
    about: "A hidden column that holds something.",
    example: "前年度の内容を隠した列",
    message: Texts {
        ja: "非表示の列に内容があります（{content}）。", en: "A hidden column holds something ({content})."
    },
    hint: Texts { ja: "必要な列かどうか提出元に確かめてください。", en: "Ask whether the column is meant." },
};
