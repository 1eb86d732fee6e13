//! `widened-katakana`

use super::{Rule, Texts};
use crate::model::Severity;

/// Half-width katakana, widened.
pub static RULE: Rule = Rule {
    id: "widened-katakana",
    severity: Severity::Info,
    about: "Half-width katakana, widened.",
    example: "ｼｽﾃﾑ → システム",
    message: Texts {
        ja: "半角カタカナを全角にしました（{content}）。", en: "Half-width katakana was widened ({content})."
    },
    hint: Texts { ja: "全角で入力するよう案内してください。", en: "Ask for full-width characters." },
};
