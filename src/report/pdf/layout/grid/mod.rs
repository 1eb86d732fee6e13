//! A table over any number of pages: heading rows on every page, merged cells repeated after a
//! break, rows kept together if they fit and split between lines if not.

mod cell;
mod edges;
mod heading;
mod room;

use std::ops::Range;

use self::edges::edges;
use crate::form::Align;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{DrawItem, Ink, Mark};
use crate::report::pdf::layout::page_builder::{PageBuilder, whole};
use crate::report::pdf::layout::row::{GridRow, Lines};
use crate::report::pdf::layout::theme::{BAR, FINE, HAIRLINE, MUTED, STRONG, WASH};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::{Heading, TableColumn};

const PAD_X: f32 = 4.0;
/// Padding and spacing of a cell.
pub(super) const CELL_PADDING: f32 = 2.0 * PAD_X + 0.5;
const PAD_Y: f32 = 3.6;
const STAND_OFF: f32 = 9.0;
/// Small type by the table's own.
pub(super) const SMALL_TYPE: f32 = 0.89;
/// Fewer lines are not left alone on a page.
const ORPHANS: usize = 3;

/// A table without its rows.
#[derive(Clone)]
pub(in crate::report::pdf) struct Grid {
    pub columns: Vec<TableColumn>,
    pub headings: Vec<Vec<Heading>>,
    pub size: f32,
    /// Added to a row's name if the row continues from the page before.
    pub continued: &'static str,
    /// By column: how far the figures' points stand from its right edge, in em.
    pub points: Vec<f32>,
    /// Two columns whose lines are paired.
    pub aligned: Option<(usize, usize)>,
    /// The column of the current year, which has a background.
    pub current: Option<usize>,
    /// A column in small type: the origin of a row.
    pub small: Option<usize>,
}

/// A table in progress.
pub(in crate::report::pdf) struct GridWriter<'g> {
    grid: &'g Grid,
    /// Left edges of the columns, and the right edge of the last.
    edges: Vec<f32>,
    heading_heights: Vec<f32>,
    heading_height: f32,
    leading: f32,
    table: NodeId,
    body: NodeId,
    /// Texts of the merging columns of the row above on this page.
    above: Vec<Option<String>>,
    /// Which cells of the current row are merged with the one above.
    merged: Vec<bool>,
    /// The link of each cell of the current row, once it is begun.
    linked: Vec<Option<NodeId>>,
    headed: bool,
    open: bool,
    /// No row is on this page yet.
    fresh: bool,
    /// Rows that begin on this page.
    on_page: usize,
}

impl<'g> GridWriter<'g> {
    /// Begins a table under `parent`.
    pub(in crate::report::pdf) fn begin(builder: &mut PageBuilder<'_>, parent: NodeId, grid: &'g Grid) -> Result<Self, Error> {
        let edges = edges(builder, grid)?;
        let table = builder.node(parent, Role::Table);
        let head = builder.node(table, Role::THead);
        let body = builder.node(table, Role::TBody);
        let leading = grid.size * 1.5;
        let mut writer = Self {
            grid,
            edges,
            heading_heights: Vec::new(),
            heading_height: 0.0,
            leading,
            table: head,
            body,
            above: vec![None; grid.columns.len()],
            merged: vec![false; grid.columns.len()],
            linked: vec![None; grid.columns.len()],
            headed: false,
            open: false,
            fresh: true,
            on_page: 0,
        };
        writer.heading_heights = writer.heading_heights(builder);
        writer.heading_height = writer.heading_heights.iter().sum();
        Ok(writer)
    }

    /// Lays out the rows of a table.
    pub(in crate::report::pdf) fn rows(&mut self, builder: &mut PageBuilder<'_>, rows: &[GridRow<'_>]) {
        for (at, row) in rows.iter().enumerate() {
            let left = rows.get(at..).unwrap_or_default();
            if (2..=3).contains(&left.len()) {
                self.keep(builder, left);
            }
            self.row(builder, row);
        }
    }

    /// Lays out a row.
    pub(in crate::report::pdf) fn row(&mut self, builder: &mut PageBuilder<'_>, row: &GridRow<'_>) {
        let lines = self.break_row(builder, row);
        let leading = self.leading;
        let height = |lines: usize| lines as f32 * leading + 2.0 * PAD_Y;
        let whole_page = builder.sheet.bottom - builder.sheet.top - self.heading_height;
        let mut count = self.count(row, &lines);
        if !self.open {
            let first = if height(count) <= whole_page { height(count) } else { self.least() };
            builder.room(self.heading_height + first.min(whole_page));
            self.start_page(builder);
        } else if builder.y + height(count) > builder.sheet.bottom && height(count) <= whole_page {
            self.turn(builder);
        }
        self.linked.fill(None);
        let nodes = self.nodes(builder, row);
        // merged names are repeated on a new page
        count = self.count(row, &lines);
        let mut from = 0;
        loop {
            let room = whole(((builder.sheet.bottom - builder.y - 2.0 * PAD_Y) / self.leading).floor().max(0.0));
            let left = count - from;
            let mut take = left.min(room);
            if take < left {
                if room < ORPHANS && !self.fresh {
                    self.turn(builder);
                    if from == 0 {
                        count = self.count(row, &lines);
                    }
                    continue;
                }
                // never a single line on the next page
                if left - take == 1 && take > ORPHANS {
                    take -= 1;
                }
                take = take.max(1);
            }
            if from == 0
                && let Some((level, title, anchor)) = &row.mark
            {
                builder.drop_anchor(*anchor, builder.y);
                builder.bookmark(*level, title.clone(), *anchor);
            }
            self.part(builder, row, &lines, &nodes, from, take);
            from += take;
            if from >= count {
                break;
            }
            self.turn(builder);
        }
    }

    /// Ends the table.
    pub(in crate::report::pdf) fn end(mut self, builder: &mut PageBuilder<'_>) {
        if self.open {
            self.close_page(builder);
        }
    }

    fn turn(&mut self, builder: &mut PageBuilder<'_>) {
        self.close_page(builder);
        builder.page();
        self.start_page(builder);
    }

    fn start_page(&mut self, builder: &mut PageBuilder<'_>) {
        self.open = true;
        self.fresh = true;
        self.on_page = 0;
        self.above.fill(None);
        let (left, right) = (self.left(), self.right());
        let top = builder.y;
        let fill = DrawItem::Rect { x: left, y: top, w: right - left, h: self.heading_height, fill: Some(WASH), stroke: None };
        let mut ground = vec![fill];
        ground.extend(self.now([top, self.heading_height], BAR));
        builder.put(Mark::Layout, ground);
        builder.put(Mark::Layout, vec![DrawItem::Line { from: (left, top), to: (right, top), stroke: STRONG }]);
        let grid = self.grid;
        for (at, row) in grid.headings.iter().enumerate() {
            let below = self.heading_heights.get(at..).unwrap_or_default();
            let tr = (!self.headed).then(|| builder.node(self.table, Role::Tr));
            for heading in row {
                let mark = match tr {
                    Some(tr) => {
                        let th = builder.node(tr, Role::ThColumn);
                        builder.doc.tree.set(th, |node| (node.columns, node.rows) = (heading.columns, heading.rows));
                        Mark::Of(th)
                    }
                    None => Mark::Pagination,
                };
                let items = self.heading_things(builder, heading, below.iter().take(heading.rows.max(1)).sum());
                builder.put(mark, items);
            }
            builder.y += below.first().copied().unwrap_or_default();
            self.rules_below_groups(builder, row);
        }
        self.headed = true;
        builder.rule((left, builder.y), (right, builder.y), FINE);
    }

    fn close_page(&mut self, builder: &mut PageBuilder<'_>) {
        let (left, right) = (self.left(), self.right());
        builder.rule((left, builder.y), (right, builder.y), FINE);
        self.open = false;
    }

    fn left(&self) -> f32 {
        self.edges.first().copied().unwrap_or_default()
    }

    fn right(&self) -> f32 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// The background of the column of the current year.
    fn now(&self, [y, h]: [f32; 2], fill: Ink) -> Option<DrawItem> {
        let at = self.grid.current?;
        let (x, right) = (*self.edges.get(at)?, *self.edges.get(at + 1)?);
        Some(DrawItem::Rect { x, y, w: right - x, h, fill: Some(fill), stroke: None })
    }

    /// Left edge and width of a cell's text.
    fn span(&self, column: usize, columns: usize) -> (f32, f32) {
        let left = self.edges.get(column).copied().unwrap_or_default() + after_figures(&self.grid.columns, column);
        let right = self.edges.get(column + columns.max(1)).copied().unwrap_or_else(|| self.right());
        (left + PAD_X, right - left - 2.0 * PAD_X)
    }

    /// The row's elements: made once, over however many pages it extends.
    fn nodes(&self, builder: &mut PageBuilder<'_>, row: &GridRow<'_>) -> Vec<NodeId> {
        let tr = builder.node(self.body, Role::Tr);
        if let Some(origin) = &row.origin {
            builder.doc.tree.set(tr, |node| node.title = Some(origin.as_str().into()));
        }
        let mut nodes = Vec::with_capacity(row.cells.len());
        for (at, cell) in row.cells.iter().enumerate() {
            if cell.covered {
                nodes.push(tr);
                continue;
            }
            let names = self.grid.columns.get(at).is_some_and(|column| column.names_row);
            let node = builder.node(tr, if names { Role::ThRow } else { Role::Td });
            if cell.more_columns > 0 {
                builder.doc.tree.set(node, |node| node.columns = cell.more_columns + 1);
            }
            if cell.rewritten {
                builder.doc.tree.set(node, |node| node.title = Some("大半を書き改めた欄".into()));
            }
            nodes.push(node);
        }
        nodes
    }

    /// Draws lines `from..from + take` of every cell on the current page.
    fn part(
        &mut self,
        builder: &mut PageBuilder<'_>,
        row: &GridRow<'_>,
        lines: &[Lines],
        nodes: &[NodeId],
        from: usize,
        take: usize,
    ) {
        let top = builder.y;
        let height = take as f32 * self.leading + 2.0 * PAD_Y;
        if let Some(now) = self.now([top, height], MUTED) {
            builder.put(Mark::Layout, vec![now]);
        }
        if row.muted {
            let (x, w) = (self.left(), self.right() - self.left());
            builder.put(Mark::Layout, vec![DrawItem::Rect { x, y: top, w, h: height, fill: Some(MUTED), stroke: None }]);
        }
        self.rules_above(builder, row, top);
        for (at, cell) in row.cells.iter().enumerate() {
            let (Some(node), Some(cell_lines)) = (nodes.get(at), lines.get(at)) else { continue };
            if cell.covered {
                continue;
            }
            if from == 0 {
                let merged = self.is_merged(at, cell);
                if let Some(known) = self.merged.get_mut(at) {
                    *known = merged;
                }
            }
            let merged = self.merged.get(at).copied().unwrap_or_default();
            if merged && from == 0 {
                // the structure repeats merged texts, which the page shows once
                builder.doc.tree.set(*node, |node| node.actual = Some((*cell.text).into()));
                builder.put(Mark::Of(*node), Vec::new());
                continue;
            }
            let part = slice(cell_lines, from, take).unwrap_or_default();
            if from > 0 && (merged || part.is_empty()) {
                self.again(builder, at, cell, take, top + PAD_Y);
                continue;
            }
            let ground = self.ground(at, cell, part.len(), top + PAD_Y);
            if !ground.is_empty() {
                builder.put(Mark::Layout, ground);
            }
            let (word, items) = self.cell_items(builder, at, cell, part, top + PAD_Y);
            if !word.is_empty() {
                let span = builder.node(*node, Role::Span);
                builder.doc.tree.set(span, |node| node.alt.clone_from(&cell.spoken));
                builder.put(Mark::Of(span), word);
            }
            let Some(to) = cell.link.as_ref().and_then(|_| self.linked.get_mut(at)) else {
                builder.put(Mark::Of(*node), items);
                continue;
            };
            let link = *to.get_or_insert_with(|| builder.node(*node, Role::Link));
            builder.put(Mark::Of(link), items);
            self.cell_links(builder, at, cell, part, top + PAD_Y, link);
        }
        for (at, above) in self.above.iter_mut().enumerate() {
            let merges = self.grid.columns.get(at).is_some_and(|column| column.merges_down);
            *above = row.cells.get(at).filter(|_| merges).map(|cell| cell.text.to_string());
        }
        builder.y = top + height;
        self.fresh = false;
        self.on_page += usize::from(from == 0);
    }

    /// The hairline above a row, except over cells merged with the row above.
    fn rules_above(&self, builder: &mut PageBuilder<'_>, row: &GridRow<'_>, top: f32) {
        if self.fresh || row.continues {
            return;
        }
        let mut from: Option<f32> = None;
        let mut items = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let merged = self.is_merged(at, cell);
            let edge = self.edges.get(at).copied().unwrap_or_default();
            match (merged, from) {
                (true, Some(start)) => {
                    items.push(DrawItem::Line { from: (start, top), to: (edge, top), stroke: HAIRLINE });
                    from = None;
                }
                (false, None) => from = Some(edge),
                _ => {}
            }
        }
        if let Some(start) = from {
            items.push(DrawItem::Line { from: (start, top), to: (self.right(), top), stroke: HAIRLINE });
        }
        builder.put(Mark::Layout, items);
    }
}

/// Extra space before a text after a column of figures, which both touch the same rule.
pub(super) fn after_figures(columns: &[TableColumn], column: usize) -> f32 {
    let align = |at: usize| columns.get(at).map(|column| column.align);
    let figures = column.checked_sub(1).and_then(align) == Some(Align::Right);
    if figures && align(column) == Some(Align::Left) { STAND_OFF } else { 0.0 }
}

fn slice(lines: &[Range<usize>], from: usize, take: usize) -> Option<&[Range<usize>]> {
    lines.get(from..(from + take).min(lines.len()).max(from))
}
