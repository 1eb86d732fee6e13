//! Prints pages with printpdf: the compressed content of each.

use lopdf::Document as Pdf;
use printpdf::{Mm, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions};
use rayon::prelude::*;

use crate::report::pdf::error::Error;
use crate::report::pdf::fonts::Fonts;
use crate::report::pdf::layout::display_list::{Document, Mark};
use crate::report::pdf::layout::tree::Kid;
use crate::report::pdf::writer::deflate::Deflate;
use crate::report::pdf::writer::draw::Pen;
use crate::report::pdf::writer::glyphs::Glyphs;

/// Pages drawn at a time: printpdf's operations take fifty times the memory of its output.
const PAGE_BATCH: usize = 32;

/// Pages printed as one document, on one core.
const PAGES_PER_DOCUMENT: usize = 8;

/// Draws all pages; returns the compressed content of each. Assigns marked contents and links to their elements.
pub(super) fn pages(doc: &mut Document, fonts: &Fonts, glyphs: &mut Glyphs) -> Result<Vec<Vec<u8>>, Error> {
    let numbers: Vec<Option<usize>> = doc.anchors.iter().map(|spot| spot.map(|spot| spot.page + 1)).collect();
    let mut out = Vec::with_capacity(doc.pages.len());
    // capacity of the page before
    let mut most = 0;
    for (batch, pages) in doc.pages.chunks_mut(PAGE_BATCH).enumerate() {
        let mut drawn = Vec::with_capacity(PAGE_BATCH);
        for (at, page) in (batch * PAGE_BATCH..).zip(pages) {
            let mut pen = Pen::new(fonts, glyphs, (doc.height, doc.spacing), most);
            let mut mcid = 0;
            for block in std::mem::take(&mut page.blocks) {
                pen.block(&block, mcid, &numbers);
                if let Mark::Of(node) = block.mark {
                    doc.tree.hold(node, Kid::Mark { page: at, mcid });
                    mcid += 1;
                }
            }
            for (link, placed) in page.links.iter().enumerate() {
                doc.tree.hold(placed.node, Kid::Link { page: at, link });
            }
            let ops = pen.done();
            most = most.max(ops.len());
            drawn.push(PdfPage::new(Mm(1.0), Mm(1.0), ops));
        }
        let contents: Result<Vec<Vec<Vec<u8>>>, Error> = drawn.into_par_iter().chunks(PAGES_PER_DOCUMENT).map(contents).collect();
        out.extend(contents?.into_iter().flatten());
    }
    Ok(out)
}

/// Prints these pages; returns their compressed content.
fn contents(pages: Vec<PdfPage>) -> Result<Vec<Vec<u8>>, Error> {
    let mut source = PdfDocument::new("");
    source.pages = pages;
    let pdf = printed(&source)?;
    drop(source);
    let mut deflate = Deflate::new();
    let packed = pdf.page_iter().map(|page| {
        let id = pdf.get_page_contents(page).pop().ok_or(lopdf::Error::ObjectNotFound(page)).map_err(Error::from)?;
        let stream = pdf.get_object(id).and_then(|object| object.as_stream()).map_err(Error::from)?;
        deflate.pack(&stream.content)
    });
    packed.collect()
}

/// Prints a document.
pub(super) fn printed(source: &PdfDocument) -> Result<Pdf, Error> {
    let mut warnings = Vec::new();
    // not `secure`, which would drop our own operations
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let pdf = source.to_lopdf_document(&options, &mut warnings);
    match warnings.into_iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error) {
        None => Ok(pdf),
        Some(warning) => Err(Error::Writer { reason: format!("{warning:?}") }),
    }
}
