//! An OpenDocument spreadsheet, written by hand: nobody's library is measured by it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{HEADINGS, words};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="進捗">"#;
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

/// Writes the file.
pub fn write(path: &Path, department: &str, rows: impl Iterator<Item = [String; 7]>) -> io::Result<()> {
    let mut zip = ZipWriter::new(File::create(path)?);
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored)?;
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet")?;
    zip.start_file("META-INF/manifest.xml", SimpleFileOptions::default())?;
    zip.write_all(MANIFEST.as_bytes())?;
    zip.start_file("content.xml", SimpleFileOptions::default())?;
    let mut content = HEAD.to_owned();
    line(&mut content, [words::TITLE]);
    line(&mut content, ["担当課", department]);
    line(&mut content, HEADINGS);
    for row in rows {
        line(&mut content, row);
    }
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    zip.write_all(content.as_bytes())?;
    zip.finish()?;
    Ok(())
}

fn line<const N: usize>(out: &mut String, cells: [impl AsRef<str>; N]) {
    out.push_str("<table:table-row>");
    for cell in cells {
        let cell = cell.as_ref();
        match cell.parse::<f64>() {
            Ok(number) => out.push_str(&format!(
                r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
            )),
            Err(_) => {
                out.push_str(r#"<table:table-cell office:value-type="string">"#);
                for paragraph in cell.split('\n') {
                    out.push_str(&format!("<text:p>{paragraph}</text:p>"));
                }
                out.push_str("</table:table-cell>");
            }
        }
    }
    out.push_str("</table:table-row>");
}
