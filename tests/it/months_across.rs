//! 取組状況 with a column a month: a file that grows.

use std::path::Path;

use serde_json::Value;

use crate::common::{build, json};

/// Builds a sheet of months for one of them.
fn month(folder: &Path, lines: &[&str], period: &str, more: &[&str]) -> (Value, Value) {
    let file = folder.join("総務課.csv");
    std::fs::write(&file, format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
    let out = folder.join(period);
    let arguments = [&["--period", period, "--plan", "none", "--no-pdf"], more].concat();
    let (status, messages) = build(&file, &out, &arguments);
    assert!(status <= 1, "{messages}");
    let data = out.join("data/progress.json");
    let records = if data.exists() { json(&data)["records"].clone() } else { Value::Null };
    (json(&out.join("run.json")), records)
}

const TITLE: &str = "令和7年度 取組進捗管理表";

#[test]
fn the_month_at_hand_is_read_and_the_next_is_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        TITLE,
        "番号,取組,担当課,7月,8月,9月,10月,11月",
        "1,文書の電子化,総務課,仕様を固めた,業者を選んだ,契約した,試行する,広げる",
        "2,窓口の予約,市民課,調べた,,画面を作った,公開する,",
    ];
    for period in ["2025-09", "2025H1"] {
        let (_, records) = month(folder.path(), &lines, period, &[]);
        let texts = |field: &str| -> Vec<Value> {
            records.as_array().unwrap().iter().map(|record| record[field]["text"].clone()).collect()
        };
        assert_eq!(texts("done"), ["契約した", "画面を作った"], "{period}");
        assert_eq!(texts("planned"), ["試行する", "公開する"], "{period}");
    }
}

#[test]
fn a_schedule_of_months_stays_a_schedule() {
    let folder = tempfile::tempdir().unwrap();
    let lines = ["令和7年度 事業予定表", "事業,担当課,7月,8月,9月", "文書の電子化,総務課,仕様の検討,契約,試行"];
    let (run, _) = month(folder.path(), &lines, "2025-09", &[]);
    assert_eq!((&run["records"]["schedule"], &run["records"]["progress"]), (&1.into(), &Value::Null), "{}", run["records"]);
}

#[test]
fn results_and_plans_of_months_are_those_of_the_latest_that_is_filled_in() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        TITLE,
        "取組,担当課,8月,,9月,,10月,",
        ",,実績,予定,実績,予定,実績,予定",
        "文書の電子化,総務課,業者を選んだ,契約する,契約した,試行する,,",
    ];
    let (_, records) = month(folder.path(), &lines, "FY2025", &[]);
    assert_eq!((&records[0]["done"]["text"], &records[0]["planned"]["text"]), (&"契約した".into(), &"試行する".into()));
}

#[test]
fn a_month_that_was_rewritten_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let heading = "番号,取組,担当課,7月,8月,9月";
    month(folder.path(), &[TITLE, heading, "1,文書の電子化,総務課,仕様を固めた,3社を比べた,"], "2025-08", &[]);
    let before = folder.path().join("2025-08");
    let lines = [TITLE, heading, "1,文書の電子化,総務課,仕様を固めた,5社を比べた,契約した"];
    let (run, records) = month(folder.path(), &lines, "2025-09", &["--previous", before.to_str().unwrap()]);
    assert_eq!(records[0]["done"]["text"], "契約した");
    let found = run["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "restated-month");
    let place = found.map(|finding| format!("{} {}", finding["where"][0]["cell"], finding["message"]));
    let place = place.unwrap_or_else(|| panic!("{}", run["findings"]));
    assert!(place.contains("3社を比べた") && place.contains("5社を比べた"), "{place}");
    assert!(found.unwrap().to_string().contains("E3"), "{place}");
}
