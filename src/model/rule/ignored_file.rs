//! `ignored-file`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file that is no submission.
pub static RULE: Rule = Rule {
    id: "ignored-file",
    severity: Severity::Info,
    about: "A file that is no submission.",
    example: "添付の説明.docx",
    message: Texts {
        ja: "提出物ではないため読みません（{detail}）。",
        en: "This is no submission ({detail_en}); it is not read.",
    },
    hint: Texts {
        ja: "表が入っている場合は、Excel か CSV で提出してもらってください。",
        en: "If it holds a table, have it sent as a workbook or CSV.",
    },
};
