//! `L2-01`

use super::{Rule, Texts};
use crate::model::Severity;

/// Numbers stored as texts, or with units and signs in them.
pub static RULE: Rule = Rule {
    id: "L2-01",
    severity: Severity::Info,
    about: "Numbers stored as texts, or with units and signs in them.",
    example: "「1,200円」「８０％」",
    message: Texts {
        ja: "文字列として入力された数値が{count}個あります。", en: "{count} numbers are stored as texts."
    },
    hint: Texts {
        ja: "単位は項目名に書き、数値だけを半角で入力してください。",
        en: "Put the unit into the heading and write the number alone.",
    },
};
