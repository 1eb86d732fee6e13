//! The heading rows of a table: breaks and draws them.

use crate::form::Align;
use crate::report::pdf::layout::display_list::{DrawItem, Style};
use crate::report::pdf::layout::grid::{GridWriter, PAD_Y};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::row::Lines;
use crate::report::pdf::layout::theme::{FINE, INK};
use crate::report::{Heading, typeset};

impl GridWriter<'_> {
    pub(super) fn heading_style(&self) -> Style {
        Style::new(self.grid.size, INK).bold()
    }

    pub(super) fn heading_lines(&self, builder: &PageBuilder<'_>, heading: &Heading) -> Lines {
        let style = self.heading_style();
        let (_, width) = self.span(heading.column, heading.columns);
        typeset::lines(&heading.text, width, &[], |at, c| builder.advance(true, &heading.text, at, c) * style.size)
    }

    /// Heights of the heading rows; a heading over several rows makes the last one taller if needed.
    pub(super) fn heading_heights(&self, builder: &PageBuilder<'_>) -> Vec<f32> {
        let height = |heading: &Heading| self.heading_lines(builder, heading).len() as f32 * self.leading + 2.0 * PAD_Y;
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

    /// A hairline under headings that span several columns.
    pub(super) fn rules_below_groups(&self, builder: &mut PageBuilder<'_>, row: &[Heading]) {
        for heading in row.iter().filter(|heading| heading.columns > 1 && self.grid.headings.len() > heading.rows) {
            let (x, width) = self.span(heading.column, heading.columns);
            builder.rule((x, builder.y), (x + width, builder.y), FINE);
        }
    }

    pub(super) fn heading_things(&self, builder: &PageBuilder<'_>, heading: &Heading, height: f32) -> Vec<DrawItem> {
        let style = self.heading_style();
        let lines = self.heading_lines(builder, heading);
        let (x, width) = self.span(heading.column, heading.columns);
        let align = self.grid.columns.get(heading.column).map_or(Align::Left, |column| column.align);
        let mut y = builder.y + (height - lines.len() as f32 * self.leading) / 2.0;
        let mut items = Vec::with_capacity(lines.len());
        for line in lines {
            let text = heading.text.get(line).unwrap_or_default().trim_end();
            let at = y + baseline(self.leading, style.size);
            items.push(match align {
                Align::Left => builder.text(x, at, style, Side::Left, text),
                Align::Center => builder.text(x + width / 2.0, at, style, Side::Center, text),
                Align::Right => builder.text(x + width, at, style, Side::Right, text),
            });
            y += self.leading;
        }
        items
    }
}
