//! `L1-10`

use super::{Rule, Texts};
use crate::model::Severity;

/// Objects on a sheet.
pub static RULE: Rule = Rule {
    id: "L1-10",
    severity: Severity::Info,
    about: "Objects on a sheet.",
    example: "図形、テキストボックス、写真、グラフ",
    message: Texts {
        ja: "図形や画像などのオブジェクトが{count}個あります。",
        en: "{count} objects (shapes, pictures, charts) lie on the sheet.",
    },
    hint: Texts {
        ja: "必要な内容はセルに書き、図形や画像は取り除いてください。",
        en: "Write what matters into cells and remove the objects.",
    },
};
