//! What the targets share: small limits, inputs built from bytes, and what has to hold of every outcome.

pub mod delimited;
pub mod detect;
pub mod normalise;
pub mod number_format;
pub mod parts;
pub mod read_back;
pub mod settings;
pub mod sheet;
pub mod workbook;

use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock};

use torimatome::form::Library;
use torimatome::model::{Address, CellRange, Format, Lang, Place};
use torimatome::normalise::{Context, Directory, Ladder, Terms, records};
use torimatome::recognise::{Vocabulary, read_sheet};
use torimatome::source::budget::Budget;
use torimatome::source::{Grid, Limits, Options, RawCell, RawValue, is_blank};

/// The built-in forms and plans.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(Library::builtin);

/// Their headings.
pub static VOCABULARY: LazyLock<Vocabulary<'static>> = LazyLock::new(|| Vocabulary::new(LIBRARY.forms.iter().collect()));

/// A department list and the stages of every built-in plan.
pub static WORDS: LazyLock<Vec<(Directory, Ladder)>> =
    LazyLock::new(|| LIBRARY.plans.iter().map(|plan| (Directory::new(plan, &[]), Ladder::new(plan))).collect());

/// Limits under which one execution stays short.
pub fn options() -> Options {
    let limits = Limits {
        file_bytes: 1 << 20,
        zip_entries: 64,
        inflated_bytes: 4 << 20,
        zip_ratio: 1_000,
        cells: 5_000,
        cell_chars: 5_000,
        repeated_bytes: 1 << 20,
        xml_depth: 64,
        seconds: 2,
        ..Limits::default()
    };
    Options { limits, passwords: vec!["a".to_owned()], ..Options::default() }
}

/// The formats of workbooks, one for every first byte.
pub fn workbook_format(byte: u8) -> Format {
    const FORMATS: [Format; 8] =
        [Format::Xlsx, Format::Xls, Format::Xlsb, Format::Ods, Format::Fods, Format::Xlsm, Format::Xltx, Format::Xltm];
    FORMATS[usize::from(byte) % FORMATS.len()]
}

/// A name that findings call the file by.
pub fn path() -> Arc<str> {
    Arc::from("file")
}

/// Packs parts into a zip file, unpacked and with the right checksums, so that mutations get past the container.
pub fn pack(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, stored).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// The parts of a text archive: every part is headed by a line `%%% name`.
pub fn parts(bytes: &[u8]) -> Vec<(&str, &[u8])> {
    const MARK: &[u8] = b"%%% ";
    let mut starts: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(MARK) && (*at == 0 || bytes[at - 1] == b'\n')).collect();
    starts.truncate(32);
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(from, to)| {
            let part = &bytes[from + MARK.len()..to];
            let line = part.iter().position(|byte| *byte == b'\n')?;
            Some((std::str::from_utf8(&part[..line]).ok()?, &part[line + 1..]))
        })
        .collect()
}

/// Reads a workbook and checks what came out of it, down to its records.
pub fn read_workbook(bytes: &[u8], format: Format) {
    match torimatome::source::workbook::read(bytes, format, &path(), &options()) {
        Ok((book, _)) => {
            book.sheets.iter().for_each(check_grid);
            book.sheets.iter().take(2).for_each(recognise);
        }
        // how the reader calls a panic that it caught
        Err(finding) => assert!(!finding.message(Lang::Ja).contains("想定外の構造"), "the reader panicked"),
    }
}

/// What every reader owes the recogniser.
pub fn check_grid(grid: &Grid) {
    assert!(grid.cells.is_sorted_by(|a, b| a.at < b.at), "cells are in order, each once");
    assert!(grid.merges.is_sorted(), "merges are in order");
    for cell in &grid.cells {
        assert!(cell.value != RawValue::Text || !is_blank(&cell.shown), "a blank text is no cell");
        assert!(!matches!(cell.value, RawValue::Number(number) if !number.is_finite()), "a number is finite");
    }
}

/// Recognises a sheet, closes its account and makes its records.
pub fn recognise(grid: &Grid) {
    let found = read_sheet(grid, &path(), &VOCABULARY, None, &Budget::alone(&options().limits));
    assert!(found.ledger.closes(), "the ledger closes");
    assert_eq!(found.ledger.non_empty + found.ledger.uncalculated, grid.cells.len() as u64, "every cell is accounted for");
    let Some((plan, (directory, ladder))) = LIBRARY.plans.iter().zip(&*WORDS).next() else { return };
    let terms =
        Terms { plan, directory, ladder, owner: &torimatome::normalise::RowDepartment::default(), limits: options().limits };
    let mut context = Context::default();
    for table in &found.tables {
        assert!(table.range.first <= table.range.last);
        let _ = records(table, &LIBRARY.forms[table.form], &Place::file(path()), &terms, &mut context);
    }
}

/// A sheet from bytes: lines of cells between tabs. A cell's first character may give it another type, and a line
/// that begins with `!` shapes the sheet by the bytes that follow: `!m` merges four by four, `!r` and `!c` hide
/// rows and columns, `!g` leaves a gap of rows.
pub fn grid(bytes: &[u8]) -> Grid {
    let mut grid = Grid::default();
    let mut row = 0_u32;
    for line in bytes.split(|byte| *byte == b'\n').take(400) {
        if let [b'!', what, rest @ ..] = line {
            match what {
                b'm' => grid.merges.extend(rest.as_chunks::<4>().0.iter().map(|[row, col, down, right]| {
                    let first = Address::new(u32::from(*row), u32::from(*col));
                    CellRange::new(first, Address::new(first.row + u32::from(*down), first.col + u32::from(*right)))
                })),
                b'r' => grid.hidden_rows.extend(rest.iter().map(|byte| u32::from(*byte))),
                b'c' => grid.hidden_columns.extend(rest.iter().map(|byte| u32::from(*byte))),
                b'g' => row = (row + rest.iter().map(|byte| u32::from(*byte).pow(2)).sum::<u32>()).min(1_048_000),
                _ => {}
            }
            continue;
        }
        for (col, cell) in (0_u32..16_384).zip(line.split(|byte| *byte == b'\t')) {
            let text = String::from_utf8_lossy(cell).replace('\u{b}', "\n");
            grid.cells.extend(raw_cell(Address::new(row, col), &text));
        }
        row += 1;
    }
    grid.cells.truncate(2_000);
    grid.merges.sort_unstable();
    grid.merges.dedup();
    grid
}

fn raw_cell(at: Address, text: &str) -> Option<RawCell> {
    let mut chars = text.chars();
    let first = chars.next();
    let rest = chars.as_str();
    let (value, shown) = match first {
        Some('\u{1}') => {
            (rest.trim().parse().ok().filter(|n: &f64| n.is_finite()).map_or(RawValue::Text, RawValue::Number), rest)
        }
        Some('\u{2}') => (RawValue::Bool(true), rest),
        Some('\u{3}') => (RawValue::Error, rest),
        Some('\u{4}') => (RawValue::Uncalculated, ""),
        Some('\u{5}') => (RawValue::Date(jiff::civil::datetime(2025, 10, 3, 0, 0, 0, 0)), rest),
        _ => (RawValue::Text, text),
    };
    let kept = value == RawValue::Uncalculated || !is_blank(shown);
    kept.then(|| RawCell { at, value, shown: shown.to_owned() })
}
