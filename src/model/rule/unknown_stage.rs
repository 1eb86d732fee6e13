//! `unknown-stage`

use super::{Rule, Texts};
use crate::model::Severity;

/// A stage that the plan does not have.
pub static RULE: Rule = Rule {
    id: "unknown-stage",
    severity: Severity::Warning,
    about: "A stage that the plan does not have.",
    example: "【準備中】",
    message: Texts { ja: "【{stage}】は段階の一覧にありません。", en: "【{stage}】 is not among the stages." },
    hint: Texts {
        ja: "一覧（{stages}）のどれかに直してもらうか、計画の別名に加えてください。",
        en: "Have it replaced by one of {stages}, or add it as another spelling to the plan.",
    },
};
