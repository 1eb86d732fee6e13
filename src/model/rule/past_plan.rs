//! `past-plan`

use super::{Rule, Texts};
use crate::model::Severity;

/// A plan with a date that has passed.
pub static RULE: Rule = Rule {
    id: "past-plan",
    severity: Severity::Warning,
    about: "A plan with a date that has passed.",
    example: "令和8年3月末で締めた表の予定に「R8.1 に導入」",
    message: Texts {
        ja: "予定に、期間の終わりまでに過ぎた日付（{date}）があります。",
        en: "What is planned has a date that has passed ({date}).",
    },
    hint: Texts {
        ja: "済んだことなら取組内容へ、遅れているなら新しい時期に直してもらってください。",
        en: "Have it moved to what was done, or given a new date.",
    },
};
