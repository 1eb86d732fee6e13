//! Zip files: which of them are workbooks, which other documents, which just archives.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::Content;
use crate::model::Format;
use crate::model::Texts;

/// Bytes of `[Content_Types].xml` or `mimetype` that are looked at.
const PART: u64 = 4 << 20;

/// Main parts by their content type. The first that is found counts.
const MAIN_PARTS: &[(&[u8], Content)] = &[
    (b"spreadsheetml.sheet.main+xml", Content::Workbook(Format::Xlsx)),
    (b"ms-excel.sheet.macroenabled.main+xml", Content::Workbook(Format::Xlsm)),
    (b"spreadsheetml.template.main+xml", Content::Workbook(Format::Xltx)),
    (b"ms-excel.template.macroenabled.main+xml", Content::Workbook(Format::Xltm)),
    (b"ms-excel.addin.macroenabled.main+xml", Content::Workbook(Format::Xlsm)),
    (b"ms-excel.sheet.binary.macroenabled.main", Content::Workbook(Format::Xlsb)),
    (b"wordprocessingml.document.main+xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    (b"wordprocessingml.template.main+xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    (b"ms-word.document.macroenabledtemplate.main+xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    (b"ms-word.document.macroenabled.main+xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    (b"ms-word.template.macroenabledtemplate.main+xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    (b"presentationml.presentation.main+xml", Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"))),
    (b"presentationml.slideshow.main+xml", Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"))),
    (b"presentationml.template.main+xml", Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"))),
    (b"ms-powerpoint.", Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"))),
    (b"ms-visio.", Content::Other(Texts::new("Visio 図面", "Visio drawing"))),
];

/// Main parts by their usual names, for packages whose content types are missing or unusual.
const USUAL_NAMES: &[(&str, Content)] = &[
    ("xl/workbook.xml", Content::Workbook(Format::Xlsx)),
    ("xl/workbook.bin", Content::Workbook(Format::Xlsb)),
    ("word/document.xml", Content::Other(Texts::new("Word 文書", "Word document"))),
    ("ppt/presentation.xml", Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"))),
    ("Index/Document.iwa", Content::Foreign(Texts::new("Apple Numbers など", "Apple Numbers or the like"))),
    ("Index.zip", Content::Foreign(Texts::new("Apple Numbers など", "Apple Numbers or the like"))),
    ("META-INF/MANIFEST.MF", Content::Other(Texts::new("プログラム（jar）", "program (jar)"))),
];

/// What a zip file is.
pub(super) fn kind<R: Read + Seek>(reader: R) -> Content {
    let Ok(mut archive) = ZipArchive::new(reader) else { return Content::BrokenZip };
    if let Some(content) = part(&mut archive, "mimetype").and_then(|m| by_mimetype(&m)) {
        return content;
    }
    if let Some(mut types) = part(&mut archive, "[Content_Types].xml") {
        // UTF-16 is allowed here; content types are ASCII.
        types.retain(|b| *b != 0);
        types.make_ascii_lowercase();
        if let Some(content) = by_content_types(&types, &archive) {
            return content;
        }
    }
    if let Some((_, content)) = USUAL_NAMES.iter().find(|(name, _)| archive.index_for_name(name).is_some()) {
        return *content;
    }
    // an OpenDocument file that does not say at its beginning what it is
    let manifest = part(&mut archive, "META-INF/manifest.xml").filter(|_| archive.index_for_name("content.xml").is_some());
    manifest.and_then(|manifest| by_manifest(&manifest)).unwrap_or(Content::Archive)
}

/// What the list of content types (in lower case) says: by the main part itself, else by what its extension stands for.
/// Some programs list what every extension could stand for.
fn by_content_types<R: Read + Seek>(types: &[u8], archive: &ZipArchive<R>) -> Option<Content> {
    let main = |tag: &[u8]| MAIN_PARTS.iter().find(|(name, _)| memchr::memmem::find(tag, name).is_some()).map(|(_, own)| *own);
    let tags = || types.split(|byte| *byte == b'<');
    let local = |tag: &[u8]| {
        let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        name.rsplit(|byte| *byte == b':').next().unwrap_or_default().to_vec()
    };
    let own = tags().filter(|tag| local(tag) == b"override").find_map(main);
    own.or_else(|| {
        // an extension that no part has stands for nothing
        let has = |extension: &str| archive.file_names().flatten().any(|name| name.to_ascii_lowercase().ends_with(extension));
        tags().filter(|tag| local(tag) == b"default").find_map(|tag| {
            let extension = String::from_utf8_lossy(tag).split("extension=").nth(1)?.split(['"', '\'']).nth(1)?.to_owned();
            main(tag).filter(|_| has(&format!("workbook.{extension}")) || has(&format!("document.{extension}")))
        })
    })
}

/// What the manifest of an OpenDocument file says of the whole.
fn by_manifest(manifest: &[u8]) -> Option<Content> {
    const KIND: &[u8] = b"application/vnd.oasis.opendocument.";
    let at = memchr::memmem::find(manifest, KIND)?;
    let rest = manifest.get(at..)?;
    by_mimetype(rest.split(|byte| matches!(byte, b'"' | b'\'')).next()?)
}

fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Option<Vec<u8>> {
    // Its name is matched without regard to case, as the standard has it.
    let index = archive.index_for_name(name).or_else(|| {
        (0..archive.len()).find(|i| {
            archive
                .name_for_index(*i)
                .and_then(Result::ok)
                .is_some_and(|own| own.trim_start_matches('/').eq_ignore_ascii_case(name))
        })
    })?;
    let mut bytes = Vec::new();
    // What is broken further on shows when the workbook is read.
    let _ = archive.by_index(index).ok()?.take(PART).read_to_end(&mut bytes);
    Some(bytes)
}

fn by_mimetype(mimetype: &[u8]) -> Option<Content> {
    let kind = mimetype.trim_ascii().strip_prefix(b"application/vnd.oasis.opendocument.")?;
    Some(match kind {
        b"spreadsheet" | b"spreadsheet-template" => Content::Workbook(Format::Ods),
        b"text" | b"text-template" | b"text-master" => Content::Other(Texts::new("Writer 文書（odt）", "Writer document (odt)")),
        b"presentation" | b"presentation-template" => Content::Other(Texts::new("Impress 資料（odp）", "Impress slides (odp)")),
        _ => Content::Other(Texts::new("OpenDocument の文書", "OpenDocument file")),
    })
}
