//! The first page of a report without progress records: concerns, and counts of each table.

use crate::report::pdf::layout::display_list::{DrawItem, Mark, Stroke, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::summary::{self, Targets};
use crate::report::pdf::layout::theme::{BODY, BadgeLook, FINE, HAIRLINE, INK, SMALL, step_look};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{spotlight, trend};
use crate::report::tables::concerns::Concern;
use crate::report::tables::concerns::without_concerns;
use crate::report::tables::left_out::left_out;
use crate::report::tables::spotlight::Spotlight;
use crate::report::{Counts, ReportData};

const GUTTER: f32 = 34.0;
const LEADING: f32 = 11.5;
const HEAD: f32 = 17.0;
/// Further parts are added up in a last line.
const MOST_PARTS: usize = 18;
const LEAST_BAR: f32 = 50.0;
/// Width of a piece of the bars' colour before a heading, with the space after it.
const SWATCH: f32 = 9.0;

/// A column of the page, and how far it is filled.
#[derive(Clone, Copy)]
struct Column {
    left: f32,
    right: f32,
    y: f32,
}

/// Draws the page's columns down to `bottom`. Counts that do not fit are left out: each table repeats
/// its own.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    (concerns, lists, targets): (&[Concern<'_>], &[Spotlight<'_>], &Targets<'_>),
    sect: NodeId,
    bottom: f32,
) {
    let (left, right, top) = (builder.sheet.left, builder.sheet.right, builder.y);
    let wide = builder.sheet.width > builder.sheet.height;
    let half = if wide { (right - left - GUTTER) / 2.0 } else { right - left };
    let mut columns = vec![Column { left, right: left + half, y: top }];
    columns.extend(wide.then_some(Column { left: right - half, right, y: top }));
    // concerns are at the upper right, or first
    let missing = left_out(report);
    let at = columns.len() - 1;
    if let Some(column) = columns.get_mut(at)
        && (!concerns.is_empty() || !missing.is_empty())
    {
        let area = |y: f32, bottom: f32| [column.left, column.right, y, bottom];
        let room = (bottom - top) * if wide { 0.55 } else { 0.4 };
        let none = without_concerns(report);
        let y = summary::concerns(builder, (concerns, none.as_deref()), targets, sect, area(top, top + room)) + 10.0;
        column.y = summary::left_out(builder, &missing, sect, area(y, bottom)) + 12.0;
    }
    let counted = || report.tables.iter().filter_map(|table| table.counts.as_ref());
    // a single part only repeats the sentence above
    let counted = || counted().filter(|counts| counts.rows.len() >= 2 || counts.parted || !counts.notes.is_empty());
    // states of progress before mere counts
    for counts in counted().filter(|counts| counts.parted).chain(counted().filter(|counts| !counts.parted)) {
        let rows = rows(counts);
        let height = height(builder, counts, &rows, half);
        let fitting = columns.iter_mut().filter(|column| column.y + height <= bottom);
        let Some(column) = fitting.min_by(|a, b| a.y.total_cmp(&b.y)) else { continue };
        column.y = table(builder, sect, counts, &rows, [column.left, column.right, column.y]) + 12.0;
    }
    // the trend goes where most space is left
    if let Some(column) = columns.iter_mut().min_by(|a, b| a.y.total_cmp(&b.y)) {
        column.y = trend::draw(builder, report, sect, [column.left, column.right, column.y, bottom]);
    }
    if let Some(column) = columns.iter_mut().min_by(|a, b| a.y.total_cmp(&b.y)) {
        column.y = spotlight::draw(builder, lists, targets, sect, [column.left, column.right, column.y, bottom]);
    }
    // what is left over shows whose the records are
    if let Some(column) = columns.iter_mut().min_by(|a, b| a.y.total_cmp(&b.y))
        && let Some(counts) = by_department(builder, report, half, bottom - column.y - 12.0)
    {
        table(builder, sect, &counts, &counts.rows, [column.left, column.right, column.y + 12.0]);
    }
    builder.y = builder.sheet.bottom;
}

/// The records of each department in the first table that names departments: as many as fit, those with the most records.
fn by_department(builder: &PageBuilder<'_>, report: &ReportData<'_>, width: f32, room: f32) -> Option<Counts> {
    const LEAST: usize = 4;
    let first = report.tables.iter().find(|table| table.rows().any(|row| !row.departments.is_empty()))?;
    let counts = Counts {
        title: format!("{}の担当課別の件数（共同のものは各課に数える）", first.title),
        head: "担当課".to_owned(),
        columns: vec!["件数".to_owned()],
        shared: true,
        ..Counts::default()
    };
    let own = first.rows().filter(|row| !row.continues && !row.awaited).flat_map(|row| row.departments.iter().copied());
    let mut counts = counts.fill(own, |name| (*name).to_owned(), |_| vec![1]);
    let all = counts.rows.len();
    counts.rows.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.first().copied()));
    while counts.rows.len() >= LEAST && height(builder, &counts, &counts.rows, width) > room {
        // of those with equally many, all or none
        let least = counts.rows.last().map(|(_, figures)| figures.clone());
        counts.rows.retain(|(_, figures)| Some(figures) != least.as_ref());
    }
    if counts.rows.len() < all {
        let least = counts.rows.last().and_then(|(_, figures)| figures.first().copied()).unwrap_or_default();
        counts.title =
            format!("{}の担当課別の件数（{least}件以上の{}課。共同のものは各課に数える）", first.title, counts.rows.len());
    }
    (counts.rows.len() >= LEAST).then_some(counts)
}

/// The printed lines: the parts, with the rest of very many in one.
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

/// Width of the name, and right edges of the columns of figures beyond it.
fn widths(counts: &Counts, width: f32) -> (f32, Vec<f32>) {
    let columns = counts.columns.len() + usize::from(counts.parted);
    let name = width * if columns <= 5 { 0.4 } else { 0.34 };
    let least: f32 = if columns <= 3 { 44.0 } else { 28.0 };
    let swatch = if counts.parted { SWATCH } else { 0.0 };
    // headings must not overlap
    let own = counts.columns.iter().map(|heading| heading.chars().count() as f32 * SMALL.size + 8.0 + swatch);
    let own: Vec<f32> = own.map(|own| own.max(least)).chain(counts.parted.then_some(least)).collect();
    let scale = ((width - name) / own.iter().sum::<f32>().max(1.0)).min(1.0);
    let edges = own.iter().scan(0.0, |edge, own| {
        *edge += own * scale;
        Some(*edge)
    });
    (name, edges.collect())
}

fn height(builder: &PageBuilder<'_>, counts: &Counts, rows: &[(String, Vec<usize>)], width: f32) -> f32 {
    let (name_width, _) = widths(counts, width);
    let names: f32 = rows.iter().map(|(name, _)| row_height(builder, name, name_width)).sum();
    22.0 + HEAD + names + LEADING + 5.0 + 12.0 * counts.notes.len() as f32
}

fn row_height(builder: &PageBuilder<'_>, name: &str, width: f32) -> f32 {
    builder.lines(0.0, 0.0, width - 4.0, BODY, LEADING, name).1 + 5.0
}

/// Draws a table of counts with bars beside it; returns its bottom.
fn table(
    builder: &mut PageBuilder<'_>,
    sect: NodeId,
    counts: &Counts,
    rows: &[(String, Vec<usize>)],
    [left, right, top]: [f32; 3],
) -> f32 {
    let mut y = summary::heading(builder, sect, left, right, top, &counts.title);
    let (name_width, edges) = widths(counts, right - left);
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
    let edge = |at: usize| left + name_width + edges.get(at).copied().unwrap_or_default();
    let figures_right = edge(headings.len().saturating_sub(1));
    let table = builder.node(sect, Role::Table);
    let head = builder.node(table, Role::THead);
    let tr = builder.node(head, Role::Tr);
    let base = y + baseline(15.0, SMALL.size);
    let bars_left = figures_right + 12.0;
    let with_bars = right - bars_left >= LEAST_BAR && rows.len() > 1;
    for (at, heading) in std::iter::once(&counts.head).chain(&headings).enumerate() {
        let th = builder.node(tr, Role::ThColumn);
        let (x, side) = if at == 0 { (left, Side::Left) } else { (edge(at - 1), Side::Right) };
        let text = builder.text(x, base, SMALL.bold(), side, heading);
        builder.put(Mark::Of(th), vec![text]);
        // the legend of the bars
        if with_bars && counts.parted && (1..=counts.columns.len()).contains(&at) {
            let x = x - builder.width(SMALL.bold(), heading) - SWATCH;
            let look = piece_look(counts, at - 1);
            let stroke = Stroke { width: 0.5, ..look.stroke };
            let swatch = DrawItem::Rect { x, y: base - 6.0, w: 6.5, h: 6.5, fill: Some(look.fill), stroke: Some(stroke) };
            builder.put(Mark::Layout, vec![swatch]);
        }
    }
    y += HEAD;
    builder.rule((left, y), (figures_right, y), FINE);
    let body = builder.node(table, Role::TBody);
    let total = ("計".to_owned(), counts.totals());
    // records of several departments are counted in each
    let with_total = rows.len() > 1 && !counts.shared;
    let mut bars: Vec<BarRow<'_>> = Vec::new();
    let first = y;
    for (at, row) in rows.iter().chain(with_total.then_some(&total)).enumerate() {
        let is_total = at == rows.len();
        let style = if is_total { BODY.bold() } else { BODY };
        let tr = builder.node(body, Role::Tr);
        let th = builder.node(tr, Role::ThRow);
        let (items, below) = builder.lines(left, y + 2.5, name_width - 4.0, style, LEADING, &row.0);
        builder.put(Mark::Of(th), items);
        let bottom = below + 2.5;
        let base = y + 2.5 + baseline(LEADING, style.size);
        for (at, count) in of(&row.1).iter().enumerate() {
            let td = builder.node(tr, Role::Td);
            let style = if counts.parted && at == counts.columns.len() { style.bold() } else { style };
            let style = if *count == 0 { style.ink(SMALL.ink) } else { style };
            let text = builder.text(edge(at), base, style, Side::Right, &count.to_string());
            builder.put(Mark::Of(td), vec![text]);
        }
        if !is_total {
            bars.push((y, bottom, row));
        }
        y = bottom;
        builder.rule((left, y), (figures_right, y), if is_total || at + 1 == rows.len() { FINE } else { HAIRLINE });
    }
    if with_bars {
        chart(builder, sect, counts, &bars, [bars_left, right, first]);
    }
    for note in &counts.notes {
        let node = builder.node(sect, Role::P);
        let (items, below) = builder.lines(left, y + 3.0, right - left, SMALL, 12.0, note);
        builder.put(Mark::Of(node), items);
        y = below;
    }
    y
}

/// A row of a count table, for its bar: top and bottom, title and figures.
type BarRow<'a> = (f32, f32, &'a (String, Vec<usize>));

/// The look of a column's piece of the bars.
fn piece_look(counts: &Counts, at: usize) -> BadgeLook {
    let all = counts.columns.len();
    if counts.parted { step_look(all.saturating_sub(at), all) } else { step_look(2, 5) }
}

/// Draws a bar for each part: divided by column, the first the darkest, or as long as its first figure.
fn chart(builder: &mut PageBuilder<'_>, sect: NodeId, counts: &Counts, bars: &[BarRow<'_>], [x, right, top]: [f32; 3]) {
    let pieces = |figures: &[usize]| if counts.parted { figures.to_vec() } else { figures.iter().take(1).copied().collect() };
    let most = bars.iter().map(|(_, _, row)| pieces(&row.1).iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let label = Style::new(8.0, INK).bold();
    // leaves space for the figure of the longest bar
    let unit = (right - x - builder.width(label, &most.to_string()) - 4.0).max(1.0) / most as f32;
    let node = builder.node(sect, Role::Figure);
    let (mut items, mut spoken, mut bottom) = (Vec::new(), Vec::new(), top);
    for (from, to, row) in bars {
        let (height, mut pen) = ((to - from - 5.0).min(13.0), x);
        let y = f32::midpoint(*from, *to) - height / 2.0;
        let figures = pieces(&row.1);
        for (at, count) in figures.iter().enumerate().filter(|(_, count)| **count > 0) {
            let look = piece_look(counts, at);
            let w = unit * *count as f32;
            items.push(DrawItem::Rect {
                x: pen,
                y,
                w,
                h: height,
                fill: Some(look.fill),
                stroke: Some(Stroke { width: 0.5, ..look.stroke }),
            });
            let part = counts.columns.get(at).map_or("", String::as_str);
            let style = Style::new(8.0, look.text);
            if counts.parted && w > builder.width(style, part) + 2.0 {
                items.push(builder.text(pen + w / 2.0, y + baseline(height, 8.0), style, Side::Center, part));
            }
            pen += w;
        }
        let all = figures.iter().sum::<usize>().to_string();
        items.push(builder.text(pen + 3.0, y + baseline(height, 8.0), label, Side::Left, &all));
        spoken.push(format!("{} {}件", row.0, figures.iter().sum::<usize>()));
        bottom = *to;
    }
    items.push(DrawItem::Line { from: (x, top), to: (x, bottom), stroke: Stroke { ink: INK, width: 0.6, dashed: false } });
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("横棒グラフ。{}。数は左の表と同じ。", spoken.join("、")).into());
        node.area = Some([x, top, right - x, bottom - top]);
    });
    builder.put(Mark::Of(node), items);
}
