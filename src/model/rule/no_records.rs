//! `no-records`

use super::{Rule, Texts};
use crate::model::Severity;

/// A form that says there is nothing to report.
pub static RULE: Rule = Rule {
    id: "no-records",
    severity: Severity::Info,
    about: "A form that says there is nothing to report.",
    example: "「該当なし」とだけ書いた様式",
    message: Texts {
        ja: "「該当なし」と記されています（{text}）。",
        en: "The form says that there is nothing to report ({text}).",
    },
    hint: Texts {
        ja: "提出済みとして数えています。確認だけで結構です。",
        en: "It counts as handed in; nothing needs to be done.",
    },
};
