//! 推移: the stages of the last periods as stacked bars, indicators as sparklines with their targets.

use crate::model::{IndicatorTrend, Period, StageTrend};
use crate::report::ReportData;
use crate::report::pdf::layout::direction_bars::EMPTY;
use crate::report::pdf::layout::display_list::{DrawItem, Mark, Stroke, Style};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::summary;
use crate::report::pdf::layout::theme::{ACCENT, BODY, FINE, INK, RULE, SMALL, SOFT, stage_looks};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::tables::trend::{amount, short_label, spoken};

/// The least useful height.
pub(super) const LEAST: f32 = 96.0;
const MOST: f32 = 170.0;
const HEADING: f32 = 22.0;
const LABELS: f32 = 12.0;
/// Widest bar of a period.
const WIDEST: f32 = 34.0;
/// Size of the figures beside thin segments.
const BESIDE: f32 = 8.0;
const FIGURE: Style = Style::new(8.0, INK);
/// How many indicators are drawn.
const INDICATORS: usize = 6;
const LINE: f32 = 24.0;

/// Draws the trend in an area that is high enough; returns its bottom.
pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let trend = &report.consolidation.trend;
    if !trend.has_past() || bottom - top < LEAST {
        return top;
    }
    let periods: Vec<Period> = trend.periods.iter().map(|period| period.period).collect();
    let stages = trend.stages();
    let known = |one: &IndicatorTrend<'_>| one.periods.iter().flatten().count() > 1;
    let indicators: Vec<IndicatorTrend<'_>> = trend.indicators().into_iter().filter(known).collect();
    let has_stages = stages.periods.iter().any(|period| period.total() > 0);
    let bottom = bottom.min(top + MOST);
    let split = if has_stages && !indicators.is_empty() { f32::midpoint(left, right) } else { right };
    let mut end = top;
    if has_stages {
        let right = if split < right { split - 8.0 } else { right };
        end = columns(builder, report, (&stages, &periods), sect, [left, right, top, bottom]);
    }
    if !indicators.is_empty() {
        let left = if has_stages { split + 8.0 } else { left };
        end = end.max(lines(builder, &indicators, sect, [left, right, top, bottom]));
    }
    end
}

/// A bar for each period, the latest stage at its foot, so that it can be compared.
fn columns(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    (trend, periods): (&StageTrend, &[Period]),
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let y = summary::heading(builder, sect, left, right, top, "推移（取組の数。破線は未提出と段階の記載なし）");
    let plan = &report.consolidation.plan;
    let looks = stage_looks(plan);
    let look = |name: &str| {
        let at = plan.stages.iter().position(|stage| stage.name == name);
        at.and_then(|at| looks.get(at)).copied().unwrap_or(EMPTY)
    };
    let most = trend.periods.iter().map(|period| period.total()).max().unwrap_or_default().max(1) as f32;
    let floor = bottom - LABELS;
    let unit = (floor - y - 12.0) / most;
    let slot = (right - left) / periods.len().max(1) as f32;
    let w = (slot * 0.62).min(WIDEST);
    let node = builder.node(sect, Role::Figure);
    let mut items = Vec::new();
    for (at, (figures, period)) in trend.periods.iter().zip(periods).enumerate() {
        let x = left + slot * at as f32 + (slot - w) / 2.0;
        let (mut base, mut free) = (floor, floor);
        let steps = trend.stages.iter().zip(&figures.records).rev().map(|(stage, count)| (look(stage), *count));
        for (look, count) in
            steps.chain([(EMPTY, figures.without_stage), (EMPTY, figures.not_reported)]).filter(|(_, count)| *count > 0)
        {
            let (h, figure) = (unit * count as f32, count.to_string());
            items.push(DrawItem::Rect { x, y: base - h, w, h, fill: Some(look.fill), stroke: Some(look.stroke) });
            if h >= FIGURE.size + 1.0 {
                let style = FIGURE.ink(look.text);
                items.push(builder.text(x + w / 2.0, base - h + baseline(h, style.size), style, Side::Center, &figure));
            } else {
                // beside a thin one
                let style = FIGURE.ink(SOFT);
                let style = Style { size: BESIDE, ..style };
                let line = (base - h + baseline(h, BESIDE)).min(free);
                free = line - BESIDE;
                items.push(builder.text(x + w + 1.5, line, style, Side::Left, &figure));
            }
            base -= h;
        }
        items.push(builder.text(x + w / 2.0, base - 3.0, FIGURE.bold(), Side::Center, &figures.total().to_string()));
        let label = short_label(*period);
        let style = if at + 1 == periods.len() { SMALL.bold().ink(INK) } else { SMALL };
        let label = builder.fit(style, slot, &label);
        items.push(builder.text(x + w / 2.0, bottom - 2.0, style, Side::Center, &label));
    }
    items.push(DrawItem::Line { from: (left, floor), to: (right, floor), stroke: FINE });
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("積み上げ棒グラフ。{}", spoken(trend, periods)).into());
        node.area = Some([left, top + HEADING, right - left, bottom - top - HEADING]);
    });
    builder.put(Mark::Of(node), items);
    bottom
}

/// A line for each indicator, with a line for its target.
fn lines(
    builder: &mut PageBuilder<'_>,
    trends: &[IndicatorTrend<'_>],
    sect: NodeId,
    [left, right, top, bottom]: [f32; 4],
) -> f32 {
    let mut y = summary::heading(builder, sect, left, right, top, "指標の推移（破線は目標値）");
    let node = builder.node(sect, Role::Figure);
    let first = y;
    let (mut items, mut described) = (Vec::new(), Vec::new());
    let chart = (right - left) * 0.36;
    for one in trends.iter().take(INDICATORS) {
        if y + LINE > bottom {
            break;
        }
        let unit = one.latest.unit.as_deref().unwrap_or_default();
        let name = builder.fit(BODY, right - left - chart - 8.0, &one.latest.indicator);
        items.push(builder.text(left, y + 9.0, BODY, Side::Left, &name));
        let figures = format!("{}{unit}／目標{}{unit}", amount(one.latest.value), amount(one.latest.target));
        items.push(builder.text(left, y + 20.0, SMALL, Side::Left, &figures));
        described.push(format!("{name} {figures}"));
        let values: Vec<(usize, f64)> =
            one.periods.iter().enumerate().filter_map(|(at, figures)| Some((at, (*figures)?.value))).collect();
        let all = values.iter().map(|(_, value)| *value).chain([one.latest.target]);
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        #[allow(clippy::cast_possible_truncation, reason = "a share of a few points")]
        let at_height =
            |value: f64| y + LINE - 4.0 - if high > low { ((value - low) / (high - low)) as f32 * (LINE - 8.0) } else { 0.0 };
        let x = |at: usize| right - chart + chart * at as f32 / one.periods.len().saturating_sub(1).max(1) as f32;
        let target = at_height(one.latest.target);
        let dashed = Stroke { ink: RULE, width: 0.7, dashed: true };
        items.push(DrawItem::Line { from: (right - chart, target), to: (right, target), stroke: dashed });
        let stroke = Stroke { ink: ACCENT, width: 1.2, dashed: false };
        for pair in values.windows(2) {
            if let [(from, a), (to, b)] = pair {
                items.push(DrawItem::Line { from: (x(*from), at_height(*a)), to: (x(*to), at_height(*b)), stroke });
            }
        }
        if let Some((at, value)) = values.last() {
            let (x, y) = (x(*at), at_height(*value));
            items.push(DrawItem::Rect { x: x - 1.8, y: y - 1.8, w: 3.6, h: 3.6, fill: Some(ACCENT), stroke: None });
        }
        y += LINE;
    }
    if trends.len() > INDICATORS {
        items.push(builder.text(left, y + 9.0, SMALL.ink(SOFT), Side::Left, &format!("ほか{}", trends.len() - INDICATORS)));
    }
    builder.doc.tree.set(node, |node| {
        node.alt = Some(format!("折れ線グラフ。{}。", described.join("、")).into());
        node.area = Some([left, first, right - left, (y - first).max(1.0)]);
    });
    builder.put(Mark::Of(node), items);
    y
}
