//! What a big edition costs, held against the bare writer. Run by hand:
//! `cargo test --release --test large -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod edition;

use std::io::Cursor;
use std::time::Instant;

use calamine::{Data, Reader, Xlsx};
use edition::{made_up, with_edition};
use torimatome::report::workbook;

/// The edition of a roll-up over the whole country.
const RECORDS: usize = 104_460;

#[test]
#[ignore = "takes a minute; run by hand in release mode"]
fn the_writers_cost_is_that_of_the_cells() {
    let mut consolidation = edition::consolidation_of_shared().map_or_else(made_up, |(consolidation, _)| consolidation);
    let few = std::mem::take(&mut consolidation.records.progress);
    let many = few.iter().cycle().take(RECORDS).enumerate().map(|(n, record)| {
        let mut record = record.clone();
        record.id = format!("{}-{n}", record.id).into();
        record
    });
    consolidation.records.progress = many.collect();
    let start = Instant::now();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition).unwrap());
    let ours = start.elapsed();
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("memory unknown").to_owned();

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let mut bare = rust_xlsxwriter::Workbook::new();
    let mut cells = 0usize;
    let mut bare_time = std::time::Duration::ZERO;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let start = Instant::now();
        let sheet = if range.height() > 5_000 { bare.add_worksheet_with_low_memory().unwrap() } else { bare.add_worksheet() };
        for (row, line) in (0u32..).zip(range.rows()) {
            for (col, cell) in (0u16..).zip(line) {
                match cell {
                    Data::String(text) => sheet.write_string(row, col, text).map(|_| cells += 1).unwrap(),
                    Data::Float(number) => sheet.write_number(row, col, *number).map(|_| cells += 1).unwrap(),
                    _ => {}
                }
            }
        }
        bare_time += start.elapsed();
    }
    let start = Instant::now();
    let plain = bare.save_to_buffer().unwrap();
    bare_time += start.elapsed();
    eprintln!("{RECORDS} records, {cells} cells: {ours:.1?}, {} bytes; bare {bare_time:.1?}, {} bytes", bytes.len(), plain.len());
    eprintln!("with records and file: {memory}");
    assert!(ours.as_secs_f64() < bare_time.as_secs_f64() * 2.0);
}
