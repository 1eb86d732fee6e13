//! Which number format a cell has.

use std::collections::HashMap;

use super::drawn::{Drawn, MAX_STYLES};
use super::shown::{Epoch, Pattern, builtin};
use crate::source::RawValue;

/// A workbook's cell formats, as far as they say what a number shows.
#[derive(Debug)]
pub(super) struct Styles {
    /// Where its days are counted from.
    pub(super) epoch: Epoch,
    codes: HashMap<u32, String>,
    by_style: Vec<(usize, Drawn)>,
    patterns: Vec<Pattern>,
    known: HashMap<u32, usize>,
    /// How much a reader takes that keeps with each cell format all that belongs to it.
    pub(super) weight: u64,
}

impl Styles {
    /// No formats yet: everything is shown as it is.
    pub(super) fn new() -> Self {
        Self {
            epoch: Epoch::default(),
            codes: HashMap::new(),
            by_style: Vec::new(),
            patterns: vec![Pattern::parse("General")],
            known: HashMap::from([(0, 0)]),
            weight: 0,
        }
    }

    /// The code of a format that the file declares.
    pub(super) fn declare(&mut self, id: u32, code: &str) {
        if self.codes.len() < MAX_STYLES {
            self.codes.insert(id, code.to_owned());
        }
    }

    /// The next cell format shows numbers by this format and draws texts so. All codes have to be declared before.
    pub(super) fn push(&mut self, id: u32, drawn: Drawn) {
        if self.by_style.len() >= MAX_STYLES {
            return;
        }
        let index = match self.known.get(&id) {
            Some(index) => *index,
            None => {
                let code = self.codes.get(&id).map_or(builtin(id), String::as_str);
                self.patterns.push(Pattern::parse(code));
                self.known.insert(id, self.patterns.len() - 1);
                self.patterns.len() - 1
            }
        };
        self.by_style.push((index, drawn));
    }

    /// What a number shows in a cell of this format, and what it is.
    pub(super) fn show(&self, style: usize, number: f64) -> (RawValue, String) {
        match self.pattern(style) {
            Some(pattern) => pattern.show(number, self.epoch),
            None => (RawValue::Number(number), number.to_string()),
        }
    }

    /// What a text shows in a cell of this format, where that is not the text itself.
    pub(super) fn show_text(&self, style: usize, text: &str) -> Option<String> {
        self.pattern(style).and_then(|pattern| pattern.show_text(text))
    }

    /// Does this format show nothing of a text?
    pub(super) fn hides_text(&self, style: usize) -> bool {
        self.pattern(style).is_some_and(Pattern::hides_text)
    }

    /// How a text in a cell of this format is drawn.
    pub(super) fn drawn(&self, style: usize) -> Drawn {
        self.by_style.get(style).map(|(_, drawn)| *drawn).unwrap_or_default()
    }

    fn pattern(&self, style: usize) -> Option<&Pattern> {
        let index = self.by_style.get(style).map_or(0, |(index, _)| *index);
        self.patterns.get(index)
    }
}
