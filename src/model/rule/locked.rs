//! `locked`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file that may not be read: in use or without permission.
pub static RULE: Rule = Rule {
    id: "locked",
    severity: Severity::Error,
    about: "A file that may not be read: in use or without permission.",
    example: "Excel で編集中の 総務課.xlsx",
    message: Texts { ja: "ファイルを開けません（{detail}）。", en: "The file cannot be opened ({detail_en})." },
    hint: Texts {
        ja: "Excel で開いたままなら閉じ、読み取りの権限を確かめて、もう一度実行してください。",
        en: "Close it in Excel, check the permissions, and run again.",
    },
};
