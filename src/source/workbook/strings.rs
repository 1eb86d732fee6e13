//! A workbook's shared texts, packed into one.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::drawn::Rich;
use super::fault::Fault;
use crate::source::is_blank;

/// Texts that cells refer to by number.
#[derive(Debug, Default)]
pub(super) struct Strings {
    all: String,
    ends: Vec<(usize, bool)>,
    /// How many the file says there are.
    declared: u64,
    /// Those of several pieces, by their numbers.
    rich: BTreeMap<usize, Rich>,
}

impl Strings {
    /// The next text.
    pub(super) fn push(&mut self, text: &str, budget: &Budget<'_>) -> Result<(), Fault> {
        budget.memory(text.len() as u64 * 2 + 32)?;
        budget.tick()?;
        self.all.push_str(text);
        self.ends.push((self.all.len(), is_blank(text)));
        Ok(())
    }

    /// The text pushed last has pieces with fonts of their own.
    pub(super) fn enrich(&mut self, rich: Rich, budget: &Budget<'_>) -> Result<(), Fault> {
        if let Some(last) = self.ends.len().checked_sub(1).filter(|_| !rich.is_bare()) {
            budget.memory(rich.len() as u64 + 96)?;
            self.rich.insert(last, rich);
        }
        Ok(())
    }

    /// The pieces of the text of this number, where it has some.
    pub(super) fn rich(&self, index: usize) -> Option<&Rich> {
        self.rich.get(&index)
    }

    /// The text of this number; `None` when there is none, or when it is blank.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let (end, blank) = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        if blank { None } else { self.all.get(start..end) }
    }

    /// The file says that there are so many.
    pub(super) fn declare(&mut self, count: u64) {
        self.declared = count;
    }

    /// How many the file says there are.
    pub(super) fn declared(&self) -> u64 {
        self.declared
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}
