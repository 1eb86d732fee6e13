//! A workbook in progress: its sheets, their names, and what they share.

use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::model::manifest;
use crate::report::ReportData;
use crate::report::package::Package;
use crate::report::workbook::error::{Error, answered};
use crate::report::workbook::field::Field;
use crate::report::workbook::names::Names;
use crate::report::workbook::style::{Styles, default_format};
use crate::report::workbook::targets::Targets;
use crate::report::workbook::written::Written;

/// Lists with more rows are not meant to be read or printed by people.
const MANY: usize = 5_000;

/// Default row height and column width, in pixels: digits of the default font are 6 wide.
const ROW: u32 = 18;
const COLUMN: u32 = 56;

/// A workbook without sheets.
pub fn empty() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&default_format(), ROW, COLUMN)?;
    workbook.set_zip_compression_level(PACKED);
    Ok(workbook)
}

/// Adds a sheet for this many rows; one of many rows is written from the top down and kept out of memory, in
/// `scratch`.
pub fn add_sheet<'w>(workbook: &'w mut Workbook, rows: usize, scratch: &Path) -> Result<&'w mut Worksheet, XlsxError> {
    if rows <= MANY {
        return Ok(workbook.add_worksheet());
    }
    workbook.set_tempdir(scratch)?.add_worksheet_with_constant_memory()
}

/// Compression level of a workbook: as small as with the default 6, in a quarter of the time.
const PACKED: u8 = 5;

/// What the sheets of a workbook share.
pub struct Book<'e> {
    report: &'e ReportData<'e>,
    workbook: Mutex<Workbook>,
    styles: Styles,
    /// The content of cells that the coordinator may edit.
    written: Mutex<Written>,
}

impl<'e> Book<'e> {
    /// An empty workbook. Long sheets use temporary files in `scratch`.
    pub fn new(report: &'e ReportData<'e>, scratch: &Path) -> Result<Self, Error> {
        let mut workbook = empty()?;
        workbook.set_properties(&properties(report)?);
        workbook.set_tempdir(scratch)?;
        let styles = Styles::default();
        // registers the shared formats first, so that their order does not depend on threads
        styles.of_data().into_iter().for_each(|format| workbook.register_format(format));
        // every run ends its long sheets with it: `end_rows`
        workbook.register_format(&Format::default());
        Ok(Self { report, workbook: Mutex::new(workbook), styles, written: Mutex::default() })
    }

    /// A run of sheets, made by `fill`. Several can be made in parallel; apart from the formats of the data sheets, one
    /// at most may bring formats of its own.
    pub fn run(&self, fill: impl FnOnce(&mut Sheets<'_, 'e>) -> Result<(), Error>) -> Result<Vec<Worksheet>, Error> {
        let mut sheets = Sheets {
            book: self,
            targets: Targets::default(),
            explained: Vec::new(),
            names: Names::default(),
            filled: Vec::new(),
        };
        answered(|| fill(&mut sheets))?;
        Ok(sheets.filled)
    }

    /// The content of cells that the coordinator may edit.
    pub fn written(&self) -> Written {
        std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The runs' sheets in one workbook, in this order.
    pub fn bound(self, runs: impl IntoIterator<Item = Vec<Worksheet>>) -> Result<Filled, Error> {
        let mut workbook = self.workbook.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut names = Names::default();
        for mut sheet in runs.into_iter().flatten() {
            // a run does not know the names of the others
            let name = names.take(&sheet.name());
            sheet.set_name(&name)?;
            workbook.push_worksheet(sheet);
        }
        Ok(Filled(workbook))
    }
}

/// A workbook whose sheets are filled, ready to be packed.
pub struct Filled(Workbook);

impl Filled {
    /// Packs the workbook and writes it as it is packed.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] is an error of `out`; [`Error::Writer`] is a bug.
    pub fn pack(mut self, out: impl Write + Send) -> Result<(), Error> {
        answered(|| {
            self.0.save_to_writer(Package(out)).map_err(|error| match error {
                XlsxError::IoError(error) | XlsxError::ZipError(zip::result::ZipError::Io(error)) => Error::Output(error),
                other => other.into(),
            })
        })
    }
}

/// Sheets of a workbook, filled one after the other.
pub struct Sheets<'b, 'e> {
    /// The rows of the records.
    pub targets: Targets<'e>,
    /// The data sheets that were written, with their columns.
    pub explained: Vec<(&'static str, &'static [Field])>,
    book: &'b Book<'e>,
    names: Names,
    filled: Vec<Worksheet>,
}

/// The order in which rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// From the top down: written rows leave the memory.
    Downwards,
    /// In any order.
    Anyhow,
}

impl<'b, 'e> Sheets<'b, 'e> {
    /// The report.
    pub const fn report(&self) -> &'e ReportData<'e> {
        self.book.report
    }

    /// Records the content of cells that the coordinator may edit.
    pub fn remember(&self, mut rows: Written) {
        self.book.written.lock().unwrap_or_else(PoisonError::into_inner).append(&mut rows);
    }

    /// Are there more records than people read?
    pub fn many(&self) -> bool {
        self.report().consolidation.records.counts().values().sum::<usize>() > MANY
    }

    /// Adds a sheet; returns it with its name and the shared formats.
    pub fn add(&mut self, title: &str, rows: Rows) -> Result<(&mut Worksheet, String, &'b Styles, &'e ReportData<'e>), Error> {
        let name = self.names.take(title);
        let mut sheet = match rows {
            Rows::Anyhow => Worksheet::new(),
            Rows::Downwards => {
                let mut workbook = self.book.workbook.lock().unwrap_or_else(PoisonError::into_inner);
                workbook.new_worksheet_with_constant_memory()?
            }
        };
        sheet.set_default_format(&default_format(), ROW, COLUMN)?;
        sheet.set_name(&name)?;
        Ok((self.filled.push_mut(sheet), name, &self.book.styles, self.book.report))
    }
}

fn properties(report: &ReportData<'_>) -> Result<DocProperties, Error> {
    let plan = &report.consolidation.plan;
    let (date, time) = (report.issued.date(), report.issued.time());
    let year = u16::try_from(date.year()).unwrap_or(1970).max(1970);
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let created = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?.and_hms(
        u16::from(part(time.hour())),
        part(time.minute()),
        f64::from(part(time.second())),
    )?;
    let text = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    Ok(DocProperties::new()
        .set_title(text(&report.title))
        .set_subject(text(&report.subtitle()))
        .set_author(text(&plan.municipality))
        .set_company(text(&plan.municipality))
        .set_custom_property(manifest::MARK, manifest::RUN_SCHEMA)
        .set_creation_datetime(&created))
}
