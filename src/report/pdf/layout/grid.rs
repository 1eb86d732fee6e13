//! A table over as many pages as it needs: heading rows on every page, merged cells named again after a
//! break, rows kept together where they fit and cut between lines where they do not.

use std::borrow::Cow;
use std::ops::Range;

use super::super::Error;
use super::super::desk::{Desk, Side, baseline};
use super::super::look::{BadgeLook, CHANGED, FINE, HAIRLINE, INK, STRONG, UNDERLINE, WASH};
use super::super::place::{Anchor, Mark, Style, Thing};
use super::super::tree::{NodeId, Role};
use super::cells::{Lines, align, badge, runs};
use super::{bars, point};
use crate::form::Align;
use crate::model::Place;
use crate::report::{CellKind, Heading, TableColumn, typeset};

const PAD_X: f32 = 4.0;
/// What a cell needs besides its text.
pub(super) const CELL_PADDING: f32 = 2.0 * PAD_X + 0.5;
const PAD_Y: f32 = 3.6;
/// Fewer lines than this are not left alone on a page.
const ORPHANS: usize = 3;

/// What a table is, apart from its rows.
#[derive(Clone)]
pub(in super::super) struct Grid {
    pub columns: Vec<TableColumn>,
    pub headings: Vec<Vec<Heading>>,
    pub size: f32,
    /// Said after a row's name where it goes on from the page before.
    pub continued: &'static str,
    /// By column: how far the figures' points stand from its right edge, in em.
    pub points: Vec<f32>,
    /// Two columns whose lines belong together.
    pub aligned: Option<(usize, usize)>,
}

#[derive(Default)]
pub(in super::super) struct GridRow<'a> {
    pub cells: Vec<GridCell<'a>>,
    /// Where it came from, for the structure.
    pub origin: Option<String>,
    /// A further lane of the record above: no rule between them.
    pub continues: bool,
    /// Bookmark and anchor.
    pub mark: Option<(u8, String, Anchor)>,
}

#[derive(Default)]
pub(in super::super) struct GridCell<'a> {
    pub text: Cow<'a, str>,
    pub badges: Vec<(Range<usize>, BadgeLook)>,
    /// How many bytes of the text are no part of it: the word that says what became of it. An element of its own.
    pub word: usize,
    /// What the word says to who does not see which phrases are marked.
    pub told: Option<Box<str>>,
    /// Parts of the text that are new or reworded.
    pub phrases: Vec<Range<usize>>,
    /// Parts of the text that lead somewhere.
    pub links: Vec<(Range<usize>, Anchor)>,
    pub more_columns: usize,
    /// Lies under the cell before it, which spans its column.
    pub covered: bool,
    pub kind: CellKind,
    /// A bar that ends in a point.
    pub pointed: bool,
    /// Where its text came from.
    pub place: Option<Place>,
}

impl<'a> GridCell<'a> {
    pub(in super::super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A table in progress.
pub(in super::super) struct GridWriter<'g> {
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
    headed: bool,
    open: bool,
    /// No row stands on this page yet.
    fresh: bool,
}

impl<'g> GridWriter<'g> {
    /// Begins a table under `parent`.
    pub(in super::super) fn begin(desk: &mut Desk<'_>, parent: NodeId, grid: &'g Grid) -> Result<Self, Error> {
        let edges = edges(desk, grid)?;
        let table = desk.node(parent, Role::Table);
        let head = desk.node(table, Role::THead);
        let body = desk.node(table, Role::TBody);
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
            headed: false,
            open: false,
            fresh: true,
        };
        writer.heading_heights = writer.heading_heights(desk);
        writer.heading_height = writer.heading_heights.iter().sum();
        Ok(writer)
    }

    /// Room that the headings and a first row need to begin on a page.
    pub(in super::super) fn needed(&self, desk: &Desk<'_>, row: &GridRow<'_>) -> f32 {
        let count = self.break_row(desk, row).iter().map(Vec::len).max().unwrap_or(0);
        let height = self.heading_height + count.max(1) as f32 * self.leading + 2.0 * PAD_Y;
        if height <= desk.sheet.bottom - desk.sheet.top - 40.0 { height } else { self.least() }
    }

    fn least(&self) -> f32 {
        self.heading_height + self.leading * ORPHANS as f32 + 2.0 * PAD_Y
    }

    /// Turns the page before a row that would leave the one after it, the table's last, alone on the next.
    pub(in super::super) fn keep(&mut self, desk: &mut Desk<'_>, row: &GridRow<'_>, last: &GridRow<'_>) {
        let lines = |row: &GridRow<'_>| self.break_row(desk, row).iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
        let height = (lines(row) + lines(last)) * self.leading + 4.0 * PAD_Y;
        let whole_page = desk.sheet.bottom - desk.sheet.top - self.heading_height;
        if self.open && !self.fresh && desk.y + height > desk.sheet.bottom && height <= whole_page {
            self.turn(desk);
        }
    }

    /// Sets the rows of a table.
    pub(in super::super) fn rows(&mut self, desk: &mut Desk<'_>, rows: &[GridRow<'_>]) {
        for (at, row) in rows.iter().enumerate() {
            if let Some(last) = rows.get(at + 1).filter(|_| at + 2 == rows.len()) {
                self.keep(desk, row, last);
            }
            self.row(desk, row);
        }
    }

    /// Sets a row.
    pub(in super::super) fn row(&mut self, desk: &mut Desk<'_>, row: &GridRow<'_>) {
        let lines = self.break_row(desk, row);
        let count = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let height = |lines: usize| lines as f32 * self.leading + 2.0 * PAD_Y;
        let whole_page = desk.sheet.bottom - desk.sheet.top - self.heading_height;
        if !self.open {
            let first = if height(count) <= whole_page { height(count) } else { self.least() };
            desk.room(self.heading_height + first.min(whole_page));
            self.start_page(desk);
        } else if desk.y + height(count) > desk.sheet.bottom && height(count) <= whole_page {
            self.turn(desk);
        }
        let nodes = self.nodes(desk, row);
        let mut from = 0;
        loop {
            let room = ((desk.sheet.bottom - desk.y - 2.0 * PAD_Y) / self.leading).floor().max(0.0) as usize;
            let left = count - from;
            let mut take = left.min(room);
            if take < left {
                if room < ORPHANS && !self.fresh {
                    self.turn(desk);
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
                desk.drop_anchor(*anchor, desk.y);
                desk.bookmark(*level, title.clone(), *anchor);
            }
            self.part(desk, row, &lines, &nodes, from, take);
            from += take;
            if from >= count {
                break;
            }
            self.turn(desk);
        }
    }

    /// Ends the table.
    pub(in super::super) fn end(mut self, desk: &mut Desk<'_>) {
        if self.open {
            self.close_page(desk);
        }
    }

    fn turn(&mut self, desk: &mut Desk<'_>) {
        self.close_page(desk);
        desk.page();
        self.start_page(desk);
    }

    fn start_page(&mut self, desk: &mut Desk<'_>) {
        self.open = true;
        self.fresh = true;
        self.above.fill(None);
        let (left, right) = (self.left(), self.right());
        let top = desk.y;
        let fill = Thing::Rect { x: left, y: top, w: right - left, h: self.heading_height, fill: Some(WASH), stroke: None };
        desk.put(Mark::Layout, vec![fill, Thing::Line { from: (left, top), to: (right, top), stroke: STRONG }]);
        let grid = self.grid;
        for (at, row) in grid.headings.iter().enumerate() {
            let below = self.heading_heights.get(at..).unwrap_or_default();
            let tr = (!self.headed).then(|| desk.node(self.table, Role::Tr));
            for heading in row {
                let mark = match tr {
                    Some(tr) => {
                        let th = desk.node(tr, Role::ThColumn);
                        desk.doc.tree.set(th, |node| (node.columns, node.rows) = (heading.columns, heading.rows));
                        Mark::Of(th)
                    }
                    None => Mark::Pagination,
                };
                let things = self.heading_things(desk, heading, below.iter().take(heading.rows.max(1)).sum());
                desk.put(mark, things);
            }
            desk.y += below.first().copied().unwrap_or_default();
            self.rules_below_groups(desk, row);
        }
        self.headed = true;
        desk.rule((left, desk.y), (right, desk.y), FINE);
    }

    fn close_page(&mut self, desk: &mut Desk<'_>) {
        let (left, right) = (self.left(), self.right());
        desk.rule((left, desk.y), (right, desk.y), FINE);
        self.open = false;
    }

    fn left(&self) -> f32 {
        self.edges.first().copied().unwrap_or_default()
    }

    fn right(&self) -> f32 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// Left edge and width of a cell's text.
    fn span(&self, column: usize, columns: usize) -> (f32, f32) {
        let left = self.edges.get(column).copied().unwrap_or_default();
        let right = self.edges.get(column + columns.max(1)).copied().unwrap_or_else(|| self.right());
        (left + PAD_X, right - left - 2.0 * PAD_X)
    }

    fn heading_style(&self) -> Style {
        Style::new(self.grid.size, INK).bold()
    }

    fn heading_lines(&self, desk: &Desk<'_>, heading: &Heading) -> Lines {
        let style = self.heading_style();
        let (_, width) = self.span(heading.column, heading.columns);
        typeset::lines(&heading.text, width, &[], |at, c| desk.advance(true, &heading.text, at, c) * style.size)
    }

    /// Heights of the heading rows; a heading over several rows makes the last of them taller where it has to.
    fn heading_heights(&self, desk: &Desk<'_>) -> Vec<f32> {
        let height = |heading: &Heading| self.heading_lines(desk, heading).len() as f32 * self.leading + 2.0 * PAD_Y;
        let one = |row: &Vec<Heading>| row.iter().filter(|heading| heading.rows <= 1).map(height).fold(0.0, f32::max);
        let mut heights: Vec<f32> = self.grid.headings.iter().map(one).collect();
        for (at, row) in self.grid.headings.iter().enumerate() {
            for heading in row.iter().filter(|heading| heading.rows > 1) {
                let end = (at + heading.rows).min(heights.len());
                let there: f32 = heights.get(at..end).unwrap_or_default().iter().sum();
                if let Some(last) = end.checked_sub(1).and_then(|end| heights.get_mut(end)) {
                    *last += (height(heading) - there).max(0.0);
                }
            }
        }
        heights
    }

    /// A hairline under what stands over several columns of the row below.
    fn rules_below_groups(&self, desk: &mut Desk<'_>, row: &[Heading]) {
        for heading in row.iter().filter(|heading| heading.columns > 1 && self.grid.headings.len() > heading.rows) {
            let (x, width) = self.span(heading.column, heading.columns);
            desk.rule((x, desk.y), (x + width, desk.y), FINE);
        }
    }

    fn heading_things(&self, desk: &Desk<'_>, heading: &Heading, height: f32) -> Vec<Thing> {
        let style = self.heading_style();
        let lines = self.heading_lines(desk, heading);
        let (x, width) = self.span(heading.column, heading.columns);
        let align = self.grid.columns.get(heading.column).map_or(Align::Left, |column| column.align);
        let mut y = desk.y + (height - lines.len() as f32 * self.leading) / 2.0;
        let mut things = Vec::with_capacity(lines.len());
        for line in lines {
            let text = heading.text.get(line).unwrap_or_default().trim_end();
            let at = y + baseline(self.leading, style.size);
            things.push(match align {
                Align::Left => desk.text(x, at, style, Side::Left, text),
                Align::Center => desk.text(x + width / 2.0, at, style, Side::Center, text),
                Align::Right => desk.text(x + width, at, style, Side::Right, text),
            });
            y += self.leading;
        }
        things
    }

    fn break_row(&self, desk: &Desk<'_>, row: &GridRow<'_>) -> Vec<Lines> {
        let mut lines: Vec<Lines> = row.cells.iter().enumerate().map(|(at, cell)| self.break_cell(desk, at, cell)).collect();
        if let Some((a, b)) = self.grid.aligned
            && let (Some(cell_a), Some(cell_b)) = (row.cells.get(a), row.cells.get(b))
            && let Ok([lines_a, lines_b]) = lines.get_disjoint_mut([a, b])
        {
            align((&cell_a.text, &cell_b.text), (lines_a, lines_b));
        }
        lines
    }

    fn break_cell(&self, desk: &Desk<'_>, column: usize, cell: &GridCell<'_>) -> Lines {
        if cell.text.is_empty() {
            return Vec::new();
        }
        let bold = self.grid.columns.get(column).is_some_and(|column| column.bold);
        if let Some(place) = &cell.place {
            desk.note_missing(bold, &cell.text, || place.clone());
        }
        let (_, width) = self.span(column, cell.more_columns + 1);
        let size = self.grid.size;
        if cell.badges.is_empty() && cell.word == 0 {
            return typeset::lines(&cell.text, width, &[], |at, c| desk.advance(bold, &cell.text, at, c) * size);
        }
        let word = (cell.word > 0).then_some(0..cell.word);
        let kept: Vec<Range<usize>> = word.into_iter().chain(cell.badges.iter().map(|(range, _)| range.clone())).collect();
        typeset::lines(&cell.text, width, &kept, |at, c| {
            let badge = kept.iter().any(|range| range.contains(&at));
            desk.advance(bold || badge, &cell.text, at, c) * size
        })
    }

    /// The row's elements: made once, however many pages it goes over.
    fn nodes(&self, desk: &mut Desk<'_>, row: &GridRow<'_>) -> Vec<NodeId> {
        let tr = desk.node(self.body, Role::Tr);
        if let Some(origin) = &row.origin {
            desk.doc.tree.set(tr, |node| node.title = Some(origin.as_str().into()));
        }
        let mut nodes = Vec::with_capacity(row.cells.len());
        for (at, cell) in row.cells.iter().enumerate() {
            if cell.covered {
                nodes.push(tr);
                continue;
            }
            let names = self.grid.columns.get(at).is_some_and(|column| column.names_row);
            let node = desk.node(tr, if names { Role::ThRow } else { Role::Td });
            if cell.more_columns > 0 {
                desk.doc.tree.set(node, |node| node.columns = cell.more_columns + 1);
            }
            nodes.push(node);
        }
        nodes
    }

    /// Lines `from..from + take` of every cell, on the page at hand.
    fn part(&mut self, desk: &mut Desk<'_>, row: &GridRow<'_>, lines: &[Lines], nodes: &[NodeId], from: usize, take: usize) {
        let top = desk.y;
        let height = take as f32 * self.leading + 2.0 * PAD_Y;
        self.rules_above(desk, row, top);
        for (at, cell) in row.cells.iter().enumerate() {
            let (Some(column), Some(node), Some(cell_lines)) = (self.grid.columns.get(at), nodes.get(at), lines.get(at)) else {
                continue;
            };
            if cell.covered {
                continue;
            }
            let merged = column.merges_down && self.above.get(at).is_some_and(|above| above.as_deref() == Some(&*cell.text));
            if merged {
                if from == 0 {
                    // the structure repeats what the page shows once
                    desk.doc.tree.set(*node, |node| node.actual = Some((*cell.text).into()));
                    desk.put(Mark::Of(*node), Vec::new());
                }
                continue;
            }
            let part = slice(cell_lines, from, take).unwrap_or_default();
            if from > 0 && part.is_empty() {
                self.again(desk, at, cell, take, top + PAD_Y);
                continue;
            }
            let (word, things) = self.cell_things(desk, at, cell, part, top + PAD_Y);
            if !word.is_empty() {
                let span = desk.node(*node, Role::Span);
                desk.doc.tree.set(span, |node| node.alt.clone_from(&cell.told));
                desk.put(Mark::Of(span), word);
            }
            desk.put(Mark::Of(*node), things);
            self.cell_links(desk, at, cell, part, top + PAD_Y, *node);
        }
        for (at, above) in self.above.iter_mut().enumerate() {
            let merges = self.grid.columns.get(at).is_some_and(|column| column.merges_down);
            *above = row.cells.get(at).filter(|_| merges).map(|cell| cell.text.to_string());
        }
        desk.y = top + height;
        self.fresh = false;
    }

    /// What names a row is said again where it goes on: the columns up to its name, with （続き） after it.
    fn again(&self, desk: &mut Desk<'_>, at: usize, cell: &GridCell<'_>, take: usize, top: f32) {
        let names = self.grid.columns.iter().position(|column| column.names_row);
        if names.is_none_or(|names| at > names) {
            return;
        }
        let mut text = cell.text.to_string();
        if names == Some(at) {
            text.push('\n');
            text.push_str(self.grid.continued);
        }
        let said = GridCell::text(text);
        let lines = self.break_cell(desk, at, &said);
        let (_, things) = self.cell_things(desk, at, &said, lines.get(..take.min(lines.len())).unwrap_or_default(), top);
        desk.put(Mark::Pagination, things);
    }

    /// The hairline over a row, left out where a cell goes on from the row above.
    fn rules_above(&self, desk: &mut Desk<'_>, row: &GridRow<'_>, top: f32) {
        if self.fresh || row.continues {
            return;
        }
        let mut from: Option<f32> = None;
        let mut things = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let merges = self.grid.columns.get(at).is_some_and(|column| column.merges_down);
            let merged = merges && self.above.get(at).is_some_and(|above| above.as_deref() == Some(&*cell.text));
            let edge = self.edges.get(at).copied().unwrap_or_default();
            match (merged, from) {
                (true, Some(start)) => {
                    things.push(Thing::Line { from: (start, top), to: (edge, top), stroke: HAIRLINE });
                    from = None;
                }
                (false, None) => from = Some(edge),
                _ => {}
            }
        }
        if let Some(start) = from {
            things.push(Thing::Line { from: (start, top), to: (self.right(), top), stroke: HAIRLINE });
        }
        desk.put(Mark::Layout, things);
    }

    /// What is drawn of a cell: the word before its text, and the text.
    fn cell_things(
        &self,
        desk: &Desk<'_>,
        at: usize,
        cell: &GridCell<'_>,
        lines: &[Range<usize>],
        top: f32,
    ) -> (Vec<Thing>, Vec<Thing>) {
        let mut things = Vec::with_capacity(lines.len() + 2 * cell.badges.len());
        let mut word = Vec::new();
        let (x, width) = self.span(at, cell.more_columns + 1);
        let column_at = at;
        let Some(column) = self.grid.columns.get(at) else { return (word, things) };
        let style = Style { size: self.grid.size, bold: column.bold, ink: INK };
        match cell.kind {
            CellKind::Text | CellKind::Mark => {}
            CellKind::Bar => bars::bar(&mut things, cell.pointed, [x, top, width, lines.len() as f32 * self.leading]),
            CellKind::Gauge(ratio) => {
                let below = top + lines.len().max(1) as f32 * self.leading - 0.8;
                bars::gauge(&mut things, ratio, [x, below, width]);
            }
        }
        for (index, line) in lines.iter().enumerate() {
            let y = top + index as f32 * self.leading;
            let at = y + baseline(self.leading, style.size);
            let text = cell.text.get(line.clone()).unwrap_or_default();
            let apart = |part: &Range<usize>| part.end <= line.start || line.end <= part.start;
            let plain =
                line.start >= cell.word && cell.badges.iter().all(|(badge, _)| apart(badge)) && cell.phrases.iter().all(apart);
            if plain {
                things.push(match column.align {
                    Align::Left => Thing::Text { x, y: at, style, text: text.into() },
                    Align::Center => desk.text(x + width / 2.0, at, style, Side::Center, text),
                    Align::Right => self.figure(desk, (x, x + width, at), column_at, style, text.trim_end()),
                });
                continue;
            }
            let slack = width - desk.width(style, text.trim_end());
            let to_point =
                self.before_point(desk, column_at, style, cell.text.get(line.start.max(cell.word)..line.end).unwrap_or_default());
            let word_width = desk.width(style.bold(), cell.text.get(line.start..cell.word.max(line.start)).unwrap_or_default());
            let mut pen = x + match column.align {
                Align::Left => 0.0,
                Align::Center => slack / 2.0,
                Align::Right => to_point.map(|before| width - before - word_width).filter(|start| *start >= 0.0).unwrap_or(slack),
            };
            for run in runs(line, cell) {
                let text = cell.text.get(run.range).unwrap_or_default();
                let style = match (run.look, run.is_word) {
                    (Some(look), _) => Style { bold: true, ink: look.text, ..style },
                    (None, true) => style.bold().ink(CHANGED),
                    (None, false) if run.changed => style.ink(CHANGED),
                    (None, false) => style,
                };
                let w = desk.width(style, text);
                match run.look {
                    Some(look) => {
                        let area = [pen + 1.0, y + 0.8, w - 2.0, self.leading - 1.6];
                        badge(desk, &mut things, area, (pen, at), style, look, text);
                    }
                    None => {
                        let things = if run.is_word { &mut word } else { &mut things };
                        things.push(Thing::Text { x: pen, y: at, style, text: text.into() });
                    }
                }
                if run.changed {
                    let end = pen + desk.width(style, text.trim_end());
                    let y = at + if run.look.is_some() { self.leading * 0.27 } else { style.size * 0.22 };
                    things.push(Thing::Line { from: (pen, y), to: (end, y), stroke: UNDERLINE });
                }
                pen += w;
            }
        }
        (word, things)
    }

    /// How far a figure begins before the right edge of its column, where its column has points.
    fn before_point(&self, desk: &Desk<'_>, column: usize, style: Style, text: &str) -> Option<f32> {
        let point = self.grid.points.get(column).copied().unwrap_or_default() * style.size;
        let (head, _) = point::cut(text).filter(|_| point > 0.0)?;
        Some(point + desk.width(style, head))
    }

    /// A line of a column of figures: its point under the points above, where it has one and there is room.
    fn figure(&self, desk: &Desk<'_>, (left, right, y): (f32, f32, f32), column: usize, style: Style, text: &str) -> Thing {
        if let Some(x) = self.before_point(desk, column, style, text).map(|before| right - before)
            && x >= left
            && x + desk.width(style, text) <= right + 0.5
        {
            return Thing::Text { x, y, style, text: text.into() };
        }
        desk.text(right, y, style, Side::Right, text)
    }

    fn cell_links(&self, desk: &mut Desk<'_>, at: usize, cell: &GridCell<'_>, lines: &[Range<usize>], top: f32, node: NodeId) {
        let (x, _) = self.span(at, cell.more_columns + 1);
        let bold = self.grid.columns.get(at).is_some_and(|column| column.bold);
        let style = Style { size: self.grid.size, bold, ink: INK };
        for (range, anchor) in &cell.links {
            let mut link_node = None;
            for (index, line) in lines.iter().enumerate() {
                let shown = range.start.max(line.start)..range.end.min(line.end);
                if shown.start >= shown.end {
                    continue;
                }
                let before = desk.width(style, cell.text.get(line.start..shown.start).unwrap_or_default());
                let w = desk.width(style, cell.text.get(shown).unwrap_or_default().trim_end());
                let y = top + index as f32 * self.leading;
                let link = *link_node.get_or_insert_with(|| desk.node(node, Role::Link));
                let alt = format!("{}へ", cell.text.get(range.clone()).unwrap_or_default());
                desk.link([x + before, y, w, self.leading], *anchor, link, alt);
            }
        }
    }
}

fn slice(lines: &[Range<usize>], from: usize, take: usize) -> Option<&[Range<usize>]> {
    lines.get(from..(from + take).min(lines.len()).max(from))
}

/// Room for two characters: a column of less holds nothing that can be read.
pub(in super::super) fn least_width(size: f32) -> f32 {
    size * 2.0 + 2.0 * PAD_X
}

/// Shares the measure among the columns by their widths; none becomes a thread, and what the narrow ones
/// need more is taken from the others.
fn edges(desk: &Desk<'_>, grid: &Grid) -> Result<Vec<f32>, Error> {
    let measure = desk.sheet.measure();
    let least = least_width(grid.size);
    let columns = grid.columns.len();
    if least * columns as f32 > measure {
        return Err(Error::ColumnsDoNotFit { columns, fit: (measure / least).floor() as usize });
    }
    let wanted: Vec<f32> =
        grid.columns.iter().map(|column| if column.width.is_finite() { column.width.max(0.1) } else { 1.0 }).collect();
    let mut narrow = vec![false; columns];
    loop {
        let taken = least * narrow.iter().filter(|narrow| **narrow).count() as f32;
        let total: f32 = wanted.iter().zip(&narrow).filter(|(_, narrow)| !**narrow).map(|(width, _)| width).sum();
        let unit = (measure - taken) / total.max(f32::MIN_POSITIVE);
        let mut changed = false;
        for (width, narrow) in wanted.iter().zip(&mut narrow) {
            if !*narrow && width * unit < least {
                *narrow = true;
                changed = true;
            }
        }
        if !changed {
            let mut x = desk.sheet.left;
            let mut edges = vec![x];
            for (width, narrow) in wanted.iter().zip(&narrow) {
                x += if *narrow { least } else { width * unit };
                edges.push(x);
            }
            return Ok(edges);
        }
    }
}
