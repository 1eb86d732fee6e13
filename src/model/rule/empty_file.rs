//! `empty-file`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file without content.
pub static RULE: Rule = Rule {
    id: "empty-file",
    severity: Severity::Error,
    about: "A file without content.",
    example: "0バイトの 建設課.xlsx",
    message: Texts { ja: "ファイルが空です（0バイト、または空白だけ）。", en: "The file is empty." },
    hint: Texts {
        ja: "提出元に、保存し直したファイルの再提出を依頼してください。",
        en: "Ask for the file to be saved and sent again.",
    },
};
