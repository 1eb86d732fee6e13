//! Contents of cells: lines, badges, and lines that two cells pair.

use std::ops::Range;

use crate::report::pdf::layout::display_list::{DrawItem, Style};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::{GridCell, Lines};
use crate::report::pdf::layout::theme::BadgeLook;

/// A badge. Its brackets are in the text but not drawn: the frame, drawn last, replaces them.
pub(super) fn badge(
    builder: &PageBuilder<'_>,
    items: &mut Vec<DrawItem>,
    [left, top, w, h]: [f32; 4],
    (x, y): (f32, f32),
    style: Style,
    look: &BadgeLook,
    text: &str,
) {
    items.push(DrawItem::Rect { x: left, y: top, w, h, fill: Some(look.fill), stroke: None });
    let open = if text.starts_with('【') { '【'.len_utf8() } else { 0 };
    let close = if text.len() > open && text.ends_with('】') { text.len() - '】'.len_utf8() } else { text.len() };
    let mut pen = x;
    for (range, ink) in [(0..open, look.fill), (open..close, look.text), (close..text.len(), look.fill)] {
        let part = text.get(range).unwrap_or_default();
        if !part.is_empty() {
            let style = style.ink(ink);
            items.push(DrawItem::Text { x: pen, y, style, text: part.into() });
            pen += builder.width(style, part);
        }
    }
    items.push(DrawItem::Rect { x: left, y: top, w, h, fill: None, stroke: Some(look.stroke) });
}

/// Pads two cells so that the n-th line of one is beside the n-th line of the other, if
/// they have the same number of lines: 取組番号 and 取組名.
pub(super) fn align(cells: (&str, &str), lines: (&mut Lines, &mut Lines)) {
    let (count_a, count_b) = (cells.0.matches('\n').count(), cells.1.matches('\n').count());
    if count_a == 0 || count_a != count_b {
        return;
    }
    let groups = |text: &str, lines: &Lines| {
        let mut groups: Vec<Lines> = vec![Vec::new()];
        for line in lines {
            let ends = text.get(line.clone()).is_some_and(|line| line.ends_with('\n'));
            if let Some(last) = groups.last_mut() {
                last.push(line.clone());
            }
            if ends {
                groups.push(Vec::new());
            }
        }
        groups
    };
    let (a, b) = (groups(cells.0, lines.0), groups(cells.1, lines.1));
    if a.len() != b.len() {
        return;
    }
    lines.0.clear();
    lines.1.clear();
    for (a, b) in a.into_iter().zip(b) {
        let most = a.len().max(b.len());
        for (from, to) in [(a, &mut *lines.0), (b, &mut *lines.1)] {
            let end = from.last().map_or(0, |line| line.end);
            let blank = most - from.len();
            to.extend(from);
            to.extend(std::iter::repeat_n(end..end, blank));
        }
    }
}

/// A piece of a line in one style.
pub(super) struct Run<'b> {
    pub range: Range<usize>,
    /// A stage tag.
    pub look: Option<&'b BadgeLook>,
    /// The word in front of the text.
    pub is_word: bool,
    /// New or reworded.
    pub changed: bool,
}

/// Splits a line into the word in front, badges, changed phrases and plain text.
pub(super) fn runs<'b>(line: &Range<usize>, cell: &'b GridCell<'_>) -> Vec<Run<'b>> {
    let within = |part: &Range<usize>| {
        let cut = part.start.max(line.start)..part.end.min(line.end);
        (cut.start < cut.end).then_some(cut)
    };
    let mut cuts: Vec<usize> = vec![line.start, line.end];
    let badges = cell.badges.iter().map(|(range, _)| range);
    for cut in badges.chain(&cell.phrases).chain([&(0..cell.word)]).filter_map(within) {
        cuts.extend([cut.start, cut.end]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    // a badge stays one piece, even if part of it has changed
    cuts.retain(|cut| {
        cell.badges.iter().all(|(badge, _)| *cut <= badge.start || badge.end <= *cut || *cut == line.start || *cut == line.end)
    });
    cuts.windows(2)
        .filter_map(|pair| match pair {
            [start, end] => Some(*start..*end),
            _ => None,
        })
        .map(|range| Run {
            look: cell.badges.iter().find(|(badge, _)| badge.start < range.end && range.start < badge.end).map(|(_, look)| look),
            is_word: range.start < cell.word,
            changed: cell.phrases.iter().any(|phrase| phrase.start < range.end && range.start < phrase.end),
            range,
        })
        .collect()
}
