//! `L1-04`

use super::{Rule, Texts};
use crate::model::Severity;

/// Titles, notes or signatures beside the data.
pub static RULE: Rule = Rule {
    id: "L1-04",
    severity: Severity::Info,
    about: "Titles, notes or signatures beside the data.",
    example: "表の上の提出日、表の下の※注記",
    message: Texts {
        ja: "表の外に、表題や注記などのセルが{count}個あります。",
        en: "{count} cells outside the table hold titles, notes and the like.",
    },
    hint: Texts {
        ja: "データとして配る表では、表題や注記を別のシートに分けてください。",
        en: "Keep titles and notes on another sheet when the table is data.",
    },
};
