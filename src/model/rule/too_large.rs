//! `too-large`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file beyond a limit.
pub static RULE: Rule = Rule {
    id: "too-large",
    severity: Severity::Error,
    about: "A file beyond a limit.",
    example: "展開すると 4 GiB になる zip",
    message: Texts {
        ja: "{limit}の上限（{max}）を超えています（{actual}）。",
        en: "The limit for {limit_en} is {max}; this has {actual}.",
    },
    hint: Texts {
        ja: "正しいファイルなら {option} で上限を上げてください。書式だけの行や列が大量にある場合は、削除して保存し直すよう依頼してください。",
        en: "If the file is right, raise the limit with {option}; otherwise have unused rows and columns deleted.",
    },
};
