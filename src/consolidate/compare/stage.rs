//! The stage that was reached: further, or back. Events beside the ladder (予算化) are reported as events.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::consolidate::highest_stage;
use crate::model::{Difference, Plan, Progress};

/// What happened to the stage.
pub fn differences(before: &Progress, now: &Progress, plan: &Plan) -> Vec<Difference> {
    let stage = |record: &Progress| highest_stage(plan, record).and_then(|index| plan.stages.get(index));
    let name = |stage: &crate::model::Stage| Arc::<str>::from(stage.name.as_str());
    let mut found = Vec::new();
    match (stage(before), stage(now)) {
        (Some(then), Some(today)) if today.step > then.step => {
            found.push(Difference::StageUp { from: Some(name(then)), to: name(today) });
        }
        (Some(then), Some(today)) if today.step < then.step => {
            found.push(Difference::StageDown { from: name(then), to: Some(name(today)) });
        }
        (None, Some(today)) => found.push(Difference::StageUp { from: None, to: name(today) }),
        // no text at all is another matter than a text without a stage
        (Some(then), None) if now.done.is_some() => found.push(Difference::StageDown { from: name(then), to: None }),
        _ => {}
    }
    let events = |record: &Progress| -> BTreeSet<Arc<str>> {
        let entries = record.done.iter().flat_map(|statement| &statement.stages).filter_map(|entry| entry.stage.clone());
        entries.filter(|name| plan.stage(name).is_some_and(|stage| stage.step.is_none())).collect()
    };
    let then = events(before);
    found.extend(events(now).into_iter().filter(|event| !then.contains(event)).map(|stage| Difference::Event { stage }));
    found
}
