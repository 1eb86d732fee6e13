//! `unknown-mark`

use super::{Rule, Texts};
use crate::model::Severity;

/// A mark outside the declared scale.
pub static RULE: Rule = Rule {
    id: "unknown-mark",
    severity: Severity::Warning,
    about: "A mark outside the declared scale.",
    example: "◎○△×の表の「良」",
    message: Texts {
        ja: "「{mark}」は評価の区分（{scale}）にありません。", en: "“{mark}” is not on the scale ({scale})."
    },
    hint: Texts { ja: "区分のどれかに直してもらってください。", en: "Have it replaced by one of the scale." },
};
