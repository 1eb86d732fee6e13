//! The progress of the initiatives: a bar for each direction, divided by stage, darker for later stages.

use crate::report::ReportData;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Stroke, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{BODY, BadgeLook, FINE, INK, SMALL, SOFT, WHITE, stage_looks};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{segment, summary};
use crate::report::tables::by_direction::ByDirection;

const LINE: f32 = 29.0;
const LEAST_LINE: f32 = 15.0;
const LEGEND: f32 = 16.0;
const HEADING: f32 = 22.0;
/// Share of the width that the titles take.
const TITLES: f32 = 0.34;
/// Space for the sum after a bar.
const SUM: f32 = 26.0;
const FIGURE: Style = Style::new(8.5, INK);
pub(super) const EMPTY: BadgeLook = BadgeLook { fill: WHITE, text: SOFT, stroke: Stroke { ink: SOFT, width: 0.6, dashed: true } };

/// Greatest height of the bars.
pub(super) fn height(bars: &ByDirection) -> f32 {
    HEADING + LEGEND + LINE * bars.lines.len() as f32 + 4.0
}

/// Draws the bars in an area; returns their bottom.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    bars: &ByDirection,
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let title =
        if bars.lines.len() > 1 { "方向別の進み具合（取組の数）" } else { "進み具合（取組の数）" };
    let mut y = summary::heading(builder, sect, left, right, top, title);
    let looks = stage_looks(&report.consolidation.plan);
    let look = |part: usize| {
        let stage = bars.parts.get(part).and_then(|part| part.stage);
        stage.and_then(|stage| looks.get(stage)).copied().unwrap_or(EMPTY)
    };
    let line = ((bottom - y - LEGEND) / bars.lines.len().max(1) as f32).clamp(LEAST_LINE, LINE);
    let titles = (right - left) * TITLES;
    let x = left + titles;
    let most = bars.lines.iter().skip(usize::from(bars.lines.len() > 1)).map(|(_, counts)| counts.iter().sum::<usize>());
    let most = most.max().unwrap_or_default().max(1) as f32;
    let node = builder.node(sect, Role::Figure);
    let mut items = Vec::new();
    // the legend
    let legend: f32 = bars.parts.iter().map(|part| 11.0 + builder.width(SMALL, &part.name) + 10.0).sum();
    // right above the bars if it fits, else above the titles too
    let mut pen = (right - legend).clamp(left, x);
    for (at, part) in bars.parts.iter().enumerate() {
        let look = look(at);
        items.push(DrawItem::Rect { x: pen, y: y + 3.0, w: 8.0, h: 8.0, fill: Some(look.fill), stroke: Some(look.stroke) });
        items.push(builder.text(pen + 11.0, y + 10.0, SMALL, Side::Left, &part.name));
        pen += 11.0 + builder.width(SMALL, &part.name) + 10.0;
    }
    y += LEGEND;
    let first = y;
    for (index, (title, counts)) in bars.lines.iter().enumerate() {
        let is_total = bars.lines.len() > 1 && index == 0;
        let sum: usize = counts.iter().sum();
        // the total has its own scale: its bar is as long as the longest
        let unit = (right - x - SUM) / if is_total { sum.max(1) as f32 } else { most };
        let style = if is_total { FIGURE.bold() } else { FIGURE };
        let leading = (line / 2.0).min(11.0);
        let set = builder.lines(left, 0.0, titles - 8.0, style, leading, title).0.len();
        let shown = if set > 2 { builder.fit(style, (titles - 8.0) * 1.9, title) } else { title.clone() };
        let height = set.min(2) as f32 * leading;
        items.extend(builder.lines(left, y + (line - height) / 2.0, titles - 8.0, style, leading, &shown).0);
        let bar = (line - 9.0).clamp(7.0, 19.0);
        let bar_top = y + (line - bar) / 2.0;
        let (mut pen, mut free) = (x, x);
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (look, w) = (look(at), unit * *count as f32);
            items.push(DrawItem::Rect { x: pen, y: bar_top, w, h: bar, fill: Some(look.fill), stroke: Some(look.stroke) });
            let area = [pen, bar_top, w, bar];
            items.push(segment::figure(builder, FIGURE.ink(look.text), &count.to_string(), area, &mut free));
            pen += w;
        }
        items.push(builder.text(pen + 4.0, y + baseline(line, BODY.size), BODY.bold(), Side::Left, &sum.to_string()));
        y += line;
        if is_total {
            items.push(DrawItem::Line { from: (left, y), to: (right, y), stroke: FINE });
        }
    }
    items.push(DrawItem::Line { from: (x, first), to: (x, y), stroke: FINE });
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("横棒グラフ。最も進んだ段階ごとの取組の数。{}。", bars.spoken()).into());
        node.area = Some([left, top + HEADING, right - left, y - top - HEADING]);
    });
    builder.put(Mark::Of(node), items);
    y + 4.0
}
