//! `near-heading`

use super::{Rule, Texts};
use crate::model::Severity;

/// A heading that nearly matches.
pub static RULE: Rule = Rule {
    id: "near-heading",
    severity: Severity::Info,
    about: "A heading that nearly matches.",
    example: "「施策の内容」→「施策内容」",
    message: Texts {
        ja: "見出し「{heading}」は「{field}」とみなしました（一致度 {likeness}%）。",
        en: "The heading “{heading}” was taken for “{field}” ({likeness} % alike).",
    },
    hint: Texts {
        ja: "違う場合は、見出しを直してもらってください。", en: "If this is wrong, have the heading put right."
    },
};
