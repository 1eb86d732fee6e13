//! How a text is drawn, as far as that bears on what it means: struck out, or not to be seen.

use crate::source::Look;

/// Formats beyond this are not looked at; Excel allows 65,490 cell formats.
pub(super) const MAX_STYLES: usize = 100_000;

/// What a cell format does to a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// A line goes through it.
    pub(super) struck: bool,
    /// It has the colour of its ground, or the format shows nothing (`;;;`).
    pub(super) unseen: bool,
    /// The ground, where it is coloured: equal numbers are equal colours. 0 is plain paper.
    pub(super) fill: u32,
}

impl Drawn {
    /// Remarks on a cell of this format whose text has `rich` pieces.
    pub(super) fn look(self, rich: Option<&Rich>) -> Option<Look> {
        let struck = match rich {
            None => self.struck.then_some(Look::Struck),
            Some(rich) => rich.look(self.struck),
        };
        struck.or_else(|| self.unseen.then_some(Look::Unseen))
    }
}

/// A text of several pieces: which of them are struck out by fonts of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rich {
    struck: String,
    /// The pieces in the cell's own font.
    bare: String,
    /// Some piece has a font of its own without a line.
    plain: bool,
}

impl Rich {
    /// The next piece; `None`: it has no font of its own.
    pub(super) fn add(&mut self, piece: &str, struck: Option<bool>) {
        match struck {
            Some(true) => self.struck.push_str(piece),
            Some(false) => self.plain |= !crate::source::is_blank(piece),
            None => self.bare.push_str(piece),
        }
    }

    /// The pieces of `text` by where each begins, counted in UTF-16, and whether its font strikes out. What stands
    /// before the first has the cell's own font.
    pub(super) fn of(text: &str, runs: impl Iterator<Item = (usize, bool)>) -> Self {
        let mut rich = Self::default();
        let (mut units, mut from, mut font) = (0, 0, None);
        let mut runs = runs.peekable();
        for (at, c) in text.char_indices() {
            while let Some((_, struck)) = runs.next_if(|(begin, _)| *begin <= units) {
                rich.add(text.get(from..at).unwrap_or_default(), font);
                (from, font) = (at, Some(struck));
            }
            units += c.len_utf16();
        }
        rich.add(text.get(from..).unwrap_or_default(), font);
        rich
    }

    /// Is there nothing but text in the cell's own font?
    pub(super) fn is_bare(&self) -> bool {
        self.struck.is_empty() && !self.plain
    }

    /// The length of what is kept here.
    pub(super) fn len(&self) -> usize {
        self.struck.len() + self.bare.len()
    }

    fn look(&self, cell: bool) -> Option<Look> {
        let own = |text: &str| !crate::source::is_blank(text);
        let (struck, bare) = (own(&self.struck), own(&self.bare));
        match (struck || (cell && bare), self.plain || (bare && !cell)) {
            (false, _) => None,
            (true, false) => Some(Look::Struck),
            (true, true) => {
                let mut pieces = self.struck.clone();
                if cell {
                    pieces.push_str(&self.bare);
                }
                Some(Look::StruckPart(pieces))
            }
        }
    }
}

/// The fonts and grounds that cell formats name by number. A colour that cannot be resolved is `None`.
#[derive(Debug, Default)]
pub(super) struct Palette {
    fonts: Vec<(bool, Option<u32>)>,
    grounds: Vec<Option<u32>>,
}

impl Palette {
    /// The next font.
    pub(super) fn font(&mut self, struck: bool, colour: Option<u32>) {
        if self.fonts.len() < MAX_STYLES {
            self.fonts.push((struck, colour));
        }
    }

    /// The next ground.
    pub(super) fn ground(&mut self, colour: Option<u32>) {
        if self.grounds.len() < MAX_STYLES {
            self.grounds.push(colour);
        }
    }

    /// Does this font strike out?
    pub(super) fn strikes(&self, font: usize) -> bool {
        self.fonts.get(font).is_some_and(|(struck, _)| *struck)
    }

    /// A cell format of this font and ground.
    pub(super) fn drawn(&self, font: usize, ground: usize) -> Drawn {
        let colour = self.grounds.get(ground).copied().unwrap_or(Some(WHITE));
        let number = u32::try_from(ground).unwrap_or(u32::MAX - 1) + 1;
        self.on(font, colour, if colour == Some(WHITE) { 0 } else { number })
    }

    /// A cell format of this font on a ground of this colour; `fill` is the ground's number.
    pub(super) fn on(&self, font: usize, ground: Option<u32>, fill: u32) -> Drawn {
        let Some((struck, colour)) = self.fonts.get(font) else { return Drawn { fill, ..Drawn::default() } };
        Drawn { struck: *struck, unseen: colour.is_some() && *colour == ground, fill }
    }
}

/// Paper.
pub(super) const WHITE: u32 = 0x00ff_ffff;
/// The default ink.
pub(super) const BLACK: u32 = 0;

/// The colour of this number in the palette every workbook begins with; the first ones only, of which the two that
/// matter are nearly always there.
pub(super) const fn indexed(number: u32) -> Option<u32> {
    match number {
        0 | 8 | 64 | 0x7fff => Some(BLACK),
        1 | 9 | 65 => Some(WHITE),
        2 | 10 => Some(0x00ff_0000),
        3 | 11 => Some(0x0000_ff00),
        4 | 12 => Some(0x0000_00ff),
        _ => None,
    }
}

/// The colour of this number in a workbook's theme: paper and ink. The others are whatever the theme says.
pub(super) const fn themed(number: u32) -> Option<u32> {
    match number {
        0 => Some(WHITE),
        1 => Some(BLACK),
        _ => None,
    }
}

/// `FFRRGGBB` or `#rrggbb`.
pub(super) fn written(text: &str) -> Option<u32> {
    let digits = text.trim().trim_start_matches('#');
    let last = digits.len().checked_sub(6)?;
    u32::from_str_radix(digits.get(last..)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_fonts_of_their_own() {
        let mut rich = Rich::default();
        rich.add("4月", Some(true));
        assert_eq!(rich.look(false), Some(Look::Struck));
        rich.add("10月", Some(false));
        assert_eq!(rich.look(false), Some(Look::StruckPart("4月".into())));
        rich.add("から", None);
        assert_eq!(rich.look(true), Some(Look::StruckPart("4月から".into())));
        let mut plain = Rich::default();
        plain.add("10月", Some(false));
        assert_eq!(plain.look(true), None);
    }

    #[test]
    fn colours_are_compared_where_they_are_known() {
        assert_eq!((written("FFFFFFFF"), written("#1f4e79"), written("x")), (Some(WHITE), Some(0x1f_4e79), None));
        let mut palette = Palette::default();
        palette.font(false, Some(WHITE));
        palette.font(true, None);
        palette.ground(Some(WHITE));
        palette.ground(None);
        assert!(palette.drawn(0, 0).unseen && !palette.drawn(0, 1).unseen && !palette.drawn(1, 1).unseen);
    }
}
