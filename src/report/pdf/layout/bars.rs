//! Graphics behind a cell's text: the bar of a schedule, the gauge of a ratio.

use crate::report::pdf::layout::display_list::{DrawItem, Stroke};
use crate::report::pdf::layout::theme::{ACCENT, BAR, RULE, WASH};

/// Outline of a bar, for copiers that lose the fill.
const OUTLINE: Stroke = Stroke { ink: RULE, width: 0.4, dashed: false };
/// How far a bar begins before its text.
const BEFORE: f32 = 3.8;
/// How far it extends beyond its text, and its point beyond that.
const REACH: f32 = 2.2;
const POINT: f32 = 3.2;

/// A bar around a text; a point at its end means that the work goes on.
pub(super) fn bar(items: &mut Vec<DrawItem>, pointed: bool, [x, y, w, h]: [f32; 4]) {
    let (left, top, bottom) = (x - BEFORE, y - 1.2, y + h + 1.2);
    let right = x + w + if pointed { 0.4 } else { REACH };
    let mut points = vec![(left, top), (right, top)];
    if pointed {
        points.push((right + POINT, f32::midpoint(top, bottom)));
    }
    points.extend([(right, bottom), (left, bottom)]);
    items.push(DrawItem::Shape { points, fill: BAR, stroke: OUTLINE });
    items.push(DrawItem::Rect { x: left, y: top, w: 1.3, h: bottom - top, fill: Some(ACCENT), stroke: None });
}

/// Position of the target on a gauge: values beyond it are visible too.
const TARGET: f32 = 0.8;
const GAUGE: f32 = 3.0;

/// A gauge below a figure: from the baseline at its left to the target, marked by a line.
pub(super) fn gauge(items: &mut Vec<DrawItem>, ratio: f32, [x, top, w]: [f32; 3]) {
    let reached = if ratio.is_finite() { (ratio * TARGET).clamp(0.0, 1.0) } else { 0.0 };
    items.push(DrawItem::Rect { x, y: top, w, h: GAUGE, fill: Some(WASH), stroke: Some(OUTLINE) });
    if reached > 0.0 {
        items.push(DrawItem::Rect { x, y: top, w: w * reached, h: GAUGE, fill: Some(ACCENT), stroke: None });
    }
    let stroke = Stroke { ink: ACCENT, width: 1.1, dashed: false };
    for at in [x, x + w * TARGET] {
        items.push(DrawItem::Line { from: (at, top - 1.2), to: (at, top + GAUGE + 1.0), stroke });
    }
}

/// A sparkline, with a dot at the last figure.
pub(super) fn line(items: &mut Vec<DrawItem>, figures: &[f32], [x, y, w, h]: [f32; 4]) {
    let (low, high) = figures.iter().fold((f32::MAX, f32::MIN), |(low, high), figure| (low.min(*figure), high.max(*figure)));
    if figures.len() < 2 || !(high - low).is_finite() {
        return;
    }
    let step = w / (figures.len() - 1) as f32;
    let height = |figure: f32| if high > low { y + h - (figure - low) / (high - low) * h } else { y + h / 2.0 };
    let stroke = Stroke { ink: ACCENT, width: 0.9, dashed: false };
    for (at, pair) in figures.windows(2).enumerate() {
        if let [from, to] = pair {
            let left = x + step * at as f32;
            items.push(DrawItem::Line { from: (left, height(*from)), to: (left + step, height(*to)), stroke });
        }
    }
    if let Some(last) = figures.last() {
        items.push(DrawItem::Rect { x: x + w - 1.4, y: height(*last) - 1.4, w: 2.8, h: 2.8, fill: Some(ACCENT), stroke: None });
    }
}
