//! Makes the outputs of `build` in parallel, and stages each when it is ready.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use rayon::prelude::*;

use crate::form::Form;
use crate::model::{Consolidation, Decision, Failure, Format};
use crate::pipeline::errors::{pdf_failure, publish_failure};
use crate::pipeline::messages::{files, settings as settings_catalogue};
use crate::pipeline::progress::{Observer, Progress, Stop};
use crate::pipeline::settings::resolved::Settings;
use crate::report::data::run::{Output, OutputKind};
use crate::report::data::{CsvEncoding, DataSet};
use crate::report::handouts::letters::Letter;
use crate::report::{self, ReportData, data, handouts, pdf, workbook};
use crate::source;
use crate::store::publish::{OutputFolder, PublishError};

/// The consolidated workbook's name.
pub(crate) const WORKBOOK: &str = "取りまとめ.xlsx";
/// The name of the workbook for programs.
const DATA_WORKBOOK: &str = "データ.xlsx";

/// Formats of the data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    /// 正確なもの（常に書き出す）
    Json,
    /// 表計算ソフト用
    Csv,
    /// 分析基盤用（data/<名前>/period=…/municipality=…/）
    Parquet,
    /// ほかのプログラムで読む表（データ.xlsx）
    Xlsx,
}

/// Encoding of data files in CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvEncodingName {
    /// UTF-8（BOM 付き）
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    /// Shift_JIS（Windows）
    #[value(name = "cp932", alias = "shift_jis", alias = "sjis")]
    Cp932,
}

impl From<CsvEncodingName> for CsvEncoding {
    fn from(name: CsvEncodingName) -> Self {
        match name {
            CsvEncodingName::Utf8 => Self::Utf8,
            CsvEncodingName::Cp932 => Self::Cp932,
        }
    }
}

/// Optional outputs.
pub(crate) struct OutputRequest<'a> {
    pub printing: pdf::Options,
    pub pdf: bool,
    pub html: bool,
    pub data: &'a [DataFormat],
    pub csv_encoding: CsvEncoding,
}

/// Where outputs are staged, and the progress of writing them.
struct Waiting<'a> {
    folder: &'a OutputFolder,
    progress: &'a dyn Progress,
    stop: &'a Stop,
}

impl Waiting<'_> {
    /// Why a workbook cannot be made.
    fn unmade(&self, what: &'static str, error: workbook::Error) -> OutputError {
        match error {
            workbook::Error::Temporary(source) => {
                OutputError::Unwritable(PublishError::Folder { path: self.folder.scratch().to_owned(), source })
            }
            error => OutputError::Unmakable(what, error.to_string()),
        }
    }
}

/// Why an output cannot be made.
enum OutputError {
    /// It cannot be staged.
    Unwritable(PublishError),
    /// The report cannot be made.
    Report(pdf::Error),
    /// Something that it needs is wrong.
    Misconfigured(Failure),
    /// Another output cannot be made: which one, and the error.
    Unmakable(&'static str, String),
}

impl From<PublishError> for OutputError {
    fn from(error: PublishError) -> Self {
        Self::Unwritable(error)
    }
}

impl From<pdf::Error> for OutputError {
    fn from(error: pdf::Error) -> Self {
        Self::Report(error)
    }
}

impl OutputError {
    fn failure(self) -> Failure {
        match self {
            Self::Unwritable(error) => publish_failure(&error),
            Self::Report(error) => pdf_failure(&error),
            Self::Misconfigured(failure) => failure,
            Self::Unmakable(what, error) => files::unmakable(what, error),
        }
    }
}

/// Makes and stages everything but `run.json`; returns what was written, in the order of `outputs`. Missing
/// glyphs join the findings first.
pub(crate) fn write(
    consolidation: &mut Consolidation,
    settings: &Settings,
    (wanted, decisions): (&OutputRequest<'_>, &[Decision]),
    out: &OutputFolder,
    observer: &dyn Observer,
) -> Result<Vec<Output>, Failure> {
    let progress = observer.writing(settings.lang);
    let out = &Waiting { folder: out, progress: &*progress, stop: &observer.stop() };
    let forms = settings.forms();
    let report = ReportData::new(consolidation, &forms, settings.now);
    let mut found = match pdf::missing_glyphs(&report, &wanted.printing) {
        Ok(found) => found,
        Err(error) if wanted.pdf => return Err(pdf_failure(&error)),
        // a font that the report does not use
        Err(_) => Vec::new(),
    };
    if wanted.csv_encoding == CsvEncoding::Cp932 && wanted.data.contains(&DataFormat::Csv) {
        found.extend(data::unencodable(report.consolidation));
    }
    let report = if found.is_empty() {
        report
    } else {
        drop(report);
        consolidation.findings.extend(found);
        crate::review::sort(&mut consolidation.findings);
        crate::pipeline::answer(consolidation, decisions);
        ReportData::new(consolidation, &forms, settings.now)
    };
    made(&report, settings, &forms, wanted, out).map_err(OutputError::failure)
}

/// Outputs that are independent of each other.
fn made(
    report: &ReportData<'_>,
    settings: &Settings,
    forms: &[&Form],
    wanted: &OutputRequest<'_>,
    out: &Waiting<'_>,
) -> Result<Vec<Output>, OutputError> {
    let consolidation = report.consolidation;
    let printed = || {
        let mut reports = if wanted.pdf { reports(report, &wanted.printing, out)? } else { Vec::new() };
        if wanted.pdf {
            reports.push(annex(report, &wanted.printing, out)?);
        }
        Ok::<_, OutputError>((reports, pages(report, wanted, out)?))
    };
    let rest = || {
        // packing the workbook takes one core, so the rest runs beside it
        let (filled, data) =
            rayon::join(|| workbook::fill(report, out.folder.scratch()), || data_files(consolidation, wanted, out));
        let data_book = || if wanted.data.contains(&DataFormat::Xlsx) { data_book(report, out).map(Some) } else { Ok(None) };
        let (book, (returns, data_book)) =
            rayon::join(|| book(filled, out), || rayon::join(|| returns(consolidation, settings, forms, out), data_book));
        let mut data = data?;
        data.extend(data_book?);
        Ok::<_, OutputError>((book?, data, returns?))
    };
    // the slowest first
    let (printed, rest) = rayon::join(printed, rest);
    let (reports, pages) = printed?;
    let (book, data, returns) = rest?;
    Ok([vec![book], reports, data, returns, pages].concat())
}

/// The pages for the browser.
fn pages(report: &ReportData<'_>, wanted: &OutputRequest<'_>, out: &Waiting<'_>) -> Result<Vec<Output>, OutputError> {
    let mut written = vec![stage(out, OutputKind::Review, "確認結果.html", &report::html::review(report))?];
    if wanted.html {
        written.push(stage(out, OutputKind::Html, "報告書.html", &report::html::report(report, &wanted.printing))?);
    }
    Ok(written)
}

fn stage(out: &Waiting<'_>, kind: OutputKind, name: &str, bytes: &[u8]) -> Result<Output, OutputError> {
    stage_with(out, kind, name, |file| file.write_all(bytes))
}

/// Stages an output as it is made.
fn stage_with(
    out: &Waiting<'_>,
    kind: OutputKind,
    name: &str,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> Result<Output, OutputError> {
    if out.stop.is_requested() {
        return Err(PublishError::Stopped.into());
    }
    let sha256 = out.folder.stage_with(name, write)?;
    out.progress.output();
    Ok(Output::of(kind, name, sha256, None))
}

fn book(filled: Result<workbook::Filled, workbook::Error>, out: &Waiting<'_>) -> Result<Output, OutputError> {
    let staged = packed(filled, OutputKind::Workbook, WORKBOOK, out)?;
    Ok(Output { sheets: digests(&out.folder.staged(WORKBOOK)), ..staged })
}

/// The workbook for programs.
fn data_book(report: &ReportData<'_>, out: &Waiting<'_>) -> Result<Output, OutputError> {
    packed(workbook::fill_data(report, out.folder.scratch()), OutputKind::Data, DATA_WORKBOOK, out)
}

fn packed(
    filled: Result<workbook::Filled, workbook::Error>,
    kind: OutputKind,
    name: &'static str,
    out: &Waiting<'_>,
) -> Result<Output, OutputError> {
    let filled = filled.map_err(|error| out.unmade(name, error))?;
    // errors of the writer itself are reported as such, others as I/O errors
    let mut fault = None;
    let staged = stage_with(out, kind, name, |file| {
        filled.pack(file).map_err(|error| match error {
            workbook::Error::Output(error) => error,
            error => io::Error::other(fault.insert(error).to_string()),
        })
    });
    fault.map_or(staged, |fault| Err(out.unmade(name, fault)))
}

/// The digests of a workbook's sheets; none if reading it again would take long.
fn digests(path: &Path) -> BTreeMap<String, String> {
    const LARGEST: u64 = 8 << 20;
    if std::fs::metadata(path).map_or(u64::MAX, |meta| meta.len()) > LARGEST {
        return BTreeMap::new();
    }
    let read = std::fs::read(path)
        .ok()
        .and_then(|bytes| source::workbook::read(&bytes, Format::Xlsx, &WORKBOOK.into(), &source::Options::default()).ok());
    read.map(|(book, _)| workbook::read_back::digests(&book)).unwrap_or_default()
}

/// The volumes of the report; each is freed once written.
fn reports(report: &ReportData<'_>, printing: &pdf::Options, out: &Waiting<'_>) -> Result<Vec<Output>, OutputError> {
    let mut written = Vec::new();
    pdf::each(report, printing, |volume| {
        if out.stop.is_requested() {
            return Err(PublishError::Stopped.into());
        }
        let sha256 = out.folder.stage_with(&volume.name, |file| file.write_all(&volume.bytes))?;
        out.progress.volume(&volume);
        written.push(Output::of(OutputKind::Report, &volume.name, sha256, Some(volume.pages)));
        Ok::<(), OutputError>(())
    })?;
    Ok(written)
}

/// 事務局資料.pdf.
fn annex(report: &ReportData<'_>, printing: &pdf::Options, out: &Waiting<'_>) -> Result<Output, OutputError> {
    let volume = pdf::annex(report, printing)?;
    let sha256 = out.folder.stage_with(&volume.name, |file| file.write_all(&volume.bytes))?;
    out.progress.output();
    Ok(Output::of(OutputKind::Annex, &volume.name, sha256, Some(volume.pages)))
}

/// The data files, one for each kind of record; an empty run has an empty progress file.
fn data_files(consolidation: &Consolidation, wanted: &OutputRequest<'_>, out: &Waiting<'_>) -> Result<Vec<Output>, OutputError> {
    let formats = [DataFormat::Json, DataFormat::Csv, DataFormat::Parquet];
    let formats = formats.into_iter().filter(|format| *format == DataFormat::Json || wanted.data.contains(format));
    let sets = DataSet::all(consolidation).into_iter();
    let files: Vec<(DataSet, DataFormat)> =
        sets.flat_map(|set| formats.clone().map(move |format| (set.clone(), format))).collect();
    files
        .into_par_iter()
        .map(|(set, format)| {
            let name = match format {
                DataFormat::Json => format!("data/{}.json", set.name()),
                DataFormat::Csv => format!("data/{}.csv", set.name()),
                DataFormat::Parquet => parquet::path(set.clone(), consolidation),
                DataFormat::Xlsx => DATA_WORKBOOK.to_owned(),
            };
            stage_with(out, OutputKind::Data, &name, |file| match format {
                DataFormat::Json => data::write_json(set, consolidation, file),
                DataFormat::Csv => data::write_csv(set, consolidation, wanted.csv_encoding, file),
                DataFormat::Parquet => file.write_all(&parquet::bytes(set, consolidation)),
                // one workbook for all kinds: `data_book`
                DataFormat::Xlsx => Ok(()),
            })
        })
        .collect()
}

/// Parquet files, if this build can write them; otherwise [`check_formats`] has refused them.
mod parquet {
    #[cfg(feature = "parquet")]
    pub(super) use crate::report::data::{parquet as bytes, parquet_path as path};

    #[cfg(not(feature = "parquet"))]
    pub(super) fn path(_: crate::report::data::DataSet, _: &crate::model::Consolidation) -> String {
        String::new()
    }

    #[cfg(not(feature = "parquet"))]
    pub(super) fn bytes(_: crate::report::data::DataSet, _: &crate::model::Consolidation) -> Vec<u8> {
        Vec::new()
    }
}

/// Refuses formats that this build cannot write.
pub(crate) fn check_formats(wanted: &[DataFormat]) -> Result<(), Failure> {
    if !cfg!(feature = "parquet") && wanted.contains(&DataFormat::Parquet) {
        return Err(settings_catalogue::without_feature("--data parquet", "parquet"));
    }
    Ok(())
}

fn returns(
    consolidation: &Consolidation,
    settings: &Settings,
    forms: &[&Form],
    out: &Waiting<'_>,
) -> Result<Vec<Output>, OutputError> {
    let due = settings.due(None, consolidation.period).map_err(OutputError::Misconfigured)?;
    // a past date is no deadline for returns
    let request = settings.request(due.filter(|due| *due >= settings.now.date()));
    let template = match settings.config.office.mail {
        Some(_) => Some(settings.letter(Letter::ReturnMail).map_err(OutputError::Misconfigured)?),
        None => None,
    };
    let title = handouts::forms::form_of(consolidation, forms).map_or("", |form| form.name.as_str());
    let made = handouts::returns::write(consolidation, forms, settings.now, request, out.folder.scratch(), |file| {
        let file = file.map_err(|error| out.unmade("差戻し", error))?;
        let mut written = vec![stage(out, OutputKind::Return, &format!("差戻し/{}", file.name), &file.bytes)?];
        if let Some(template) = &template {
            let mut values = request.values(&consolidation.plan, title, consolidation.period, settings.now);
            values.set("課名", file.department.as_str());
            values.set("件数", file.entries.to_string());
            let notes: Vec<String> = file.notes.iter().map(|note| format!("・{note}\n")).collect();
            values.set("連絡事項", notes.concat().trim_end());
            let workbook = Some((file.name.as_str(), file.bytes.as_slice()));
            let mail = settings.draft(&file.department, template, &values, workbook).map_err(OutputError::Misconfigured)?;
            let name = file.name.trim_end_matches(".xlsx");
            written.push(stage(out, OutputKind::Mail, &format!("差戻し/{name}.eml"), &mail)?);
        }
        Ok::<_, OutputError>(written)
    })?;
    Ok(made.into_iter().flatten().collect())
}
