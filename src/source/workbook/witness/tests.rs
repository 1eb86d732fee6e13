//! Whatever is dropped, altered or added in our cells, the witness sees it at that cell; and each known difference is
//! folded.

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::date;

use super::*;
use crate::source::budget::Budget as FileBudget;
use crate::source::workbook::{ods, ooxml, xls as old, xlsb as binary};
use crate::source::{Limits, Options, RawCell, RawValue};

/// What our own reader makes of a file.
fn read(name: &str, bytes: &[u8], budget: &Budget<'_>) -> Found {
    match name.rsplit('.').next() {
        Some("xls") => old::read(bytes, budget),
        Some("xlsb") => binary::read(&mut Package::open(bytes, budget).unwrap(), budget),
        Some("ods") => ods::read(&mut Package::open(bytes, budget).unwrap(), budget),
        _ => ooxml::read(&mut Package::open(bytes, budget).unwrap(), budget),
    }
    .unwrap()
}

fn attend(name: &str, bytes: &[u8], found: &mut Found, budget: &Budget<'_>) {
    found.differences.clear();
    match name.rsplit('.').next() {
        Some("xls") => xls(bytes, found, budget),
        Some("xlsb") => xlsb(bytes, &mut Package::open(bytes, budget).unwrap(), found, budget),
        Some("ods") => ods(bytes, found, budget),
        _ => xlsx(bytes, &mut Package::open(bytes, budget).unwrap(), found, budget),
    }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook").join(name)).unwrap()
}

/// Where the two readers differ on a sheet, once `tamper` has been at its cells.
fn differences(name: &str, sheet: usize, tamper: impl FnOnce(&mut Vec<RawCell>)) -> Vec<Address> {
    let limits = Limits::default();
    let file = FileBudget::alone(&limits);
    let budget = Budget::new(&file);
    let bytes = fixture(name);
    let mut found = read(name, &bytes, &budget);
    tamper(&mut found.sheets[sheet].cells);
    attend(name, &bytes, &mut found, &budget);
    let differing = !found.differences.is_empty();
    assert_eq!(found.sheets[sheet].witness, if differing { Witness::Disagreed } else { Witness::Agreed }, "{name} {sheet}");
    found.differences.into_iter().flat_map(|(_, own)| own.kept).map(|one| one.at).collect()
}

fn altered(cell: &RawCell) -> RawCell {
    let shown = |text: &str| text.to_owned();
    let (value, shown) = match &cell.value {
        RawValue::Text => (RawValue::Text, shown("改")),
        RawValue::Number(number) => (RawValue::Number(number + 1.0), shown("1")),
        RawValue::Bool(truth) => (RawValue::Bool(!truth), shown("TRUE")),
        RawValue::Date(day) => (RawValue::Date(day.checked_add(1.day()).unwrap()), shown("2025/1/1")),
        RawValue::Error if cell.shown == "#N/A" => (RawValue::Error, shown("#REF!")),
        RawValue::Error => (RawValue::Error, shown("#N/A")),
        other => (other.clone(), cell.shown.clone()),
    };
    RawCell { at: cell.at, value, shown }
}

/// Files of each format, with cells of every type between them.
const FILES: [(&str, usize); 10] = [
    ("values.xlsx", 0),
    ("texts.xlsx", 0),
    ("mac1904.xlsx", 0),
    ("kinds.xlsb", 0),
    ("xlwt.xls", 0),
    ("excel2003.xls", 0),
    ("excel95.xls", 0),
    ("kinds.ods", 0),
    ("drawn.ods", 0),
    ("drawn.xls", 0),
];

#[test]
fn what_is_dropped_or_altered_is_seen_at_its_cell() {
    let limits = Limits::default();
    let mut tried = std::collections::BTreeMap::<(&str, String), usize>::new();
    for (name, sheet) in FILES {
        assert_eq!(differences(name, sheet, |_| {}), [], "{name}");
        let file = FileBudget::alone(&limits);
        let budget = Budget::new(&file);
        let found = read(name, &fixture(name), &budget);
        let grid = &found.sheets[sheet];
        let format = name.rsplit('.').next().unwrap();
        for (place, cell) in grid.cells.iter().enumerate() {
            let unknown = super::alike::is_passed_over(grid, cell);
            let kind = format!("{:?}", cell.value).split('(').next().unwrap().to_owned();
            let count = tried.entry((format, kind)).or_default();
            if unknown || *count > 12 {
                continue;
            }
            *count += 1;
            let dropped = differences(name, sheet, |cells| _ = cells.remove(place));
            assert_eq!(dropped, [cell.at], "{name}: {cell:?} dropped");
            let changed = differences(name, sheet, |cells| cells[place] = altered(cell));
            assert_eq!(changed, [cell.at], "{name}: {cell:?} altered");
        }
    }
    for (format, kinds) in [
        ("xlsx", &["Text", "Number", "Date", "Bool", "Error"][..]),
        ("xlsb", &["Text", "Number", "Date", "Bool", "Error"]),
        ("xls", &["Text", "Number", "Date"]),
        ("ods", &["Text", "Number", "Date", "Bool", "Error"]),
    ] {
        for kind in kinds {
            assert!(tried.get(&(format, (*kind).to_owned())).is_some_and(|count| *count > 0), "{format} {kind}: {tried:?}");
        }
    }
}

#[test]
fn what_is_added_is_seen_at_its_cell() {
    let day = date(2025, 10, 9).at(0, 0, 0, 0);
    let values = [
        (RawValue::Text, "課"),
        (RawValue::Number(7.0), "7"),
        (RawValue::Date(day), "2025/10/9"),
        (RawValue::Bool(true), "TRUE"),
        (RawValue::Error, "#N/A"),
    ];
    for (name, sheet) in FILES {
        for (value, shown) in &values {
            for at in [Address::new(0, 40), Address::new(5_000, 0)] {
                let cell = RawCell { at, value: value.clone(), shown: (*shown).to_owned() };
                let add = |cells: &mut Vec<RawCell>| {
                    let place = cells.partition_point(|own| own.at < at);
                    cells.insert(place, cell);
                };
                assert_eq!(differences(name, sheet, add), [at], "{name} {value:?}");
            }
        }
    }
}

#[test]
fn many_differences_are_counted_and_not_kept() {
    let limits = Limits::default();
    let file = FileBudget::alone(&limits);
    let budget = Budget::new(&file);
    let bytes = fixture("xlwt.xls");
    let mut found = read("xlwt.xls", &bytes, &budget);
    found.sheets[0].cells =
        (0..3_000).map(|row| RawCell { at: Address::new(row, 9), value: RawValue::Text, shown: "a".into() }).collect();
    attend("xlwt.xls", &bytes, &mut found, &budget);
    let (_, own) = &found.differences[0];
    assert_eq!((own.kept.len(), own.more > 2_000), (1_000, true));
}

#[test]
fn an_xls_that_asks_for_more_memory_than_there_is_is_not_given_on() {
    let limits = Limits::default();
    let file = FileBudget::alone(&limits);
    let budget = Budget::new(&file);
    let mut bytes = fixture("xlwt.xls");
    // the declared size of the first sheet
    let at = (512..bytes.len() - 20).find(|at| bytes[*at..*at + 4] == [0x00, 0x02, 0x0e, 0x00]).unwrap();
    bytes[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut found = read("xlwt.xls", &bytes, &budget);
    attend("xlwt.xls", &bytes, &mut found, &budget);
    assert!(found.sheets.iter().all(|grid| grid.witness == Witness::Unwitnessed(Unwitnessed::TooLarge)));
}

#[test]
fn a_panic_in_the_other_reader_is_no_fault_of_the_file() {
    let mut found = Found { sheets: vec![Grid::default()], ..Found::default() };
    settle(&mut found, Ok(()), |_, _| panic!("not ours"));
    assert_eq!(found.sheets[0].witness, Witness::Unwitnessed(Unwitnessed::Fault));
}

#[test]
fn the_witness_may_be_left_out() {
    let bytes = fixture("values.xlsx");
    let options = Options { no_witness: true, ..Options::default() };
    let read = crate::source::workbook::read(&bytes, crate::model::Format::Xlsx, &"x".into(), &options).unwrap();
    assert_eq!(read.0.sheets[0].witness, Witness::Unwitnessed(Unwitnessed::NotAsked));
}
