//! `L1-12`

use super::{Rule, Texts};
use crate::model::Severity;

/// Merged cells.
pub static RULE: Rule = Rule {
    id: "L1-12",
    severity: Severity::Info,
    about: "Merged cells.",
    example: "方向の列を縦に結合した表",
    message: Texts { ja: "結合したセルが{count}か所あります。", en: "{count} areas of merged cells." },
    hint: Texts {
        ja: "結合を解き、値をすべてのセルに書いてください。",
        en: "Undo the merging and write the value into every cell.",
    },
};
