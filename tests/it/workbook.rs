//! The workbook, the data files and run.json, made from records and read back by our own reader and by others.

use std::io::{Cursor, Read};

use crate::edition::{SCRATCH, consolidation_of_shared, keep, made_up, many, with_edition};
use calamine::{Data, DataType, Reader, Xlsx};
use torimatome::model::{Lang, RecordKind};
use torimatome::report::data::{self, run};
use torimatome::report::workbook;

/// A part of the workbook's zip.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).unwrap();
    text
}

fn sheet_names(bytes: &[u8]) -> Vec<String> {
    Xlsx::new(Cursor::new(bytes)).unwrap().sheet_names()
}

/// The XML of a sheet, by its name.
fn sheet_xml(bytes: &[u8], name: &str) -> String {
    let n = sheet_names(bytes).iter().position(|sheet| sheet == name).unwrap_or_else(|| panic!("no sheet {name}")) + 1;
    part(bytes, &format!("xl/worksheets/sheet{n}.xml"))
}

fn rows(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// データ.xlsx.
fn data_book(consolidation: &torimatome::model::Consolidation) -> Vec<u8> {
    with_edition(consolidation, |edition| workbook::write_data(edition, SCRATCH.as_ref()).unwrap())
}

#[test]
fn sheets_come_in_their_order() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    keep("made_up.xlsx", &bytes);
    let names = sheet_names(&bytes);
    assert_eq!(names, ["一覧", "取組状況", "集計", "提出状況", "指摘", "読取台帳", "_控え"]);
    let data = sheet_names(&data_book(&consolidation));
    assert!(data.len() > 3 && data.iter().all(|name| name.starts_with("データ_")), "{data:?}");
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let consolidation = made_up();
    let once = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let twice = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    assert!(once == twice);
    assert!(part(&once, "docProps/core.xml").contains("2025-10-20T01:02:03Z"));
}

#[test]
fn a_workbook_too_big_for_memory_is_as_whole_as_a_small_one() {
    const RECORDS: u32 = 5_001;
    let consolidation = many(RECORDS);
    let write = || with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let bytes = write();
    assert!(bytes == write(), "the same once more");
    let few = many(12);
    let small = with_edition(&few, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    assert_eq!(sheet_names(&bytes), sheet_names(&small));
    let (data, few) = (data_book(&consolidation), data_book(&few));
    assert!(data == data_book(&consolidation));
    let texts = |bytes: &[u8], name: &str| -> Vec<Vec<String>> {
        rows(bytes, name).iter().map(|row| row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect()).collect()
    };
    for (name, rows_of_one) in [("データ_記録", 1), ("データ_段階", 2), ("データ_本文", 7)] {
        let (big, small) = (texts(&data, name), texts(&few, name));
        assert_eq!(big.len(), 1 + RECORDS as usize * rows_of_one, "{name}");
        assert_eq!(big[..=6 * rows_of_one], small[..=6 * rows_of_one], "{name}");
    }
    let table = texts(&bytes, "取組状況");
    for n in 1..=RECORDS {
        assert!(table[n as usize + 2].contains(&format!("取組{n}")), "row {n}: {:?}", table[n as usize + 2]);
    }
    let merged = |bytes: &[u8]| sheet_xml(bytes, "取組状況").matches("<mergeCell ").count();
    assert!(merged(&bytes) > merged(&small), "directions are merged downwards, on each page anew");
    // every cell of the table has its rules, whether or not it lies under a merged one
    let xml = sheet_xml(&bytes, "取組状況");
    assert!(!xml.split("<c ").skip(1).any(|cell| !cell.contains(" s=\"")), "a cell without a format");
}

#[test]
fn every_sheet_is_ready_for_print() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let names: Vec<String> = sheet_names(&bytes).into_iter().filter(|name| name != "_控え").collect();
    let book = part(&bytes, "xl/workbook.xml");
    for name in &names {
        let xml = sheet_xml(&bytes, name);
        for wanted in [
            "fitToPage=\"1\"",
            // where A4 would be too small, A3
            if matches!(&**name, "一覧" | "指摘") { "paperSize=\"8\"" } else { "paperSize=\"9\"" },
            "orientation=\"landscape\"",
            "left=\"0.787",
            "&amp;P / &amp;N",
            "state=\"frozen\"",
        ] {
            assert!(xml.contains(wanted), "{name}: {wanted}");
        }
    }
    assert_eq!(book.matches("_xlnm.Print_Titles").count(), names.len());
    assert_eq!(book.matches("_xlnm.Print_Area").count(), names.len());
    assert!(book.contains("取組状況!$3:$3"), "heading row is repeated: {book}");
}

#[test]
fn texts_are_texts_and_come_back_exactly() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let all: Vec<String> = rows(&bytes, "取組状況").into_iter().flatten().filter_map(|cell| cell.as_string()).collect();
    for text in crate::edition::NASTY {
        assert!(all.iter().any(|cell| cell == text), "{text:?}");
    }
    for name in sheet_names(&bytes) {
        let xml = sheet_xml(&bytes, &name);
        assert!(!xml.contains("<f>") || matches!(&*name, "集計" | "提出状況" | "読取台帳"), "{name}");
    }
    assert!(sheet_xml(&bytes, "取組状況").contains("&lt;r&gt;"), "markup is a text");
}

#[test]
fn a_text_too_tall_for_a_row_goes_on_below() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let long = crate::edition::long_text();
    let joined: String = rows(&bytes, "取組状況").iter().filter_map(|row| row[5].as_string()).collect();
    let strip = |text: &str| text.replace('\n', "");
    assert!(strip(&joined).contains(&strip(&long)));
    let heights = sheet_xml(&bytes, "取組状況");
    for height in heights.split(" ht=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(height.parse::<f64>().unwrap() <= 409.5);
    }
    assert!(rows(&bytes, "取組状況").iter().any(|row| row.iter().any(|cell| cell.as_string().as_deref() == Some("（続き）"))));
}

#[test]
fn a_finding_leads_to_the_row_of_its_record() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let xml = sheet_xml(&bytes, "指摘");
    let link = xml.split("location=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let row: usize =
        link.strip_prefix("'取組状況'!A").unwrap_or_else(|| link.strip_prefix("取組状況!A").unwrap()).parse().unwrap();
    let table = rows(&bytes, "取組状況");
    assert_eq!(table[row - 1][2].as_string().unwrap(), consolidation.records.progress[1].names.join("\n"));
}

/// Number of the machine-readability rule → what is looked at.
#[test]
fn data_sheets_are_machine_readable() {
    let consolidation = made_up();
    let bytes = data_book(&consolidation);
    let mut headings_seen = Vec::new();
    for name in sheet_names(&bytes).iter().filter(|name| name.starts_with("データ_")) {
        let xml = sheet_xml(&bytes, name);
        assert!(!xml.contains("<mergeCell"), "L1-12 {name}");
        assert!(!xml.contains("hidden=\"1\""), "L1-13 {name}");
        assert!(!xml.contains("<drawing"), "L1-10 {name}");
        assert!(!xml.contains("<f>"), "L2-06 {name}");
        assert!(!xml.contains("<conditionalFormatting"), "L1-11 {name}");
        let rows = rows(&bytes, name);
        let headings: Vec<String> = rows[0].iter().map(|cell| cell.as_string().unwrap_or_default()).collect();
        assert!(headings.iter().all(|heading| !heading.trim().is_empty()), "L1-05 {name}");
        let mut unique = headings.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), headings.len(), "L2-03 {name}");
        for row in &rows[1..] {
            assert!(row.iter().any(|cell| *cell != Data::Empty), "L1-03 {name}");
            assert_ne!(row[0], Data::Empty, "L2-02 {name}: keys are never left out");
            for (cell, heading) in row.iter().zip(&headings) {
                if let Data::String(text) = cell {
                    assert!(!text.contains(['\n', '\r']), "L1-06 {name} {heading}");
                }
                if matches!(&**heading, "順" | "行番号" | "年度" | "方向番号" | "出所行") {
                    assert!(matches!(cell, Data::Float(_) | Data::Int(_) | Data::Empty), "L2-01 {name} {heading}");
                }
            }
        }
        headings_seen.push((name.clone(), headings));
    }
    // L3-08: every column is explained
    let explained = rows(&bytes, "データ_項目説明");
    for (sheet, headings) in headings_seen.iter().filter(|(sheet, _)| sheet != "データ_項目説明") {
        for heading in headings {
            let found =
                explained.iter().any(|row| row[0] == Data::String(sheet.clone()) && row[1] == Data::String(heading.clone()));
            assert!(found, "L3-08 {sheet} {heading}");
        }
    }
}

#[test]
fn texts_come_back_from_the_data_sheets_line_by_line() {
    let consolidation = made_up();
    let bytes = data_book(&consolidation);
    let lines = rows(&bytes, "データ_本文");
    for record in &consolidation.records.progress {
        let Some(done) = &record.done else { continue };
        let mut back: Vec<(i64, String)> = lines
            .iter()
            .filter(|row| row[1] == Data::String(record.id.to_string()) && row[2] == Data::String("取組内容（実績）".into()))
            .map(|row| (row[4].as_i64().unwrap(), row[5].as_string().unwrap_or_default()))
            .collect();
        back.sort_by_key(|(n, _)| *n);
        let mut text = String::new();
        for (index, (n, line)) in back.iter().enumerate() {
            if index > 0 && back[index - 1].0 != *n {
                text.push('\n');
            }
            text.push_str(line);
        }
        assert_eq!(text, done.text.as_str(), "{}", record.id);
    }
}

#[test]
fn the_shared_records_come_back() {
    let Some((consolidation, expected)) = consolidation_of_shared() else { return };
    let bytes = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    keep("shared.xlsx", &bytes);
    let table = rows(&bytes, "取組状況");
    assert_eq!(table.len() - 3, expected.len(), "a record a row");
    // rows of one direction share its cell
    let mut direction = String::new();
    for (row, record) in table[3..].iter().zip(&consolidation.records.progress) {
        direction = row[0].as_string().filter(|text| !text.is_empty()).unwrap_or(direction);
        assert_eq!(direction, record.direction.unwrap().to_string());
        assert_eq!(
            row[5].as_string().unwrap_or_default(),
            record.done.as_ref().map(|done| done.text.to_string()).unwrap_or_default()
        );
        assert_eq!(
            row[6].as_string().unwrap_or_default(),
            record.planned.as_ref().map(|planned| planned.text.to_string()).unwrap_or_default()
        );
    }
    let data = data_book(&consolidation);
    assert_eq!(rows(&data, "データ_番号名称").len(), 1 + 60 + 1, "60 numbers; one row has a name more");
    assert_eq!(rows(&data, "データ_段階").len(), 1 + 113);
    // data/progress.json is the expected file, with origin in place of source
    let json: serde_json::Value =
        serde_json::from_slice(&torimatome::report::data::json(RecordKind::Progress, &consolidation)).unwrap();
    for (mut ours, mut theirs) in json["records"].as_array().unwrap().clone().into_iter().zip(expected) {
        ours.as_object_mut().unwrap().retain(|key, _| key != "origin" && key != "missing");
        theirs.as_object_mut().unwrap().remove("source");
        assert_eq!(ours, theirs);
    }
}

#[test]
fn json_is_a_record_a_line_and_comes_back() {
    let consolidation = made_up();
    let bytes = data::json(RecordKind::Progress, &consolidation);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().count(), consolidation.records.progress.len() + 2);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], "torimatome.progress/1");
    assert_eq!(json["period"], "2025H1");
    let back: Vec<torimatome::model::Progress> = serde_json::from_value(json["records"].clone()).unwrap();
    for (ours, theirs) in back.iter().zip(&consolidation.records.progress) {
        assert_eq!((&ours.done, &ours.names, &ours.description), (&theirs.done, &theirs.names, &theirs.description));
    }
    assert_eq!(String::from_utf8(data::json(RecordKind::Measure, &consolidation)).unwrap().lines().count(), 1);
}

#[test]
fn no_field_of_the_csv_is_a_formula_and_every_text_comes_back() {
    let consolidation = made_up();
    let bytes = data::csv(RecordKind::Progress, &consolidation);
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a BOM");
    assert!(text.contains("\r\n"));
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), consolidation.records.progress.len());
    for (row, record) in rows.iter().zip(&consolidation.records.progress) {
        for field in row {
            assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{field}");
        }
        let plain = |field: &str| field.strip_prefix('\'').unwrap_or(field).to_owned();
        assert_eq!(plain(&row[5]), record.description.clone().unwrap_or_default());
        assert_eq!(plain(&row[3]), record.names.join("\n"));
    }
}

#[test]
fn run_json_has_what_the_contract_says() {
    let consolidation = made_up();
    let outputs = [run::Output {
        kind: run::OutputKind::Workbook,
        path: "取りまとめ.xlsx".into(),
        sha256: "0".repeat(64),
        pages: None,
        sheets: Default::default(),
    }];
    let json: serde_json::Value = serde_json::from_slice(&run::run(&consolidation, &outputs, "draft", Lang::Ja)).unwrap();
    assert_eq!(json["schema"], "torimatome.run/1");
    assert_eq!(json["period"]["label"], "令和7年度上半期");
    assert_eq!(json["records"]["progress"], consolidation.records.progress.len());
    assert_eq!(json["outputs"][0], serde_json::json!({"kind": "workbook", "path": "取りまとめ.xlsx", "sha256": "0".repeat(64)}));
    let finding = &json["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["severity"], &finding["cell"]),
        (&"missing-department".into(), &"error".into(), &serde_json::Value::Null)
    );
    assert!(finding.get("cell").is_none() && finding["file"].is_null() && finding["hint"].is_string());
    assert_eq!(json["findings"][1]["cell"], "C10");
    assert_eq!(json["submissions"][0]["submitted"], "2025-10-03");
    assert_eq!(json["inputs"][0]["sheets"][0]["ledger"]["set_aside"]["title"], 1);
}
