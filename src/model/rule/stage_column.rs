//! `stage-column`

use super::{Rule, Texts};
use crate::model::Severity;

/// Stages that stand in a column of their own.
pub static RULE: Rule = Rule {
    id: "stage-column",
    severity: Severity::Info,
    about: "Stages that stand in a column of their own, not in the text.",
    example: "「段階」の列に「導入」、「導入」の列に「○」",
    message: Texts {
        ja: "列「{heading}」を「{field}」の段階として読みました。",
        en: "The column “{heading}” was read as the stages of “{field}”.",
    },
    hint: Texts {
        ja: "集計には入りますが、文の中には表示されません。次回は文の初めに【導入】のように書いてもらってください。",
        en: "They count, but the text does not show them: next time, have 【導入】 written before the text.",
    },
};
