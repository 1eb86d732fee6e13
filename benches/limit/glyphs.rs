//! What a PDF shows, taken out of it, and drawn again by printpdf and nothing else.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::error::Error;

use lopdf::content::Content;
use lopdf::{Document, Object};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};

const REGULAR: &[u8] = include_bytes!("../../src/report/pdf/fonts/BIZUDPGothic-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../src/report/pdf/fonts/BIZUDPGothic-Bold.ttf");

/// A run of glyphs in its place.
struct Run {
    bold: bool,
    size: f32,
    by: (f32, f32),
    glyphs: Vec<u16>,
}

/// The pages of a PDF as runs of glyphs.
pub struct Drawn {
    size: (f32, f32),
    pages: Vec<Vec<Run>>,
}

/// Takes the glyphs out of a report.
pub fn of(bytes: &[u8]) -> Result<Drawn, Box<dyn Error>> {
    let pdf = Document::load_mem(bytes)?;
    let faces = [face(REGULAR)?, face(BOLD)?];
    let mut tables: HashMap<Vec<u8>, HashMap<u16, u16>> = HashMap::new();
    let mut drawn = Drawn { size: (842.0, 595.0), pages: Vec::new() };
    for page in pdf.get_pages().into_values() {
        let fonts = pdf.get_page_fonts(page)?;
        let mut runs = Vec::new();
        let (mut name, mut size, mut by) = (Vec::new(), 8.0, (0.0, 0.0));
        for operation in Content::decode(&pdf.get_page_content(page))?.operations {
            let number = |at: usize| operation.operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
            match operation.operator.as_str() {
                "Tf" => (name, size) = (operation.operands[0].as_name()?.to_vec(), number(1)),
                "Td" => by = (number(0), number(1)),
                "Tj" | "TJ" => {
                    let bold = name.starts_with(b"TORIBD");
                    let table = match tables.entry(name.clone()) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(new) => {
                            let font = fonts.get(&name).ok_or("a font without a name")?;
                            new.insert(table(&pdf, font, &faces[usize::from(bold)])?)
                        }
                    };
                    let codes = codes(&operation.operands);
                    let glyphs = codes.into_iter().map(|code| table.get(&code).copied().unwrap_or(1)).collect();
                    runs.push(Run { bold, size, by: std::mem::take(&mut by), glyphs });
                }
                _ => {}
            }
        }
        drawn.pages.push(runs);
    }
    Ok(drawn)
}

/// Draws them, and gives the length of the file.
pub fn draw(drawn: &Drawn) -> Result<usize, Box<dyn Error>> {
    let ids = [FontId("REGULA".to_owned()), FontId("BOLDBO".to_owned())];
    let mut pdf = PdfDocument::new("bare");
    for (id, bytes) in ids.iter().zip([REGULAR, BOLD]) {
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(face(bytes)?));
    }
    for page in &drawn.pages {
        let mut ops = vec![Op::StartTextSection];
        for run in page {
            let font = PdfFontHandle::External(ids[usize::from(run.bold)].clone());
            ops.push(Op::SetFont { font, size: Pt(run.size) });
            ops.push(Op::SetTextCursor { pos: Point { x: Pt(run.by.0), y: Pt(run.by.1) } });
            let glyphs = run.glyphs.iter().map(|glyph| Codepoint::new(*glyph, 0.0)).collect();
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        ops.push(Op::EndTextSection);
        pdf.pages.push(PdfPage::new(Mm::from(Pt(drawn.size.0)), Mm::from(Pt(drawn.size.1)), ops));
    }
    Ok(pdf.save(&PdfSaveOptions::default(), &mut Vec::new()).len())
}

fn face(bytes: &[u8]) -> Result<ParsedFont, Box<dyn Error>> {
    ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or_else(|| "the font cannot be read".into())
}

/// Code of the subset → glyph of the font, by the characters that the file's own table gives.
fn table(pdf: &Document, font: &lopdf::Dictionary, face: &ParsedFont) -> Result<HashMap<u16, u16>, Box<dyn Error>> {
    let stream = pdf.get_object(font.get(b"ToUnicode")?.as_reference()?)?.as_stream()?;
    let text = String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()))?;
    let mut out = HashMap::new();
    for line in text.lines() {
        let Some((code, unit)) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')?.split_once("> <")) else {
            continue;
        };
        let (Ok(code), Ok(unit)) = (u16::from_str_radix(code, 16), u32::from_str_radix(unit, 16)) else { continue };
        out.insert(code, face.lookup_glyph_index(unit).unwrap_or(1));
    }
    Ok(out)
}

/// The two-byte codes of a text operation.
fn codes(operands: &[Object]) -> Vec<u16> {
    let mut out = Vec::new();
    for operand in operands {
        match operand {
            Object::String(bytes, _) => out.extend(bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]))),
            Object::Array(items) => out.extend(codes(items)),
            _ => {}
        }
    }
    out
}
