//! A letter as a Word document: one part of text and what names it. A crate for documents would bring a second zip and a
//! second XML reader for these few paragraphs.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::report::handouts::letters::template::{Side, lines};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
/// A4, in twentieths of a point, with margins of 25 mm.
const TAIL: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="851" w:footer="851" w:gutter="0"/></w:sectPr></w:body></w:document>"#;
/// Eleven points, in a font that Windows has.
const LOOK: &str = r#"<w:rPr><w:rFonts w:ascii="BIZ UDMincho Medium" w:hAnsi="BIZ UDMincho Medium" w:eastAsia="BIZ UDMincho Medium"/><w:sz w:val="22"/></w:rPr>"#;

/// The document of a filled letter.
///
/// # Errors
/// What packing it says.
pub fn docx(text: &str) -> std::io::Result<Vec<u8>> {
    let mut document = HEAD.to_owned();
    for (side, line) in lines(text) {
        let side = match side {
            Side::Left => "left",
            Side::Center => "center",
            Side::Right => "right",
        };
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        let line = quick_xml::escape::escape(line.as_str());
        let _ = write!(
            document,
            r#"<w:p><w:pPr><w:spacing w:line="360" w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr><w:r>{LOOK}<w:t xml:space="preserve">{line}</w:t></w:r></w:p>"#
        );
    }
    document.push_str(TAIL);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // no clock: the same letter, the same bytes
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, part) in [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &document)] {
        package.start_file(name, options).map_err(std::io::Error::other)?;
        package.write_all(part.as_bytes())?;
    }
    Ok(package.finish().map_err(std::io::Error::other)?.into_inner())
}
