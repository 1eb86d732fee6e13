//! `L1-14`

use super::{Rule, Texts};
use crate::model::Severity;

/// A record over several rows of a CSV.
pub static RULE: Rule = Rule {
    id: "L1-14",
    severity: Severity::Info,
    about: "A record over several rows of a CSV.",
    example: "本文の続きを次の行に書いた CSV",
    message: Texts {
        ja: "2行以上にわたるデータが{count}件あります。", en: "{count} records go over several rows."
    },
    hint: Texts { ja: "1件のデータは1行に書いてください。", en: "Write one record a row." },
};
