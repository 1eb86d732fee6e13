//! `L2-03`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two columns with one heading.
pub static RULE: Rule = Rule {
    id: "L2-03",
    severity: Severity::Info,
    about: "Two columns with one heading.",
    example: "「取組」という列が2つある",
    message: Texts {
        ja: "同じ項目名の列が{count}列あります（{headings}）。",
        en: "{count} columns share a heading ({headings}).",
    },
    hint: Texts { ja: "列ごとに違う項目名を付けてください。", en: "Give every column a heading of its own." },
};
