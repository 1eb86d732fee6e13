//! `other-period`

use super::{Rule, Texts};
use crate::model::Severity;

/// A column of another period than the report's.
pub static RULE: Rule = Rule {
    id: "other-period",
    severity: Severity::Info,
    about: "A column of another period than the report's, set aside.",
    example: "令和7年度の報告にある列「R6実績」",
    message: Texts {
        ja: "列「{heading}」は報告期間（{period}）のものではないため、取りまとめに入りません（{cells}セル）。",
        en: "The column “{heading}” is not of the report's period ({period}) and is left out ({cells} cells).",
    },
    hint: Texts {
        ja: "報告期間が違う場合は --period で指定してください。",
        en: "If the report is about another period, give --period.",
    },
};
