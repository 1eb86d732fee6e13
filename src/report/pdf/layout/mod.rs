//! Layout: turns a report into placed items. One file for each kind of page.

mod annex;
mod bars;
mod cells;
mod changes;
mod contents;
mod cover;
mod crosswalk;
mod department_bars;
mod direction_bars;
pub(crate) mod display_list;
mod furniture;
pub(super) mod grid;
mod halves;
mod index;
mod legend;
mod lists;
mod movement;
mod overview;
pub(crate) mod page_builder;
mod point;
pub(super) mod row;
mod segment;
pub(crate) mod spacing;
mod spotlight;
mod summary;
mod summary_page;
mod table;
pub(crate) mod theme;
mod title_band;
pub(crate) mod tree;
mod trend;
pub(super) mod type_size;
mod widths;

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::RecordKind;
use crate::report::options::Options;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{Anchor, Document, Target};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::tree::Role;
use crate::report::{ReportData, Row, Section, Table};

pub(super) use annex::draw as annex;
pub(super) use contents::Contents;
pub(super) use furniture::furnish;
pub(super) use table::Progress;

/// Rows of a volume: part of a section, in the order of print.
#[derive(Debug, Clone)]
pub(super) struct Part<'e> {
    pub table: &'e Table<'e>,
    pub section: &'e Section<'e>,
    pub rows: Vec<&'e Row<'e>>,
}

impl Part<'_> {
    /// The heading of its section. A list in one piece has none.
    pub(super) fn heading(&self) -> Option<&str> {
        let counted = self.table.kind == RecordKind::Checklist && self.table.sections.len() == 1;
        (!counted && !self.section.title.is_empty()).then_some(&*self.section.title)
    }
}

/// What a volume holds besides its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// The first volume: it has what belongs to no other.
    pub first: bool,
    /// A department's own volume: it opens with the department's figures, and has no index.
    pub department: bool,
}

/// An entry of the contents.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub level: u8,
    pub title: String,
    pub anchor: Anchor,
}

/// Lays out a volume of up to `limit` pages of rows; returns the number of rows, and the tables whose last page has too few.
pub(super) fn volume<'e>(
    builder: &mut PageBuilder<'_>,
    report: &'e ReportData<'e>,
    options: &Options,
    parts: &[Part<'e>],
    scope: Scope,
    label: Option<&str>,
    limit: usize,
) -> Result<(usize, Vec<String>), Error> {
    let changes = changes::of_volume(report, parts, scope, label);
    let crosswalk = if scope.first { Crosswalk::of(report.consolidation) } else { None };
    let contents = Contents::plan(builder, parts, scope, &changes, crosswalk.as_ref());
    let strip = if scope.first && !scope.department { contents.strip_height(builder) } else { 0.0 };
    let targets = summary_page::page(builder, report, options, (label, contents.summary, strip));
    if scope.department {
        summary_page::own_figures(builder, report, label);
    }
    let mut progress = Progress::leading_to(targets);
    for (at, part) in parts.iter().enumerate() {
        let entries = (contents.of_table(&part.table.title), contents.of_part(at));
        let after = parts.iter().skip(at + 1).take_while(|next| next.table.title == part.table.title).count();
        if !progress.draw(builder, report, options, (part, after), entries, limit)? {
            break;
        }
    }
    changes::draw(builder, report, &changes, &progress, options.side_by_side, contents.changes)?;
    crosswalk::draw(builder, crosswalk.as_ref(), &progress, contents.crosswalk)?;
    index::draw(builder, report, &progress, contents.index);
    if scope.first && !scope.department {
        on_first_page(builder, |builder| contents.strip(builder));
    }
    if builder.doc.pages.len() >= cover::LEAST_PAGES {
        before_all(builder, |builder| {
            cover::draw(builder, report, options, label);
            contents.draw(builder);
        });
    }
    let lonely = progress.lonely(builder);
    finish(builder, report, options);
    Ok((progress.rows, lonely))
}

/// Finishes a volume: adds running heads, mirrors even pages, removes dead links.
pub(super) fn finish(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options) {
    furnish(builder, report, options);
    builder.doc.mirror(builder.sheet.even);
    unlink(builder);
}

/// Adds to the first page what is known only after all others are laid out.
fn on_first_page<'f>(builder: &mut PageBuilder<'f>, draw: impl FnOnce(&mut PageBuilder<'f>)) {
    let Some(last) = builder.doc.pages.len().checked_sub(1) else { return };
    let kids = kids(builder);
    builder.doc.pages.swap(0, last);
    draw(builder);
    builder.doc.pages.swap(0, last);
    // reading order: after the head of the page and the summary
    move_kids(builder, kids, 2);
}

/// Puts pages in front of all others.
fn before_all<'f>(builder: &mut PageBuilder<'f>, draw: impl FnOnce(&mut PageBuilder<'f>)) {
    let (pages, kids, marks) = (builder.doc.pages.len(), kids(builder), builder.doc.outline.len());
    draw(builder);
    let added = builder.doc.pages.len() - pages;
    builder.doc.pages.rotate_right(added);
    for place in builder.doc.anchors.iter_mut().flatten() {
        place.page = if place.page >= pages { place.page - pages } else { place.page + added };
    }
    let more = builder.doc.outline.len() - marks;
    builder.doc.outline.rotate_right(more);
    move_kids(builder, kids, 0);
}

fn kids(builder: &PageBuilder<'_>) -> usize {
    builder.doc.tree.nodes.get(builder.root.0).map_or(0, |root| root.kids.len())
}

/// Moves the root's elements from `from` on to another position.
fn move_kids(builder: &mut PageBuilder<'_>, from: usize, to: usize) {
    builder.doc.tree.set(builder.root, |root| {
        let added = root.kids.len().saturating_sub(from);
        if let Some(rest) = root.kids.get_mut(to..) {
            rest.rotate_right(added.min(rest.len()));
        }
    });
}

/// Removes links to later volumes.
fn unlink(builder: &mut PageBuilder<'_>) {
    let Document { pages, anchors, tree, .. } = &mut builder.doc;
    for page in pages {
        page.links.retain(|link| {
            let there = match &link.to {
                Target::Place(anchor) => anchors.get(anchor.0).is_some_and(Option::is_some),
                Target::Page(_) => true,
            };
            if !there {
                tree.set(link.node, |node| node.role = Role::Span);
            }
            there
        });
    }
}
