//! What was read of a workbook.

use super::builder::Builder;
use super::damage::Damage;
use super::differences::Differences;
use super::extent::Extent;
use super::fault::Fault;
use super::shown::Epoch;
use crate::model::Texts;
use crate::source::Grid;

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
