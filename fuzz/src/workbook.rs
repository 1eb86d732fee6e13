//! Arbitrary bytes as a workbook; the first byte says of which format.

use super::{read_workbook, workbook_format};

/// One execution.
pub fn run(data: &[u8]) {
    if let Some((format, bytes)) = data.split_first() {
        read_workbook(bytes, workbook_format(*format));
    }
}
