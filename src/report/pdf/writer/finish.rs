//! The second pass: adds to printpdf's document what it cannot write, and saves the file.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{Mm, PdfDocument, PdfFont, PdfPage, Pt};

use crate::report::pdf::error::Error;
use crate::report::pdf::fonts::{Face, Fonts};
use crate::report::pdf::layout::display_list::Document;
use crate::report::pdf::writer::draw::utf16;
use crate::report::pdf::writer::glyphs::Glyphs;
use crate::report::pdf::writer::objects::Objects;
use crate::report::pdf::writer::xmp::{self, About};
use crate::report::pdf::writer::{icc, outline, print, save, tags};

/// Draws a laid-out volume; returns the file.
pub(crate) fn file(mut doc: Document, fonts: &Fonts, about: &About<'_>) -> Result<Vec<u8>, Error> {
    let mut glyphs = Glyphs::new(fonts);
    let contents = print::pages(&mut doc, fonts, &mut glyphs)?;
    let mut source = PdfDocument::new(&doc.title);
    // the content of the pages is added later
    let size = (Mm::from(Pt(doc.width)), Mm::from(Pt(doc.height)));
    source.pages = contents.iter().map(|_| PdfPage::new(size.0, size.1, Vec::new())).collect();
    source.pages.push(glyphs.specimen());
    for face in Face::ALL.into_iter().filter(|face| glyphs.of(*face).len() > 0) {
        let font = fonts.cut(face, glyphs.of(face))?;
        source.resources.fonts.map.insert(face.id(), PdfFont::new(font));
    }
    let mut pdf = print::printed(&source)?;
    drop(source);
    complete(&mut pdf, fonts, &glyphs)?;
    let mut pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    if let Some(specimen) = pages.pop() {
        take_out(&mut pdf, specimen).map_err(Error::from)?;
    }
    fill(&mut pdf, &pages, contents)?;
    let intent = output_intent(&mut pdf);
    let metadata = metadata(&mut pdf, about);
    info(&mut pdf, about)?;
    let mut objects = Objects::after(pdf.max_id);
    let root = tags::add(&mut pdf, &mut objects, &doc, &pages)?;
    let outlines = outline::add(&mut objects, &doc, &pages)?;
    // frees memory for saving
    drop((doc, glyphs));

    let catalog = pdf.catalog_mut().map_err(Error::from)?;
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

/// Removes the last page.
fn take_out(pdf: &mut Pdf, last: ObjectId) -> lopdf::Result<()> {
    let page = pdf.get_dictionary(last)?;
    let (parent, own) = (page.get(b"Parent")?.as_reference()?, [page.get(b"Contents")?, page.get(b"Resources")?]);
    let own = own.map(Object::as_reference);
    for id in own {
        pdf.objects.remove(&id?);
    }
    pdf.objects.remove(&last);
    let parent = pdf.get_object_mut(parent)?.as_dict_mut()?;
    let kids = parent.get_mut(b"Kids")?.as_array_mut()?;
    kids.pop();
    let count = i64::try_from(kids.len()).unwrap_or_default();
    parent.set("Count", count);
    Ok(())
}

/// Sets the content of the pages.
fn fill(pdf: &mut Pdf, pages: &[ObjectId], contents: Vec<Vec<u8>>) -> Result<(), Error> {
    for (page, content) in pages.iter().zip(contents) {
        let id = pdf.get_page_contents(*page).pop().ok_or(lopdf::Error::ObjectNotFound(*page)).map_err(Error::from)?;
        let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(Error::from)?;
        stream.set_content(content);
        stream.dict.set("Filter", "FlateDecode");
    }
    Ok(())
}

/// A text outside of page content.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() && !text.chars().any(char::is_control) {
        Object::string_literal(text)
    } else {
        Object::String(utf16(text), StringFormat::Hexadecimal)
    }
}

/// Completes what printpdf writes of each face: its table of characters, of which printpdf saw none, and the height of capital
/// letters.
fn complete(pdf: &mut Pdf, fonts: &Fonts, glyphs: &Glyphs) -> Result<(), Error> {
    let mut tables: Vec<(ObjectId, Face)> = Vec::new();
    let mut descriptors: Vec<(ObjectId, Face)> = Vec::new();
    for (id, object) in &pdf.objects {
        let Ok(font) = object.as_dict() else { continue };
        let Ok(name) = font.get(b"BaseFont").or_else(|_| font.get(b"FontName")).and_then(Object::as_name) else { continue };
        let Some(face) = Face::ALL.into_iter().find(|face| name.starts_with(face.resource().as_bytes())) else { continue };
        match font.get(b"ToUnicode").and_then(Object::as_reference) {
            Ok(table) => tables.push((table, face)),
            Err(_) => descriptors.push((*id, face)),
        }
    }
    for (id, face) in tables {
        let map = glyphs.character_map(face);
        let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(Error::from)?;
        *stream = Stream::new(Dictionary::new(), map.into_bytes());
    }
    for (id, face) in descriptors {
        let descriptor = pdf.get_object_mut(id).and_then(Object::as_dict_mut).map_err(Error::from)?;
        if let Some(height) = fonts.capital_height(face).filter(|_| descriptor.has(b"CapHeight")) {
            descriptor.set("CapHeight", height);
        }
    }
    Ok(())
}

fn output_intent(pdf: &mut Pdf) -> ObjectId {
    let profile = pdf.add_object(Stream::new(dictionary! { "N" => 3 }, icc::SRGB.to_vec()));
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
    // archives read it uncompressed
    stream.allows_compression = false;
    pdf.add_object(stream)
}

/// The document information dictionary, equal to the metadata.
fn info(pdf: &mut Pdf, about: &About<'_>) -> Result<(), Error> {
    let when = Object::string_literal(about.issued.strftime("D:%Y%m%d%H%M%S+09'00'").to_string());
    let info = dictionary! {
        "Title" => text(about.title),
        "Author" => text(about.author),
        "Subject" => text(about.subject),
        "Creator" => text(about.tool),
        "Producer" => text(about.producer),
        "CreationDate" => when.clone(),
        "ModDate" => when,
    };
    let id = pdf.trailer.get(b"Info").and_then(Object::as_reference).map_err(Error::from)?;
    pdf.set_object(id, info);
    Ok(())
}
