//! Space between two characters: half an em less between adjacent brackets and punctuation that a font makes
//! full-width (約物の連続), a quarter em between Japanese and Latin text if the form wants it (四分アキ).

use crate::report::pdf::fonts::Fonts;

const OPENING: &str = "（〔［｛〈《「『【〘〖‘“";
const CLOSING: &str = "、。，．）〕］｝〉》」』】〙〗’”";

/// The spacing of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Spacing {
    /// Which brackets and punctuation are one em wide, a bit for each: those of the built-in font, which also stands in for
    /// what another font lacks, are half an em.
    full_width: u32,
    latin_gap: bool,
}

impl Spacing {
    pub(crate) fn new(fonts: &Fonts, latin_gap: bool) -> Self {
        let marks = OPENING.chars().chain(CLOSING.chars());
        let wide = marks.enumerate().filter(|(_, mark)| fonts.advance(false, *mark) > 0.9);
        Self { full_width: wide.fold(0, |bits, (at, _)| bits | 1 << at), latin_gap }
    }

    /// No spacing at all.
    pub(crate) const fn is_plain(self) -> bool {
        self.full_width == 0 && !self.latin_gap
    }

    fn is_full_width(self, mark: char) -> bool {
        let at = OPENING.chars().chain(CLOSING.chars()).position(|known| known == mark);
        at.is_some_and(|at| self.full_width >> at & 1 == 1)
    }

    /// Space between two characters, in em; negative if they move together.
    pub(crate) fn between(self, first: char, second: char) -> f32 {
        if self.full_width != 0 {
            // a mark is blank where it faces the other: after what closes, before what opens
            let after = CLOSING.contains(first) && self.is_full_width(first);
            let before = OPENING.contains(second) && self.is_full_width(second);
            if after && CLOSING.contains(second) || before && OPENING.contains(first) || after && before {
                return -0.5;
            }
        }
        if self.latin_gap && (is_japanese(first) && is_latin(second) || is_latin(first) && is_japanese(second)) {
            return 0.25;
        }
        0.0
    }
}

/// 漢字 and 仮名, not punctuation, which includes its own space.
fn is_japanese(c: char) -> bool {
    matches!(c, '々' | '〆' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

const fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_move_together_and_latin_stands_apart() {
        let set = Spacing { full_width: u32::MAX, latin_gap: true };
        let gaps = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            chars.windows(2).map(|pair| set.between(pair[0], pair[1])).collect::<Vec<_>>()
        };
        assert_eq!(gaps("（「市」）、"), [-0.5, 0.0, 0.0, -0.5, -0.5]);
        assert_eq!(gaps("市DX化"), [0.25, 0.0, 0.25]);
        assert_eq!(Spacing::default().between('）', '（'), 0.0);
        let narrow = OPENING.chars().chain(CLOSING.chars()).position(|mark| mark == '」').unwrap();
        let set = Spacing { full_width: !(1 << narrow), latin_gap: false };
        assert_eq!([set.between('」', '）'), set.between('）', '」')], [0.0, -0.5], "half an em has no blank to lose");
    }
}
