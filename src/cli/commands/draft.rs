//! `templates draft` and `plans draft`: first versions of forms and plans from filled-in files.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::messages::catalogue::forms;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::publish_failure;
use crate::form::Library;
use crate::model::{Failure, Lang, Message};
use crate::pipeline::draft::{self, DraftError, FormDraft};
use crate::pipeline::outcome::Outcome;
use crate::source;
use crate::store::publish::{PublishError, closed_around};

/// Writes the first version of a form.
pub(crate) fn form(files: &[PathBuf], output: Option<&Path>) -> Result<Outcome, Failure> {
    let console = Console::plain();
    let found = found(files)?;
    let id = id_of(output, "my-form");
    let options = source::Options::default();
    let drafted =
        draft::draft_form(&found, &id, &Library::builtin(), &options, console.lang).map_err(|error| no_draft(&error))?;
    write(&console, &drafted.text, output)?;
    summary(&console, &drafted, output);
    Ok(Outcome::Done)
}

/// Writes the first version of a plan.
pub(crate) fn plan(files: &[PathBuf], output: Option<&Path>) -> Result<Outcome, Failure> {
    let console = Console::plain();
    let found = found(files)?;
    let id = id_of(output, "my-plan");
    let drafted = draft::draft_plan(&found, &id, &Library::builtin(), &source::Options::default(), console.lang);
    write(&console, &drafted.text, output)?;
    let (departments, directions, marks) = (drafted.departments, drafted.directions, drafted.marks);
    console.say(forms::plan_drafted(departments, directions, marks));
    Ok(Outcome::Done)
}

fn found(files: &[PathBuf]) -> Result<Vec<source::Found>, Failure> {
    if let Some(missing) = files.iter().find(|path| !path.exists()) {
        return Err(forms::no_file(missing.display()));
    }
    let found = draft::found(files, &source::Limits::default());
    if found.is_empty() {
        return Err(forms::nothing_to_read());
    }
    Ok(found)
}

/// The name of the file that is written, where it can be an id.
fn id_of(output: Option<&Path>, usual: &str) -> String {
    let stem = output.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let fine = |id: &String| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    stem.filter(fine).unwrap_or_else(|| usual.to_owned())
}

fn write(console: &Console, text: &str, output: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = output else {
        console.bytes(text.as_bytes());
        return Ok(());
    };
    if let Some((path, period)) = closed_around(path) {
        return Err(publish_failure(&PublishError::Closed { path, period }));
    }
    let unwritable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => forms::file_exists(path.display()),
        _ => forms::unwritable(path.display()),
    };
    let mut file = std::fs::File::options().write(true).create_new(true).open(path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    console.result(path.display().to_string());
    Ok(())
}

/// How the form reads the files it was made from.
fn summary(console: &Console, drafted: &FormDraft, output: Option<&Path>) {
    let account = drafted.account;
    if let Some(known) = &drafted.known {
        console.say(forms::extends_known(known));
    }
    console.say(forms::how_it_reads(
        account.records,
        account.used,
        account.aside,
        account.outside,
        account.errors,
        account.warnings,
    ));
    for file in &drafted.left {
        console.say(forms::another_table(file));
    }
    for other in &drafted.others {
        console.say(forms::further_table(&other.sheet, &other.headings, other.rows));
    }
    let name = output.map_or_else(|| "FORM.toml".to_owned(), |path| path.display().to_string());
    console.say(forms::next_step(name));
}

fn no_draft(error: &DraftError) -> Failure {
    match error {
        DraftError::Unreadable(findings) => {
            let reason = |lang| findings.first().map(|finding| finding.message(lang)).unwrap_or_default();
            forms::unreadable(Message::new(reason(Lang::Ja), reason(Lang::En)))
        }
        DraftError::NoTable => forms::no_table(),
    }
}
