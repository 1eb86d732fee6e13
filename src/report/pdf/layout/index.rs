//! 担当課別索引: every department, its rows, and the pages they stand on. Two columns on lying paper.

use crate::report::Edition;
use crate::report::pdf::layout::Progress;
use crate::report::pdf::layout::display_list::{Anchor, Mark, Style, Thing};
use crate::report::pdf::layout::page_builder::{Desk, Side, baseline};
use crate::report::pdf::layout::theme::{BODY, HAIRLINE, INK, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};

const GUTTER: f32 = 34.0;
const ITEM: Style = Style::new(8.0, INK);
const LEADING: f32 = 12.0;
const HEAD: f32 = 17.0;
/// Room for a page number.
const NUMBER: f32 = 30.0;

/// Columns of a page, filled one after the other.
struct Columns {
    count: usize,
    at: usize,
    top: f32,
    /// How far down the page's columns are filled.
    deepest: f32,
    width: f32,
}

impl Columns {
    fn new(desk: &Desk<'_>) -> Self {
        let count = if desk.sheet.width > desk.sheet.height { 2 } else { 1 };
        let width = (desk.sheet.measure() - GUTTER * (count - 1) as f32) / count as f32;
        Self { count, at: 0, top: desk.y, deepest: desk.y, width }
    }

    fn left(&self, desk: &Desk<'_>) -> f32 {
        desk.sheet.left + (self.width + GUTTER) * self.at as f32
    }

    /// The next column, or the next page; true where it was needed.
    fn room(&mut self, desk: &mut Desk<'_>, height: f32) -> bool {
        if desk.y + height <= desk.sheet.bottom {
            return false;
        }
        self.at += 1;
        self.deepest = self.deepest.max(desk.y);
        if self.at >= self.count {
            desk.page();
            (self.at, self.top, self.deepest) = (0, desk.y, desk.y);
        }
        desk.y = self.top;
        true
    }
}

pub(super) fn draw<'e>(desk: &mut Desk<'_>, edition: &'e Edition<'e>, progress: &Progress<'e>, anchor: Option<Anchor>) {
    let Some(anchor) = anchor else { return };
    let sect = desk.section_below("担当課別索引", anchor, 120.0);
    let mut columns = Columns::new(desk);
    for name in order(edition, progress) {
        let Some(rows) = progress.by_department.get(name) else { continue };
        // the name stays with its first rows
        columns.room(desk, HEAD + LEADING * rows.len().min(2) as f32 + 6.0);
        let sub = desk.node(sect, Role::Sect);
        let heading = desk.node(sub, Role::H3);
        let here = desk.anchor();
        desk.drop_anchor(here, desk.y);
        desk.bookmark(2, name, here);
        head(desk, &columns, Mark::Of(heading), name, &format!("{}件", rows.len()));
        let list = desk.node(sub, Role::L);
        for (row, to) in rows {
            item(desk, &mut columns, list, (name, &row.label), *to);
        }
        desk.y += 9.0;
    }
    desk.y = desk.y.max(columns.deepest);
}

/// The name of a department over a hairline.
fn head(desk: &mut Desk<'_>, columns: &Columns, mark: Mark, name: &str, note: &str) {
    let left = columns.left(desk);
    let base = desk.y + baseline(HEAD - 3.0, BODY.size);
    let room = columns.width - desk.width(SMALL, note) - 12.0;
    let name = desk.fit(BODY.bold(), room, name);
    let text = desk.text(left, base, BODY.bold(), Side::Left, &name);
    let note = desk.text(left + columns.width, base, SMALL, Side::Right, note);
    desk.put(mark, vec![text, note]);
    desk.rule((left, desk.y + HEAD - 2.0), (left + columns.width, desk.y + HEAD - 2.0), HAIRLINE);
    desk.y += HEAD;
}

fn item(desk: &mut Desk<'_>, columns: &mut Columns, list: NodeId, (department, label): (&str, &str), to: Anchor) {
    let label = label.replace('\n', "");
    let (_, height) = desk.lines(0.0, 0.0, columns.width - NUMBER, ITEM, LEADING, &label);
    if columns.room(desk, height) {
        head(desk, columns, Mark::Pagination, department, "（続き）");
    }
    let (left, top) = (columns.left(desk), desk.y);
    let (mut things, bottom) = desk.lines(left, top, columns.width - NUMBER, ITEM, LEADING, &label);
    let last = match things.last() {
        Some(Thing::Text { text, .. }) => left + desk.width(ITEM, text.trim_end()),
        _ => left,
    };
    let (right, base) = (left + columns.width, bottom - LEADING + baseline(LEADING, ITEM.size));
    things.push(Thing::PageOf { right, y: base, style: ITEM.ink(SOFT), anchor: to });
    let li = desk.node(list, Role::Li);
    let body = desk.node(li, Role::LBody);
    let link = desk.node(body, Role::Link);
    desk.put(Mark::Of(link), things);
    if last + 10.0 < right - 22.0 {
        desk.rule((last + 5.0, base - 1.0), (right - 18.0, base - 1.0), HAIRLINE);
    }
    desk.link([left, top, columns.width, bottom - top], to, link, format!("{label}へ"));
    desk.y = bottom;
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
