//! How large a workbook says it is.

/// What a file says of its sizes, where that decides how much memory another reader asks for.
#[derive(Debug, Default)]
pub(super) struct Extent {
    /// Shared texts that it declares.
    pub(super) declared_texts: u64,
    /// Shared texts that it has.
    pub(super) texts: u64,
    /// Cell formats, times the longest of their parts.
    pub(super) formats: u64,
    /// Cells of all rows of tables up to their last one, each row once.
    pub(super) loose: u64,
    /// Cells of the areas that tables cover.
    pub(super) area: u64,
    /// It holds something whose size was not counted.
    pub(super) unsure: bool,
}
