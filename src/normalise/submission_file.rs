//! One file after normalisation: a hand-in, before it is held against the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{Input, Period, Place, Progress, Reason};
use crate::normalise::Draft;

/// What one file holds.
#[derive(Debug)]
pub struct SubmissionFile {
    /// The file and the account of its cells.
    pub input: Input,
    /// The department that the file names, if any.
    pub department: Option<Arc<str>>,
    /// The 提出日 in it.
    pub submitted: Option<Date>,
    /// How late a version it calls itself; 0: says nothing.
    pub version: u32,
    /// Is it a form of ours that went back to be mended?
    pub is_return: bool,
    /// Did it come back without an answer?
    pub is_unfilled: bool,
    /// The period it is about, where that is not the report's.
    pub other_period: Option<Period>,
    /// 該当なし, where it stands, and the department it is for.
    pub no_records: Option<(Place, String)>,
    /// Its records, in the order of sheets and rows.
    pub entries: Vec<Entry>,
    /// Cells that records of other files were filled from, by sheet.
    pub taken: BTreeMap<usize, u64>,
}

/// A record of a hand-in.
#[derive(Debug)]
pub struct Entry {
    /// The record.
    pub draft: Draft,
    /// Place of its sheet in the input.
    pub sheet: usize,
    /// Place of its table on the sheet.
    pub table: usize,
    /// The department whose submission it belongs to; a file can hold several departments'.
    pub owner: Option<Arc<str>>,
    /// Set when the record gives way to another.
    pub dropped: Option<Reason>,
}

impl SubmissionFile {
    /// Takes a record out of the account: its cells are set aside for `reason`.
    pub fn drop_entry(&mut self, index: usize, reason: Reason) {
        self.drop_entry_but(index, reason, 0);
    }

    /// The same for a record of which so many cells are used in another.
    pub fn drop_entry_but(&mut self, index: usize, reason: Reason, taken: u64) {
        let Some(entry) = self.entries.get_mut(index) else { return };
        if entry.dropped.is_some() {
            return;
        }
        entry.dropped = Some(reason);
        let (sheet, table, cells) = (entry.sheet, entry.table, entry.draft.used);
        let last = !self.has_other(index, sheet);
        let Some(report) = self.input.sheets.get_mut(sheet) else { return };
        if let Some(table) = report.tables.get_mut(table) {
            table.records = table.records.saturating_sub(1);
        }
        // cells that several records shared go with the last of them
        let kept = self.taken.entry(sheet).or_default();
        *kept += taken;
        let moved =
            if last { report.ledger.used.saturating_sub(*kept) } else { cells.min(report.ledger.used).saturating_sub(taken) };
        report.ledger.used -= moved;
        if moved > 0 {
            *report.ledger.set_aside.entry(reason).or_default() += moved;
        }
    }

    /// What an entry can be known by: its id, and the one it was handed out with.
    pub fn keys(&self, index: usize) -> impl Iterator<Item = Arc<str>> {
        let entry = self.entries.get(index);
        let id = entry.and_then(|entry| entry.draft.records.ids().next());
        id.into_iter().chain(entry.and_then(|entry| entry.draft.key.clone()))
    }

    /// The record of an entry, where it is one of progress.
    pub fn record(&self, index: usize) -> Option<&Progress> {
        self.entries.get(index)?.draft.records.progress.first()
    }

    /// Is there a table in it, or a word that there is nothing to report?
    pub fn is_answer(&self) -> bool {
        !self.is_unfilled && (!self.entries.is_empty() || self.no_records.is_some())
    }

    /// Does another record of this sheet still count? Those of a sheet stand together: the nearest are looked at first.
    fn has_other(&self, index: usize, sheet: usize) -> bool {
        let (before, after) = self.entries.split_at(index.min(self.entries.len()));
        let mut before = before.iter().rev().take_while(|entry| entry.sheet == sheet);
        let mut after = after.iter().skip(1).take_while(|entry| entry.sheet == sheet);
        loop {
            match (before.next(), after.next()) {
                (None, None) => return false,
                (left, right) if left.into_iter().chain(right).any(|entry| entry.dropped.is_none()) => return true,
                _ => {}
            }
        }
    }

    /// The records that still count.
    pub fn kept(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.dropped.is_none())
    }
}
