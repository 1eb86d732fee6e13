//! On the summary: what moved since the last report, and which figures are behind.

use crate::report::pdf::layout::display_list::{Mark, Stroke, Thing};
use crate::report::pdf::layout::lists::grouped;
use crate::report::pdf::layout::page_builder::{Desk, Side, baseline};
use crate::report::pdf::layout::summary;
use crate::report::pdf::layout::theme::{ACCENT, ALARM, BAR, BODY, INK, RULE, SMALL, SOFT, WASH};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::lagging::behind;
use crate::report::{Changes, Edition, Turn};

const LINE: f32 = 15.0;
const LABEL: f32 = 96.0;
const COUNT: f32 = 34.0;
const BARS: f32 = 70.0;
/// So many figures that are behind are named.
const NAMED: usize = 6;
const OUTLINE: Stroke = Stroke { ink: RULE, width: 0.4, dashed: false };

/// How high [`changes`] is.
pub(super) fn changes_height(changes: &Changes<'_>) -> f32 {
    if changes.compared { 22.0 + LINE * changes.counts().count().max(1) as f32 + 6.0 } else { 0.0 }
}

/// 前回からの動き: a line a kind of change, with the names where a name is what matters.
pub(super) fn changes(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId, [left, right, top]: [f32; 3]) -> f32 {
    let changes = &edition.changes;
    if !changes.compared {
        return top;
    }
    let title = format!("{}からの動き（件数）", changes.previous_label());
    let mut y = summary::heading(desk, sect, left, right, top, &title);
    let list = desk.node(sect, Role::L);
    let most = changes.counts().map(|(_, count)| count).max().unwrap_or(1);
    for (turn, count) in changes.counts() {
        let alarming = matches!(turn, Turn::Gone | Turn::Late | Turn::Unclear | Turn::StageDown);
        let ink = if alarming { ALARM } else { INK };
        let base = y + baseline(LINE, BODY.size);
        let bars = left + LABEL + COUNT + 8.0;
        let w = (BARS * count as f32 / most as f32).max(0.8);
        let bar = Thing::Rect { x: bars, y: y + 3.5, w, h: LINE - 7.0, fill: Some(BAR), stroke: Some(OUTLINE) };
        desk.put(Mark::Layout, vec![bar]);
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let mut things = vec![
            desk.text(left, base, BODY.bold().ink(ink), Side::Left, turn.label()),
            desk.text(left + LABEL + COUNT, base, BODY.bold().ink(ink), Side::Right, &format!("{}件", grouped(count as u64))),
        ];
        let names = names(changes, turn);
        if !names.is_empty() {
            let x = bars + BARS + 10.0;
            let text = desk.fit(SMALL, right - x, &names);
            things.push(desk.text(x, base, SMALL.ink(SOFT), Side::Left, &text));
        }
        desk.put(Mark::Of(body), things);
        y += LINE;
    }
    if changes.counts().next().is_none() {
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let text = desk.text(left, y + baseline(LINE, BODY.size), BODY, Side::Left, "変更点はありません。");
        desk.put(Mark::Of(body), vec![text]);
        y += LINE;
    }
    y + 6.0
}

fn names(changes: &Changes<'_>, turn: Turn) -> String {
    let told = changes.moves.iter().filter(|shift| shift.turn == turn).take(NAMED);
    let names: Vec<String> = told.map(|shift| shift.of.told()).collect();
    names.join("、")
}

/// How high [`figures`] is.
pub(super) fn figures_height(edition: &Edition<'_>) -> f32 {
    match behind(edition).len() {
        0 => 0.0,
        all => 22.0 + LINE * (all.min(NAMED) + usize::from(all > NAMED)) as f32 + 14.0,
    }
}

/// 遅れている指標: the furthest first.
pub(super) fn figures(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId, [left, right, top]: [f32; 3]) -> f32 {
    let all = behind(edition);
    if all.is_empty() {
        return top;
    }
    let mut y = summary::heading(desk, sect, left, right, top, &format!("遅れている指標（{}件、達成率の低い順）", all.len()));
    let list = desk.node(sect, Role::L);
    let gauge = right - BARS;
    for one in all.iter().take(NAMED) {
        let base = y + baseline(LINE, BODY.size);
        let mut bars =
            vec![Thing::Rect { x: gauge, y: y + 4.0, w: BARS, h: LINE - 8.0, fill: Some(WASH), stroke: Some(OUTLINE) }];
        let ratio = if one.reached.ratio.is_finite() { one.reached.ratio.clamp(0.0, 1.0) as f32 } else { 0.0 };
        if ratio > 0.0 {
            bars.push(Thing::Rect { x: gauge, y: y + 4.0, w: BARS * ratio, h: LINE - 8.0, fill: Some(ACCENT), stroke: None });
        }
        desk.put(Mark::Layout, bars);
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let name = desk.fit(BODY, gauge - left - 56.0, one.name);
        let things = vec![
            desk.text(left, base, BODY, Side::Left, &name),
            desk.text(gauge - 8.0, base, BODY.bold(), Side::Right, &one.reached.shown()),
        ];
        desk.put(Mark::Of(body), things);
        y += LINE;
    }
    if all.len() > NAMED {
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let words = format!("ほか{}件は指標の表にあります。", all.len() - NAMED);
        let text = desk.text(left, y + baseline(LINE, SMALL.size), SMALL, Side::Left, &words);
        desk.put(Mark::Of(body), vec![text]);
        y += LINE;
    }
    y + 14.0
}
