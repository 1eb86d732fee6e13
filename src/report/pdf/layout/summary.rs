//! Parts of a first page: headings, concerns, what is missing.

use std::collections::BTreeMap;

use crate::model::RecordKind;
use crate::report::pdf::layout::display_list::{Anchor, DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{ACCENT, BODY, HAIRLINE, INK, SMALL, SUBHEADING};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::concerns::Concern;
use crate::report::tables::left_out::LeftOut;

const LEADING: f32 = 13.0;
const INDENT: f32 = 10.0;
const WHAT: Style = Style::new(9.0, INK);

/// The link targets of a first page, by record.
pub(super) type Targets<'e> = BTreeMap<(RecordKind, &'e str), Anchor>;

/// 判断・確認が必要な取組: as many as fit, the most important first.
pub(super) fn concerns(
    builder: &mut PageBuilder<'_>,
    (concerns, none): (&[Concern<'_>], Option<&str>),
    targets: &Targets<'_>,
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    if concerns.is_empty() && none.is_none() {
        return top;
    }
    let title = if concerns.is_empty() {
        "判断・確認が必要なこと".to_owned()
    } else {
        format!("判断・確認が必要なこと（{}件）", concerns.len())
    };
    let mut y = heading(builder, sect, left, right, top, &title);
    let list = builder.node(sect, Role::L);
    let say = |builder: &mut PageBuilder<'_>, y: f32, text: &str| {
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let text = builder.text(left, y + baseline(LEADING, BODY.size), BODY, Side::Left, text);
        builder.put(Mark::Of(body), vec![text]);
        y + LEADING
    };
    if let Some(none) = none.filter(|_| concerns.is_empty()) {
        return say(builder, y, none);
    }
    for (at, concern) in concerns.iter().enumerate() {
        let name = builder.fit(WHAT.bold(), (right - left - INDENT) * 1.9, &concern.title());
        let (mut items, below) = builder.lines(left + INDENT, y, right - left - INDENT, WHAT.bold(), LEADING, &name);
        let (what, end) = builder.lines(left + INDENT, below, right - left - INDENT, WHAT, LEADING, &concern.what);
        items.extend(what);
        let left_over = concerns.len() - at;
        let limit = bottom - if left_over > 1 { LEADING } else { 0.0 };
        if end > limit {
            return say(builder, y, &format!("ほか{left_over}件"));
        }
        let dot = DrawItem::Rect { x: left, y: y + 4.2, w: 4.6, h: 4.6, fill: Some(ACCENT), stroke: None };
        builder.put(Mark::Layout, vec![dot]);
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        match targets.get(&concern.record) {
            Some(to) => {
                let link = builder.node(body, Role::Link);
                builder.put(Mark::Of(link), items);
                builder.link([left, y, right - left, end - y], *to, link, format!("{}へ", concern.name));
            }
            None => builder.put(Mark::Of(body), items),
        }
        y = end + 4.0;
    }
    y
}

/// The height of [`left_out`].
pub(super) fn left_out_height(builder: &PageBuilder<'_>, missing: &[LeftOut], width: f32) -> f32 {
    let lines: f32 =
        missing.iter().map(|one| builder.lines(0.0, 0.0, width - INDENT, BODY, LEADING, &statement(one)).1 + 2.0).sum();
    if missing.is_empty() { 0.0 } else { 22.0 + lines }
}

/// この報告に含められなかったもの.
pub(super) fn left_out(
    builder: &mut PageBuilder<'_>,
    missing: &[LeftOut],
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    if missing.is_empty() {
        return top;
    }
    let mut y = heading(builder, sect, left, right, top, "この報告に含められなかったもの");
    let list = builder.node(sect, Role::L);
    for (at, one) in missing.iter().enumerate() {
        let (items, end) = builder.lines(left + INDENT, y, right - left - INDENT, BODY, LEADING, &statement(one));
        let rest = missing.len() - at;
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        if end > bottom - if rest > 1 { LEADING } else { 0.0 } {
            let text =
                builder.text(left + INDENT, y + baseline(LEADING, SMALL.size), SMALL, Side::Left, &format!("ほか{rest}課など"));
            builder.put(Mark::Of(body), vec![text]);
            return y + LEADING;
        }
        let dot = DrawItem::Rect { x: left, y: y + 4.2, w: 4.6, h: 4.6, fill: None, stroke: Some(HAIRLINE) };
        builder.put(Mark::Layout, vec![dot]);
        builder.put(Mark::Of(body), items);
        y = end + 2.0;
    }
    y
}

fn statement(one: &LeftOut) -> String {
    if one.what.is_empty() { one.who.clone() } else { format!("{}：{}", one.who, one.what) }
}

/// Draws a heading over a hairline; returns the top of the text below.
pub(super) fn heading(builder: &mut PageBuilder<'_>, sect: NodeId, left: f32, right: f32, top: f32, title: &str) -> f32 {
    let node = builder.node(sect, Role::H2);
    let title = builder.fit(SUBHEADING, right - left, title);
    let text = builder.text(left, top + 10.0, SUBHEADING, Side::Left, &title);
    builder.put(Mark::Of(node), vec![text]);
    builder.put(Mark::Layout, vec![DrawItem::Line { from: (left, top + 17.0), to: (right, top + 17.0), stroke: HAIRLINE }]);
    top + 22.0
}
