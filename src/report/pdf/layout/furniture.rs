//! Running heads and feet, set when the number of pages is known.

use crate::report::Edition;
use crate::report::pdf::Options;
use crate::report::pdf::layout::display_list::{Block, Mark, Thing};
use crate::report::pdf::layout::page_builder::{Desk, Side};
use crate::report::pdf::layout::theme::{HAIRLINE, SMALL, SOFT};

pub(in crate::report::pdf) fn furnish(desk: &mut Desk<'_>, edition: &Edition<'_>, options: &Options) {
    let total = desk.doc.pages.len();
    let (left, right) = (desk.sheet.left, desk.sheet.right);
    let top = desk.sheet.head;
    let middle = (left + right) / 2.0;
    let style = SMALL.ink(SOFT);
    let head =
        [edition.title.as_str(), edition.period.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let state = format!("（{}）", options.state.label());
    let room = (right - left) * 0.72 - desk.width(style, &state);
    let head = desk.fit(style, room, &head.join("　")) + &state;
    let foot = edition.consolidation.plan.municipality.as_str();
    for at in 0..total {
        let (mut things, mut below) = (Vec::with_capacity(3), Vec::with_capacity(2));
        if at > 0 {
            let section = desk.doc.pages.get(at).map(|page| page.section.clone()).unwrap_or_default();
            things.push(desk.text(left, top + 32.0, style, Side::Left, &head));
            things.push(desk.text(right, top + 32.0, style, Side::Right, &section));
            things.push(Thing::Line { from: (left, top + 38.0), to: (right, top + 38.0), stroke: HAIRLINE });
        }
        let y = desk.sheet.height - 22.0;
        below.push(desk.text(middle, y, style, Side::Center, &format!("{} / {total}", at + 1)));
        below.push(desk.text(right, y, style, Side::Right, foot));
        if let Some(page) = desk.doc.pages.get_mut(at) {
            if at > 0 {
                page.blocks.push(Block { mark: Mark::Header, things });
            }
            page.blocks.push(Block { mark: Mark::Footer, things: below });
        }
    }
}
