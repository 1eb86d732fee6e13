//! What to do next, for those who started the program by a double click.

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::model::{Consolidation, Message, Severity};
use crate::pipeline::settings::resolved::Settings;
use crate::pipeline::settings::workspace::INBOX;

/// The next steps of the month.
pub(crate) fn steps(console: &Console, settings: &Settings, consolidation: &Consolidation, closed: bool) {
    let waiting =
        consolidation.submissions.iter().filter(|submission| submission.required && !submission.status.is_handed_in()).count();
    let doubtful =
        consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() > Severity::Info).count();
    console.result(results::next_steps());
    let mut steps: Vec<Message> = Vec::new();
    let inbox = settings.workspace.as_ref().and(consolidation.period).map(|period| format!("{INBOX}/{}", period.id()));
    if waiting > 0 {
        steps.push(results::step_remind(waiting));
    }
    if doubtful > 0 {
        steps.push(results::step_review(doubtful, inbox.map_or_else(results::same_folder, results::inbox_folder)));
    }
    if waiting > 0 || doubtful > 0 {
        steps.push(results::step_again());
    }
    steps.push(results::step_distribute());
    if !closed && settings.workspace.as_ref().is_some_and(|workspace| workspace.remembers) {
        steps.push(results::step_close());
    }
    for (n, step) in steps.iter().enumerate() {
        console.result(format!("  {}. {}", n + 1, step.text(console.lang)));
    }
}
