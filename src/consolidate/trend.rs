//! The figures of a period, which later periods show beside their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::consolidate::{attainment, highest_stage};
use crate::model::{
    Awaited, Consolidation, DirectionFigures, HandIn, Period, PeriodFigures, Plan, Punctuality, Records, StageCount, Submission,
    SubmissionStatus,
};

/// What is known of hand-ins besides what their files say.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a> {
    /// 提出期限.
    pub due: Option<Date>,
    /// Department → the earliest day of its hand-in that earlier runs of the period knew.
    pub first: &'a BTreeMap<Arc<str>, Date>,
}

/// The figures of a consolidation. None without a period.
pub fn figures(consolidation: &Consolidation, deadline: Deadline<'_>) -> Option<PeriodFigures> {
    let own = of_records(consolidation.period?, &consolidation.records, &consolidation.awaited, &consolidation.plan);
    let counted = |submission: &&Submission| submission.required || submission.status.is_handed_in();
    let departments = consolidation.submissions.iter().filter(counted).map(|submission| hand_in(submission, deadline)).collect();
    Some(PeriodFigures { due: deadline.due, departments, ..own })
}

/// The figures that records alone give: of periods before figures were kept, and of another folder's outputs.
pub fn of_records(period: Period, records: &Records, awaited: &[Awaited], plan: &Plan) -> PeriodFigures {
    let mut directions: BTreeMap<(bool, Option<u32>), DirectionFigures> = BTreeMap::new();
    let line = |no: Option<u32>| DirectionFigures {
        direction: no,
        title: no.and_then(|no| plan.direction(no)).map(|direction| direction.title.clone()).unwrap_or_default(),
        stages: plan
            .stages
            .iter()
            .filter(|stage| stage.step.is_some())
            .map(|stage| StageCount { stage: stage.name.as_str().into(), records: 0 })
            .collect(),
        ..DirectionFigures::default()
    };
    let place = |no: Option<u32>| (no.is_none(), no);
    for record in &records.progress {
        let line = directions.entry(place(record.direction)).or_insert_with(|| line(record.direction));
        let stage = highest_stage(plan, record).and_then(|at| plan.stages.get(at));
        match stage.and_then(|stage| line.stages.iter_mut().find(|count| *count.stage == *stage.name)) {
            Some(count) => count.records += 1,
            None => line.without_stage += 1,
        }
    }
    for awaited in awaited.iter().filter(|awaited| !awaited.names.is_empty()) {
        directions.entry(place(awaited.direction)).or_insert_with(|| line(awaited.direction)).not_reported += 1;
    }
    PeriodFigures {
        period,
        directions: directions.into_values().collect(),
        indicators: records.indicators.iter().filter(|indicator| !indicator.relisted).filter_map(attainment::figures).collect(),
        due: None,
        departments: Vec::new(),
    }
}

/// The day of a department's first hand-in: a correction that came later is none of lateness.
pub fn first_hand_in(submission: &Submission, known: Option<Date>) -> Option<Date> {
    [submission.first_submitted, known].into_iter().flatten().min().or(submission.submitted)
}

fn hand_in(submission: &Submission, deadline: Deadline<'_>) -> HandIn {
    let handed_in = submission.status.is_handed_in();
    let known = deadline.first.get(&submission.department).copied();
    let submitted = first_hand_in(submission, known).filter(|_| handed_in);
    let days = deadline.due.zip(submitted).and_then(|(due, day)| due.until(day).ok()).map(|span| i64::from(span.get_days()));
    let punctuality = match days {
        _ if !handed_in => Punctuality::Missing,
        Some(days) if days > 0 => Punctuality::Late,
        _ if submission.status == SubmissionStatus::NoRecords => Punctuality::NoRecords,
        Some(_) => Punctuality::InTime,
        None => Punctuality::HandedIn,
    };
    HandIn { department: submission.department.clone(), punctuality, submitted, days_late: days.filter(|days| *days > 0) }
}
