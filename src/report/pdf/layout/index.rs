//! 担当課別索引: every department, its rows and their pages. Two columns on landscape paper, three if these need fewer pages.

use std::collections::VecDeque;

use crate::report::pdf::layout::Progress;
use crate::report::pdf::layout::display_list::{Anchor, DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline, whole};
use crate::report::pdf::layout::theme::{BODY, HAIRLINE, INK, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::{ReportData, Row};

const GUTTER: f32 = 34.0;
const ITEM: Style = Style::new(8.0, INK);
const LEADING: f32 = 12.0;
const HEAD: f32 = 17.0;
/// Height of the index's own heading.
const HEADING: f32 = 40.0;
/// After the rows of a department.
const AFTER: f32 = 9.0;
/// Width of a page number.
const NUMBER: f32 = 30.0;

/// Columns of a page, filled one after the other.
struct Columns {
    count: usize,
    at: usize,
    top: f32,
    /// How far down the page's columns are filled.
    deepest: f32,
    width: f32,
    /// Bottom of the columns on this page.
    bottom: f32,
    /// The remaining names and rows.
    left_over: VecDeque<Unit>,
}

/// A line of the index.
#[derive(Clone, Copy)]
struct Unit {
    /// Height that it needs in a column.
    needs: f32,
    height: f32,
    /// A row of a department; the name is repeated in a new column.
    is_row: bool,
}

impl Columns {
    /// Columns with the lines of these departments.
    fn of(builder: &PageBuilder<'_>, departments: &[&[(&Row<'_>, Anchor)]]) -> Self {
        let with = |count: usize| {
            let mut columns = Self::new(builder, count);
            departments.iter().for_each(|rows| columns.add(builder, rows));
            columns
        };
        if builder.sheet.width <= builder.sheet.height {
            return with(1);
        }
        let (two, three) = (with(2), with(3));
        if three.pages(builder) < two.pages(builder) { three } else { two }
    }

    /// How many more pages it takes: none where it fits below what is there, one of its own where it fits on that.
    fn pages(&self, builder: &PageBuilder<'_>) -> usize {
        let (all, page, here) = (self.height(), page(builder), (builder.room_below() - HEADING).max(0.0));
        match all {
            all if all <= here => 0,
            all if all <= page => 1,
            all => whole(((all - here) / page).ceil()),
        }
    }

    /// Height of each column if all were on one page.
    fn height(&self) -> f32 {
        self.left_over.iter().map(|unit| unit.height).sum::<f32>() / self.count as f32 + 20.0
    }

    fn new(builder: &PageBuilder<'_>, count: usize) -> Self {
        let width = (builder.sheet.measure() - GUTTER * (count - 1) as f32) / count as f32;
        let bottom = builder.sheet.bottom;
        Self { count, at: 0, top: builder.y, deepest: builder.y, width, bottom, left_over: VecDeque::new() }
    }

    /// Begins at the current position.
    fn begin(&mut self, builder: &PageBuilder<'_>) {
        (self.at, self.top, self.deepest) = (0, builder.y, builder.y);
        self.balance(builder);
    }

    /// The lines of a department.
    fn add(&mut self, builder: &PageBuilder<'_>, rows: &[(&Row<'_>, Anchor)]) {
        self.left_over.push_back(Unit { needs: head_needs(rows.len()), height: HEAD, is_row: false });
        for (at, (row, _)) in rows.iter().enumerate() {
            let (_, height) = builder.lines(0.0, 0.0, self.width - NUMBER, ITEM, LEADING, &row.label.replace('\n', ""));
            let after = if at + 1 == rows.len() { AFTER } else { 0.0 };
            self.left_over.push_back(Unit { needs: height, height: height + after, is_row: true });
        }
    }

    /// Balances the columns of the current page, if they hold the rest.
    fn balance(&mut self, builder: &PageBuilder<'_>) {
        const STEP: f32 = 4.0;
        let full = builder.sheet.bottom - self.top;
        let all: f32 = self.left_over.iter().map(|unit| unit.height).sum();
        let mut height = all / self.count as f32;
        while height < full && !self.holds(height) {
            height += STEP;
        }
        self.bottom = self.top + height.min(full);
    }

    /// Do columns of this height hold the rest?
    fn holds(&self, height: f32) -> bool {
        let repeated = |unit: &Unit| if unit.is_row { HEAD } else { 0.0 };
        let (mut at, mut used) = (0, self.left_over.front().map_or(0.0, repeated));
        for unit in &self.left_over {
            if used + unit.needs > height {
                // not even a column of its own holds it
                if used == 0.0 {
                    return false;
                }
                at += 1;
                used = repeated(unit);
            }
            used += unit.height;
        }
        at < self.count
    }

    fn left(&self, builder: &PageBuilder<'_>) -> f32 {
        builder.sheet.left + (self.width + GUTTER) * self.at as f32
    }

    /// Starts the next column or page if needed; returns whether it did.
    fn room(&mut self, builder: &mut PageBuilder<'_>, height: f32) -> bool {
        if builder.y + height <= self.bottom {
            return false;
        }
        self.at += 1;
        self.deepest = self.deepest.max(builder.y);
        if self.at >= self.count {
            builder.page();
            self.begin(builder);
        }
        builder.y = self.top;
        true
    }
}

pub(super) fn draw<'e>(
    builder: &mut PageBuilder<'_>,
    report: &'e ReportData<'e>,
    progress: &Progress<'e>,
    anchor: Option<Anchor>,
) {
    let Some(anchor) = anchor else { return };
    let names = order(report, progress);
    let departments: Vec<&[_]> = names.iter().filter_map(|name| progress.by_department.get(name)).map(Vec::as_slice).collect();
    let mut columns = Columns::of(builder, &departments);
    // an index that fits on a page is not split
    let all = columns.height();
    let sect = builder.section_below("担当課別索引", anchor, if all <= page(builder) { all } else { 120.0 });
    columns.begin(builder);
    for name in names {
        let Some(rows) = progress.by_department.get(name) else { continue };
        // the name stays with its first rows
        columns.room(builder, head_needs(rows.len()));
        columns.left_over.pop_front();
        let sub = builder.node(sect, Role::Sect);
        let heading = builder.node(sub, Role::H3);
        let here = builder.anchor();
        builder.drop_anchor(here, builder.y);
        builder.bookmark(2, name, here);
        head(builder, &columns, Mark::Of(heading), name, &rows.len().to_string());
        let list = builder.node(sub, Role::L);
        for (row, to) in rows {
            item(builder, &mut columns, list, (name, &row.label), *to);
            columns.left_over.pop_front();
        }
        builder.y += AFTER;
    }
    builder.y = builder.y.max(columns.deepest);
}

/// Height of a page for the lines of the index.
fn page(builder: &PageBuilder<'_>) -> f32 {
    builder.sheet.bottom - builder.sheet.top - HEADING
}

/// Height of a department's name with its first rows.
fn head_needs(rows: usize) -> f32 {
    HEAD + LEADING * rows.min(2) as f32 + 6.0
}

/// The name of a department over a hairline.
fn head(builder: &mut PageBuilder<'_>, columns: &Columns, mark: Mark, name: &str, note: &str) {
    let left = columns.left(builder);
    let base = builder.y + baseline(HEAD - 3.0, BODY.size);
    let room = columns.width - builder.width(SMALL, note) - 12.0;
    let name = builder.fit(BODY.bold(), room, name);
    let text = builder.text(left, base, BODY.bold(), Side::Left, &name);
    let note = builder.text(left + columns.width, base, SMALL, Side::Right, note);
    builder.put(mark, vec![text, note]);
    builder.rule((left, builder.y + HEAD - 2.0), (left + columns.width, builder.y + HEAD - 2.0), HAIRLINE);
    builder.y += HEAD;
}

fn item(builder: &mut PageBuilder<'_>, columns: &mut Columns, list: NodeId, (department, label): (&str, &str), to: Anchor) {
    let label = label.replace('\n', "");
    let (_, height) = builder.lines(0.0, 0.0, columns.width - NUMBER, ITEM, LEADING, &label);
    if columns.room(builder, height) {
        head(builder, columns, Mark::Pagination, department, "（続き）");
    }
    let (left, top) = (columns.left(builder), builder.y);
    let (mut items, bottom) = builder.lines(left, top, columns.width - NUMBER, ITEM, LEADING, &label);
    let last = match items.last() {
        Some(DrawItem::Text { text, .. }) => left + builder.width(ITEM, text.trim_end()),
        _ => left,
    };
    let (right, base) = (left + columns.width, bottom - LEADING + baseline(LEADING, ITEM.size));
    items.push(DrawItem::PageOf { right, y: base, style: ITEM.ink(SOFT), anchor: to });
    let li = builder.node(list, Role::Li);
    let body = builder.node(li, Role::LBody);
    let link = builder.node(body, Role::Link);
    builder.put(Mark::Of(link), items);
    if last + 10.0 < right - 22.0 {
        builder.rule((last + 5.0, base - 1.0), (right - 18.0, base - 1.0), HAIRLINE);
    }
    builder.link([left, top, columns.width, bottom - top], to, link, format!("{label}へ"));
    builder.y = bottom;
}

/// Departments in the order of the list, then those of the plan and others.
fn order<'e>(report: &'e ReportData<'e>, progress: &Progress<'e>) -> Vec<&'e str> {
    let consolidation = report.consolidation;
    let asked = consolidation.submissions.iter().filter(|submission| submission.required);
    let mut names: Vec<&str> = asked.map(|submission| &*submission.department).collect();
    names.extend(consolidation.plan.departments.iter().map(|department| &*department.name));
    names.extend(consolidation.submissions.iter().map(|submission| &*submission.department));
    names.extend(progress.by_department.keys());
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_begins_within_a_department_counts_the_repeated_name() {
        let row = Unit { needs: LEADING, height: LEADING, is_row: true };
        let columns = Columns { count: 2, at: 0, top: 0.0, deepest: 0.0, width: 0.0, bottom: 0.0, left_over: [row; 7].into() };
        assert!(!columns.holds(LEADING * 4.0 + 2.0));
        assert!(columns.holds(LEADING * 4.0 + HEAD));
    }
}
