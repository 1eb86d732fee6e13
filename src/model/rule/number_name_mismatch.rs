//! `number-name-mismatch`

use super::{Rule, Texts};
use crate::model::Severity;

/// A row whose numbers and names do not pair.
pub static RULE: Rule = Rule {
    id: "number-name-mismatch",
    severity: Severity::Warning,
    about: "A row whose numbers and names do not pair.",
    example: "番号3つに名称4行",
    message: Texts {
        ja: "取組番号{numbers}件に対して取組名が{names}行あり、対応が決まりません。",
        en: "{numbers} numbers against {names} names.",
    },
    hint: Texts {
        ja: "番号と名称が1対1になるよう、改行の位置を確かめてください。内容は書かれたまま載せています。",
        en: "Check the line breaks; the texts are kept as written.",
    },
};
