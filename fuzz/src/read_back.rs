//! 取りまとめ.xlsx as parts, changed by the coordinator or by chance.

use std::collections::BTreeMap;

use torimatome::model::Format;
use torimatome::report::workbook::read_back::{ReadBack, digests, read_back};
use torimatome::source::Book;

use super::{options, pack, parts, path};

fn book(data: &[u8]) -> Option<Book> {
    let packed = pack(&parts(data))?;
    torimatome::source::workbook::read(&packed, Format::Xlsx, &path(), &options()).ok().map(|(book, _)| book)
}

/// What was changed, if the workbook is ours.
pub fn changes(data: &[u8]) -> Option<ReadBack> {
    read_back(&book(data)?, &BTreeMap::new())
}

/// One execution.
pub fn run(data: &[u8]) {
    let _ = changes(data);
    let Some(book) = book(data) else { return };
    if let Some(found) = read_back(&book, &digests(&book)) {
        assert!(!found.unread.iter().any(|what| what.contains("の変更")), "a sheet whose digest is known is unchanged");
    }
}
