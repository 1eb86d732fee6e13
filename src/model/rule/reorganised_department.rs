//! `reorganised-department`

use super::{Rule, Texts};
use crate::model::Severity;

/// A department changed as the plan's table of reorganisations says.
pub static RULE: Rule = Rule {
    id: "reorganised-department",
    severity: Severity::Info,
    about: "A department changed as the plan's table of reorganisations says.",
    example: "商工課と観光課が産業観光課になった",
    message: Texts {
        ja: "担当課が組織改編により {from} から {to} に変わりました。",
        en: "The department changed from {from} to {to} by reorganisation.",
    },
    hint: Texts { ja: "対応は要りません。", en: "Nothing needs to be done." },
};
