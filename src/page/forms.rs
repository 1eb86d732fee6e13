//! Forms and letters for the next period, and reminders for this one.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Failure, Lang, Message, Period};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::job::{self, Kind};
use crate::page::reading::inbox;
use crate::page::{Page, messages, periods, words};
use crate::pipeline::forms::{FormsRequest, write};
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
            FormsRequest { inputs: &inputs, output: output.as_deref(), mail, period: period.map(Period::next), common: &common };
        let made = write(&wanted, job)?;
        let (count, folder) = (words::count(made.files.len()), made.folder.display());
        let written = messages::forms_written(count, folder);
        let Some(period) = made.period.filter(|_| made.settings.lacks_due(made.period)) else { return Ok(written) };
        let due = messages::no_due(Message::new(period.label(), period.id()), period.id());
        let both = |lang, between| format!("{}{between}{}", written.text(lang), due.text(lang));
        Ok(Message::new(both(Lang::Ja, ""), both(Lang::En, " ")))
    })?;
    Ok(Answer::See(url("/outputs", &[("p", &period.map(Period::id).unwrap_or_default())])))
}

/// Drafts mails to departments that have not submitted.
pub(super) fn remind(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let period = ask.period().or_else(|| periods(root).first().copied());
    let reading = page.reading(period).ok_or_else(messages::not_read_yet)?;
    let consolidation = reading.consolidation();
    let reminders = Reminders::of(&reading.settings, &consolidation, &reading.lines, reading.due)?;
    let result = match reminders.write(&consolidation)? {
        Some((folder, count)) => messages::reminders_drafted(count, folder.display()),
        None => messages::nobody_to_remind(),
    };
    Ok(Answer::See(url("/period", &[("p", &period.map(Period::id).unwrap_or_default()), ("result", result.text(page.lang()))])))
}
