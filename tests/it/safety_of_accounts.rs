//! What a folder's account and marks say is believed as far as it can be: of its own outputs, of closed ones, of what a person
//! wrote into them.

use std::fs;

use serde_json::json;

use crate::never_silent_books::with_part;
use crate::safety::{Desk, HEAD, row};

/// An account that lists `files` of a folder as returns and as data, with their hashes.
fn account(desk: &Desk, folder: &str, files: &[&str], kind: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let sum = |name: &str| Sha256::digest(fs::read(desk.path(&format!("{folder}/{name}"))).unwrap());
    let hex = |name: &str| sum(name).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let listed: Vec<_> = files.iter().map(|name| json!({"kind": kind, "path": name, "sha256": hex(name)})).collect();
    json!({"schema": "torimatome.run/1", "outputs": listed}).to_string()
}

#[test]
fn an_account_that_was_handed_in_sets_nothing_aside() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    for kind in ["data", "return", "workbook"] {
        desk.put("in/run.json", account(&desk, "in", &["総務課.csv"], kind));
        desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
        assert_eq!(desk.json("out/run.json")["records"]["progress"], 1, "{kind}");
    }
}

#[test]
fn an_output_that_was_saved_anew_is_no_submission() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let table = fs::read_to_string(desk.path("out/data/progress.csv")).unwrap();
    let unicode: Vec<u8> =
        table.trim_start_matches('\u{feff}').replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.put("in/財政課.txt", [b"\xff\xfe".to_vec(), unicode].concat());
    // a program that keeps no properties
    let workbook = fs::read(desk.path("out/取りまとめ.xlsx")).unwrap();
    let unmarked = with_part(&workbook, "docProps/custom.xml", |text| text.replace("torimatome", "other"));
    assert_ne!(unmarked, workbook);
    desk.put("in/税務課.xlsx", unmarked);
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let run = desk.json("out/run.json");
    assert_eq!(run["records"]["progress"], 1);
    for input in run["inputs"].as_array().unwrap() {
        assert_eq!(input["status"], if input["path"] == "総務課.csv" { "read" } else { "ignored" }, "{input}");
    }
}

#[test]
fn nothing_is_put_among_closed_outputs() {
    let desk = Desk::workspace();
    let before = desk.tree("out/2025H1");
    desk.refused(&["build", "--period", "2025H2", "-o", "out/2025H1/差戻し"], &["締めた", "2025H1"]);
    desk.refused(&["forms", "-o", "out/2025H1/forms"], &["締めた"]);
    let draft = |what: &str| {
        let file = desk.path("inbox/2025H1/03_総務課.csv");
        let to = desk.path("out/2025H1/x.toml");
        std::process::Command::new(env!("CARGO_BIN_EXE_torimatome")).args([what, "draft"]).arg(file).arg("-o").arg(to).status()
    };
    assert_eq!(draft("plans").unwrap().code(), Some(2));
    assert_eq!(draft("templates").unwrap().code(), Some(2));
    desk.refused(&["init", "out/2025H1"], &["締めた"]);
    assert_eq!(desk.tree("out/2025H1"), before);
}

#[test]
fn settings_that_cannot_be_read_are_no_missing_settings() {
    let desk = Desk::workspace();
    fs::remove_file(desk.path("torimatome.toml")).unwrap();
    fs::create_dir(desk.path("torimatome.toml")).unwrap();
    let before = desk.tree("out/2025H1");
    desk.refused(&["build", "inbox/2025H2", "-o", "out/new"], &["torimatome.toml"]);
    desk.refused(&["build", "--period", "2025H1"], &["torimatome.toml"]);
    assert_eq!(desk.tree("out/2025H1"), before);
}

#[test]
fn what_is_written_beside_a_table_is_kept() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【謎】した")));
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let written = fs::read(desk.path("out/取りまとめ.xlsx")).unwrap();
    let sheets = calamine_names(&written);
    let part = |name: &str| format!("xl/worksheets/sheet{}.xml", sheets.iter().position(|sheet| sheet == name).unwrap() + 1);
    let cell = "<c r=\"ZZ2\" t=\"inlineStr\"><is><t>見本</t></is></c></row>";
    let beside = |name: &str| with_part(&written, &part(name), |text| second_row(text, cell));
    let comment = "<comment ref=\"E2\" authorId=\"0\"><text><t>見本</t></text></comment></commentList>";
    let commented = with_part(&written, "xl/comments1.xml", |text| text.replacen("</commentList>", comment, 1));
    for (changed, place) in [(beside("一覧"), "一覧!ZZ2"), (beside("指摘"), "指摘!ZZ2"), (commented, "コメント")] {
        assert_ne!(changed, written, "{place}");
        desk.put("out/取りまとめ.xlsx", &changed);
        desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
        let run = desk.json("out/run.json");
        let unread = run["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "unread-edit");
        let message = unread.expect("a finding")["message"].as_str().unwrap().to_owned();
        assert!(message.contains(place) && message.contains("見本"), "{message}");
        assert_eq!(fs::read(desk.path("out/取りまとめ（手直し）.xlsx")).unwrap(), changed, "{place}");
        fs::remove_file(desk.path("out/取りまとめ（手直し）.xlsx")).unwrap();
    }
    // what nobody touched has no finding
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let run = desk.json("out/run.json");
    assert!(run["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "unread-edit"), "{run}");
}

fn calamine_names(workbook: &[u8]) -> Vec<String> {
    use calamine::Reader as _;
    calamine::Xlsx::new(std::io::Cursor::new(workbook)).unwrap().sheet_names()
}

/// Puts a cell at the end of row 2.
fn second_row(sheet: &str, cell: &str) -> String {
    let at = sheet.find("<row r=\"2\"").expect("a second row");
    let (before, after) = sheet.split_at(at);
    format!("{before}{}", after.replacen("</row>", cell, 1))
}

#[test]
fn remarks_in_decisions_stay() {
    let desk = Desk::workspace();
    fs::create_dir(desk.path("shared")).unwrap();
    let text = "# 課長に確認済み\n[[decision]]\nrule = \"stage-fall\"\nsubject = \"x\"\nnote = \"\"\"\n一行\n# 二行\"\"\"\nanswer = \"確認済み\"\n";
    desk.put("shared/decisions.toml", text);
    let linked = cfg!(unix);
    #[cfg(unix)]
    std::os::unix::fs::symlink("shared/decisions.toml", desk.path("decisions.toml")).unwrap();
    if !linked {
        desk.put("decisions.toml", text);
    }
    desk.done(&["build", "--period", "2025H2", "--no-pdf", "-q"]);
    let file = if linked { "shared/decisions.toml" } else { "decisions.toml" };
    let written = fs::read_to_string(desk.path(file)).unwrap();
    assert_ne!(written, text, "it was written anew");
    assert_eq!((written.matches("# 課長に確認済み").count(), written.matches("# 二行").count()), (1, 1), "{written}");
    assert_eq!(desk.path("decisions.toml").is_symlink(), linked);
}
