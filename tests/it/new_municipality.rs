//! A municipality that nobody here has seen, with a table of its own: a form and a plan in TOML are enough.
//!
//! The example is the one that `docs/forms.md` teaches.

use std::path::{Path, PathBuf};

use crate::common::{build, findings, json, repository, torimatome};

fn fixture(name: &str) -> PathBuf {
    repository("tests/fixtures/forms").join(name)
}

/// Builds a fixture with its form and its plan; the messages come with a failure.
fn built(input: &str, form: &str, plan: &str, out: &Path) {
    let (form, plan) = (fixture(form), fixture(plan));
    let arguments = ["--template", form.to_str().unwrap(), "--plan", plan.to_str().unwrap()];
    let (status, messages) = build(&fixture(input), out, &arguments);
    assert_eq!(status, 0, "{messages}");
}

#[test]
fn three_heading_rows_and_codes_with_leading_zeros() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let form = repository("tests/fixtures/forms/figures.toml");
    let plan = repository("tests/fixtures/forms/mizuhara.toml");
    let arguments = ["--template", form.to_str().unwrap(), "--plan", plan.to_str().unwrap()];
    let (status, messages) = build(&repository("tests/fixtures/forms/指標.xlsx"), &out, &arguments);
    assert_eq!(status, 0, "{messages}");
    let data = json(&out.join("data/indicators.json"));
    let records = data["records"].as_array().unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["id"], "0012");
    assert_eq!(records[0]["goal_name"], "安心して暮らせるまち");
    assert_eq!(records[1]["departments"][0], "住民課", "by another spelling");
    let values = records[1]["values"].as_array().unwrap();
    assert_eq!(values.len(), 10, "five years of two figures");
    let of = |kind: &str, fy: i64| values.iter().find(|v| v["kind"] == kind && v["fy"] == fy).unwrap();
    assert_eq!(of("actual", 2024)["value"], 18);
    assert_eq!(of("target", 2027)["comparator"], "以内");
    assert_eq!(records[1]["missing"]["actual.2025"], "blank");
}

#[test]
fn a_slip_in_a_form_is_reported_with_line_column_and_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form.toml");
    let text = std::fs::read_to_string(repository("tests/fixtures/forms/figures.toml")).unwrap();
    std::fs::write(&file, text.replacen("\"quantity\"", "\"quantiy\"", 1)).unwrap();
    let output = torimatome(&["templates", "check", file.to_str().unwrap()]);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(messages.contains("form.toml:32:8") && messages.contains("「quantity」のことですか"), "{messages}");
}

#[test]
fn lanes_arrows_and_year_headings_of_two_lines() {
    let folder = tempfile::tempdir().unwrap();
    built("年次計画.xlsx", "nenji.toml", "minato.toml", folder.path());
    let records = json(&folder.path().join("data/schedule.json"))["records"].as_array().unwrap().clone();
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["001", "002", "010"], "codes keep their zeros, the heading below the first part is no record");
    let spans = |at: usize| {
        let spans = records[at]["spans"].as_array().unwrap();
        let shown = |span: &serde_json::Value| {
            format!("{}-{} {} {}", span["from"], span["to"], span["lane"], span["certainty"].as_str().unwrap())
        };
        spans.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(spans(0), ["2024-2025 1 merge", "2026-2028 1 merge", "2025-2027 2 inferred"], "→ goes on with what is before it");
    assert_eq!(records[1]["missing"]["2024"], "dash");
    assert_eq!(records[2]["direction_name"], "学びを広げる");
    assert_eq!(findings(&json(&folder.path().join("run.json"))), [""; 0]);
}

#[test]
fn two_hundred_columns_under_four_rows_of_headings() {
    let folder = tempfile::tempdir().unwrap();
    built("事業評価.xlsx", "hyoka.toml", "takamine.toml", folder.path());
    let records = json(&folder.path().join("data/indicators.json"))["records"].as_array().unwrap().clone();
    assert_eq!(records.len(), 3);
    assert_eq!(records[0]["id"], "00101");
    let values = records[2]["values"].as_array().unwrap();
    assert_eq!(values.len(), 28 * 3, "three figures for each of 28 years");
    let last = &values[81];
    assert_eq!((&last["kind"], &last["fy"], &last["value"]), (&"target".into(), &2051.into(), &67.into()));
    assert_eq!(last["unit"], "%", "from the column of units");
    let run = json(&folder.path().join("run.json"));
    assert_eq!(findings(&run), [""; 0], "columns that the form skips are no finding");
    let report = run["outputs"].as_array().unwrap().iter().find(|output| output["kind"] == "report").unwrap().clone();
    assert!(report["pages"].as_u64().unwrap() >= 3, "the table goes on in further tables: {report}");
}

#[test]
fn what_does_not_go_together_is_reported_with_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    built("点検.xlsx", "tenken.toml", "watase.toml", folder.path());
    let run = json(&folder.path().join("run.json"));
    let mut wanted = [
        "conflicting-values 点検.xlsx E6",
        "cumulative-fall 点検.xlsx E3",
        "mark-mismatch 点検.xlsx G4",
        "total-mismatch 点検.xlsx D4",
        "unit-mismatch 点検.xlsx E5",
        "unknown-mark 点検.xlsx G8",
        "year-outside-plan 点検.xlsx F7",
    ];
    wanted.sort_unstable();
    assert_eq!(findings(&run), wanted);
    let records = json(&folder.path().join("data/indicators.json"))["records"].as_array().unwrap().clone();
    let raw = |record: usize, at: usize| records[record]["values"][at]["raw"].as_str().unwrap().to_owned();
    assert_eq!((raw(0, 2), raw(2, 2), raw(4, 3)), ("15件".into(), "14件".into(), "70％（R12年度）".into()), "values stay");
    assert_eq!(records[1]["evaluation"], "○", "the office's mark stays");
    assert_eq!(records[3]["values"][2]["fy"], 2023, "a year in a cell beats the column's");
}

#[test]
fn seven_ways_of_saying_nothing_are_seven_things() {
    let folder = tempfile::tempdir().unwrap();
    built("点検.xlsx", "tenken.toml", "watase.toml", folder.path());
    let records = json(&folder.path().join("data/indicators.json"))["records"].as_array().unwrap().clone();
    let record = records.iter().find(|record| record["id"] == "22").unwrap();
    let shown: Vec<(String, Option<f64>)> = (2019..=2025)
        .map(|year| {
            let why = record["missing"][format!("actual.{year}")].as_str().unwrap_or("there").to_owned();
            let value = record["values"].as_array().unwrap().iter().find(|value| value["fy"] == year).unwrap();
            (why, value["value"].as_f64())
        })
        .collect();
    let expected = [
        ("blank", None),
        ("not-measured", None),
        ("not-measured", None),
        ("undecided", None),
        ("there", Some(0.0)),
        ("continues", None),
        ("repeated", Some(5.0)),
    ];
    assert_eq!(shown, expected.map(|(why, value)| (why.to_owned(), value)));
}

#[test]
fn a_year_twice_is_an_overlap() {
    let folder = tempfile::tempdir().unwrap();
    built("重なり.xlsx", "nenji.toml", "minato.toml", folder.path());
    let run = json(&folder.path().join("run.json"));
    assert_eq!(findings(&run), ["overlapping-spans 重なり.xlsx E3", "year-outside-plan 重なり.xlsx F2"]);
    let records = json(&folder.path().join("data/schedule.json"))["records"].as_array().unwrap().clone();
    assert_eq!(records[0]["texts"], serde_json::json!(["調査", "設計", "実施"]), "both are kept");
}

#[test]
fn a_wrong_field_or_type_is_reported_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixture("figures.toml")).unwrap();
    for (good, bad, place, hint) in [
        ("field = \"indicator\"", "field = \"indicater\"", ":14:9", "「indicator」のことですか"),
        ("type = \"quantity\"", "type = \"text\"", ":32:8", "type = \"quantity\""),
        ("record_id = \"{section}\"", "record_id = \"{sektion}\"", ":5:13", "「section」のことですか"),
    ] {
        let file = folder.path().join("form.toml");
        std::fs::write(&file, text.replacen(good, bad, 1)).unwrap();
        let output = torimatome(&["templates", "check", file.to_str().unwrap()]);
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        assert!(messages.contains(&format!("form.toml{place}")) && messages.contains(hint), "{bad}: {messages}");
    }
}

#[test]
fn years_in_other_spellings_and_in_cells() {
    let folder = tempfile::tempdir().unwrap();
    let read = |text: &str, form: &Path| {
        let (input, out) = (folder.path().join("計画.csv"), folder.path().join("out"));
        std::fs::write(&input, text).unwrap();
        let plan = fixture("minato.toml");
        let (status, messages) = build(&input, &out, &["--template", form.to_str().unwrap(), "--plan", plan.to_str().unwrap()]);
        assert_eq!(status, 0, "{messages}");
        let data = json(&out.join("data/schedule.json"));
        let records = data["records"].as_array().unwrap().iter();
        let span = |span: &serde_json::Value| format!("{}-{} {}", span["from"], span["to"], span["certainty"].as_str().unwrap());
        let shown =
            |record: &serde_json::Value| record["spans"].as_array().unwrap().iter().map(span).collect::<Vec<_>>().join(", ");
        records.map(shown).collect::<Vec<String>>()
    };
    let bare = "事業番号,事業の名称,所管,令和6年度,7年度,8年度,9年度～10年度\n001,岸壁の点検,水産課,調査,設計,→,実施\n";
    assert_eq!(read(bare, &fixture("nenji.toml")), ["2024-2024 cell, 2025-2026 inferred, 2027-2028 cell"]);
    let both = "事業番号,事業の名称,所管,2024(R6)年度,2025/R7,令和8～10年度\n001,岸壁の点検,水産課,調査,,実施\n002,補修,水産課,〃,,実施\n";
    assert_eq!(read(both, &fixture("nenji.toml")), ["2024-2024 cell, 2026-2028 cell", "2024-2024 cell, 2026-2028 cell"]);
    let listed = folder.path().join("list.toml");
    let form = "id = \"list\"\nname = \"実施計画\"\nrecord = \"schedule\"\n\n[[column]]\nfield = \"name\"\nheading = \"事業\"\n\
        type = \"name\"\nkey = true\nrequired = true\n\n[[column]]\nfield = \"years\"\nheading = \"実施年度\"\n\n[[column]]\n\
        field = \"spans\"\nheading = \"内容\"\n";
    std::fs::write(&listed, form).unwrap();
    let cells = "事業,実施年度,内容\n橋,令和7～9年度,点検\n道,R6.4～R8.3,工事\n園,2024年度～,整備\n川,未定,調査\n";
    assert_eq!(read(cells, &listed), ["2025-2027 cell", "2024-2025 cell", "2024-2028 inferred", ""]);
    let data = json(&folder.path().join("out/data/schedule.json"));
    assert_eq!(data["records"][3]["texts"], serde_json::json!(["調査", "未定"]), "years that nobody can tell are kept");
}
