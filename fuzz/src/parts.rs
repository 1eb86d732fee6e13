//! The parts of a zipped workbook, packed properly; the first byte says of which format.

use super::{pack, parts, read_workbook, workbook_format};

/// One execution.
pub fn run(data: &[u8]) {
    let Some((format, bytes)) = data.split_first() else { return };
    if let Some(packed) = pack(&parts(bytes)) {
        read_workbook(&packed, workbook_format(*format));
    }
}
