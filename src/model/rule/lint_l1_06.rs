//! `L1-06`

use super::{Rule, Texts};
use crate::model::Severity;

/// Blanks or line breaks for the look of it.
pub static RULE: Rule = Rule {
    id: "L1-06",
    severity: Severity::Info,
    about: "Blanks or line breaks for the look of it.",
    example: "「取　組　名」「担当\n課」",
    message: Texts {
        ja: "スペースや改行で体裁を整えたセルが{count}個あります。",
        en: "{count} cells are laid out with blanks or line breaks.",
    },
    hint: Texts {
        ja: "セルの折り返しや配置の書式を使い、スペースや改行は入れないでください。",
        en: "Use wrapping and alignment instead of blanks and line breaks.",
    },
};
