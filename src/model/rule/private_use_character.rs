//! `private-use-character`

use super::{Rule, Texts};
use crate::model::Severity;

/// A character of private use (gaiji).
pub static RULE: Rule = Rule {
    id: "private-use-character",
    severity: Severity::Warning,
    about: "A character of private use (gaiji).",
    example: "人名の外字",
    message: Texts {
        ja: "外字（{codes}）があります。報告書では〓で表します。",
        en: "Private-use characters ({codes}); the report shows 〓.",
    },
    hint: Texts {
        ja: "どの文字か提出元に確かめ、標準の文字に置き換えてもらってください。",
        en: "Ask which character is meant, and have it replaced by a standard one.",
    },
};
