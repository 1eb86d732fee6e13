//! The forms of the next period, each with the department's own initiatives.
//!
//! Each workbook carries a [`Stamp`], and its records' ids in a hidden column, so
//! that a submission is read without guessing, whatever program saved it. Returns use the same sheet.

mod checks;
mod choices;
mod guide;
mod look;
mod name;
mod prefill;
mod sheet;

pub use name::FileNames;
pub use prefill::{Entry, FormRecord, FormRecords, Remark, entries, form_of, forms, initiatives};
pub use sheet::{Written, write_sheet};

use std::path::Path;

use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::form::Form;
use crate::model::{FormStamp, Period, Plan, Stamp};
use crate::report::handouts::letters::Request;
use crate::report::package::Package;
use crate::report::workbook::style::Styles;
use crate::report::workbook::{Error, add_sheet, answered, empty};
use choices::Choices;

/// A workbook for one department.
#[derive(Debug, Clone, Copy)]
pub struct Handout<'a> {
    /// The form of its table.
    pub form: &'a Form,
    /// The plan it is about.
    pub plan: &'a Plan,
    /// The period to report.
    pub period: Option<Period>,
    /// The department.
    pub department: &'a str,
    /// The version of the submission: 0 for a form, 2 and more for a return.
    pub version: u32,
    /// When it was made (`--now`).
    pub issued: DateTime,
    /// Its rows.
    pub entries: &'a [Entry],
    /// Office and deadline.
    pub request: Request<'a>,
}

/// The file of one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, safe on every system.
    pub name: String,
    /// The department.
    pub department: String,
    /// Number of its initiatives; in a return, of its findings.
    pub entries: usize,
    /// The coordinator's remarks on what is returned.
    pub notes: Vec<String>,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Handout<'_> {
    /// Its stamp.
    fn stamp(&self) -> Stamp {
        Stamp::Form(FormStamp {
            form: self.form.id.clone(),
            plan: self.plan.id.clone(),
            period: self.period,
            version: self.version,
            department: self.department.to_owned(),
        })
    }

    /// Is it a return?
    pub const fn is_return(&self) -> bool {
        self.version > 0
    }

    /// The title of its sheet: 桐瀬市DX推進計画 取組状況調査票（令和7年度下半期）.
    fn title(&self) -> String {
        let period = self.period.map(|period| format!("（{}）", period.label())).unwrap_or_default();
        let plan = &self.plan.title;
        let municipality = if plan.contains(&self.plan.municipality) { "" } else { &self.plan.municipality };
        let title = format!("{municipality}{plan} {}{period}", self.form.name);
        title.trim().chars().filter(|c| !c.is_control()).collect()
    }
}

/// The workbook of a department's form for the period.
///
/// # Errors
/// [`Error::Writer`] is a bug.
pub fn write(handout: &Handout<'_>) -> Result<Vec<u8>, Error> {
    let mut workbook = new_workbook(handout)?;
    let styles = Styles::default();
    let choices = Choices::of(handout.plan);
    write_sheet(workbook.add_worksheet(), handout, choices.as_ref())?;
    guide::write(workbook.add_worksheet(), handout)?;
    if let Some(choices) = choices {
        choices.write(&mut workbook, &styles)?;
    }
    packed(&mut workbook)
}

/// The workbook of a return: the department's own table, and the sheets that `more` adds. Long sheets use temporary files
/// in the folder `scratch`.
///
/// # Errors
/// [`Error::Temporary`] if temporary files cannot be written; [`Error::Writer`] is a bug.
pub fn write_return(
    handout: &Handout<'_>,
    scratch: &Path,
    more: impl FnOnce(&mut Workbook, Option<&Written>, &Styles) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let mut workbook = new_workbook(handout)?;
    let styles = Styles::default();
    answered(|| {
        if handout.entries.is_empty() {
            more(&mut workbook, None, &styles)?;
            return packed(&mut workbook);
        }
        let choices = Choices::of(handout.plan);
        let written = write_sheet(add_sheet(&mut workbook, handout.entries.len(), scratch)?, handout, choices.as_ref())?;
        more(&mut workbook, Some(&written), &styles)?;
        if let Some(choices) = choices {
            choices.write(&mut workbook, &styles)?;
        }
        packed(&mut workbook)
    })
}

fn packed(workbook: &mut Workbook) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    workbook.save_to_writer(Package(&mut bytes))?;
    Ok(bytes)
}

fn new_workbook(handout: &Handout<'_>) -> Result<Workbook, Error> {
    let mut workbook = empty()?;
    let day = handout.issued.date();
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let year = u16::try_from(day.year()).unwrap_or(1970).max(1970);
    let created = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))?;
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let properties = DocProperties::new()
        .set_title(handout.title())
        .set_subject(plain(handout.department))
        .set_author(plain(&handout.plan.municipality))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    Ok(workbook)
}
