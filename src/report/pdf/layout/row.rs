//! A row of a grid and its cells, before they are broken into lines.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::CellKind;
use crate::report::pdf::layout::display_list::{Anchor, Target};
use crate::report::pdf::layout::theme::BadgeLook;

/// The lines of a cell: which bytes of its text.
pub(in crate::report::pdf) type Lines = Vec<Range<usize>>;

/// A row of a grid.
#[derive(Default)]
pub(in crate::report::pdf) struct GridRow<'a> {
    pub cells: Vec<GridCell<'a>>,
    /// Where it came from, for the structure.
    pub origin: Option<String>,
    /// A further lane of the record above: no rule between them.
    pub continues: bool,
    /// On a grey ground: nothing was reported.
    pub muted: bool,
    /// Bookmark and anchor.
    pub mark: Option<(u8, String, Anchor)>,
}

/// A cell of a grid.
#[derive(Default)]
pub(in crate::report::pdf) struct GridCell<'a> {
    pub text: Cow<'a, str>,
    pub badges: Vec<(Range<usize>, BadgeLook)>,
    /// How many bytes of the text are no part of it: the word that says what became of it. An element of its own.
    pub word: usize,
    /// What the word says to who does not see which phrases are marked.
    pub spoken: Option<Box<str>>,
    /// Parts of the text that are new or reworded.
    pub phrases: Vec<Range<usize>>,
    /// Where its text leads.
    pub link: Option<Target>,
    pub more_columns: usize,
    /// Lies under the cell before it, which spans its column.
    pub covered: bool,
    pub kind: CellKind,
    /// Figures for a small line at its left.
    pub trend: &'a [f32],
    /// Set in grey.
    pub muted: bool,
    /// A rule at its edge: most of it is new.
    pub rewritten: bool,
    /// A bar that ends in a point.
    pub pointed: bool,
    /// Is it of a record? Its missing glyphs are noted.
    pub is_record: bool,
}

impl<'a> GridCell<'a> {
    pub(in crate::report::pdf) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
