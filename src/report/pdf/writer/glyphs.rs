//! The glyphs of a volume: their codes in its pages, and their characters.

use std::collections::BTreeMap;
use std::fmt::Write;

use printpdf::{Codepoint, Mm, Op, PdfFontHandle, PdfPage, Pt, TextItem, cff_charset_gid_to_cid_map};
use ttf_parser::{RawFace, Tag};

use crate::report::pdf::fonts::{Face, Fonts, Glyph};

/// The glyphs of a volume, by face.
pub(super) struct Glyphs([Shown; 4]);

/// The glyphs of a face in a volume.
struct Shown {
    /// By glyph id: its code, from 1; 0 for unused glyphs.
    places: Vec<u16>,
    /// In the order of their first use, each with its character.
    glyphs: Vec<(u16, char)>,
    /// The CIDs of a font with PostScript outlines.
    cids: Option<BTreeMap<u16, u16>>,
}

impl Shown {
    /// The code of a glyph: its index in the subset, after glyph 0; a font with PostScript outlines keeps
    /// its own CIDs.
    fn code(&self, gid: u16, place: u16) -> u16 {
        self.cids.as_ref().and_then(|cids| cids.get(&gid).copied()).unwrap_or(place)
    }
}

impl Glyphs {
    /// None yet.
    pub(super) fn new(fonts: &Fonts) -> Self {
        Self(Face::ALL.map(|face| Shown { places: vec![0; 0x1_0000], glyphs: Vec::new(), cids: cids(fonts.data(face)) }))
    }

    /// Uses a glyph for a character; returns its code, and whether it represents this character everywhere.
    pub(super) fn take(&mut self, glyph: Glyph, c: char) -> (u16, bool) {
        let Some(shown) = self.0.get_mut(glyph.face.index()) else { return (0, false) };
        let Some(place) = shown.places.get_mut(usize::from(glyph.gid)) else { return (0, false) };
        if *place == 0 {
            shown.glyphs.push((glyph.gid, c));
            *place = u16::try_from(shown.glyphs.len()).unwrap_or_default();
        }
        let place = *place;
        let stands_for = shown.glyphs.get(usize::from(place) - 1).map(|(_, c)| *c);
        (shown.code(glyph.gid, place), stands_for == Some(c))
    }

    /// The glyphs of a face, in the order of their first use.
    pub(super) fn of(&self, face: Face) -> impl ExactSizeIterator<Item = u16> {
        self.0.get(face.index()).map_or(&[][..], |shown| &shown.glyphs).iter().map(|(gid, _)| *gid)
    }

    /// A throw-away page that shows every glyph once. printpdf subsets fonts by the glyphs it sees, and
    /// the other pages contain raw codes; the second pass removes this page.
    pub(super) fn specimen(&self) -> PdfPage {
        let mut ops = vec![Op::StartTextSection];
        for face in Face::ALL {
            let glyphs: Vec<Codepoint> = (1..).zip(self.of(face)).map(|(place, _)| Codepoint::new(place, 0.0)).collect();
            if !glyphs.is_empty() {
                ops.push(Op::SetFont { font: PdfFontHandle::External(face.id()), size: Pt(1.0) });
                ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
            }
        }
        ops.push(Op::EndTextSection);
        PdfPage::new(Mm(1.0), Mm(1.0), ops)
    }

    /// The face's table of characters (`ToUnicode`).
    pub(super) fn character_map(&self, face: Face) -> String {
        let codes_of = |shown: &Shown| -> Vec<(u16, char)> {
            (1..).zip(&shown.glyphs).map(|(place, (gid, c))| (shown.code(*gid, place), *c)).collect()
        };
        let mut codes = self.0.get(face.index()).map(codes_of).unwrap_or_default();
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

/// The CIDs of a font's glyphs, if it has any. A font without PostScript outlines has none: printpdf copies the whole
/// font before it reports that.
fn cids(font: &[u8]) -> Option<BTreeMap<u16, u16>> {
    RawFace::parse(font, 0).ok()?.table(Tag::from_bytes(b"CFF "))?;
    cff_charset_gid_to_cid_map(font, 0)
}
