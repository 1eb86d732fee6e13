//! `missing-department`

use super::{Rule, Texts};
use crate::model::Severity;

/// A department that has to hand in did not.
pub static RULE: Rule = Rule {
    id: "missing-department",
    severity: Severity::Error,
    about: "A department that has to hand in did not.",
    example: "departments.csv に○がある課のファイルがない",
    message: Texts { ja: "{department}から提出がありません。", en: "{department} has not handed in." },
    hint: Texts {
        ja: "{department}に提出を依頼してください。提出済みの場合は、ファイルが入力フォルダーにあるか確かめてください。",
        en: "Ask {department} for its file; if it was sent, check that it lies in the input folder.",
    },
};
