//! `not-a-workbook`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file whose content is another kind of document.
pub static RULE: Rule = Rule {
    id: "not-a-workbook",
    severity: Severity::Error,
    about: "A file whose content is another kind of document.",
    example: "拡張子だけを .xlsx に変えた PDF",
    message: Texts {
        ja: "読める表計算のファイルではありません（{detail}）。",
        en: "This is not a spreadsheet that can be read ({detail_en}).",
    },
    hint: Texts {
        ja: "Excel で開けるなら、「名前を付けて保存」で「Excel ブック（*.xlsx）」を選んで保存し直すと読めます。開けないなら、Excel か CSV で作ったファイルの再提出を依頼してください。",
        en: "If Excel opens it, saving it as an Excel workbook (*.xlsx) makes it readable; otherwise ask for a file made by Excel or as CSV.",
    },
};
