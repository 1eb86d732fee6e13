//! `undecodable-bytes`

use super::{Rule, Texts};
use crate::model::Severity;

/// Bytes that are no character in the file's encoding.
pub static RULE: Rule = Rule {
    id: "undecodable-bytes",
    severity: Severity::Error,
    about: "Bytes that are no character in the file's encoding.",
    example: "途中で切れた2バイト文字",
    message: Texts {
        ja: "文字にできないバイト（{bytes}）があります。", en: "Bytes without a character ({bytes_en})."
    },
    hint: Texts {
        ja: "元の文字を提出元に確かめ、UTF-8 か Excel 形式での再提出を依頼してください。",
        en: "Ask which character was meant, and for a copy in UTF-8 or as a workbook.",
    },
};
