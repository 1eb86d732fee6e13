//! `forgotten-plan`

use super::{Rule, Texts};
use crate::model::Severity;

/// Something planned last time that is not mentioned any more.
pub static RULE: Rule = Rule {
    id: "forgotten-plan",
    severity: Severity::Warning,
    about: "Something planned last time that is not mentioned any more.",
    example: "前回の予定「様式の統一」が今回どこにも出てこない",
    message: Texts {
        ja: "前回の予定「{text}」が、今回の取組内容にも予定にも見当たりません。",
        en: "Planned last time and not mentioned any more: “{text}”.",
    },
    hint: Texts {
        ja: "実施したか、延期か、取りやめかを担当課に確かめてください。",
        en: "Ask whether it was done, put off or given up.",
    },
};
