//! `L1-02`

use super::{Rule, Texts};
use crate::model::Severity;

/// A sheet with several tables.
pub static RULE: Rule = Rule {
    id: "L1-02",
    severity: Severity::Info,
    about: "A sheet with several tables.",
    example: "課ごとの表が1枚のシートに上下に並ぶ",
    message: Texts { ja: "1つのシートに表が{count}個あります。", en: "The sheet holds {count} tables." },
    hint: Texts { ja: "表ごとにシートを分けてください。", en: "Give every table a sheet of its own." },
};
