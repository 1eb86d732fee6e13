//! Delimited text: bytes to one sheet of texts.

mod common;
mod decode;
mod delimiter;
mod detect;
mod encode;
mod likeness;
mod records;

use std::sync::Arc;

pub use decode::{Decoded, Undecoded, byte_order_mark, decode};
pub(super) use detect::utf16_by_zero_bytes as detect_utf16;
pub use detect::{Detection, detect};
pub use encode::cp932;

use self::records::Fields;
use super::budget::{Budget, CELL_BYTES, CELL_WORK};
use super::refusal::{self, Limit};
use super::{Book, Grid, Options, RawCell, RawValue, is_blank, is_picture};
use crate::model::Texts;
use crate::model::{Address, Encoding, Finding, Format, Place, Unwitnessed, Visibility, Witness};
use crate::rules;

/// Delimited text after reading.
#[derive(Debug)]
pub struct Delimited {
    /// One sheet without a name.
    pub book: Book,
    /// What a person has to know.
    pub findings: Vec<Finding>,
    /// Does it fall evenly into two columns or more? Tells a table from prose where the name does not.
    pub tabular: bool,
}

/// So many cells with bytes that are no character have a finding each; the rest share one.
const CELLS_SHOWN: usize = 200;

/// Reads delimited text. `extension` (lower case, `""` for none) only helps where the content leaves it open.
///
/// Rows count records, blank lines too; a field's line breaks are part of the field. Excel's `sep=` line takes
/// effect and, as in Excel, is no row.
///
/// # Errors
/// A `too-large` finding when a limit is passed.
pub fn read(bytes: Vec<u8>, extension: &str, path: &Arc<str>, options: &Options) -> Result<Delimited, Finding> {
    read_within(bytes, extension, path, options, &Budget::alone(&options.limits))
}

/// [`read`] with what is left for the file.
pub(super) fn read_within(
    bytes: Vec<u8>,
    extension: &str,
    path: &Arc<str>,
    options: &Options,
    budget: &Budget<'_>,
) -> Result<Delimited, Finding> {
    let limits = &options.limits;
    let place = || Place::file(Arc::clone(path));
    let mut findings = Vec::new();

    let (encoding, mark) = match options.encoding {
        Some(encoding) => (encoding, byte_order_mark(&bytes).filter(|(own, _)| fits(*own, encoding)).map_or(0, |m| m.1)),
        None => {
            let found = detect(&bytes);
            if !found.others.is_empty() {
                let others: Vec<_> = found.others.iter().map(|e| name(*e)).collect();
                findings.push(
                    Finding::new(rules::AMBIGUOUS_ENCODING, place())
                        .with("encoding", name(found.encoding))
                        .with("others", others.join(", ")),
                );
            }
            (found.encoding, found.mark)
        }
    };
    let decoded = decode(bytes.get(mark..).unwrap_or_default(), encoding, limits.file_bytes).map_err(|error| match error {
        Undecoded::TooLong(_) => refusal::beyond(place(), Limit::FileBytes, limits),
        Undecoded::NoText => refusal::not_a_workbook(place(), Texts::new("文字でないデータ", "data that are no text")),
    })?;
    // The text takes the place of the bytes: both at once are needed no longer.
    drop(bytes);

    let text = records::tidy(decoded.text);
    let mut body = text.as_str();
    let expected = if matches!(extension, "tsv" | "tab") { '\t' } else { ',' };
    let unwrapped;
    let mut shape = match records::sep_line(body) {
        Some((delimiter, length)) => {
            body = body.get(length..).unwrap_or_default();
            delimiter::Shape { delimiter, tabular: true }
        }
        None => delimiter::find(body, expected),
    };
    let quoted = body.starts_with('"') || body.contains("\n\"");
    if let Some(inside) = quoted.then(|| records::unwrapped(body)).flatten() {
        let own = delimiter::find(&inside, expected);
        if own.tabular {
            findings.push(Finding::new(rules::WRAPPED_ROWS, place()));
            unwrapped = inside;
            (body, shape) = (unwrapped.as_str(), own);
        }
    }

    let mut reader = Reader {
        cells: Vec::new(),
        undecodable: UndecodableBytes::new(path, decoded.undecodable),
        broken: Vec::new(),
        options,
        path,
        budget,
    };
    records::for_each_record(body, shape.delimiter, |row, fields| reader.record(row, fields)).map_err(
        |stopped| match stopped {
            records::Stopped::TooWide => refusal::beyond(place(), Limit::Cells, limits),
            records::Stopped::TooLong => refusal::beyond(place(), Limit::CellChars, limits),
            records::Stopped::By(finding) => finding,
        },
    )?;
    findings.extend(reader.undecodable.into_findings());
    findings.append(&mut reader.broken);

    let format = if shape.delimiter == '\t' { Format::Tsv } else { Format::Csv };
    let witness = Witness::Unwitnessed(Unwitnessed::NoReader);
    let grid = Grid { name: None, visibility: Visibility::Visible, cells: reader.cells, witness, ..Grid::default() };
    let book = Book { format, encoding: Some(encoding), sheets: vec![grid] };
    Ok(Delimited { book, findings, tabular: shape.tabular })
}

/// Does a byte order mark belong to the encoding that was asked for?
const fn fits(own: Encoding, asked: Encoding) -> bool {
    matches!(
        (own, asked),
        (Encoding::Utf8Sig, Encoding::Utf8 | Encoding::Utf8Sig)
            | (Encoding::Utf16Le, Encoding::Utf16Le)
            | (Encoding::Utf16Be, Encoding::Utf16Be)
    )
}

/// The public name of an encoding, as `run.json` has it.
pub const fn name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf8Sig => "utf-8-sig",
        Encoding::Cp932 => "cp932",
        Encoding::EucJp => "euc-jp",
        Encoding::Iso2022Jp => "iso-2022-jp",
        Encoding::Utf16Le => "utf-16le",
        Encoding::Utf16Be => "utf-16be",
    }
}

/// Turns records into cells, within the limits.
struct Reader<'a> {
    cells: Vec<RawCell>,
    undecodable: UndecodableBytes<'a>,
    /// Cells whose quotes are ambiguous.
    broken: Vec<Finding>,
    options: &'a Options,
    path: &'a Arc<str>,
    budget: &'a Budget<'a>,
}

impl Reader<'_> {
    fn record(&mut self, row: u64, fields: &mut Fields<'_>) -> Result<(), Finding> {
        let limits = &self.options.limits;
        let place = || Place::file(Arc::clone(self.path));
        let within = |spent: Result<(), Limit>| spent.map_err(|limit| refusal::beyond(place(), limit, limits));
        within(self.budget.work(1))?;
        let row = u32::try_from(row).map_err(|_| refusal::beyond(place(), Limit::Cells, limits))?;
        let mut cols = 0_u32..;
        while let Some((field, col)) = fields.next().zip(cols.next()) {
            let at = Address::new(row, col);
            self.undecodable.assign(at, &field);
            if fields.broken && self.broken.len() < CELLS_SHOWN {
                let content: String = field.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(30).collect();
                self.broken.push(Finding::new(rules::BROKEN_QUOTES, place().at(at)).with("content", content));
            }
            let shown = records::unguarded(&field);
            if is_blank(&shown) {
                continue;
            }
            if is_picture(&shown) {
                self.cells.push(RawCell { at, value: RawValue::Picture, shown: "画像".to_owned() });
                continue;
            }
            if shown.len() as u64 > limits.cell_chars {
                let length = shown.chars().count() as u64;
                if length > limits.cell_chars {
                    return Err(refusal::too_large(place().at(at), Limit::CellChars, limits, length));
                }
            }
            if self.cells.len() as u64 >= limits.cells {
                return Err(refusal::beyond(place(), Limit::Cells, limits));
            }
            within(self.budget.work(CELL_WORK))?;
            within(self.budget.memory(CELL_BYTES + shown.len() as u64))?;
            self.cells.push(RawCell { at, value: RawValue::Text, shown: shown.into_owned() });
        }
        Ok(())
    }
}

/// Assigns bytes without a character to the cells they stand in.
struct UndecodableBytes<'a> {
    path: &'a Arc<str>,
    /// For every U+FFFD still to come: its bytes, or none where it is the file's own.
    coming: std::vec::IntoIter<Option<Vec<u8>>>,
    findings: Vec<Finding>,
    not_shown: usize,
}

impl<'a> UndecodableBytes<'a> {
    fn new(path: &'a Arc<str>, bytes: Vec<Option<Vec<u8>>>) -> Self {
        Self { path, coming: bytes.into_iter(), findings: Vec::new(), not_shown: 0 }
    }

    fn assign(&mut self, at: Address, field: &str) {
        if self.coming.as_slice().is_empty() {
            return;
        }
        let here = field.matches('\u{fffd}').count();
        let bytes: Vec<Vec<u8>> = self.coming.by_ref().take(here).flatten().collect();
        if bytes.is_empty() {
            return;
        }
        if self.findings.len() >= CELLS_SHOWN {
            self.not_shown += 1;
            return;
        }
        let place = Place::file(Arc::clone(self.path)).at(at);
        self.findings.push(Finding::new(rules::UNDECODABLE_BYTES, place).with("bytes", hex(&bytes)));
    }

    fn into_findings(mut self) -> Vec<Finding> {
        if self.not_shown > 0 {
            let finding = Finding::new(rules::UNDECODABLE_BYTES, Place::file(Arc::clone(self.path)));
            let more = format!("ほか {} セル", self.not_shown);
            self.findings.push(finding.with("bytes", more).with("bytes_en", format!("in {} more cells", self.not_shown)));
        }
        self.findings
    }
}

/// `83 FD`: one group a broken character, the first sixteen of them.
fn hex(broken: &[Vec<u8>]) -> String {
    const SHOWN: usize = 16;
    let group = |bytes: &Vec<u8>| bytes.iter().map(|b| format!("{b:02X}")).collect::<String>();
    let mut text = broken.iter().take(SHOWN).map(group).collect::<Vec<_>>().join(" ");
    if broken.len() > SHOWN {
        text.push_str(" …");
    }
    text
}
