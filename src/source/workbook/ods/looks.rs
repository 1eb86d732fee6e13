//! The styles of an OpenDocument sheet, as far as they say how a text is drawn.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::source::workbook::drawn::{BLACK, Drawn, MAX_STYLES, WHITE, written};
use crate::source::workbook::xml::attribute;

/// What a style says; nothing of what it leaves open.
#[derive(Debug, Default, Clone, Copy)]
struct Style {
    struck: bool,
    letters: Option<u32>,
    ground: Option<u32>,
}

/// The styles by their names. Those that another style is made from are not looked at: programs write what a cell
/// differs by into a style of its own.
#[derive(Debug, Default)]
pub(super) struct Looks {
    styles: HashMap<String, Style>,
    /// Check boxes by the names that drawings call them by: label and state.
    controls: HashMap<String, (String, bool)>,
}

impl Looks {
    /// What a form says of a check box or an option button.
    pub(super) fn add_control(&mut self, element: &BytesStart<'_>) {
        let text = |name| attribute(element, name).map(|value| value.into_owned());
        let checked = text("current-state").or_else(|| text("state")).is_some_and(|state| state == "checked")
            || text("current-selected").or_else(|| text("selected")).is_some_and(|state| state == "true");
        if let Some(id) = text("id").filter(|_| self.controls.len() < MAX_STYLES) {
            self.controls.insert(id, (text("label").unwrap_or_default(), checked));
        }
    }

    /// Label and state of the check box of this name.
    pub(super) fn control(&self, id: &str) -> Option<(&str, bool)> {
        self.controls.get(id).map(|(label, checked)| (label.as_str(), *checked))
    }

    /// What a style says of letters.
    pub(super) fn letters(&mut self, style: &str, element: &BytesStart<'_>) {
        let says = |name| attribute(element, name).map(|value| &*value != "none");
        let struck = says("text-line-through-style").or_else(|| says("text-line-through-type"));
        let letters = attribute(element, "color").and_then(|colour| written(&colour));
        if let Some(style) = self.style(style) {
            style.struck |= struck.unwrap_or(false);
            style.letters = letters.or(style.letters);
        }
    }

    /// What a style says of the ground.
    pub(super) fn ground(&mut self, style: &str, element: &BytesStart<'_>) {
        let ground = attribute(element, "background-color").and_then(|colour| written(&colour));
        if let Some(style) = self.style(style) {
            style.ground = ground.or(style.ground);
        }
    }

    /// How a cell of this style draws its text.
    pub(super) fn of(&self, style: &str) -> Drawn {
        let style = self.styles.get(style).copied().unwrap_or_default();
        let ground = style.ground.unwrap_or(WHITE);
        let fill = if ground == WHITE { 0 } else { ground.saturating_add(1) };
        Drawn { struck: style.struck, unseen: style.letters.unwrap_or(BLACK) == ground, fill }
    }

    fn style(&mut self, name: &str) -> Option<&mut Style> {
        if self.styles.len() >= MAX_STYLES {
            return None;
        }
        Some(self.styles.entry(name.to_owned()).or_default())
    }
}
