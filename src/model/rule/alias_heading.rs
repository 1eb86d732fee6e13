//! `alias-heading`

use super::{Rule, Texts};
use crate::model::Severity;

/// A heading written in another way that the form knows.
pub static RULE: Rule = Rule {
    id: "alias-heading",
    severity: Severity::Info,
    about: "A heading written in another way that the form knows.",
    example: "「所管課」→「担当課」",
    message: Texts {
        ja: "見出し「{heading}」を「{field}」として読みました。",
        en: "The heading “{heading}” was read as “{field}”.",
    },
    hint: Texts {
        ja: "次回の様式では「{field}」にそろえてください。", en: "Use “{field}” in the next form."
    },
};
