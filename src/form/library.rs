//! Where forms and plans are kept: those built in, and files that override them.

use std::path::{Path, PathBuf};

use super::extends::Written;
use super::{Form, check};
use crate::form::messages;
use crate::form::toml_text::{from_toml, line_and_column};
use crate::model::{Lang, Message, Plan, date};

/// The forms that are built in, by file name.
const FORMS: &[(&str, &str)] = &[
    ("budget.toml", include_str!("../../templates/budget.toml")),
    ("cashless.toml", include_str!("../../templates/cashless.toml")),
    ("checklist.toml", include_str!("../../templates/checklist.toml")),
    ("evaluation.toml", include_str!("../../templates/evaluation.toml")),
    ("indicator.toml", include_str!("../../templates/indicator.toml")),
    ("issues.toml", include_str!("../../templates/issues.toml")),
    ("kpi.toml", include_str!("../../templates/kpi.toml")),
    ("measure.toml", include_str!("../../templates/measure.toml")),
    ("measures.toml", include_str!("../../templates/measures.toml")),
    ("outcomes.toml", include_str!("../../templates/outcomes.toml")),
    ("procedures-done.toml", include_str!("../../templates/procedures-done.toml")),
    ("procedures-planned.toml", include_str!("../../templates/procedures-planned.toml")),
    ("progress.toml", include_str!("../../templates/progress.toml")),
    ("project-evaluation.toml", include_str!("../../templates/project-evaluation.toml")),
    ("schedule-blocks.toml", include_str!("../../templates/schedule-blocks.toml")),
    ("schedule-matrix.toml", include_str!("../../templates/schedule-matrix.toml")),
    ("schedule-sections.toml", include_str!("../../templates/schedule-sections.toml")),
    ("schedule.toml", include_str!("../../templates/schedule.toml")),
    ("survey.toml", include_str!("../../templates/survey.toml")),
];

/// The plans that are built in, by file name.
const PLANS: &[(&str, &str)] = &[
    ("kirise.toml", include_str!("../../seeds/kirise.toml")),
    ("kitakami.toml", include_str!("../../seeds/kitakami.toml")),
    ("oe.toml", include_str!("../../seeds/oe.toml")),
    ("oshu.toml", include_str!("../../seeds/oshu.toml")),
    ("tome.toml", include_str!("../../seeds/tome.toml")),
];

/// A form or plan that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.place(), message.text(Lang::En))]
pub struct Fault {
    /// The file it stands in.
    pub file: PathBuf,
    /// Line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and how to mend it.
    pub message: Message,
}

impl Fault {
    /// `FILE:LINE:COLUMN`, or the file alone.
    pub fn place(&self) -> String {
        let file = self.file.display();
        if self.line == 0 { file.to_string() } else { format!("{file}:{}:{}", self.line, self.column) }
    }
}

/// The forms and plans of a run.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Forms, sorted by id.
    pub forms: Vec<Form>,
    /// Plans, sorted by id.
    pub plans: Vec<Plan>,
}

impl Library {
    /// What is built in. Nothing built in can be faulty: a test reads them all.
    pub fn builtin() -> Self {
        let mut library = Self::default();
        for (name, text) in FORMS {
            if let Ok(form) = parse_form(Path::new(name), text) {
                library.add_form(form);
            }
        }
        for (name, text) in PLANS {
            if let Ok(plan) = from_toml(Path::new(name), text) {
                library.add_plan(plan);
            }
        }
        library
    }

    /// The ids of the forms that are built in.
    pub fn form_ids() -> Vec<&'static str> {
        FORMS.iter().filter_map(|(name, _)| name.strip_suffix(".toml")).collect()
    }

    /// The text of a form that is built in.
    pub fn form_text(id: &str) -> Option<&'static str> {
        text_of(FORMS, id)
    }

    /// The text of a plan that is built in.
    pub fn plan_text(id: &str) -> Option<&'static str> {
        text_of(PLANS, id)
    }

    /// Adds a form; one of the same id gives way.
    pub fn add_form(&mut self, form: Form) {
        self.forms.retain(|known| known.id != form.id);
        let at = self.forms.partition_point(|known| known.id < form.id);
        self.forms.insert(at, form);
    }

    /// Adds a plan; one of the same id gives way.
    pub fn add_plan(&mut self, plan: Plan) {
        self.plans.retain(|known| known.id != plan.id);
        let at = self.plans.partition_point(|known| known.id < plan.id);
        self.plans.insert(at, plan);
    }

    /// The form of this id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The plan of this id.
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }
}

fn text_of(files: &[(&str, &'static str)], id: &str) -> Option<&'static str> {
    files.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}

/// The text of a form by its id, where it is not built in.
pub type FindForm<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a form from TOML text; `file` is named in faults.
///
/// # Errors
/// A [`Fault`] with line and column where the text is no form.
pub fn parse_form(file: &Path, text: &str) -> Result<Form, Fault> {
    parse_form_with(file, text, &|_| None)
}

/// The same, where it may extend others than those that are built in.
///
/// # Errors
/// A [`Fault`] with line and column where the text is no form.
pub fn parse_form_with(file: &Path, text: &str, others: FindForm<'_>) -> Result<Form, Fault> {
    let form = from_toml::<Written>(file, text)?.whole(file, text, 0, others)?;
    match check::faults(&form).into_iter().next() {
        None => {
            let mut form = form;
            form.spread_repeats();
            Ok(form)
        }
        Some(fault) => {
            let (line, column) = position(text, &fault);
            Err(Fault { file: file.to_owned(), line, column, message: fault.message })
        }
    }
}

/// Line and column of the value that a fault is about: of its key, else of its column's first line.
fn position(text: &str, fault: &check::FormFault) -> (usize, usize) {
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[column]]")).map(|(at, _)| at).collect();
    let (from, to) = match fault.column {
        Some(column) => {
            let Some(from) = heads.get(column) else { return (0, 0) };
            (*from, heads.get(column + 1).copied().unwrap_or(lines.len()))
        }
        None => (0, heads.first().copied().unwrap_or(lines.len())),
    };
    let found = lines.iter().enumerate().take(to).skip(from).find_map(|(at, line)| {
        let (key, value) = line.split_once('=')?;
        let blanks = value.len() - value.trim_start().len();
        (!fault.key.is_empty() && key.trim() == fault.key).then(|| (at + 1, line.len() - value.len() + blanks))
    });
    match (found, fault.column) {
        (Some((line, bytes)), _) => {
            (line, lines.get(line - 1).and_then(|line| line.get(..bytes)).map_or(1, |head| head.chars().count() + 1))
        }
        (None, Some(_)) => (from + 1, 1),
        (None, None) => (0, 0),
    }
}

/// Reads a plan from TOML text; `file` is named in faults.
///
/// # Errors
/// A [`Fault`] with line and column where the text is no plan.
pub fn parse_plan(file: &Path, text: &str) -> Result<Plan, Fault> {
    let plan: Plan = from_toml(file, text)?;
    // a revision without a day would never be looked up
    match plan.revisions.iter().find(|revision| date(&revision.on).is_none()) {
        None => Ok(plan),
        Some(revision) => {
            let block = text.find("[[revision]]").unwrap_or_default();
            let day = text.get(block..).and_then(|rest| rest.find(&format!("\"{}\"", revision.on))).unwrap_or_default();
            let (line, column) = line_and_column(text, block + day);
            let message = messages::revision_day(&revision.on);
            Err(Fault { file: file.to_owned(), line, column, message })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_built_in_is_sound() {
        for (name, text) in FORMS {
            parse_form(Path::new(name), text).unwrap();
        }
        for (name, text) in PLANS {
            parse_plan(Path::new(name), text).unwrap();
        }
        assert_eq!(Library::builtin().forms.len(), FORMS.len());
    }

    #[test]
    fn a_slip_is_reported_with_its_line() {
        let fault = parse_form(Path::new("my.toml"), "id = \"x\"\nname = \"y\"\nrecord = \"progres\"\n").unwrap_err();
        assert_eq!((fault.line, fault.column), (3, 10));
        assert!(fault.to_string().starts_with("my.toml:3:10: "));
        assert!(fault.message.text(Lang::Ja).contains("「progress」のことですか"), "{fault}");
    }
}
