//! Part of a first page: how many initiatives moved since the last report, and between which stages.

use std::collections::BTreeMap;

use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
use crate::report::pdf::layout::summary;
use crate::report::pdf::layout::theme::{ACCENT, ALARM, BODY, HAIRLINE, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::figure::grouped;
use crate::report::{ChangeKind, Changes};

/// Changes that are always counted, and changes that are counted only if they occur.
const ALWAYS: [ChangeKind; 2] = [ChangeKind::StageUp, ChangeKind::StageDown];
const SOMETIMES: [ChangeKind; 7] = [
    ChangeKind::New,
    ChangeKind::Gone,
    ChangeKind::Ended,
    ChangeKind::Late,
    ChangeKind::Unclear,
    ChangeKind::Joined,
    ChangeKind::Moved,
];
const FIGURE: Style = Style::new(19.0, ACCENT).bold();
const TILES: f32 = 40.0;
/// How many transitions between stages are named.
const WAYS: usize = 6;

/// The height of [`draw`].
pub(super) fn height(changes: &Changes<'_>) -> f32 {
    if changes.compared { 22.0 + TILES + if ways(changes).is_empty() { 0.0 } else { 26.0 } } else { 0.0 }
}

/// Draws the figures side by side, and the most frequent transitions below.
pub(super) fn draw(builder: &mut PageBuilder<'_>, changes: &Changes<'_>, sect: NodeId, [left, right, top]: [f32; 3]) -> f32 {
    if !changes.compared {
        return top;
    }
    let title = format!("{}からの動き（取組の数）", changes.previous_label());
    let mut y = summary::heading(builder, sect, left, right, top, &title);
    let list = builder.node(sect, Role::L);
    let shown = ALWAYS.into_iter().chain(SOMETIMES.into_iter().filter(|kind| changes.count(*kind) > 0));
    let shown: Vec<(ChangeKind, usize)> = shown.map(|kind| (kind, changes.count(kind))).collect();
    let step = (right - left) / shown.len().max(4) as f32;
    for (at, (kind, count)) in shown.iter().enumerate() {
        let x = left + step * at as f32;
        let alarming = *count > 0 && matches!(kind, ChangeKind::StageDown | ChangeKind::Late | ChangeKind::Unclear);
        let style = if alarming { FIGURE.ink(ALARM) } else { FIGURE };
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let items = vec![
            builder.text(x, y + 8.0, SMALL, Side::Left, kind.label()),
            builder.text(x, y + 29.0, style, Side::Left, &grouped(count)),
        ];
        builder.put(Mark::Of(body), items);
        if at > 0 {
            let line = DrawItem::Line { from: (x - 8.0, y + 1.0), to: (x - 8.0, y + 31.0), stroke: HAIRLINE };
            builder.put(Mark::Layout, vec![line]);
        }
    }
    y += TILES;
    let ways = ways(changes);
    if !ways.is_empty() {
        let node = builder.node(sect, Role::P);
        let style = BODY.ink(SOFT);
        let (mut items, _) = builder.lines(left, y - 2.0, right - left, style, 13.0, &ways);
        items.truncate(2);
        builder.put(Mark::Of(node), items);
        y += 26.0;
    }
    y
}

/// 調査検討→導入 5、導入→運用開始 4
fn ways(changes: &Changes<'_>) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for change in changes.moves.iter().filter(|change| matches!(change.kind, ChangeKind::StageUp | ChangeKind::StageDown)) {
        *counts.entry((&change.before, &change.after)).or_default() += 1;
    }
    let mut counts: Vec<((&str, &str), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> = counts.iter().take(WAYS).map(|((from, to), count)| format!("{from}→{to} {count}")).collect();
    named.join("、")
}
