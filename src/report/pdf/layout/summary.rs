//! The summary: what a manager has to know in ten seconds.

use super::super::desk::{Desk, Side, baseline};
use super::super::look::{ALARM, BODY, FIGURE, HAIRLINE, INK, SMALL, SOFT, SUBHEADING};
use super::super::place::{Anchor, Mark, Thing};
use super::super::tree::{NodeId, Role};
use super::{figures, movement, overview};
use crate::model::{Lang, Severity, SubmissionStatus};
use crate::report::Edition;
use crate::report::keys::{Key, keys};

const GUTTER: f32 = 34.0;

/// The page of the summary.
pub(super) fn page(desk: &mut Desk<'_>, edition: &Edition<'_>, anchor: Option<Anchor>) {
    let Some(anchor) = anchor else { return };
    let sect = desk.section("概要", anchor);
    key_figures(desk, edition, sect);
    if edition.summary.records > 0 || edition.tables.is_empty() {
        draw(desk, edition, sect);
    } else {
        overview::draw(desk, edition, sect);
    }
}

fn draw(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId) {
    let (left, right) = (desk.sheet.left, desk.sheet.right);
    let top = desk.y;
    let wide = desk.sheet.width > desk.sheet.height;
    let split = if wide { left + (right - left - GUTTER) * 0.58 } else { right };
    let changed = movement::changes_height(&edition.changes);
    figures::draw(desk, edition, sect, [left, split, top], changed + if changed > 0.0 { 16.0 } else { 0.0 });
    if changed > 0.0 {
        if desk.y + 16.0 + changed > desk.sheet.bottom {
            desk.page();
        }
        desk.y = movement::changes(desk, edition, sect, [left, split, desk.y + 16.0]);
    }
    let (x, mut from) = if wide { (split + GUTTER, top) } else { (left, desk.y + 20.0) };
    if from + 150.0 > desk.sheet.bottom {
        desk.page();
        from = desk.y;
    }
    let mut below = submissions(desk, edition, sect, x, right, from) + 16.0;
    if below + movement::figures_height(edition) <= desk.sheet.bottom {
        below = movement::figures(desk, edition, sect, [x, right, below]);
    }
    attention(desk, edition, sect, x, right, below);
}

/// The figures in large type, four a line.
fn key_figures(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId) {
    let figures = keys(edition);
    let (left, measure) = (desk.sheet.left, desk.sheet.measure());
    let wide = |key: &Key| {
        let own = desk.width(FIGURE, &key.value) + 4.0 + desk.width(BODY, &key.unit);
        own.max(desk.width(SMALL, &key.label)) + 14.0
    };
    let widths: Vec<f32> = figures.iter().map(wide).collect();
    let all: f32 = widths.iter().sum();
    // one line where they fit, the room between them shared; else four a line
    let one_line = figures.len() <= 5 || all <= measure;
    let step = if figures.len() <= 5 { measure / figures.len() as f32 } else { measure / 4.0 };
    let slack = (measure - all).max(0.0) / figures.len() as f32;
    let list = desk.node(sect, Role::L);
    let mut x = left;
    for (at, Key { label, value, unit, alarming }) in figures.iter().enumerate() {
        if !one_line && at > 0 && at.is_multiple_of(4) {
            desk.y += 46.0;
            x = left;
        }
        let own = if one_line && figures.len() > 5 { widths.get(at).copied().unwrap_or(step) + slack } else { step };
        let label = desk.fit(SMALL, own - 8.0, label);
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let style = if *alarming { FIGURE.ink(ALARM) } else { FIGURE };
        let w = desk.width(style, value);
        let things = vec![
            desk.text(x, desk.y + 8.0, SMALL, Side::Left, &label),
            desk.text(x, desk.y + 34.0, style, Side::Left, value),
            desk.text(x + w + 4.0, desk.y + 34.0, BODY.ink(SOFT), Side::Left, unit),
        ];
        desk.put(Mark::Of(body), things);
        x += own;
    }
    desk.y += 56.0;
}

/// 提出済 18課 and so on, with the names of those that matter.
pub(super) fn submissions(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId, left: f32, right: f32, top: f32) -> f32 {
    let mut y = heading(desk, sect, left, right, top, "提出状況");
    let list = desk.node(sect, Role::L);
    for status in SubmissionStatus::ALL {
        let names: Vec<&str> = edition
            .consolidation
            .submissions
            .iter()
            .filter(|submission| submission.required && submission.status == status)
            .map(|submission| &*submission.department)
            .collect();
        if names.is_empty() && matches!(status, SubmissionStatus::Unfilled | SubmissionStatus::Unreadable) {
            continue;
        }
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let urgent = !status.is_handed_in() && !names.is_empty();
        let ink = if urgent { ALARM } else { INK };
        let base = y + baseline(14.0, BODY.size);
        let mut things = vec![
            desk.text(left, base, BODY.bold().ink(ink), Side::Left, status.label()),
            desk.text(left + 72.0, base, BODY.bold().ink(ink), Side::Right, &format!("{}課", names.len())),
        ];
        let mut bottom = y + 14.0;
        if status != SubmissionStatus::Submitted && !names.is_empty() {
            let most = 12;
            let mut text = names.iter().take(most).copied().collect::<Vec<_>>().join("、");
            if names.len() > most {
                text.push_str(&format!(" ほか{}課", names.len() - most));
            }
            let (lines, below) = desk.lines(left + 84.0, y, right - left - 84.0, BODY, 14.0, &text);
            things.extend(lines);
            bottom = below;
        }
        desk.put(Mark::Of(body), things);
        y = bottom + 2.0;
    }
    y
}

/// The gravest findings, as many as there is room for.
pub(super) fn attention(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: NodeId, left: f32, right: f32, top: f32) {
    let mut y = heading(desk, sect, left, right, top, "確認が必要なこと");
    let list = desk.node(sect, Role::L);
    let mut grave: Vec<_> =
        edition.consolidation.findings.iter().filter(|finding| finding.severity() >= Severity::Warning).collect();
    grave.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    if grave.is_empty() {
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let text = desk.text(left, y + baseline(14.0, BODY.size), BODY, Side::Left, "エラーと注意はありません。");
        desk.put(Mark::Of(body), vec![text]);
        return;
    }
    let mark_width = 34.0;
    for (at, finding) in grave.iter().enumerate() {
        let style = SMALL.ink(INK);
        let (message, below) =
            desk.lines(left + mark_width, y, right - left - mark_width, style, 11.5, &finding.message(Lang::Ja));
        let place = desk.fit(SMALL, right - left - mark_width, &finding.place.to_string());
        let bottom = below + if place.is_empty() { 0.0 } else { 11.5 } + 5.0;
        let more = grave.len() - at;
        // the last line says how many are left
        let limit = desk.sheet.bottom - if more > 1 { 14.0 } else { 0.0 };
        if bottom > limit {
            let item = desk.node(list, Role::Li);
            let body = desk.node(item, Role::LBody);
            let words = format!("ほか{more}件は「指摘」の表にあります。");
            let text = desk.text(left + mark_width, y + 9.0, SMALL, Side::Left, &words);
            desk.put(Mark::Of(body), vec![text]);
            return;
        }
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let error = finding.severity() == Severity::Error;
        let mark = if error { SMALL.bold().ink(ALARM) } else { SMALL.bold().ink(INK) };
        let mut things =
            vec![desk.text(left, y + baseline(11.5, mark.size), mark, Side::Left, finding.severity().label(Lang::Ja))];
        things.extend(message);
        if !place.is_empty() {
            things.push(desk.text(left + mark_width, below + baseline(11.5, SMALL.size), SMALL, Side::Left, &place));
        }
        desk.put(Mark::Of(body), things);
        y = bottom;
    }
}

/// A heading over a hairline; gives where the text below it begins.
pub(super) fn heading(desk: &mut Desk<'_>, sect: NodeId, left: f32, right: f32, top: f32, title: &str) -> f32 {
    let node = desk.node(sect, Role::H3);
    let text = desk.text(left, top + 10.0, SUBHEADING, Side::Left, title);
    desk.put(Mark::Of(node), vec![text]);
    desk.put(Mark::Layout, vec![Thing::Line { from: (left, top + 17.0), to: (right, top + 17.0), stroke: HAIRLINE }]);
    top + 22.0
}
