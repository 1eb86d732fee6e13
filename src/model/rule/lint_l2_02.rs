//! `L2-02`

use super::{Rule, Texts};
use crate::model::Severity;

/// Values left out because they repeat.
pub static RULE: Rule = Rule {
    id: "L2-02",
    severity: Severity::Info,
    about: "Values left out because they repeat.",
    example: "〃、同上、上と同じ課名の省略",
    message: Texts {
        ja: "上と同じ値を省略したセルが{count}個あります。", en: "{count} cells leave out a value that repeats."
    },
    hint: Texts { ja: "省略せず、すべての行に値を書いてください。", en: "Write the value in every row." },
};
