//! Lists by name for a first page: what moved, what comes next, what is at its beginning, what is done this year.

use std::sync::Arc;

use crate::consolidate::{highest_planned, highest_stage};
use crate::model::era::wareki_fiscal_year;
use crate::model::{Progress, RecordKind};
use crate::report::{ChangeKind, ReportData};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named<'e> {
    /// Its kind and id, for a link to its row.
    pub(crate) record: (RecordKind, &'e str),
    /// Its name and its departments, on one line.
    pub(crate) name: String,
    /// The change itself: 導入→運用開始.
    pub(crate) what: String,
}

/// A list with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spotlight<'e> {
    pub(crate) title: String,
    pub(crate) records: Vec<Named<'e>>,
}

/// The lists of a report, the most important first. Empty ones are left out.
pub(crate) fn spotlights<'e>(report: &'e ReportData<'e>) -> Vec<Spotlight<'e>> {
    let mut lists = vec![moved(report)];
    // who moved says more than who means to
    lists.extend((!report.changes.compared).then(|| next_steps(report)));
    lists.extend([without_stage(report), at_step(report, Iterator::min), this_year(report)]);
    lists.extend((!report.changes.compared).then(|| at_step(report, Iterator::max)));
    lists.retain(|list| !list.records.is_empty());
    lists
}

/// 進んだ取組. Those that fell back are concerns.
fn moved<'e>(report: &'e ReportData<'e>) -> Spotlight<'e> {
    let records = report.changes.moves.iter().filter(|change| change.kind == ChangeKind::StageUp).map(|change| Named {
        record: (change.of.kind, change.of.id),
        name: named([change.of.name], change.of.departments),
        what: format!("{}→{}", change.before, change.after),
    });
    titled("進んだ取組", records.collect())
}

/// 次の段階へ進む予定の取組.
fn next_steps<'e>(report: &'e ReportData<'e>) -> Spotlight<'e> {
    let plan = &report.consolidation.plan;
    let step = |at: usize| plan.stages.get(at).and_then(|stage| Some((stage.step?, stage.name.as_str())));
    let records = report.consolidation.records.progress.iter().filter_map(|record| {
        let (to, next) = highest_planned(plan, record).and_then(step)?;
        let (from, now) = highest_stage(plan, record).and_then(step)?;
        (to > from).then(|| Named { what: format!("{now}→{next}"), ..of(record) })
    });
    titled("次の段階へ進む予定の取組", records.collect())
}

/// 段階の記載がない取組.
fn without_stage<'e>(report: &'e ReportData<'e>) -> Spotlight<'e> {
    let plan = &report.consolidation.plan;
    let records = report.consolidation.records.progress.iter().filter(|record| highest_stage(plan, record).is_none());
    let records = if plan.stages.is_empty() { Vec::new() } else { records.map(of).collect() };
    titled("段階の記載がない取組", records)
}

/// The records at the first or the last step of the ladder.
fn at_step<'e>(report: &'e ReportData<'e>, which: fn(std::vec::IntoIter<(u32, usize)>) -> Option<(u32, usize)>) -> Spotlight<'e> {
    let plan = &report.consolidation.plan;
    let ladder: Vec<(u32, usize)> = plan.stages.iter().enumerate().filter_map(|(at, stage)| Some((stage.step?, at))).collect();
    let Some((_, step)) = which(ladder.into_iter()) else { return titled("", Vec::new()) };
    let records = report.consolidation.records.progress.iter().filter(|record| highest_stage(plan, record) == Some(step));
    let name = plan.stages.get(step).map_or("", |stage| stage.name.as_str());
    titled(&format!("「{name}」にある取組"), records.map(of).collect())
}

/// What the schedules say for the current year.
fn this_year<'e>(report: &'e ReportData<'e>) -> Spotlight<'e> {
    let table = report.tables.iter().find(|table| table.listed_year.is_some());
    let Some((table, year)) = table.and_then(|table| Some((table, table.listed_year?))) else {
        return titled("", Vec::new());
    };
    let records = report.consolidation.records.schedule.iter().filter_map(|record| {
        let spans = record.spans.iter().filter(|span| (span.from..=span.to).contains(&year));
        let texts: Vec<String> = spans.map(|span| span.shown().replace('\n', "、")).collect();
        let name = record.name.as_deref().or(record.title.as_deref())?;
        (!texts.is_empty()).then(|| Named {
            record: (RecordKind::Schedule, &record.id),
            name: named([name], &record.departments),
            what: texts.join("／"),
        })
    });
    let last = table.columns.iter().filter_map(|column| column.field.parse().ok()).max() == Some(year);
    let which = match table.current_year {
        Some(_) => "",
        None if last => "（最終年度）",
        None => "（初年度）",
    };
    titled(&format!("{}{which}の予定", wareki_fiscal_year(year)), records.collect())
}

fn titled<'e>(title: &str, records: Vec<Named<'e>>) -> Spotlight<'e> {
    Spotlight { title: format!("{title}（{}件）", records.len()), records }
}

fn of(record: &Progress) -> Named<'_> {
    let name = named(record.names.iter().map(String::as_str), &record.departments);
    Named { record: (RecordKind::Progress, &record.id), name, what: String::new() }
}

/// 電子契約の導入（財政課）
fn named<'a>(names: impl IntoIterator<Item = &'a str>, departments: &[Arc<str>]) -> String {
    let name = names.into_iter().map(|name| name.replace('\n', "")).collect::<Vec<_>>().join("、");
    if departments.is_empty() { name } else { format!("{name}（{}）", departments.join("、")) }
}
