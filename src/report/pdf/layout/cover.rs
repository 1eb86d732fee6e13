//! The first page: whose report, of which period, in which state; then the summary.

use super::super::desk::{Desk, Side};
use super::super::look::{BODY, FINE, SMALL, SOFT, STRONG, SUBHEADING, TITLE};
use super::super::place::{Mark, Thing};
use super::super::tree::Role;
use super::super::{Error, Options};
use super::{Scope, overview, summary};
use crate::model::era::wareki_date;
use crate::report::Edition;

/// Side of a box of the 確認欄.
const BOX: f32 = 46.0;
const BOX_HEAD: f32 = 14.0;
const SIGNERS: [&str; 3] = ["課長", "係長", "担当"];

pub(super) fn draw(
    desk: &mut Desk<'_>,
    edition: &Edition<'_>,
    options: &Options,
    label: Option<&str>,
    scope: Scope,
) -> Result<(), Error> {
    desk.section = "概要".to_owned();
    desk.page();
    let sect = desk.node(desk.root, Role::Sect);
    let (left, right) = (desk.sheet.left, desk.sheet.right);
    let anchor = desk.anchor();
    desk.drop_anchor(anchor, 0.0);
    desk.bookmark(1, "概要", anchor);

    let top = 40.0;
    let boxes = right - BOX * SIGNERS.len() as f32;
    let width = boxes - left - 24.0;
    let kicker = desk.node(sect, Role::P);
    let mut words = edition.consolidation.plan.municipality.clone();
    if let Some(label) = label {
        words.push('　');
        words.push_str(label);
    }
    let text = desk.text(left, top + 9.0, BODY.ink(SOFT), Side::Left, &words);
    desk.put(Mark::Of(kicker), vec![text]);

    let title = desk.node(sect, Role::H1);
    // a long title is set smaller, down to the size of the text
    let mut style = TITLE;
    let (things, below) = loop {
        let set = desk.lines(left, top + 16.0, width, style, style.size * 1.35, &edition.title);
        if set.0.len() <= 3 || style.size <= BODY.size {
            break set;
        }
        style.size -= 2.0;
    };
    desk.put(Mark::Of(title), things);

    let mut y = below + 4.0;
    if !edition.period.is_empty() {
        let node = desk.node(sect, Role::P);
        let text = desk.text(left, y + 11.0, SUBHEADING, Side::Left, &edition.period);
        desk.put(Mark::Of(node), vec![text]);
        y += 17.0;
    }
    let node = desk.node(sect, Role::P);
    let mut facts = Vec::new();
    if let Some(day) = edition.as_of {
        facts.push(format!("基準日　{}", wareki_date(day)));
    }
    facts.push(format!("作成日　{}", wareki_date(edition.issued.date())));
    facts.push(format!("版　{}", options.version.as_deref().unwrap_or("第1版")));
    let line = facts.join("　　");
    let text = desk.text(left, y + 9.0, SMALL, Side::Left, &line);
    desk.put(Mark::Of(node), vec![text]);
    state(desk, options, sect, left + desk.width(SMALL, &line) + 16.0, y);
    y += 16.0;
    confirmation(desk, sect, boxes, top);

    desk.y = y.max(top + BOX_HEAD + BOX) + 8.0;
    desk.rule((left, desk.y), (right, desk.y), STRONG);
    desk.y += 12.0;
    if scope.first {
        summary::key_figures(desk, edition, sect);
        if edition.summary.records > 0 || edition.tables.is_empty() {
            summary::draw(desk, edition, sect);
        } else {
            overview::draw(desk, edition, sect);
        }
    }
    Ok(())
}

/// 案 or 確定, in a frame.
fn state(desk: &mut Desk<'_>, options: &Options, sect: super::super::tree::NodeId, x: f32, y: f32) {
    let node = desk.node(sect, Role::P);
    let label = options.state.label();
    let style = BODY.bold();
    let w = desk.width(style, label) + 14.0;
    let things = vec![
        Thing::Rect { x, y: y - 0.5, w, h: 13.0, fill: None, stroke: Some(FINE) },
        desk.text(x + 7.0, y + 9.2, style, Side::Left, label),
    ];
    desk.put(Mark::Of(node), things);
}

/// Blank boxes to be signed by hand.
fn confirmation(desk: &mut Desk<'_>, sect: super::super::tree::NodeId, left: f32, top: f32) {
    let node = desk.node(sect, Role::Figure);
    desk.doc.tree.set(node, |node| {
        node.alt = Some(format!("確認欄（{}）。空欄。", SIGNERS.join("、")).into());
        node.area = Some([left, top, BOX * SIGNERS.len() as f32, BOX + BOX_HEAD]);
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
