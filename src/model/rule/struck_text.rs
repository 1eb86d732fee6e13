//! `struck-text`

use super::{Rule, Texts};
use crate::model::Severity;

/// Text with a line through it.
pub static RULE: Rule = Rule {
    id: "struck-text",
    severity: Severity::Warning,
    about: "Text with a line through it, which may be meant as deleted.",
    example: "取り消し線を引いたまま提出された取組",
    message: Texts {
        ja: "取り消し線の引かれた文字があります（{content}）。文字はそのまま取りまとめに入ります。",
        en: "Text is struck out ({content}); it goes in as it stands.",
    },
    hint: Texts {
        ja: "削除のつもりか提出元に確かめ、そうなら文字を消して再提出してもらってください。",
        en: "Ask whether it is meant as deleted; if so, have it removed and sent again.",
    },
};
