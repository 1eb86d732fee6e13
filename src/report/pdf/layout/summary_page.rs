//! The summary: what a manager has to know in ten seconds.

use crate::report::ReportData;
use crate::report::pdf::layout::display_list::{Anchor, Mark};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
use crate::report::pdf::layout::summary::{attention, submissions};
use crate::report::pdf::layout::theme::{ALARM, BODY, FIGURE, SMALL, SOFT};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{figures, movement, overview};
use crate::report::tables::key_figures::{Key, keys};

const GUTTER: f32 = 34.0;

/// The page of the summary.
pub(super) fn page(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, anchor: Option<Anchor>) {
    let Some(anchor) = anchor else { return };
    let sect = builder.section("概要", anchor);
    key_figures(builder, report, sect);
    if report.summary.records > 0 || report.tables.is_empty() {
        draw(builder, report, sect);
    } else {
        overview::draw(builder, report, sect);
    }
}

fn draw(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId) {
    let (left, right) = (builder.sheet.left, builder.sheet.right);
    let top = builder.y;
    let wide = builder.sheet.width > builder.sheet.height;
    let split = if wide { left + (right - left - GUTTER) * 0.58 } else { right };
    let changed = movement::changes_height(&report.changes);
    figures::draw(builder, report, sect, [left, split, top], changed + if changed > 0.0 { 16.0 } else { 0.0 });
    if changed > 0.0 {
        if builder.y + 16.0 + changed > builder.sheet.bottom {
            builder.page();
        }
        builder.y = movement::changes(builder, report, sect, [left, split, builder.y + 16.0]);
    }
    let (x, mut from) = if wide { (split + GUTTER, top) } else { (left, builder.y + 20.0) };
    if from + 150.0 > builder.sheet.bottom {
        builder.page();
        from = builder.y;
    }
    let mut below = submissions(builder, report, sect, x, right, from) + 16.0;
    if below + movement::figures_height(report) <= builder.sheet.bottom {
        below = movement::figures(builder, report, sect, [x, right, below]);
    }
    attention(builder, report, sect, x, right, below);
}

/// The figures in large type, four a line.
fn key_figures(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId) {
    let figures = keys(report);
    let (left, measure) = (builder.sheet.left, builder.sheet.measure());
    let wide = |key: &Key| {
        let own = builder.width(FIGURE, &key.value) + 4.0 + builder.width(BODY, &key.unit);
        own.max(builder.width(SMALL, &key.label)) + 14.0
    };
    let widths: Vec<f32> = figures.iter().map(wide).collect();
    let all: f32 = widths.iter().sum();
    // one line where they fit, the room between them shared; else four a line
    let one_line = figures.len() <= 5 || all <= measure;
    let step = if figures.len() <= 5 { measure / figures.len() as f32 } else { measure / 4.0 };
    let slack = (measure - all).max(0.0) / figures.len() as f32;
    let list = builder.node(sect, Role::L);
    let mut x = left;
    for (at, Key { label, value, unit, alarming }) in figures.iter().enumerate() {
        if !one_line && at > 0 && at.is_multiple_of(4) {
            builder.y += 46.0;
            x = left;
        }
        let own = if one_line && figures.len() > 5 { widths.get(at).copied().unwrap_or(step) + slack } else { step };
        let label = builder.fit(SMALL, own - 8.0, label);
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let style = if *alarming { FIGURE.ink(ALARM) } else { FIGURE };
        let w = builder.width(style, value);
        let items = vec![
            builder.text(x, builder.y + 8.0, SMALL, Side::Left, &label),
            builder.text(x, builder.y + 34.0, style, Side::Left, value),
            builder.text(x + w + 4.0, builder.y + 34.0, BODY.ink(SOFT), Side::Left, unit),
        ];
        builder.put(Mark::Of(body), items);
        x += own;
    }
    builder.y += 56.0;
}
