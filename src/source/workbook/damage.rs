//! What of a workbook could not be read while the rest could.

use std::sync::Arc;

use super::builder::Builder;
use super::fault::Fault;
use super::shown::Epoch;
use super::witness::{Differences, Extent};
use crate::model::{Address, Finding, Place, Texts};
use crate::rules;
use crate::source::Grid;

/// Kinds of damage beyond this on one sheet are not told apart: they have one cause.
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
    detail: Texts,
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

/// What was read of a workbook.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its sheets, in their order.
    pub(super) sheets: Vec<Grid>,
    /// What could not be read.
    pub(super) damage: Vec<Damage>,
    /// Where days are counted from.
    pub(super) epoch: Epoch,
    /// It is an OpenDocument file.
    pub(super) open_document: bool,
    /// How large it says it is.
    pub(super) extent: Extent,
    /// Sheets that another reader sees differently, by name.
    pub(super) differences: Vec<(Option<String>, Differences)>,
}

impl Found {
    /// Takes in a sheet.
    pub(super) fn add(&mut self, builder: Builder<'_>) -> Result<(), Fault> {
        let (grid, damage) = builder.finish()?;
        self.sheets.push(grid);
        self.damage.extend(damage);
        Ok(())
    }

    /// The result of reading a part that the whole workbook shares, or damage and what there is without it.
    pub(super) fn shared<T: Default>(&mut self, part: Texts, read: Result<T, Fault>) -> Result<T, Fault> {
        match read {
            Ok(value) => Ok(value),
            Err(fault) => {
                Damage::note(&mut self.damage, None, None, part, fault.in_a_part()?);
                Ok(T::default())
            }
        }
    }

    /// What was read, unless that is nothing: a workbook of which only damage is left is broken.
    pub(super) fn unless_nothing(self) -> Result<Self, Fault> {
        if self.sheets.is_empty() {
            return Err(Fault::broken("シートがありません", "there is no sheet"));
        }
        match self.damage.first() {
            Some(first) if self.sheets.iter().all(Grid::is_empty) => Err(Fault::Broken(first.detail)),
            _ => Ok(self),
        }
    }
}

/// The parts of a workbook as findings call them.
pub(super) mod part {
    use crate::model::Texts;

    pub(in super::super) const SHEET: Texts = Texts::new("シート", "the sheet");
    pub(in super::super) const CELL: Texts = Texts::new("セル", "a cell");
    pub(in super::super) const TEXTS: Texts = Texts::new("共有文字列（sharedStrings）", "the shared texts (sharedStrings)");
    pub(in super::super) const STYLES: Texts = Texts::new("書式（styles）", "the cell formats (styles)");
    pub(in super::super) const REMARKS: Texts = Texts::new("コメント", "the comments");
    pub(in super::super) const DRAWINGS: Texts = Texts::new("図形", "the drawings");
    pub(in super::super) const RELATIONS: Texts = Texts::new("部品の一覧（rels）", "the list of parts (rels)");
}
