//! Editions to make reports of: one made up, one from the shared records.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::{Value, json};
use torimatome::form::Form;
use torimatome::model::{
    Consolidation, Finding, Input, InputStatus, Ledger, Period, Place, Plan, Progress, Reason, Records, SheetReport, StageEntry,
    Statement, Submission, SubmissionStatus, Visibility,
};
use torimatome::report::ReportData;
use torimatome::rules;

/// A consolidation and the form it is printed with.
pub struct Made {
    pub consolidation: Consolidation,
    pub form: Form,
}

impl Made {
    pub fn edition(&self) -> ReportData<'_> {
        ReportData::new(&self.consolidation, &[&self.form], DateTime::constant(2025, 11, 21, 9, 30, 0, 0))
    }

    /// Every text of every record.
    pub fn texts(&self) -> Vec<String> {
        let mut out = Vec::new();
        for record in &self.consolidation.records.progress {
            out.extend(record.names.iter().cloned());
            out.extend(record.description.clone());
            out.extend([&record.done, &record.planned].into_iter().flatten().map(|statement| statement.text.to_string()));
        }
        out
    }

    pub fn set_done(&mut self, record: usize, text: &str) {
        self.consolidation.records.progress[record].done = Some(Statement { text: text.into(), stages: Vec::new() });
    }

    /// Repeats the form's last column until there are `columns`.
    pub fn widen(&mut self, columns: usize) {
        let last = self.form.columns.last().unwrap().clone();
        self.form.columns.resize(columns, last);
    }
}

fn form() -> Form {
    toml::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/progress.toml"))).unwrap()
}

fn stages() -> Value {
    json!([
        {"name": "調査検討", "step": 1},
        {"name": "予算化"},
        {"name": "導入", "step": 2},
        {"name": "運用開始", "step": 3},
        {"name": "運用改善", "step": 4},
        {"name": "運用定着", "step": 5},
    ])
}

fn statement(parts: &[(&str, String)]) -> Statement {
    Statement {
        text: parts.iter().map(|(stage, text)| format!("【{stage}】\n{text}")).collect::<Vec<_>>().join("\n").into(),
        stages: parts
            .iter()
            .map(|(stage, text)| StageEntry {
                stage_raw: (*stage).into(),
                stage: Some(Arc::from(*stage)),
                text: text.as_str().into(),
            })
            .collect(),
    }
}

/// A made-up city of four departments and `rows` rows.
pub fn made_up(rows: usize) -> Made {
    let departments = ["みどり課", "みなと課", "ひかり課", "かぜ課"];
    let plan: Plan = serde_json::from_value(json!({
        "id": "mirai", "municipality": "みらい市", "title": "みらい市デジタル計画",
        "direction": [
            {"no": 1, "title": "暮らしの便利"}, {"no": 2, "title": "役所の手間を減らす"}, {"no": 3, "title": "だれもが使える"},
        ],
        "department": departments.map(|name| json!({"name": name, "submits": true})),
        "stage": stages(),
    }))
    .unwrap();
    let steps = ["調査検討", "導入", "運用開始", "運用改善", "運用定着"];
    let progress: Vec<Progress> = (0..rows)
        .map(|at| {
            let direction = 1 + 3 * at / rows.max(1);
            let department = departments[at % departments.len()];
            let file = format!("{:02}_{department}.xlsx", at % departments.len() + 1);
            serde_json::from_value(json!({
                "id": format!("{direction}-{at}"), "direction": direction, "numbers": [(at + 1).to_string()],
                "names": [format!("取組その{}（窓口・手続）", at + 1)], "departments": [department],
                "description": format!("{at}番目の施設で、申請（約{}件）をオンラインで受け付ける「どこでも窓口」の仕組みを整え、待ち時間を減らす。", 100 * (at + 1)),
                "done": statement(&[
                    ("予算化", format!("9月補正予算で{}千円を計上", 250 * (at + 1))),
                    (steps[at % 5], format!("第{}回の検討会を開き、利用者アンケート（回答{}人）をまとめた。", at + 1, 12 * (at + 1))),
                ]),
                "planned": statement(&[(steps[(at + 1) % 5], format!("その{at}：令和8年度から3か所で本格的に運用する。"))]),
                "origin": {"file": file, "sheet": "進捗", "row": at + 12, "cells": {"done": format!("F{}", at + 12)}},
            }))
            .unwrap()
        })
        .collect();
    let submissions = departments
        .iter()
        .enumerate()
        .map(|(at, name)| Submission {
            department: Arc::from(*name),
            status: if at == 3 && rows == 0 { SubmissionStatus::Missing } else { SubmissionStatus::Submitted },
            file: Some(format!("{:02}_{name}.xlsx", at + 1).into()),
            files: Vec::new(),
            submitted: Some(jiff::civil::Date::constant(2025, 10, 3)),
            first_submitted: None,
            required: true,
            mended: false,
            version: 0,
            records: progress.iter().filter(|r| &*r.departments[0] == *name).map(|r| r.id.clone()).collect(),
        })
        .collect();
    let inputs =
        departments.iter().enumerate().map(|(at, name)| input(&format!("{:02}_{name}.xlsx", at + 1), name, 40, 28)).collect();
    let findings = vec![
        Finding::new(rules::MISSING_DEPARTMENT, Place::nowhere()).of("かぜ課").with("department", "かぜ課"),
        Finding::new(rules::HIDDEN_ROW, Place::file("01_みどり課.xlsx").on(Some("進捗"))).of("みどり課").with("row", 9),
    ];
    let records = Records { progress, ..Records::default() };
    let period = Period::parse("2025H1");
    Made {
        consolidation: Consolidation { plan, period, inputs, submissions, records, findings, ..Consolidation::default() },
        form: form(),
    }
}

fn input(path: &str, department: &str, non_empty: u64, used: u64) -> Input {
    let set_aside = BTreeMap::from([(Reason::Heading, 7), (Reason::Title, non_empty - used - 7)]);
    Input {
        path: path.into(),
        sha256: None,
        bytes: 10_000,
        format: None,
        encoding: None,
        status: InputStatus::Read,
        reason: None,
        department: Some(department.into()),
        sheets: vec![SheetReport {
            name: Some("進捗".into()),
            visibility: Visibility::Visible,
            tables: Vec::new(),
            ledger: Ledger { non_empty, used, set_aside, ..Ledger::default() },
            comments: Vec::new(),
        }],
    }
}

/// The shared records, where they are at hand.
pub fn shared() -> Option<Made> {
    let root = std::env::var_os("TORIMATOME_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = root.join("inputs/oshu/expected");
    let read = |name: &str| -> Option<Value> { serde_json::from_slice(&std::fs::read(folder.join(name)).ok()?).ok() };
    let (Some(progress), Some(submissions), Some(problems)) =
        (read("progress.json"), read("submissions.json"), read("problems.json"))
    else {
        crate::common::skipped(format_args!("no shared records at {}", folder.display()));
        return None;
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let municipality = text(&progress["municipality"]);
    let records: Vec<Progress> = progress["records"]
        .as_array()?
        .iter()
        .map(|record| {
            let mut record = record.clone();
            let mut origin = record["source"].take();
            origin["cells"] = json!({});
            record["origin"] = origin;
            serde_json::from_value(record).unwrap()
        })
        .collect();
    let departments: Vec<Value> =
        progress["departments"].as_array()?.iter().map(|name| json!({"name": name, "submits": true})).collect();
    let mut directions: Vec<u32> = records.iter().filter_map(|record| record.direction).collect();
    directions.dedup();
    let titles = ["地域社会", "暮らし", "行政", "基盤"];
    let directions: Vec<Value> = directions.iter().map(|no| json!({"no": no, "title": titles[(*no as usize - 1) % 4]})).collect();
    let plan: Plan = serde_json::from_value(json!({
        "id": "shared", "municipality": municipality, "title": format!("{municipality}DX全体方針"),
        "department": departments, "stage": stages(), "direction": directions,
    }))
    .unwrap();
    let mut inputs = Vec::new();
    let submissions: Vec<Submission> = submissions
        .as_array()?
        .iter()
        .map(|entry| {
            let ids: Vec<Arc<str>> = serde_json::from_value(entry["records"].clone()).unwrap();
            let department = text(&entry["department"]);
            inputs.push(input(&text(&entry["file"]), &department, 25 + 7 * ids.len() as u64, 7 * ids.len() as u64));
            Submission {
                department: department.into(),
                status: if ids.is_empty() { SubmissionStatus::NoRecords } else { SubmissionStatus::Submitted },
                file: Some(text(&entry["file"]).into()),
                files: Vec::new(),
                submitted: entry["submitted"].as_str().and_then(|day| day.parse().ok()),
                first_submitted: None,
                required: true,
                mended: false,
                version: 0,
                records: ids,
            }
        })
        .collect();
    let findings = problems
        .as_array()?
        .iter()
        .filter_map(|problem| {
            let rule = rules::find(problem["kind"].as_str()?)?;
            let mut place = Place::file(text(&problem["file"])).on(problem["sheet"].as_str());
            place.spot = problem["cell"].as_str().and_then(|cell| cell.parse().ok());
            let department = text(&problem["file"]);
            let department = department.split('_').nth(1).unwrap_or_default().to_owned();
            Some(Finding::new(rule, place).of(department).with("numbers", 2).with("names", 3))
        })
        .collect();
    let records = Records { progress: records, ..Records::default() };
    let period = Period::parse("2025H1");
    Some(Made {
        consolidation: Consolidation { plan, period, inputs, submissions, records, findings, ..Consolidation::default() },
        form: form(),
    })
}
