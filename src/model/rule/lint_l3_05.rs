//! `L3-05`

use super::{Rule, Texts};
use crate::model::Severity;

/// Dates and years without the Western calendar.
pub static RULE: Rule = Rule {
    id: "L3-05",
    severity: Severity::Info,
    about: "Dates and years without the Western calendar.",
    example: "R7.10、令和7年度",
    message: Texts {
        ja: "和暦だけの日付や年が{count}個あります。",
        en: "{count} dates or years are in the Japanese calendar only.",
    },
    hint: Texts {
        ja: "西暦（2025-10-01、2025年度）で書くか、西暦を併記してください。",
        en: "Write 2025-10-01 or give both calendars.",
    },
};
