//! `encrypted`

use super::{Rule, Texts};
use crate::model::Severity;

/// A password-protected workbook.
pub static RULE: Rule = Rule {
    id: "encrypted",
    severity: Severity::Error,
    about: "A password-protected workbook.",
    example: "パスワード付きの 財政課.xlsx",
    message: Texts {
        ja: "パスワードで保護されているため読めません。", en: "The workbook is protected by a password."
    },
    hint: Texts {
        ja: "パスワードを外して再提出してもらうか、--password-file でパスワードを指定してください。",
        en: "Ask for a copy without a password, or give the password with --password-file.",
    },
};
