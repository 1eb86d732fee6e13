//! `L3-09`

use super::{Rule, Texts};
use crate::model::Severity;

/// Years or periods side by side instead of below each other.
pub static RULE: Rule = Rule {
    id: "L3-09",
    severity: Severity::Info,
    about: "Years or periods side by side instead of below each other.",
    example: "R4、R5、R6 の列",
    message: Texts { ja: "期間ごとの列が{count}列あります。", en: "{count} columns are one period each." },
    hint: Texts {
        ja: "期間を1つの列にまとめ、縦に並べてください。",
        en: "Make the period a column and list the values below each other.",
    },
};
