//! What goes out to departments and what goes back: written, saved by other programs, read again.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");

/// Runs the program; its exit status.
fn run(arguments: &[&str]) -> i32 {
    let out = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(arguments)
        .args(["--now", "2026-04-20T09:00:00+09:00", "--quiet"])
        .output()
        .unwrap();
    let status = out.status.code().unwrap();
    assert!(status < 2, "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    status
}

fn samples(name: &str) -> String {
    format!("{SAMPLES}/{name}")
}

/// Builds a folder; what `run.json` says.
fn build(input: &Path, out: &Path) -> Value {
    run(&["build", input.to_str().unwrap(), "--departments", &samples("departments.csv"), "-o", out.to_str().unwrap()]);
    json(&out.join("run.json"))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Department → ids of its records, sorted.
fn ids(run: &Value) -> BTreeMap<String, Vec<String>> {
    let list = |value: &Value| {
        let mut ids: Vec<String> = value.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let submissions = run["submissions"].as_array().unwrap();
    submissions.iter().map(|s| (s["department"].as_str().unwrap().to_owned(), list(&s["records"]))).collect()
}

/// Rule and department of the findings that are worse than an information.
fn grave(run: &Value) -> Vec<(String, String)> {
    let findings = run["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.map(|finding| (text(&finding["rule"]), text(&finding["department"]))).collect()
}

/// A record without where it came from.
fn contents(out: &Path) -> BTreeMap<String, Value> {
    let data = json(&out.join("data/progress.json"));
    let records = data["records"].as_array().unwrap().iter().map(|record| {
        let mut record = record.clone();
        record.as_object_mut().unwrap().remove("origin");
        (record["id"].as_str().unwrap().to_owned(), record)
    });
    records.collect()
}

/// Puts texts into blank cells of the first sheet, as a person would, and leaves everything else as it is.
fn fill(path: &Path, cells: &[(String, String)]) {
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (cell, text) in cells {
                let start = xml.find(&format!("<c r=\"{cell}\" ")).unwrap_or_else(|| panic!("{cell} in {}", path.display()));
                let end = start + xml[start..].find("/>").unwrap();
                let own = format!("{} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>", &xml[start..end]);
                assert!(!xml[start..end].contains('>'), "{cell} is not blank");
                xml.replace_range(start..end + 2, &own);
            }
            bytes = xml.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

/// The first sheet's texts, row by row from A1.
fn texts(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let (rows, cols) = range.end().unwrap();
    let text = |row, col| range.get_value((row, col)).unwrap_or(&Data::Empty).to_string();
    (0..=rows).map(|row| (0..=cols).map(|col| text(row, col)).collect()).collect()
}

fn xlsx_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "xlsx"));
    paths.sort();
    paths
}

/// The files of a folder as LibreOffice saves them; none where there is no LibreOffice.
fn saved_by_libreoffice(folder: &Path, format: &str) -> Option<tempfile::TempDir> {
    if Command::new("soffice").arg("--version").output().is_err() {
        crate::common::skipped("soffice is not installed");
        return None;
    }
    let out = tempfile::tempdir().unwrap();
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(out.path())
        .args(xlsx_in(folder))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(out)
}

/// Makes the forms of the second half-year and fills them all in.
fn filled_forms(folder: &Path) {
    run(&["forms", &samples("2025H1"), "--departments", &samples("departments.csv"), "-o", folder.to_str().unwrap()]);
    for path in xlsx_in(folder) {
        let rows = texts(&path);
        let id = rows[4].iter().position(|text| text == "ID（編集不要）").unwrap();
        assert_eq!((id, rows[4][5].as_str()), (8, "前回の予定（参考）"));
        let mut cells = vec![("C3".to_owned(), "令和8年4月10日".to_owned())];
        for (row, _) in (1..).zip(&rows).filter(|(_, texts)| texts[id].starts_with("id:")) {
            cells.push((format!("G{row}"), "【運用開始】&#10;・始めた".to_owned()));
            cells.push((format!("H{row}"), "【運用改善】続ける".to_owned()));
        }
        if cells.len() == 1 {
            // nothing last time: now there is something new, in the first row that is free
            let row = 7;
            for (col, text) in [("A", "3"), ("B", "9"), ("C", "歩道の点検"), ("G", "【導入】した"), ("H", "【運用開始】する")]
            {
                cells.push((format!("{col}{row}"), text.to_owned()));
            }
        }
        fill(&path, &cells);
    }
}

/// What filled-in forms have to come to, whoever saved them.
fn check_filled(input: &Path, last: &BTreeMap<String, Vec<String>>) {
    let out = tempfile::tempdir().unwrap();
    let run = build(input, out.path());
    assert_eq!(run["period"]["id"], "2025H2");
    assert_eq!(run["plan"]["id"], "kirise");
    let mut wanted = last.clone();
    wanted.insert("都市整備課".to_owned(), vec!["3-9".to_owned()]);
    assert_eq!(ids(&run), wanted);
    // the names were as many as before; there is no other finding
    assert_eq!(grave(&run), [("number-name-mismatch".to_owned(), "デジタル推進課".to_owned())]);
    assert!(run["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "alias-heading"), "{}", run["findings"]);
    let mut other_period = 0;
    for input in run["inputs"].as_array().unwrap().iter().filter(|input| input["status"] == "read") {
        for sheet in input["sheets"].as_array().unwrap() {
            let ledger = &sheet["ledger"];
            let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            assert_eq!(ledger["non_empty"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + aside);
            assert_eq!(ledger["set_aside"].get("outside-form"), None, "{input}");
            other_period += ledger["set_aside"]["other-period"].as_u64().unwrap_or_default();
        }
    }
    assert!(other_period > 30, "{other_period}");
    let submitted = run["submissions"].as_array().unwrap().iter().map(|submission| submission["submitted"].as_str().unwrap());
    assert!(submitted.into_iter().all(|day| day == "2026-04-10"));
    let records = contents(out.path());
    assert_eq!(records["1-2_3"]["done"]["text"], "【運用開始】\n・始めた");
    assert_eq!(records["2-16"]["departments"], serde_json::json!(["デジタル推進課", "総務課"]));
}

#[test]
fn forms_come_back_as_they_went_out() {
    let folder = tempfile::tempdir().unwrap();
    let last = ids(&build(Path::new(&samples("2025H1")), &folder.path().join("last")));
    let forms = folder.path().join("forms");
    filled_forms(&forms);
    check_filled(&forms, &last);
    for format in ["xlsx", "ods", "xls"] {
        if let Some(saved) = saved_by_libreoffice(&forms, format) {
            check_filled(saved.path(), &last);
        }
    }
}

#[test]
fn openpyxl_saves_a_form_that_is_read_the_same() {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = "import openpyxl, sys\nfor p in sys.argv[1:]:\n    openpyxl.load_workbook(p).save(p)";
    if !Command::new(&python).args(["-c", "import openpyxl"]).output().is_ok_and(|out| out.status.success()) {
        crate::common::skipped(format_args!("{python} has no openpyxl (set TORIMATOME_PYTHON)"));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let last = ids(&build(Path::new(&samples("2025H1")), &folder.path().join("last")));
    let forms = folder.path().join("forms");
    filled_forms(&forms);
    let out = Command::new(&python).args(["-c", script]).args(xlsx_in(&forms)).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    check_filled(&forms, &last);
}

#[test]
fn a_form_says_what_may_be_written_where() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("様式");
    let make = || run(&["forms", &samples("2025H1"), "--period", "R8上半期", "-o", forms.to_str().unwrap()]);
    make();
    let path = forms.join("高齢介護課_取組状況.xlsx");
    let rows = texts(&path);
    assert_eq!(rows[0][0], "桐瀬市デジタル行政推進計画 取組状況調査票（令和8年度上半期）");
    assert_eq!(rows[4][6..8], ["R8上半期までの取組内容", "R8下半期以降の取組内容（予定）"]);
    assert_eq!(rows[0][8], "torimatome/1|form|progress|kirise|2026H1|0|高齢介護課");
    assert_eq!((rows[5][0].as_str(), rows[6][6].as_str()), ("記入例", ""));
    // beside the id, what tells whether somebody wrote over the plan of last period
    assert!(rows[6][8].starts_with("id:1-7 check:"), "{}", rows[6][8]);
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(&path).unwrap())).unwrap();
    let mut xml = String::new();
    package.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    for part in ["<sheetProtection", "type=\"list\"", "type=\"whole\"", "type=\"date\"", "type=\"textLength\"", "hidden=\"1\""] {
        assert!(xml.contains(part), "{part}");
    }
    assert!(!xml.contains("password"));
    // the same bytes again; a form that somebody has filled in is not replaced
    let before = fs::read(&path).unwrap();
    make();
    assert_eq!(fs::read(&path).unwrap(), before);
    fill(&path, &[("G7".to_owned(), "書いた".to_owned())]);
    let out = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(["forms", &samples("2025H1"), "--period", "R8上半期", "-o"])
        .arg(&forms)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(texts(&path)[6][6], "書いた");
}

#[test]
fn a_form_that_comes_back_blank_is_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("forms");
    run(&[
        "forms",
        "--plan",
        "kirise",
        "--period",
        "2025H1",
        "--departments",
        &samples("departments.csv"),
        "-o",
        forms.to_str().unwrap(),
    ]);
    assert_eq!(xlsx_in(&forms).len(), 16);
    let run = build(&forms, &folder.path().join("out"));
    let rules: Vec<String> = grave(&run).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, vec!["unfilled-form"; 16]);
}

#[test]
fn a_form_that_says_there_is_nothing_to_report_is_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let heading = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）";
    let rows = "2,8,文書の電子化,総務課,保存する,,\n2,9,決裁の電子化,総務課,決裁する,,\n,,該当なし,,,,\n";
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/総務課.csv"), format!("{heading}\n{rows}")).unwrap();
    let run = build(&folder.path().join("in"), &folder.path().join("out"));
    let of = run["submissions"].as_array().unwrap().iter().find(|one| one["department"] == "総務課").unwrap().clone();
    assert_eq!(of["status"], "no-records", "{of}");
    let own = run["findings"].as_array().unwrap().iter().filter(|finding| finding["department"] == "総務課");
    let found: Vec<&str> = own.map(|finding| finding["rule"].as_str().unwrap()).filter(|rule| !rule.starts_with('L')).collect();
    assert_eq!(found, ["alias-heading", "alias-heading", "no-records"]);
    let aside = &run["inputs"][0]["sheets"][0]["ledger"]["set_aside"];
    assert_eq!(aside["no-records"], 11, "{aside}");
}

#[test]
fn the_first_period_is_filled_in_from_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("様式");
    run(&["forms", "--plan", "oshu", "--period", "2026H1", "-o", made.to_str().unwrap()]);
    assert!(!made.join("run.json").exists(), "nothing lies among the forms that is none");
    let forms = json(&folder.path().join("様式.json"))["forms"].as_array().unwrap().clone();
    let records = |name: &str| forms.iter().find(|form| form["department"] == name).map(|form| form["records"].as_u64().unwrap());
    assert_eq!((forms.len(), records("観光物産課"), records("会計課")), (20, Some(1), Some(1)), "{forms:?}");
    let rows = texts(&made.join("観光物産課_取組状況.xlsx"));
    assert!(rows.iter().any(|row| row.iter().any(|cell| cell == "5\n6")), "a row of two numbers: {rows:?}");
}

#[test]
fn a_department_of_any_name_gets_a_file_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("departments.csv");
    fs::write(&list, "課名,提出\n../x,○\n=1+1,○\nCON,○\n<b>課</b>,○\nx/y,○\nX／Y,○\n").unwrap();
    let forms = folder.path().join("a/forms");
    run(&[
        "forms",
        "--plan",
        "kirise",
        "--period",
        "2025H1",
        "--departments",
        list.to_str().unwrap(),
        "-o",
        forms.to_str().unwrap(),
    ]);
    let names: Vec<String> = xlsx_in(&forms).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(
        names,
        [
            "=1+1_取組状況.xlsx",
            "X／Y (2)_取組状況.xlsx",
            "_CON_取組状況.xlsx",
            "x／y_取組状況.xlsx",
            "／x_取組状況.xlsx",
            "＜b＞課＜／b＞_取組状況.xlsx"
        ]
    );
    assert_eq!(texts(&forms.join("=1+1_取組状況.xlsx"))[2][4], "=1+1");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_return_is_handed_in_again_and_takes_the_place_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let first = build(Path::new(&samples("2025H2")), &out);
    let returned: Vec<&str> = first["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|o| o["kind"] == "return")
        .map(|o| o["path"].as_str().unwrap())
        .collect();
    assert_eq!(returned, ["差戻し/デジタル推進課.xlsx", "差戻し/子育て応援課.xlsx"]);
    let returns = out.join("差戻し");
    let table = texts(&returns.join("子育て応援課.xlsx"));
    assert_eq!(table[3][2], "第2版（差戻し）");
    let same = |inbox: &Path| {
        let again = folder.path().join("again");
        let run = build(inbox, &again);
        // texts are the same; the two files of one department are one now
        assert_eq!(contents(&again), contents(&out));
        assert_eq!(ids(&run), ids(&first));
        let findings = run["findings"].as_array().unwrap();
        let mended = findings.iter().filter(|finding| finding["rule"] == "mended-return").count();
        assert!(mended >= 3, "{:?}", grave(&run));
        let grave = grave(&run);
        assert!(!grave.iter().any(|(rule, _)| rule == "conflicting-records" || rule == "duplicate-record"), "{grave:?}");
        // what was not mended goes back once more, as the next version
        let table = texts(&again.join("差戻し/子育て応援課.xlsx"));
        assert_eq!(table[3][2], "第3版（差戻し）");
    };
    let inbox = folder.path().join("inbox");
    copy(Path::new(&samples("2025H2")), &inbox);
    copy(&returns, &inbox.join("再提出分"));
    same(&inbox);
    for format in ["xlsx", "ods"] {
        let Some(saved) = saved_by_libreoffice(&returns, format) else { continue };
        fs::remove_dir_all(inbox.join("再提出分")).unwrap();
        copy(saved.path(), &inbox.join("再提出分"));
        same(&inbox);
    }
}

/// Above some thousands of rows a sheet is written from the top down, and nothing that stands above can be written later.
#[test]
fn a_department_of_many_rows_gets_all_of_them_back() {
    const ROWS: usize = 5_100;
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out, again) = (folder.path().join("inbox"), folder.path().join("out"), folder.path().join("again"));
    let mut csv = "桐瀬市デジタル行政推進計画 取組状況調査票（令和7年度下半期）\n提出日,R8.4.3\n担当課,総務課\n\
                   方向,取組番号,取組名,担当部署,施策概要,R7下半期の取組,今後の予定\n"
        .to_owned();
    for n in 1..=ROWS {
        let stage = if n % 1_000 == 0 { "【大導入】" } else { "【導入】" };
        csv += &format!("1,{n},帳票{n}の電子化,総務課,概要{n},{stage}{n}枚を電子化した。,―\n");
    }
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("03_総務課.csv"), csv).unwrap();
    build(&inbox, &out);
    let returned = out.join("差戻し/総務課.xlsx");
    let table = texts(&returned);
    let version = (&table[2], &table[3]);
    assert!(version.0.contains(&"総務課".to_owned()) && version.1.contains(&"第2版（差戻し）".to_owned()), "{version:?}");
    let marked = Xlsx::new(Cursor::new(fs::read(&returned).unwrap())).unwrap().worksheet_range("指摘一覧").unwrap();
    let stages = marked.rows().filter(|row| row[2].to_string().contains("大導入")).count();
    assert_eq!(stages, ROWS / 1_000, "the list leads to every one");
    copy(&out.join("差戻し"), &inbox);
    let run = build(&inbox, &again);
    assert_eq!(contents(&again).len(), ROWS);
    assert_eq!(contents(&again), contents(&out));
    let read = run["inputs"].as_array().unwrap().iter().find(|input| input["path"] == "総務課.xlsx").unwrap();
    assert_eq!(read["status"], "read", "the return takes the place of what was handed in first");
}

#[test]
fn a_return_shows_the_cell_and_goes_when_all_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    copy(Path::new(&samples("2025H2")), &inbox);
    fs::write(inbox.join("15_防災安全課.xlsx"), b"PK\x03\x04 broken").unwrap();
    build(&inbox, &out);
    let path = out.join("差戻し/子育て応援課.xlsx");
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(&path).unwrap())).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let comments = part("xl/comments1.xml");
    assert!(comments.contains("09_子育て応援課_取組状況.xlsx › ") && comments.contains("!F10"), "{comments}");
    assert!(comments.contains("直し方：") && comments.contains("理由："), "{comments}");
    assert!(part("xl/worksheets/sheet2.xml").contains("'取組状況'!F"));
    // what could not be read has a list and nothing else; what is missing has nothing
    let list = texts(&out.join("差戻し/防災安全課.xlsx"));
    assert_eq!(list[0][0], "防災安全課 指摘一覧（令和7年度下半期）");
    // no version of a file says who filled in the first
    for path in xlsx_in(&out.join("差戻し")) {
        let rows = texts(&path);
        for row in rows.iter().take(4) {
            let contact = row.iter().position(|text| text == "担当者");
            assert!(contact.is_none_or(|at| row[at + 1..].iter().all(String::is_empty)), "{row:?}");
        }
    }
    // a corrected file: the stage that the plan has
    fs::remove_file(inbox.join("15_防災安全課.xlsx")).unwrap();
    fs::remove_file(inbox.join("09_子育て応援課_取組状況.xlsx")).unwrap();
    build(&inbox, &out);
    assert!(!path.exists() && !out.join("差戻し/防災安全課.xlsx").exists());
    // a hidden sheet of choices is none of its faults
    assert!(!out.join("差戻し/産業観光課.xlsx").exists());
}
