//! The second pass: what printpdf cannot write is added to its document, and the file is saved.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{FontId, PdfDocument, PdfFont, PdfSaveOptions};
use rayon::prelude::*;

use super::deflate::Deflate;
use super::draw::{self, Usage, utf16};
use super::fonts::{Face, Fonts};
use super::objects::Objects;
use super::place::Document;
use super::xmp::{self, About};
use super::{Error, icc, outline, save, tags, tidy};

/// Draws a laid-out volume and gives the file.
pub(super) fn file(mut doc: Document, fonts: &Fonts, about: &About<'_>) -> Result<Vec<u8>, Error> {
    let mut usage = Usage::new();
    let mut source = PdfDocument::new(&doc.title);
    source.pages = draw::pages(&mut doc, fonts, &mut usage);
    for face in Face::ALL.into_iter().filter(|face| usage.uses(*face)) {
        // an id of our own: printpdf's count per process
        source.resources.fonts.map.insert(FontId(face.resource().to_owned()), PdfFont::new(fonts.parsed(face)?.clone()));
    }
    let mut warnings = Vec::new();
    let mut pdf = source.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    drop(source);
    if let Some(warning) = warnings.into_iter().find(|warning| warning.severity == printpdf::PdfParseErrorSeverity::Error) {
        return Err(Error::Writer { reason: format!("{warning:?}") });
    }
    to_unicode(&mut pdf, &usage, fonts)?;
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    contents(&mut pdf, &pages)?;
    let intent = output_intent(&mut pdf);
    let metadata = metadata(&mut pdf, about);
    info(&mut pdf, about)?;
    let mut objects = Objects::after(pdf.max_id);
    let root = tags::add(&mut pdf, &mut objects, &doc, &pages)?;
    let outlines = outline::add(&mut objects, &doc, &pages)?;
    // saving needs the room
    drop((doc, usage));

    let catalog = pdf.catalog_mut().map_err(writer)?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", Object::string_literal("ja-JP"));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("Metadata", metadata);
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    save::save(pdf, objects)
}

/// Tidies and compresses what printpdf has written of each page.
fn contents(pdf: &mut Pdf, pages: &[ObjectId]) -> Result<(), Error> {
    let mut streams: Vec<(ObjectId, Vec<u8>)> = Vec::with_capacity(pages.len());
    let ids: Vec<ObjectId> = pages.iter().flat_map(|page| pdf.get_page_contents(*page)).collect();
    for id in ids {
        let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(writer)?;
        streams.push((id, std::mem::take(&mut stream.content)));
    }
    let packed: Vec<(ObjectId, Vec<u8>)> = streams
        .into_par_iter()
        .map_init(Deflate::new, |deflate, (id, content)| Ok((id, deflate.pack(&tidy::tidy(&content))?)))
        .collect::<Result<_, Error>>()?;
    for (id, content) in packed {
        let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(writer)?;
        stream.set_content(content);
        stream.dict.set("Filter", "FlateDecode");
    }
    Ok(())
}

pub(super) fn writer(error: lopdf::Error) -> Error {
    Error::Writer { reason: error.to_string() }
}

/// A text outside of page content.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() && !text.chars().any(char::is_control) {
        Object::string_literal(text)
    } else {
        Object::String(utf16(text), StringFormat::Hexadecimal)
    }
}

/// Writes each face's table of characters from what was drawn: printpdf keeps one text per glyph for the
/// last use, and was told of none.
fn to_unicode(pdf: &mut Pdf, usage: &Usage, fonts: &Fonts) -> Result<(), Error> {
    let mut tables: Vec<(ObjectId, Face)> = Vec::new();
    for object in pdf.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        let Ok(base) = font.get(b"BaseFont").and_then(Object::as_name) else { continue };
        let Some(face) = Face::ALL.into_iter().find(|face| base.starts_with(face.resource().as_bytes())) else { continue };
        if let Ok(table) = font.get(b"ToUnicode").and_then(Object::as_reference) {
            tables.push((table, face));
        }
    }
    for (id, face) in tables {
        let map = character_map(face, usage, &fonts.charset(face));
        let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(writer)?;
        *stream = Stream::new(Dictionary::new(), map.into_bytes());
    }
    Ok(())
}

/// The subset numbers its glyphs in the order of their ids, after glyph 0; one of a face with numbers of its own, by these.
fn character_map(face: Face, usage: &Usage, charset: &BTreeMap<u16, u16>) -> String {
    let used = usage.chars[face.index()].iter().enumerate().filter(|(gid, code)| *gid > 0 && **code != 0);
    let mut codes: Vec<(usize, u32)> = used
        .enumerate()
        .map(|(at, (gid, code))| {
            let own = u16::try_from(gid).ok().and_then(|gid| charset.get(&gid));
            (own.map_or(at + 1, |cid| usize::from(*cid)), *code)
        })
        .collect();
    codes.sort_unstable();
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for chunk in codes.chunks(100) {
        out.push_str(&format!("{} beginbfchar\n", chunk.len()));
        for (shown, code) in chunk {
            out.push_str(&format!("<{shown:04X}> <"));
            let c = char::from_u32(*code).unwrap_or('〓');
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("{unit:04X}"));
            }
            out.push_str(">\n");
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

fn output_intent(pdf: &mut Pdf) -> ObjectId {
    let profile = pdf.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    pdf.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "DestOutputProfile" => profile,
    })
}

fn metadata(pdf: &mut Pdf, about: &About<'_>) -> ObjectId {
    let packet = xmp::packet(about).into_bytes();
    let mut stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet);
    // archives read it without unpacking
    stream.allows_compression = false;
    pdf.add_object(stream)
}

/// The document's information: the same as the metadata says, and nothing else.
fn info(pdf: &mut Pdf, about: &About<'_>) -> Result<(), Error> {
    let when = Object::string_literal(about.issued.strftime("D:%Y%m%d%H%M%S+00'00'").to_string());
    let info = dictionary! {
        "Title" => text(about.title),
        "Author" => text(about.author),
        "Subject" => text(about.subject),
        "Creator" => text(about.tool),
        "Producer" => text(about.producer),
        "CreationDate" => when.clone(),
        "ModDate" => when,
    };
    let id = pdf.trailer.get(b"Info").and_then(Object::as_reference).map_err(writer)?;
    pdf.set_object(id, info);
    Ok(())
}
