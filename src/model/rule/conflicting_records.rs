//! `conflicting-records`

use super::{Rule, Texts};
use crate::model::Severity;

/// The same initiative reported twice, differently.
pub static RULE: Rule = Rule {
    id: "conflicting-records",
    severity: Severity::Error,
    about: "The same initiative reported twice, differently.",
    example: "二つの課が同じ番号で別の内容を提出",
    message: Texts {
        ja: "取組 {id} が {other} にもあり、内容が異なります。",
        en: "Initiative {id} also stands in {other}, with other content.",
    },
    hint: Texts {
        ja: "どちらが正しいか提出元に確かめ、片方を取り下げてもらってください。",
        en: "Ask which is right, and have the other withdrawn.",
    },
};
