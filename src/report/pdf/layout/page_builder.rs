//! Builds pages: the current page, how far it is filled, and the structure so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::report::pdf::fonts::{Fonts, GlyphKind};
use crate::report::pdf::layout::display_list::{
    Anchor, Block, Bookmark, Document, DrawItem, Link, Mark, Page, PagePosition, Stroke, Style, Target,
};
use crate::report::pdf::layout::spacing::Spacing;
use crate::report::pdf::layout::theme::{HEADING, SUBHEADING, Sheet};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::typeset;

/// Space above a section below another.
const SECTION_GAP: f32 = 26.0;

pub(crate) struct PageBuilder<'f> {
    pub doc: Document,
    pub fonts: &'f Fonts,
    pub sheet: Sheet,
    /// The spacing between characters.
    pub spacing: Spacing,
    /// How far down the current page is filled.
    pub y: f32,
    /// Root of the structure.
    pub root: NodeId,
    /// Section of the following pages.
    pub section: String,
    /// Tables in smaller type, by how many steps, so that their last page has enough rows.
    pub steps_down: BTreeMap<String, u8>,
    /// Tables whose last two parts go on the same page.
    pub joined_parts: BTreeSet<String>,
    /// Characters that no face has, and their places.
    pub missing: RefCell<BTreeSet<char>>,
    /// Characters from the second font.
    pub substituted: RefCell<BTreeSet<char>>,
}

/// Alignment of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Center,
    Right,
}

impl<'f> PageBuilder<'f> {
    pub(crate) fn new(fonts: &'f Fonts, sheet: Sheet, spacing: Spacing, title: String) -> Self {
        let mut doc = Document { width: sheet.width, height: sheet.height, title, spacing, ..Document::default() };
        let root = doc.tree.add(None, Role::Document);
        Self {
            doc,
            fonts,
            sheet,
            spacing,
            y: sheet.bottom,
            root,
            section: String::new(),
            steps_down: BTreeMap::new(),
            joined_parts: BTreeSet::new(),
            missing: RefCell::default(),
            substituted: RefCell::default(),
        }
    }

    pub(crate) fn page(&mut self) {
        self.doc.pages.push(Page { section: self.section.clone(), ..Page::default() });
        self.y = self.sheet.top;
    }

    /// A new page unless `height` fits on this one.
    pub(crate) fn room(&mut self, height: f32) {
        if self.doc.pages.is_empty() || self.y + height > self.sheet.bottom {
            self.page();
        }
    }

    pub(crate) fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        self.doc.tree.add(Some(parent), role)
    }

    pub(crate) fn put(&mut self, mark: Mark, items: Vec<DrawItem>) {
        if let Some(page) = self.doc.pages.last_mut() {
            page.blocks.push(Block { mark, items });
        }
    }

    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        self.put(Mark::Layout, vec![DrawItem::Line { from, to, stroke }]);
    }

    pub(crate) fn width(&self, style: Style, text: &str) -> f32 {
        let own = self.fonts.width(style.bold, text);
        if self.spacing.is_plain() {
            return own * style.size;
        }
        let between: f32 =
            text.chars().zip(text.chars().skip(1)).map(|(first, second)| self.spacing.between(first, second)).sum();
        (own + between) * style.size
    }

    /// Advance of the character at a byte of a text, with the spacing after it, in em.
    pub(crate) fn advance(&self, bold: bool, text: &str, at: usize, c: char) -> f32 {
        let own = self.fonts.advance(bold, c);
        if self.spacing.is_plain() {
            return own;
        }
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        own + next.map_or(0.0, |next| self.spacing.between(c, next))
    }

    /// A text as a item, its baseline at `y`.
    pub(crate) fn text(&self, x: f32, y: f32, style: Style, side: Side, text: &str) -> DrawItem {
        let x = match side {
            Side::Left => x,
            Side::Center => x - self.width(style, text) / 2.0,
            Side::Right => x - self.width(style, text),
        };
        DrawItem::Text { x, y, style, text: text.into() }
    }

    /// Breaks a text and places it from `top` on; returns the items and the bottom.
    pub(crate) fn lines(&self, x: f32, top: f32, width: f32, style: Style, leading: f32, text: &str) -> (Vec<DrawItem>, f32) {
        let ranges = typeset::lines(text, width, &[], |at, c| self.advance(style.bold, text, at, c) * style.size);
        let mut y = top;
        let mut items = Vec::with_capacity(ranges.len());
        for range in ranges {
            let line = text.get(range).unwrap_or_default();
            items.push(DrawItem::Text { x, y: y + baseline(leading, style.size), style, text: line.into() });
            y += leading;
        }
        (items, y)
    }

    /// Truncates a text to a width, with … at its end.
    pub(crate) fn fit(&self, style: Style, width: f32, text: &str) -> String {
        if self.width(style, text) <= width {
            return text.to_owned();
        }
        let room = width - self.width(style, "…");
        let mut used = 0.0;
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            used += self.advance(style.bold, text, at, c) * style.size;
            if used > room {
                break;
            }
            out.push(c);
        }
        out.push('…');
        out
    }

    pub(crate) fn anchor(&mut self) -> Anchor {
        self.doc.anchors.push(None);
        Anchor(self.doc.anchors.len() - 1)
    }

    /// Places an anchor at `y` on the current page.
    pub(crate) fn drop_anchor(&mut self, anchor: Anchor, y: f32) {
        let page = self.doc.pages.len().saturating_sub(1);
        if let Some(slot) = self.doc.anchors.get_mut(anchor.0) {
            *slot = Some(PagePosition { page, y });
        }
    }

    pub(crate) fn bookmark(&mut self, level: u8, title: impl Into<String>, anchor: Anchor) {
        self.doc.outline.push(Bookmark { level, title: title.into(), anchor });
    }

    pub(crate) fn link(&mut self, area: [f32; 4], to: impl Into<Target>, node: NodeId, alt: String) {
        if let Some(page) = self.doc.pages.last_mut() {
            page.links.push(Link { area, to: to.into(), node, alt });
        }
    }

    /// Begins a section on a new page: its heading, its bookmark, its running head.
    pub(crate) fn section(&mut self, title: &str, anchor: Anchor) -> NodeId {
        self.section = title.to_owned();
        self.page();
        self.begin_section(title, anchor)
    }

    /// Height that is left below the last section.
    pub(crate) fn room_below(&self) -> f32 {
        self.sheet.bottom - self.y - SECTION_GAP
    }

    /// Begins a section below the one before if `height` is left, else on a new page.
    pub(crate) fn section_below(&mut self, title: &str, anchor: Anchor, height: f32) -> NodeId {
        self.section = title.to_owned();
        if self.doc.pages.is_empty() || 30.0 + height > self.room_below() {
            self.page();
        } else {
            self.y += SECTION_GAP;
            if let Some(page) = self.doc.pages.last_mut().filter(|page| page.section.is_empty()) {
                page.section.clone_from(&self.section);
            }
        }
        self.begin_section(title, anchor)
    }

    fn begin_section(&mut self, title: &str, anchor: Anchor) -> NodeId {
        let sect = self.node(self.root, Role::Sect);
        let node = self.node(sect, Role::H2);
        self.drop_anchor(anchor, self.y - 10.0);
        self.bookmark(1, title, anchor);
        let (items, y) = self.lines(self.sheet.left, self.y - 3.0, self.sheet.measure(), HEADING, 20.0, title);
        self.put(Mark::Of(node), items);
        self.y = y + 9.0;
        sect
    }

    /// Height of [`subheading`](Self::subheading).
    pub(crate) fn subheading_height(&self, title: &str) -> f32 {
        let (_, bottom) = self.lines(0.0, -1.0, self.sheet.measure(), SUBHEADING, 15.0, title);
        bottom + 4.0
    }

    /// A heading inside a section.
    pub(crate) fn subheading(&mut self, parent: NodeId, title: &str) {
        let node = self.node(parent, Role::H3);
        let (items, y) = self.lines(self.sheet.left, self.y - 1.0, self.sheet.measure(), SUBHEADING, 15.0, title);
        self.put(Mark::Of(node), items);
        self.y = y + 4.0;
    }

    /// A paragraph over the full measure, over any number of pages.
    pub(crate) fn paragraph(&mut self, parent: NodeId, style: Style, text: &str) {
        let node = self.node(parent, Role::P);
        let leading = style.size * 1.6;
        let ranges = typeset::lines(text, self.sheet.measure(), &[], |at, c| self.advance(style.bold, text, at, c) * style.size);
        let mut items = Vec::new();
        for range in ranges {
            if self.y + leading > self.sheet.bottom {
                if !items.is_empty() {
                    self.put(Mark::Of(node), std::mem::take(&mut items));
                }
                self.page();
            }
            let line = text.get(range).unwrap_or_default();
            items.push(DrawItem::Text {
                x: self.sheet.left,
                y: self.y + baseline(leading, style.size),
                style,
                text: line.into(),
            });
            self.y += leading;
        }
        self.put(Mark::Of(node), items);
    }

    /// Records characters that come from the second font, and those that cannot be drawn. Gaiji
    /// have their own finding.
    pub(crate) fn note_missing(&self, bold: bool, text: &str) {
        for c in text.chars() {
            let glyph = self.fonts.glyph(bold, c);
            if glyph.kind == GlyphKind::Missing {
                self.missing.borrow_mut().insert(c);
            } else if glyph.face.is_fallback() && glyph.kind == GlyphKind::Drawn {
                self.substituted.borrow_mut().insert(c);
            }
        }
    }
}

/// Returns the whole part of a number of lines or rows.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float becomes an integer by saturating")]
pub(crate) const fn whole(count: f32) -> usize {
    count as usize
}

/// Position of the baseline in a line of this leading, which centres ideographs.
pub(crate) fn baseline(leading: f32, size: f32) -> f32 {
    leading * 0.5 + size * 0.37
}
