//! `stage-fall`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record is at a lower stage than last time.
pub static RULE: Rule = Rule {
    id: "stage-fall",
    severity: Severity::Warning,
    about: "A record is at a lower stage than last time.",
    example: "前回【運用開始】、今回【調査検討】",
    message: Texts {
        ja: "段階が「{from}」から「{to}」に下がっています。", en: "The stage fell from {from} to {to}."
    },
    hint: Texts {
        ja: "やり直しや計画変更なら、その理由を取組内容に書いてもらってください。誤記なら訂正を頼んでください。",
        en: "Have the reason noted, or the slip mended.",
    },
};
