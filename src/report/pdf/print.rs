//! What printpdf makes of the pages: the content of each, packed.

use lopdf::Document as Pdf;
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions};
use rayon::prelude::*;

use super::Error;
use super::deflate::Deflate;
use super::draw::Pen;
use super::finish::writer;
use super::fonts::Fonts;
use super::glyphs::Glyphs;
use super::place::{Document, Mark};
use super::tree::Kid;

/// Pages printed at a time: what printpdf is given takes fifty times the room of what comes of it.
const SHEAF: usize = 32;

/// Draws all pages, and gives the packed content of each; gives each marked content and each link to its element.
pub(super) fn pages(doc: &mut Document, fonts: &Fonts, glyphs: &mut Glyphs) -> Result<Vec<Vec<u8>>, Error> {
    let numbers: Vec<Option<usize>> = doc.anchors.iter().map(|spot| spot.map(|spot| spot.page + 1)).collect();
    let mut out = Vec::with_capacity(doc.pages.len());
    for (sheaf, pages) in doc.pages.chunks_mut(SHEAF).enumerate() {
        let mut drawn = Vec::with_capacity(SHEAF);
        for (at, page) in (sheaf * SHEAF..).zip(pages) {
            let mut pen = Pen::new(fonts, glyphs, doc.height, doc.spacing);
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
            drawn.push(pen.done());
        }
        let contents: Result<Vec<Vec<u8>>, Error> = drawn.into_par_iter().map_init(Deflate::new, content).collect();
        out.extend(contents?);
    }
    Ok(out)
}

/// What printpdf writes of a page, packed.
fn content(deflate: &mut Deflate, ops: Vec<Op>) -> Result<Vec<u8>, Error> {
    let mut page = PdfDocument::new("");
    page.pages.push(PdfPage::new(Mm(1.0), Mm(1.0), ops));
    let pdf = printed(&page)?;
    drop(page);
    let id = pdf.page_iter().next().map(|id| pdf.get_page_contents(id)).unwrap_or_default();
    let stream = id.first().ok_or(lopdf::Error::PageNumberNotFound(1)).and_then(|id| pdf.get_object(*id)?.as_stream());
    deflate.pack(&stream.map_err(writer)?.content)
}

/// What printpdf makes of a document.
pub(super) fn printed(source: &PdfDocument) -> Result<Pdf, Error> {
    let mut warnings = Vec::new();
    // not `secure`: what printpdf does not know is ours
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let pdf = source.to_lopdf_document(&options, &mut warnings);
    match warnings.into_iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error) {
        None => Ok(pdf),
        Some(warning) => Err(Error::Writer { reason: format!("{warning:?}") }),
    }
}
