//! `mark-mismatch`

use super::{Rule, Texts};
use crate::model::Severity;

/// The office's mark differs from the computed one.
pub static RULE: Rule = Rule {
    id: "mark-mismatch",
    severity: Severity::Warning,
    about: "The office's mark differs from the computed one.",
    example: "達成率100%で○",
    message: Texts {
        ja: "評価「{mark}」は、値から計算した評価「{computed}」と異なります。",
        en: "The mark {mark} differs from the computed {computed}.",
    },
    hint: Texts {
        ja: "意図した評価か確かめ、理由を備考に書いてもらってください。報告書には記載の評価を載せます。",
        en: "Check that it is meant and have the reason noted; the report prints the office's mark.",
    },
};
