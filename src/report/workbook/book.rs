//! The workbook while it is written: its sheets, their names, and what they share.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::error::Error;
use super::flat::Field;
use super::names::Names;
use super::style::{Styles, default_format};
use super::targets::Targets;
use crate::model::era::wareki_date;
use crate::report::Edition;

/// Above this many records, sheets are written row by row through temporary files.
const MANY: usize = 5_000;

/// How hard a workbook is packed, of 9: as small as with the usual 6, in a quarter of the time.
const PACKED: u8 = 5;

/// A workbook in the making.
pub struct Book<'e> {
    /// What it is about.
    pub edition: &'e Edition<'e>,
    /// Is the edition so big that sheets are kept out of memory?
    pub low_memory: bool,
    /// Where the records stand.
    pub targets: Targets<'e>,
    /// The data sheets that were written, with their columns.
    pub explained: Vec<(&'static str, &'static [Field])>,
    workbook: Workbook,
    names: Names,
    styles: Styles,
}

impl<'e> Book<'e> {
    /// An empty workbook.
    pub fn new(edition: &'e Edition<'e>) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        // default row height and column width in pixels, as the font's figures are 6 wide
        workbook.set_default_format(&default_format(), 18, 56)?;
        workbook.set_properties(&properties(edition)?);
        let records: usize = edition.consolidation.records.counts().values().sum();
        workbook.set_zip_compression_level(PACKED);
        Ok(Self {
            edition,
            low_memory: records > MANY,
            targets: Targets::default(),
            explained: Vec::new(),
            workbook,
            names: Names::default(),
            styles: Styles::default(),
        })
    }

    /// Adds a sheet; returns it with its name, and what it is written with.
    pub fn add(&mut self, title: &str, big: bool) -> Result<(&mut Worksheet, String, &Styles, &'e Edition<'e>), Error> {
        let name = self.names.take(title);
        let sheet = if big { self.workbook.add_worksheet_with_constant_memory()? } else { self.workbook.add_worksheet() };
        sheet.set_name(&name)?;
        Ok((sheet, name, &self.styles, self.edition))
    }

    /// Writes the finished file.
    pub fn save(mut self, out: impl Write + Send) -> Result<(), Error> {
        self.workbook.save_to_writer(out).map_err(|error| match error {
            XlsxError::IoError(error) | XlsxError::ZipError(zip::result::ZipError::Io(error)) => Error::Output(error),
            other => other.into(),
        })
    }
}

fn properties(edition: &Edition<'_>) -> Result<DocProperties, Error> {
    let plan = &edition.consolidation.plan;
    let (date, time) = (edition.issued.date(), edition.issued.time());
    let year = u16::try_from(date.year()).unwrap_or(1970).max(1970);
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let created = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?.and_hms(
        u16::from(part(time.hour())),
        part(time.minute()),
        f64::from(part(time.second())),
    )?;
    let text = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    Ok(DocProperties::new()
        .set_title(text(&edition.title))
        .set_subject(text(&subtitle(edition)))
        .set_author(text(&plan.municipality))
        .set_company(text(&plan.municipality))
        .set_creation_datetime(&created))
}

/// The line below a title: 令和7年度上半期　基準日 令和7年9月30日　令和7年10月20日作成　みなも市.
pub fn subtitle(edition: &Edition<'_>) -> String {
    let mut parts = Vec::new();
    if !edition.period.is_empty() {
        parts.push(edition.period.clone());
    }
    if let Some(day) = edition.as_of {
        parts.push(format!("基準日 {}", wareki_date(day)));
    }
    parts.push(format!("{}作成", wareki_date(edition.issued.date())));
    parts.push(edition.consolidation.plan.municipality.clone());
    parts.join("　")
}
