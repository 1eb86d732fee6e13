//! Consolidations to make editions of: one made up, one of the shared records.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use torimatome::form::Form;
use torimatome::model::*;
use torimatome::report::ReportData;

/// Where long sheets wait while a workbook is made.
pub const SCRATCH: &str = env!("CARGO_TARGET_TMPDIR");

/// Texts that must do no harm.
pub const NASTY: [&str; 9] = [
    "=HYPERLINK(\"http://example.jp\",\"x\")",
    "+81-197-00-0000",
    "-5を目標とする",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "<r>太字でも<b>書式</b>でもない & です</r>",
    "https://www.example.jp/path",
    "制御\u{1}文字\u{b}と_x000D_と𠮷野家🏯",
    "../x/課",
];

/// A text of more lines than a row can be tall.
pub fn long_text() -> String {
    (1..=90).map(|n| format!("・第{n}回 説明会を市民センターで開催し、参加者から意見を聴いた。\n")).collect::<String>() + "以上"
}

/// The form of 取組状況.
pub fn form() -> Form {
    toml::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/progress.toml"))).unwrap()
}

/// Calls `f` with an edition of fixed time.
pub fn with_edition<T>(consolidation: &Consolidation, f: impl FnOnce(&ReportData<'_>) -> T) -> T {
    let form = form();
    let issued: DateTime = "2025-10-20T01:02:03".parse().unwrap();
    f(&ReportData::new(consolidation, &[&form], issued))
}

fn plan() -> Plan {
    let stage = |name: &str, step: Option<u32>| serde_json::json!({"name": name, "step": step});
    serde_json::from_value(serde_json::json!({
        "id": "minamo", "municipality": "みなも市", "code": "999999", "title": "みなも市デジタル推進計画",
        "direction": [{"no": 1, "title": "くらしのデジタル化"}, {"no": 2, "title": "産業を支える基盤づくり"}],
        "stage": [stage("調査検討", Some(1)), stage("予算化", None), stage("導入", Some(2)), stage("運用開始", Some(3)),
            stage("運用改善", Some(4)), stage("運用定着", Some(5))],
    }))
    .unwrap()
}

fn statement(text: &str, stages: &[(&str, &str)]) -> Statement {
    let stages = stages
        .iter()
        .map(|(stage, text)| StageEntry { stage_raw: (*stage).into(), stage: Some((*stage).into()), text: (*text).into() })
        .collect();
    Statement { text: text.into(), stages }
}

fn progress(direction: u32, no: u32, name: &str, row: u32) -> Progress {
    let cells = [("names", 2), ("description", 4), ("done", 5), ("planned", 6)];
    Progress {
        id: format!("{direction}-{no}").into(),
        direction: Some(direction),
        direction_text: None,
        numbers: vec![no.to_string()],
        names: vec![name.into()],
        departments: vec!["窓口サービス課".into()],
        description: Some("手続の案内を見直し、来庁しなくても済むようにする。".into()),
        done: Some(statement("【導入】\n申請様式を整理した。", &[("導入", "申請様式を整理した。")])),
        planned: Some(statement("【運用開始】\n4月から受付を始める。", &[("運用開始", "4月から受付を始める。")])),
        origin: Origin {
            file: "01_窓口サービス課.xlsx".into(),
            sheet: Some("取組状況".into()),
            row,
            cells: cells.iter().map(|(field, col)| ((*field).into(), Address::new(row, *col))).collect(),
            comments: [("done".into(), "担当: 数字は速報値\n（確定は11月）".into())].into_iter().filter(|_| row == 8).collect(),
            elsewhere: Vec::new(),
        },
        missing: Absences::new(),
        earlier: Vec::new(),
    }
}

/// More records than a workbook keeps in memory, in two directions, without a finding.
pub fn many(records: u32) -> Consolidation {
    let mut consolidation = made_up();
    consolidation.findings.clear();
    consolidation.records.progress =
        (1..=records).map(|n| progress(1 + 2 * n / (records + 2), n, &format!("取組{n}"), 8 + n)).collect();
    consolidation
}

/// A consolidation of our own, with what is awkward.
pub fn made_up() -> Consolidation {
    let mut records: Vec<Progress> = vec![
        progress(1, 1, "オンライン申請の拡大", 8),
        progress(1, 2, "書かない窓口", 9),
        progress(1, 3, "公共施設予約", 10),
        progress(2, 4, "スマート林業の支援", 11),
    ];
    records[1].names.push("遠隔相談窓口".into());
    records[1].departments.push("情報政策課".into());
    records[2].done = Some(statement(&format!("【運用改善】\n{}", long_text()), &[("運用改善", &long_text())]));
    records[2].planned = None;
    records[2].missing.insert("planned".into(), Missing::Dash);
    for (n, text) in (5u32..).zip(NASTY) {
        let mut record = progress(2, n, text, 8 + n);
        record.description = Some(text.into());
        record.done = Some(statement(text, &[]));
        records.push(record);
    }
    let mut plain =
        statement("【調査検討】_x000D_を含む文\n ・空白で始まる行", &[("調査検討", "_x000D_を含む文\n ・空白で始まる行")]);
    plain.text = format!("{}\n\n最後の行", plain.text).into();
    records[3].done = Some(plain);
    let ids: Vec<Arc<str>> = records.iter().map(|record| record.id.clone()).collect();
    let submission = |department: &str, status, file: Option<&str>| Submission {
        department: department.into(),
        status,
        file: file.map(Into::into),
        files: Vec::new(),
        submitted: file.map(|_| Date::constant(2025, 10, 3)),
        first_submitted: None,
        required: true,
        mended: false,
        version: 0,
        records: if file.is_some() { ids.clone() } else { Vec::new() },
    };
    Consolidation {
        plan: plan(),
        period: Period::parse("2025H1"),
        inputs: vec![input("01_窓口サービス課.xlsx", "窓口サービス課"), input("02_税務課.csv", "税務課")],
        submissions: vec![
            submission("窓口サービス課", SubmissionStatus::Submitted, Some("01_窓口サービス課.xlsx")),
            submission("情報政策課", SubmissionStatus::NoRecords, None),
            submission("森林課", SubmissionStatus::Missing, None),
        ],
        records: Records { progress: records, ..Records::default() },
        findings: vec![
            Finding::new(torimatome::rules::MISSING_DEPARTMENT, Place::nowhere()).with("department", "森林課").of("森林課"),
            Finding::new(
                torimatome::rules::NUMBER_NAME_MISMATCH,
                Place::file("01_窓口サービス課.xlsx").on(Some("取組状況")).at(Address::new(9, 2)),
            )
            .with("numbers", 1)
            .with("names", 2)
            .of("窓口サービス課"),
            Finding::new(torimatome::rules::OUTSIDE_FORM, Place::file("02_税務課.csv").at(Spot::Column(5))).of("税務課"),
        ],
        ..Consolidation::default()
    }
}

fn input(path: &str, department: &str) -> Input {
    Input {
        path: path.into(),
        sha256: Some("ab".repeat(32)),
        bytes: 12_345,
        format: Some(if path.ends_with("csv") { Format::Csv } else { Format::Xlsx }),
        encoding: path.ends_with("csv").then_some(Encoding::Cp932),
        status: InputStatus::Read,
        reason: None,
        department: Some(department.into()),
        sheets: vec![SheetReport {
            name: (!path.ends_with("csv")).then(|| "取組状況".into()),
            visibility: Visibility::Visible,
            tables: Vec::new(),
            ledger: Ledger {
                non_empty: 100,
                used: 90,
                set_aside: [(Reason::Title, 1), (Reason::Heading, 7), (Reason::Note, 2)].into(),
                ..Ledger::default()
            },
            comments: Vec::new(),
        }],
    }
}

/// Keeps a file to be looked at, in the folder that TORIMATOME_KEEP names.
pub fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("TORIMATOME_KEEP") {
        std::fs::write(PathBuf::from(folder).join(name), bytes).unwrap();
    }
}

/// Where the data shared between the project's sessions lie, if they do.
pub fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("TORIMATOME_SHARED").map_or(beside, PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    crate::common::skipped(format_args!("no shared data at {} (set TORIMATOME_SHARED)", path.display()));
    None
}

/// The consolidation of the 46 expected records, and the records as they are expected.
pub fn consolidation_of_shared() -> Option<(Consolidation, Vec<serde_json::Value>)> {
    let folder = shared()?.join("inputs").join("oshu").join("expected");
    let read =
        |name: &str| -> serde_json::Value { serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap() };
    let expected = read("progress.json");
    let records = expected["records"].as_array().unwrap().clone();
    let progress: Vec<Progress> = records
        .iter()
        .map(|record| {
            let mut record = record.clone();
            let source = record.as_object_mut().unwrap().remove("source").unwrap();
            let row = source["row"].as_u64().unwrap();
            record["origin"] = serde_json::json!({
                "file": source["file"], "sheet": source["sheet"], "row": row,
                "cells": {"names": format!("C{row}"), "done": format!("F{row}"), "planned": format!("G{row}")},
            });
            serde_json::from_value(record).unwrap()
        })
        .collect();
    let submissions: Vec<Submission> = read("submissions.json")
        .as_array()
        .unwrap()
        .iter()
        .map(|submission| Submission {
            department: submission["department"].as_str().unwrap().into(),
            status: if submission["records"].as_array().unwrap().is_empty() {
                SubmissionStatus::NoRecords
            } else {
                SubmissionStatus::Submitted
            },
            file: submission["file"].as_str().map(Into::into),
            files: Vec::new(),
            submitted: submission["submitted"].as_str().and_then(|day| day.parse().ok()),
            first_submitted: None,
            required: true,
            mended: false,
            version: 0,
            records: submission["records"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().into()).collect(),
        })
        .collect();
    let inputs = submissions.iter().filter_map(|s| s.file.as_ref().map(|file| input(file, &s.department))).collect();
    let mut plan = plan();
    plan.municipality = expected["municipality"].as_str().unwrap().into();
    plan.directions.push(Direction { no: 3, title: "第3の方向".into(), aliases: Vec::new() });
    let findings = read("problems.json")
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            let place = Place {
                file: problem["file"].as_str().map(Into::into),
                sheet: problem["sheet"].as_str().map(Into::into),
                spot: problem["cell"].as_str().and_then(|cell| cell.parse().ok()),
            };
            Finding::new(torimatome::rules::find(problem["kind"].as_str().unwrap()).unwrap(), place)
                .with("numbers", 3)
                .with("names", 4)
        })
        .collect();
    let consolidation = Consolidation {
        plan,
        period: Period::parse("2025H1"),
        inputs,
        submissions,
        records: Records { progress, ..Records::default() },
        findings,
        ..Consolidation::default()
    };
    Some((consolidation, records))
}
