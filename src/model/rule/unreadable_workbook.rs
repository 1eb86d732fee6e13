//! `unreadable-workbook`

use super::{Rule, Texts};
use crate::model::Severity;

/// A workbook that is broken.
pub static RULE: Rule = Rule {
    id: "unreadable-workbook",
    severity: Severity::Error,
    about: "A workbook that is broken.",
    example: "途中で切れた .xlsx",
    message: Texts {
        ja: "ファイルが壊れているため読めません（{detail}）。", en: "The workbook is broken ({detail_en})."
    },
    hint: Texts {
        ja: "提出元で開けるか確かめ、保存し直したファイルの再提出を依頼してください。",
        en: "Ask whether it opens there, and for a copy saved again.",
    },
};
