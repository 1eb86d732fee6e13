//! Which of how many steps a stage is.

use crate::model::Plan;

/// The step of one of a plan's stages, from 1, and how many there are; none for an event beside the ladder.
pub(crate) fn step_of(plan: &Plan, stage: usize) -> Option<(usize, usize)> {
    let mut steps: Vec<u32> = plan.stages.iter().filter_map(|stage| stage.step).collect();
    steps.sort_unstable();
    steps.dedup();
    let own = plan.stages.get(stage)?.step?;
    steps.iter().position(|step| *step == own).map(|at| (at + 1, steps.len()))
}
