//! What of a workbook could not be read while the rest could.

use std::sync::Arc;

use crate::model::{Address, Finding, Place, Texts};
use crate::rules;

/// More kinds of damage than this on one sheet have one cause, and one finding.
const MAX_KINDS: usize = 20;

/// A part of a workbook that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damage {
    /// The sheet it belongs to; none where it is the whole workbook's.
    sheet: Option<String>,
    /// The first cell, where it is one.
    at: Option<Address>,
    /// What the part is.
    part: Texts,
    /// What is wrong with it.
    pub(super) detail: Texts,
    /// How often.
    count: u64,
}

impl Damage {
    /// Adds damage to a list of it; what was met before is counted.
    pub(super) fn note(list: &mut Vec<Self>, sheet: Option<&str>, at: Option<Address>, part: Texts, detail: Texts) {
        let same = |own: &&mut Self| own.part == part && own.detail == detail && own.sheet.as_deref() == sheet;
        if let Some(known) = list.iter_mut().find(same) {
            known.count += 1;
        } else if list.len() < MAX_KINDS {
            list.push(Self { sheet: sheet.map(str::to_owned), at, part, detail, count: 1 });
        }
    }

    /// The finding about it in the file at `path`.
    pub(super) fn finding(self, path: &Arc<str>) -> Finding {
        let mut place = Place::file(Arc::clone(path));
        if let Some(sheet) = self.sheet {
            place = place.on(Some(sheet));
        }
        if let Some(at) = self.at {
            place = place.at(at);
        }
        let more = self.count - 1;
        let (ja, en) = match more {
            0 => (String::new(), String::new()),
            more => (format!("、ほか{more}か所"), format!("; {more} more")),
        };
        Finding::new(rules::DAMAGED_PART, place)
            .with("part", self.part.ja)
            .with("part_en", self.part.en)
            .with("detail", format!("{}{ja}", self.detail.ja))
            .with("detail_en", format!("{}{en}", self.detail.en))
    }
}

/// Does a finding say that texts, cells or sheets were lost, as answers can stand there? Formats, remarks and drawings hold none.
pub fn loses_answers(finding: &Finding) -> bool {
    let answers = [part::TEXTS, part::CELL, part::SHEET];
    finding.rule == rules::DAMAGED_PART && answers.iter().any(|part| finding.given("part") == Some(part.ja))
}

/// The parts of a workbook as findings call them.
pub(super) mod part {
    use crate::model::Texts;

    pub(in crate::source) const SHEET: Texts = Texts::new("シート", "the sheet");
    pub(in crate::source) const CELL: Texts = Texts::new("セル", "a cell");
    pub(in crate::source) const TEXTS: Texts = Texts::new("共有文字列（sharedStrings）", "the shared texts (sharedStrings)");
    pub(in crate::source) const STYLES: Texts = Texts::new("書式（styles）", "the cell formats (styles)");
    pub(in crate::source) const REMARKS: Texts = Texts::new("コメント", "the comments");
    pub(in crate::source) const DRAWINGS: Texts = Texts::new("図形", "the drawings");
    pub(in crate::source) const RELATIONS: Texts = Texts::new("部品の一覧（rels）", "the list of parts (rels)");
}
