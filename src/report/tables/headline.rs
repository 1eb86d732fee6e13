//! The report in a sentence or two, from its figures: progress, moves, missing departments.

use crate::consolidate::Summary;
use crate::model::{RecordKind, SubmissionStatus};
use crate::report::tables::figure::grouped;
use crate::report::{ChangeKind, ReportData};

/// The sentences, the most important first. Counts rows of the table as initiatives.
pub(crate) fn sentences(report: &ReportData<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if report.summary.records > 0 {
        out.push(reached(report));
    }
    if report.changes.compared && report.summary.records > 0 {
        out.push(moved(report));
    }
    let tables = report.tables.iter().filter(|table| !matches!(table.kind, RecordKind::Progress | RecordKind::Table));
    out.extend(tables.map(|table| table.sentence.clone()).filter(|sentence| !sentence.is_empty()));
    // declared tables are only counted: one sentence for all
    let declared = report.tables.iter().filter(|table| table.kind == RecordKind::Table);
    let declared: Vec<&str> = declared.map(|table| table.sentence.trim_end_matches('。')).collect();
    out.extend((!declared.is_empty()).then(|| format!("{}。", declared.join("、"))));
    out.extend(handed_in(&report.summary));
    if out.is_empty() && !report.tables.is_empty() {
        let counts = report.tables.iter().map(|table| format!("{}は{}件", table.figure.label, grouped(table.figure.value)));
        out.push(format!("{}。", counts.collect::<Vec<_>>().join("、")));
    }
    if out.is_empty() {
        out.push("取りまとめる記載はありません。".to_owned());
    }
    out
}

/// How many corrections are named.
const CORRECTIONS: usize = 3;

/// What a corrected report corrects: its own errata by name.
pub(crate) fn correction(report: &ReportData<'_>) -> String {
    let own = report.changes.errata.iter().filter(|erratum| Some(erratum.period) == report.consolidation.period);
    let all: Vec<String> = own.map(|erratum| format!("{}（{}）", erratum.name.replace('\n', ""), erratum.class)).collect();
    let named = all.get(..CORRECTIONS).unwrap_or(&all).join("、");
    match all.len() {
        0 => "確定した報告との違いはありません。".to_owned(),
        some if some > CORRECTIONS => format!("確定した報告からの訂正：{named}、ほか{}件", some - CORRECTIONS),
        _ => format!("確定した報告からの訂正：{named}"),
    }
}

/// 46の取組のうち20が運用定着。
fn reached(report: &ReportData<'_>) -> String {
    let summary = &report.summary;
    let plan = &report.consolidation.plan;
    let all = grouped(summary.records);
    let step = |at: usize| plan.stages.get(at).and_then(|stage| stage.step);
    let counted = summary.stages.iter().enumerate().filter(|(at, _)| step(*at).is_some());
    let counts: Vec<(Option<u32>, &str, usize)> =
        counted.map(|(at, stage)| (step(at), stage.name.as_str(), stage.records.iter().sum())).collect();
    let Some((_, highest, reached)) = counts.iter().max_by_key(|(step, ..)| *step) else {
        return format!("取組は{all}。");
    };
    if *reached > 0 {
        return format!("{all}の取組のうち{}が{highest}。", grouped(reached));
    }
    // the first of those with the most records
    let most = counts.iter().filter(|(.., count)| *count > 0).rev().max_by_key(|(.., count)| *count);
    match most {
        Some((_, name, count)) => format!("{all}の取組のうち{}が{name}。{highest}はまだない。", grouped(count)),
        None => format!("{all}の取組に段階の記載がない。"),
    }
}

/// 前回から17が進み、3が後退。
fn moved(report: &ReportData<'_>) -> String {
    let count = |kind| report.changes.count(kind);
    let (up, down) = (count(ChangeKind::StageUp), count(ChangeKind::StageDown));
    match (up, down) {
        (0, 0) => "前回から段階の動きはない。".to_owned(),
        (up, 0) => format!("前回から{}が進み、後退はない。", grouped(up)),
        (0, down) => format!("前回から{}が後退。", grouped(down)),
        (up, down) => format!("前回から{}が進み、{}が後退。", grouped(up), grouped(down)),
    }
}

/// 2課が未提出。
fn handed_in(summary: &Summary) -> Option<String> {
    let of = |status: SubmissionStatus| summary.submissions.get(&status).copied().unwrap_or_default();
    let all: usize = summary.submissions.values().sum();
    if all == 0 {
        return None;
    }
    let open: Vec<String> = SubmissionStatus::ALL
        .into_iter()
        .filter(|status| !status.is_handed_in() && of(*status) > 0)
        .map(|status| format!("{}課が{}", grouped(of(status)), status.label()))
        .collect();
    Some(if open.is_empty() { format!("{}課すべてが提出。", grouped(all)) } else { format!("{}。", open.join("、")) })
}
