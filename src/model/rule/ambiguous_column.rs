//! `ambiguous-column`

use super::{Rule, Texts};
use crate::model::Severity;

/// Two columns that could be the same field.
pub static RULE: Rule = Rule {
    id: "ambiguous-column",
    severity: Severity::Error,
    about: "Two columns that could be the same field.",
    example: "「担当課」と「所管課」の両方がある表",
    message: Texts {
        ja: "「{heading}」にあたる列が{first}と{second}の2つあり、決められません。",
        en: "{first} and {second} could both be “{heading}”.",
    },
    hint: Texts {
        ja: "見出しを様式どおりに直してもらうか、どちらかの列を削除してもらってください。",
        en: "Have one of the two headings put right or removed.",
    },
};
