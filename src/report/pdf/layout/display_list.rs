//! The display list: placed items, from layout to drawing. Independent of any PDF library.
//!
//! Lengths are points, measured from the upper left corner of the page.

use crate::report::pdf::layout::spacing::Spacing;
use crate::report::pdf::layout::tree::{NodeId, Tree};

/// A colour: red, green, blue.
pub(crate) type Ink = [u8; 3];

/// A laid-out volume.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub width: f32,
    pub height: f32,
    pub title: String,
    /// The space between two characters.
    pub spacing: Spacing,
    pub pages: Vec<Page>,
    pub tree: Tree,
    pub outline: Vec<Bookmark>,
    /// The positions of the anchors.
    pub anchors: Vec<Option<PagePosition>>,
}

/// A link target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PagePosition {
    pub page: usize,
    pub y: f32,
}

/// A target whose position is known once it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor(pub usize);

/// An entry of the outline.
#[derive(Debug)]
pub(crate) struct Bookmark {
    /// From 1.
    pub level: u8,
    pub title: String,
    pub anchor: Anchor,
}

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub blocks: Vec<Block>,
    pub links: Vec<Link>,
    /// The section it belongs to, for its running head.
    pub section: String,
}

/// Items of one structure element.
#[derive(Debug)]
pub(crate) struct Block {
    pub mark: Mark,
    pub items: Vec<DrawItem>,
}

/// The meaning of a block for a screen reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Rules and fills.
    Layout,
    /// Headings and names repeated on a further page.
    Pagination,
    /// The running head.
    Header,
    /// The page number and the name of the report.
    Footer,
    /// Content of an element of the structure.
    Of(NodeId),
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Within the volume.
    Place(Anchor),
    /// To a page beside the report, as a relative URL.
    Page(Box<str>),
}

impl From<Anchor> for Target {
    fn from(anchor: Anchor) -> Self {
        Self::Place(anchor)
    }
}

/// A link.
#[derive(Debug)]
pub(crate) struct Link {
    /// Left, top, width, height.
    pub area: [f32; 4],
    pub to: Target,
    pub node: NodeId,
    /// Its description for a screen reader.
    pub alt: String,
}

#[derive(Debug)]
pub(crate) enum DrawItem {
    Rect {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        fill: Option<Ink>,
        stroke: Option<Stroke>,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        stroke: Stroke,
    },
    /// A closed outline, filled.
    Shape {
        points: Vec<(f32, f32)>,
        fill: Ink,
        stroke: Stroke,
    },
    Text {
        x: f32,
        y: f32,
        style: Style,
        text: Box<str>,
    },
    /// The number of an anchor's page, set to end at `right`.
    PageOf {
        right: f32,
        y: f32,
        style: Style,
        anchor: Anchor,
    },
}

impl DrawItem {
    /// Moves it to the right.
    fn shift(&mut self, by: f32) {
        match self {
            Self::Rect { x, .. } | Self::Text { x, .. } | Self::PageOf { right: x, .. } => *x += by,
            Self::Line { from, to, .. } => {
                from.0 += by;
                to.0 += by;
            }
            Self::Shape { points, .. } => points.iter_mut().for_each(|point| point.0 += by),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub ink: Ink,
    pub width: f32,
    pub dashed: bool,
}

/// The style of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
}

impl Style {
    pub(crate) const fn new(size: f32, ink: Ink) -> Self {
        Self { size, bold: false, ink }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }
}

impl Document {
    /// Shifts the items of even pages.
    pub(crate) fn mirror(&mut self, by: f32) {
        if by == 0.0 {
            return;
        }
        for page in self.pages.iter_mut().skip(1).step_by(2) {
            for link in &mut page.links {
                link.area[0] += by;
            }
            for block in &mut page.blocks {
                if let Mark::Of(node) = block.mark {
                    self.tree.set(node, |node| node.area = node.area.map(|[x, y, w, h]| [x + by, y, w, h]));
                }
                block.items.iter_mut().for_each(|item| item.shift(by));
            }
        }
    }

    pub(crate) fn spot(&self, anchor: Anchor) -> Option<PagePosition> {
        self.anchors.get(anchor.0).copied().flatten()
    }
}
