//! `templates draft` and `plans draft`: a form drawn up from a table reads that very table.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;

use crate::common::{build, json as read_json, repository, torimatome};

/// Draws up a form from files; gives its path.
fn drafted(files: &[PathBuf], folder: &Path) -> PathBuf {
    let form = folder.join("drafted.toml");
    let mut arguments: Vec<std::ffi::OsString> = vec!["templates".into(), "draft".into()];
    arguments.extend(files.iter().map(Into::into));
    arguments.extend(["-o".into(), form.clone().into()]);
    let output = torimatome(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    form
}

/// The drafted form passes its check and reads the files: no error, no cell outside it. Gives the run and the records.
fn reads(files: &[PathBuf]) -> (Value, Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let form = drafted(files, folder.path());
    let text = std::fs::read_to_string(&form).unwrap();
    let check = torimatome(&[Path::new("templates"), Path::new("check"), &form]);
    assert_eq!(check.status.code(), Some(0), "{}\n{text}", String::from_utf8_lossy(&check.stderr));
    let input = folder.path().join("in");
    std::fs::create_dir(&input).unwrap();
    for file in files {
        std::fs::copy(file, input.join(file.file_name().unwrap())).unwrap();
    }
    let out = folder.path().join("out");
    let more = ["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf"];
    let (status, messages) = build(&input, &out, &more);
    assert_eq!(status, 0, "{messages}\n{text}");
    let run = read_json(&out.join("run.json"));
    for sheet in run["inputs"].as_array().unwrap().iter().flat_map(|input| input["sheets"].as_array().unwrap()) {
        let ledger = &sheet["ledger"];
        let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(ledger["non_empty"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + aside);
        assert_eq!(ledger["set_aside"].get("outside-form"), None, "{ledger}\n{text}");
        assert_eq!(ledger["set_aside"].get("unknown-table"), None, "{ledger}\n{text}");
    }
    let data = out.join("data/tables/drafted.json");
    let records = if data.exists() { read_json(&data)["records"].as_array().unwrap().clone() } else { Vec::new() };
    (run, records, text)
}

#[test]
fn a_form_is_drawn_up_for_each_sample() {
    for (file, records) in
        [("事務事業評価_市民窓口課.xlsx", 4), ("予算執行状況_財政課.xlsx", 5), ("窓口アンケート.xlsx", 4), ("課題管理表.xlsx", 4)]
    {
        let (_, rows, text) = reads(&[repository("samples/tables").join(file)]);
        assert_eq!(rows.len(), records, "{file}\n{text}");
    }
}

#[test]
fn files_of_several_departments_give_one_form_with_all_spellings() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, lines: &[&str]| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
        path
    };
    let files = [
        file("市民課.csv", &["番号,講座の名称,受講者数,会場", "1,書道,30人,本庁", "2,手話,12人,支所"]),
        file("福祉課.csv", &["番号,講座名称,受講者の数,会場", "1,体操,25人,支所", "2,園芸,9人,本庁"]),
    ];
    let (_, rows, text) = reads(&files);
    assert_eq!(rows.len(), 4, "{text}");
    assert!(text.contains("aliases = [\"講座名称\"]") && text.contains("aliases = [\"受講者の数\"]"), "{text}");
}

#[test]
fn a_table_of_a_known_kind_extends_its_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("取組.csv");
    let lines = [
        "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）",
        "1,1,窓口予約,市民課,窓口の予約を受け付ける。,【導入】4月から始めた。,【運用改善】周知する。",
        "1,2,電子申請,総務課,申請を電子化する。,【調査検討】手続を選んだ。,【導入】12月に始める。",
    ];
    std::fs::write(&path, format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
    let (run, _, text) = reads(&[path]);
    assert!(text.contains("extends = \"progress\""), "{text}");
    assert_eq!(run["records"]["progress"], 2);
}

/// Writes rows of texts as a sheet.
fn sheet(path: &Path, rows: &[&[&str]]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (col, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, col, *text).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn a_list_beside_a_table_is_no_part_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("修繕.xlsx");
    let rows: [&[&str]; 7] = [
        &["令和7年度 公園修繕受付簿（公園課）"],
        &["公園課管理係"],
        &["番号", "公園", "要望", "緊急度", "", "区分", "説明"],
        &["1", "中央公園", "ベンチの交換", "高", "", "高", "今月のうち"],
        &["2", "東公園", "水飲み場の水漏れ", "中", "", "中", "年度内"],
        &["3", "西公園", "街灯の球切れ", "高"],
        &["4", "南公園", "砂場の砂の補充", "中"],
    ];
    sheet(&path, &rows);
    let form = drafted(std::slice::from_ref(&path), folder.path());
    let text = std::fs::read_to_string(&form).unwrap();
    assert!(text.contains("name = \"公園修繕受付簿\"") && !text.contains("heading = \"説明\""), "{text}");
    let out = folder.path().join("out");
    let (status, messages) = build(&path, &out, &["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf"]);
    assert_eq!(status, 0, "{messages}");
    assert_eq!(read_json(&out.join("data/tables/drafted.json"))["records"].as_array().unwrap().len(), 4);
}

#[test]
fn comments_are_in_the_language_that_was_asked_for() {
    let file = repository("samples/tables/課題管理表.xlsx");
    let arguments = ["templates", "draft", file.to_str().unwrap(), "--lang", "en"];
    let output = torimatome(&arguments);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let comments: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once("# ")?.1)).collect();
    let foreign = comments.iter().filter(|line| !line.starts_with("values") && line.contains(['の', 'か', 'る']));
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(comments.iter().any(|line| line.starts_with("CHECK: ")), "{text}");
}

#[test]
fn a_plan_is_drawn_up_from_hand_ins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    let inputs = ["samples/2025H1/03_総務課.csv", "samples/2025H1/02_デジタル推進課_取組状況.xlsx"].map(repository);
    let mut arguments: Vec<std::ffi::OsString> = vec!["plans".into(), "draft".into()];
    arguments.extend(inputs.iter().map(Into::into));
    arguments.extend(["-o".into(), path.clone().into()]);
    let output = torimatome(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("name = \"総務課\"") && text.contains("name = \"デジタル推進課\""), "{text}");
    let out = folder.path().join("out");
    let (status, messages) = build(&inputs[0], &out, &["--plan", path.to_str().unwrap(), "--no-pdf"]);
    assert!(status <= 1, "{messages}");
}

/// What a column of a generated table holds.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Number,
    Figure,
    Date,
    Mark,
    Choice,
    Words,
    Office,
}

const HEADINGS: [(&str, Holds); 12] = [
    ("件数", Holds::Number),
    ("予算額（千円）", Holds::Number),
    ("実績", Holds::Figure),
    ("達成率", Holds::Figure),
    ("実施日", Holds::Date),
    ("完了予定", Holds::Date),
    ("評価", Holds::Mark),
    ("区分", Holds::Choice),
    ("内容", Holds::Words),
    ("課題と対応", Holds::Words),
    ("担当課", Holds::Office),
    ("備考", Holds::Words),
];

fn cell(holds: Holds, seed: usize) -> String {
    let pick = |words: &[&str]| words[seed % words.len()].to_owned();
    match holds {
        Holds::Number => format!("{}", seed * 37 % 4000),
        Holds::Figure => format!("{}{}", seed % 90 + 1, if seed.is_multiple_of(7) { "％程度" } else { "％" }),
        Holds::Date => format!("令和{}年{}月{}日", seed % 3 + 6, seed % 12 + 1, seed % 28 + 1),
        Holds::Mark => pick(&["◎", "○", "△", "×"]),
        Holds::Choice => pick(&["新規", "継続", "拡充"]),
        Holds::Words => format!("{}を{}で進めた。", pick(&["相談", "点検", "講習", "周知"]), pick(&["本庁", "支所", "公民館"])),
        Holds::Office => pick(&["市民課", "税務課", "福祉課"]),
    }
}

/// A table: a title, a line of headings (with a group of two over some), and rows with gaps.
#[derive(Debug, Clone)]
struct Generated {
    columns: Vec<usize>,
    rows: usize,
    title: bool,
    numbered: bool,
    blanks: Vec<usize>,
    months: usize,
}

fn generated() -> impl Strategy<Value = Generated> {
    let columns = proptest::sample::subsequence((0..HEADINGS.len()).collect::<Vec<_>>(), 2..=7);
    (columns, 2..9usize, any::<bool>(), any::<bool>(), proptest::collection::vec(0..60usize, 0..6), 0..4usize)
        .prop_map(|(columns, rows, title, numbered, blanks, months)| Generated { columns, rows, title, numbered, blanks, months })
}

fn draw(table: &Generated, folder: &Path) -> PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("一覧").unwrap();
    let mut row = 0;
    if table.title {
        sheet.write_string(0, 0, "令和7年度 公民館講座の実施状況").unwrap();
        row = 2;
    }
    let mut headings: Vec<(String, Option<Holds>)> = Vec::new();
    if table.numbered {
        headings.push(("No".to_owned(), None));
    }
    headings.push(("講座名".to_owned(), None));
    headings.extend(table.columns.iter().map(|at| (HEADINGS[*at].0.to_owned(), Some(HEADINGS[*at].1))));
    headings.extend((0..table.months).map(|month| (format!("{}月", month + 4), Some(Holds::Number))));
    for (col, (heading, _)) in (0u16..).zip(&headings) {
        sheet.write_string_with_format(row, col, heading, &Format::new().set_bold()).unwrap();
    }
    for line in 0..table.rows {
        row += 1;
        for (col, (heading, holds)) in headings.iter().enumerate() {
            let seed = line * 13 + col * 7;
            let text = match holds {
                None if heading == "No" => (line + 1).to_string(),
                None => format!("{}講座{}", ["書道", "手話", "体操", "園芸"][line % 4], line + 1),
                Some(_) if table.blanks.contains(&(line * 7 + col)) => continue,
                Some(holds) => cell(*holds, seed),
            };
            let col = u16::try_from(col).unwrap();
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, col, number).unwrap(),
                Err(_) => sheet.write_string(row, col, text).unwrap(),
            };
        }
    }
    let path = folder.join("講座.xlsx");
    workbook.save(&path).unwrap();
    path
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// draft → check → build reads the file without error, every record and every cell.
    #[test]
    fn a_drafted_form_reads_the_table_it_was_made_from(table in generated()) {
        let folder = tempfile::tempdir().unwrap();
        let path = draw(&table, folder.path());
        let (run, records, text) = reads(&[path]);
        prop_assert!(run["records"].as_object().unwrap().len() == 1, "{}", text);
        if table.months < 2 {
            let count: u64 = run["records"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            prop_assert_eq!(count as usize, table.rows, "{}", text);
        } else if !records.is_empty() {
            prop_assert!(records.len() >= table.rows, "{}", text);
        }
    }
}

/// What a draft is not about is named: in the draft, and on the way.
#[test]
fn the_other_tables_of_a_sheet_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("二つの表.csv");
    let rows = "No,課題,対応,期限\r\n1,混雑,予約,2025/10/1\r\n2,紙,電子化,2025/12/1\r\n3,空調,直す,2026/1/5\r\n\r\n\r\n\r\n\r\n研修名,開催日,人数\r\n接遇,2025/6/1,20\r\n表計算,2025/7/1,15\r\n\r\n\r\n\r\n\r\nNo,課題,対応,期限\r\n1,駐車場,広げる,2025/12/1\r\n";
    std::fs::write(&path, format!("\u{feff}{rows}")).unwrap();
    let output = torimatome(&["templates", "draft", path.to_str().unwrap()]);
    let (text, messages) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("研修名、開催日、人数") && text.contains("table = 1"), "{text}");
    assert!(messages.contains("研修名、開催日、人数"), "{messages}");
}
