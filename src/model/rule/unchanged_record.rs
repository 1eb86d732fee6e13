//! `unchanged-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record whose texts are those of the last period.
pub static RULE: Rule = Rule {
    id: "unchanged-record",
    severity: Severity::Info,
    about: "A record whose texts are those of the last period.",
    example: "前回と同じ文章",
    message: Texts { ja: "すべての文章が前回と同じです。", en: "All texts are those of the last period." },
    hint: Texts {
        ja: "動きがなかったのであれば、このままで結構です。", en: "Nothing needs to be done if nothing happened."
    },
};
