//! The first page: what a manager needs to know in ten seconds.

use crate::report::ReportData;
use crate::report::State;
use crate::report::options::Options;
use crate::report::pdf::layout::display_list::{Anchor, Mark, Style};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::summary::{self, Targets};
use crate::report::pdf::layout::theme::{ACCENT, ALARM, INK, SMALL};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{department_bars, direction_bars, movement, overview, spotlight, title_band, trend};
use crate::report::tables::by_direction::ByDirection;
use crate::report::tables::concerns::{Concern, concerns, without_concerns};
use crate::report::tables::headline::{correction, sentences};
use crate::report::tables::left_out::left_out;
use crate::report::tables::spotlight::{Spotlight, spotlights};

const GUTTER: f32 = 30.0;
const HEADLINE: Style = Style::new(16.0, ACCENT).bold();
const MORE: Style = Style::new(10.0, INK);

/// Draws the page, leaving `strip` at its bottom for the contents.
pub(super) fn page<'e>(
    builder: &mut PageBuilder<'_>,
    report: &'e ReportData<'e>,
    options: &Options,
    (label, anchor, strip): (Option<&str>, Option<Anchor>, f32),
) -> Targets<'e> {
    builder.section = "概要".to_owned();
    builder.page();
    title_band::draw(builder, report, options, &report.title, label);
    let Some(anchor) = anchor else { return Targets::new() };
    builder.drop_anchor(anchor, 0.0);
    builder.bookmark(1, "概要", anchor);
    let sect = builder.node(builder.root, Role::Sect);
    statements(builder, report, options, sect);
    let concerns = concerns(report);
    let lists = spotlights(report);
    let mut targets = Targets::new();
    let named = lists.iter().flat_map(|list| &list.records).map(|named| named.record);
    for record in concerns.iter().map(|concern| concern.record).chain(named) {
        targets.entry(record).or_insert_with(|| builder.anchor());
    }
    let bottom = builder.sheet.bottom - strip;
    if report.summary.records > 0 || report.tables.is_empty() {
        parts(builder, report, (&concerns, &lists, &targets), sect, bottom);
    } else {
        overview::draw(builder, report, (&concerns, &lists, &targets), sect, bottom);
    }
    targets
}

/// The figures of the department whose volume it is, in a sentence below the head of the page.
pub(super) fn own_figures(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, label: Option<&str>) {
    let summary = &report.summary;
    let own = summary.departments.iter().find(|one| label == Some(one.name.as_str()) && one.records > 0);
    let Some(own) = own else { return };
    let steps = summary.stages.iter().zip(&own.stages).filter(|(stage, count)| !stage.is_event && **count > 0);
    let mut parts: Vec<String> = steps.map(|(stage, count)| format!("{}{count}", stage.name)).collect();
    let known: usize = own.stages.iter().sum();
    parts.extend((known < own.records).then(|| format!("段階の記載なし{}", own.records - known)));
    let text = format!("{}の取組は{}（{}）。", own.name, own.records, parts.join("、"));
    let sect = builder.node(builder.root, Role::Sect);
    let measure = builder.sheet.measure();
    line(builder, sect, HEADLINE, &text, measure);
}

/// The sentences, and what a correction corrects.
fn statements(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, options: &Options, sect: NodeId) {
    let (left, measure) = (builder.sheet.left, builder.sheet.measure());
    let all = sentences(report);
    // initiatives and missing departments are one sentence; other tables have one each
    let (first, rest) = if report.summary.records > 0 { (all.concat(), Vec::new()) } else { split(all) };
    let node = builder.node(sect, Role::P);
    let (items, below) = builder.lines(left, builder.y, measure, HEADLINE, 23.0, &first);
    builder.put(Mark::Of(node), items);
    builder.y = below + 2.0;
    if options.state == State::Correction {
        line(builder, sect, MORE.bold().ink(ALARM), &correction(report), measure);
    }
    for sentence in rest {
        line(builder, sect, MORE, &sentence, measure);
    }
    if report.summary.records > 0 {
        let text = "取組は表の1行を1と数え、これまでの取組内容に書かれた最も進んだ段階で分けています。";
        line(builder, sect, SMALL, text, measure);
    }
    builder.y += 6.0;
}

fn split(mut all: Vec<String>) -> (String, Vec<String>) {
    let first = if all.is_empty() { String::new() } else { all.remove(0) };
    (first, all)
}

fn line(builder: &mut PageBuilder<'_>, sect: NodeId, style: Style, text: &str, measure: f32) {
    let node = builder.node(sect, Role::P);
    let (items, below) = builder.lines(builder.sheet.left, builder.y, measure, style, style.size * 1.5, text);
    builder.put(Mark::Of(node), items);
    builder.y = below;
}

/// Bars, movement and trend at the left, concerns and lists by name at the right; one below the other on portrait paper.
fn parts(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    (concerns, lists, targets): (&[Concern<'_>], &[Spotlight<'_>], &Targets<'_>),
    sect: NodeId,
    bottom: f32,
) {
    let (left, right, top) = (builder.sheet.left, builder.sheet.right, builder.y);
    let wide = builder.sheet.width > builder.sheet.height;
    let split = if wide { left + (right - left - GUTTER) * 0.56 } else { right };
    let moved = movement::height(&report.changes);
    let mut y = top;
    if let Some(bars) = ByDirection::of(report) {
        let past = if report.consolidation.trend.has_past() { trend::LEAST + 10.0 } else { 0.0 };
        let end = if wide { bottom - moved - 12.0 - past } else { (top + direction_bars::height(&bars)).min(bottom - moved) };
        y = direction_bars::draw(builder, report, &bars, sect, [left, split, y, end]) + 12.0;
    }
    y = movement::draw(builder, &report.changes, sect, [left, split, y]) + 10.0;
    y = trend::draw(builder, report, sect, [left, split, y, if wide { bottom } else { bottom.min(y + trend::LEAST) }]);
    let fits = |y: f32| wide && bottom - y >= department_bars::LEAST_HEIGHT + 8.0;
    let at_left = fits(y);
    if at_left {
        department_bars::draw(builder, report, sect, [left, split, y + 8.0, bottom]);
    }
    let missing = left_out(report);
    let (x, from) = if wide { (split + GUTTER, top) } else { (left, y) };
    let needed = summary::left_out_height(builder, &missing, right - x).min((bottom - from) * 0.45);
    let none = without_concerns(report);
    let below = summary::concerns(builder, (concerns, none.as_deref()), targets, sect, [x, right, from, bottom - needed - 10.0]);
    let below = summary::left_out(builder, &missing, sect, [x, right, below + 8.0, bottom]);
    let below = spotlight::draw(builder, lists, targets, sect, [x, right, below + 8.0, bottom]);
    if !at_left && fits(below) {
        department_bars::draw(builder, report, sect, [x, right, below + 8.0, bottom]);
    }
    builder.y = builder.sheet.bottom;
}
