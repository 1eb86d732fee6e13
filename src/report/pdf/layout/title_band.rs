//! The head of a first page: municipality, title, period, state.

use crate::model::era::wareki_date;
use crate::report::ReportData;
use crate::report::State;
use crate::report::options::Options;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side};
use crate::report::pdf::layout::theme::{ACCENT, ALARM, BODY, INK, SMALL, SOFT, STRONG, WHITE};
use crate::report::pdf::layout::tree::{NodeId, Role};

const KICKER: Style = Style::new(10.0, SOFT).bold();
const PERIOD: Style = Style::new(13.0, INK).bold();
const STATE: Style = Style::new(11.0, WHITE).bold();
/// Size of a title; smaller if it would take more than one line.
const LARGEST: f32 = 21.0;
const ONE_LINE: f32 = 15.0;

/// Draws the head at the top of a new page, down to its rule. `label` names a volume.
pub(super) fn draw(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options, title: &str, label: Option<&str>) {
    let sect = builder.node(builder.root, Role::Sect);
    let (left, right) = (builder.sheet.left, builder.sheet.right);
    let top = builder.sheet.head + 26.0;
    let facts = facts(report, options);
    let facts_width = builder.width(SMALL, &facts);
    let kicker = builder.node(sect, Role::P);
    let words = [report.consolidation.plan.municipality.as_str(), label.unwrap_or_default()];
    let words = words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join("　");
    let words = builder.fit(KICKER, right - left - facts_width - 20.0, &words);
    let text = builder.text(left, top + 10.0, KICKER, Side::Left, &words);
    builder.put(Mark::Of(kicker), vec![text]);
    let node = builder.node(sect, Role::P);
    let text = builder.text(right, top + 10.0, SMALL, Side::Right, &facts);
    builder.put(Mark::Of(node), vec![text]);

    let state = options.state.label();
    let state_width = builder.width(STATE, state) + 20.0;
    let period_width = if report.period.is_empty() { 0.0 } else { builder.width(PERIOD, &report.period) + 16.0 };
    let beside = right - left - state_width - period_width - 16.0;
    let mut style = Style::new(LARGEST, INK).bold();
    // beside the period if it fits on one line, smaller if needed, else above it
    while style.size > ONE_LINE && builder.width(style, title) > beside {
        style.size -= 1.0;
    }
    let is_beside = builder.width(style, title) <= beside;
    let width = if is_beside { beside } else { right - left - state_width - 12.0 };
    while style.size > BODY.size && builder.lines(left, 0.0, width, style, style.size * 1.3, title).0.len() > 2 {
        style.size -= 1.0;
    }
    let h1 = builder.node(sect, Role::H1);
    let (items, below) = builder.lines(left, top + 15.0, width, style, style.size * 1.35, title);
    builder.put(Mark::Of(h1), items);
    let mut y = below;
    if !report.period.is_empty() {
        let node = builder.node(sect, Role::P);
        let text = if is_beside {
            let x = left + builder.width(style, title) + 16.0;
            builder.text(x, top + 15.0 + style.size * 1.045, PERIOD, Side::Left, &report.period)
        } else {
            y += 18.0;
            builder.text(left, y - 4.0, PERIOD, Side::Left, &report.period)
        };
        builder.put(Mark::Of(node), vec![text]);
    }
    badge(builder, sect, &options.state, state, [right - state_width, top + 20.0, state_width, 20.0]);
    builder.rule((left, y + 5.0), (right, y + 5.0), STRONG);
    builder.y = y + 13.0;
}

/// 案, 確定 or 訂正 in a box.
fn badge(builder: &mut PageBuilder<'_>, sect: NodeId, state: &State, word: &str, [x, y, w, h]: [f32; 4]) {
    let fill = match state {
        State::Draft | State::Review | State::Named(_) => SOFT,
        State::Final => ACCENT,
        State::Correction => ALARM,
    };
    let node = builder.node(sect, Role::P);
    let ground = DrawItem::Rect { x, y, w, h, fill: Some(fill), stroke: None };
    builder.put(Mark::Layout, vec![ground]);
    let text = builder.text(x + w / 2.0, y + 14.0, STATE, Side::Center, word);
    builder.put(Mark::Of(node), vec![text]);
}

/// 第1版　基準日 令和8年3月31日　令和8年4月10日作成
pub(super) fn facts(report: &ReportData<'_>, options: &Options) -> String {
    let mut facts = vec![options.version.as_deref().unwrap_or("第1版").to_owned()];
    facts.extend(report.as_of.map(|day| format!("基準日 {}", wareki_date(day))));
    facts.push(format!("{}作成", wareki_date(report.issued.date())));
    facts.join("　")
}
