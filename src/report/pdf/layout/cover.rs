//! The first page: whose report, of which period, in which state, and what is in it.

use crate::model::era::wareki_date;
use crate::report::ReportData;
use crate::report::options::Options;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
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

pub(super) fn draw(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options, label: Option<&str>) {
    builder.section = String::new();
    builder.page();
    let sect = builder.node(builder.root, Role::Sect);
    let (left, right) = (builder.sheet.left, builder.sheet.right);
    let anchor = builder.anchor();
    builder.drop_anchor(anchor, 0.0);
    builder.bookmark(1, "表紙", anchor);

    let top = builder.sheet.head + 44.0;
    let boxes = right - BOX * SIGNERS.len() as f32;
    let kicker = builder.node(sect, Role::P);
    let words = match label {
        Some(label) => format!("{}　{label}", report.consolidation.plan.municipality),
        None => report.consolidation.plan.municipality.clone(),
    };
    let words = builder.fit(KICKER, boxes - left - 60.0, &words);
    let text = builder.text(left, top + 11.0, KICKER, Side::Left, &words);
    builder.put(Mark::Of(kicker), vec![text]);

    let title = builder.node(sect, Role::H1);
    // the title stands in the upper third; a long one is set smaller, down to the size of the text
    let title_top = top + BOX + BOX_HEAD + (builder.sheet.height * 0.045);
    let mut style = TITLE;
    let (items, below) = loop {
        let set = builder.lines(left, title_top, (right - left) * 0.94, style, style.size * 1.35, &report.title);
        let most = if style.size > ONE_LINE { 1 } else { 2 };
        if set.0.len() <= most || style.size <= BODY.size {
            break set;
        }
        style.size -= 2.0;
    };
    builder.put(Mark::Of(title), items);

    let mut y = below + 6.0;
    if !report.period.is_empty() {
        let node = builder.node(sect, Role::P);
        let text = builder.text(left, y + 15.0, PERIOD, Side::Left, &report.period);
        builder.put(Mark::Of(node), vec![text]);
        y += 26.0;
    }
    y = facts(builder, report, options, sect, y + 10.0);
    confirmation(builder, sect, boxes, top);
    builder.rule((left, y + 10.0), (right, y + 10.0), STRONG);
    builder.y = y + 24.0;
}

/// 基準日, 作成日, 版, 状態: what tells this sheet from another one.
fn facts(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options, sect: NodeId, top: f32) -> f32 {
    let mut facts = vec![("状態", options.state.label().to_owned())];
    facts.push(("版", options.version.as_deref().unwrap_or("第1版").to_owned()));
    facts.extend(report.as_of.map(|day| ("基準日", wareki_date(day))));
    facts.push(("作成日", wareki_date(report.issued.date())));
    let list = builder.node(sect, Role::L);
    let mut x = builder.sheet.left;
    for (at, (name, value)) in facts.iter().enumerate() {
        let value = builder.fit(VALUE, builder.sheet.right - x - 20.0, value);
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let style = if at == 0 { VALUE.bold() } else { VALUE };
        let width = builder.width(style, &value);
        let mut items = vec![builder.text(x, top + 7.0, SMALL, Side::Left, name)];
        let indent = if at == 0 {
            items.push(DrawItem::Rect { x, y: top + 12.5, w: width + 16.0, h: 16.0, fill: None, stroke: Some(FINE) });
            8.0
        } else {
            0.0
        };
        items.push(builder.text(x + indent, top + 24.3, style, Side::Left, &value));
        builder.put(Mark::Of(body), items);
        x += (width + indent * 2.0).max(builder.width(SMALL, name)) + 34.0;
    }
    top + 32.0
}

/// Blank boxes to be signed by hand.
fn confirmation(builder: &mut PageBuilder<'_>, sect: NodeId, left: f32, top: f32) {
    let node = builder.node(sect, Role::Figure);
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("確認欄（{}）。空欄。", SIGNERS.join("、")).into());
        node.area = Some([left - 34.0, top, BOX * SIGNERS.len() as f32 + 34.0, BOX + BOX_HEAD]);
    });
    let mut items = vec![builder.text(left - 8.0, top + 10.0, SMALL, Side::Right, "確認欄")];
    for (at, signer) in SIGNERS.iter().enumerate() {
        let x = left + BOX * at as f32;
        items.push(DrawItem::Rect { x, y: top, w: BOX, h: BOX_HEAD, fill: None, stroke: Some(FINE) });
        items.push(DrawItem::Rect { x, y: top + BOX_HEAD, w: BOX, h: BOX, fill: None, stroke: Some(FINE) });
        items.push(builder.text(x + BOX / 2.0, top + 10.0, SMALL, Side::Center, signer));
    }
    builder.put(Mark::Of(node), items);
}
