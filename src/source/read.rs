//! One file: bytes in, grids out, and a word on every file that gives none.

use std::sync::Arc;

use super::budget::Budget;
use super::outputs::OUTPUT;
use super::sniff::{Content, Promise, extension, promise, sniff};
use super::{Book, Found, Grid, Options, Reading, delimited, disk, outputs, refusal, workbook};
use crate::model::Texts;
use crate::model::digest::sha256;
use crate::model::{Finding, Format, Input, InputStatus, Place};
use crate::rules;

/// Reads one file.
///
/// Nothing that a file holds makes this fail: a file that gives no grids is `ignored` (no submission) or
/// `rejected` (a submission that cannot be read), each with a finding.
///
/// ```no_run
/// # use torimatome::source::{collect, read, Limits, Options};
/// let options = Options::default();
/// for found in &collect(&["inbox/2025-10".into()], &options.limits).found {
///     let reading = read(found, &options);
///     println!("{}: {:?}", reading.input.path, reading.input.status);
/// }
/// ```
pub fn read(found: &Found, options: &Options) -> Reading {
    read_within(found, options, &Budget::new(&options.limits, &options.memory))
}

/// [`read`] with a budget that recognising the file's sheets goes on with.
pub fn read_within(found: &Found, options: &Options, budget: &Budget<'_>) -> Reading {
    let mut reading = Reading { input: blank_input(&found.path), book: None, findings: Vec::new() };
    let by_name = no_submission_by_name(&found.path);
    let bytes = match disk::load(found, options, budget) {
        Ok(bytes) => bytes,
        Err(finding) => {
            let finding = by_name.unwrap_or(finding);
            refuse(&mut reading, finding);
            return reading;
        }
    };
    reading.input.bytes = bytes.len() as u64;
    reading.input.sha256 = Some(sha256(&bytes));
    match by_name.map_or_else(|| interpret(bytes, &found.path, options, budget, &mut reading), Err) {
        Ok(book) => {
            reading.input.encoding = book.encoding;
            reading.book = Some(book);
        }
        Err(finding) => refuse(&mut reading, finding),
    }
    reading
}

/// An input of which nothing is known but its path.
pub(super) fn blank_input(path: &Arc<str>) -> Input {
    Input {
        path: Arc::clone(path),
        sha256: None,
        bytes: 0,
        format: None,
        encoding: None,
        status: InputStatus::Read,
        reason: None,
        department: None,
        sheets: Vec::new(),
    }
}

/// Status of an input that this finding refuses: information means that nothing is missing.
pub(super) fn status_of(finding: &Finding) -> InputStatus {
    if finding.rule == rules::IGNORED_FILE || finding.rule == rules::LOCK_FILE {
        InputStatus::Ignored
    } else {
        InputStatus::Rejected
    }
}

fn refuse(reading: &mut Reading, finding: Finding) {
    reading.input.status = status_of(&finding);
    reading.input.reason = Some(finding.rule);
    reading.book = None;
    reading.findings.push(finding);
}

/// Files whose name alone says that nobody handed them in.
fn no_submission_by_name(path: &Arc<str>) -> Option<Finding> {
    let place = || Place::file(Arc::clone(path));
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#')) {
        return Some(Finding::new(rules::LOCK_FILE, place()));
    }
    let detail = match name.to_ascii_lowercase().as_str() {
        "thumbs.db" | "ehthumbs.db" | "ehthumbs_vista.db" => Texts::new("Windows の縮小表示の控え", "thumbnails of Windows"),
        "desktop.ini" => Texts::new("Windows のフォルダー設定", "folder settings of Windows"),
        ".ds_store" | ".localized" => Texts::new("Mac のフォルダー設定", "folder settings of a Mac"),
        _ if name.starts_with("._") || path.split('/').any(|part| part == "__MACOSX") => {
            Texts::new("Mac の付属情報", "additions of a Mac")
        }
        _ if name.starts_with("~wr") && name.ends_with(".tmp") => Texts::new("Word の一時ファイル", "temporary file of Word"),
        _ if name.starts_with('.') => Texts::new("隠しファイル", "hidden file"),
        _ => return None,
    };
    Some(refusal::ignored(place(), detail))
}

/// Reads by content. The name only decides what a file without a table was meant to be.
fn interpret(
    bytes: Vec<u8>,
    path: &Arc<str>,
    options: &Options,
    budget: &Budget<'_>,
    reading: &mut Reading,
) -> Result<Book, Finding> {
    if !options.own_outputs && outputs::is_marked(&bytes) {
        return Err(refusal::ignored(Place::file(Arc::clone(path)), OUTPUT));
    }
    let extension = extension(path);
    let promise = promise(&extension);
    let place = || Place::file(Arc::clone(path));
    // A document that says what it is, is no submission; one that says it is a spreadsheet and is not, is a failed one.
    let other = |detail: Texts| match promise {
        Promise::Spreadsheet | Promise::Archive => refusal::not_a_workbook(place(), detail),
        Promise::Other(_) | Promise::Maybe => refusal::ignored(place(), detail),
    };
    let book = match sniff(&bytes, &extension) {
        Content::Empty => {
            return Err(match promise {
                Promise::Other(kind) => refusal::detailed(
                    rules::IGNORED_FILE,
                    place(),
                    format!("{}、中身は空", kind.ja),
                    format!("{}, empty", kind.en),
                ),
                _ => Finding::new(rules::EMPTY_FILE, place()),
            });
        }
        Content::Other(kind) => return Err(other(kind)),
        // It may hold what a department reported: never passed over as a mere attachment.
        Content::Foreign(kind) => return Err(refusal::not_a_workbook(place(), kind)),
        Content::Archive => {
            reading.input.format = Some(Format::Zip);
            return Err(refusal::not_a_workbook(place(), refusal::UNOPENED_ZIP));
        }
        Content::RightsManaged => return Err(Finding::new(rules::RIGHTS_MANAGED, place())),
        Content::BrokenZip => return Err(refusal::not_a_workbook(place(), refusal::BROKEN_ZIP)),
        Content::Workbook(format) => {
            reading.input.format = Some(format);
            let (book, findings) = workbook::read_within(&bytes, format, path, options, budget)?;
            reading.findings.extend(findings);
            if book.sheets.iter().all(Grid::is_empty) {
                reading.findings.push(Finding::new(rules::EMPTY_FILE, place()));
            }
            book
        }
        Content::Text => {
            if let Promise::Other(kind) = promise {
                return Err(refusal::ignored(place(), kind));
            }
            let read = delimited::read_within(bytes, &extension, path, options, budget)?;
            let by_name = matches!(extension.as_str(), "csv" | "tsv" | "tab");
            if read.book.sheets.iter().all(|sheet| sheet.cells.is_empty()) {
                return Err(Finding::new(rules::EMPTY_FILE, place()));
            }
            if !read.tabular && !by_name {
                return Err(other(Texts::new("表でない文章", "text without a table")));
            }
            reading.input.format = Some(read.book.format);
            reading.findings.extend(read.findings);
            read.book
        }
    };
    if !options.own_outputs && outputs::is_saved_output(&book) {
        return Err(refusal::ignored(place(), OUTPUT));
    }
    reading.input.format = Some(book.format);
    if !extension.is_empty() && !usual_extensions(book.format).contains(&extension.as_str()) {
        reading.findings.push(
            Finding::new(rules::EXTENSION_MISMATCH, place()).with("extension", &extension).with("format", name(book.format)),
        );
    }
    Ok(book)
}

/// The extensions under which a format is at home.
const fn usual_extensions(format: Format) -> &'static [&'static str] {
    match format {
        Format::Xlsx => &["xlsx"],
        Format::Xlsm => &["xlsm", "xlam"],
        Format::Xltx => &["xltx"],
        Format::Xltm => &["xltm"],
        Format::Xlsb => &["xlsb"],
        Format::Xls => &["xls", "xlt", "xla", "xlw"],
        Format::Ods => &["ods", "ots"],
        Format::Fods => &["fods", "xml"],
        Format::Csv | Format::Tsv => &["csv", "tsv", "tab", "txt"],
        Format::Zip => &["zip"],
    }
}

/// The public name of a format, as `run.json` has it.
pub const fn name(format: Format) -> &'static str {
    match format {
        Format::Xlsx => "xlsx",
        Format::Xlsm => "xlsm",
        Format::Xltx => "xltx",
        Format::Xltm => "xltm",
        Format::Xlsb => "xlsb",
        Format::Xls => "xls",
        Format::Ods => "ods",
        Format::Fods => "fods",
        Format::Csv => "csv",
        Format::Tsv => "tsv",
        Format::Zip => "zip",
    }
}
