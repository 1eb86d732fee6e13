//! `hidden-sheet`

use super::{Rule, Texts};
use crate::model::Severity;

/// A hidden sheet that holds something.
pub static RULE: Rule = Rule {
    id: "hidden-sheet",
    severity: Severity::Warning,
    about: "A hidden sheet that holds something.",
    example: "前回の様式を残した非表示シート",
    message: Texts { ja: "非表示のシートに内容があります。", en: "A hidden sheet holds something." },
    hint: Texts {
        ja: "必要なシートかどうか提出元に確かめてください。", en: "Ask whether the sheet is meant."
    },
};
