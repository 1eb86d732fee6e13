//! Which glyphs a volume shows, the codes that stand for them in its pages, and the characters they are read as.

use std::collections::BTreeMap;
use std::fmt::Write;

use printpdf::{Codepoint, DictItem, FontId, Mm, Op, PdfFontHandle, PdfPage, Pt, TextItem, cff_charset_gid_to_cid_map};
use ttf_parser::{RawFace, Tag};

use super::fonts::{Face, Fonts, Glyph};

/// Which glyphs a volume uses, and the character that each stands for.
pub(super) struct Usage {
    /// By face, by glyph id; 0 where the glyph is not used.
    chars: [Vec<u32>; 3],
}

impl Usage {
    pub(super) fn new() -> Self {
        Self { chars: [vec![0; 0x1_0000], vec![0; 0x1_0000], vec![0; 0x1_0000]] }
    }

    /// Takes a glyph into use for a character; false when it already stands for another.
    pub(super) fn take(&mut self, glyph: Glyph, c: char) -> bool {
        let Some(slot) = self.chars[glyph.face.index()].get_mut(usize::from(glyph.gid)) else { return false };
        if *slot == 0 {
            *slot = c as u32;
        }
        *slot == c as u32
    }

    pub(super) fn uses(&self, face: Face) -> bool {
        self.of(face).next().is_some()
    }

    /// The glyphs of a face in the order of their ids, each with its character.
    fn of(&self, face: Face) -> impl Iterator<Item = (u16, char)> {
        let chars = (0..=u16::MAX).zip(&self.chars[face.index()]);
        chars.filter(|(gid, code)| *gid > 0 && **code != 0).map(|(gid, code)| (gid, char::from_u32(*code).unwrap_or('〓')))
    }

    /// A page that shows every glyph once. printpdf makes its subsets from what it is given as glyphs, and the other pages
    /// come as codes already; the second pass takes this one out again.
    pub(super) fn specimen(&self) -> PdfPage {
        let mut ops = vec![Op::StartTextSection];
        for face in Face::ALL.into_iter().filter(|face| self.uses(*face)) {
            let glyphs: Vec<Codepoint> = self.of(face).map(|(gid, _)| Codepoint::new(gid, 0.0)).collect();
            ops.push(Op::SetFont { font: PdfFontHandle::External(FontId(face.resource().to_owned())), size: Pt(1.0) });
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        ops.push(Op::EndTextSection);
        PdfPage::new(Mm(1.0), Mm(1.0), ops)
    }
}

/// The codes by which a volume's subsets call their glyphs.
pub(super) struct Codes {
    /// By face, by glyph id; 0 where the glyph is not used.
    of: [Vec<u16>; 3],
}

impl Codes {
    /// A subset numbers its glyphs in the order of their ids, after glyph 0; one with PostScript outlines keeps the numbers
    /// (CIDs) that its font gives them.
    pub(super) fn new(usage: &Usage, fonts: &Fonts) -> Self {
        let of = Face::ALL.map(|face| {
            let mut codes = vec![0; 0x1_0000];
            let own = if usage.uses(face) { cids(fonts.data(face)) } else { None };
            for (number, (gid, _)) in (1..).zip(usage.of(face)) {
                if let Some(code) = codes.get_mut(usize::from(gid)) {
                    *code = own.as_ref().and_then(|own| own.get(&gid).copied()).unwrap_or(number);
                }
            }
            codes
        });
        Self { of }
    }

    fn of(&self, face: Face, gid: u16) -> u16 {
        self.of[face.index()].get(usize::from(gid)).copied().unwrap_or_default()
    }

    /// Puts codes in the place of the glyph ids of a page.
    pub(super) fn put(&self, ops: &mut [Op]) {
        let mut face = None;
        for op in ops {
            match op {
                Op::SetFont { font: PdfFontHandle::External(id), .. } => {
                    face = Face::ALL.into_iter().find(|face| face.resource() == id.0);
                }
                Op::Unknown { value, .. } => {
                    if let Some(face) = face {
                        value.iter_mut().for_each(|item| self.put_in(face, item));
                    }
                }
                _ => {}
            }
        }
    }

    fn put_in(&self, face: Face, item: &mut DictItem) {
        match item {
            DictItem::String { data, .. } => {
                for pair in data.chunks_exact_mut(2) {
                    let gid = pair.iter().fold(0, |gid, byte| gid << 8 | u16::from(*byte));
                    pair.copy_from_slice(&self.of(face, gid).to_be_bytes());
                }
            }
            DictItem::Array(items) => items.iter_mut().for_each(|item| self.put_in(face, item)),
            _ => {}
        }
    }

    /// The face's table of characters (`ToUnicode`).
    pub(super) fn character_map(&self, face: Face, usage: &Usage) -> String {
        let mut codes: Vec<(u16, char)> = usage.of(face).map(|(gid, c)| (self.of(face, gid), c)).collect();
        codes.sort_unstable();
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        for chunk in codes.chunks(100) {
            _ = writeln!(out, "{} beginbfchar", chunk.len());
            for (code, c) in chunk {
                _ = write!(out, "<{code:04X}> <");
                for unit in c.encode_utf16(&mut [0; 2]) {
                    _ = write!(out, "{unit:04X}");
                }
                out.push_str(">\n");
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}

/// The CIDs of a font's glyphs, where it gives them any. One without PostScript outlines has none: printpdf copies the whole
/// font before it says so.
fn cids(font: &[u8]) -> Option<BTreeMap<u16, u16>> {
    RawFace::parse(font, 0).ok()?.table(Tag::from_bytes(b"CFF "))?;
    cff_charset_gid_to_cid_map(font, 0)
}
