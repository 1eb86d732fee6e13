//! Changes decisions and undoes the last changes.

use std::path::Path;

use crate::model::Failure;
use crate::model::{Answer, ChangedCell, Decision, Edit, GivenAnswer, Period, Question, RecordKind};
use crate::page::job::busy;
use crate::page::messages;
use crate::page::{Page, lock, outputs, reading};
use crate::pipeline::errors::{io_reason, publish_failure};
use crate::pipeline::settings::values::now;
use crate::source::settings::in_any_case;
use crate::store::decisions::{Decisions, FILE, Occasion};
use crate::store::publish::OutputFolder;

/// How many steps can be undone.
const STEPS: usize = 200;

/// The state before a change.
pub(super) struct Undo {
    period: Option<Period>,
    /// What was changed.
    pub what: String,
    before: Vec<Before>,
}

enum Before {
    Answer(Question, Vec<Decision>),
    Edit(RecordKind, String, String, Option<Edit>),
}

pub(super) enum Change {
    Answer(GivenAnswer),
    Edit(ChangedCell),
}

/// Makes changes, saves them in `decisions.toml` and remembers how to undo them.
pub(super) fn change(
    page: &Page,
    root: &Path,
    period: Option<Period>,
    what: String,
    changes: &[Change],
    person: Option<&str>,
) -> Result<(), Failure> {
    let on = Some(now(page.now.as_deref())?.date());
    let occasion = Occasion { period: period.map(Period::id), on, by: person.map(str::to_owned) };
    let mut before = Vec::new();
    write(page, root, period, |known| {
        for change in changes {
            match change {
                Change::Answer(given) => {
                    let own = known.decisions.iter().filter(|one| is_same(one, &given.question, &occasion));
                    before.push(Before::Answer(given.question.clone(), own.cloned().collect()));
                    known.answer(given, &occasion);
                }
                Change::Edit(cell) => {
                    let own = |edit: &&Edit| edit.is_of(occasion.period.as_deref(), cell.kind, &cell.record, &cell.field);
                    let own = known.edits.iter().find(own).cloned();
                    before.push(Before::Edit(cell.kind, cell.record.clone(), cell.field.clone(), own));
                    known.edit(cell, &occasion);
                }
            }
        }
    })?;
    let mut steps = lock(&page.undo);
    steps.push(Undo { period, what, before });
    if steps.len() > STEPS {
        steps.remove(0);
    }
    Ok(())
}

/// Undoes the last change; returns what it was, if there was one.
pub(super) fn undo(page: &Page, root: &Path) -> Result<Option<(String, Option<Period>)>, Failure> {
    let Some(step) = lock(&page.undo).pop() else { return Ok(None) };
    let id = step.period.map(Period::id);
    let written = write(page, root, step.period, |known| {
        let occasion = Occasion { period: id.clone(), ..Occasion::default() };
        for before in &step.before {
            match before {
                Before::Answer(question, own) => {
                    known.decisions.retain(|one| !is_same(one, question, &occasion));
                    known.decisions.extend(own.iter().cloned());
                }
                Before::Edit(kind, record, field, own) => {
                    known.edits.retain(|edit| !edit.is_of(id.as_deref(), *kind, record, field));
                    known.edits.extend(own.iter().cloned());
                }
            }
        }
    });
    if let Err(failure) = written {
        lock(&page.undo).push(step);
        return Err(failure);
    }
    Ok(Some((step.what, step.period)))
}

/// Does an answer given on this occasion replace the decision?
fn is_same(known: &Decision, question: &Question, occasion: &Occasion) -> bool {
    known.question() == *question && (known.period == occasion.period || known.answer == Some(Answer::Always))
}

/// Changes `decisions.toml` while no build, of this process or another, replaces it.
fn write(page: &Page, root: &Path, period: Option<Period>, change: impl FnOnce(&mut Decisions)) -> Result<(), Failure> {
    let Ok(_deciding) = page.deciding.try_lock() else { return Err(busy()) };
    let _held = match outputs::folder(root, period) {
        Some(folder) => Some(OutputFolder::hold(&folder).map_err(|error| publish_failure(&error))?),
        None => None,
    };
    let mut known = reading::decisions(root)?;
    change(&mut known);
    let path = in_any_case(&root.join(FILE));
    known.save(&path).map_err(|error| messages::decision_unwritable(path.display(), io_reason(&error)))?;
    if let Some(reading) = page.reading(period) {
        reading.answer(known);
    }
    Ok(())
}
