//! Layout: a report becomes placed items. One kind of page a file.

mod bars;
mod cells;
mod changes;
mod contents;
mod cover;
mod crosswalk;
pub(crate) mod display_list;
mod figures;
mod furniture;
pub(super) mod grid;
mod index;
mod legend;
mod lists;
mod movement;
mod overview;
pub(crate) mod page_builder;
mod point;
pub(super) mod row;
pub(crate) mod spacing;
mod summary;
mod summary_page;
mod table;
pub(crate) mod theme;
pub(crate) mod tree;
mod widths;

use crate::consolidate::crosswalk::Crosswalk;
use crate::model::RecordKind;
use crate::report::options::Options;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{Anchor, Document, Target};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::tree::Role;
use crate::report::{ReportData, Row, Section, Table};

pub(super) use contents::Contents;
pub(super) use furniture::furnish;
pub(super) use table::Progress;

/// The rows of a volume: a part of a section each, in the order of print.
#[derive(Debug, Clone)]
pub(super) struct Part<'e> {
    pub table: &'e Table<'e>,
    pub section: &'e Section<'e>,
    pub rows: Vec<&'e Row<'e>>,
}

impl Part<'_> {
    /// The heading of its section. A list in one piece has none: what its title says is how many there are.
    pub(super) fn heading(&self) -> Option<&str> {
        let counted = self.table.kind == RecordKind::Checklist && self.table.sections.len() == 1;
        (!counted && !self.section.title.is_empty()).then_some(&*self.section.title)
    }
}

/// What a volume holds besides its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// The volume with the summary.
    pub first: bool,
}

/// An entry of the contents.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub level: u8,
    pub title: String,
    pub anchor: Anchor,
}

/// Lays out a volume up to `limit` pages of rows; gives how many rows were set.
pub(super) fn volume<'e>(
    builder: &mut PageBuilder<'_>,
    report: &'e ReportData<'e>,
    options: &Options,
    parts: &[Part<'e>],
    scope: Scope,
    label: Option<&str>,
    limit: usize,
) -> Result<usize, Error> {
    let changes = changes::of_volume(report, parts, scope, label);
    let crosswalk = if scope.first { Crosswalk::of(report.consolidation) } else { None };
    let contents = Contents::plan(builder, report, parts, scope, &changes, crosswalk.as_ref());
    cover::draw(builder, report, options, label);
    contents.draw(builder);
    summary_page::page(builder, report, contents.summary);
    let mut progress = Progress::default();
    for (at, part) in parts.iter().enumerate() {
        if !progress.draw(builder, report, options, part, (contents.of_table(&part.table.title), contents.of_part(at)), limit)? {
            break;
        }
    }
    crosswalk::draw(builder, crosswalk.as_ref(), &progress, contents.crosswalk)?;
    changes::draw(builder, &changes, &progress, contents.changes)?;
    if scope.first {
        lists::submissions(builder, report, contents.submissions)?;
        lists::findings(builder, report, contents.findings)?;
    }
    index::draw(builder, report, &progress, contents.index);
    if scope.first {
        lists::ledger(builder, report, contents.ledger)?;
    }
    furnish(builder, report, options);
    builder.doc.mirror(builder.sheet.even);
    unlink(builder);
    Ok(progress.rows)
}

/// Takes off the links to what stands in a volume to come.
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
