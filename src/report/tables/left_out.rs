//! What a report lacks: missing departments, unreadable files.

use crate::model::{Awaited, InputStatus};
use crate::report::ReportData;

/// How many initiatives of a department are named.
const NAMED: usize = 4;

/// A missing department or file, and what it leaves out.
pub(crate) struct LeftOut {
    /// 防災安全課（未提出）
    pub(crate) who: String,
    /// 3-6 防災アプリの機能追加（前回：運用開始）、…
    pub(crate) what: String,
}

/// What is missing, in the order of the office.
pub(crate) fn left_out(report: &ReportData<'_>) -> Vec<LeftOut> {
    let consolidation = report.consolidation;
    let waiting = consolidation.submissions.iter().filter(|submission| submission.required && !submission.status.is_handed_in());
    let mut out: Vec<LeftOut> = waiting
        .map(|submission| {
            let own = |awaited: &&Awaited| !awaited.names.is_empty() && awaited.departments.contains(&submission.department);
            let mut names: Vec<String> = consolidation.awaited.iter().filter(own).map(named).collect();
            let rest = names.len().saturating_sub(NAMED);
            names.truncate(NAMED);
            let more = if rest > 0 { format!(" ほか{rest}") } else { String::new() };
            LeftOut {
                who: format!("{}（{}）", submission.department, submission.status.label()), what: names.join("、") + &more
            }
        })
        .collect();
    let rejected = consolidation.inputs.iter().filter(|input| input.status == InputStatus::Rejected).count();
    if rejected > 0 {
        out.push(LeftOut { who: format!("読み取れないファイル{rejected}件"), what: String::new() });
    }
    out
}

/// 防災アプリの機能追加（前回：運用開始）
fn named(awaited: &Awaited) -> String {
    let name = awaited.names.join("、").replace('\n', "");
    match &awaited.stage {
        Some(stage) => format!("{name}（前回：{stage}）"),
        None => name,
    }
}
