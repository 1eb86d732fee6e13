//! Reports of commands that read.

use crate::cli::messages::console::Console;
use crate::model::{Consolidation, InputStatus};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::options::OutputFormat;
use crate::pipeline::settings::resolved::Settings;
use crate::pipeline::settings::workspace::INBOX;
use crate::report::data::sarif;

/// Is there nothing in the workspace's inbox yet? One sentence reports that, instead of a finding for every department.
pub(crate) const fn is_empty_inbox(settings: &Settings, consolidation: &Consolidation) -> bool {
    settings.workspace.is_some() && consolidation.inputs.is_empty()
}

/// Prints findings for people on standard error, or the run for programs on standard output.
pub(crate) fn print_run(
    console: &Console,
    settings: &Settings,
    consolidation: &Consolidation,
    format: OutputFormat,
    run: impl FnOnce() -> Vec<u8>,
) {
    match format {
        OutputFormat::Human => {
            if !is_empty_inbox(settings, consolidation) {
                console.findings(&consolidation.findings, false);
            }
            if !consolidation.inputs.iter().any(|input| matches!(input.status, InputStatus::Read | InputStatus::Superseded)) {
                let empty = settings.workspace.as_ref().filter(|_| is_empty_inbox(settings, consolidation));
                let inbox = empty.map(|workspace| workspace.root.join(INBOX)).map(|inbox| match settings.period {
                    Some(period) => inbox.join(period.id()),
                    None => inbox,
                });
                let failure = match inbox {
                    Some(inbox) => catalogue::empty_inbox(inbox.display()),
                    None => catalogue::nothing_readable(),
                };
                console.failure(&failure);
            }
        }
        OutputFormat::Json => console.bytes(&run()),
        OutputFormat::Sarif => console.bytes(&sarif::sarif(consolidation, settings.lang)),
    }
}
