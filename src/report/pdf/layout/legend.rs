//! The legend above a progress table: stages in the order of the ladder, and marks of changes.

use crate::report::ReportData;
use crate::report::pdf::layout::cells::badge;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{BadgeLook, CHANGED, SMALL, UNDERLINE, event_look, stage_looks};
use crate::report::pdf::layout::tree::{NodeId, Role};

const STYLE: Style = Style::new(8.0, SMALL.ink);
const LINE: f32 = 15.0;

/// A piece of the line.
struct Piece {
    text: String,
    style: Style,
    look: Option<BadgeLook>,
    underlined: bool,
    /// Stands on the same line as the next piece.
    with_next: bool,
}

pub(super) fn draw(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId) {
    let pieces = pieces(report);
    if pieces.is_empty() {
        return;
    }
    let node = builder.node(sect, Role::P);
    let mut items = Vec::new();
    let mut x = builder.sheet.left;
    let mut together = false;
    for (at, piece) in pieces.iter().enumerate() {
        let width = |piece: &Piece| builder.width(piece.style, &piece.text);
        let rest = pieces.get(at..).unwrap_or_default();
        let group = rest.iter().position(|piece| !piece.with_next).map_or(rest.len(), |last| last + 1);
        let needed: f32 = rest.iter().take(group).map(width).sum();
        let turns = !together && x + needed > builder.sheet.right && x > builder.sheet.left;
        if turns {
            x = builder.sheet.left;
            builder.y += LINE;
        }
        together = piece.with_next;
        let text = if turns { piece.text.trim_start() } else { &piece.text };
        let w = builder.width(piece.style, text);
        let base = builder.y + baseline(LINE, piece.style.size);
        match &piece.look {
            Some(look) => {
                let area = [x + 1.0, builder.y + 1.5, w - 2.0, LINE - 3.5];
                badge(builder, &mut items, area, (x, base), piece.style, look, text);
            }
            None => items.push(builder.text(x, base, piece.style, Side::Left, text)),
        }
        if piece.underlined {
            items.push(DrawItem::Line { from: (x, base + 1.8), to: (x + w, base + 1.8), stroke: UNDERLINE });
        }
        x += w;
    }
    builder.put(Mark::Of(node), items);
    builder.y += LINE + 8.0;
}

fn pieces(report: &ReportData<'_>) -> Vec<Piece> {
    let plan = &report.consolidation.plan;
    let looks = stage_looks(plan);
    let mut order: Vec<usize> = (0..plan.stages.len()).collect();
    order.sort_by_key(|at| plan.stages.get(*at).and_then(|stage| stage.step).unwrap_or(u32::MAX));
    let words = |text: &str| Piece { text: text.to_owned(), style: STYLE, look: None, underlined: false, with_next: true };
    let tag = |name: &str, look: BadgeLook| Piece {
        text: format!("【{name}】"),
        style: STYLE.bold().ink(look.text),
        look: Some(look),
        underlined: false,
        with_next: false,
    };
    let mut pieces = Vec::new();
    let mut before = None;
    for at in order {
        let (Some(stage), Some(look)) = (plan.stages.get(at), looks.get(at)) else { continue };
        pieces.push(words(match (before, stage.step.is_some()) {
            (None, true) => "段階　",
            (Some(true), true) => " → ",
            (_, true) | (Some(false), false) => "　",
            (_, false) => "　　段階とは別の出来事　",
        }));
        before = Some(stage.step.is_some());
        pieces.push(tag(&stage.name, *look));
    }
    if !pieces.is_empty() {
        pieces.push(words("　　計画にない段階　"));
        pieces.push(tag("その他", event_look(false)));
    }
    if report.changes.compared {
        pieces.push(words("　　前回から　"));
        pieces.push(Piece { style: STYLE.bold().ink(CHANGED), ..words("↑ ↓ 段階の動き　【新】") });
        pieces.push(words("　"));
        pieces.push(Piece { style: STYLE.ink(CHANGED), underlined: true, ..words("変わった数字と語句") });
        pieces.push(Piece { style: STYLE.bold().ink(CHANGED), ..words("　┃") });
        pieces.push(Piece { with_next: false, ..words("大半を書き改めた欄") });
        pieces.push(Piece { style: STYLE.bold().ink(CHANGED), ..words("　【変更】") });
        pieces.push(Piece { with_next: false, ..words("語句を削った欄") });
    }
    pieces
}
