//! `gone-record`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record of the last period that is not reported any more.
pub static RULE: Rule = Rule {
    id: "gone-record",
    severity: Severity::Warning,
    about: "A record of the last period that is not reported any more.",
    example: "前回あった 2-11 の行が今回の表にない",
    message: Texts {
        ja: "前回の {id}（{name}）が、今回の提出にありません。",
        en: "{id} ({name}) was reported last time and is not any more.",
    },
    hint: Texts {
        ja: "完了、中止、記入漏れのどれかを担当課に確かめてください。終わった取組なら、完了したことを今回の表に書いてもらうと経緯が残ります。",
        en: "Ask the department whether it is finished, given up or left out.",
    },
};
