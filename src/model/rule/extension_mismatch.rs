//! `extension-mismatch`

use super::{Rule, Texts};
use crate::model::Severity;

/// An extension that lies.
pub static RULE: Rule = Rule {
    id: "extension-mismatch",
    severity: Severity::Info,
    about: "An extension that lies.",
    example: ".xls という名前の CSV",
    message: Texts {
        ja: "拡張子は .{extension} ですが、中身は {format} です。中身のとおりに読みました。",
        en: "The extension is .{extension}, the content {format}; it was read as {format}.",
    },
    hint: Texts {
        ja: "正しい拡張子で保存してもらってください。", en: "Have it saved with the right extension."
    },
};
