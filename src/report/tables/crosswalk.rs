//! 対応表 as reports print it: a line a pair, in words.

use crate::consolidate::crosswalk::{Crosswalk, Pair, schedule_name};
use crate::model::{Missing, Schedule};

/// Headings of a line's texts.
pub(crate) const HEADINGS: [&str; 9] = [
    "方向",
    "工程表 No.",
    "工程表の取組",
    "工程表の担当",
    "対応",
    "取組番号",
    "取組状況の取組名",
    "取組状況の担当課",
    "共通する担当課",
];

/// How names are compared.
pub(crate) const NOTE: &str =
    "取組名は、字の幅・空白・中点の違いを除いて同じものを一致としています。似ているだけのものは一致としません。";

/// A line: its texts under [`HEADINGS`], and the ids of the plan's and of the reported record.
pub(crate) struct Line<'a> {
    pub(crate) texts: [String; 9],
    pub(crate) schedule: Option<&'a str>,
    pub(crate) progress: Option<&'a str>,
}

pub(crate) fn lines<'a>(crosswalk: &Crosswalk<'a>) -> Vec<Line<'a>> {
    crosswalk.pairs.iter().map(line).collect()
}

fn line<'a>(pair: &Pair<'a>) -> Line<'a> {
    let (planned, reported) = (pair.schedule, pair.progress);
    let number = |no: Option<u32>| no.map(|no| no.to_string()).unwrap_or_default();
    let plan_departments: Vec<&str> = planned.iter().flat_map(|record| &record.departments).map(|name| &**name).collect();
    let reported_departments: Vec<&str> =
        reported.iter().flat_map(|(record, _)| &record.departments).map(|name| &**name).collect();
    let common: Vec<&str> = plan_departments.iter().filter(|name| reported_departments.contains(name)).copied().collect();
    let relation = match (planned, reported) {
        (Some(_), Some(_)) => "一致",
        (Some(_), None) => "工程表のみ",
        _ => "取組状況のみ",
    };
    let own = reported.and_then(|(record, at)| record.numbers.get(at).or(record.numbers.first())).cloned().unwrap_or_default();
    Line {
        texts: [
            number(pair.direction),
            number(planned.and_then(|record| record.no)),
            planned.map_or("", schedule_name).to_owned(),
            departments(planned, &plan_departments),
            relation.to_owned(),
            own,
            reported.and_then(|(record, at)| record.names.get(at)).cloned().unwrap_or_default(),
            reported_departments.join("\n"),
            common.join("\n"),
        ],
        schedule: planned.map(|record| &*record.id),
        progress: reported.map(|(record, _)| &*record.id),
    }
}

/// The departments of both sides: a word and the names.
pub(crate) fn department_lists<'c, 'a>(crosswalk: &'c Crosswalk<'a>) -> [(&'static str, &'c [&'a str]); 4] {
    [
        ("両方", &crosswalk.shared),
        ("工程表のみ", &crosswalk.only_schedule),
        ("取組状況のみ", &crosswalk.only_progress),
        ("課を特定しない担当", &crosswalk.generic),
    ]
}

/// 一致 12件、工程表のみ 3件 …
pub(crate) fn summary(crosswalk: &Crosswalk<'_>) -> String {
    let (mut planned, mut both, mut reported) = (0, 0, 0);
    for [all, same, other] in crosswalk.counts().into_values() {
        planned += all;
        both += same;
        reported += other;
    }
    format!(
        "工程表の取組{planned}件のうち、取組状況にあるもの{both}件、工程表のみのもの{}件。取組状況のみの取組{reported}件。",
        planned - both
    )
}

/// The plan's departments as it writes them; ほか where its list is open.
fn departments(schedule: Option<&Schedule>, names: &[&str]) -> String {
    let Some(schedule) = schedule else { return String::new() };
    let mut text = names.join("\n");
    if schedule.and_others {
        text.push_str("\nほか");
    }
    if text.is_empty() && schedule.missing.get("departments") == Some(&Missing::Dash) { "―".to_owned() } else { text }
}
