//! What a file's content is, whatever its name says.

mod extension;
mod markup;
mod ole;
mod package;

use std::io::{Cursor, Read, Seek};

pub use extension::{Promise, extension, promise};

use super::delimited;
use crate::model::Format;
use crate::model::Texts;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A workbook of this format. A protected one is named by the format it probably has.
    Workbook(Format),
    /// Text that may be a table.
    Text,
    /// A zip archive that is no document of its own.
    Archive,
    /// Nothing: no bytes, or only white space and zeros.
    Empty,
    /// Another kind of document; its name.
    Other(Texts),
    /// Something that can hold submissions but is not read: another kind of archive or of spreadsheet.
    Foreign(Texts),
    /// A zip file that is broken.
    BrokenZip,
    /// A workbook that rights management has closed.
    RightsManaged,
}

/// Bytes from the start of a file within which its kind shows.
pub(super) const HEAD: usize = 8 << 10;

/// Says what `bytes` are. `extension` (lower case) only decides where the content leaves it open.
///
/// ```
/// use torimatome::model::Texts;
/// use torimatome::source::sniff::{Content, sniff};
/// assert_eq!(sniff(b"%PDF-1.7\n", "xlsx"), Content::Other(Texts::same("PDF")));
/// assert_eq!(sniff("課名,状況\n".as_bytes(), "csv"), Content::Text);
/// ```
pub fn sniff(bytes: &[u8], extension: &str) -> Content {
    if is_zip(bytes) {
        return package::kind(Cursor::new(bytes));
    }
    if bytes.starts_with(&ole::MAGIC) {
        return ole::kind(bytes, extension);
    }
    if bytes.iter().all(|b| matches!(b, 0 | b' ' | b'\t' | b'\r' | b'\n' | 0x0C | 0x1A)) {
        return Content::Empty;
    }
    if is_biff(bytes) {
        return Content::Workbook(Format::Xls);
    }
    if let Some(content) = by_magic(bytes) {
        return content;
    }
    if !is_text(bytes) {
        return Content::Other(Texts::new("文字でないデータ", "data that are no text"));
    }
    markup::kind(bytes).unwrap_or(Content::Text)
}

/// The same for a file that is not in memory, as far as zip archives go: `None` when it is no zip file.
pub fn sniff_zip<R: Read + Seek>(mut reader: R) -> std::io::Result<Option<Content>> {
    let mut head = [0; 4];
    let mut filled = 0;
    while let Some(room) = head.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room)? {
            0 => break,
            n => filled += n,
        }
    }
    if !is_zip(&head) {
        return Ok(None);
    }
    reader.rewind()?;
    Ok(Some(package::kind(reader)))
}

/// Local header, empty archive, or one in parts.
fn is_zip(bytes: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].into_iter().any(|magic| bytes.starts_with(magic))
}

/// The first record of an xls stream that stands outside an OLE file, as Excel 2 to 4 wrote it and some programs
/// write it still.
fn is_biff(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x09, 0x00, 0x04, 0x00, ..]
            | [0x09, 0x02, 0x06, 0x00, ..]
            | [0x09, 0x04, 0x06, 0x00, ..]
            | [0x09, 0x08, 0x08 | 0x10, 0x00, 0x00, 0x05 | 0x06, ..]
    )
}

fn by_magic(bytes: &[u8]) -> Option<Content> {
    const MAGIC: &[(&[u8], Content)] = &[
        (b"{\\rtf", Content::Other(Texts::new("リッチテキスト（RTF）", "rich text (RTF)"))),
        (b"\x89PNG", Content::Other(Texts::new("画像（PNG）", "picture (PNG)"))),
        (b"\xFF\xD8\xFF", Content::Other(Texts::new("画像（JPEG）", "picture (JPEG)"))),
        (b"GIF8", Content::Other(Texts::new("画像（GIF）", "picture (GIF)"))),
        (b"II*\0", Content::Other(Texts::new("画像（TIFF）", "picture (TIFF)"))),
        (b"MM\0*", Content::Other(Texts::new("画像（TIFF）", "picture (TIFF)"))),
        (b"Rar!\x1A\x07", Content::Foreign(Texts::new("RAR 書庫", "RAR archive"))),
        (b"7z\xBC\xAF\x27\x1C", Content::Foreign(Texts::new("7z 書庫", "7z archive"))),
        (b"\x1F\x8B\x08", Content::Foreign(Texts::new("gzip 圧縮ファイル", "gzip file"))),
        (b"BZh", Content::Foreign(Texts::new("bzip2 圧縮ファイル", "bzip2 file"))),
        (b"\xFD7zXZ\0", Content::Foreign(Texts::new("xz 圧縮ファイル", "xz file"))),
        (b"SQLite format 3\0", Content::Other(Texts::new("データベース（SQLite）", "database (SQLite)"))),
        (b"\0\x01\0\0Standard ", Content::Foreign(Texts::new("Access データベース", "Access database"))),
        (b"MZ", Content::Other(Texts::new("実行ファイル", "executable"))),
        (b"\x7FELF", Content::Other(Texts::new("実行ファイル", "executable"))),
        (b"%!PS", Content::Other(Texts::same("PostScript"))),
        (b"L\0\0\0\x01\x14\x02\0", Content::Other(Texts::new("ショートカット", "shortcut"))),
        (b"\0\0\x02\0", Content::Foreign(Texts::same("Lotus 1-2-3"))),
        (b"\0\0\x1A\0", Content::Foreign(Texts::same("Lotus 1-2-3"))),
    ];
    // PDF allows some bytes before its mark.
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if memchr::memmem::find(head, b"%PDF-").is_some_and(|at| at == 0 || !is_text(bytes)) {
        return Some(Content::Other(Texts::same("PDF")));
    }
    if let Some((_, content)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // `MZ` and `BZh` may begin a word.
        return (magic_is_sure(bytes) || !is_text(bytes)).then_some(*content);
    }
    match bytes {
        [_, _, b'-', b'l', b'h' | b'z', _, b'-', ..] => Some(Content::Foreign(Texts::new("LZH 書庫", "LZH archive"))),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Some(Content::Other(Texts::new("画像（WebP）", "picture (WebP)")))
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Content::Other(Texts::new("画像または動画", "picture or video"))),
        [b'B', b'M', a, b, c, d, 0, 0, 0, 0, ..] if u32::from_le_bytes([*a, *b, *c, *d]) as usize == bytes.len() => {
            Some(Content::Other(Texts::new("画像（BMP）", "picture (BMP)")))
        }
        _ => None,
    }
}

fn magic_is_sure(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"MZ") && !bytes.starts_with(b"BZh")
}

/// Text has hardly any control characters; UTF-16 has zeros but decodes well; fields padded with zeros are text.
fn is_text(bytes: &[u8]) -> bool {
    if delimited::byte_order_mark(bytes).is_some() {
        return true;
    }
    let sample = bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default();
    let zeros = memchr::memchr_iter(0, sample).count();
    let is_control = |b: &u8| matches!(b, 1..=8 | 0x0B | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F);
    // counted in bytes, which the machine takes by the dozen
    let controls: usize =
        sample.chunks(255).map(|part| usize::from(part.iter().map(|b| u8::from(is_control(b))).sum::<u8>())).sum();
    let utf16 = || delimited::detect_utf16(sample).is_some();
    (controls * 50 <= sample.len() && zeros * 2 <= sample.len()) || (zeros > 0 && utf16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_known_by_their_first_bytes() {
        assert_eq!(sniff(b"%PDF-1.4 \x00\x01", "xlsx"), Content::Other(Texts::same("PDF")));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n", "csv"), Content::Other(Texts::new("画像（PNG）", "picture (PNG)")));
        assert_eq!(sniff(b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"), Content::Workbook(Format::Xls));
        assert_eq!(sniff(b"PK\x03\x04 cut off", "xlsx"), Content::BrokenZip);
        assert_eq!(sniff(b"\x21\x8f-lh5-", "lzh"), Content::Foreign(Texts::new("LZH 書庫", "LZH archive")));
        assert_eq!(
            sniff(&(0..=255).cycle().take(4000).collect::<Vec<u8>>(), "csv"),
            Content::Other(Texts::new("文字でないデータ", "data that are no text"))
        );
    }

    #[test]
    fn words_that_look_like_magic_are_text() {
        assert_eq!(sniff(b"MZ,1\nBZ,2\n", "csv"), Content::Text);
        assert_eq!(sniff("課,資料\n総務課,%PDF-1.4\n".as_bytes(), "csv"), Content::Text);
    }

    #[test]
    fn blank_files_are_empty() {
        for bytes in [&b""[..], b" \r\n\t", b"\0\0\0\0", b"\n\x1a"] {
            assert_eq!(sniff(bytes, "xlsx"), Content::Empty);
        }
    }

    #[test]
    fn text_of_all_encodings_is_text() {
        for bytes in [&b"\x91\x8d\x96\xb1\x89\xdb,\x8d\xcf\r\n"[..], b"\xc1\xed\xcc\xb3\xb2\xdd", b"\x1b$BAmL3\x1b(B,a\n"] {
            assert_eq!(sniff(bytes, "csv"), Content::Text);
        }
        let utf16: Vec<u8> = "課名\t状況\r\n総務課\t済\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&utf16, "csv"), Content::Text);
        assert_eq!(sniff(b"abc\0\0\0,def\0\0\0\n12345678\0\0,x\n", "csv"), Content::Text);
    }
}
