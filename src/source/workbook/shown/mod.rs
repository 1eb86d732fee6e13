//! What a number shows: spreadsheets' number formats, as Japanese Excel applies them.
//!
//! No crate does this for Japanese: those there are know neither eras nor the Japanese built-in formats.

mod builtin;
mod date;
mod full;
mod number;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use builtin::builtin;
pub(super) use date::Epoch;
pub(super) use full::in_full;

use crate::source::{RawValue, is_blank};

/// A number format, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    sections: Vec<Section>,
    text: Option<Section>,
}

/// One part of a format: for positive numbers, negative ones, zero, or text.
#[derive(Debug, Clone, PartialEq, Default)]
struct Section {
    condition: Option<(Comparison, f64)>,
    tokens: Vec<Token>,
    kind: Kind,
    gannen: bool,
    digits: Digits,
}

/// What a section makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// Nothing but fixed text.
    #[default]
    Literal,
    General,
    Number,
    /// Has a year, month or day.
    Date,
    /// Has hours, minutes or seconds only.
    Time,
    Text,
}

/// How digits are written (`[DBNum1]` and so on).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Digits {
    #[default]
    Latin,
    Kanji,
    FullWidth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    Unequal,
    AtLeast,
    More,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Literal(String),
    /// `0`, `#` or `?`
    Digit(char),
    Point,
    /// Between digits: thousands are grouped.
    Group,
    Percent,
    /// `E+` or `E-`
    Exponent(bool),
    Slash,
    General,
    At,
    /// A letter of a date format and how often it stands.
    Date(char, usize),
    /// `[h]`, `[mm]`: hours or minutes that do not turn over.
    Elapsed(char, usize),
    /// Fraction of a second, digits.
    Fraction(usize),
    /// The words for before and after noon.
    Noon(&'static str, &'static str),
}

impl Token {
    /// Is it a text that stands in the cell? In the section for texts, `General` is the same as `@`.
    fn stands_for_text(&self) -> bool {
        matches!(self, Self::At | Self::General)
    }
}

impl Pattern {
    /// Takes a format code apart. Every text is a format: what has no meaning stands for itself.
    pub(super) fn parse(code: &str) -> Self {
        parse::parse(code)
    }

    /// Does it show a calendar day?
    #[cfg(test)]
    fn is_date(&self) -> bool {
        self.sections.iter().any(|s| s.kind == Kind::Date)
    }

    /// What the sheet shows for a number, and what it is: a date where the format shows a day.
    pub(super) fn show(&self, number: f64, epoch: Epoch) -> (RawValue, String) {
        if !number.is_finite() {
            return (RawValue::Number(number), number.to_string());
        }
        // most cells have no format at all
        if let [only] = self.sections.as_slice()
            && only.tokens == [Token::General]
            && only.digits == Digits::Latin
            && only.condition.is_none()
        {
            return (RawValue::Number(number), number::general(number));
        }
        let (section, minus) = self.section(number);
        let general = || (RawValue::Number(number), number::general(number));
        let Some(section) = section else { return general() };
        match section.kind {
            Kind::Date | Kind::Time => {
                let magnitude = if minus { number } else { number.abs() };
                match date::show(section, magnitude, epoch) {
                    Some((day, text)) => {
                        let date = day.filter(|_| section.kind == Kind::Date);
                        (date.map_or(RawValue::Number(number), RawValue::Date), text)
                    }
                    // Excel shows nothing but # here; the number says more
                    None => general(),
                }
            }
            Kind::General | Kind::Number | Kind::Literal | Kind::Text => {
                (RawValue::Number(number), number::show(section, number, minus))
            }
        }
    }

    /// Does it show nothing of a text (`;;;`, `0;0;0;"-"`)?
    pub(super) fn hides_text(&self) -> bool {
        self.text.as_ref().is_some_and(|section| !section.tokens.iter().any(Token::stands_for_text))
    }

    /// What the sheet shows for a text: the text, unless the format adds to it (`@"様"`).
    pub(super) fn show_text(&self, text: &str) -> Option<String> {
        let section = self.text.as_ref()?;
        // what the format hides is a text all the same, and room beside it is none of it
        let is_room = |token: &Token| matches!(token, Token::Literal(literal) if is_blank(literal));
        if section.tokens.iter().all(|token| token.stands_for_text() || is_room(token)) || self.hides_text() {
            return None;
        }
        let mut out = String::new();
        for token in &section.tokens {
            match token {
                Token::At | Token::General => out.push_str(text),
                Token::Literal(literal) => out.push_str(literal),
                _ => {}
            }
        }
        Some(out)
    }

    /// The section for a number, and whether a minus sign has to be put before it.
    fn section(&self, number: f64) -> (Option<&Section>, bool) {
        let holds = |s: &Section, default: (Comparison, f64)| {
            let (comparison, bound) = s.condition.unwrap_or(default);
            match comparison {
                Comparison::Less => number < bound,
                Comparison::AtMost => number <= bound,
                Comparison::Equal => number == bound,
                Comparison::Unequal => number != bound,
                Comparison::AtLeast => number >= bound,
                Comparison::More => number > bound,
            }
        };
        let negative = number < 0.0;
        match self.sections.as_slice() {
            [] => (None, negative),
            [only] => {
                let fits = holds(only, (Comparison::AtLeast, f64::NEG_INFINITY));
                (fits.then_some(only), negative)
            }
            [first, second, rest @ ..] => {
                let default = if rest.is_empty() { Comparison::AtLeast } else { Comparison::More };
                if holds(first, (default, 0.0)) {
                    let signed = matches!(first.condition, Some((Comparison::Less | Comparison::AtMost, _)));
                    (Some(first), negative && !signed)
                } else if rest.is_empty() || holds(second, (Comparison::Less, 0.0)) {
                    // the section for negative numbers brings its own sign
                    (Some(second), negative && first.condition.is_some() && second.condition.is_none() && !rest.is_empty())
                } else {
                    (rest.first(), negative)
                }
            }
        }
    }
}
