//! Tables of any kind: spans, marks, sections, two heading rows; and the data sheets of every kind of record.

use std::io::Cursor;

use crate::edition::{SCRATCH, keep, made_up, with_edition};
use calamine::{Data, DataType, Reader, Xlsx};
use torimatome::form::{Align, Print};
use torimatome::model::{Consolidation, RecordKind, Records};
use torimatome::report::{Cell, CellKind, Heading, KeyFigure, Row, Section, Table, TableColumn, data, workbook};

pub fn with_all_kinds() -> Consolidation {
    let mut consolidation = made_up();
    let origin = serde_json::json!({"file": "計画.xlsx", "sheet": "工程", "row": 5, "cells": {"name": "B5", "texts": "D5"}});
    let progress = std::mem::take(&mut consolidation.records.progress);
    consolidation.records = Records {
        progress,
        schedule: vec![
            serde_json::from_value(serde_json::json!({
                "id": "1-1", "direction": 1, "name": "窓口予約", "departments": ["市民課"], "and_others": true,
                "texts": ["設計", "運用\n改善"],
                "spans": [{"from": 2024, "to": 2024, "text": "設計", "lane": 1, "certainty": "cell"},
                    {"from": 2025, "to": 2027, "text": "運用\n改善", "lane": 1, "certainty": "merge"}],
                "cells": {"2024": "設計", "2025": "運用\n改善", "2026": null}, "target": "全窓口", "origin": origin,
            }))
            .unwrap(),
        ],
        indicators: vec![
            serde_json::from_value(serde_json::json!({
                "id": "1-1", "section": null, "goal": 1, "goal_name": "便利なくらし", "mark": "①", "title": "窓口",
                "departments": ["市民課"], "indicator": "オンライン申請率", "better": "higher",
                "values": [{"kind": "target", "fy": 2027, "raw": "88.5％以上", "text": "88.5％以上", "value": 88.5, "unit": "%",
                    "comparator": "以上", "recurrence": null, "per": null, "note": null}],
                "evaluation": "◎", "evaluation_label": "達成", "source": null, "note_heading": "備考", "notes": ["毎月集計"],
                "footnote": null, "relisted": true, "origin": origin, "missing": {"source": "blank"},
            }))
            .unwrap(),
        ],
        measures: vec![
            serde_json::from_value(serde_json::json!({
                "id": "1①", "goal": 1, "goal_name": "便利なくらし", "mark": "①", "no": 1, "title": "=窓口の改革",
                "priority": true, "items": ["予約", "電子化"], "origin": origin,
            }))
            .unwrap(),
        ],
        checklists: vec![
            serde_json::from_value(serde_json::json!({
                "id": "1", "list": "cashless", "department": "税務課", "status": null, "category": null, "group": null,
                "mark": "○", "name": null, "item": "コード決済", "supported": true, "note": null, "origin": origin,
            }))
            .unwrap(),
        ],
        tables: vec![
            serde_json::from_value(serde_json::json!({
                "id": "issues-1", "table": "issues", "departments": ["市民課"], "origin": origin,
            }))
            .unwrap(),
        ],
    };
    consolidation
}

/// A schedule: 番号, 取組, and four years under one heading.
fn schedule(consolidation: &Consolidation) -> Table<'_> {
    let column = |width, names_row| TableColumn {
        field: String::new(),
        width,
        align: Align::Left,
        bold: false,
        names_row,
        merges_down: false,
    };
    let heading = |text: &str, column, columns, rows| Heading { text: text.into(), column, columns, rows };
    let cell = |text: &'static str, kind, more_columns| Cell { text: text.into(), kind, more_columns, ..Cell::default() };
    let row = |cells| Row {
        id: &consolidation.records.schedule[0].id,
        label: "窓口予約".into(),
        departments: vec!["市民課"],
        origin: &consolidation.records.schedule[0].origin,
        continues: false,
        awaited: false,
        cells,
    };
    let empty = || cell("", CellKind::Text, 0);
    let years = ["R6", "R7", "R8", "R9"];
    let mut upper = vec![heading("No.", 0, 1, 2), heading("取組", 1, 1, 2), heading("年度", 2, 4, 1), heading("率", 6, 1, 2)];
    upper.push(heading("評価", 7, 1, 2));
    Table {
        kind: RecordKind::Schedule,
        title: "工程/表[試]".into(),
        print: Print::default(),
        columns: vec![
            column(3.0, false),
            column(14.0, true),
            column(8.0, false),
            column(8.0, false),
            column(8.0, false),
            column(8.0, false),
            column(6.0, false),
            column(4.0, false),
        ],
        headings: vec![upper, years.iter().zip(2..).map(|(year, col)| heading(year, col, 1, 1)).collect()],
        sections: vec![
            Section {
                title: "方向1 くらしのデジタル化".into(),
                rows: vec![row(vec![
                    cell("1", CellKind::Text, 0),
                    cell("窓口予約", CellKind::Text, 0),
                    cell("設計", CellKind::Bar, 0),
                    cell("運用・改善（市民の声を聴きながら、順次広げる）", CellKind::Bar, 2),
                    cell("75%", CellKind::Gauge(0.75), 0),
                    cell("◎", CellKind::Mark, 0),
                ])],
                notes: Vec::new(),
                headings: Vec::new(),
            },
            Section {
                title: "方向2 産業を支える基盤づくり".into(),
                rows: vec![row(vec![
                    cell("2", CellKind::Text, 0),
                    cell("林業支援", CellKind::Text, 0),
                    cell("調査", CellKind::Bar, 3),
                    empty(),
                    cell("○", CellKind::Mark, 0),
                ])],
                notes: Vec::new(),
                headings: Vec::new(),
            },
        ],
        legend: vec!["凡例　◎：達成".into()],
        figure: KeyFigure { label: "工程表".into(), value: 2, unit: "件".into() },
        counts: None,
        sentence: String::new(),
        current_year: None,
        listed_year: None,
    }
}

#[test]
fn spans_are_merged_and_sections_titled() {
    let consolidation = with_all_kinds();
    let bytes = with_edition(&consolidation, |edition| {
        let again = torimatome::report::ReportData::new(&consolidation, &[], edition.issued);
        workbook::write(&torimatome::report::ReportData { tables: vec![schedule(&consolidation)], ..again }, SCRATCH.as_ref())
            .unwrap()
    });
    keep("kinds.xlsx", &bytes);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let name = "工程／表［試］".to_owned();
    assert!(book.sheet_names().contains(&name));
    let range = book.worksheet_range(&name).unwrap();
    let text = |row, col| range.get_value((row, col)).and_then(DataType::as_string).unwrap_or_default();
    assert_eq!((text(2, 2), text(3, 3)), ("年度".into(), "R7".into()));
    assert_eq!(text(4, 0), "方向1 くらしのデジタル化");
    assert_eq!((text(5, 3), text(7, 2)), ("運用・改善（市民の声を聴きながら、順次広げる）".into(), "調査".into()));
    let merged = book.merge_cells_by_sheet_name(&name).unwrap();
    let merged: Vec<_> = merged.iter().map(|range| (range.start, range.end)).collect();
    for wanted in [((2, 0), (3, 0)), ((2, 2), (2, 5)), ((4, 0), (4, 7)), ((5, 3), (5, 5)), ((7, 2), (7, 5))] {
        assert!(merged.contains(&wanted), "{wanted:?} {merged:?}");
    }
}

#[test]
fn every_kind_has_its_data_sheets() {
    let consolidation = with_all_kinds();
    let bytes = with_edition(&consolidation, |edition| workbook::write_data(edition, SCRATCH.as_ref()).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let names = book.sheet_names();
    for name in ["データ_工程", "データ_工程期間", "データ_指標", "データ_指標値", "データ_施策", "データ_一覧", "データ_値なし"]
    {
        assert!(names.iter().any(|sheet| sheet == name), "{name} of {names:?}");
        let headings = book.worksheet_range(name).unwrap().rows().next().unwrap().to_vec();
        let mut unique: Vec<String> = headings.iter().map(ToString::to_string).collect();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), headings.len(), "{name}");
    }
    let values = book.worksheet_range("データ_指標値").unwrap();
    assert_eq!(values.get_value((1, 5)), Some(&Data::Float(88.5)));
    let spans = book.worksheet_range("データ_工程期間").unwrap();
    assert_eq!((spans.get_value((2, 2)), spans.get_value((2, 3))), (Some(&Data::Float(2025.0)), Some(&Data::Float(2027.0))));
}

#[test]
fn every_kind_has_its_files() {
    let consolidation = with_all_kinds();
    for kind in RecordKind::ALL {
        assert!(data::has(kind, &consolidation));
        let json: serde_json::Value = serde_json::from_slice(&data::json(kind, &consolidation)).unwrap();
        assert_eq!(json["schema"], format!("torimatome.{}/1", kind.file_stem()));
        let csv = data::csv(kind, &consolidation);
        let rows = csv::Reader::from_reader(&csv[3..]).into_records().map(Result::unwrap).count();
        assert_eq!(rows, json["records"].as_array().unwrap().len());
    }
    let measures = String::from_utf8(data::csv(RecordKind::Measure, &consolidation)).unwrap();
    assert!(measures.contains(",'=窓口の改革,"), "{measures}");
}

/// Records of all kinds come back from Parquet as JSON has them.
#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_json_holds() {
    let consolidation = with_all_kinds();
    let folder = tempfile::tempdir().expect("a folder");
    for kind in RecordKind::ALL {
        let path = folder.path().join(kind.file_stem());
        std::fs::write(&path, data::parquet(kind, &consolidation)).expect("writable");
        let (about, rows) = crate::common::parquet::read(&path);
        assert_eq!(about["schema"], format!("torimatome.{}/1", kind.file_stem()));
        let written: serde_json::Value = serde_json::from_slice(&data::json(kind, &consolidation)).expect("JSON");
        let wanted: Vec<_> = written["records"].as_array().expect("records").iter().map(crate::common::parquet::plain).collect();
        let code = consolidation.plan.code.clone();
        let rows = rows.into_iter().map(|mut row| {
            let written = row.remove("municipality_code").and_then(|value| value.as_str().map(str::to_owned));
            assert_eq!(written, code);
            crate::common::parquet::plain(&row.into())
        });
        assert!(!wanted.is_empty());
        assert_eq!(rows.collect::<Vec<_>>(), wanted, "{kind:?}");
    }
}
