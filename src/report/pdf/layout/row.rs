//! A row of a grid and its cells, before they are broken into lines.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::CellKind;
use crate::report::pdf::layout::display_list::{Anchor, Target};
use crate::report::pdf::layout::theme::BadgeLook;

/// The lines of a cell, as byte ranges of its text.
pub(in crate::report::pdf) type Lines = Vec<Range<usize>>;

/// A row of a grid.
#[derive(Default)]
pub(in crate::report::pdf) struct GridRow<'a> {
    pub cells: Vec<GridCell<'a>>,
    /// Its origin, for the structure.
    pub origin: Option<String>,
    /// A further lane of the record above, without a rule in between.
    pub continues: bool,
    /// On a grey background: nothing was reported.
    pub muted: bool,
    /// Bookmark and anchor.
    pub mark: Option<(u8, String, Anchor)>,
}

/// A cell of a grid.
#[derive(Default)]
pub(in crate::report::pdf) struct GridCell<'a> {
    pub text: Cow<'a, str>,
    pub badges: Vec<(Range<usize>, BadgeLook)>,
    /// Length in bytes of the word in front of the text (新規, 変更 …), which is its own element.
    pub word: usize,
    /// The word for screen readers, which do not see marked phrases.
    pub spoken: Option<Box<str>>,
    /// New or reworded parts of the text.
    pub phrases: Vec<Range<usize>>,
    /// The link of its text.
    pub link: Option<Target>,
    pub more_columns: usize,
    /// Covered by the cell before it, which spans its column.
    pub covered: bool,
    pub kind: CellKind,
    /// Figures for a sparkline at its left.
    pub trend: &'a [f32],
    /// In grey.
    pub muted: bool,
    /// With a rule at its edge: mostly rewritten.
    pub rewritten: bool,
    /// A bar that ends in a point.
    pub pointed: bool,
    /// Is it of a record? Then missing glyphs are recorded.
    pub is_record: bool,
}

impl<'a> GridCell<'a> {
    pub(in crate::report::pdf) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
