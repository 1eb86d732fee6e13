//! What the coordinator's decisions teach for good: 今後も同じ, with the right name as the remark.

use crate::model::{Answer, Decision};
use crate::normalise::{Directory, Ladder};
use crate::rules;

/// Takes the spellings of departments and stages that decisions explain.
pub fn teach(directory: &mut Directory, ladder: &mut Ladder, decisions: &[Decision]) {
    for decision in decisions.iter().filter(|decision| decision.answer == Some(Answer::Always)) {
        let Some(meant) = decision.note.as_deref() else { continue };
        if decision.rule == rules::UNKNOWN_DEPARTMENT.id {
            directory.learn(&decision.subject, meant);
        } else if decision.rule == rules::UNKNOWN_STAGE.id {
            ladder.learn(&decision.subject, meant);
        }
    }
}
