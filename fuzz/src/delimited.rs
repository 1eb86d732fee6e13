//! Arbitrary bytes as delimited text; the first byte chooses extension and encoding.

use super::{check_grid, options, path, recognise};
use torimatome::model::Encoding;
use torimatome::source::Options;
use torimatome::source::delimited::read;

const ENCODINGS: [Option<Encoding>; 8] = [
    None,
    Some(Encoding::Utf8),
    Some(Encoding::Utf8Sig),
    Some(Encoding::Cp932),
    Some(Encoding::EucJp),
    Some(Encoding::Iso2022Jp),
    Some(Encoding::Utf16Le),
    Some(Encoding::Utf16Be),
];

/// One execution.
pub fn run(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    let extension = ["csv", "tsv", "txt", ""][usize::from(choice >> 3) % 4];
    let options = Options { encoding: ENCODINGS[usize::from(choice & 7)], ..options() };
    if let Ok(read) = read(bytes.to_vec(), extension, &path(), &options) {
        read.book.sheets.iter().for_each(check_grid);
        read.book.sheets.iter().for_each(recognise);
    }
}
