//! `unfilled-form`

use super::{Rule, Texts};
use crate::model::Severity;

/// A form came back as it went out.
pub static RULE: Rule = Rule {
    id: "unfilled-form",
    severity: Severity::Error,
    about: "A form came back as it went out.",
    example: "配った様式に何も記入せずに提出している",
    message: Texts {
        ja: "配付した様式に取組内容が1つも記入されていません。",
        en: "The form came back without anything filled in.",
    },
    hint: Texts {
        ja: "提出元に、取組内容を記入して提出するよう（取組がなければ「該当なし」と記入するよう）依頼してください。",
        en: "Ask the department to fill it in, or to write 該当なし when there is nothing to report.",
    },
};
