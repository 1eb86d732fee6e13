//! The cover of a long volume: title, office and recipient, approval boxes, contents.

use crate::report::ReportData;
use crate::report::options::Options;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
use crate::report::pdf::layout::theme::{BODY, FINE, INK, SMALL, SOFT, STRONG};
use crate::report::pdf::layout::title_band;
use crate::report::pdf::layout::tree::{NodeId, Role};

/// Volumes with at least this many pages have a cover.
pub(super) const LEAST_PAGES: usize = 20;

/// Side of an approval box.
const BOX: f32 = 50.0;
const BOX_HEAD: f32 = 14.0;
/// How many boxes fit side by side.
const MOST_BOXES: usize = 8;
const TITLE: Style = Style::new(27.0, INK).bold();
/// The smallest size in which a title is kept on one line.
const ONE_LINE: f32 = 19.0;
const PERIOD: Style = Style::new(15.0, INK).bold();
const KICKER: Style = Style::new(11.0, SOFT).bold();
const RECIPIENT: Style = Style::new(12.0, INK);

/// Draws the cover on a new page, down to the contents. The document's first heading is on the next page.
pub(super) fn draw(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options, label: Option<&str>) {
    builder.section = String::new();
    builder.page();
    let sect = builder.node(builder.root, Role::Sect);
    let (left, right) = (builder.sheet.left, builder.sheet.right);
    let anchor = builder.anchor();
    builder.drop_anchor(anchor, 0.0);
    builder.bookmark(1, "表紙", anchor);

    let top = builder.sheet.head + 44.0;
    let boxes = options.approvals.len().min(MOST_BOXES);
    let stamps = right - BOX * boxes as f32;
    if let Some(recipient) = &options.recipient {
        paragraph(builder, sect, (left, top + 12.0), RECIPIENT, stamps - left - 20.0, &format!("{recipient}　様"));
    }
    let municipality = report.consolidation.plan.municipality.as_str();
    let kicker = [municipality, label.unwrap_or_default()].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>();
    let title_top = top + BOX + BOX_HEAD + builder.sheet.height * 0.05;
    paragraph(builder, sect, (left, title_top), KICKER, right - left, &kicker.join("　"));
    let node = builder.node(sect, Role::P);
    let mut style = TITLE;
    let (items, below) = loop {
        let set = builder.lines(left, title_top + 8.0, (right - left) * 0.94, style, style.size * 1.35, &report.title);
        let most = if style.size > ONE_LINE { 1 } else { 2 };
        if set.0.len() <= most || style.size <= BODY.size {
            break set;
        }
        style.size -= 2.0;
    };
    builder.put(Mark::Of(node), items);
    let mut y = below + 6.0;
    let period =
        [report.period.as_str(), options.state.label()].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>();
    paragraph(builder, sect, (left, y + 15.0), PERIOD, right - left, &period.join("　"));
    y += 30.0;
    paragraph(builder, sect, (left, y + 10.0), BODY, right - left, &title_band::facts(report, options));
    if let Some(office) = &options.office {
        let node = builder.node(sect, Role::P);
        let text = builder.text(right, y + 10.0, RECIPIENT, Side::Right, office);
        builder.put(Mark::Of(node), vec![text]);
    }
    approvals(builder, sect, options.approvals.get(..boxes).unwrap_or_default(), [stamps, top]);
    builder.rule((left, y + 20.0), (right, y + 20.0), STRONG);
    builder.y = y + 34.0;
}

fn paragraph(builder: &mut PageBuilder<'_>, sect: NodeId, (x, y): (f32, f32), style: Style, width: f32, text: &str) {
    let node = builder.node(sect, Role::P);
    let text = builder.fit(style, width, text);
    let text = builder.text(x, y, style, Side::Left, &text);
    builder.put(Mark::Of(node), vec![text]);
}

/// Blank approval boxes.
fn approvals(builder: &mut PageBuilder<'_>, sect: NodeId, names: &[String], [left, top]: [f32; 2]) {
    if names.is_empty() {
        return;
    }
    let node = builder.node(sect, Role::Figure);
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("確認欄（{}）。空欄。", names.join("、")).into());
        node.area = Some([left, top, BOX * names.len() as f32, BOX + BOX_HEAD]);
    });
    let mut items = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let x = left + BOX * at as f32;
        items.push(DrawItem::Rect { x, y: top, w: BOX, h: BOX_HEAD, fill: None, stroke: Some(FINE) });
        items.push(DrawItem::Rect { x, y: top + BOX_HEAD, w: BOX, h: BOX, fill: None, stroke: Some(FINE) });
        let name = builder.fit(SMALL, BOX - 4.0, name);
        items.push(builder.text(x + BOX / 2.0, top + 10.0, SMALL, Side::Center, &name));
    }
    builder.put(Mark::Of(node), items);
}
