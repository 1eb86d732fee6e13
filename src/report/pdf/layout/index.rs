//! 担当課別索引: every department, its rows, and the pages they stand on.

use std::ops::Range;

use super::super::Error;
use super::super::desk::Desk;
use super::super::place::Anchor;
use super::grid::{GridCell, GridRow, GridWriter};
use super::{Progress, lists};
use crate::form::Align;
use crate::report::Edition;

pub(super) fn draw<'e>(
    desk: &mut Desk<'_>,
    edition: &'e Edition<'e>,
    progress: &Progress<'e>,
    anchor: Option<Anchor>,
) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let sect = desk.section("担当課別索引", anchor);
    let grid =
        lists::columns(&[("担当課", 11.0, Align::Left), ("件数", 4.0, Align::Right), ("取組（ページ）", 57.0, Align::Left)]);
    let mut writer = GridWriter::begin(desk, sect, &grid)?;
    for name in order(edition, progress) {
        let Some(rows) = progress.by_department.get(name) else { continue };
        let mut text = String::new();
        let mut links: Vec<(Range<usize>, Anchor)> = Vec::with_capacity(rows.len());
        for (row, to) in rows {
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(&row.label);
            text.push_str(&format!(" …… {}", desk.doc.page_of(*to)));
            links.push((start..text.len(), *to));
        }
        let here = desk.anchor();
        let cells =
            vec![GridCell::text(name), GridCell::text(rows.len().to_string()), GridCell { links, ..GridCell::text(text) }];
        writer.row(desk, &GridRow { cells, mark: Some((2, name.to_owned(), here)), ..GridRow::default() });
    }
    writer.end(desk);
    Ok(())
}

/// Departments in the order of the office, then those that it does not list.
fn order<'e>(edition: &'e Edition<'e>, progress: &Progress<'e>) -> Vec<&'e str> {
    let mut names: Vec<&str> = edition.consolidation.plan.departments.iter().map(|department| &*department.name).collect();
    names.extend(edition.consolidation.submissions.iter().map(|submission| &*submission.department));
    names.extend(progress.by_department.keys());
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    names
}
