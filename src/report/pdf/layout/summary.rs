//! Parts of the summary: who has handed in, what needs attention.

use crate::model::{Lang, Severity, SubmissionStatus};
use crate::report::ReportData;
use crate::report::pdf::layout::display_list::{DrawItem, Mark};
use crate::report::pdf::layout::page_builder::{PageBuilder, Side, baseline};
use crate::report::pdf::layout::theme::{ALARM, BODY, HAIRLINE, INK, SMALL, SUBHEADING};
use crate::report::pdf::layout::tree::{NodeId, Role};

/// 提出済 18課 and so on, with the names of those that matter.
pub(super) fn submissions(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    sect: NodeId,
    left: f32,
    right: f32,
    top: f32,
) -> f32 {
    let mut y = heading(builder, sect, left, right, top, "提出状況");
    let list = builder.node(sect, Role::L);
    for status in SubmissionStatus::ALL {
        let names: Vec<&str> = report
            .consolidation
            .submissions
            .iter()
            .filter(|submission| submission.required && submission.status == status)
            .map(|submission| &*submission.department)
            .collect();
        if names.is_empty() && matches!(status, SubmissionStatus::Unfilled | SubmissionStatus::Unreadable) {
            continue;
        }
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let urgent = !status.is_handed_in() && !names.is_empty();
        let ink = if urgent { ALARM } else { INK };
        let base = y + baseline(14.0, BODY.size);
        let mut items = vec![
            builder.text(left, base, BODY.bold().ink(ink), Side::Left, status.label()),
            builder.text(left + 72.0, base, BODY.bold().ink(ink), Side::Right, &format!("{}課", names.len())),
        ];
        let mut bottom = y + 14.0;
        if status != SubmissionStatus::Submitted && !names.is_empty() {
            let most = 12;
            let mut text = names.iter().take(most).copied().collect::<Vec<_>>().join("、");
            if names.len() > most {
                text.push_str(&format!(" ほか{}課", names.len() - most));
            }
            let (lines, below) = builder.lines(left + 84.0, y, right - left - 84.0, BODY, 14.0, &text);
            items.extend(lines);
            bottom = below;
        }
        builder.put(Mark::Of(body), items);
        y = bottom + 2.0;
    }
    y
}

/// The gravest findings, as many as there is room for.
pub(super) fn attention(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, sect: NodeId, left: f32, right: f32, top: f32) {
    let mut y = heading(builder, sect, left, right, top, "確認が必要なこと");
    let list = builder.node(sect, Role::L);
    let mut grave: Vec<_> = report
        .consolidation
        .findings
        .iter()
        .filter(|finding| finding.is_open() && finding.severity() >= Severity::Warning)
        .collect();
    grave.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    if grave.is_empty() {
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let text = builder.text(left, y + baseline(14.0, BODY.size), BODY, Side::Left, "エラーと注意はありません。");
        builder.put(Mark::Of(body), vec![text]);
        return;
    }
    let mark_width = 34.0;
    for (at, finding) in grave.iter().enumerate() {
        let style = SMALL.ink(INK);
        let (message, below) =
            builder.lines(left + mark_width, y, right - left - mark_width, style, 11.5, &finding.message(Lang::Ja));
        let place = builder.fit(SMALL, right - left - mark_width, &finding.place.to_string());
        let bottom = below + if place.is_empty() { 0.0 } else { 11.5 } + 5.0;
        let more = grave.len() - at;
        // the last line says how many are left
        let limit = builder.sheet.bottom - if more > 1 { 14.0 } else { 0.0 };
        if bottom > limit {
            let item = builder.node(list, Role::Li);
            let body = builder.node(item, Role::LBody);
            let words = format!("ほか{more}件は「指摘」の表にあります。");
            let text = builder.text(left + mark_width, y + 9.0, SMALL, Side::Left, &words);
            builder.put(Mark::Of(body), vec![text]);
            return;
        }
        let item = builder.node(list, Role::Li);
        let body = builder.node(item, Role::LBody);
        let error = finding.severity() == Severity::Error;
        let mark = if error { SMALL.bold().ink(ALARM) } else { SMALL.bold().ink(INK) };
        let mut items =
            vec![builder.text(left, y + baseline(11.5, mark.size), mark, Side::Left, finding.severity().label(Lang::Ja))];
        items.extend(message);
        if !place.is_empty() {
            items.push(builder.text(left + mark_width, below + baseline(11.5, SMALL.size), SMALL, Side::Left, &place));
        }
        builder.put(Mark::Of(body), items);
        y = bottom;
    }
}

/// A heading over a hairline; gives where the text below it begins.
pub(super) fn heading(builder: &mut PageBuilder<'_>, sect: NodeId, left: f32, right: f32, top: f32, title: &str) -> f32 {
    let node = builder.node(sect, Role::H3);
    let text = builder.text(left, top + 10.0, SUBHEADING, Side::Left, title);
    builder.put(Mark::Of(node), vec![text]);
    builder.put(Mark::Layout, vec![DrawItem::Line { from: (left, top + 17.0), to: (right, top + 17.0), stroke: HAIRLINE }]);
    top + 22.0
}
