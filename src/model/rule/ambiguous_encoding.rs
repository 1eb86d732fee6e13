//! `ambiguous-encoding`

use super::{Rule, Texts};
use crate::model::Severity;

/// An encoding that is only a guess.
pub static RULE: Rule = Rule {
    id: "ambiguous-encoding",
    severity: Severity::Warning,
    about: "An encoding that is only a guess.",
    example: "どちらにも読める短いCSV",
    message: Texts {
        ja: "文字コードを確定できません。{encoding}として読みました（ほかの候補: {others}）。",
        en: "The encoding is a guess: read as {encoding} (or {others}).",
    },
    hint: Texts {
        ja: "文字化けしていないか確かめ、違う場合は --encoding で指定してください。",
        en: "Look for garbled text; if so, give --encoding.",
    },
};
