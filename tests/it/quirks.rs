//! Quirks of names, formats and answers, each with its records and findings: files in, files out. The table of all of
//! them is `docs/quirks.md`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::common::{findings, ids, json};
use serde_json::Value;

const HEADING: &str = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）";

/// A hand-in of 総務課 as CSV: lines before the table, then rows of number, done and planned.
fn sheet(before: &[&str], rows: &[(u32, &str, &str)]) -> String {
    let mut text = String::new();
    for line in before.iter().chain(&[HEADING]) {
        let _ = writeln!(text, "{line}\r");
    }
    for (number, done, planned) in rows {
        let _ = writeln!(text, "2,{number},文書管理の電子化{number},総務課,文書を電子で保存する,{done},{planned}\r");
    }
    text
}

/// One row that tells files apart by what was done.
fn saying(done: &str) -> String {
    sheet(&[], &[(8, &format!("【導入】{done}"), "【運用開始】4月から")])
}

/// Builds a folder of these files: the run, and the records of `data/progress.json`.
fn build<B: AsRef<[u8]>>(files: &[(&str, B)]) -> (Value, Vec<Value>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    for (name, bytes) in files {
        let path = input.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, bytes).expect("writable");
    }
    let list = folder.path().join("departments.csv");
    std::fs::write(&list, "課名,提出\n総務課,\n財政課,\n").expect("writable");
    let list = list.to_str().expect("text");
    crate::common::build(&input, &out, &["--plan", "kirise", "--departments", list, "--quiet", "--no-pdf"]);
    let run = json(&out.join("run.json"));
    let data = out.join("data/progress.json");
    let records = if data.is_file() { json(&data)["records"].as_array().expect("records").clone() } else { Vec::new() };
    (run, records, folder)
}

/// What was done of the first record, without its tag, and the findings.
fn outcome(files: &[(&str, String)]) -> (Vec<String>, Vec<String>) {
    let (run, records, _) = build(files);
    let done = |record: &Value| record["done"]["text"].as_str().unwrap_or("-").replace("【導入】", "");
    (records.iter().map(done).collect(), findings(&run))
}

#[test]
fn file_names_say_which_hand_in_is_newer() {
    for (older, newer) in [
        ("総務課.csv", "総務課（修正版）.csv"),
        ("総務課.csv", "総務課（改）.csv"),
        ("総務課（改）.csv", "総務課改2.csv"),
        ("総務課_ver2.csv", "総務課_Ver.3.csv"),
        ("総務課（再提出）.csv", "総務課（再々提出）.csv"),
        ("総務課（修正2）.csv", "総務課（最終）.csv"),
        ("総務課（最終）.csv", "総務課（最終）_修正.csv"),
        ("総務課_1003.csv", "総務課_1010.csv"),
        ("総務課_20251226.csv", "総務課_20260105.csv"),
        ("総務課_1226.csv", "総務課_0105.csv"),
    ] {
        let (done, found) = outcome(&[(older, saying("古")), (newer, saying("新"))]);
        assert_eq!(done, ["新"], "{older} {newer}");
        assert_eq!(found, [format!("superseded {older} -")], "{older} {newer}");
    }
}

#[test]
fn a_later_day_inside_goes_before_one_in_the_name() {
    let dated = |day: &str, done: &str| sheet(&[&format!("提出日,{day}")], &[(8, &format!("【導入】{done}"), "")]);
    let files = [("総務課_1003.csv", dated("令和7年10月20日", "新")), ("総務課_1010.csv", dated("令和7年10月9日", "古"))];
    assert_eq!(outcome(&files), (vec!["新".to_owned()], vec!["superseded 総務課_1010.csv -".to_owned()]));
    // a version and a day that speak against each other are for a person to settle
    let files = [("総務課（再提出）.csv", dated("令和7年10月20日", "甲")), ("総務課_ver3.csv", dated("令和7年10月9日", "乙"))];
    let (done, found) = outcome(&files);
    assert_eq!((done.len(), found), (2, vec!["conflicting-records 総務課（再提出）.csv B3".to_owned()]));
}

#[test]
fn copies_say_nothing_about_which_is_newer() {
    let (done, found) = outcome(&[("総務課.csv", saying("同")), ("総務課 - コピー.csv", saying("同"))]);
    assert_eq!((done, found), (vec!["同".to_owned()], vec!["duplicate-record 総務課.csv B2".to_owned()]));
    let (done, found) = outcome(&[("総務課.csv", saying("甲")), ("総務課 (1).csv", saying("乙"))]);
    assert_eq!((done.len(), found), (2, vec!["conflicting-records 総務課.csv B2".to_owned()]));
}

#[test]
fn answers_that_are_elsewhere_are_reported() {
    let text = sheet(
        &[],
        &[(8, "別紙のとおり", "同左"), (9, "〃", "【運用開始】添付資料参照"), (10, "【導入】資料を作った", "上記のとおり")],
    );
    let (run, records, _) = build(&[("総務課.csv", text)]);
    let texts = |field: &str| -> Vec<&str> { records.iter().map(|r| r[field]["text"].as_str().expect("a text")).collect() };
    assert_eq!(texts("done"), ["別紙のとおり", "別紙のとおり", "【導入】資料を作った"]);
    assert_eq!(texts("planned"), ["別紙のとおり", "【運用開始】添付資料参照", "【運用開始】添付資料参照"]);
    assert_eq!(records[0]["missing"], serde_json::json!({"planned": "repeated"}));
    let elsewhere = |cell: &str| format!("answer-elsewhere 総務課.csv {cell}");
    assert_eq!(findings(&run), [elsewhere("F2"), elsewhere("F3"), elsewhere("G3"), elsewhere("G4")]);
}

#[test]
fn rows_under_a_caption_of_an_example_are_distinguished_from_answers() {
    let row = |number: u32, name: &str, department: &str, done: &str| {
        format!("2,{number},{name},{department},文書を電子で保存する,【導入】{done},\r\n")
    };
    let heading = format!("{HEADING}\r\n");
    let caption = "（記入例）,,,,,,\r\n".to_owned();
    let (first, second) = (row(8, "文書の電子化", "総務課", "7月"), row(9, "図面の電子化", "総務課", "8月"));
    let third = row(10, "台帳の電子化", "総務課", "9月");
    let blank = row(1, "○○の導入", "○○課", "○○を契約");
    let spelt_out = row(1, "予約の導入", "財政課", "予約を始めた");
    let gap = "\r\n".to_owned();
    let unclear = |line: u32| vec![format!("unclear-example 総務課.csv {line}:{line}")];
    type Case<'a> = (&'a str, Vec<&'a String>, &'a [&'a str], Vec<String>);
    let cases: [Case<'_>; 12] = [
        ("below", vec![&heading, &first, &second, &caption, &blank], &["8", "9"], vec![]),
        ("two below", vec![&heading, &first, &caption, &blank, &blank], &["8"], vec![]),
        ("below a gap", vec![&heading, &first, &gap, &caption, &gap, &blank], &["8"], vec![]),
        ("below, spelt out", vec![&heading, &first, &second, &caption, &spelt_out], &["8", "9"], unclear(5)),
        ("answers behind a gap", vec![&heading, &first, &caption, &blank, &gap, &second], &["8", "9"], vec![]),
        ("answers right below", vec![&heading, &first, &caption, &blank, &second], &["8", "9"], unclear(5)),
        ("above answers", vec![&heading, &caption, &blank, &first, &second], &["8", "9"], vec![]),
        ("above answers, spelt out", vec![&heading, &caption, &spelt_out, &first, &second], &["8", "9"], unclear(3)),
        ("over answers only", vec![&heading, &caption, &first, &second], &["8", "9"], unclear(3)),
        ("over the heading", vec![&caption, &heading, &blank, &first, &second], &["8", "9"], vec![]),
        ("over answers' heading", vec![&caption, &heading, &first, &second, &third], &["8", "9", "10"], unclear(3)),
        ("a table of its own", vec![&caption, &heading, &spelt_out, &gap, &heading, &first], &["8"], vec![]),
    ];
    for (name, lines, numbers, reported) in cases {
        let (run, records, _) = build(&[("総務課.csv", lines.into_iter().cloned().collect::<String>())]);
        let got: Vec<&str> = records.iter().map(|record| record["numbers"][0].as_str().expect("a number")).collect();
        assert_eq!((got, findings(&run)), (numbers.to_vec(), reported), "{name}");
    }
    // what only speaks of an example opens none
    let text = format!("※記入例は別紙参照,,,,,,\r\n{heading}{first}");
    let (run, records, _) = build(&[("総務課.csv", text)]);
    assert_eq!((records.len(), findings(&run)), (1, Vec::new()));
}

#[test]
fn stages_in_columns_of_their_own() {
    let outcome = |extra: &str, rows: &[(&str, &str)]| {
        let mut text = format!("{HEADING},{extra}\r\n");
        for ((done, cells), number) in rows.iter().zip(8..) {
            let _ = writeln!(text, "2,{number},文書の電子化{number},総務課,電子で保存する,{done},4月から,{cells}\r");
        }
        let (run, records, _) = build(&[("総務課.csv", text)]);
        let stages = |field: &Value| -> String {
            let entries = field["stages"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
            entries.map(|entry| entry["stage"].as_str().unwrap_or("?")).collect::<Vec<_>>().join("・")
        };
        let got: Vec<String> =
            records.iter().map(|record| format!("{}→{}", stages(&record["done"]), stages(&record["planned"]))).collect();
        (got.join(" "), findings(&run), records)
    };
    let reported = |rule: &str, cell: &str| vec![format!("{rule} 総務課.csv {cell}")];
    let (got, found, records) = outcome("段階", &[("契約した", "導入"), ("使い始めた", "【運用開始】")]);
    assert_eq!((got.as_str(), found), ("導入→ 運用開始→", vec![]));
    let entry = serde_json::json!({"stage_raw": "導入", "stage": "導入", "text": "契約した"});
    assert_eq!(records[0]["done"], serde_json::json!({"text": "契約した", "stages": [entry]}));
    assert_eq!(records[0]["origin"]["cells"]["done_stage"], "H2");
    let (got, found, _) = outcome("段階（実績）,段階（予定）", &[("契約した", "調査・検討,導入・運用開始")]);
    assert_eq!((got.as_str(), found), ("調査検討→導入・運用開始", vec![]));
    let ladder = "調査検討,導入,運用開始";
    let (got, found, _) = outcome(ladder, &[("契約した", "○,○,"), ("始めた", ",,●"), ("調べた", "レ,×,")]);
    assert_eq!((got.as_str(), found), ("調査検討・導入→ 運用開始→ 調査検討→", vec![]));
    let doubled = "調査検討,導入（実績）,予定導入,運用開始（予定）";
    let (got, found, _) = outcome(doubled, &[("契約した", ",○,,○"), ("調べた", "○,,○,")]);
    assert_eq!((got.as_str(), found), ("導入→運用開始 調査検討→導入", vec![]));
    // what the text says goes before it; without a text there is nothing that has a stage
    let (got, found, _) = outcome("段階", &[("【導入】契約した", "運用開始")]);
    assert_eq!((got.as_str(), found), ("導入→", reported("conflicting-values", "H2")));
    let (got, found, _) = outcome("段階", &[("", "導入")]);
    assert_eq!((got.as_str(), found), ("→", reported("answer-elsewhere", "H2")));
    let (got, found, _) = outcome("段階", &[("契約した", "準備中")]);
    assert_eq!((got.as_str(), found), ("?→", reported("unknown-stage", "H2")));
    // what may be something else
    for (extra, cells) in [("段階", "2"), ("導入", "○"), ("前回の段階", "導入"), ("優先度", "高")] {
        let (got, found, _) = outcome(extra, &[("契約した", cells)]);
        assert_eq!((got.as_str(), found), ("→", reported("unmapped-column", "H1")), "{extra}");
    }
    let (got, found, _) = outcome(ladder, &[("契約した", "7月,8月,9月")]);
    assert_eq!((got.as_str(), found.len()), ("→", 3));
    let (got, found, _) = outcome(ladder, &[("契約した", "○,○,"), ("始めた", "○,準備中,")]);
    assert_eq!((got.as_str(), found.len()), ("→ →", 3));
}

/// A workbook of these cells, row by row, with merged areas (first row, first column, last row, last column).
fn drawn(rows: &[&[&str]], merges: &[[u32; 4]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let narrow = |col: u32| u16::try_from(col).expect("a column");
    for [top, left, bottom, right] in merges {
        let plain = rust_xlsxwriter::Format::new();
        page.merge_range(*top, narrow(*left), *bottom, narrow(*right), "", &plain).expect("an area");
    }
    for (row, cells) in (0..).zip(rows) {
        for (col, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            page.write_string(row, col, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn one_heading_over_several_columns() {
    let upper = ["方向", "取組番号", "取組名", "担当課", "施策内容"];
    let own = ["2", "8", "文書の電子化", "総務課", "電子で保存する"];
    let read = |above: &[&str], below: &[&str], row: &[&str]| {
        let (above, below, row) = ([&upper[..], above].concat(), [&[""; 5], below].concat(), [&own[..], row].concat());
        let down = (0..5).map(|col| [0, col, 1, col]);
        let merges: Vec<[u32; 4]> = down.chain([[0, 5, 0, 6], [0, 7, 0, 8]]).collect();
        let (run, records, _) = build(&[("総務課.xlsx", drawn(&[&above, &below, &row], &merges))]);
        let text = |field: &str| records[0][field]["text"].as_str().unwrap_or("-").to_owned();
        (text("done"), text("planned"), findings(&run))
    };
    let answers = |found: Vec<String>| ("契約した".to_owned(), "4月から".to_owned(), found);
    let unmapped = |cell: &str| format!("unmapped-column 総務課.xlsx {cell}");
    // what was planned and done, year by year: the later year's
    let got =
        read(&["令和6年度", "", "令和7年度", ""], &["実績", "予定", "実績", "予定"], &["旧", "旧々", "契約した", "4月から"]);
    assert_eq!(got, answers(vec![]));
    // the column of the words, not of the days
    let over = ["R7上半期までの取組内容", "", "R7下半期以降の取組内容（予定）", ""];
    let got = read(&over, &["時期", "内容", "時期", "内容"], &["7月", "契約した", "来春", "4月から"]);
    assert_eq!(got, answers(vec![unmapped("F2"), unmapped("H2")]));
    // the stage beside the words
    let got = read(&over, &["段階", "内容", "段階", "内容"], &["導入", "契約した", "運用開始", "4月から"]);
    assert_eq!(got, answers(vec![]));
}

#[test]
fn a_division_beside_a_department_is_none() {
    let heading = ["方向", "取組番号", "取組名", "担当部署", "", "施策内容", "実績", "今後の予定"];
    let row = ["2", "8", "文書の電子化", "総務部", "財政課", "電子で保存する", "契約した", "4月から"];
    let down = [0, 1, 2, 5, 6, 7].map(|col| [0, col, 1, col]);
    let merges = [&down[..], &[[0, 3, 0, 4]]].concat();
    let (run, records, _) = build(&[("総務課.xlsx", drawn(&[&heading, &["", "", "", "部", "課"], &row], &merges))]);
    assert_eq!(
        (&records[0]["departments"][0], findings(&run)),
        (&"財政課".into(), vec!["unmapped-column 総務課.xlsx D2".to_owned()])
    );
}

#[test]
fn years_in_headings_are_periods() {
    let outcome = |headings: &str, cells: &str| {
        let text =
            format!("方向,取組番号,取組名,担当課,施策内容,{headings}\r\n2,8,文書の電子化,総務課,電子で保存する,{cells}\r\n");
        let (run, records, _) = build(&[("総務課.csv", text)]);
        let text = |field: &str| records[0][field]["text"].as_str().unwrap_or("-").to_owned();
        assert_eq!(findings(&run), Vec::<String>::new(), "{headings}");
        (text("done"), text("planned"))
    };
    for (headings, cells) in [
        ("R7実績,今後の予定", "実,予"),
        ("令和7年実績,令和8年予定", "実,予"),
        ("R7年度の取組,R8年度の取組（予定）", "実,予"),
        ("R5実績,R6実績,R7実績,R8予定", "旧,前,実,予"),
        ("R6実績,R7予定,R7実績,R8予定", "前,旧,実,予"),
        ("R7予定,R7実績", "予,実"),
        ("\"R7上半期までの取組内容\nDone\",\"R7下半期以降の取組内容\nPlan\"", "実,予"),
    ] {
        assert_eq!(outcome(headings, cells), ("実".to_owned(), "予".to_owned()), "{headings}");
    }
}

#[test]
fn a_count_of_rows_is_no_number_of_initiatives() {
    let text = |heading: &str| {
        let rows = "1,2,8 文書の電子化,総務課,電子で保存する,契約した,\r\n2,2,9 図面の電子化,総務課,電子で保存する,契約した,\r\n";
        format!("{heading},方向,取組名,担当課,施策内容,実績,今後の予定\r\n{rows}")
    };
    for (heading, numbers) in [("No.", ["2-8", "2-9"]), ("取組番号", ["2-1", "2-2"])] {
        let (_, records, _) = build(&[("総務課.csv", text(heading))]);
        assert_eq!(records.iter().map(|record| &record["id"]).collect::<Vec<_>>(), numbers, "{heading}");
    }
}

#[test]
fn numbers_on_lines_of_their_own_above_the_names() {
    let text = "方向,取組,担当課,施策内容,実績,今後の予定\r\n2,\"8\n文書の電子化\",総務課,電子で保存する,契約した,4月から\r\n\
                2,\"9 図面の電子化\n10 台帳の電子化\",総務課,電子で保存する,契約した,4月から\r\n";
    let (run, records, _) = build(&[("総務課.csv", text)]);
    let got: Vec<String> =
        records.iter().map(|record| format!("{} {} {}", record["id"], record["numbers"], record["names"])).collect();
    assert_eq!(got, [r#""2-8" ["8"] ["文書の電子化"]"#, r#""2-9_10" ["9","10"] ["図面の電子化","台帳の電子化"]"#,]);
    assert_eq!(findings(&run), Vec::<String>::new());
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn a_zip_in_a_folder_in_a_zip_is_opened() {
    let inner = zip(&[("内/総務課.csv", saying("中").as_bytes()), ("メモ.txt", "よろしくお願いします".as_bytes())]);
    let deeper = zip(&[("さらに.zip", &inner)]);
    let outer = zip(&[("報告/10月/総務課分.zip", &inner), ("報告/深い.zip", &deeper)]);
    let (run, records, _) = build(&[("部.zip", outer)]);
    assert_eq!(records[0]["origin"]["file"], "部.zip/報告/10月/総務課分.zip/内/総務課.csv");
    let statuses: Vec<String> =
        run["inputs"].as_array().expect("inputs").iter().map(|i| format!("{} {}", i["path"], i["status"])).collect();
    assert_eq!(
        statuses,
        [
            r#""部.zip/報告/10月/総務課分.zip/メモ.txt" "ignored""#,
            r#""部.zip/報告/10月/総務課分.zip/内/総務課.csv" "read""#,
            r#""部.zip/報告/深い.zip/さらに.zip" "rejected""#,
        ]
    );
    assert_eq!(findings(&run), ["not-a-workbook 部.zip/報告/深い.zip/さらに.zip -"]);
}

#[test]
fn what_old_systems_call_a_workbook_is_named_with_what_to_do() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><meta charset=shift_jis><table><tr><td>方向</table>";
    let xml = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    let mht = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html>";
    for (text, word) in [(page, "Web ページ（HTML）"), (xml, "Excel 2003 XML"), (mht, "MHTML")] {
        for name in ["総務課.xls", "総務課.csv", "総務課.xlsx"] {
            let (run, _, _) = build(&[(name, text)]);
            let finding = &run["findings"][0];
            assert_eq!(finding["rule"], "not-a-workbook", "{name} {word}");
            assert!(finding["message"].as_str().expect("a message").contains(word), "{finding}");
            assert!(finding["hint"].as_str().expect("a hint").contains("名前を付けて保存"), "{finding}");
        }
    }
}

#[test]
fn a_text_of_excel_is_read_under_any_name() {
    let rows = sheet(&["桐瀬市デジタル行政推進計画 取組状況,,,,,,", "担当課,,総務課"], &[(8, "【導入】済", "")]);
    let tabs = rows.replace(',', "\t") + "\r\n\t課長\t係長\t担当\r\n\t印\r\n";
    let wide: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [&[0xff, 0xfe], wide.as_slice()].concat();
    for bytes in [wide, marked] {
        let (run, records, _) = build(&[("総務課.csv", bytes)]);
        assert_eq!((&run["inputs"][0]["encoding"], &run["inputs"][0]["format"]), (&"utf-16le".into(), &"tsv".into()));
        assert_eq!(records[0]["done"]["text"], "【導入】済");
        assert_eq!(run["inputs"][0]["sheets"][0]["ledger"]["set_aside"]["signature"], 4);
        assert_eq!(findings(&run), Vec::<String>::new());
    }
}

#[test]
fn texts_that_are_struck_out_or_not_to_be_seen_are_reported_with_their_cells() {
    let fixture =
        |name: &str| std::fs::read(crate::common::repository("tests/fixtures/departments").join(name)).expect("the fixture");
    for name in ["drawn.xlsx", "drawn.xls", "drawn.ods"] {
        let (run, records, folder) = build(&[(name, fixture(name))]);
        assert_eq!(ids(&folder.path().join("out")), ["2-8", "2-9", "2-10", "2-11"], "{name}");
        assert_eq!(records[1]["done"]["text"], "【調査検討】\n4月10月に他市を調査");
        let reported = |rule: &str, cell: &str| format!("{rule} {name} {cell}");
        let mut wanted = vec![
            reported("invisible-text", "G6"),
            reported("struck-text", "5:5"),
            reported("struck-text", "F6"),
            reported("struck-text", "G7"),
        ];
        if name != "drawn.ods" {
            wanted.insert(0, reported("invisible-text", "B8"));
        }
        assert_eq!(findings(&run), wanted, "{name}");
    }
}

#[test]
fn an_answer_that_stands_in_a_remark_only_is_reported() {
    let remark = std::fs::read(crate::common::repository("tests/fixtures/departments/comment-only.xlsx")).expect("the fixture");
    let (run, records, _) = build(&[("総務課.xlsx", remark)]);
    assert_eq!(records[0]["missing"]["done"], "blank");
    assert_eq!(records[0]["origin"]["comments"]["done"], "【導入】仕様書を作った");
    assert_eq!(findings(&run), ["answer-elsewhere 総務課.xlsx F5"]);
}

/// No word of ours is Japanese with `--lang en`; what is quoted from the file may be.
#[test]
fn inspect_speaks_english_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let is_japanese = |text: &str| text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let table = "Direction,No,Name,担当課,施策内容,これまで,今後\n2,8,Records,x,y,z,w\n";
    let files: [(&str, Vec<u8>); 8] = [
        ("table.csv", table.into()),
        ("page.xls", b"<html><table>".to_vec()),
        ("empty.xlsx", Vec::new()),
        ("cut.xlsx", b"PK\x03\x04 cut off".to_vec()),
        ("old.xls", [&[0x09, 0x00, 0x04, 0x00], [0; 60].as_slice()].concat()),
        ("image.xlsx", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("letter.pdf", b"%PDF-1.4 \x00".to_vec()),
        ("rar.xlsx", b"Rar!\x1a\x07\0".to_vec()),
    ];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("writable");
        let path = path.to_str().expect("text");
        let output = crate::common::torimatome(&["inspect", path, "--plan", "kirise", "--lang", "en"]);
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        for quoted in ["担当課", "施策内容", "これまで", "今後", "の取組内容", "取組", "方向", "以降", "予定", "総務課"]
        {
            text = text.replace(quoted, "");
        }
        assert!(!is_japanese(&text), "{name}: {text}");
        let json: Value = serde_json::from_slice(
            &crate::common::torimatome(&["inspect", path, "--plan", "kirise", "--lang", "en", "--format", "json"]).stdout,
        )
        .expect("JSON");
        for column in json["columns"].as_array().expect("columns") {
            assert!(!is_japanese(column["why"].as_str().expect("why")), "{column}");
        }
    }
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/quirks.md").is_file());
}

/// Small files that unfold to millions of cells are refused before they fill 1 GiB, and the program says which limit it was.
#[cfg(target_os = "linux")]
#[test]
fn what_unfolds_is_refused_within_one_gigabyte() {
    for (name, option) in
        [("repeated.ods", "--max-cells"), ("repeated.xlsx", "--max-file-memory"), ("long.xlsx", "--max-cell-length")]
    {
        let output = std::process::Command::new("sh")
            .args(["-c", "ulimit -v 1048576; exec \"$0\" inspect \"$1\" --format json", env!("CARGO_BIN_EXE_torimatome")])
            .arg(crate::common::repository("tests/fixtures/workbook").join(name))
            .output()
            .expect("a shell");
        assert_eq!(output.status.code(), Some(3), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let reported: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(reported["findings"][0]["rule"], "too-large", "{name}");
        assert!(reported["findings"][0]["hint"].as_str().expect("a hint").contains(option), "{reported}");
    }
}

/// Writes a workbook of 総務課's form with rows of number and done.
fn workbook(sheet: &str, rows: &[(u32, &str)], more: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet).expect("a name");
    page.write_row(0, 0, HEADING.split(',')).expect("a row");
    for (row, (number, done)) in (1..).zip(rows) {
        let name = format!("文書管理の電子化{number}");
        page.write_row(row, 0, ["2", &number.to_string(), &name, "総務課", "文書を電子で保存する", done, ""]).expect("a row");
    }
    more(page);
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn hidden_rows_count_unless_a_visible_one_has_their_number() {
    let rows = [(8, "【調査検討】旧"), (8, "【導入】新"), (9, "【導入】隠"), (10, "【導入】折")];
    let bytes = workbook("取組状況", &rows, |page| {
        page.set_row_hidden(1).expect("a row");
        page.set_row_hidden(3).expect("a row");
        page.group_rows_collapsed(4, 4).expect("a row");
    });
    let (run, records, _) = build(&[("総務課.xlsx", bytes)]);
    let done: Vec<&str> = records.iter().map(|r| r["done"]["text"].as_str().expect("a text")).collect();
    assert_eq!(done, ["【導入】新", "【導入】隠", "【導入】折"]);
    assert_eq!(run["inputs"][0]["sheets"][0]["ledger"]["set_aside"]["hidden-duplicate"], 5);
    let hidden = |row: u32| format!("hidden-row 総務課.xlsx {row}:{row}");
    assert_eq!(findings(&run), [hidden(2), hidden(4), hidden(5)]);
}

#[test]
fn a_text_box_is_reported_with_its_cell() {
    let bytes = workbook("取組状況", &[(8, "")], |page| {
        let shape = rust_xlsxwriter::Shape::textbox().set_text("【導入】業者を決めた");
        page.insert_shape(1, 5, &shape).expect("a shape");
    });
    let (run, records, _) = build(&[("総務課.xlsx", bytes)]);
    assert_eq!(records[0]["missing"]["done"], "blank");
    let finding =
        run["findings"].as_array().expect("findings").iter().find(|f| f["rule"] == "object-with-text").expect("a finding");
    assert_eq!(finding["cell"], "F2");
    assert!(finding["message"].as_str().expect("a message").contains("業者を決めた"));
}

#[test]
fn sheets_of_any_name_are_read() {
    for name in ["進捗'25", "進捗!状況", "a&b<c>\"d\"", "　", "Sheet1 (2)", "🗾計画", "=1+1"] {
        let bytes = workbook(name, &[(8, "【予備】済")], |_| {});
        let (run, records, _) = build(&[("総務課.xlsx", bytes)]);
        assert_eq!(records[0]["origin"]["sheet"], name);
        let finding = run["findings"].as_array().expect("findings").iter().find(|f| f["rule"] == "unknown-stage");
        assert_eq!(finding.expect("a finding")["sheet"], name);
    }
}

#[cfg(feature = "encrypted")]
#[test]
fn the_list_of_passwords_may_come_from_excel() {
    let locked =
        msoffice_crypto::encrypt_ooxml(&workbook("取組状況", &[(8, "【導入】済")], |_| {}), "ひみつ7").expect("encrypts");
    let folder = tempfile::tempdir().expect("a folder");
    let (file, list) = (folder.path().join("総務課.xlsx"), folder.path().join("passwords.csv"));
    std::fs::write(&file, locked).expect("writable");
    std::fs::write(&list, encoding_rs::SHIFT_JIS.encode("財政課,himitsu\r\n総務課,ひみつ7\r\n").0).expect("writable");
    let inspect = |more: &[&str]| {
        let arguments = [&["inspect", file.to_str().expect("text"), "--plan", "kirise", "--format", "json"], more].concat();
        let output = crate::common::torimatome(&arguments);
        (output.status.code(), serde_json::from_slice::<Value>(&output.stdout).expect("JSON"))
    };
    let (status, reported) = inspect(&[]);
    assert_eq!((status, &reported["reason"]), (Some(3), &"encrypted".into()));
    let (status, reported) = inspect(&["--password-file", list.to_str().expect("text")]);
    assert_eq!((status, &reported["sheets"][0]["tables"][0]["records"]), (Some(0), &1.into()));
}

#[test]
fn a_text_that_too_many_rows_would_repeat_is_reported() {
    let rows: String = (2..60).map(|n| format!("2,{n},名{n},総務課,〃,【導入】済,\r\n")).collect();
    let text = format!("{HEADING}\r\n2,1,名1,総務課,{},【導入】済,\r\n{rows}", "長".repeat(100));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("総務課.csv");
    std::fs::write(&file, text).expect("writable");
    let file = file.to_str().expect("text");
    let output =
        crate::common::torimatome(&["inspect", file, "--plan", "kirise", "--format", "json", "--max-repeated-size", "9000"]);
    let reported: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let large: Vec<&Value> =
        reported["findings"].as_array().expect("findings").iter().filter(|f| f["rule"] == "too-large").collect();
    assert_eq!((large.len(), &large[0]["cell"]), (1, &"33:33".into()));
    assert!(large[0]["hint"].as_str().expect("a hint").contains("--max-repeated-size"));
    assert_eq!(reported["sheets"][0]["tables"][0]["records"], 59);
}
