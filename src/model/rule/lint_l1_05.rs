//! `L1-05`

use super::{Rule, Texts};
use crate::model::Severity;

/// A column without a heading.
pub static RULE: Rule = Rule {
    id: "L1-05",
    severity: Severity::Info,
    about: "A column without a heading.",
    example: "見出しのない備考の列",
    message: Texts {
        ja: "項目名のない列にセルが{count}個あります。", en: "{count} cells stand in columns without a heading."
    },
    hint: Texts {
        ja: "すべての列に、意味の分かる項目名を付けてください。",
        en: "Give every column a heading that says what it holds.",
    },
};
