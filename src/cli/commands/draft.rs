//! `templates draft` and `plans draft`: first versions of forms and plans from filled-in files.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::exit::Outcome;
use crate::cli::messages::console::Console;
use crate::form::Library;
use crate::model::{Failure, Lang, Message};
use crate::pipeline::draft::{self, FormDraft, NoDraft};
use crate::source;

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
    console.say(Message::new(
        format!("課 {departments}、方向 {directions}、評価の記号 {marks} を見つけました。「要確認」の行を確かめてください。"),
        format!("Found {departments} departments, {directions} directions and {marks} marks. Look at the lines with CHECK."),
    ));
    Ok(Outcome::Done)
}

fn found(files: &[PathBuf]) -> Result<Vec<source::Found>, Failure> {
    if let Some(missing) = files.iter().find(|path| !path.exists()) {
        return Err(Failure::of(
            (format!("{} が見つかりません。", missing.display()), "ファイルの名前と場所を確かめてください。"),
            (format!("There is no {}.", missing.display()), "Check its name and folder."),
        ));
    }
    let found = draft::found(files, &source::Limits::default());
    if found.is_empty() {
        return Err(Failure::of(
            ("読み取れるファイルがありません。", "記入済みのファイル（xlsx、xls、ods、csv）を指定してください。"),
            ("There is no file to read.", "Give files that are filled in (xlsx, xls, ods, csv)."),
        ));
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
    let unwritable = |error: std::io::Error| {
        let (ja, en) = match error.kind() {
            std::io::ErrorKind::AlreadyExists => (
                "同じ名前のファイルがあります。別の名前にするか、そのファイルを移してください。",
                "There is a file of this name. Choose another, or move it.",
            ),
            _ => (
                "フォルダーがあるか、書き込みの権限があるかを確かめてください。",
                "Check that the folder is there and may be written.",
            ),
        };
        let name = path.display();
        Failure::of((format!("{name} に書けません。"), ja), (format!("{name} cannot be written."), en))
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
        console.say(Message::new(
            format!("様式「{known}」で読める表です。その様式を引き継ぐ下書きにしました。"),
            format!("The form “{known}” reads this table; the draft extends it."),
        ));
    }
    console.say(Message::new(
        format!(
            "もとのファイルをこの様式で読むと {}件。使うセル {}、表題・見出しなど {}、様式の外 {}、エラー {}、注意 {}。",
            account.records, account.used, account.aside, account.outside, account.errors, account.warnings
        ),
        format!(
            "The form reads {} records from the files: {} cells used, {} titles, headings and the like, {} outside, {} errors, {} warnings.",
            account.records, account.used, account.aside, account.outside, account.errors, account.warnings
        ),
    ));
    for file in &drafted.left {
        console.say(Message::new(
            format!("{file} には別の表があるため、下書きに使いませんでした。"),
            format!("{file} holds another table and is left out."),
        ));
    }
    let name = output.map_or_else(|| "FORM.toml".to_owned(), |path| path.display().to_string());
    console.say(Message::new(
        format!("「要確認」の行を直し、torimatome templates check {name} で点検してから、--template {name} で使ってください。"),
        format!("Mend the lines with CHECK, check it with torimatome templates check {name}, then use --template {name}."),
    ));
}

fn no_draft(error: &NoDraft) -> Failure {
    match error {
        NoDraft::Unreadable(findings) => {
            let reason = |lang| findings.first().map(|finding| finding.message(lang)).unwrap_or_default();
            Failure::of(
                (format!("ファイルを読めません。{}", reason(Lang::Ja)), "記入済みのファイルを指定してください。"),
                (format!("The file cannot be read. {}", reason(Lang::En)), "Give files that are filled in."),
            )
        }
        NoDraft::NoTable => Failure::of(
            (
                "見出しの行と、その下に続く行のある表が見つかりません。",
                "見出しが1行か数行にまとまった表に、少なくとも1件を記入したファイルを指定してください。",
            ),
            ("There is no table with a line of headings and rows below it.", "Give a file with one filled-in row at least."),
        ),
    }
}
