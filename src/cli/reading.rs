//! What a command says of the inputs that it read.

use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::settings::options::{OutputFormat, Settings};
use crate::cli::settings::workspace::INBOX;
use crate::model::{Consolidation, InputStatus};
use crate::report::data::sarif;

/// Findings for people on standard error, or the run for programs on standard output.
pub(crate) fn print_run(
    console: &Console,
    settings: &Settings,
    consolidation: &Consolidation,
    format: OutputFormat,
    run: impl FnOnce() -> Vec<u8>,
) {
    match format {
        OutputFormat::Human => {
            console.findings(&consolidation.findings, false);
            if !consolidation.inputs.iter().any(|input| matches!(input.status, InputStatus::Read | InputStatus::Superseded)) {
                let empty = settings.workspace.as_ref().filter(|_| consolidation.inputs.is_empty());
                let inbox = empty.map(|workspace| workspace.root.join(INBOX)).map(|inbox| match settings.period {
                    Some(period) => inbox.join(period.id()),
                    None => inbox,
                });
                let failure = match inbox {
                    Some(inbox) => Failure::in_lang(
                        settings.lang,
                        (
                            format!("{} にファイルがまだありません。", inbox.display()),
                            "各課から届いたファイルをこのフォルダーに入れて、もう一度実行してください。",
                        ),
                        (
                            format!("There are no files in {} yet.", inbox.display()),
                            "Put the departments' files there and run again.",
                        ),
                    ),
                    None => Failure::in_lang(
                        settings.lang,
                        (
                            "読めるファイルがありません。",
                            "提出ファイル（Excel、CSV、ODS）のあるフォルダーかファイルを指定してください。",
                        ),
                        (
                            "There is no file that could be read.",
                            "Give the folder or the files that were handed in (Excel, CSV, ODS).",
                        ),
                    ),
                };
                console.failure(&failure);
            }
        }
        OutputFormat::Json => console.bytes(&run()),
        OutputFormat::Sarif => console.bytes(&sarif::sarif(consolidation, settings.lang)),
    }
}
