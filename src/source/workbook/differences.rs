//! Where two readers of a workbook disagree.

use crate::model::Address;

/// A cell that the two readers see differently; nothing where one of them sees none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) at: Address,
    pub(super) ours: Option<String>,
    pub(super) theirs: Option<String>,
}

/// The differences of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// The first of them, sorted.
    pub(super) kept: Vec<Difference>,
    /// How many more there are.
    pub(super) more: u64,
}

impl Differences {
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.more == 0
    }
}
