//! The cells of a row: breaks and draws their texts.

use std::ops::Range;

use crate::form::Align;
use crate::report::pdf::layout::cells::{align, badge, runs};
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::grid::{GridWriter, SMALL_TYPE};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::row::Lines;
use crate::report::pdf::layout::row::{GridCell, GridRow};
use crate::report::pdf::layout::theme::{CHANGED, INK, SOFT, UNDERLINE};
use crate::report::pdf::layout::tree::NodeId;
use crate::report::pdf::layout::{bars, point};
use crate::report::{CellKind, typeset};

/// Share of a cell that a sparkline takes.
const TREND: f32 = 0.4;

impl GridWriter<'_> {
    pub(super) fn break_row(&self, builder: &PageBuilder<'_>, row: &GridRow<'_>) -> Vec<Lines> {
        let mut lines: Vec<Lines> = row.cells.iter().enumerate().map(|(at, cell)| self.break_cell(builder, at, cell)).collect();
        if let Some((a, b)) = self.grid.aligned
            && let (Some(cell_a), Some(cell_b)) = (row.cells.get(a), row.cells.get(b))
            && let Ok([lines_a, lines_b]) = lines.get_disjoint_mut([a, b])
        {
            align((&cell_a.text, &cell_b.text), (lines_a, lines_b));
        }
        lines
    }

    pub(super) fn break_cell(&self, builder: &PageBuilder<'_>, column: usize, cell: &GridCell<'_>) -> Lines {
        if cell.text.is_empty() {
            return Vec::new();
        }
        let bold = self.grid.columns.get(column).is_some_and(|column| column.bold);
        if cell.is_record {
            builder.note_missing(bold, &cell.text);
        }
        let (_, width) = self.span(column, cell.more_columns + 1);
        let size = self.size(column);
        let hangs = self.hangs(column);
        if cell.badges.is_empty() && cell.word == 0 {
            let measure = |at: usize, c: char| builder.advance(bold, &cell.text, at, c) * size;
            return match hangs {
                true => typeset::hanging_lines(&cell.text, width, 0, &[], measure),
                false => typeset::lines(&cell.text, width, &[], measure),
            };
        }
        let word = (cell.word > 0).then_some(0..cell.word);
        let kept: Vec<Range<usize>> = word.into_iter().chain(cell.badges.iter().map(|(range, _)| range.clone())).collect();
        let measure = |at: usize, c: char| {
            let badge = kept.iter().any(|range| range.contains(&at));
            builder.advance(bold || badge, &cell.text, at, c) * size
        };
        match hangs {
            true => typeset::hanging_lines(&cell.text, width, cell.word, &kept, measure),
            false => typeset::lines(&cell.text, width, &kept, measure),
        }
    }

    /// The type size of a column.
    fn size(&self, column: usize) -> f32 {
        if self.grid.small == Some(column) { self.grid.size * SMALL_TYPE } else { self.grid.size }
    }

    /// Do a column's lines have a hanging indent after the marks of items?
    fn hangs(&self, column: usize) -> bool {
        self.grid.columns.get(column).is_some_and(|column| column.align == Align::Left)
    }

    /// The indent of a line that continues an item with a mark.
    fn indent(&self, builder: &PageBuilder<'_>, column: usize, cell: &GridCell<'_>, line: &Range<usize>) -> f32 {
        if !self.hangs(column) {
            return 0.0;
        }
        let bold = self.grid.columns.get(column).is_some_and(|column| column.bold);
        let (_, width) = self.span(column, cell.more_columns + 1);
        let size = self.size(column);
        let measure = |at: usize, c: char| builder.advance(bold, &cell.text, at, c) * size;
        typeset::indent(&cell.text, line, width, cell.word, measure)
    }

    /// What names a row is cell again where it goes on: the columns up to its name, with （続き） after it.
    pub(super) fn again(&self, builder: &mut PageBuilder<'_>, at: usize, cell: &GridCell<'_>, take: usize, top: f32) {
        let names = self.grid.columns.iter().position(|column| column.names_row);
        if names.is_none_or(|names| at > names) {
            return;
        }
        let mut text = cell.text.to_string();
        if names == Some(at) {
            text.push('\n');
            text.push_str(self.grid.continued);
        }
        let cell = GridCell::text(text);
        let lines = self.break_cell(builder, at, &cell);
        let (_, items) = self.cell_items(builder, at, &cell, lines.get(..take.min(lines.len())).unwrap_or_default(), top);
        builder.put(Mark::Pagination, items);
    }

    /// Draws the graphics behind a cell's text, which carries the same information: a bar over its years, a gauge for its ratio.
    pub(super) fn ground(&self, at: usize, cell: &GridCell<'_>, lines: usize, top: f32) -> Vec<DrawItem> {
        let (x, width) = self.span(at, cell.more_columns + 1);
        let mut items = Vec::new();
        match cell.kind {
            CellKind::Text | CellKind::Mark => {}
            CellKind::Bar => bars::bar(&mut items, cell.pointed, [x, top, width, lines as f32 * self.leading]),
            CellKind::Gauge(ratio) => bars::gauge(&mut items, ratio, [x, top + lines.max(1) as f32 * self.leading + 0.2, width]),
        }
        bars::line(&mut items, cell.trend, [x, top + 2.0, (width * TREND).min(30.0), self.leading - 4.0]);
        if cell.rewritten {
            let h = lines.max(1) as f32 * self.leading;
            items.push(DrawItem::Rect { x: x - 3.2, y: top + 1.0, w: 1.6, h: h - 2.0, fill: Some(CHANGED), stroke: None });
        }
        items
    }

    /// Draws a cell: the word in front, and the text.
    pub(super) fn cell_items(
        &self,
        builder: &PageBuilder<'_>,
        at: usize,
        cell: &GridCell<'_>,
        lines: &[Range<usize>],
        top: f32,
    ) -> (Vec<DrawItem>, Vec<DrawItem>) {
        let mut items = Vec::with_capacity(lines.len() + 2 * cell.badges.len());
        let mut word = Vec::new();
        let (x, width) = self.span(at, cell.more_columns + 1);
        let column_at = at;
        let Some(column) = self.grid.columns.get(at) else { return (word, items) };
        let ink = if self.grid.small == Some(at) || cell.muted { SOFT } else { INK };
        let style = Style { size: self.size(at), bold: column.bold, ink };
        for (index, line) in lines.iter().enumerate() {
            let y = top + index as f32 * self.leading;
            let at = y + baseline(self.leading, style.size);
            let text = cell.text.get(line.clone()).unwrap_or_default();
            let x = x + self.indent(builder, column_at, cell, line);
            let apart = |part: &Range<usize>| part.end <= line.start || line.end <= part.start;
            let plain =
                line.start >= cell.word && cell.badges.iter().all(|(badge, _)| apart(badge)) && cell.phrases.iter().all(apart);
            if plain {
                items.push(match column.align {
                    Align::Left => DrawItem::Text { x, y: at, style, text: text.into() },
                    Align::Center => builder.text(x + width / 2.0, at, style, Side::Center, text),
                    Align::Right => self.figure(builder, (x, x + width, at), column_at, style, text.trim_end()),
                });
                continue;
            }
            let slack = width - builder.width(style, text.trim_end());
            let to_point = self.before_point(
                builder,
                column_at,
                style,
                cell.text.get(line.start.max(cell.word)..line.end).unwrap_or_default(),
            );
            let word_width =
                builder.width(style.bold(), cell.text.get(line.start..cell.word.max(line.start)).unwrap_or_default());
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
                let w = builder.width(style, text);
                match run.look {
                    Some(look) => {
                        let area = [pen + 1.0, y + 0.8, w - 2.0, self.leading - 1.6];
                        badge(builder, &mut items, area, (pen, at), style, look, text);
                    }
                    None => {
                        let items = if run.is_word { &mut word } else { &mut items };
                        items.push(DrawItem::Text { x: pen, y: at, style, text: text.into() });
                    }
                }
                if run.changed {
                    let end = pen + builder.width(style, text.trim_end());
                    let y = at + if run.look.is_some() { self.leading * 0.27 } else { style.size * 0.22 };
                    items.push(DrawItem::Line { from: (pen, y), to: (end, y), stroke: UNDERLINE });
                }
                pen += w;
            }
        }
        (word, items)
    }

    /// Distance of a figure's point from the right edge of its column, if the column has points.
    pub(super) fn before_point(&self, builder: &PageBuilder<'_>, column: usize, style: Style, text: &str) -> Option<f32> {
        let point = self.grid.points.get(column).copied().unwrap_or_default() * style.size;
        let (head, _) = point::cut(text).filter(|_| point > 0.0)?;
        Some(point + builder.width(style, head))
    }

    /// A line of a column of figures: aligns its point with those above, if it has one and it fits.
    pub(super) fn figure(
        &self,
        builder: &PageBuilder<'_>,
        (left, right, y): (f32, f32, f32),
        column: usize,
        style: Style,
        text: &str,
    ) -> DrawItem {
        if let Some(x) = self.before_point(builder, column, style, text).map(|before| right - before)
            && x >= left
            && x + builder.width(style, text) <= right + 0.5
        {
            return DrawItem::Text { x, y, style, text: text.into() };
        }
        builder.text(right, y, style, Side::Right, text)
    }

    /// The clickable areas of a cell's text.
    pub(super) fn cell_links(
        &self,
        builder: &mut PageBuilder<'_>,
        at: usize,
        cell: &GridCell<'_>,
        lines: &[Range<usize>],
        top: f32,
        node: NodeId,
    ) {
        let Some(to) = &cell.link else { return };
        let (x, _) = self.span(at, cell.more_columns + 1);
        let bold = self.grid.columns.get(at).is_some_and(|column| column.bold);
        let style = Style { size: self.size(at), bold, ink: INK };
        for (index, line) in lines.iter().enumerate() {
            let w = builder.width(style, cell.text.get(line.clone()).unwrap_or_default().trim_end());
            let x = x + self.indent(builder, at, cell, line);
            let y = top + index as f32 * self.leading;
            builder.link([x, y, w, self.leading], to.clone(), node, format!("{}へ", cell.text.replace('\n', " ")));
        }
    }
}
