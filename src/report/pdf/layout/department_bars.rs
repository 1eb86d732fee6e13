//! Part of a first page: the initiatives of each department, divided by stage like the bars of the directions.

use crate::report::ReportData;
use crate::report::pdf::layout::direction_bars::EMPTY;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline, whole};
use crate::report::pdf::layout::theme::{BODY, INK, SMALL, stage_looks};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{segment, summary};

const LINE: f32 = 13.5;
const LEAST_LINE: f32 = 10.0;
/// Up to so many departments are drawn closer before some are left out.
const CLOSE: usize = 16;
const HEADING: f32 = 22.0;
const GUTTER: f32 = 16.0;
/// Space for the sum after a bar.
const SUM: f32 = 14.0;
/// Share of a column that the longest names take, at most.
const NAMES: f32 = 0.52;
const FIGURE: Style = Style::new(8.0, INK);
/// Fewer lines are not drawn.
const LEAST: usize = 4;

/// The least useful height.
pub(super) const LEAST_HEIGHT: f32 = HEADING + LINE * LEAST as f32;

/// Draws as many departments as fit, in one or two columns; returns their bottom.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let ladder: Vec<usize> = (0..report.summary.stages.len())
        .filter(|at| report.summary.stages.get(*at).is_some_and(|stage| !stage.is_event))
        .collect();
    let lines: Vec<(&str, Vec<usize>)> = report
        .summary
        .departments
        .iter()
        .filter(|department| department.records > 0)
        .map(|department| {
            let mut parts: Vec<usize> = ladder.iter().map(|at| department.stages.get(*at).copied().unwrap_or_default()).collect();
            parts.push(department.records.saturating_sub(parts.iter().sum()));
            (department.name.as_str(), parts)
        })
        .collect();
    let room = whole(((bottom - top - HEADING) / LINE).max(0.0));
    if room < LEAST || lines.len() < 2 {
        return top;
    }
    let listed = lines.len();
    // a few more lines stand closer, so that no department is missing
    let whole_list = listed.min(CLOSE).div_ceil(2);
    let closer = (bottom - top - HEADING) / whole_list as f32;
    let (room, height) = if whole_list > room && closer >= LEAST_LINE { (whole_list, closer) } else { (room, LINE) };
    let columns = if listed > room { 2 } else { 1 };
    let shown = lines.len().min(lines.len().div_ceil(columns).min(room) * columns);
    let lines = most_records(lines, shown);
    if lines.is_empty() {
        return top;
    }
    let per_column = lines.len().div_ceil(columns);
    let title = match lines.len() {
        all if all == listed => "担当課別の進み具合（共同の取組は各課に数える）".to_owned(),
        some => {
            let least = lines.iter().map(|(_, parts)| parts.iter().sum::<usize>()).min().unwrap_or_default();
            format!("担当課別の進み具合（取組が{least}以上の{some}課。共同の取組は各課に数える）")
        }
    };
    let y = summary::heading(builder, sect, left, right, top, &title);
    let plan = &report.consolidation.plan;
    let looks = stage_looks(plan);
    let looks: Vec<_> = ladder.iter().map(|at| looks.get(*at).copied().unwrap_or(EMPTY)).chain([EMPTY]).collect();
    let width = (right - left - GUTTER * (columns - 1) as f32) / columns as f32;
    let longest = lines.iter().map(|(name, _)| builder.width(BODY, name)).fold(0.0, f32::max);
    let names = (longest + 8.0).min(width * NAMES);
    let most = lines.iter().map(|(_, parts)| parts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let unit = (width - names - SUM) / most as f32;
    let node = builder.node(sect, Role::Figure);
    let figure = Style { size: FIGURE.size.min(height - 3.0), ..FIGURE };
    let mut items = Vec::new();
    for (at, (name, parts)) in lines.iter().enumerate() {
        let x = left + (width + GUTTER) * (at / per_column) as f32;
        let line = y + height * (at % per_column) as f32;
        let name = builder.fit(BODY, names - 6.0, name);
        items.push(builder.text(x, line + baseline(height, BODY.size), BODY, Side::Left, &name));
        let (mut pen, mut free) = (x + names, x + names);
        for (look, count) in looks.iter().zip(parts).filter(|(_, count)| **count > 0) {
            let w = unit * *count as f32;
            let (top, h) = (line + 2.0, height - 4.0);
            items.push(DrawItem::Rect { x: pen, y: top, w, h, fill: Some(look.fill), stroke: Some(look.stroke) });
            items.push(segment::figure(builder, figure.ink(look.text), &count.to_string(), [pen, top, w, h], &mut free));
            pen += w;
        }
        let sum = parts.iter().sum::<usize>().to_string();
        items.push(builder.text(pen + 4.0, line + baseline(height, SMALL.size), SMALL.bold().ink(INK), Side::Left, &sum));
    }
    let end = y + height * per_column as f32;
    let spoken: Vec<String> = lines.iter().map(|(name, parts)| format!("{name} {}", parts.iter().sum::<usize>())).collect();
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("横棒グラフ。担当課別の取組の数。{}。", spoken.join("、")).into());
        node.area = Some([left, y, right - left, (end - y).max(1.0)]);
    });
    builder.put(Mark::Of(node), items);
    end + 4.0
}

/// The lines with the most records, in their order: of those with equally many, all or none.
fn most_records(lines: Vec<(&str, Vec<usize>)>, most: usize) -> Vec<(&str, Vec<usize>)> {
    let records = |at: &usize| lines.get(*at).map_or(0, |(_, parts)| parts.iter().sum::<usize>());
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(records(at)));
    let cut = order.get(most).map_or(0, records);
    order.truncate(most);
    order.retain(|at| records(at) > cut);
    lines.into_iter().enumerate().filter(|(at, _)| order.contains(at)).map(|(_, line)| line).collect()
}
