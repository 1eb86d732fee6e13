//! Named cells become records: texts, era years, stages, departments, numbers.

mod about;
mod amount;
mod bars;
mod captions;
mod cells;
mod checklist;
mod context;
mod department;
mod department_list;
mod file;
mod file_department;
mod indicator;
mod ladder;
mod measure;
mod number;
mod office;
mod place;
mod plan_choice;
mod progress;
mod quantity;
mod row_department;
mod schedule;
mod stage;
mod submission_file;
mod table;
mod tag;
mod teach;
mod text;
mod totals;
mod unread_figure;
mod usual_period;
mod version;

pub use about::About;
pub use context::Context;
pub use department::{Directory, NamedDepartment};
pub use department_list::{ListFault, department_list, reorganise};
pub use file::normalise_file;
pub use file_department::FileDepartment;
pub use ladder::Ladder;
pub use number::{integer, numbers};
pub use plan_choice::choose_plan;
pub use quantity::{Quantity, quantity};
pub use row_department::RowDepartment;
pub use submission_file::{Entry, SubmissionFile};
pub use table::read_field;
pub use teach::teach;
pub use text::{absence, lines, points_back, widen_katakana};
pub use usual_period::usual_period;
pub use version::version_in;

use std::sync::Arc;

use crate::form::Form;
use crate::model::text::fold;
use crate::model::{Finding, Place, Plan, RecordKind, Records};
use crate::recognise::RawTable;
use crate::rules;
use crate::source::Limits;

/// The words of a plan, ready to be looked up.
#[derive(Debug)]
pub struct Terms<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// Its departments and those of the list.
    pub directory: &'p Directory,
    /// Its stages.
    pub ladder: &'p Ladder,
    /// Who answers for rows that name no department.
    pub owner: &'p RowDepartment,
    /// What a file may cost.
    pub limits: Limits,
}

/// One record that a table gave, before it is held against the others.
#[derive(Debug)]
pub struct Draft {
    /// Exactly one record.
    pub records: Records,
    /// Does it stand in a hidden row?
    pub hidden: bool,
    /// How many cells of the sheet it alone uses.
    pub used: u64,
    /// The id it was handed out with, where its number was changed since: a later hand-in still finds the older by it.
    pub key: Option<Arc<str>>,
}

/// The records of a table, with findings. `context` goes from table to table down a sheet.
pub fn records(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    context.read(table, form);
    let (drafts, mut findings) = match form.record {
        RecordKind::Progress => progress::progress(table, form, place, terms, context),
        RecordKind::Schedule => schedule::schedule(table, form, place, terms, context),
        RecordKind::Indicator => indicator::indicators(table, form, place, terms, context),
        RecordKind::Measure => measure::measures(table, form, place, terms, context),
        RecordKind::Checklist => checklist::checklist(table, form, place, terms, context),
        RecordKind::Table => table::tables(table, form, place, terms, context),
    };
    findings.extend(totals::totals(table, form, place, context));
    (drafts, findings)
}

impl Terms<'_> {
    /// The departments of a field's cell; an unknown one is a finding, and a row that names none belongs to the department that answers for it.
    fn departments(&self, field: &str, written: Option<&str>, cells: &mut cells::Cells<'_, '_>) -> Vec<Arc<str>> {
        let resolved = self.directory.resolve(written.unwrap_or_default());
        for unknown in resolved.iter().filter(|found| !found.known && !self.directory.is_empty()) {
            let place = cells.place_of(&["departments", "department", "names", "numbers", "name", "indicator"]);
            cells.findings.push(self.unknown_department(&unknown.name, place));
        }
        let mut names: Vec<Arc<str>> = resolved.into_iter().map(|found| found.name).collect();
        if names.is_empty() {
            names.extend_from_slice(&self.owner.names);
            if let Some(at) = self.owner.at.filter(|_| !names.is_empty()) {
                cells.note_origin(field, at);
            }
        }
        if !names.is_empty() {
            cells.found(field);
        }
        names
    }

    /// The direction that a cell or a caption names: by its number, else by its title.
    pub fn direction_of(&self, text: &str) -> Option<u32> {
        let folded = fold(text);
        let one = folded.chars().count() <= 40 && !number::names_several(&folded);
        let numbered = || integer(text).filter(|no| one && self.has_direction(*no));
        self.direction_titled(text).or_else(numbered)
    }

    /// The direction that a line above rows or the name of a sheet names: by its title, or by a number with its label (方向2,
    /// (2) 行政のDX推進). A day and a code name none.
    pub fn direction_in(&self, text: &str) -> Option<u32> {
        let titled = self.direction_titled(text);
        titled.or_else(|| number::labelled_integer(text).filter(|no| text.chars().count() <= 40 && self.has_direction(*no)))
    }

    fn direction_titled(&self, text: &str) -> Option<u32> {
        let folded = fold(text);
        let titled = self.plan.directions.iter().find(|direction| {
            std::iter::once(&direction.title).chain(&direction.aliases).any(|title| {
                let title = fold(title);
                !title.is_empty() && folded.contains(&title)
            })
        });
        titled.map(|direction| direction.no)
    }

    /// Can a direction have this number? A plan that names none takes any.
    fn has_direction(&self, no: u32) -> bool {
        let directions = &self.plan.directions;
        directions.is_empty() || directions.iter().any(|direction| direction.no == no)
    }

    /// The finding that a department is not in the list.
    pub fn unknown_department(&self, name: &str, place: Place) -> Finding {
        let nearest = self.directory.nearest(name);
        let near = nearest.as_deref().map(|near| format!("（「{near}」のことですか）")).unwrap_or_default();
        let near_en = nearest.as_deref().map(|near| format!(" (is it “{near}”?)")).unwrap_or_default();
        Finding::new(rules::UNKNOWN_DEPARTMENT, place).with("name", name).with("near", near).with("near_en", near_en)
    }
}
