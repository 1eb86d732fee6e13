//! What a cell or a file name holds is text in every output: never markup, a formula, an escape sequence or a path.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MARKUP: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onfocus=\"alert(3)";
const FORMULA: &str = "=cmd|' /C calc'!A0";
const ESCAPE: &str = "\u{1b}[31m赤い\u{1b}]0;題\u{7}文字";

/// A hand-in of harmful texts, under a harmful name, with a person and a telephone number in its head.
fn inbox(folder: &Path) -> PathBuf {
    let inbox = folder.join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let rows = [
        format!(
            "1,1,{},../x,{},{},{}",
            quoted(MARKUP),
            quoted(MARKUP),
            quoted(&format!("【{MARKUP}】{MARKUP}")),
            quoted(FORMULA)
        ),
        format!("1,2,{},{},{},{},", quoted(FORMULA), quoted(MARKUP), quoted(FORMULA), quoted(ESCAPE)),
        format!("1,3,{},../../etc/課,{},【{ESCAPE}】続き,{}", quoted(ESCAPE), quoted(ESCAPE), quoted("@SUM(A1)\n第二行")),
    ];
    let text = format!(
        "取組状況調査票,,,,,,\r\n担当課,,../x,担当者,水谷花子,内線,4711\r\n\r\n方向,取組,取組,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\r\n{}\r\n",
        rows.join("\r\n")
    );
    let name = if cfg!(windows) { "課'&.csv" } else { "<b>課\u{1b}[2J\"onload=x.csv" };
    std::fs::write(inbox.join(name), text).unwrap();
    inbox
}

fn torimatome(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_torimatome")).args(arguments).current_dir(folder).output().unwrap()
}

/// The text with all that is ours and may be there taken out.
fn read(folder: &Path, name: &str) -> String {
    String::from_utf8(std::fs::read(folder.join("out").join(name)).unwrap()).unwrap()
}

fn assert_harmless_on_a_terminal(bytes: &[u8]) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
}

#[test]
fn harmful_texts_do_no_harm() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("work");
    std::fs::create_dir(&folder).unwrap();
    inbox(&folder);
    let ran = torimatome(&["build", "inbox", "-o", "out", "--html", "--now", "2025-10-20", "--color", "never"], &folder);
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{ran:?}");
    assert_harmless_on_a_terminal(&ran.stdout);
    assert_harmless_on_a_terminal(&ran.stderr);

    // pages
    for (name, scripts) in [("確認結果.html", 1), ("報告書.html", 1)] {
        let page = read(&folder, name);
        assert_eq!(page.matches("<script").count(), scripts, "{name}");
        assert!(!page.contains("<img") && !page.contains("\" onfocus") && !page.contains("<b>"), "{name}");
        assert!(!page.chars().any(|c| c.is_control() && c != '\n'), "{name}");
        assert!(page.contains("&lt;img src=x onerror=alert(2)&gt;&quot; onfocus"), "{name}: the text itself is there");
        for person in ["水谷", "4711"] {
            assert!(!page.contains(person), "{name}: {person}");
        }
    }

    // data
    let csv = read(&folder, "data/progress.csv");
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records().map(Result::unwrap) {
        assert!(row.iter().all(|field| !field.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&read(&folder, "data/progress.json")).unwrap();
    assert_eq!(json["records"][0]["names"][0], MARKUP);
    assert_eq!(json["records"][0]["planned"]["text"], FORMULA);
    let run = read(&folder, "run.json");
    serde_json::from_str::<serde_json::Value>(&run).unwrap();
    assert!(!run.contains("水谷") && !run.contains('\u{1b}'));

    // nothing outside
    let mut left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["inbox", "out"]);
    assert_eq!(std::fs::read_dir(outer.path()).unwrap().count(), 1);
}

#[test]
fn other_programs_get_valid_answers() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(folder.path());
    let file = std::fs::read_dir(inbox).unwrap().next().unwrap().unwrap().path();
    for (command, input) in [("check", "inbox".to_owned()), ("inspect", file.to_str().unwrap().to_owned())] {
        for format in ["json", "sarif"] {
            let ran = torimatome(&[command, &input, "--format", format], folder.path());
            let json: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
            if format == "sarif" {
                check_sarif(&json);
            }
        }
        let ran = torimatome(&[command, &input], folder.path());
        assert_harmless_on_a_terminal(&ran.stdout);
        assert_harmless_on_a_terminal(&ran.stderr);
    }
}

/// What SARIF 2.1.0 asks of a log, as far as ours uses it.
fn check_sarif(log: &serde_json::Value) {
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for rule in rules {
        assert!(rule["help"]["text"].is_string() && rule["shortDescription"]["text"].is_string());
    }
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().into_iter().flatten() {
            let artifact = &location["physicalLocation"]["artifactLocation"];
            let uri = artifact["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
            let index = usize::try_from(artifact["index"].as_u64().unwrap()).unwrap();
            assert_eq!(artifacts[index]["location"]["uri"], uri);
        }
    }
}

#[test]
fn nobody_is_named_by_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows: [&[&str]; 5] = [
        &["方向", "取組", "取組", "担当課", "施策内容", "R7上半期までの取組内容", "R7下半期以降の取組内容（予定）"],
        &["1", "1", "窓口の予約", "総務課", "待ち時間を短くする", "【導入】予約を始めた", "広げる"],
        &[],
        &["連絡先：総務課 水谷花子（内線4711）"],
        &["作成者", "水谷花子", "電話 0197-00-4711"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (col, text) in (0..).zip(cells) {
            sheet.write(row, col, *text).unwrap();
        }
    }
    sheet.set_row_hidden(3).unwrap();
    sheet.set_row_hidden(4).unwrap();
    book.save(inbox.join("総務課.xlsx")).unwrap();
    let arguments = ["build", "inbox", "-o", "out", "--plan", "kirise", "--html", "--now", "2025-10-20"];
    let output = torimatome(&arguments, folder.path());
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(messages.contains("連絡先の記載"), "{messages}");
    for text in [
        messages.into_owned(),
        read(folder.path(), "run.json"),
        read(folder.path(), "確認結果.html"),
        read(folder.path(), "報告書.html"),
    ] {
        assert!(!text.contains("水谷") && !text.contains("4711"), "{text}");
    }
}
