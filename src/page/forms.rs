//! Forms and letters for the next period, and reminders for this one.

use std::path::Path;
use std::sync::Arc;

use crate::model::Failure;
use crate::model::{Lang, Period};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::job::{self, Kind};
use crate::page::reading::inbox;
use crate::page::{Page, periods, words};
use crate::pipeline::forms::{Wanted, write};
use crate::pipeline::status::Reminders;

/// Makes the forms of the period after this one.
pub(super) fn make(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let period = ask.period().or_else(|| periods(root).first().copied());
    let mail = ask.get("mail").is_some();
    let folder = root.to_owned();
    job::begin(page, Kind::Forms, period, move |page, job| {
        let common = page.common(&folder, None);
        let inputs = vec![inbox(&folder, period)];
        let output = period.map(|period| folder.join("forms").join(period.next().id()));
        let wanted =
            Wanted { inputs: &inputs, output: output.as_deref(), mail, period: period.map(Period::next), common: &common };
        let made = write(&wanted, job)?;
        let (count, folder) = (words::count(made.files.len()), made.folder.display());
        Ok(match page.lang() {
            Lang::Ja => format!("{count}課分の様式と照会文を {folder} に作りました。"),
            Lang::En => format!("{count} forms and the letter were written to {folder}."),
        })
    })?;
    Ok(Answer::See(url("/outputs", &[("p", &period.map(Period::id).unwrap_or_default())])))
}

/// Drafts mails to departments that have not submitted.
pub(super) fn remind(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let lang = page.lang();
    let period = ask.period().or_else(|| periods(root).first().copied());
    let reading = page.reading(period).ok_or_else(|| {
        Failure::of(
            ("まだ読み取っていません。", "読み取りが終わってから、もう一度行ってください。"),
            ("Nothing has been read yet.", "Try again once the files are read."),
        )
    })?;
    let consolidation = reading.consolidation();
    let reminders = Reminders::of(&reading.settings, &consolidation, &reading.lines, reading.due)?;
    let said = match (reminders.write(&consolidation)?, lang) {
        (Some((folder, count)), Lang::Ja) => format!("督促のメールの下書き {count}通を {} に作りました。", folder.display()),
        (Some((folder, count)), Lang::En) => format!("{count} drafts were written to {}.", folder.display()),
        (None, _) => words::t(lang, "督促する課はありません。", "Nobody is waited for.").to_owned(),
    };
    Ok(Answer::See(url("/period", &[("p", &period.map(Period::id).unwrap_or_default()), ("said", &said)])))
}
