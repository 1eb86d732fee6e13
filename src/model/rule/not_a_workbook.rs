//! `not-a-workbook`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file whose content is another kind of document.
pub static RULE: Rule = Rule {
    id: "not-a-workbook",
    severity: Severity::Error,
    about: "A file whose content is another kind of document.",
    example: "拡張子だけを .xlsx に変えた PDF",
    message: Texts {
        ja: "表計算のファイルではありません（{detail}）。", en: "This is not a spreadsheet ({detail_en})."
    },
    hint: Texts {
        ja: "Excel または CSV で保存したファイルの再提出を依頼してください。",
        en: "Ask for a file saved by Excel or as CSV.",
    },
};
