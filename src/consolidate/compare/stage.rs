//! The stage that was reached: further, or back. Events beside the ladder (予算化) are reported as events.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::consolidate::highest_stage;
use crate::model::{Difference, Plan, Progress, Stage};

/// What happened to the stage.
pub fn differences(before: &Progress, now: &Progress, plan: &Plan) -> Vec<Difference> {
    let stage = |record: &Progress| highest_stage(plan, record).and_then(|index| plan.stages.get(index));
    let name = |stage: &Stage| Arc::<str>::from(stage.name.as_str());
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
    let events = |record: &Progress| -> BTreeMap<Arc<str>, Arc<str>> {
        let entries = record.done.iter().flat_map(|statement| &statement.stages);
        let known = entries.filter_map(|entry| Some((entry, plan.stage(entry.stage.as_deref()?)?)));
        let beside = known.filter(|(_, stage)| stage.step.is_none());
        beside.map(|(entry, stage)| (name(stage), as_written(&entry.stage_raw, stage))).collect()
    };
    let then = events(before);
    let new = events(now).into_iter().filter(|(event, _)| !then.contains_key(event));
    found.extend(new.map(|(_, written)| Difference::Event { stage: written }));
    found
}

/// The office's own word for a stage: a budget that was asked for (予算要求) is not one that was granted.
fn as_written(raw: &str, stage: &Stage) -> Arc<str> {
    if stage.aliases.iter().any(|alias| alias == raw) { raw.into() } else { stage.name.as_str().into() }
}
