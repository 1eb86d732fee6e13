//! `L2-06`

use super::{Rule, Texts};
use crate::model::Severity;

/// Formulas instead of values.
pub static RULE: Rule = Rule {
    id: "L2-06",
    severity: Severity::Info,
    about: "Formulas instead of values.",
    example: "=SUM(C3:C9)",
    message: Texts { ja: "数式の入ったセルが{count}個あります。", en: "{count} cells hold formulas." },
    hint: Texts {
        ja: "データとして配る表では、数式を値に置き換えてください。",
        en: "Replace formulas by their values when the table is data.",
    },
};
