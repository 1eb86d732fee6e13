//! `new-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record that was not reported last time.
pub static RULE: Rule = Rule {
    id: "new-record",
    severity: Severity::Info,
    about: "A record that was not reported last time.",
    example: "今回初めて出た 1-21",
    message: Texts {
        ja: "{id}（{name}）は前回の報告にない取組です。", en: "{id} ({name}) was not reported last time."
    },
    hint: Texts {
        ja: "新しい取組であれば、このままで結構です。", en: "Nothing needs to be done if it is new."
    },
};
