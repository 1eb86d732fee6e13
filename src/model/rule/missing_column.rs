//! `missing-column`

use super::{Rule, Texts};
use crate::model::Severity;

/// A column that the form needs is not there.
pub static RULE: Rule = Rule {
    id: "missing-column",
    severity: Severity::Error,
    about: "A column that the form needs is not there.",
    example: "「担当課」の列を削除した表",
    message: Texts { ja: "必要な列「{heading}」が見つかりません。", en: "The column “{heading}” is missing." },
    hint: Texts {
        ja: "見出しの行に「{heading}」があるか確かめてください。別の言い方をしている場合は、様式の別名に加えてください。",
        en: "Check that the heading row has “{heading}”; if it goes by another name, add that to the form.",
    },
};
