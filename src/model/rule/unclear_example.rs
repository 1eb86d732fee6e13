//! `unclear-example`

use super::{Rule, Texts};
use crate::model::Severity;

/// A row under 記入例 that can be an example or an answer.
pub static RULE: Rule = Rule {
    id: "unclear-example",
    severity: Severity::Warning,
    about: "A row under the caption of an example that can be an example or an answer.",
    example: "「記入例」の下の行に、○○のない具体的な内容が書かれている",
    message: Texts {
        ja: "「記入例」の下の行を、{treated}（{content}）。",
        en: "A row under the caption of an example was {treated_en} ({content}).",
    },
    hint: Texts {
        ja: "違う場合は、「記入例」の見出しか例の行を消して再提出してもらってください。",
        en: "If this is wrong, have the caption or the example taken out.",
    },
};
