//! `answer-elsewhere`

use super::{Rule, Texts};
use crate::model::Severity;

/// An answer that points to another paper, or stands in a remark only.
pub static RULE: Rule = Rule {
    id: "answer-elsewhere",
    severity: Severity::Warning,
    about: "An answer that points to another paper, or stands in a remark on a blank cell.",
    example: "取組内容の欄に「別紙のとおり」とだけ書かれている",
    message: Texts {
        ja: "回答がこの欄になく、{where}にあるようです（{content}）。",
        en: "The answer is not in this cell but in {where_en} ({content}).",
    },
    hint: Texts {
        ja: "内容を表のセルに書いて再提出してもらってください。",
        en: "Ask for the answer to be written into the cell.",
    },
};
