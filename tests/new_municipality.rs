//! A municipality that nobody here has seen, with a table of its own: a form and a plan in TOML are enough.
//!
//! The example is the one that `docs/forms.md` teaches.

mod common;

use common::{build, json, repository, torimatome};

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
fn a_slip_in_a_form_is_told_with_line_column_and_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form.toml");
    let text = std::fs::read_to_string(repository("tests/fixtures/forms/figures.toml")).unwrap();
    std::fs::write(&file, text.replacen("\"quantity\"", "\"quantiy\"", 1)).unwrap();
    let output = torimatome(&["templates", "check", file.to_str().unwrap()]);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(messages.contains("form.toml:32:8") && messages.contains("「quantity」のことですか"), "{messages}");
}
