//! `object-with-text`

use super::{Rule, Texts};
use crate::model::Severity;

/// A text box, picture or chart that may hold information.
pub static RULE: Rule = Rule {
    id: "object-with-text",
    severity: Severity::Warning,
    about: "A text box, picture or chart that may hold information.",
    example: "表の上に置いた吹き出し",
    message: Texts {
        ja: "{kind}があり、取りまとめに入りません{content}。",
        en: "There is a {kind_en}; it is left out{content}.",
    },
    hint: Texts {
        ja: "必要な内容なら、表のセルに書いてもらってください。", en: "If it matters, have it written into cells."
    },
};
