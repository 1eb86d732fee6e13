//! `duplicate-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// The same record, twice.
pub static RULE: Rule = Rule {
    id: "duplicate-record",
    severity: Severity::Warning,
    about: "The same record, twice.",
    example: "コピーしたファイルを両方提出",
    message: Texts {
        ja: "取組 {id} は {other} と同じ内容です。1件として数えます。",
        en: "Initiative {id} is the same as in {other}; it counts once.",
    },
    hint: Texts {
        ja: "二重に提出されています。片方を入力フォルダーから外してください。",
        en: "It was handed in twice; remove one.",
    },
};
