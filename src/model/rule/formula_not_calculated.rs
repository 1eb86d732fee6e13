//! `formula-not-calculated`

use super::{Rule, Texts};
use crate::model::Severity;

/// A formula without a stored result.
pub static RULE: Rule = Rule {
    id: "formula-not-calculated",
    severity: Severity::Warning,
    about: "A formula without a stored result.",
    example: "プログラムが書き出した様式",
    message: Texts { ja: "数式の計算結果が保存されていません。", en: "A formula has no stored result." },
    hint: Texts {
        ja: "Excel で開いて上書き保存したファイルの再提出を依頼してください。",
        en: "Ask for the file to be opened and saved in Excel.",
    },
};
