//! `year-outside-plan`

use super::{Rule, Texts};
use crate::model::Severity;

/// A year that the plan does not cover.
pub static RULE: Rule = Rule {
    id: "year-outside-plan",
    severity: Severity::Warning,
    about: "A year that the plan does not cover.",
    example: "計画終了後の年度の列",
    message: Texts {
        ja: "{year}は計画の期間（{from}〜{to}）の外です。", en: "{year_en} lies outside the plan ({from}–{to})."
    },
    hint: Texts { ja: "年度の書き間違いでないか確かめてください。", en: "Check the year." },
};
