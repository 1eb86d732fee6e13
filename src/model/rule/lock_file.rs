//! `lock-file`

use super::{Rule, Texts};
use crate::model::Severity;

/// A file that Excel keeps while another is open.
pub static RULE: Rule = Rule {
    id: "lock-file",
    severity: Severity::Info,
    about: "A file that Excel keeps while another is open.",
    example: "~$建設課.xlsx",
    message: Texts {
        ja: "Excel が編集中に作る一時ファイルです。読みません。", en: "This is Excel's lock file; it is not read."
    },
    hint: Texts {
        ja: "元のファイルが編集中でないか確かめてください。", en: "Check that the file itself is not being edited."
    },
};
