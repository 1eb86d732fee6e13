//! `long-unchanged-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record whose texts have not changed for three periods or more.
pub static RULE: Rule = Rule {
    id: "long-unchanged-record",
    severity: Severity::Warning,
    about: "A record whose texts have not changed for three periods or more.",
    example: "3期続けて同じ文章",
    message: Texts {
        ja: "文章が{periods}回続けて前回と同じです。",
        en: "The texts have been the same for {periods} periods after the first.",
    },
    hint: Texts {
        ja: "取組が止まっていないか、担当課に確かめてください。", en: "Ask whether the work has come to a halt."
    },
};
