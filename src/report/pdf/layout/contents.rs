//! 目次 with page numbers and links: in a line or two at the foot of the first page, complete on a cover.

use crate::consolidate::crosswalk::Crosswalk;
use crate::report::Changes;
use crate::report::pdf::layout::display_list::{Anchor, DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{BODY, HAIRLINE, INK, SMALL, SUBHEADING};
use crate::report::pdf::layout::tree::Role;
use crate::report::pdf::layout::{Entry, Part, Scope};

/// The volume's sections and their anchors, known before they are laid out.
#[derive(Default)]
pub(in crate::report::pdf) struct Contents {
    entries: Vec<Entry>,
    /// Entry of each part.
    parts: Vec<Option<usize>>,
    pub(super) summary: Option<Anchor>,
    pub(super) crosswalk: Option<Anchor>,
    pub(super) changes: Option<Anchor>,
    pub(super) index: Option<Anchor>,
}

impl Contents {
    pub(super) fn plan(
        builder: &mut PageBuilder<'_>,
        parts: &[Part<'_>],
        scope: Scope,
        changes: &Changes<'_>,
        crosswalk: Option<&Crosswalk<'_>>,
    ) -> Self {
        let mut contents = Self { summary: (scope.first && !scope.department).then(|| builder.anchor()), ..Self::default() };
        let mut title = None;
        for part in parts {
            if title != Some(&part.table.title) {
                title = Some(&part.table.title);
                contents.add(builder, true, &part.table.title);
            }
            let Some(heading) = part.heading() else {
                contents.parts.push(None);
                continue;
            };
            contents.parts.push(Some(contents.entries.len()));
            contents.entries.push(Entry { level: 2, title: heading.to_owned(), anchor: builder.anchor() });
        }
        contents.changes = contents.add(builder, !changes.is_empty(), "変更点");
        contents.crosswalk = contents.add(builder, crosswalk.is_some(), "対応表");
        let named = parts.iter().any(|part| part.rows.iter().any(|row| !row.departments.is_empty()));
        contents.index = contents.add(builder, named && !scope.department, "担当課別索引");
        contents
    }

    /// Adds a section if wanted; returns its anchor.
    pub(super) fn add(&mut self, builder: &mut PageBuilder<'_>, wanted: bool, title: &str) -> Option<Anchor> {
        wanted.then(|| {
            let anchor = builder.anchor();
            self.entries.push(Entry { level: 1, title: title.to_owned(), anchor });
            anchor
        })
    }

    /// The entry of a part.
    pub(super) fn of_part(&self, part: usize) -> Option<&Entry> {
        self.parts.get(part).copied().flatten().and_then(|at| self.entries.get(at))
    }

    /// The entry of a table's title.
    pub(super) fn of_table(&self, title: &str) -> Option<Anchor> {
        self.entries.iter().find(|entry| entry.level == 1 && entry.title == title).map(|entry| entry.anchor)
    }

    /// The entries of the strip, each with its left edge and its line: all if they fit, else only the sections.
    fn strip_places(&self, builder: &PageBuilder<'_>) -> Vec<(&Entry, String, f32, usize)> {
        let place = |deep: bool| {
            let (mut x, mut line) = (builder.sheet.left + STRIP_TITLE, 0);
            let mut out = Vec::new();
            for entry in self.entries.iter().filter(|entry| deep || entry.level == 1) {
                let title = builder.fit(STRIP, LONGEST_TITLE, &entry.title);
                let width = builder.width(STRIP, &title) + STRIP_NUMBER;
                if x + width > builder.sheet.right && x > builder.sheet.left + STRIP_TITLE {
                    (x, line) = (builder.sheet.left + STRIP_TITLE, line + 1);
                }
                out.push((entry, title, x, line));
                x += width + STRIP_GAP;
            }
            (line < STRIP_LINES).then_some(out)
        };
        place(true).or_else(|| place(false)).unwrap_or_default()
    }

    /// Height of the strip.
    pub(super) fn strip_height(&self, builder: &PageBuilder<'_>) -> f32 {
        self.strip_places(builder).last().map_or(0.0, |(.., line)| STRIP_LEADING * (line + 1) as f32 + 10.0)
    }

    /// Draws the strip at the foot of the current page.
    pub(super) fn strip(&self, builder: &mut PageBuilder<'_>) {
        let places: Vec<(Entry, String, f32, usize)> =
            self.strip_places(builder).into_iter().map(|(entry, title, x, line)| (entry.clone(), title, x, line)).collect();
        let Some(last) = places.last().map(|(.., line)| *line) else { return };
        let top = builder.sheet.bottom - STRIP_LEADING * (last + 1) as f32 - 1.0;
        let sect = builder.node(builder.root, Role::Sect);
        builder.rule((builder.sheet.left, top - 4.0), (builder.sheet.right, top - 4.0), HAIRLINE);
        let heading = builder.node(sect, Role::P);
        let text = builder.text(builder.sheet.left, top + baseline(STRIP_LEADING, SMALL.size), SMALL.bold(), Side::Left, "目次");
        builder.put(Mark::Of(heading), vec![text]);
        let toc = builder.node(sect, Role::Toc);
        for (entry, title, x, line) in places {
            let y = top + STRIP_LEADING * line as f32;
            let base = y + baseline(STRIP_LEADING, STRIP.size);
            let item = builder.node(toc, Role::Toci);
            let reference = builder.node(item, Role::Reference);
            let link = builder.node(reference, Role::Link);
            let style = if entry.level == 1 { STRIP.bold() } else { STRIP };
            let text = builder.text(x, base, style, Side::Left, &title);
            let right = x + builder.width(style, &title) + STRIP_NUMBER - 2.0;
            builder.put(Mark::Of(link), vec![text, DrawItem::PageOf { right, y: base, style, anchor: entry.anchor }]);
            builder.link([x, y, right - x, STRIP_LEADING], entry.anchor, link, format!("{}へ", entry.title));
        }
    }

    /// The entry that begins the second column, so that both end at about the same height, preferably
    /// a section. None if two columns of this height do not hold all.
    fn middle(&self, height: f32) -> Option<usize> {
        /// How many points of balance a section at the top is worth.
        const SECTION: f32 = 40.0;
        let heights: Vec<f32> = self.entries.iter().map(|entry| setting(entry).2).collect();
        let all: f32 = heights.iter().sum();
        let mut first = 0.0_f32;
        let mut best: Option<(f32, usize)> = None;
        for (at, (entry, own)) in self.entries.iter().zip(&heights).enumerate() {
            let deeper = first.max(all - first);
            let cost = deeper + if entry.level == 1 { 0.0 } else { SECTION };
            if at > 0 && deeper <= height && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, at));
            }
            first += own;
        }
        best.map(|(_, at)| at)
    }

    /// Below the title of a cover, in one column if they fit, else in two; the rest goes to further pages.
    pub(super) fn draw(&self, builder: &mut PageBuilder<'_>) {
        const GUTTER: f32 = 40.0;
        let sect = builder.node(builder.root, Role::Sect);
        builder.room(80.0);
        let heading = builder.node(sect, Role::P);
        let text = builder.text(builder.sheet.left, builder.y + 10.0, SUBHEADING, Side::Left, "目次");
        builder.put(Mark::Of(heading), vec![text]);
        builder.y += 20.0;
        let all: f32 = self.entries.iter().map(|entry| setting(entry).2).sum();
        let measure = builder.sheet.measure();
        let one = builder.y + all <= builder.sheet.bottom || builder.sheet.width < builder.sheet.height;
        let width = if one { measure.min(measure * 0.3 + 300.0) } else { (measure - GUTTER) / 2.0 };
        let toc = builder.node(sect, Role::Toc);
        let (mut column, mut top) = (0, builder.y);
        let turn = if one { None } else { self.middle(builder.sheet.bottom - builder.y) };
        for (at, entry) in self.entries.iter().enumerate() {
            let (style, indent, leading) = setting(entry);
            if builder.y + leading > builder.sheet.bottom || turn == Some(at) {
                if column == 0 && !one {
                    column = 1;
                } else {
                    builder.section = "目次".to_owned();
                    builder.page();
                    (column, top) = (0, builder.y);
                }
                // columns begin at the same height
                builder.y = top + (FIRST - leading) / 2.0;
            }
            let left = builder.sheet.left + if column == 1 { width + GUTTER } else { 0.0 };
            let right = left + width;
            let item = builder.node(toc, Role::Toci);
            let reference = builder.node(item, Role::Reference);
            let link = builder.node(reference, Role::Link);
            let y = builder.y + baseline(leading, style.size);
            let title = builder.fit(style, right - left - indent - 40.0, &entry.title);
            let end = left + indent + builder.width(style, &title);
            let text = builder.text(left + indent, y, style, Side::Left, &title);
            builder.put(Mark::Of(link), vec![text, DrawItem::PageOf { right, y, style, anchor: entry.anchor }]);
            builder.rule((end + 8.0, y - 1.0), (right - 24.0, y - 1.0), HAIRLINE);
            builder.link([left, builder.y, right - left, leading], entry.anchor, link, format!("{}へ", entry.title));
            builder.y += leading;
        }
    }
}

const STRIP: Style = Style::new(8.0, INK);
const STRIP_LEADING: f32 = 13.0;
const STRIP_TITLE: f32 = 28.0;
/// Room for a number of three digits after a title.
const STRIP_NUMBER: f32 = 20.0;
const STRIP_GAP: f32 = 12.0;
const STRIP_LINES: usize = 3;
const LONGEST_TITLE: f32 = 180.0;

/// Leading of a section's entry.
const FIRST: f32 = 18.5;

/// Style, indent and leading of an entry.
const fn setting(entry: &Entry) -> (Style, f32, f32) {
    if entry.level == 1 { (BODY.bold(), 0.0, FIRST) } else { (BODY, 16.0, 15.0) }
}
