//! `unmapped-column`

use super::{Rule, Texts};
use crate::model::Severity;

/// A column that the form does not have.
pub static RULE: Rule = Rule {
    id: "unmapped-column",
    severity: Severity::Warning,
    about: "A column that the form does not have.",
    example: "独自に足された「備考」",
    message: Texts {
        ja: "列「{heading}」は様式にないため、取りまとめに入りません（{cells}セル）。",
        en: "The column “{heading}” is not in the form; its {cells} cells are left out.",
    },
    hint: Texts {
        ja: "必要な列なら様式に加えてください。不要なら提出元に削除を依頼してください。",
        en: "Add it to the form if it is needed, or have it removed.",
    },
};
