//! How stages are drawn, in the order of the ladder, and how changes are marked: above a table of progress.

use crate::report::Edition;
use crate::report::pdf::layout::cells::badge;
use crate::report::pdf::layout::display_list::{Mark, Style, Thing};
use crate::report::pdf::layout::page_builder::{Desk, Side, baseline};
use crate::report::pdf::layout::table::looks;
use crate::report::pdf::layout::theme::{BadgeLook, CHANGED, SMALL, UNDERLINE, event_look};
use crate::report::pdf::layout::tree::{NodeId, Role};

const STYLE: Style = Style::new(7.5, SMALL.ink);
const LINE: f32 = 15.0;

/// A piece of the line.
struct Piece {
    text: String,
    style: Style,
    look: Option<BadgeLook>,
    underlined: bool,
}

pub(super) fn draw(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId) {
    let pieces = pieces(edition);
    if pieces.is_empty() {
        return;
    }
    let node = desk.node(sect, Role::P);
    let mut things = Vec::new();
    let mut x = desk.sheet.left;
    for piece in pieces {
        let w = desk.width(piece.style, &piece.text);
        if x + w > desk.sheet.right && x > desk.sheet.left {
            x = desk.sheet.left;
            desk.y += LINE;
        }
        let base = desk.y + baseline(LINE, piece.style.size);
        match &piece.look {
            Some(look) => {
                let area = [x + 1.0, desk.y + 1.5, w - 2.0, LINE - 3.5];
                badge(desk, &mut things, area, (x, base), piece.style, look, &piece.text);
            }
            None => things.push(desk.text(x, base, piece.style, Side::Left, &piece.text)),
        }
        if piece.underlined {
            things.push(Thing::Line { from: (x, base + 1.8), to: (x + w, base + 1.8), stroke: UNDERLINE });
        }
        x += w;
    }
    desk.put(Mark::Of(node), things);
    desk.y += LINE + 8.0;
}

fn pieces(edition: &Edition<'_>) -> Vec<Piece> {
    let plan = &edition.consolidation.plan;
    let looks = looks(plan);
    let mut order: Vec<usize> = (0..plan.stages.len()).collect();
    order.sort_by_key(|at| plan.stages.get(*at).and_then(|stage| stage.step).unwrap_or(u32::MAX));
    let words = |text: &str| Piece { text: text.to_owned(), style: STYLE, look: None, underlined: false };
    let tag = |name: &str, look: BadgeLook| Piece {
        text: format!("【{name}】"),
        style: STYLE.bold().ink(look.text),
        look: Some(look),
        underlined: false,
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
    if edition.changes.compared {
        pieces.push(words("　　前回からの変更　"));
        pieces.push(Piece { style: STYLE.bold().ink(CHANGED), ..words("【新】【変更】") });
        pieces.push(words("　"));
        pieces.push(Piece { style: STYLE.ink(CHANGED), underlined: true, ..words("新しい語句") });
    }
    pieces
}
