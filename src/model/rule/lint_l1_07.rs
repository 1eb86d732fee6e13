//! `L1-07`

use super::{Rule, Texts};
use crate::model::Severity;

/// Several values in one cell.
pub static RULE: Rule = Rule {
    id: "L1-07",
    severity: Severity::Info,
    about: "Several values in one cell.",
    example: "1つのセルに「5・6」",
    message: Texts {
        ja: "1つのセルに複数の値が入っているセルが{count}個あります。", en: "{count} cells hold several values."
    },
    hint: Texts {
        ja: "1つのセルに1つの値を書き、行か列を分けてください。",
        en: "Write one value a cell; use more rows or columns.",
    },
};
