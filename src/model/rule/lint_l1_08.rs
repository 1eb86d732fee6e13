//! `L1-08`

use super::{Rule, Texts};
use crate::model::Severity;

/// Characters that other machines show differently.
pub static RULE: Rule = Rule {
    id: "L1-08",
    severity: Severity::Info,
    about: "Characters that other machines show differently.",
    example: "①、㈱、㎡、Ⅰ、ｶﾅ、外字",
    message: Texts {
        ja: "機種依存文字（{characters}）を含むセルが{count}個あります。",
        en: "{count} cells hold machine-dependent characters ({characters}).",
    },
    hint: Texts {
        ja: "(1)、(株)、m2 のように、どの機種でも読める文字で書いてください。",
        en: "Write (1), (株), m2 and the like.",
    },
};
