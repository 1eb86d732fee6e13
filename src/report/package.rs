//! Zip packages (workbooks, letters) are the same bytes on every system.

use std::io::{self, Seek, SeekFrom, Write};

/// How an entry of the directory of a zip file begins, and how long its fixed part is.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
/// The byte of it that says on what system it was made, and the one with the attributes of a file there (a folder is one).
const SYSTEM: usize = 5;
const ATTRIBUTES: usize = 38;
/// The value that is written on Linux and macOS. On Windows zip writes 0, and the libraries that pack for us have no option for it.
const UNIX: u8 = 3;

/// What a library that packs writes to. The directory comes last, entry by entry: the zip crate writes the fixed part of
/// each at once.
pub(super) struct Package<W>(pub(super) W);

impl<W: Write> Write for Package<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (bytes.starts_with(ENTRY), bytes.get(SYSTEM)) {
            // packed data may begin so by chance: never with the length and the system of an entry
            (true, Some(0)) if bytes.len() == ENTRY_LENGTH => {
                let mut entry = bytes.to_vec();
                for (at, byte) in [(SYSTEM, UNIX), (ATTRIBUTES, 0)] {
                    entry.get_mut(at).into_iter().for_each(|own| *own = byte);
                }
                self.0.write_all(&entry)?;
                Ok(bytes.len())
            }
            _ => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Seek> Seek for Package<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::write::SimpleFileOptions;
    use zip::{System, ZipWriter};

    use super::*;

    fn packed(system: System) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let mut zip = ZipWriter::new(Package(&mut bytes));
        zip.add_directory("xl", SimpleFileOptions::default().system(system)).unwrap();
        for name in ["xl/workbook.xml", "様式.xml"] {
            zip.start_file(name, SimpleFileOptions::default().system(system)).unwrap();
            // what looks like an entry and is none stays
            zip.write_all(&[ENTRY, &[0; ENTRY_LENGTH]].concat()).unwrap();
        }
        zip.finish().unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_package_does_not_say_on_what_system_it_was_made() {
        assert_eq!(packed(System::Dos), packed(System::Unix));
    }
}
