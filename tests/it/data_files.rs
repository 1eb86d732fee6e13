//! The data files that are written on request: データ.xlsx, and CSV for old systems. Files in, files out.

use std::fs;

use calamine::{DataType, Reader, Xlsx, open_workbook};

use crate::common::{build, findings, json};

const HEADING: &str = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）";

/// A submission with a character that CP932 does not have, and one that it has at another place.
fn submission(folder: &std::path::Path) -> std::path::PathBuf {
    let input = folder.join("提出");
    fs::create_dir_all(&input).unwrap();
    let text = format!("{HEADING}\r\n2,8,文書の電子化,総務課,文書を電子で保存する,【導入】𠮷野さん、4月〜9月,続ける\r\n");
    fs::write(input.join("総務課.csv"), text).unwrap();
    input
}

#[test]
fn csv_for_old_systems_says_what_it_cannot_hold() {
    let folder = tempfile::tempdir().unwrap();
    let input = submission(folder.path());
    let out = folder.path().join("out");
    let arguments = ["--no-pdf", "--plan", "kirise", "--csv-encoding", "cp932"];
    build(&input, &out, &arguments);
    let bytes = fs::read(out.join("data/progress.csv")).unwrap();
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!broken && text.contains("【導入】〓野さん、4月～9月"), "{text}");
    let run = json(&out.join("run.json"));
    let of_rule = |rule: &str| {
        let all = run["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
        all.cloned().collect::<Vec<_>>()
    };
    let [lost] = of_rule("unencodable-character").try_into().unwrap();
    let message = lost["message"].as_str().unwrap();
    assert!(message.contains("2-8") && message.contains("取組内容") && message.contains("𠮷（U+20BB7）"), "{message}");
    assert_eq!((lost["cell"].as_str(), lost["file"].as_str()), (Some("F2"), Some("総務課.csv")));
    // JSON holds everything, and so does CSV in UTF-8
    assert!(fs::read_to_string(out.join("data/progress.json")).unwrap().contains("𠮷野さん、4月〜9月"));
    build(&input, &out, &["--no-pdf", "--plan", "kirise"]);
    let text = fs::read_to_string(out.join("data/progress.csv")).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("𠮷野さん、4月〜9月"));
    assert!(!findings(&json(&out.join("run.json"))).iter().any(|line| line.starts_with("unencodable")));
}

#[test]
fn the_sheets_for_programs_are_a_workbook_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (submission(folder.path()), folder.path().join("out"));
    build(&input, &out, &["--no-pdf", "--plan", "kirise", "--data", "csv,xlsx"]);
    let sheets = |name: &str| open_workbook::<Xlsx<_>, _>(out.join(name)).unwrap().sheet_names();
    assert!(sheets("データ.xlsx").iter().all(|name| name.starts_with("データ_")));
    assert!(!sheets("取りまとめ.xlsx").iter().any(|name| name.starts_with("データ_")));
    let mut book: Xlsx<_> = open_workbook(out.join("データ.xlsx")).unwrap();
    let records = book.worksheet_range("データ_記録").unwrap();
    assert_eq!(records.get_value((1, 0)).and_then(DataType::as_string).as_deref(), Some("2-8"));
    let outputs = json(&out.join("run.json"))["outputs"].clone();
    let kind = outputs.as_array().unwrap().iter().find(|output| output["path"] == "データ.xlsx").unwrap()["kind"].clone();
    assert_eq!(kind, "data");
    // Windows keeps a file that is open
    drop(book);
    // not asked for, it goes with the run that wrote it
    build(&input, &out, &["--no-pdf", "--plan", "kirise"]);
    assert!(!out.join("データ.xlsx").exists());
}
