//! What cannot be read: one clear message each, a finding, the right exit status, and the other departments' data.

use std::fs;
use std::path::Path;

use crate::common::{build, findings, ids, json, repository};

/// The first period's samples in a folder of their own, to be spoiled.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(repository("samples/2025H1")).unwrap().flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    fs::copy(repository("samples/departments.csv"), folder.path().join("departments.csv")).unwrap();
    folder
}

/// Puts `bytes` in place of 総務課's file and builds; the other departments' 36 records have to be there.
fn spoiled(name: &str, bytes: &[u8]) -> (i32, String, Vec<String>, String) {
    let input = samples();
    fs::remove_file(input.path().join("03_総務課.csv")).unwrap();
    fs::write(input.path().join(name), bytes).unwrap();
    let out = tempfile::tempdir().unwrap();
    let (status, messages) = build(input.path(), &out.path().join("out"), &[]);
    assert_eq!(ids(&out.path().join("out")).len(), 36, "{messages}");
    assert!(out.path().join("out/報告書.pdf").exists() && out.path().join("out/取りまとめ.xlsx").exists());
    let run = json(&out.path().join("out/run.json"));
    let submission = run["submissions"].as_array().unwrap().iter().find(|s| s["department"] == "総務課").unwrap().clone();
    (status, messages, findings(&run), submission["status"].as_str().unwrap().to_owned())
}

fn assert_spoiled(name: &str, bytes: &[u8], rule: &str, words: &[&str]) {
    let (status, messages, findings, submission) = spoiled(name, bytes);
    assert_eq!(status, 1, "{messages}");
    assert!(findings.iter().any(|finding| finding.starts_with(&format!("{rule} {name}"))), "{findings:#?}");
    assert_eq!(submission, "unreadable", "{name}");
    for word in words {
        assert!(messages.contains(word), "{word} is not in\n{messages}");
    }
}

#[test]
fn an_empty_file() {
    assert_spoiled("03_総務課.xlsx", b"", "empty-file", &["03_総務課.xlsx", "空です", "再提出"]);
}

#[test]
fn a_pdf_that_calls_itself_a_workbook() {
    assert_spoiled("03_総務課.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "not-a-workbook", &["PDF", "再提出"]);
}

#[test]
fn a_broken_zip() {
    let whole = fs::read(repository("samples/2025H1/02_デジタル推進課_取組状況.xlsx")).unwrap();
    assert_spoiled("03_総務課.xlsx", &whole[..whole.len() / 2], "not-a-workbook", &["03_総務課.xlsx"]);
}

#[test]
fn a_workbook_with_a_password() {
    let bytes = fs::read(repository("tests/fixtures/workbook/password.ods")).unwrap();
    assert_spoiled("03_総務課.ods", &bytes, "encrypted", &["パスワード", "--password-file"]);
}

#[test]
fn a_table_of_something_else() {
    let bytes = "品名,数量,単価\n用紙,10,500\n筆記具,20,100\n".as_bytes();
    let (status, messages, findings, submission) = spoiled("03_総務課.csv", bytes);
    assert_eq!((status, submission.as_str()), (1, "missing"), "{messages}");
    assert!(findings.contains(&"unknown-table 03_総務課.csv A1:C3".to_owned()), "{findings:#?}");
    assert!(messages.contains("「品名」「数量」「単価」") && messages.contains("templates draft 03_総務課.csv"), "{messages}");
}

#[test]
fn a_folder_without_anything_to_read() {
    let input = tempfile::tempdir().unwrap();
    fs::write(input.path().join("memo.pdf"), b"%PDF-1.7\n").unwrap();
    let out = tempfile::tempdir().unwrap();
    let (status, messages) = build(input.path(), &out.path().join("out"), &[]);
    assert_eq!(status, 3, "{messages}");
    assert!(messages.contains("読めるファイルがありません"), "{messages}");
    assert_eq!(json(&out.path().join("out/run.json"))["inputs"][0]["status"], "ignored");
}

#[test]
fn an_input_that_is_not_there() {
    let out = tempfile::tempdir().unwrap();
    let (status, messages) = build(Path::new("ありません"), &out.path().join("out"), &[]);
    assert_eq!(status, 2);
    assert!(messages.contains("ありません") && messages.contains("→"), "{messages}");
    assert!(!out.path().join("out").exists());
}

#[test]
fn an_output_folder_that_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("out"), "mine").unwrap();
    let (status, messages) = build(&repository("samples/2025H1"), &folder.path().join("out"), &[]);
    assert_eq!(status, 2, "{messages}");
    assert!(messages.contains("書き出せません") && messages.contains("-o"), "{messages}");
    assert_eq!(fs::read_to_string(folder.path().join("out")).unwrap(), "mine");
}

#[test]
fn a_file_of_other_people_in_the_output_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("報告書.pdf"), "theirs").unwrap();
    let (status, messages) = build(&repository("samples/2025H1"), &out, &[]);
    assert_eq!(status, 2, "{messages}");
    assert_eq!(fs::read_to_string(out.join("報告書.pdf")).unwrap(), "theirs");
    assert!(!out.join("run.json").exists() && !out.join("取りまとめ.xlsx").exists());
}

#[test]
fn a_missing_department() {
    let input = samples();
    fs::remove_file(input.path().join("13_都市整備課_取組状況.xlsx")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let (status, messages) = build(input.path(), &out.path().join("out"), &[]);
    assert_eq!(status, 1);
    assert!(messages.contains("都市整備課から提出がありません"), "{messages}");
    let run = json(&out.path().join("out/run.json"));
    assert!(findings(&run).contains(&"missing-department 都市整備課 -".to_owned()));
}

#[test]
fn what_cells_hold_does_no_harm() {
    let csv = "方向,取組,,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\n\
        2,8,\"=cmd|' /C calc'!A0\",../../総務課,<script>alert(1)</script>,\"\u{1b}[31m【導入】&amp;\",+1+1\n";
    let input = samples();
    fs::write(input.path().join("03_総務課.csv"), csv).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (status, messages) = build(input.path(), &out, &[]);
    assert_eq!(status, 1, "an unknown department: {messages}");
    assert!(!messages.contains('\u{1b}'), "{messages:?}");
    let data = json(&out.join("data/progress.json"));
    let record = data["records"].as_array().unwrap().iter().find(|record| record["id"] == "2-8").unwrap();
    assert_eq!(record["names"][0], "=cmd|' /C calc'!A0");
    assert_eq!(record["planned"]["text"], "+1+1");
    let table = fs::read_to_string(out.join("data/progress.csv")).unwrap();
    assert!(table.contains("'=cmd|") && !table.contains(",=cmd") && !table.contains(",+1+1"), "{table}");
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(beside, ["out"]);
}

#[test]
fn a_character_without_a_glyph_is_listed_in_every_output() {
    let csv = "方向,取組,,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\n\
        2,8,窓口の案内,総務課,案内板の多言語化,【導入】한글の案内板を置いた。,継続\n";
    let input = tempfile::tempdir().unwrap();
    fs::write(input.path().join("03_総務課.csv"), csv).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, more) in [("with", &[][..]), ("without", &["--no-pdf"][..])] {
        let out = folder.path().join(name);
        build(input.path(), &out, more);
        let found = findings(&json(&out.join("run.json")));
        assert_eq!(found.iter().filter(|finding| finding.starts_with("missing-glyph 03_総務課.csv")).count(), 1, "{found:?}");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(out.join("取りまとめ.xlsx")).unwrap();
        let sheet = calamine::Reader::worksheet_range(&mut book, "指摘").unwrap();
        assert!(sheet.rows().flatten().any(|cell| cell.to_string().contains("U+D55C")), "{name}");
        assert!(fs::read_to_string(out.join("確認結果.html")).unwrap().contains("U+D55C"), "{name}");
    }
}
