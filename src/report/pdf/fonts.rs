//! The faces: BIZ UDPGothic, and VL Gothic for characters it lacks. Read once per process into flat tables.
//! `fonts/README.md` says how the files were cut.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use printpdf::{FontId, ParsedFont};
use ttf_parser::name_id::POST_SCRIPT_NAME;

use crate::model::text::is_invisible;
use crate::report::options::Options;
use crate::report::pdf::error::{Error, FontFault};

static REGULAR: &[u8] = include_bytes!("fonts/BIZUDPGothic-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/BIZUDPGothic-Bold.ttf");
static RARE: &[u8] = include_bytes!("fonts/VL-Gothic-Regular.ttf");

/// One of the faces of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    /// BIZ UDPGothic for characters that the user's own font lacks; otherwise empty.
    Standard,
    /// Characters that BIZ UDPGothic lacks.
    Rare,
}

impl Face {
    pub(super) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Standard, Self::Rare];

    /// The font id for printpdf; fixed, because its own ids count per process.
    pub(super) fn id(self) -> FontId {
        FontId(self.resource().to_owned())
    }

    /// Fixed resource names, so that the same input gives the same bytes. Six letters: printpdf turns them into
    /// the tag of the subset.
    pub(super) const fn resource(self) -> &'static str {
        match self {
            Self::Regular => "TORIRG",
            Self::Bold => "TORIBD",
            Self::Standard => "TORIST",
            Self::Rare => "TORIRA",
        }
    }

    /// Whether it serves for characters that the face of the text lacks.
    pub(super) const fn is_fallback(self) -> bool {
        matches!(self, Self::Standard | Self::Rare)
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// The glyph of a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub gid: u16,
    /// Advance in thousandths of an em: the unit of PDF, so that layout and viewer agree.
    pub milli: u16,
    pub face: Face,
    pub kind: GlyphKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GlyphKind {
    /// The character itself.
    Drawn,
    /// 〓 instead: no face has it.
    Missing,
    /// 〓 instead: private use.
    Gaiji,
    /// Takes no room: variation selectors, joiners, line ends.
    Invisible,
}

/// The faces of a report.
pub(super) struct Fonts {
    data: [Cow<'static, [u8]>; 4],
    /// Glyphs of the basic plane by character, for regular and for bold text.
    tables: [Vec<Glyph>; 2],
    geta: [Glyph; 2],
}

impl Fonts {
    /// The built-in faces.
    pub(super) fn built_in() -> Result<&'static Self, Error> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS
            .get_or_init(|| Self::new(Cow::Borrowed(REGULAR), Cow::Borrowed(BOLD), &[]).ok())
            .as_ref()
            .ok_or(Error::Font { reason: FontFault::Unreadable })
    }

    /// Faces from the user's files; the built-in ones have what they lack.
    pub(super) fn from_files(regular: Vec<u8>, bold: Option<Vec<u8>>) -> Result<Self, Error> {
        let bold = bold.map_or_else(|| Cow::Owned(regular.clone()), Cow::Owned);
        Self::new(Cow::Owned(regular), bold, REGULAR)
    }

    fn new(regular: Cow<'static, [u8]>, bold: Cow<'static, [u8]>, standard: &'static [u8]) -> Result<Self, Error> {
        let data = [regular, bold, Cow::Borrowed(standard), Cow::Borrowed(RARE)];
        let blank = Glyph { gid: 0, milli: 1000, face: Face::Regular, kind: GlyphKind::Missing };
        let mut tables = [vec![blank; 0x1_0000], vec![blank; 0x1_0000]];
        // each overwrites what those before it have
        for (table, own) in tables.iter_mut().zip([Face::Regular, Face::Bold]) {
            for face in [Face::Rare, Face::Standard, own] {
                if let Some(file) = data.get(face.index()).filter(|file| !file.is_empty()) {
                    fill(table, face, file)?;
                }
            }
        }
        let mut geta = [blank; 2];
        for (table, geta) in tables.iter_mut().zip(&mut geta) {
            let glyph = |c: char| table.get(c as usize).copied().unwrap_or(blank);
            *geta = Glyph { kind: GlyphKind::Missing, ..glyph('〓') };
            if glyph('〓').kind == GlyphKind::Missing || glyph('あ').face.is_fallback() {
                return Err(Error::Font { reason: FontFault::NotJapanese });
            }
            for (code, glyph) in table.iter_mut().enumerate() {
                let code = u32::try_from(code).unwrap_or_default();
                let Some(c) = char::from_u32(code) else { continue };
                if matches!(code, 0xe000..=0xf8ff) {
                    *glyph = Glyph { kind: GlyphKind::Gaiji, ..*geta };
                } else if c == '\n'
                    || c == '\r'
                    || is_invisible(c)
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                {
                    *glyph = Glyph { kind: GlyphKind::Invisible, milli: 0, ..*geta };
                } else if glyph.kind == GlyphKind::Missing || c.is_control() {
                    *glyph = *geta;
                }
            }
            // fonts have no glyph for a tab
            let space = table.get(usize::from(b' ')).copied().unwrap_or(blank);
            if let Some(tab) = table.get_mut(usize::from(b'\t')) {
                *tab = space;
            }
        }
        Ok(Self { data, tables, geta })
    }

    /// The glyph of a character.
    pub(super) fn glyph(&self, bold: bool, c: char) -> Glyph {
        let [regular, heavy] = &self.tables;
        let table = if bold { heavy } else { regular };
        match table.get(c as usize) {
            Some(glyph) => *glyph,
            None => self.beyond(bold, c),
        }
    }

    /// Advance of a character in em.
    pub(super) fn advance(&self, bold: bool, c: char) -> f32 {
        f32::from(self.glyph(bold, c).milli) / 1000.0
    }

    /// Width of a text in em.
    pub(super) fn width(&self, bold: bool, text: &str) -> f32 {
        text.chars().map(|c| self.advance(bold, c)).sum()
    }

    /// The variant for a variation selector, if the face has it.
    pub(super) fn variant(&self, bold: bool, base: char, selector: char) -> Option<Glyph> {
        let own = if bold { Face::Bold } else { Face::Regular };
        let face = ttf_parser::Face::parse(self.data(own), 0).ok()?;
        let gid = face.glyph_variation_index(base, selector)?;
        Some(Glyph { gid: gid.0, milli: milli(&face, gid), face: own, kind: GlyphKind::Drawn })
    }

    /// Characters beyond the basic plane are rare, so they are looked up in the font itself.
    fn beyond(&self, bold: bool, c: char) -> Glyph {
        let [regular, heavy] = self.geta;
        let geta = if bold { heavy } else { regular };
        if is_invisible(c) {
            return Glyph { kind: GlyphKind::Invisible, milli: 0, ..geta };
        }
        if matches!(c as u32, 0xf_0000..) {
            return Glyph { kind: GlyphKind::Gaiji, ..geta };
        }
        for own in [if bold { Face::Bold } else { Face::Regular }, Face::Standard, Face::Rare] {
            let Ok(face) = ttf_parser::Face::parse(self.data(own), 0) else { continue };
            if let Some(gid) = face.glyph_index(c).filter(|gid| gid.0 != 0) {
                return Glyph { gid: gid.0, milli: milli(&face, gid), face: own, kind: GlyphKind::Drawn };
            }
        }
        geta
    }

    /// The face's file.
    pub(super) fn data(&self, face: Face) -> &[u8] {
        self.data.get(face.index()).map_or(&[], |file| file)
    }

    /// A subset with these glyphs only, numbered in this order after glyph 0.
    pub(super) fn cut(&self, face: Face, glyphs: impl Iterator<Item = u16>) -> Result<ParsedFont, Error> {
        let ids: Vec<u16> = std::iter::once(0).chain(glyphs).collect();
        let file = ReadScope::new(self.data(face)).read::<FontData<'_>>().ok();
        let tables = file.and_then(|file| file.table_provider(0).ok());
        let mut font = tables
            .and_then(|tables| subset(&tables, &ids, &SubsetProfile::Pdf, CmapTarget::Unicode).ok())
            .and_then(|file| ParsedFont::from_bytes(&file, 0, &mut Vec::new()))
            .ok_or(Error::Font { reason: FontFault::Unreadable })?;
        // The subset has neither a name nor a weight. The tag of six letters says that it is one (ISO 32000-1, 9.6.4).
        let whole = self.parsed(face)?;
        let name = whole.names().into_iter().filter(|name| name.name_id == POST_SCRIPT_NAME).find_map(|name| name.to_string());
        font.font_name = Some(format!("{}+{}", face.resource(), name.as_deref().unwrap_or("Font")));
        font.pdf_font_metrics.us_weight_class = whole.weight().to_number();
        Ok(font)
    }

    /// Height of capital letters in thousandths of an em, if the face says so.
    pub(super) fn capital_height(&self, face: Face) -> Option<i64> {
        let face = self.parsed(face).ok()?;
        let units = i64::from(face.units_per_em()).max(1);
        face.capital_height().map(|height| i64::from(height) * 1000 / units)
    }

    fn parsed(&self, face: Face) -> Result<ttf_parser::Face<'_>, Error> {
        ttf_parser::Face::parse(self.data(face), 0).map_err(|_| Error::Font { reason: FontFault::Unreadable })
    }
}

/// The fonts for these options.
pub(super) enum LoadedFonts {
    BuiltIn(&'static Fonts),
    Own(Box<Fonts>),
}

impl LoadedFonts {
    pub(super) fn of(options: &Options) -> Result<Self, Error> {
        Ok(match &options.font {
            Some(files) => Self::Own(Box::new(Fonts::from_files(files.regular.clone(), files.bold.clone())?)),
            None => Self::BuiltIn(Fonts::built_in()?),
        })
    }
}

impl Deref for LoadedFonts {
    type Target = Fonts;

    fn deref(&self) -> &Fonts {
        match self {
            Self::BuiltIn(fonts) => fonts,
            Self::Own(fonts) => fonts,
        }
    }
}

fn fill(table: &mut [Glyph], own: Face, data: &[u8]) -> Result<(), Error> {
    let face = ttf_parser::Face::parse(data, 0).map_err(|_| Error::Font { reason: FontFault::Unreadable })?;
    let Some(cmap) = face.tables().cmap else {
        return Err(Error::Font { reason: FontFault::NoCharacters });
    };
    for subtable in cmap.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|code| {
            let Some(entry) = table.get_mut(code as usize) else { return };
            if let Some(gid) = subtable.glyph_index(code).filter(|gid| gid.0 != 0) {
                *entry = Glyph { gid: gid.0, milli: milli(&face, gid), face: own, kind: GlyphKind::Drawn };
            }
        });
    }
    Ok(())
}

/// An advance in thousandths of an em, rounded down as printpdf does.
fn milli(face: &ttf_parser::Face<'_>, gid: ttf_parser::GlyphId) -> u16 {
    let units = u32::from(face.units_per_em()).max(1);
    let advance = u32::from(face.glyph_hor_advance(gid).unwrap_or_default());
    u16::try_from(advance * 1000 / units).unwrap_or(u16::MAX)
}
