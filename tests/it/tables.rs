//! What departments make of the table: each case with its records and findings, files in, files out.

use std::path::Path;

use crate::common::{findings, json};
use serde_json::{Value, json as value};

/// Builds a folder of these files with the made-up city's plan: the run and its records.
fn build<B: AsRef<[u8]>>(files: &[(&str, B)]) -> (Value, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir_all(&input).expect("writable");
    for (name, bytes) in files {
        std::fs::write(input.join(name), bytes).expect("writable");
    }
    let list = folder.path().join("departments.csv");
    std::fs::write(&list, "課名,提出\n総務課,\n財政課,\n").expect("writable");
    let list = list.to_str().expect("text");
    crate::common::build(&input, &out, &["--plan", "kirise", "--departments", list, "--quiet", "--no-pdf"]);
    (json(&out.join("run.json")), records(&out))
}

fn records(out: &Path) -> Vec<Value> {
    let data = out.join("data/progress.json");
    if data.is_file() { json(&data)["records"].as_array().expect("records").clone() } else { Vec::new() }
}

/// A workbook of these cells, row by row, with merged areas (first row, first column, last row, last column).
fn drawn(sheets: &[(&str, &[&[&str]])], merges: &[[u32; 4]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let narrow = |col: u32| u16::try_from(col).expect("a column");
    for (name, rows) in sheets {
        let page = book.add_worksheet();
        page.set_name(*name).expect("a name");
        for [top, left, bottom, right] in merges {
            let plain = rust_xlsxwriter::Format::new();
            page.merge_range(*top, narrow(*left), *bottom, narrow(*right), "", &plain).expect("an area");
        }
        for (row, cells) in (0..).zip(*rows) {
            for (col, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
                page.write_string(row, col, *text).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

const BARE: &str = "方向,取組番号,取組名,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\r\n";
const ROW: &str = "2,8,文書の電子化,電子で保存する,【導入】契約した,4月から\r\n";

#[test]
fn a_department_above_the_table_is_that_of_its_rows() {
    type Case<'a> = (&'a str, String, &'a [&'a str], Option<&'a str>, &'a [&'a str]);
    let unknown = "unknown-department 表.csv A1";
    let cases: [Case<'_>; 9] = [
        ("表.csv", format!("担当課：総務課\r\n{BARE}{ROW}"), &["総務課"], Some("A1"), &[]),
        ("表.csv", format!("所属　総務課\r\n{BARE}{ROW}"), &["総務課"], Some("A1"), &[]),
        ("表.csv", format!("取組状況,,担当課,総務課\r\n\r\n{BARE}{ROW}"), &["総務課"], Some("D1"), &[]),
        ("表.csv", format!("担当課：総務課・財政課\r\n{BARE}{ROW}"), &["総務課", "財政課"], Some("A1"), &[]),
        ("表.csv", format!("【総務課】\r\n{BARE}{ROW}"), &["総務課"], Some("A1"), &[]),
        ("表.csv", format!("{BARE}{ROW}\r\n担当課：総務課\r\n"), &["総務課"], Some("A4"), &[]),
        ("表.csv", format!("担当課：架空課\r\n{BARE}{ROW}"), &["架空課"], Some("A1"), &[unknown]),
        // the name of the file is taken; a form that was asked for has to have the column
        ("総務課.csv", format!("{BARE}{ROW}"), &["総務課"], None, &[]),
        ("総務課.csv", format!("取組状況調査票\r\n{BARE}{ROW}"), &["総務課"], None, &["missing-column 総務課.csv 2:2"]),
    ];
    for (name, text, departments, cell, reported) in cases {
        let (run, records) = build(&[(name, &text)]);
        assert_eq!((&records[0]["departments"], findings(&run)), (&value!(departments), lines_of(reported)), "{text}");
        assert_eq!(records[0]["origin"]["cells"]["departments"].as_str(), cell, "{text}");
    }
}

#[test]
fn a_department_on_the_cover_or_above_each_table() {
    let heading: Vec<&str> = BARE.trim_end().split(',').collect();
    let row: Vec<&str> = ROW.trim_end().split(',').collect();
    let (run, records) =
        build(&[("表.xlsx", drawn(&[("表紙", &[&["担当課", "総務課"]]), ("取組状況", &[&heading, &row])], &[]))]);
    assert_eq!((&records[0]["departments"], findings(&run)), (&value!(["総務課"]), lines_of(&[])));
    let second: Vec<&str> = ["2", "9"].into_iter().chain(row[2..].iter().copied()).collect();
    let third: Vec<&str> = ["2", "10"].into_iter().chain(row[2..].iter().copied()).collect();
    let rows: [&[&str]; 11] = [
        &["担当課：総務課"],
        &heading,
        &row,
        &[],
        &["担当課：財政課"],
        &heading,
        &second,
        &[],
        &["担当課：架空課"],
        &heading,
        &third,
    ];
    let (run, records) = build(&[("表.xlsx", drawn(&[("取組状況", &rows)], &[]))]);
    let got: Vec<&Value> = records.iter().map(|record| &record["departments"][0]).collect();
    assert_eq!(got, ["総務課", "財政課", "架空課"]);
    assert_eq!(findings(&run), ["missing-department 財政課 -", "unknown-department 表.xlsx A9"][1..]);
}

fn lines_of(reported: &[&str]) -> Vec<String> {
    reported.iter().map(|one| (*one).to_owned()).collect()
}

#[test]
fn the_forms_own_heading_leaves_no_doubt() {
    let text = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,進捗状況,R7下半期以降の取組内容（予定）\r\n\
                2,8,文書の電子化,総務課,電子で保存する,契約した,順調,4月から\r\n";
    let (run, records) = build(&[("総務課.csv", text)]);
    assert_eq!(
        (&records[0]["done"]["text"], findings(&run)),
        (&value!("契約した"), lines_of(&["unmapped-column 総務課.csv G1"]))
    );
    // two that are as good as each other
    let alike = text.replace("R7上半期までの取組内容", "取組の実績");
    let (run, _) = build(&[(
        "総務課.csv",
        alike.replace("順調", "8月に契約し、機器を据え付けた").replace("契約した", "7月に契約をして使い始めた"),
    )]);
    assert_eq!(findings(&run), ["ambiguous-column 総務課.csv G1"]);
    // marks and words are no answer beside one
    let verdict = text
        .replace("R7上半期までの取組内容,進捗状況", "達成状況,取組実績")
        .replace("契約した,順調", "◎,8月に契約し、機器を据え付けた");
    let (run, records) = build(&[("総務課.csv", verdict)]);
    assert_eq!(records[0]["done"]["text"], "8月に契約し、機器を据え付けた");
    assert_eq!(findings(&run), ["unmapped-column 総務課.csv F1"]);
    // 取組名 before 施策名; 取組 is the name, whatever 取組の内容 beside it could be
    for headings in ["施策名,取組名,担当課,施策内容", "備考,取組,担当課,取組の内容"] {
        let text = format!(
            "方向,取組番号,{headings},実績,今後の予定\r\n2,8,便利な市役所,文書の電子化,総務課,電子で保存する,契約した,4月から\r\n"
        );
        let (run, records) = build(&[("総務課.csv", text)]);
        let got = (&records[0]["names"][0], &records[0]["description"]);
        assert_eq!(got, (&value!("文書の電子化"), &value!("電子で保存する")), "{headings}");
        assert_eq!(findings(&run), ["unmapped-column 総務課.csv C1"], "{headings}");
    }
}

#[test]
fn columns_of_other_periods_are_reported() {
    let outcome = |headings: &str, cells: &str| {
        let text =
            format!("方向,取組番号,取組名,担当課,施策内容,{headings}\r\n2,8,文書の電子化,総務課,電子で保存する,{cells}\r\n");
        let (run, records) = build(&[("総務課.csv", text)]);
        let other = run["findings"].as_array().expect("findings").iter().filter(|finding| finding["rule"] == "other-period");
        let cells: Vec<String> = other.map(|finding| finding["cell"].as_str().expect("a cell").to_owned()).collect();
        (records[0]["done"]["text"].clone(), records[0]["planned"]["text"].clone(), cells.join(" "))
    };
    assert_eq!(outcome("R6実績,R7実績,R8予定", "旧,実,予"), (value!("実"), value!("予"), "F1".to_owned()));
    // what was done last goes before what fits together
    assert_eq!(outcome("R6実績,R7実績,R7予定", "旧,実,予"), (value!("実"), value!("予"), "F1".to_owned()));
    assert_eq!(outcome("前回の取組内容,これまでの取組,今後の予定", "旧,実,予"), (value!("実"), value!("予"), "F1".to_owned()));
    assert_eq!(outcome("R6実績,R7実績,R8予定", ",実,予"), (value!("実"), value!("予"), String::new()));
}

#[test]
fn the_only_rows_under_a_caption_of_an_example() {
    let text = |department: &str| {
        format!(
            "（記入例）\r\n方向,取組番号,取組名,担当課,施策内容,これまでの取組,今後の予定\r\n\
             2,8,文書の電子化,{department},電子で保存する,契約した,4月から\r\n"
        )
    };
    // an example that everybody gets names another department
    for (department, count) in [("総務課", 1), ("財政課", 0)] {
        let (run, records) = build(&[("総務課.csv", text(department))]);
        assert_eq!(records.len(), count, "{department}");
        assert!(findings(&run).contains(&"unclear-example 総務課.csv 3:3".to_owned()), "{department}");
    }
}

#[test]
fn texts_one_below_the_other() {
    let heading = |last: [&'static str; 2]| [&["方向", "取組番号", "取組名", "担当課", "施策内容"][..], &last[..]].concat();
    let row = |number: &'static str, kind: &'static str, text: &'static str| {
        vec!["2", number, "文書の電子化", "総務課", "電子で保存する", kind, text]
    };
    let below = |kind: &'static str, text: &'static str| vec!["", "", "", "", "", kind, text];
    let read = |rows: &[Vec<&str>], merges: &[[u32; 4]]| {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let (run, records) = build(&[("総務課.xlsx", drawn(&[("取組状況", &rows)], merges))]);
        let text = |record: &Value, field: &str| record[field]["text"].as_str().unwrap_or("-").to_owned();
        let got = records.iter().map(|one| format!("{} {} {}", one["id"], text(one, "done"), text(one, "planned")));
        (got.collect::<Vec<_>>(), findings(&run))
    };
    let answers = (vec!["\"2-8\" 契約した 4月から".to_owned(), "\"2-9\" 調べた -".to_owned()], Vec::new());
    let ours = ["区分", "取組内容"];
    let apart = [row("8", "実績", "契約した"), below("予定", "4月から"), row("9", "実績", "調べた"), below("予定", "")];
    assert_eq!(read(&[&[heading(ours)], &apart[..]].concat(), &[]), answers);
    let merges: Vec<[u32; 4]> = [1, 3].into_iter().flat_map(|top| (0..5).map(move |col| [top, col, top + 1, col])).collect();
    assert_eq!(read(&[&[heading(ours)], &apart[..]].concat(), &merges), answers);
    // over a page, and beside rows that the form has no column for
    let paged = [&apart[..1], &[heading(ours)], &apart[1..]].concat();
    assert_eq!(read(&[&[heading(ours)], &paged[..]].concat(), &[]), answers);
    let more = [
        row("8", "目標", "年度内"),
        below("実績", "契約した"),
        below("予定", "4月から"),
        row("9", "目標", "5件"),
        below("実績", "調べた"),
    ];
    let (got, reported) = read(&[&[heading(ours)], &more[..]].concat(), &[]);
    assert_eq!((got, reported), (answers.0.clone(), lines_of(&["outside-form 総務課.xlsx G2", "outside-form 総務課.xlsx G5"])));
    // every row in full, the plan first, no heading over the words
    let full =
        [row("8", "今後の予定", "4月から"), row("8", "実績", "契約した"), row("9", "今後の予定", ""), row("9", "実績", "調べた")];
    assert_eq!(read(&[&[heading(["", "内容"])], &full[..]].concat(), &[]), answers);
    assert_eq!(read(&[&[heading(["取組状況", ""])], &apart[..]].concat(), &[]), answers);
}

#[test]
fn stages_beside_texts_one_below_the_other() {
    let text = "取組状況（総務課）\r\n担当課：総務課\r\n方向,取組番号,取組名,施策内容,区分,取組内容,段階\r\n\
                2,8,文書の電子化,電子で保存する,予定,4月から,運用開始\r\n,,,,実績,契約した,導入\r\n\
                2,9,窓口の予約,並ばずに済む,実績,調べた,調査検討\r\n,,,,予定,機器を入れる,導入\r\n";
    let (run, records) = build(&[("総務課.csv", text.to_owned())]);
    assert_eq!(findings(&run), Vec::<String>::new());
    let stages = |field: &str| records.iter().map(|one| one[field]["stages"][0]["stage"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (stages("done"), stages("planned")),
        (vec!["導入".into(), "調査検討".into()], vec!["運用開始".into(), "導入".into()])
    );
    let cells = &records[0]["origin"]["cells"];
    assert_eq!((&cells["done_stage"], &cells["planned_stage"]), (&"G5".into(), &"G4".into()));
    assert_eq!(cells["departments"], "A2", "the label, not the title that says the same");
}

#[test]
fn periods_in_headings_in_many_words() {
    let outcome = |headings: &str, cells: &str| {
        let text =
            format!("方向,取組番号,取組名,担当課,施策内容,{headings}\r\n2,8,文書の電子化,総務課,電子で保存する,{cells}\r\n");
        let (run, records) = build(&[("総務課.csv", text)]);
        assert_eq!(findings(&run), Vec::<String>::new(), "{headings}");
        let text = |field: &str| records[0][field]["text"].as_str().unwrap_or("-").to_owned();
        (text("done"), text("planned"), run["period"]["id"].as_str().unwrap_or("-").to_owned())
    };
    for (headings, cells, period) in [
        ("R7.4～9の取組,R7.10～の取組予定", "実,予", "2025H1"),
        ("令和７年４月～９月の実績,令和７年10月～令和８年３月の予定", "実,予", "2025H1"),
        ("９月30日現在の進捗状況,10月以降の取組予定", "実,予", "-"),
        ("令和7年9月30日までの取組,今後の予定", "実,予", "-"),
        ("4～9月の取組,10月～の予定", "実,予", "-"),
        ("第１四半期の実績,第２四半期の実績,第３四半期以降の予定", "旧,実,予", "-"),
        ("第１四半期の実績,第２四半期の実績,第２四半期以降の予定", "実,,予", "-"),
    ] {
        assert_eq!(outcome(headings, cells), ("実".to_owned(), "予".to_owned(), period.to_owned()), "{headings}");
    }
}

#[test]
fn departments_before_the_names_and_in_captions() {
    let row = |number: u32, department: &str| {
        format!("{department},2,{number},文書の電子化{number},電子で保存する,契約した,4月から\r\n")
    };
    let heading = "担当課,方向,取組番号,取組名,施策内容,実績,今後の予定\r\n";
    let text = [heading, &row(8, "総務課"), &row(9, ""), &row(10, "財政課"), &row(11, "")].concat();
    let (_, records) = build(&[("表.csv", text)]);
    let of = |records: &[Value]| records.iter().map(|record| record["departments"].clone()).collect::<Vec<_>>();
    assert_eq!(of(&records), [value!(["総務課"]), value!(["総務課"]), value!(["財政課"]), value!(["財政課"])]);
    // behind the names a blank one repeats nothing, and of several nobody can tell which it is
    let heading = "方向,取組番号,取組名,担当課,施策内容,実績,今後の予定\r\n";
    let row = |number: u32, department: &str| {
        format!("2,{number},文書の電子化{number},{department},電子で保存する,契約した,4月から\r\n")
    };
    let (_, records) = build(&[("表.csv", [heading, &row(8, "総務課"), &row(9, ""), &row(10, "財政課")].concat())]);
    assert_eq!(of(&records), [value!(["総務課"]), value!([]), value!(["財政課"])]);
    for caption in ["取組状況調査票（総務課）", "（1）総務課", "２　総務課所管分", "■総務課（1件）", "【総務課】"]
    {
        let (run, records) = build(&[("表.csv", format!("{caption}\r\n{BARE}{ROW}"))]);
        assert_eq!((of(&records), findings(&run)), (vec![value!(["総務課"])], Vec::new()), "{caption}");
    }
    let (_, records) = build(&[("表.csv", format!("{BARE}【総務課】\r\n{ROW}"))]);
    assert_eq!(of(&records), [value!(["総務課"])]);
    // where to send it says nothing of whose it is
    let (run, _) = build(&[("表.csv", format!("提出先　財政課\r\n{BARE}{ROW}"))]);
    assert_eq!(findings(&run), ["unowned-record 表.csv 3:3"]);
}

#[test]
fn labels_beside_and_over_values() {
    let card = |number: &str| {
        format!(
            "取組番号,2-{number},取組名,文書の電子化,担当課,総務課\r\n施策内容\r\n電子で保存する\r\n\
             R7上半期までの取組内容\r\n契約した\r\nR7下半期以降の取組内容（予定）\r\n4月から\r\n\r\n"
        )
    };
    let (run, records) = build(&[("総務課.csv", [card("8"), card("9")].concat())]);
    let got: Vec<String> = records
        .iter()
        .map(|one| format!("{} {} {} {}", one["id"], one["description"], one["done"]["text"], one["planned"]["text"]))
        .collect();
    let expected = ["8", "9"].map(|number| format!("\"2-{number}\" \"電子で保存する\" \"契約した\" \"4月から\""));
    assert_eq!((got, findings(&run)), (expected.to_vec(), Vec::new()));
}

#[test]
fn numbers_that_became_dates() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("m\"月\"d\"日\"");
    for (col, text) in (0..).zip(["取組番号", "取組名", "担当課", "施策内容", "実績", "今後の予定"]) {
        page.write_string(0, col, text).expect("a cell");
    }
    page.write_number_with_format(1, 0, 45_696.0, &day).expect("a cell");
    for (col, text) in (1..).zip(["文書の電子化", "総務課", "電子で保存する", "契約した", "4月から"]) {
        page.write_string(1, col, text).expect("a cell");
    }
    let (run, records) = build(&[("総務課.xlsx", book.save_to_buffer().expect("a workbook"))]);
    assert_eq!((&records[0]["id"], findings(&run)), (&value!("2-8"), lines_of(&["number-as-date 総務課.xlsx A2"])));
}

#[test]
fn lines_that_turn_the_page_are_no_text() {
    for line in [",,,,,次頁へ続く", "以下余白", ",,,,,（続く）", "総合計（1件）"] {
        let heading = "方向,取組番号,取組名,担当課,これまでの取組,今後の予定,施策内容\r\n";
        let text = format!("{heading}2,8,文書の電子化,総務課,契約した,4月から,電子で保存する\r\n{line}\r\n");
        let (run, records) = build(&[("総務課.csv", text)]);
        assert_eq!((&records[0]["planned"]["text"], findings(&run)), (&value!("4月から"), Vec::new()), "{line}");
    }
}
