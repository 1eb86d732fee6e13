//! Part of a first page: lists by name, as many as there is room for.

use crate::report::pdf::layout::display_list::{DrawItem, Mark};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline, whole};
use crate::report::pdf::layout::summary::{self, Targets};
use crate::report::pdf::layout::theme::{ACCENT, BODY, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::spotlight::{Named, Spotlight};

const LEADING: f32 = 13.0;
const HEADING: f32 = 22.0;
const GAP: f32 = 9.0;
const INDENT: f32 = 10.0;
/// A list with room for less than this is left out, unless it is whole.
const BEGINNING: usize = 4;
/// Share of the width that names have at least where something is said of them.
const NAMES: f32 = 0.6;

/// Draws the lists that fit between `top` and `bottom`; returns their bottom.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    lists: &[Spotlight<'_>],
    targets: &Targets<'_>,
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let beginning = |list: &Spotlight<'_>| height(list.records.len().min(BEGINNING));
    let mut needed = 0.0;
    let fitting = lists.iter().take_while(|list| {
        needed += beginning(list);
        top + needed <= bottom
    });
    let lists: Vec<&Spotlight<'_>> = fitting.collect();
    let mut y = top;
    for (at, list) in lists.iter().enumerate() {
        // leaves the beginning of the others
        let others: f32 = lists.iter().skip(at + 1).map(|other| beginning(other)).sum();
        let room = whole(((bottom - y - others - HEADING - GAP) / LEADING).max(0.0));
        y = one(builder, list, room, targets, sect, [left, right, y]) + GAP;
    }
    y
}

fn height(records: usize) -> f32 {
    HEADING + GAP + LEADING * records as f32
}

/// One list of up to `room` lines.
fn one(
    builder: &mut PageBuilder<'_>,
    list: &Spotlight<'_>,
    room: usize,
    targets: &Targets<'_>,
    sect: NodeId,
    [left, right, top]: [f32; 3],
) -> f32 {
    let mut y = summary::heading(builder, sect, left, right, top, &list.title);
    let node = builder.node(sect, Role::L);
    let all = list.records.len();
    let named = if all > room { room.saturating_sub(1) } else { all };
    let said = list.records.iter().take(named).map(|record| builder.width(BODY, &record.what)).fold(0.0, f32::max);
    let said = if said > 0.0 { right - said.min((right - left - INDENT) * (1.0 - NAMES)) } else { right };
    for record in list.records.iter().take(named) {
        line(builder, record, targets, node, [left, said, right, y]);
        y += LEADING;
    }
    if all > named {
        let item = builder.node(node, Role::Li);
        let body = builder.node(item, Role::LBody);
        let rest = format!("ほか{}件", all - named);
        let text = builder.text(left + INDENT, y + baseline(LEADING, SMALL.size), SMALL, Side::Left, &rest);
        builder.put(Mark::Of(body), vec![text]);
        y += LEADING;
    }
    y
}

fn line(
    builder: &mut PageBuilder<'_>,
    record: &Named<'_>,
    targets: &Targets<'_>,
    list: NodeId,
    [left, said, right, y]: [f32; 4],
) {
    let x = left + INDENT;
    let names = if record.what.is_empty() { right - x } else { said - x - 8.0 };
    let base = y + baseline(LEADING, BODY.size);
    let name = builder.fit(BODY, names, &record.name);
    let mut items = vec![builder.text(x, base, BODY, Side::Left, &name)];
    if !record.what.is_empty() {
        let what = builder.fit(BODY, right - said + 0.1, &record.what);
        items.push(builder.text(said, base, BODY.ink(SOFT), Side::Left, &what));
    }
    let dot = DrawItem::Rect { x: left, y: y + 4.6, w: 3.6, h: 3.6, fill: Some(ACCENT), stroke: None };
    builder.put(Mark::Layout, vec![dot]);
    let item = builder.node(list, Role::Li);
    let body = builder.node(item, Role::LBody);
    match targets.get(&record.record) {
        Some(to) => {
            let link = builder.node(body, Role::Link);
            builder.put(Mark::Of(link), items);
            builder.link([left, y, right - left, LEADING], *to, link, format!("{}へ", record.name));
        }
        None => builder.put(Mark::Of(body), items),
    }
}
