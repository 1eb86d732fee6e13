//! `L1-13`

use super::{Rule, Texts};
use crate::model::Severity;

/// Hidden rows or columns.
pub static RULE: Rule = Rule {
    id: "L1-13",
    severity: Severity::Info,
    about: "Hidden rows or columns.",
    example: "フィルターで隠れた行",
    message: Texts {
        ja: "非表示の行が{rows}行、列が{columns}列あります。", en: "{rows} rows and {columns} columns are hidden."
    },
    hint: Texts {
        ja: "不要な行や列は削除し、必要なものは表示してください。",
        en: "Delete what is not needed and show the rest.",
    },
};
