//! `total-mismatch`

use super::{Rule, Texts};
use crate::model::Severity;

/// A total that does not add up.
pub static RULE: Rule = Rule {
    id: "total-mismatch",
    severity: Severity::Warning,
    about: "A total that does not add up.",
    example: "計17 の内訳が16",
    message: Texts {
        ja: "合計が合いません（記載 {stated}、計算 {computed}）。",
        en: "The total is {stated}, the parts make {computed}.",
    },
    hint: Texts {
        ja: "内訳と合計のどちらが正しいか確かめてください。", en: "Check the parts and the total."
    },
};
