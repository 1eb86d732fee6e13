//! The first page: whose report, of which period, in which state, and what is in it.

use crate::model::era::wareki_date;
use crate::report::Edition;
use crate::report::pdf::Options;
use crate::report::pdf::layout::display_list::{Mark, Style, Thing};
use crate::report::pdf::layout::page_builder::{Desk, Side};
use crate::report::pdf::layout::theme::{BODY, FINE, INK, SMALL, SOFT, STRONG};
use crate::report::pdf::layout::tree::{NodeId, Role};

/// Side of a box of the 確認欄.
const BOX: f32 = 50.0;
const BOX_HEAD: f32 = 14.0;
const SIGNERS: [&str; 3] = ["課長", "係長", "担当"];
const TITLE: Style = Style::new(27.0, INK).bold();
/// Down to this size a title is kept on one line.
const ONE_LINE: f32 = 19.0;
const PERIOD: Style = Style::new(15.0, INK).bold();
const KICKER: Style = Style::new(11.0, SOFT).bold();
const VALUE: Style = Style::new(10.5, INK);

pub(super) fn draw(desk: &mut Desk<'_>, edition: &Edition<'_>, options: &Options, label: Option<&str>) {
    desk.section = String::new();
    desk.page();
    let sect = desk.node(desk.root, Role::Sect);
    let (left, right) = (desk.sheet.left, desk.sheet.right);
    let anchor = desk.anchor();
    desk.drop_anchor(anchor, 0.0);
    desk.bookmark(1, "表紙", anchor);

    let top = desk.sheet.head + 44.0;
    let boxes = right - BOX * SIGNERS.len() as f32;
    let kicker = desk.node(sect, Role::P);
    let words = match label {
        Some(label) => format!("{}　{label}", edition.consolidation.plan.municipality),
        None => edition.consolidation.plan.municipality.clone(),
    };
    let words = desk.fit(KICKER, boxes - left - 60.0, &words);
    let text = desk.text(left, top + 11.0, KICKER, Side::Left, &words);
    desk.put(Mark::Of(kicker), vec![text]);

    let title = desk.node(sect, Role::H1);
    // the title stands in the upper third; a long one is set smaller, down to the size of the text
    let title_top = top + BOX + BOX_HEAD + (desk.sheet.height * 0.045);
    let mut style = TITLE;
    let (things, below) = loop {
        let set = desk.lines(left, title_top, (right - left) * 0.94, style, style.size * 1.35, &edition.title);
        let most = if style.size > ONE_LINE { 1 } else { 2 };
        if set.0.len() <= most || style.size <= BODY.size {
            break set;
        }
        style.size -= 2.0;
    };
    desk.put(Mark::Of(title), things);

    let mut y = below + 6.0;
    if !edition.period.is_empty() {
        let node = desk.node(sect, Role::P);
        let text = desk.text(left, y + 15.0, PERIOD, Side::Left, &edition.period);
        desk.put(Mark::Of(node), vec![text]);
        y += 26.0;
    }
    y = facts(desk, edition, options, sect, y + 10.0);
    confirmation(desk, sect, boxes, top);
    desk.rule((left, y + 10.0), (right, y + 10.0), STRONG);
    desk.y = y + 24.0;
}

/// 基準日, 作成日, 版, 状態: what tells this sheet from another one.
fn facts(desk: &mut Desk<'_>, edition: &Edition<'_>, options: &Options, sect: NodeId, top: f32) -> f32 {
    let mut facts = vec![("状態", options.state.label().to_owned())];
    facts.push(("版", options.version.as_deref().unwrap_or("第1版").to_owned()));
    facts.extend(edition.as_of.map(|day| ("基準日", wareki_date(day))));
    facts.push(("作成日", wareki_date(edition.issued.date())));
    let list = desk.node(sect, Role::L);
    let mut x = desk.sheet.left;
    for (at, (name, value)) in facts.iter().enumerate() {
        let value = desk.fit(VALUE, desk.sheet.right - x - 20.0, value);
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let style = if at == 0 { VALUE.bold() } else { VALUE };
        let width = desk.width(style, &value);
        let mut things = vec![desk.text(x, top + 7.0, SMALL, Side::Left, name)];
        let indent = if at == 0 {
            things.push(Thing::Rect { x, y: top + 12.5, w: width + 16.0, h: 16.0, fill: None, stroke: Some(FINE) });
            8.0
        } else {
            0.0
        };
        things.push(desk.text(x + indent, top + 24.3, style, Side::Left, &value));
        desk.put(Mark::Of(body), things);
        x += (width + indent * 2.0).max(desk.width(SMALL, name)) + 34.0;
    }
    top + 32.0
}

/// Blank boxes to be signed by hand.
fn confirmation(desk: &mut Desk<'_>, sect: NodeId, left: f32, top: f32) {
    let node = desk.node(sect, Role::Figure);
    desk.doc.tree.set(node, |node| {
        node.alt = Some(format!("確認欄（{}）。空欄。", SIGNERS.join("、")).into());
        node.area = Some([left - 34.0, top, BOX * SIGNERS.len() as f32 + 34.0, BOX + BOX_HEAD]);
    });
    let mut things = vec![desk.text(left - 8.0, top + 10.0, SMALL, Side::Right, "確認欄")];
    for (at, signer) in SIGNERS.iter().enumerate() {
        let x = left + BOX * at as f32;
        things.push(Thing::Rect { x, y: top, w: BOX, h: BOX_HEAD, fill: None, stroke: Some(FINE) });
        things.push(Thing::Rect { x, y: top + BOX_HEAD, w: BOX, h: BOX, fill: None, stroke: Some(FINE) });
        things.push(desk.text(x + BOX / 2.0, top + 10.0, SMALL, Side::Center, signer));
    }
    desk.put(Mark::Of(node), things);
}
