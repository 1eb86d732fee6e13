//! What departments that have not handed in are asked about.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::consolidate::highest_stage;
use crate::model::{Awaited, Consolidation, Period, Plan, Progress};

/// The initiatives of departments that have not handed in: those of last time, else those of the plan, else the
/// department alone. `previous` is what was reported last time.
pub fn awaited(consolidation: &Consolidation, previous: &[Progress]) -> Vec<Awaited> {
    let waiting = consolidation.submissions.iter().filter(|submission| submission.required && !submission.status.is_handed_in());
    let waiting: Vec<&Arc<str>> = waiting.map(|submission| &submission.department).collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    let plan = &consolidation.plan;
    let until = consolidation.period.map(Period::end);
    let mut known: BTreeSet<Arc<str>> = consolidation.records.progress.iter().map(|record| record.id.clone()).collect();
    let late = |departments: &[Arc<str>]| !departments.is_empty() && departments.iter().all(|name| waiting.contains(&name));
    let mut found: Vec<Awaited> = Vec::new();
    let before = consolidation.comparison.as_ref().and_then(|comparison| comparison.previous);
    let revisions = plan.revisions_between(before, consolidation.period);
    // whoever does the work now is who is waited for
    for record in previous.iter().flat_map(|record| plan.brought_up_to(record, &revisions, until)) {
        if late(&record.departments) && known.insert(record.id.clone()) {
            found.push(of_record(&record, plan));
        }
    }
    let reported_last = |name: &Arc<str>| previous.iter().any(|record| plan.heirs(&record.departments, until).contains(name));
    let reported = |found: &[Awaited], name: &Arc<str>| found.iter().any(|awaited| awaited.departments.contains(name));
    for initiative in &plan.initiatives {
        let departments: Vec<Arc<str>> = initiative.departments.iter().map(|name| Arc::from(name.as_str())).collect();
        let numbers: Vec<String> = initiative.numbers().map(str::to_owned).collect();
        let id: Arc<str> = Arc::from(format!("{}-{}", initiative.direction, numbers.join("_")));
        let of_last_time = departments.iter().any(reported_last);
        if late(&departments) && !of_last_time && known.insert(id.clone()) {
            let (direction, names) = (Some(initiative.direction), vec![initiative.name.clone()]);
            found.push(Awaited { id, direction, numbers, names, departments, stage: None });
        }
    }
    for name in waiting {
        if !reported(&found, name) {
            let id = Arc::from(format!("課:{name}"));
            found.push(Awaited { id, departments: vec![name.clone()], ..Awaited::default() });
        }
    }
    found
}

fn of_record(record: &Progress, plan: &Plan) -> Awaited {
    Awaited {
        id: record.id.clone(),
        direction: record.direction,
        numbers: record.numbers.clone(),
        names: record.names.clone(),
        departments: record.departments.clone(),
        stage: highest_stage(plan, record).and_then(|at| plan.stages.get(at)).map(|stage| stage.name.clone()),
    }
}
