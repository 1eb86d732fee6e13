//! The figure of a segment of a bar: inside it, in smaller type where it is thin, above it where it is thinner still.

use crate::report::pdf::layout::display_list::{DrawItem, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::INK;

const SMALL: f32 = 5.5;

/// The figure of the segment `[x, y, w, h]`. `free` is where the last figure above the bar ends.
pub(super) fn figure(builder: &PageBuilder<'_>, style: Style, figure: &str, [x, y, w, h]: [f32; 4], free: &mut f32) -> DrawItem {
    let center = x + w / 2.0;
    let small = Style { size: SMALL, ..style };
    for (style, margin) in [(style, 1.5), (small, 0.8)] {
        if w > builder.width(style, figure) + margin {
            return builder.text(center, y + baseline(h, style.size), style, Side::Center, figure);
        }
    }
    let half = builder.width(small, figure) / 2.0;
    let center = center.max(*free + half);
    *free = center + half + 1.0;
    builder.text(center, y - 0.8, small.ink(INK), Side::Center, figure)
}
