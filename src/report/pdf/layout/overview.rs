//! The first page of a report without progress: what is reported, counted part by part.

use super::super::desk::{Desk, Side, baseline};
use super::super::look::{BODY, FINE, HAIRLINE, INK, SMALL, step_look};
use super::super::place::{Mark, Stroke, Style, Thing};
use super::super::tree::{NodeId, Role};
use super::summary;
use crate::report::{Counts, Edition};

const GUTTER: f32 = 34.0;
const LEADING: f32 = 11.5;
const HEAD: f32 = 17.0;
/// More parts than this are counted together in a last line.
const MOST_PARTS: usize = 18;
const LEAST_BAR: f32 = 50.0;

/// The columns of the page, and how far each is filled.
struct Columns {
    /// Left and right edges.
    edges: Vec<(f32, f32)>,
    at: usize,
    y: f32,
    top: f32,
}

impl Columns {
    /// Room of a height in a column; the next column or page where there is none.
    fn take(&mut self, desk: &mut Desk<'_>, height: f32) -> (f32, f32) {
        if self.y + height > desk.sheet.bottom && self.y > self.top {
            self.at += 1;
            self.y = self.top;
            if self.at >= self.edges.len() {
                desk.page();
                (self.at, self.top, self.y) = (0, desk.y, desk.y);
            }
        }
        self.edges.get(self.at).copied().unwrap_or((desk.sheet.left, desk.sheet.right))
    }
}

pub(super) fn draw(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId) {
    let (left, right) = (desk.sheet.left, desk.sheet.right);
    let wide = desk.sheet.width > desk.sheet.height;
    let half = (right - left - GUTTER) / 2.0;
    let edges = if wide { vec![(left, left + half), (right - half, right)] } else { vec![(left, right)] };
    let mut columns = Columns { edges, at: 0, y: desk.y, top: desk.y };
    for counts in edition.tables.iter().filter_map(|table| table.counts.as_ref()) {
        // one part says no more than the figure in large type
        if counts.rows.len() < 2 && !counts.parted {
            continue;
        }
        let rows = rows(counts);
        let height = height(desk, counts, &rows, half);
        let (x, end) = columns.take(desk, height);
        columns.y = table(desk, sect, counts, &rows, [x, end, columns.y]) + 14.0;
    }
    // what is to be looked at begins the second column where the tables leave it free
    if wide && columns.at == 0 {
        (columns.at, columns.y) = (1, columns.top);
    }
    let (mut x, mut end) = columns.take(desk, 70.0);
    if !edition.consolidation.submissions.is_empty() {
        columns.y = summary::submissions(desk, edition, sect, x, end, columns.y) + 16.0;
        (x, end) = columns.take(desk, 70.0);
    }
    summary::attention(desk, edition, sect, x, end, columns.y);
}

/// The lines that are printed: the parts, the rest of very many in one.
fn rows(counts: &Counts) -> Vec<(String, Vec<usize>)> {
    if counts.rows.len() <= MOST_PARTS {
        return counts.rows.clone();
    }
    let (shown, rest) = counts.rows.split_at(MOST_PARTS - 1);
    let rest_of = Counts { columns: counts.columns.clone(), rows: rest.to_vec(), ..Counts::default() };
    let mut out = shown.to_vec();
    out.push((format!("ほか{}", rest.len()), rest_of.totals()));
    out
}

/// Widths of the name and of a column of figures.
fn widths(counts: &Counts, width: f32) -> (f32, f32) {
    let columns = counts.columns.len() + usize::from(counts.parted);
    let name = width * if columns <= 5 { 0.42 } else { 0.34 };
    (name, ((width - name) / columns as f32).clamp(12.0, if columns <= 3 { 44.0 } else { 28.0 }))
}

fn height(desk: &Desk<'_>, counts: &Counts, rows: &[(String, Vec<usize>)], width: f32) -> f32 {
    let (name_width, _) = widths(counts, width);
    let names: f32 = rows.iter().map(|(name, _)| row_height(desk, name, name_width)).sum();
    22.0 + HEAD + names + LEADING + 5.0 + 12.0 * counts.notes.len() as f32
}

fn row_height(desk: &Desk<'_>, name: &str, width: f32) -> f32 {
    desk.lines(0.0, 0.0, width - 4.0, BODY, LEADING, name).1 + 5.0
}

/// A table of counts with bars beside it; gives its bottom.
fn table(desk: &mut Desk<'_>, sect: NodeId, counts: &Counts, rows: &[(String, Vec<usize>)], [left, right, top]: [f32; 3]) -> f32 {
    let mut y = summary::heading(desk, sect, left, right, top, &counts.title);
    let (name_width, column) = widths(counts, right - left);
    let of = |figures: &[usize]| {
        let mut shown = figures.to_vec();
        if counts.parted {
            shown.push(figures.iter().sum());
        }
        shown
    };
    let mut headings = counts.columns.clone();
    if counts.parted {
        headings.push("計".to_owned());
    }
    let figures_right = left + name_width + column * headings.len() as f32;
    let table = desk.node(sect, Role::Table);
    let head = desk.node(table, Role::THead);
    let tr = desk.node(head, Role::Tr);
    let base = y + baseline(15.0, SMALL.size);
    for (at, heading) in std::iter::once(&counts.head).chain(&headings).enumerate() {
        let th = desk.node(tr, Role::ThColumn);
        let (x, side) = if at == 0 { (left, Side::Left) } else { (left + name_width + column * at as f32, Side::Right) };
        let text = desk.text(x, base, SMALL.bold(), side, heading);
        desk.put(Mark::Of(th), vec![text]);
    }
    y += HEAD;
    desk.rule((left, y), (figures_right, y), FINE);
    let body = desk.node(table, Role::TBody);
    let total = ("計".to_owned(), counts.totals());
    let with_total = rows.len() > 1;
    let mut bars: Vec<(f32, f32, &(String, Vec<usize>))> = Vec::new();
    let first = y;
    for (at, row) in rows.iter().chain(with_total.then_some(&total)).enumerate() {
        let is_total = at == rows.len();
        let style = if is_total { BODY.bold() } else { BODY };
        let tr = desk.node(body, Role::Tr);
        let th = desk.node(tr, Role::ThRow);
        let (things, below) = desk.lines(left, y + 2.5, name_width - 4.0, style, LEADING, &row.0);
        desk.put(Mark::Of(th), things);
        let bottom = below + 2.5;
        let base = y + 2.5 + baseline(LEADING, style.size);
        for (at, count) in of(&row.1).iter().enumerate() {
            let td = desk.node(tr, Role::Td);
            let style = if counts.parted && at == counts.columns.len() { style.bold() } else { style };
            let style = if *count == 0 { style.ink(SMALL.ink) } else { style };
            let text = desk.text(left + name_width + column * (at as f32 + 1.0), base, style, Side::Right, &count.to_string());
            desk.put(Mark::Of(td), vec![text]);
        }
        if !is_total {
            bars.push((y, bottom, row));
        }
        y = bottom;
        desk.rule((left, y), (figures_right, y), if is_total || at + 1 == rows.len() { FINE } else { HAIRLINE });
    }
    let bars_left = figures_right + 12.0;
    if right - bars_left >= LEAST_BAR && bars.len() > 1 {
        chart(desk, sect, counts, &bars, [bars_left, right, first]);
    }
    for note in &counts.notes {
        let node = desk.node(sect, Role::P);
        let (things, below) = desk.lines(left, y + 3.0, right - left, SMALL, 12.0, note);
        desk.put(Mark::Of(node), things);
        y = below;
    }
    y
}

/// A bar a part: cut by column, the first the darkest, or as long as its first figure.
fn chart(
    desk: &mut Desk<'_>,
    sect: NodeId,
    counts: &Counts,
    bars: &[(f32, f32, &(String, Vec<usize>))],
    [x, right, top]: [f32; 3],
) {
    let pieces = |figures: &[usize]| if counts.parted { figures.to_vec() } else { figures.iter().take(1).copied().collect() };
    let most = bars.iter().map(|(_, _, row)| pieces(&row.1).iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let unit = (right - x) / most as f32;
    let node = desk.node(sect, Role::Figure);
    let (mut things, mut told, mut bottom) = (Vec::new(), Vec::new(), top);
    for (from, to, row) in bars {
        let (height, mut pen) = ((to - from - 5.0).min(13.0), x);
        let y = f32::midpoint(*from, *to) - height / 2.0;
        let figures = pieces(&row.1);
        for (at, count) in figures.iter().enumerate().filter(|(_, count)| **count > 0) {
            let look = if counts.parted { step_look(figures.len() - at, figures.len()) } else { step_look(2, 5) };
            let w = unit * *count as f32;
            things.push(Thing::Rect {
                x: pen,
                y,
                w,
                h: height,
                fill: Some(look.fill),
                stroke: Some(Stroke { width: 0.5, ..look.stroke }),
            });
            let label = counts.columns.get(at).map_or("", String::as_str);
            let style = Style::new(7.0, look.text);
            if counts.parted && w > desk.width(style, label) + 2.0 {
                things.push(desk.text(pen + w / 2.0, y + baseline(height, 7.0), style, Side::Center, label));
            }
            pen += w;
        }
        told.push(format!("{} {}件", row.0, figures.iter().sum::<usize>()));
        bottom = *to;
    }
    things.push(Thing::Line { from: (x, top), to: (x, bottom), stroke: Stroke { ink: INK, width: 0.6, dashed: false } });
    desk.doc.tree.set(node, |node| {
        node.alt = Some(format!("横棒グラフ。{}。数は左の表と同じ。", told.join("、")).into());
        node.area = Some([x, top, right - x, bottom - top]);
    });
    desk.put(Mark::Of(node), things);
}
