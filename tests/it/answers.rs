//! What the coordinator answers and edits is heeded: by the department that gets a return, in later periods, after filters.

use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::common::torimatome;
use crate::coordinator::{HEADING, Office, answered, cell, saved_by_libre_office};

fn answer(office: &Office, rule: &str, word: &str, note: &str) {
    office.edit(|name, rows| {
        if name == "指摘" {
            *cell(rows, rule, "対応") = word.to_owned();
            *cell(rows, rule, "メモ") = note.to_owned();
        }
    });
}

/// Builds another period than the office's own.
fn build(office: &Office, period: &str) -> Value {
    let arguments = ["build", &format!("inbox/{period}"), "--config", "torimatome.toml", "--no-pdf"];
    let mut arguments: Vec<_> = arguments.map(std::ffi::OsString::from).into();
    arguments[1] = office.path(&format!("inbox/{period}")).into_os_string();
    arguments[3] = office.path("torimatome.toml").into_os_string();
    torimatome(&arguments);
    crate::common::json(&office.path(&format!("out/{period}/run.json")))
}

fn version(office: &Office, department: &str) -> Value {
    let inbox = office.path("inbox/2025H1").into_os_string();
    let config = office.path("torimatome.toml").into_os_string();
    let output = torimatome(&["status".into(), inbox, "--config".into(), config, "--format".into(), "json".into()]);
    let status: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let lines = status["departments"].as_array().expect("lines");
    lines.iter().find(|line| line["name"] == department).expect("a line")["version"].clone()
}

#[test]
fn a_file_that_is_taken_away_and_put_back_is_the_version_it_was() {
    let office = Office::new();
    office.build(&[]);
    let mended = office.path("inbox/2025H1/総務課（修正版）.csv");
    let text =
        fs::read_to_string(office.path("inbox/2025H1/総務課.csv")).expect("a file").replace("【導入】済", "【導入】直した");
    for expected in [2, 1, 2] {
        match expected {
            2 => fs::write(&mended, &text).expect("writable"),
            _ => fs::remove_file(&mended).expect("there"),
        }
        assert_eq!(version(&office, "総務課"), expected, "before the build");
        office.build(&[]);
        assert_eq!(version(&office, "総務課"), expected, "after the build");
    }
    fs::write(&mended, text.replace("直した", "また直した")).expect("writable");
    assert_eq!(version(&office, "総務課"), 3);
}

fn texts(path: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheets: Vec<_> = book.worksheets();
    sheets.iter().flat_map(|(_, range)| range.rows().flatten()).map(|cell| format!("{cell}\n")).collect()
}

/// Does a mail hold a text, plain or in base64?
fn holds(mail: &str, text: &str) -> bool {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = |bytes: &[u8]| -> String {
        let group = |three: &[u8]| {
            let number = three.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
            (0..4).rev().map(move |at| char::from(alphabet[number >> (6 * at) & 63])).collect::<String>()
        };
        bytes.chunks_exact(3).map(group).collect()
    };
    let joined = mail.replace('\n', "");
    let encoded = (0..3).any(|skip| joined.contains(&whole(&text.as_bytes()[skip..])));
    let quoted: String = text.bytes().map(|byte| format!("={byte:02X}")).collect();
    mail.contains(text) || encoded || mail.replace("=\n", "").replace('=', "").contains(&quoted.replace('=', ""))
}

#[test]
fn the_remark_of_a_return_reaches_the_department() {
    let office = Office::new();
    office.write(
        "torimatome.toml",
        "plan = \"kirise\"\ndepartments = \"departments.csv\"\n[office]\nname = \"事務局\"\nmail = \"dx@example.jp\"\n",
    );
    office.build(&["--discard-edits"]);
    answer(&office, "unknown-stage", "差戻し", "前回の段階も確かめてください");
    office.build(&[]);
    let (returned, page) = (office.out("差戻し/財政課.xlsx"), office.out("確認結果.html"));
    assert!(texts(&returned).contains("事務局から：前回の段階も確かめてください"), "{}", texts(&returned));
    let mut package = zip::ZipArchive::new(fs::File::open(&returned).expect("a workbook")).expect("a package");
    let comments = std::io::read_to_string(package.by_name("xl/comments1.xml").expect("comments")).expect("text");
    assert!(comments.contains("事務局から：前回の段階も確かめてください"), "{comments}");
    let mail = fs::read_to_string(office.out("差戻し/財政課.eml")).expect("a draft").replace("\r\n", "\n");
    assert!(holds(&mail, "　事務局から：前回の段階も確かめてください"), "{mail}");
    assert!(fs::read_to_string(page).expect("a page").contains("事務局から: 前回の段階も確かめてください"));
}

#[test]
fn what_is_for_the_office_is_returned_if_the_coordinator_says_so() {
    let office = Office::new();
    office.hand_in("財政課", &[(10, "予算編成", "【導入】済")]);
    let text =
        fs::read_to_string(office.path("inbox/2025H1/総務課.csv")).expect("a file").replace("【導入】済", "【導入】直した");
    office.write("inbox/2025H1/総務課（修正版）.csv", &text);
    office.build(&[]);
    assert!(!office.out("差戻し").exists());
    answer(&office, "superseded", "差戻し", "どちらが正しいか教えてください");
    office.build(&[]);
    assert!(texts(&office.out("差戻し/総務課.xlsx")).contains("どちらが正しいか教えてください"));
}

#[test]
fn a_heading_that_was_explained_is_read_in_later_periods() {
    let office = Office::new();
    let heading = |period: &str| {
        HEADING
            .replace("R7上半期までの取組内容", &format!("{period}のできごと"))
            .replace("R7下半期以降の取組内容（予定）", "今後の予定")
    };
    for (folder, period) in [("2025H1", "R7上半期"), ("2025H2", "R7下半期")] {
        let text = format!("{}\r\n2,10,予算編成,財政課,文書を保存する,【導入】{period},4月から\r\n", heading(period));
        office.write(&format!("inbox/{folder}/財政課.csv"), &text);
    }
    office.build(&[]);
    assert!(office.record("2-10")["done"].is_null());
    answer(&office, "unmapped-column", "今後も同じ", "取組内容");
    office.build(&[]);
    assert_eq!(office.record("2-10")["done"]["text"], "【導入】R7上半期");
    let run = build(&office, "2025H2");
    assert!(answered(&run, "unmapped-column").is_empty(), "{}", run["findings"]);
}

#[test]
fn a_hidden_row_that_is_meant_stays_meant() {
    let office = Office::new();
    for (folder, text) in [("2025H1", "【導入】済"), ("2025H2", "【導入】もっと済")] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let heading = if folder == "2025H1" {
            HEADING.to_owned()
        } else {
            HEADING.replace("下半期以降", "次期以降").replace("上半期", "下半期")
        };
        sheet.write_row(0, 0, heading.split(',')).expect("cells");
        sheet.write_row(1, 0, ["2", "10", "予算編成", "財政課", "文書を保存する", text, "4月から"]).expect("cells");
        sheet.write_row(2, 0, ["2", "11", "隠れた取組", "財政課", "文書を保存する", text, "5月から"]).expect("cells");
        sheet.set_row_hidden(2).expect("a row");
        let path = office.path(&format!("inbox/{folder}/財政課.xlsx"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        book.save(path).expect("writable");
    }
    fs::remove_file(office.path("inbox/2025H1/財政課.csv")).expect("there");
    office.build(&[]);
    answer(&office, "hidden-row", "今後も同じ", "いつも隠してある");
    office.build(&[]);
    for run in [office.run(), build(&office, "2025H2")] {
        let hidden = answered(&run, "hidden-row");
        assert!(!hidden.is_empty() && hidden.iter().all(|decision| decision["answer"] == "今後も同じ"), "{}", run["findings"]);
    }
}

#[test]
fn what_is_learnt_is_no_conflict_and_a_department_that_is_none_is_no_edit() {
    let office = Office::new();
    office.write("inbox/2025H1/財政課.csv", &format!("{HEADING}\r\n2,10,予算編成,財政G,文書を保存する,【準備中】済,4月から\r\n"));
    office.build(&[]);
    office.edit(|name, rows| match name {
        "指摘" => {
            for (rule, meant) in [("unknown-department", "財政課"), ("unknown-stage", "調査検討")] {
                *cell(rows, rule, "対応") = "今後も同じ".to_owned();
                *cell(rows, rule, "メモ") = meant.to_owned();
            }
        }
        "一覧" => {
            *cell(rows, "2-10", "段階") = "運用開始".to_owned();
            *cell(rows, "2-10", "担当課") = "財政課、総務課".to_owned();
            *cell(rows, "2-9", "担当課") = "総務".to_owned();
        }
        _ => {}
    });
    office.build(&[]);
    let run = office.run();
    assert!(answered(&run, "edit-conflict").is_empty(), "{}", run["findings"]);
    assert_eq!(office.record("2-10")["departments"], serde_json::json!(["財政課", "総務課"]));
    assert_eq!(office.record("2-10")["done"]["stages"][0]["stage"], "運用開始");
    assert_eq!(office.record("2-9")["departments"], serde_json::json!(["総務課"]), "総務 is no department");
    let unread = run["findings"].as_array().expect("findings").iter().find(|finding| finding["rule"] == "unread-edit");
    let message = unread.expect("a finding")["message"].as_str().unwrap_or_default();
    assert!(message.contains("2-9 担当課「総務」は課の一覧にありません"), "{message}");
}

#[test]
fn rows_that_a_filter_hides_are_read_back_from_excel_and_libreoffice() {
    let office = Office::new();
    office.build(&[]);
    let filter = || {
        let mut book: Xlsx<_> = open_workbook(office.out("取りまとめ.xlsx")).expect("a workbook");
        let mut out = Workbook::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).expect("a sheet");
            let sheet = out.add_worksheet();
            sheet.set_name(&name).expect("a name");
            let (height, width) = range.end().unwrap_or_default();
            for (row, col, value) in range.used_cells() {
                let (row, col) = (row as u32 + range.start().unwrap_or_default().0, col as u16);
                sheet.write_string(row, col, value.to_string()).expect("a cell");
            }
            if name == "一覧" {
                sheet.autofilter(0, 0, height, width as u16).expect("a filter");
                sheet.filter_column(2, &rust_xlsxwriter::FilterCondition::new().add_list_filter("電子決裁")).expect("a filter");
                (1..=height).filter(|row| *row != 2).for_each(|row| drop(sheet.set_row_hidden(row)));
            }
        }
        out.save(office.out("取りまとめ.xlsx")).expect("writable");
    };
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "メモ") = "隠れた行のメモ".to_owned();
            *cell(rows, "2-9", "段階") = "導入".to_owned();
            rows[1..].reverse();
        }
    });
    filter();
    if !saved_by_libre_office(&office) {
        eprintln!("skipped: no LibreOffice");
    }
    office.build(&[]);
    let run = office.run();
    let edits: Vec<&str> = run["edits"].as_array().expect("edits").iter().filter_map(|edit| edit["field"].as_str()).collect();
    assert_eq!(edits, ["memo", "stage"], "{}", run["edits"]);
    assert!(answered(&run, "unread-edit").is_empty(), "{}", run["findings"]);
}
