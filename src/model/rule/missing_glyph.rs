//! `missing-glyph`

use super::{Rule, Texts};
use crate::model::Severity;

/// A character that the fonts do not have.
pub static RULE: Rule = Rule {
    id: "missing-glyph",
    severity: Severity::Warning,
    about: "A character that the fonts do not have.",
    example: "書体にない漢字",
    message: Texts {
        ja: "書体にない文字（{codes}）があります。報告書では〓で表します。",
        en: "The fonts lack {codes}; the report shows 〓.",
    },
    hint: Texts {
        ja: "別の書体を --font で指定するか、標準の文字に置き換えてもらってください。",
        en: "Give another font with --font, or have the character replaced.",
    },
};
