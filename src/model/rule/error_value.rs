//! `error-value`

use super::{Rule, Texts};
use crate::model::Severity;

/// A cell that shows an error.
pub static RULE: Rule = Rule {
    id: "error-value",
    severity: Severity::Error,
    about: "A cell that shows an error.",
    example: "#REF! が残った施策内容",
    message: Texts {
        ja: "セルがエラー値（{value}）になっています。", en: "The cell holds an error value ({value})."
    },
    hint: Texts {
        ja: "提出元に、数式を直すか値で入力し直すよう依頼してください。",
        en: "Ask for the formula to be mended or the value to be typed.",
    },
};
