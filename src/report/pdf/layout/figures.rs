//! Stage × direction: the figures as a table, and bars beside them that need no colour to be read.

use crate::report::ReportData;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Stroke, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline, whole};
use crate::report::pdf::layout::summary;
use crate::report::pdf::layout::theme::{BODY, BadgeLook, FINE, HAIRLINE, INK, SMALL, SOFT, stage_looks, step_look};
use crate::report::pdf::layout::tree::{NodeId, Role};

const MOST_DIRECTIONS: usize = 10;
const LEAST_ROW: f32 = 10.0;

struct Line {
    name: String,
    counts: Vec<usize>,
    total: usize,
    look: Option<BadgeLook>,
    /// Counted in the sum; events are beside the ladder.
    counted: bool,
}

/// The table and its bars; `spare` is what the page needs below them.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    sect: NodeId,
    [left, right, top]: [f32; 3],
    spare: f32,
) {
    let mut y = summary::heading(builder, sect, left, right, top, "段階別・方向別の取組（行数）");
    // more columns than this leave no room for the bars: then only the sums are shown
    let directions = if report.summary.directions.len() <= MOST_DIRECTIONS { &*report.summary.directions } else { &[] };
    let mut lines = lines(report);
    // rows as high as the page allows: a short table need not huddle at its top
    let room = builder.sheet.bottom - top - 22.0 - 17.0 - 46.0 - spare;
    lines.truncate(whole((room / LEAST_ROW).floor().max(1.0)));
    let row = (room / lines.len().max(1) as f32).clamp(LEAST_ROW, 30.0);
    let name_width = 78.0;
    let column = ((right - left) * 0.40 / directions.len().max(1) as f32).clamp(14.0, 34.0);
    let figures_right = left + name_width + column * (directions.len() as f32 + 1.0);
    let bars = figures_right + 14.0;

    // the table: headings
    let table = builder.node(sect, Role::Table);
    let head = builder.node(table, Role::THead);
    let tr = builder.node(head, Role::Tr);
    let base = y + baseline(15.0, SMALL.size);
    let mut headings = vec!["段階".to_owned()];
    headings.extend(directions.iter().map(|(no, _)| no.map_or_else(|| "なし".to_owned(), |no| format!("方向{no}"))));
    headings.push("計".to_owned());
    for (at, heading) in headings.iter().enumerate() {
        let th = builder.node(tr, Role::ThColumn);
        let style = SMALL.bold();
        let text = if at == 0 {
            builder.text(left, base, style, Side::Left, heading)
        } else {
            builder.text(left + name_width + column * at as f32, base, style, Side::Right, heading)
        };
        builder.put(Mark::Of(th), vec![text]);
    }
    y += 17.0;
    builder.rule((left, y), (figures_right, y), FINE);
    let first = y;

    // its rows
    let body = builder.node(table, Role::TBody);
    for line in &lines {
        let tr = builder.node(body, Role::Tr);
        let base = y + baseline(row, BODY.size);
        let bold = line.look.is_none() && line.counted;
        let style = if bold { BODY.bold() } else { BODY };
        let th = builder.node(tr, Role::ThRow);
        let name = builder.fit(style, name_width, &line.name);
        let text = builder.text(left, base, style, Side::Left, &name);
        builder.put(Mark::Of(th), vec![text]);
        for (at, count) in line.counts.iter().take(directions.len()).chain(std::iter::once(&line.total)).enumerate() {
            let td = builder.node(tr, Role::Td);
            let x = left + name_width + column * (at as f32 + 1.0);
            let total = at == directions.len();
            let style = if *count == 0 { style.ink(SOFT) } else { style };
            let style = if total { style.bold() } else { style };
            let text = builder.text(x, base, style, Side::Right, &count.to_string());
            builder.put(Mark::Of(td), vec![text]);
        }
        y += row;
        builder.rule((left, y), (figures_right, y), if bold { FINE } else { HAIRLINE });
    }
    let below = y + 6.0;
    let numbers: Vec<Option<u32>> = directions.iter().map(|(no, _)| *no).collect();
    chart(builder, sect, &lines, &numbers, [bars, first, right - bars, row]);
    builder.y = notes(builder, report, sect, left, right, below);
}

/// A line a stage, in the order of the ladder; events and rows without a stage after it; the sum last.
fn lines(report: &ReportData<'_>) -> Vec<Line> {
    let summary = &report.summary;
    let plan = &report.consolidation.plan;
    let looks = stage_looks(plan);
    let mut order: Vec<usize> = (0..summary.stages.len()).collect();
    order.sort_by_key(|at| plan.stages.get(*at).and_then(|stage| stage.step).unwrap_or(u32::MAX));
    let mut lines: Vec<Line> = Vec::new();
    let mut events = Vec::new();
    for at in order {
        let Some(stage) = summary.stages.get(at) else { continue };
        let total = stage.records.iter().sum();
        let look = looks.get(at).copied();
        if stage.is_event {
            let name = format!("（{}）", stage.name);
            events.push(Line { name, counts: stage.records.clone(), total, look, counted: false });
        } else {
            lines.push(Line { name: stage.name.clone(), counts: stage.records.clone(), total, look, counted: true });
        }
    }
    let without: usize = summary.without_stage.iter().sum();
    if without > 0 || lines.is_empty() {
        let look = Some(step_look(1, 2));
        lines.push(Line {
            name: "段階の記載なし".to_owned(),
            counts: summary.without_stage.clone(),
            total: without,
            look,
            counted: true,
        });
    }
    let mut sums = vec![0; summary.directions.len()];
    for line in &lines {
        for (sum, count) in sums.iter_mut().zip(&line.counts) {
            *sum += count;
        }
    }
    let total = sums.iter().sum();
    lines.push(Line { name: "計".to_owned(), counts: sums, total, look: None, counted: true });
    lines.extend(events);
    lines
}

/// Bars, a row each, cut by direction; the number of the direction in each piece.
fn chart(
    builder: &mut PageBuilder<'_>,
    sect: NodeId,
    lines: &[Line],
    directions: &[Option<u32>],
    [x, top, width, row]: [f32; 4],
) {
    let most = lines.iter().filter(|line| line.look.is_some()).map(|line| line.total).max().unwrap_or(0).max(1);
    let node = builder.node(sect, Role::Figure);
    let label_room = 42.0;
    let unit = (width - label_room).max(1.0) / most as f32;
    let mut items = Vec::new();
    let mut spoken = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(look) = line.look else { continue };
        let y = top + row * at as f32;
        let bar_height = (row - 8.0).clamp(8.0, 17.0);
        let bar_top = y + (row - bar_height) / 2.0;
        let mut pen = x;
        for (direction, count) in line.counts.iter().enumerate() {
            let w = unit * *count as f32;
            if *count == 0 {
                continue;
            }
            items.push(DrawItem::Rect { x: pen, y: bar_top, w, h: bar_height, fill: Some(look.fill), stroke: Some(look.stroke) });
            if pen > x {
                // dark pieces are spoken apart by a light line
                let stroke = Stroke { ink: look.text, width: 0.6, dashed: false };
                items.push(DrawItem::Line { from: (pen, bar_top), to: (pen, bar_top + bar_height), stroke });
            }
            let label = directions.get(direction).copied().flatten().map(|no| no.to_string()).unwrap_or_default();
            let style = Style::new(6.0, look.text);
            if directions.len() > 1 && w > builder.width(style, &label) + 3.0 {
                items.push(builder.text(pen + w / 2.0, bar_top + baseline(bar_height, 6.0), style, Side::Center, &label));
            }
            pen += w;
        }
        let base = y + baseline(row, BODY.size);
        items.push(builder.text(pen + 5.0, base, Style::new(7.5, INK).bold(), Side::Left, &format!("{}行", line.total)));
        spoken.push(format!("{} {}行", line.name, line.total));
    }
    items.push(DrawItem::Line { from: (x, top), to: (x, top + row * lines.len() as f32), stroke: FINE });
    let height = row * lines.len() as f32;
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("段階別の取組数の横棒グラフ。{}。数は左の表と同じ。", spoken.join("、")).into());
        node.area = Some([x, top, width, height]);
    });
    builder.put(Mark::Of(node), items);
}

/// What the numbers of the directions mean, and how it is counted.
fn notes(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId, left: f32, right: f32, top: f32) -> f32 {
    let named: Vec<String> = report
        .summary
        .directions
        .iter()
        .take(MOST_DIRECTIONS)
        .filter_map(|(no, title)| {
            let title = builder.fit(SMALL, (right - left) * 0.48, title);
            no.filter(|_| !title.is_empty()).map(|no| format!("方向{no} {title}"))
        })
        .collect();
    let node = builder.node(sect, Role::P);
    let mut text = String::from(
        "行ごとに、これまでの取組内容に書かれた最も進んだ段階を数えた。括弧の行は段階と別に数えた。棒の中の数字は方向の番号。",
    );
    if !named.is_empty() {
        text.push('\n');
        text.push_str(&named.join("　"));
    }
    let (mut items, below) = builder.lines(left, top, right - left, SMALL, 12.0, &text);
    let room = whole(((builder.sheet.bottom - top) / 12.0).floor().max(1.0));
    items.truncate(room);
    builder.put(Mark::Of(node), items);
    below
}
