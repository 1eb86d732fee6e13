//! What stands behind a cell's text: the bar of a schedule, the gauge of a ratio.

use crate::report::pdf::layout::display_list::{DrawItem, Stroke};
use crate::report::pdf::layout::theme::{ACCENT, BAR, RULE, WASH};

/// Outline of a bar: what a copier leaves of it.
const OUTLINE: Stroke = Stroke { ink: RULE, width: 0.4, dashed: false };
/// How far a bar begins before its text.
const BEFORE: f32 = 3.8;
/// How far it reaches beyond its text, and its point beyond that.
const REACH: f32 = 2.2;
const POINT: f32 = 3.2;

/// A bar around a text; it ends in a point where the work goes on over years.
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

/// A gauge below a figure; what is beyond the target fills it and no more.
pub(super) fn gauge(items: &mut Vec<DrawItem>, ratio: f32, [x, top, w]: [f32; 3]) {
    let ratio = if ratio.is_finite() { ratio.clamp(0.0, 1.0) } else { 0.0 };
    items.push(DrawItem::Rect { x, y: top, w, h: 2.0, fill: Some(WASH), stroke: Some(OUTLINE) });
    if ratio > 0.0 {
        items.push(DrawItem::Rect { x, y: top, w: w * ratio, h: 2.0, fill: Some(ACCENT), stroke: None });
    }
}
