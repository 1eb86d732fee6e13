//! The coordinator's month: answers and edits in 取りまとめ.xlsx are read back by the next build. Files in, files out.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use calamine::{DataType, Reader, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::common::{findings, json, torimatome};

pub const HEADING: &str = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）";
const WORKBOOK: &str = "取りまとめ.xlsx";

/// A workspace of two departments that hand in and one that does not.
pub struct Office {
    folder: TempDir,
}

impl Office {
    pub fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().expect("a folder") };
        office.write("torimatome.toml", "plan = \"kirise\"\ndepartments = \"departments.csv\"\n[office]\nperson = \"山田\"\n");
        office.write("departments.csv", "課名,提出\n総務課,○\n財政課,○\n税務収納課,○\n");
        office.hand_in("総務課", &[(8, "文書の電子化", "【導入】済"), (9, "電子決裁", "【運用開始】済")]);
        office.hand_in("財政課", &[(10, "予算編成", "【準備中】済")]);
        office
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    pub fn hand_in(&self, department: &str, rows: &[(u32, &str, &str)]) {
        self.hand_in_for("2025H1", department, rows);
    }

    pub fn hand_in_for(&self, period: &str, department: &str, rows: &[(u32, &str, &str)]) {
        let heading = if period == "2025H1" {
            HEADING.to_owned()
        } else {
            HEADING.replace("下半期", "次期").replace("上半期", "下半期")
        };
        let mut text = format!("{heading}\r\n");
        for (number, name, done) in rows {
            let _ = writeln!(text, "2,{number},{name},{department},文書を電子で保存する,{done},4月から{number}件\r");
        }
        self.write(&format!("inbox/{period}/{department}.csv"), &text);
    }

    pub fn build(&self, more: &[&str]) -> (i32, String) {
        let config = self.path("torimatome.toml");
        let inbox = self.path("inbox/2025H1");
        let mut arguments = vec!["build".into(), inbox.into_os_string(), "--config".into(), config.into_os_string()];
        arguments.push("--no-pdf".into());
        arguments.extend(more.iter().map(Into::into));
        let output = torimatome(&arguments);
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    pub fn out(&self, name: &str) -> PathBuf {
        self.path("out/2025H1").join(name)
    }

    pub fn run(&self) -> Value {
        json(&self.out("run.json"))
    }

    pub fn record(&self, id: &str) -> Value {
        let data = json(&self.out("data/progress.json"));
        let records = data["records"].as_array().expect("records");
        records.iter().find(|record| record["id"] == id).unwrap_or_else(|| panic!("no record {id}")).clone()
    }

    pub fn decisions(&self) -> String {
        fs::read_to_string(self.path("decisions.toml")).unwrap_or_default()
    }

    /// Saves the workbook as another program would, after `change` has gone over the rows of each sheet.
    pub fn edit(&self, change: impl Fn(&str, &mut Rows)) {
        resave(&self.out(WORKBOOK), change);
    }

    pub fn sheet(&self, name: &str) -> Rows {
        let mut book: Xlsx<_> = open_workbook(self.out(WORKBOOK)).expect("a workbook");
        rows_of(&mut book, name)
    }
}

pub type Rows = Vec<Vec<String>>;

fn rows_of<R: std::io::Read + std::io::Seek>(book: &mut Xlsx<R>, name: &str) -> Rows {
    let range = book.worksheet_range(name).expect("a sheet");
    let (height, width) = range.end().map_or((0, 0), |(row, col)| (row + 1, col + 1));
    let text = |row, col| range.get_value((row, col)).and_then(DataType::as_string).unwrap_or_default();
    (0..height).map(|row| (0..width).map(|col| text(row, col)).collect()).collect()
}

pub fn resave(path: &Path, change: impl Fn(&str, &mut Rows)) {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut out = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let mut rows = rows_of(&mut book, &name);
        change(&name, &mut rows);
        let sheet = out.add_worksheet();
        sheet.set_name(&name).expect("a name");
        for (row, cells) in (0u32..).zip(&rows) {
            for (col, text) in (0u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(row, col, text).expect("a cell");
            }
        }
    }
    out.save(path).expect("writable");
}

/// The cell of the row that has `value` somewhere, in the column of a heading.
pub fn cell<'r>(rows: &'r mut Rows, value: &str, heading: &str) -> &'r mut String {
    let col = rows[0].iter().position(|text| text == heading).unwrap_or_else(|| panic!("no column {heading}"));
    let row = rows.iter_mut().find(|row| row.iter().any(|text| text == value)).unwrap_or_else(|| panic!("no row {value}"));
    &mut row[col]
}

pub fn answered(run: &Value, rule: &str) -> Vec<Value> {
    let all = run["findings"].as_array().expect("findings").iter().filter(|finding| finding["rule"] == rule);
    all.map(|finding| finding["decision"].clone()).collect()
}

#[test]
fn the_first_sheet_is_a_list_with_what_is_awaited_in_grey() {
    let office = Office::new();
    office.build(&[]);
    let mut book: Xlsx<_> = open_workbook(office.out(WORKBOOK)).expect("a workbook");
    assert_eq!(book.sheet_names()[0], "一覧");
    book.load_tables().expect("tables");
    assert_eq!(book.table_names_in_sheet("一覧").len(), 1);
    let mut rows = office.sheet("一覧");
    let wanted = "方向 番号 取組名 担当課 施策内容 段階 前回の段階 動き 取組内容 予定 提出 指摘 確認 メモ 記録ID";
    assert_eq!(rows[0].join(" "), wanted);
    assert_eq!(cell(&mut rows, "2-9", "段階"), "運用開始");
    assert_eq!(cell(&mut rows, "2-10", "指摘"), "1");
    assert_eq!(cell(&mut rows, "税務収納課", "提出"), "未提出");
    assert!(json(&office.out("data/progress.json"))["records"].as_array().expect("records").len() == 3);
}

/// The fill of the cell of a sheet that has a text.
fn fill_of(book: &Path, sheet: usize, wanted: &str) -> String {
    let mut package = zip::ZipArchive::new(fs::File::open(book).expect("a workbook")).expect("a package");
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let (xml, styles) = (part(&format!("xl/worksheets/sheet{sheet}.xml")), part("xl/styles.xml"));
    let cell = xml.split("<c ").find(|cell| cell.contains(&format!("<t>{wanted}</t>"))).expect("a cell");
    let style: usize =
        cell.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|n| n.parse().ok()).expect("a style");
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    let fill = formats.split("<xf ").nth(style + 1).and_then(|xf| xf.split("fillId=\"").nth(1)).expect("a fill");
    let fill: usize = fill.split('"').next().and_then(|n| n.parse().ok()).expect("a number");
    styles.split("<fill>").nth(fill + 1).expect("a fill").split("</fill>").next().unwrap_or_default().to_owned()
}

#[test]
fn what_is_awaited_is_grey_in_the_printed_sheet() {
    let office = Office::new();
    office.build(&[]);
    let fill = |text: &str| fill_of(&office.out(WORKBOOK), 2, text);
    assert!(fill("未提出").contains("E6E6E6"), "{}", fill("未提出"));
    assert!(!fill("電子決裁").contains("E6E6E6"));
}

#[test]
fn the_list_is_printed_on_paper_on_which_it_can_be_read() {
    let office = Office::new();
    office.build(&[]);
    let file = fs::File::open(office.out(WORKBOOK)).expect("a workbook");
    let mut xml = String::new();
    zip::ZipArchive::new(file)
        .expect("a package")
        .by_name("xl/worksheets/sheet1.xml")
        .expect("a sheet")
        .read_to_string(&mut xml)
        .expect("text");
    assert!(xml.contains(r#"paperSize="8" "#) && xml.contains(r#"orientation="landscape""#), "A3 landscape");
}

#[test]
fn status_names_who_has_a_return_to_mend_and_who_was_never_asked() {
    let office = Office::new();
    let status = || {
        let inbox = office.path("inbox/2025H1").into_os_string();
        let output = torimatome(&["status".into(), inbox, "--config".into(), office.path("torimatome.toml").into_os_string()]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    office.build(&[]);
    assert!(!status().contains("差戻し中"));
    office.edit(|name, rows| {
        if name == "指摘" {
            *cell(rows, "unknown-stage", "対応") = "差戻し".to_owned();
        }
    });
    office.build(&[]);
    assert!(status().contains("差戻し中: 財政課（指摘 1件"), "{}", status());
    // no list, no plan with departments: nobody was asked
    office.write("torimatome.toml", "plan = \"plan\"\ndepartments = \"departments.csv\"\n");
    office.write("departments.csv", "課名,提出\n");
    let plan = "id = \"plan\"\nmunicipality = \"甲市\"\ntitle = \"甲市計画\"\n[[direction]]\nno = 1\ntitle = \"一\"\n[[stage]]\nname = \"導入\"\nstep = 1\n";
    office.write("seeds/plan.toml", plan);
    fs::remove_dir_all(office.path("inbox/2025H1")).expect("removed");
    fs::create_dir(office.path("inbox/2025H1")).expect("made");
    assert!(!status().contains("すべての課から提出されています"), "{}", status());
}

#[test]
fn edits_are_read_back_after_sorting_inserting_and_saving_elsewhere() {
    let office = Office::new();
    office.build(&[]);
    let written = office.record("2-8");
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "取組内容") = "【導入】済（令和7年9月）".to_owned();
            *cell(rows, "2-8", "メモ") = "部長に説明".to_owned();
            *cell(rows, "2-9", "段階") = "導入".to_owned();
            *cell(rows, "2-9", "担当課") = "総務課\n財政課".to_owned();
            *cell(rows, "税務収納課", "メモ") = "電話済み".to_owned();
            // a row is cut out: nothing happens to its record
            rows.retain(|row| !row.iter().any(|text| text == "2-10"));
            rows[1..].reverse();
            rows.insert(0, Vec::new());
            rows.iter_mut().filter(|row| !row.is_empty()).for_each(|row| row.insert(2, String::new()));
        }
    });
    office.build(&[]);
    let (first, second) = (office.record("2-8"), office.record("2-9"));
    assert_eq!(first["done"]["text"], "【導入】済（令和7年9月）");
    assert_eq!(first["edited"]["done"], serde_json::json!({"before": "【導入】済", "after": "【導入】済（令和7年9月）"}));
    assert_eq!(first["origin"], written["origin"], "the origin stays");
    assert_eq!(second["done"]["stages"][0]["stage"], "導入");
    assert_eq!(second["departments"], serde_json::json!(["総務課", "財政課"]));
    assert!(office.record("2-10").get("edited").is_none());
    let run = office.run();
    assert_eq!(run["edits"].as_array().expect("edits").len(), 5, "{}", run["edits"]);
    assert!(answered(&run, "unread-edit").is_empty() && answered(&run, "edit-conflict").is_empty());
    let mut rows = office.sheet("一覧");
    assert_eq!(cell(&mut rows, "2-8", "メモ"), "部長に説明");
    assert_eq!(cell(&mut rows, "税務収納課", "メモ"), "電話済み");
    assert!(office.sheet("取組状況").iter().flatten().any(|text| text == "【導入】済（令和7年9月）\n（事務局修正）"));
    assert!(office.decisions().contains("by = \"山田\""), "{}", office.decisions());

    // the next builds hold them, and so does a workbook that was only saved
    assert!(!office.out("取りまとめ（手直し）.xlsx").exists(), "what was read back whole is not kept");
    let (kept, decisions) = (office.run(), office.decisions());
    office.build(&[]);
    office.edit(|_, _| {});
    office.build(&[]);
    assert_eq!((office.run()["edits"].clone(), office.decisions()), (kept["edits"].clone(), decisions));

    // set back to what the department wrote, it is no edit any more
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "取組内容") = "【導入】済".to_owned();
            cell(rows, "2-8", "メモ").clear();
        }
    });
    office.build(&[]);
    assert!(office.record("2-8").get("edited").is_none());
    assert!(!office.decisions().contains("2-8"), "{}", office.decisions());
}

#[test]
fn answers_hold_until_their_subject_changes_and_do_not_count() {
    let office = Office::new();
    let (status, _) = office.build(&[]);
    assert_eq!(status, 1);
    office.edit(|name, rows| {
        if name == "指摘" {
            *cell(rows, "missing-department", "対応") = "確認済み".to_owned();
            *cell(rows, "missing-department", "メモ") = "今月は不要".to_owned();
            *cell(rows, "unknown-stage", "対応") = "対象外".to_owned();
            rows[1..].reverse();
        }
    });
    let (status, messages) = office.build(&["--strict"]);
    assert_eq!(status, 0, "{messages}");
    let run = office.run();
    assert_eq!(
        answered(&run, "missing-department"),
        [serde_json::json!({"answer": "確認済み", "note": "今月は不要", "on": "2025-11-05", "by": "山田"})]
    );
    let mut rows = office.sheet("指摘");
    assert_eq!(cell(&mut rows, "missing-department", "対応"), "確認済み");
    assert!(!office.out("差戻し/財政課.xlsx").exists(), "what is settled is not sent back");

    office.hand_in("財政課", &[(10, "予算編成", "【計画中】済")]);
    let (status, _) = office.build(&["--strict"]);
    assert_eq!((status, answered(&office.run(), "unknown-stage")), (1, vec![Value::Null]), "another question");
    let check = torimatome(&["check".into(), office.path("inbox/2025H1").into_os_string(), "--format".into(), "json".into()]);
    let check: Value = serde_json::from_slice(&check.stdout).expect("JSON");
    assert_eq!(answered(&check, "unused-decision").len(), 1, "the answer to 準備中 fits nothing any more");
    let check = torimatome(&["check".into(), office.path("inbox/2025H1").into_os_string()]);
    let listed = String::from_utf8_lossy(&check.stderr).into_owned();
    assert!(listed.contains("[unused-decision]") && listed.contains("準備中"), "{listed}");
}

#[test]
fn a_department_that_changes_an_edited_value_is_a_conflict() {
    let office = Office::new();
    office.build(&[]);
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "取組内容") = "【導入】事務局".to_owned();
        }
    });
    // the department hands in anew before the edit is read back
    office.hand_in("総務課", &[(8, "文書の電子化", "【導入】課の直し"), (9, "電子決裁", "【運用開始】済")]);
    office.build(&[]);
    assert_eq!(office.record("2-8")["done"]["text"], "【導入】事務局", "the edit stays");
    let run = office.run();
    let conflict = run["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == "edit-conflict");
    let message = conflict.expect("a conflict")["message"].as_str().expect("text").to_owned();
    for text in ["【導入】済", "【導入】事務局", "【導入】課の直し"] {
        assert!(message.contains(text), "{text}: {message}");
    }
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "取組内容") = "【導入】課の直し".to_owned();
        }
    });
    office.build(&[]);
    assert!(answered(&office.run(), "edit-conflict").is_empty());
    assert!(office.record("2-8").get("edited").is_none());
}

#[test]
fn what_cannot_be_taken_over_is_reported() {
    let office = Office::new();
    office.build(&[]);
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "番号") = "80".to_owned();
            *cell(rows, "2-9", "段階") = "夢".to_owned();
            rows[0].push("私の列".to_owned());
            rows[1].push("x".to_owned());
            rows.push(vec!["2".to_owned(), "99".to_owned(), "新しい取組".to_owned()]);
        }
        if name == "指摘" {
            *cell(rows, "missing-department", "対応") = "たぶん".to_owned();
        }
    });
    office.build(&[]);
    let run = office.run();
    let reported: String =
        run["findings"].as_array().expect("findings").iter().map(|one| one["message"].as_str().unwrap_or("")).collect();
    for text in ["番号「80」", "段階「夢」", "私の列", "足された行", "対応「たぶん」"] {
        assert!(reported.contains(text), "{text}: {reported}");
    }
    assert!(office.out("取りまとめ（手直し）.xlsx").exists(), "the file is kept beside");
}

#[test]
fn a_change_on_a_sheet_that_is_not_read_back_is_noticed() {
    let office = Office::new();
    office.build(&[]);
    office.edit(|name, rows| {
        if name == "取組状況" {
            rows[5].push("ここに書いても戻りません".to_owned());
        }
    });
    office.build(&[]);
    let run = office.run();
    let reported = run["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == "unread-edit");
    let message = reported.expect("a finding")["message"].as_str().unwrap_or_default();
    assert!(message.contains("シート「取組状況」の変更") && !message.contains("集計"), "{message}");
    assert!(office.out("取りまとめ（手直し）.xlsx").exists());
}

#[test]
fn a_workbook_that_cannot_be_read_back_stops_the_build() {
    let office = Office::new();
    office.build(&[]);
    let before = fs::read(office.out("run.json")).expect("readable");
    office.write("out/2025H1/取りまとめ.xlsx", "PK\u{3}\u{4}broken");
    let (status, messages) = office.build(&[]);
    assert_eq!(status, 2, "{messages}");
    assert!(messages.contains("--discard-edits"), "{messages}");
    assert_eq!(fs::read(office.out("run.json")).expect("readable"), before);
    let (status, messages) = office.build(&["--discard-edits"]);
    assert_eq!(status, 1, "{messages}");
    assert!(messages.contains("手直しを捨てました"), "{messages}");

    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "メモ") = "捨てるメモ".to_owned();
        }
    });
    let lock = format!("out/2025H1/~${WORKBOOK}");
    office.write(&lock, "");
    let (status, messages) = office.build(&[]);
    assert_eq!((status, messages.contains("閉じて")), (2, true), "{messages}");
    fs::remove_file(office.path(&lock)).expect("there");
    let (_, messages) = office.build(&["--discard-edits"]);
    assert!(messages.contains("捨てるメモ"), "{messages}");
    assert_eq!(office.decisions(), "");
}

#[test]
fn what_is_the_same_from_now_on_is_learnt() {
    let office = Office::new();
    office.hand_in("財政課", &[(10, "予算編成", "【準備中】済")]);
    office.write(
        "inbox/2025H1/第2.csv",
        &format!("{HEADING},進み具合\r\n2,11,窓口,総務情報グループ,文書を保存する,,5月から,よい\r\n"),
    );
    office.build(&[]);
    assert_eq!(findings(&office.run()).iter().filter(|line| line.starts_with("unknown-department")).count(), 1);
    office.edit(|name, rows| {
        if name == "指摘" {
            for (rule, meant) in [("unknown-department", "総務課"), ("unknown-stage", "調査検討")] {
                *cell(rows, rule, "対応") = "今後も同じ".to_owned();
                *cell(rows, rule, "メモ") = meant.to_owned();
            }
        }
    });
    office.build(&[]);
    for rule in ["unknown-department", "unknown-stage"] {
        assert!(answered(&office.run(), rule).is_empty(), "{rule}");
    }
    assert_eq!(office.record("2-11")["departments"], serde_json::json!(["総務課"]));
    assert_eq!(office.record("2-10")["done"]["stages"][0]["stage"], "調査検討");
}

#[test]
fn a_mistake_in_decisions_is_reported_with_its_line() {
    let office = Office::new();
    office.write("decisions.toml", "[[decision]]\nrule = \"hidden-row\"\nanser = \"確認済み\"\n");
    let (status, messages) = office.build(&[]);
    assert_eq!(status, 2);
    assert!(messages.contains("decisions.toml:3:1") && messages.contains("「answer」のことですか"), "{messages}");
}

/// LibreOffice opens the workbook and saves it; false where there is none.
pub fn saved_by_libre_office(office: &Office) -> bool {
    let folder = office.path("saved");
    fs::create_dir_all(&folder).expect("writable");
    let profile = format!("-env:UserInstallation=file://{}", office.path("profile").display());
    let saved = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&folder)
        .arg(office.out(WORKBOOK))
        .output();
    if saved.is_err() {
        return false;
    }
    fs::copy(folder.join(WORKBOOK), office.out(WORKBOOK)).expect("LibreOffice saved it");
    true
}

#[test]
fn what_libreoffice_saved_is_read_back() {
    let office = Office::new();
    office.build(&[]);
    if !saved_by_libre_office(&office) {
        eprintln!("skipped: no LibreOffice");
        return;
    }
    // what was only saved is unchanged: figures, dates, links, formulas
    office.build(&[]);
    let run = office.run();
    assert!(answered(&run, "unread-edit").is_empty(), "{}", run["findings"]);
    assert!(run["edits"].as_array().is_none_or(Vec::is_empty), "{}", run["edits"]);

    assert!(saved_by_libre_office(&office));
    office.edit(|name, rows| {
        if name == "一覧" {
            *cell(rows, "2-8", "メモ") = "部長に説明".to_owned();
            *cell(rows, "2-9", "段階") = "導入".to_owned();
            *cell(rows, "2-9", "取組内容") = "【導入】済\n10月から".to_owned();
            rows.retain(|row| !row.iter().any(|text| text == "2-10"));
            rows[1..].reverse();
            rows.insert(0, Vec::new());
            rows.iter_mut().filter(|row| !row.is_empty()).for_each(|row| row.insert(2, String::new()));
        }
        if name == "指摘" {
            *cell(rows, "missing-department", "対応") = "確認済み".to_owned();
            *cell(rows, "missing-department", "メモ") = "今月は不要".to_owned();
            rows[1..].reverse();
            rows.iter_mut().for_each(|row| row.insert(0, String::new()));
        }
    });
    assert!(saved_by_libre_office(&office));
    office.build(&[]);
    let run = office.run();
    assert!(answered(&run, "unread-edit").is_empty(), "{}", run["findings"]);
    let edits = run["edits"].as_array().expect("edits");
    let text = |edit: &Value, key: &str| edit[key].as_str().unwrap_or_default().to_owned();
    let mut edits: Vec<String> = edits.iter().map(|edit| format!("{} {}", text(edit, "record"), text(edit, "field"))).collect();
    edits.sort();
    assert_eq!(edits, ["2-8 memo", "2-9 done", "2-9 stage"]);
    assert_eq!(answered(&run, "missing-department")[0]["note"], "今月は不要");
}
