//! `nearly-copied`

use super::{Rule, Texts};
use crate::model::Severity;

/// Last time's texts with another date or figure.
pub static RULE: Rule = Rule {
    id: "nearly-copied",
    severity: Severity::Warning,
    about: "Last time's texts with another date or figure.",
    example: "日付だけ直した前回の文章",
    message: Texts {
        ja: "取組内容と予定が前回の文章のままで、日付か数値だけが違います。",
        en: "What was done and is planned are last time's texts but for a date or a figure.",
    },
    hint: Texts {
        ja: "今回の期間に行ったことが書かれているか、担当課に確かめてください。",
        en: "Ask whether it tells what was done in this period.",
    },
};
