//! Part of a first page: lists by name, as many as there is room for.

use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline, whole};
use crate::report::pdf::layout::summary::{self, Targets};
use crate::report::pdf::layout::theme::{ACCENT, BODY, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::spotlight::{Named, Spotlight};

const LEADING: f32 = 13.0;
const HEADING: f32 = 22.0;
const GAP: f32 = 9.0;
const INDENT: f32 = 10.0;
/// How many lines an entry takes at most.
const MOST_LINES: usize = 2;
/// A list with room for less than this is left out, unless it is whole.
const BEGINNING: usize = 4;
/// Share of the width that names have at least where something is column of them.
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
    let whats = list.records.iter().take(named);
    let column = whats.map(|record| builder.width(BODY, &record.what)).fold(0.0, f32::max);
    let column = if column > 0.0 { right - column.min((right - left - INDENT) * (1.0 - NAMES)) } else { right };
    let (mut named, mut used) = (0, 0);
    for record in &list.records {
        // a line for those left out
        let free = (room - used).saturating_sub(usize::from(named + 1 < all));
        let Some(lines) = entry(builder, record, targets, node, ([left, column, right, y], free)) else { break };
        y += LEADING * lines as f32;
        (named, used) = (named + 1, used + lines);
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

/// One record, if it fits in `free` lines; returns their number.
fn entry(
    builder: &mut PageBuilder<'_>,
    record: &Named<'_>,
    targets: &Targets<'_>,
    list: NodeId,
    ([left, column, right, y], free): ([f32; 4], usize),
) -> Option<usize> {
    let x = left + INDENT;
    let names = if record.what.is_empty() { right - x } else { column - x - 8.0 };
    let mut items = set(builder, BODY, [x, y, names], &record.name);
    let mut lines = items.len();
    if !record.what.is_empty() {
        let what = set(builder, BODY.ink(SOFT), [column, y, right - column + 0.1], &record.what);
        lines = lines.max(what.len());
        items.extend(what);
    }
    if lines > free {
        return None;
    }
    let dot = DrawItem::Rect { x: left, y: y + 4.6, w: 3.6, h: 3.6, fill: Some(ACCENT), stroke: None };
    builder.put(Mark::Layout, vec![dot]);
    let item = builder.node(list, Role::Li);
    let body = builder.node(item, Role::LBody);
    match targets.get(&record.record) {
        Some(to) => {
            let link = builder.node(body, Role::Link);
            builder.put(Mark::Of(link), items);
            builder.link([left, y, right - left, LEADING * lines as f32], *to, link, format!("{}へ", record.name));
        }
        None => builder.put(Mark::Of(body), items),
    }
    Some(lines)
}

/// A text on up to two lines, truncated only beyond them.
fn set(builder: &PageBuilder<'_>, style: Style, [x, y, width]: [f32; 3], text: &str) -> Vec<DrawItem> {
    let broken = |text: &str| builder.lines(x, y, width, style, LEADING, text).0;
    let items = broken(text);
    if items.len() <= MOST_LINES {
        return items;
    }
    // phrases stay together, so that a line is not always full
    let truncated = (0..8_u8).map(|step| builder.fit(style, width * (MOST_LINES as f32 - 0.1 * f32::from(step)), text));
    let mut fitting = truncated.map(|text| broken(&text)).skip_while(|items| items.len() > MOST_LINES);
    fitting.next().unwrap_or_else(|| broken(&builder.fit(style, width, text)))
}
