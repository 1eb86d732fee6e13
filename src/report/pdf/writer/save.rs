//! The file: streams, object streams and the cross-reference stream.

use lopdf::{Document as Pdf, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use crate::report::pdf::error::Error;
use crate::report::pdf::writer::deflate::Deflate;
use crate::report::pdf::writer::objects::{self, Objects};

/// A cross-reference entry: type and two fields.
type Entry = (u8, u32, u16);

/// Writes everything, consuming the document.
pub(super) fn save(mut pdf: Pdf, mut packed: Objects) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    out.extend_from_slice(b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n");
    let mut table: Vec<Entry> = Vec::new();
    let mut deflate = Deflate::new();
    for ((number, _), object) in std::mem::take(&mut pdf.objects) {
        match object {
            Object::Stream(mut stream) => {
                if stream.allows_compression && !stream.dict.has(b"Filter") {
                    let packed = deflate.pack(&stream.content)?;
                    stream.set_content(packed);
                    stream.dict.set("Filter", "FlateDecode");
                }
                enter(&mut table, number, (1, offset(&out)?, 0));
                write(&mut out, number, &stream);
            }
            other => packed.put(number, |out| objects::object(out, &other))?,
        }
    }
    packed.pack()?;
    let first = packed.reserve(packed.streams.len());
    for (number, stream) in (first..).zip(std::mem::take(&mut packed.streams)) {
        enter(&mut table, number, (1, offset(&out)?, 0));
        let about = dictionary! {
            "Type" => "ObjStm",
            "N" => int(stream.count),
            "First" => int(stream.first),
            "Filter" => "FlateDecode",
        };
        write(&mut out, number, &Stream::new(about, stream.bytes));
    }
    for entry in &packed.lairs {
        let stream = first + u32::try_from(entry.stream).unwrap_or_default();
        enter(&mut table, entry.number, (2, stream, u16::try_from(entry.place).unwrap_or_default()));
    }
    let number = packed.reserve(1);
    let start = offset(&out)?;
    enter(&mut table, number, (1, start, 0));
    trailer(&mut out, &pdf, number, &table, &mut deflate)?;
    out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    Ok(out)
}

/// The cross-reference stream, which includes the trailer.
fn trailer(out: &mut Vec<u8>, pdf: &Pdf, number: u32, table: &[Entry], deflate: &mut Deflate) -> Result<(), Error> {
    let mut bytes = Vec::with_capacity(table.len() * 7);
    for (kind, place, detail) in table {
        bytes.push(*kind);
        bytes.extend_from_slice(&place.to_be_bytes());
        bytes.extend_from_slice(&detail.to_be_bytes());
    }
    let digest = Sha256::digest(&*out);
    // an identifier from the content, since printpdf's comes from a counter
    let id = Object::String(digest.iter().take(16).copied().collect(), StringFormat::Hexadecimal);
    let mut about = dictionary! {
        "Type" => "XRef",
        "Size" => int(table.len()),
        "W" => vec![1.into(), 4.into(), 2.into()],
        "Filter" => "FlateDecode",
        "ID" => vec![id.clone(), id],
    };
    for key in [b"Root".as_slice(), b"Info"] {
        if let Ok(value) = pdf.trailer.get(key) {
            about.set(key, value.clone());
        }
    }
    write(out, number, &Stream::new(about, deflate.pack(&bytes)?));
    Ok(())
}

fn write(out: &mut Vec<u8>, number: u32, stream: &Stream) {
    objects::integer(out, number.into());
    out.extend_from_slice(b" 0 obj\n");
    objects::dictionary(out, &stream.dict);
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(&stream.content);
    // a line end at the end of the data would be ambiguous
    out.extend_from_slice(if stream.content.ends_with(b"\r") { b"\r\n".as_slice() } else { b"\n" });
    out.extend_from_slice(b"endstream\nendobj\n");
}

fn enter(table: &mut Vec<Entry>, number: u32, entry: Entry) {
    let at = usize::try_from(number).unwrap_or_default();
    if table.len() <= at {
        // unused numbers are free
        table.resize(at + 1, (0, 0, u16::MAX));
    }
    if let Some(slot) = table.get_mut(at) {
        *slot = entry;
    }
}

fn offset(out: &[u8]) -> Result<u32, Error> {
    u32::try_from(out.len()).map_err(|_| Error::Writer { reason: "a volume of more than 4 GB".to_owned() })
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_as_long_as_they_say_whatever_they_end_with() {
        for (data, end) in [(b"ab".as_slice(), b"ab\nendstream".as_slice()), (b"ab\r", b"ab\r\r\nendstream")] {
            let mut out = Vec::new();
            write(&mut out, 1, &Stream::new(dictionary! {}, data.to_vec()));
            assert!(out.windows(end.len()).any(|part| part == end), "{}", String::from_utf8_lossy(&out));
        }
    }
}
