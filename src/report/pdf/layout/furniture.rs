//! Running heads and feet, added when the number of pages is known.

use crate::report::ReportData;
use crate::report::options::Options;
use crate::report::pdf::layout::display_list::{Block, DrawItem, Mark};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
use crate::report::pdf::layout::theme::{HAIRLINE, SMALL, SOFT};

pub(in crate::report::pdf) fn furnish(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options) {
    let total = builder.doc.pages.len();
    let (left, right) = (builder.sheet.left, builder.sheet.right);
    let top = builder.sheet.head;
    let middle = (left + right) / 2.0;
    let style = SMALL.ink(SOFT);
    let head =
        [report.title.as_str(), report.period.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let state = format!("（{}）", options.state.label());
    let room = (right - left) * 0.72 - builder.width(style, &state);
    let head = builder.fit(style, room, &head.join("　")) + &state;
    let foot = report.consolidation.plan.municipality.as_str();
    for at in 0..total {
        let (mut items, mut below) = (Vec::with_capacity(3), Vec::with_capacity(2));
        if at > 0 {
            let section = builder.doc.pages.get(at).map(|page| page.section.clone()).unwrap_or_default();
            items.push(builder.text(left, top + 32.0, style, Side::Left, &head));
            items.push(builder.text(right, top + 32.0, style, Side::Right, &section));
            items.push(DrawItem::Line { from: (left, top + 38.0), to: (right, top + 38.0), stroke: HAIRLINE });
        }
        let y = builder.sheet.height - 22.0;
        below.push(builder.text(middle, y, style, Side::Center, &format!("{} / {total}", at + 1)));
        below.push(builder.text(right, y, style, Side::Right, foot));
        if let Some(page) = builder.doc.pages.get_mut(at) {
            if at > 0 {
                page.blocks.push(Block { mark: Mark::Header, items });
            }
            page.blocks.push(Block { mark: Mark::Footer, items: below });
        }
    }
}
