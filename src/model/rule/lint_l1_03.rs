//! `L1-03`

use super::{Rule, Texts};
use crate::model::Severity;

/// A table that is cut by blank rows or rows that are no data.
pub static RULE: Rule = Rule {
    id: "L1-03",
    severity: Severity::Info,
    about: "A table that is cut by blank rows or rows that are no data.",
    example: "ページの変わり目に空行を入れた表",
    message: Texts {
        ja: "表の途中に、データでない行（空行や小見出し）が{count}行あります。",
        en: "{count} rows inside the table are no data (blank rows, captions).",
    },
    hint: Texts {
        ja: "表の途中には空行や見出しを入れず、続けて書いてください。",
        en: "Leave no blank rows or captions inside a table.",
    },
};
