//! On the summary: what moved since the last report, and which figures are behind.

use crate::report::pdf::layout::display_list::{DrawItem, Mark, Stroke};
use crate::report::pdf::layout::lists::grouped;
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::summary;
use crate::report::pdf::layout::theme::{ACCENT, ALARM, BAR, BODY, INK, RULE, SMALL, SOFT, WASH};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::lagging::behind;
use crate::report::{ChangeKind, Changes, ReportData};

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
pub(super) fn changes(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId, [left, right, top]: [f32; 3]) -> f32 {
    let changes = &report.changes;
    if !changes.compared {
        return top;
    }
    let title = format!("{}からの動き（件数）", changes.previous_label());
    let mut y = summary::heading(builder, sect, left, right, top, &title);
    let list = builder.node(sect, Role::L);
    let most = changes.counts().map(|(_, count)| count).max().unwrap_or(1);
    for (turn, count) in changes.counts() {
        let alarming = matches!(turn, ChangeKind::Gone | ChangeKind::Late | ChangeKind::Unclear | ChangeKind::StageDown);
        let ink = if alarming { ALARM } else { INK };
        let base = y + baseline(LINE, BODY.size);
        let bars = left + LABEL + COUNT + 8.0;
        let w = (BARS * count as f32 / most as f32).max(0.8);
        let bar = DrawItem::Rect { x: bars, y: y + 3.5, w, h: LINE - 7.0, fill: Some(BAR), stroke: Some(OUTLINE) };
        builder.put(Mark::Layout, vec![bar]);
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let mut items = vec![
            builder.text(left, base, BODY.bold().ink(ink), Side::Left, turn.label()),
            builder.text(left + LABEL + COUNT, base, BODY.bold().ink(ink), Side::Right, &format!("{}件", grouped(count as u64))),
        ];
        let names = names(changes, turn);
        if !names.is_empty() {
            let x = bars + BARS + 10.0;
            let text = builder.fit(SMALL, right - x, &names);
            items.push(builder.text(x, base, SMALL.ink(SOFT), Side::Left, &text));
        }
        builder.put(Mark::Of(body), items);
        y += LINE;
    }
    if changes.counts().next().is_none() {
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let text = builder.text(left, y + baseline(LINE, BODY.size), BODY, Side::Left, "変更点はありません。");
        builder.put(Mark::Of(body), vec![text]);
        y += LINE;
    }
    y + 6.0
}

fn names(changes: &Changes<'_>, turn: ChangeKind) -> String {
    let shown = changes.moves.iter().filter(|shift| shift.turn == turn).take(NAMED);
    let names: Vec<String> = shown.map(|shift| shift.of.label()).collect();
    names.join("、")
}

/// How high [`figures`] is.
pub(super) fn figures_height(report: &ReportData<'_>) -> f32 {
    match behind(report).len() {
        0 => 0.0,
        all => 22.0 + LINE * (all.min(NAMED) + usize::from(all > NAMED)) as f32 + 14.0,
    }
}

/// 遅れている指標: the furthest first.
pub(super) fn figures(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId, [left, right, top]: [f32; 3]) -> f32 {
    let all = behind(report);
    if all.is_empty() {
        return top;
    }
    let mut y = summary::heading(builder, sect, left, right, top, &format!("遅れている指標（{}件、達成率の低い順）", all.len()));
    let list = builder.node(sect, Role::L);
    let gauge = right - BARS;
    for one in all.iter().take(NAMED) {
        let base = y + baseline(LINE, BODY.size);
        let mut bars =
            vec![DrawItem::Rect { x: gauge, y: y + 4.0, w: BARS, h: LINE - 8.0, fill: Some(WASH), stroke: Some(OUTLINE) }];
        #[allow(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let ratio = if one.reached.ratio.is_finite() { one.reached.ratio.clamp(0.0, 1.0) as f32 } else { 0.0 };
        if ratio > 0.0 {
            bars.push(DrawItem::Rect { x: gauge, y: y + 4.0, w: BARS * ratio, h: LINE - 8.0, fill: Some(ACCENT), stroke: None });
        }
        builder.put(Mark::Layout, bars);
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let name = builder.fit(BODY, gauge - left - 56.0, one.name);
        let items = vec![
            builder.text(left, base, BODY, Side::Left, &name),
            builder.text(gauge - 8.0, base, BODY.bold(), Side::Right, &one.reached.shown()),
        ];
        builder.put(Mark::Of(body), items);
        y += LINE;
    }
    if all.len() > NAMED {
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let words = format!("ほか{}件は指標の表にあります。", all.len() - NAMED);
        let text = builder.text(left, y + baseline(LINE, SMALL.size), SMALL, Side::Left, &words);
        builder.put(Mark::Of(body), vec![text]);
        y += LINE;
    }
    y + 14.0
}
