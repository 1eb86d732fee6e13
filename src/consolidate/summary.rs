//! The figures of a consolidation: how many initiatives, at which stage, who handed in.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Consolidation, Plan, Progress, Severity, Statement, SubmissionStatus};

/// The figures that a report opens with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of the 取組状況 table.
    pub records: usize,
    /// 取組 numbers in them; a row can hold several.
    pub numbers: usize,
    /// 【…】 tags as they are written.
    pub written_tags: usize,
    /// Stage entries: 【導入・運用開始】 is one tag and two entries.
    pub stage_entries: usize,
    /// The directions that occur, in order: number and title.
    pub directions: Vec<(Option<u32>, String)>,
    /// A line a stage of the plan, in the plan's order.
    pub stages: Vec<StageFigures>,
    /// Records by direction whose `done` names no step of the ladder.
    pub without_stage: Vec<usize>,
    /// A line a department, in the order of the submissions.
    pub departments: Vec<DepartmentFigures>,
    /// Submissions of those that have to hand in, by status.
    pub submissions: BTreeMap<SubmissionStatus, usize>,
    /// Findings by severity.
    pub findings: BTreeMap<Severity, usize>,
}

/// The figures of one stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageFigures {
    /// Its name.
    pub name: String,
    /// Is it an event beside the ladder (予算化)?
    pub is_event: bool,
    /// By direction: records whose highest stage it is; for an event, records that name it.
    pub records: Vec<usize>,
    /// Entries of it in `done`.
    pub done_entries: usize,
    /// Entries of it in `planned`.
    pub planned_entries: usize,
}

/// The figures of one department.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepartmentFigures {
    /// Its name.
    pub name: String,
    /// Records it is named in.
    pub records: usize,
    /// 取組 numbers in them.
    pub numbers: usize,
    /// Records by the highest stage, in the plan's order.
    pub stages: Vec<usize>,
}

impl Summary {
    /// Counts a consolidation.
    pub fn of(consolidation: &Consolidation) -> Self {
        let plan = &consolidation.plan;
        let records = &consolidation.records.progress;
        let numbers: BTreeSet<Option<u32>> = records.iter().map(|record| record.direction).collect();
        let directions: Vec<(Option<u32>, String)> = numbers
            .into_iter()
            .map(|no| (no, no.and_then(|no| plan.direction(no)).map(|direction| direction.title.clone()).unwrap_or_default()))
            .collect();
        let mut summary = Self {
            records: records.len(),
            without_stage: vec![0; directions.len()],
            stages: plan
                .stages
                .iter()
                .map(|stage| StageFigures {
                    name: stage.name.clone(),
                    is_event: stage.step.is_none(),
                    records: vec![0; directions.len()],
                    ..StageFigures::default()
                })
                .collect(),
            ..Self::default()
        };
        let mut departments: BTreeMap<&str, DepartmentFigures> = BTreeMap::new();
        for record in records {
            let column = directions.iter().position(|(no, _)| *no == record.direction).unwrap_or_default();
            let highest = highest_stage(plan, record);
            match highest {
                Some(stage) => count(summary.stages.get_mut(stage).and_then(|stage| stage.records.get_mut(column))),
                None => count(summary.without_stage.get_mut(column)),
            }
            for (index, stage) in plan.stages.iter().enumerate().filter(|(_, stage)| stage.step.is_none()) {
                if entries(record.done.as_ref()).any(|name| name == stage.name) {
                    count(summary.stages.get_mut(index).and_then(|stage| stage.records.get_mut(column)));
                }
            }
            summary.numbers += record.numbers.len();
            for (statement, planned) in [(&record.done, false), (&record.planned, true)] {
                let Some(statement) = statement else { continue };
                summary.stage_entries += statement.stages.len();
                summary.written_tags += written_tags(statement);
                for name in entries(Some(statement)) {
                    if let Some(stage) = summary.stages.iter_mut().find(|stage| stage.name == name) {
                        *(if planned { &mut stage.planned_entries } else { &mut stage.done_entries }) += 1;
                    }
                }
            }
            for department in &record.departments {
                let figures = departments.entry(department).or_insert_with(|| DepartmentFigures {
                    name: department.to_string(),
                    stages: vec![0; plan.stages.len()],
                    ..DepartmentFigures::default()
                });
                figures.records += 1;
                figures.numbers += record.numbers.len();
                if let Some(stage) = highest {
                    count(figures.stages.get_mut(stage));
                }
            }
        }
        for submission in &consolidation.submissions {
            if submission.required {
                *summary.submissions.entry(submission.status).or_default() += 1;
            }
            let figures = departments.remove(&*submission.department).unwrap_or_else(|| DepartmentFigures {
                name: submission.department.to_string(),
                stages: vec![0; plan.stages.len()],
                ..DepartmentFigures::default()
            });
            summary.departments.push(figures);
        }
        summary.departments.extend(departments.into_values());
        for finding in consolidation.findings.iter().filter(|finding| finding.is_open()) {
            *summary.findings.entry(finding.severity()).or_default() += 1;
        }
        summary.directions = directions;
        summary
    }
}

/// The highest step of the ladder that a record's `done` names, as a place in the plan's stages.
pub fn highest_stage(plan: &Plan, record: &Progress) -> Option<usize> {
    highest(plan, record.done.as_ref())
}

/// The highest step of the ladder that a record's `planned` names.
pub fn highest_planned(plan: &Plan, record: &Progress) -> Option<usize> {
    highest(plan, record.planned.as_ref())
}

/// One more.
fn count(counter: Option<&mut usize>) {
    if let Some(counter) = counter {
        *counter += 1;
    }
}

fn highest(plan: &Plan, statement: Option<&Statement>) -> Option<usize> {
    entries(statement)
        .filter_map(|name| plan.stages.iter().position(|stage| stage.name == name))
        .filter_map(|index| Some((plan.stages.get(index)?.step?, index)))
        .max_by_key(|(step, _)| *step)
        .map(|(_, index)| index)
}

fn entries(statement: Option<&Statement>) -> impl Iterator<Item = &str> {
    statement.into_iter().flat_map(|statement| &statement.stages).filter_map(|entry| entry.stage.as_deref())
}

/// Tags as written: entries of one tag share its spelling and its text.
fn written_tags(statement: &Statement) -> usize {
    statement.text.matches('【').count().min(statement.stages.len())
}
