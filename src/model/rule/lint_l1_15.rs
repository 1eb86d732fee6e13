//! `L1-15`

use super::{Rule, Texts};
use crate::model::Severity;

/// Rows of a CSV with more fields than headings, as unquoted commas make them.
pub static RULE: Rule = Rule {
    id: "L1-15",
    severity: Severity::Info,
    about: "Rows of a CSV with more fields than headings, as unquoted commas make them.",
    example: "本文の「,」で列がずれた CSV",
    message: Texts {
        ja: "項目名の数より右にはみ出したセルが{count}個あります。",
        en: "{count} fields stand to the right of the last heading.",
    },
    hint: Texts {
        ja: "カンマを含む値はダブルコーテーション（\"）で囲んでください。",
        en: "Put values with commas in double quotes.",
    },
};
