//! `L3-03`

use super::{Rule, Texts};
use crate::model::Severity;

/// Signs among the numbers of a column.
pub static RULE: Rule = Rule {
    id: "L3-03",
    severity: Severity::Info,
    about: "Signs among the numbers of a column.",
    example: "実績値の列の「-」「x」",
    message: Texts {
        ja: "数値の列に、記号だけのセルが{count}個あります。",
        en: "{count} cells in columns of numbers hold only a sign.",
    },
    hint: Texts {
        ja: "記号の意味（秘匿、該当なしなど）を別に明記してください。", en: "Say elsewhere what the sign means."
    },
};
