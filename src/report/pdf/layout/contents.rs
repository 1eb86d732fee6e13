//! 目次 with page numbers and links, on the cover where there is room.

use crate::consolidate::crosswalk::Crosswalk;
use crate::report::pdf::layout::display_list::{Anchor, DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{BODY, HAIRLINE, SUBHEADING};
use crate::report::pdf::layout::tree::Role;
use crate::report::pdf::layout::{Entry, Part, Scope};
use crate::report::{Changes, ReportData};

/// The volume's sections and their anchors, known before they are laid out.
pub(in crate::report::pdf) struct Contents {
    entries: Vec<Entry>,
    /// Entry of each part.
    parts: Vec<Option<usize>>,
    own: Anchor,
    pub(super) summary: Option<Anchor>,
    pub(super) crosswalk: Option<Anchor>,
    pub(super) changes: Option<Anchor>,
    pub(super) submissions: Option<Anchor>,
    pub(super) findings: Option<Anchor>,
    pub(super) index: Option<Anchor>,
    pub(super) ledger: Option<Anchor>,
}

impl Contents {
    pub(super) fn plan(
        builder: &mut PageBuilder<'_>,
        report: &ReportData<'_>,
        parts: &[Part<'_>],
        scope: Scope,
        changes: &Changes<'_>,
        crosswalk: Option<&Crosswalk<'_>>,
    ) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let add = |builder: &mut PageBuilder<'_>, entries: &mut Vec<Entry>, wanted: bool, title: &str| {
            wanted.then(|| {
                let anchor = builder.anchor();
                entries.push(Entry { level: 1, title: title.to_owned(), anchor });
                anchor
            })
        };
        let summary = add(builder, &mut entries, scope.first, "概要");
        let mut of_parts = Vec::with_capacity(parts.len());
        let mut title = None;
        for part in parts {
            if title != Some(&part.table.title) {
                title = Some(&part.table.title);
                entries.push(Entry { level: 1, title: part.table.title.clone(), anchor: builder.anchor() });
            }
            let Some(heading) = part.heading() else {
                of_parts.push(None);
                continue;
            };
            of_parts.push(Some(entries.len()));
            entries.push(Entry { level: 2, title: heading.to_owned(), anchor: builder.anchor() });
        }
        let mut more = |builder: &mut PageBuilder<'_>, wanted: bool, title: &str| add(builder, &mut entries, wanted, title);
        let crosswalk = more(builder, crosswalk.is_some(), "対応表");
        let changes = more(builder, !changes.is_empty(), "変更点");
        let submissions = more(builder, scope.first && !report.consolidation.submissions.is_empty(), "提出状況");
        let findings = more(builder, scope.first, "指摘");
        let index =
            more(builder, parts.iter().any(|part| part.rows.iter().any(|row| !row.departments.is_empty())), "担当課別索引");
        let ledger = more(builder, scope.first && !report.consolidation.inputs.is_empty(), "読取台帳");
        Self {
            own: builder.anchor(),
            entries,
            parts: of_parts,
            summary,
            crosswalk,
            changes,
            submissions,
            findings,
            index,
            ledger,
        }
    }

    /// The entry of a part.
    pub(super) fn of_part(&self, part: usize) -> Option<&Entry> {
        self.parts.get(part).copied().flatten().and_then(|at| self.entries.get(at))
    }

    /// The entry of a table's title.
    pub(super) fn of_table(&self, title: &str) -> Option<Anchor> {
        self.entries.iter().find(|entry| entry.level == 1 && entry.title == title).map(|entry| entry.anchor)
    }

    /// The entry that begins the second of two columns: they end at about the same height, and where there is a choice it
    /// is a section's. None where two columns of this height do not hold all.
    fn middle(&self, height: f32) -> Option<usize> {
        /// What it is worth, in points, to begin with a section.
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

    /// Below the title, in one column where they fit, else in two; what is left goes to pages of its own.
    pub(super) fn draw(&self, builder: &mut PageBuilder<'_>) {
        const GUTTER: f32 = 40.0;
        let sect = builder.node(builder.root, Role::Sect);
        builder.room(80.0);
        builder.drop_anchor(self.own, builder.y);
        builder.bookmark(1, "目次", self.own);
        let heading = builder.node(sect, Role::H2);
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
                // columns begin on one line, whatever stands there
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

/// Leading of a section's entry.
const FIRST: f32 = 18.5;

/// Style, indent and leading of an entry.
const fn setting(entry: &Entry) -> (Style, f32, f32) {
    if entry.level == 1 { (BODY.bold(), 0.0, FIRST) } else { (BODY, 16.0, 15.0) }
}
