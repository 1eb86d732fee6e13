//! What departments hand in is judged: which period, whose, answered or not, mended or not. Files in, files out.

use std::path::Path;

use crate::common::{findings, json, torimatome};
use serde_json::Value;

const HEADING: &str = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）";
const STAMP: &str = "桐瀬市デジタル行政推進計画,,,,,,,torimatome/1|form|progress|kirise|2025H1|0|総務課";
const OURS: &str = "方向,取組番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）,ID（編集不要）";

/// A run of these files: run.json, the records, and what stood on standard output and error.
struct Run {
    run: Value,
    records: Vec<Value>,
    stdout: String,
    status: i32,
    out: tempfile::TempDir,
}

impl Run {
    /// Builds files for 2025H1; 総務課 and 財政課 have to hand in.
    fn of(files: &[(&str, String)]) -> Self {
        Self::with(files, &["--plan", "kirise"])
    }

    fn with(files: &[(&str, String)], more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        for (name, text) in files {
            let path = input.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let list = folder.path().join("departments.csv");
        std::fs::write(&list, "課名,提出\n総務課,○\n財政課,○\n議会事務局,\n").unwrap();
        let mut arguments = vec!["build", input.to_str().unwrap(), "-o", out.to_str().unwrap(), "--no-pdf", "--quiet"];
        arguments.extend(["--period", "2025H1", "--departments", list.to_str().unwrap()]);
        arguments.extend(more);
        let output = torimatome(&arguments);
        let data = out.join("data/progress.json");
        let records = if data.is_file() { json(&data)["records"].as_array().unwrap().clone() } else { Vec::new() };
        Self {
            run: json(&out.join("run.json")),
            records,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            status: output.status.code().unwrap(),
            out: folder,
        }
    }

    /// `rule file cell` of what is worse than information, without the departments that are missing.
    fn grave(&self) -> Vec<String> {
        findings(&self.run).into_iter().filter(|finding| !finding.starts_with("missing-department")).collect()
    }

    fn has(&self, rule: &str) -> bool {
        self.run["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == rule)
    }

    fn status_of(&self, department: &str) -> String {
        let all = self.run["submissions"].as_array().unwrap();
        let one = all.iter().find(|submission| submission["department"] == department);
        one.map(|one| one["status"].as_str().unwrap().to_owned()).unwrap_or_default()
    }

    fn text(&self, id: &str, field: &str) -> String {
        let record = self.records.iter().find(|record| record["id"] == id);
        record.and_then(|record| record[field]["text"].as_str()).unwrap_or_default().to_owned()
    }

    /// Every sheet's account closes.
    fn closes(&self) {
        for sheet in self.run["inputs"].as_array().unwrap().iter().flat_map(|input| input["sheets"].as_array().unwrap()) {
            let ledger = &sheet["ledger"];
            let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            assert_eq!(ledger["non_empty"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + aside, "{sheet}");
        }
    }
}

/// Lines of a file.
fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

/// A hand-in of a department: lines before the table, then rows of number, done and planned.
fn sheet(department: &str, before: &[&str], rows: &[(u32, &str, &str)]) -> String {
    let row = |(number, done, planned): &(u32, &str, &str)| {
        format!("2,{number},文書の電子化{number},{department},文書を電子で保存する,{done},{planned}")
    };
    let table: Vec<String> = rows.iter().map(row).collect();
    let all: Vec<&str> = before.iter().copied().chain([HEADING]).chain(table.iter().map(String::as_str)).collect();
    lines(&all)
}

/// A form of ours for 総務課, filled in like this.
fn form(day: &str, rows: &[(u32, &str, &str)]) -> String {
    let row = |(number, done, planned): &(u32, &str, &str)| {
        format!("2,{number},文書の電子化{number},総務課,文書を電子で保存する,{done},{planned},id:2-{number}")
    };
    let table: Vec<String> = rows.iter().map(row).collect();
    let day = format!("提出日,{day}");
    let all: Vec<&str> = [STAMP, &day, OURS].into_iter().chain(table.iter().map(String::as_str)).collect();
    lines(&all)
}

#[test]
fn another_period_is_reported_by_title_heading_day_or_stamp() {
    let plain = "方向,取組番号,取組名,担当課,施策内容,取組内容,今後の予定";
    let row = "2,8,文書の電子化,総務課,文書を残す,【導入】始めた。,【運用開始】続ける。";
    let found = |text: String| Run::of(&[("総務課.csv", text)]).has("period-mismatch");
    assert!(found(lines(&["取組状況調査票（令和6年度下半期）", plain, row])), "title");
    assert!(
        found(lines(&["取組状況調査票", &HEADING.replace("R7下", "R7上").replace("R7上半期ま", "R6下半期ま"), row])),
        "heading"
    );
    assert!(found(lines(&["提出日,令和7年4月4日", plain, row])), "day");
    assert!(found(lines(&[&STAMP.replace("2025H1", "2024H2"), OURS, row])), "stamp");
    assert!(!found(lines(&["取組状況調査票（令和7年度上半期）", "提出日,令和7年10月3日", plain, row])));
    assert!(!found(lines(&["桐瀬市デジタル行政推進計画（令和6年度～令和10年度） 取組状況", HEADING, row])));
}

#[test]
fn what_was_handed_in_for_another_period_gives_way_to_this_one() {
    let old = sheet("総務課", &["取組状況調査票（令和6年度下半期）"], &[(8, "【準備】前期", "【導入】前期")]);
    let old = old.replace("R7下半期", "R7上半期").replace("R7上半期まで", "R6下半期まで");
    let new = sheet("総務課", &["取組状況調査票（令和7年度上半期）"], &[(8, "【導入】今期", "【運用開始】今期")]);
    let run = Run::of(&[("前回/総務課.csv", old), ("総務課.csv", new)]);
    assert_eq!((run.records.len(), run.text("2-8", "done").as_str()), (1, "【導入】今期"));
    assert!(run.has("other-period-sheet") && run.grave().is_empty(), "{:?}", run.grave());
    run.closes();
}

#[test]
fn sheets_of_earlier_months_are_set_aside() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, done) in [("8月", "八月に決めた。"), ("9月", "九月に始めた。"), ("10月", "十月に広げた。")]
    {
        let page = book.add_worksheet().set_name(name).unwrap();
        let heading = ["方向", "取組番号", "取組名", "担当課", "施策内容", "取組内容", "今後の予定"];
        for (col, text) in (0..).zip(heading) {
            page.write_string(0, col, text).unwrap();
        }
        for (col, text) in (0..).zip(["2", "8", "文書の電子化", "総務課", "文書を残す", done, "続ける。"]) {
            page.write_string(1, col, text).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir(&input).unwrap();
    std::fs::write(input.join("総務課.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    crate::common::build(&input, &out, &["--plan", "kirise", "--period", "2025-10", "--quiet", "--no-pdf"]);
    let (run, data) = (json(&out.join("run.json")), json(&out.join("data/progress.json")));
    let done: Vec<&str> = data["records"].as_array().unwrap().iter().map(|r| r["done"]["text"].as_str().unwrap()).collect();
    assert_eq!(done, ["十月に広げた。"]);
    let aside = run["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "other-period-sheet");
    assert_eq!(aside.map(|finding| finding["sheet"].as_str().unwrap()).collect::<Vec<_>>(), ["8月", "9月"]);
    assert_eq!(run["inputs"][0]["sheets"][0]["ledger"]["set_aside"]["other-period"], 7);
}

#[test]
fn a_row_without_an_answer_is_reported_and_a_dash_is_an_answer() {
    let rows = [(8, "【導入】始めた。", ""), (9, "", ""), (10, "－", "－"), (11, "", "【導入】始める。")];
    let run = Run::of(&[("総務課.csv", sheet("総務課", &[], &rows))]);
    assert_eq!((run.records.len(), run.grave()), (4, vec!["unanswered-row 総務課.csv 3:3".to_owned()]));
    assert_eq!(run.status_of("総務課"), "submitted");
    // rows of another department in everybody's form are that department's
    let both =
        format!("{}2,20,予算書,財政課,予算書を残す,,\r\n", sheet("総務課", &["担当課,総務課"], &[(8, "【導入】始めた。", "")]));
    assert_eq!(Run::of(&[("総務課.csv", both)]).grave(), Vec::<String>::new());
}

#[test]
fn what_comes_back_blank_is_not_handed_in() {
    for (text, rule) in [
        (form("", &[(8, "", ""), (9, "", "")]), "unfilled-form"),
        (sheet("総務課", &["担当課,総務課"], &[(8, "", ""), (9, "", "")]), "blank-answers"),
    ] {
        let run = Run::of(&[("総務課.csv", text.clone())]);
        assert_eq!((run.status_of("総務課").as_str(), run.records.len()), ("unfilled", 0), "{rule}");
        assert_eq!(run.grave(), [format!("{rule} 総務課.csv -")]);
        assert!(run.stdout.contains("未記入 1課") && run.stdout.contains("全2課"), "{}", run.stdout);
        run.closes();
        // an answer that comes later settles it
        let run = Run::of(&[("総務課.csv", text), ("総務課_2.csv", sheet("総務課", &[], &[(8, "【導入】始めた。", "")]))]);
        assert_eq!((run.status_of("総務課").as_str(), run.grave()), ("submitted", Vec::new()), "{rule}");
        run.closes();
    }
}

#[test]
fn two_sections_fill_in_one_form() {
    let one = form("令和7年10月3日", &[(8, "【導入】始めた。", ""), (9, "", "")]);
    let other = form("令和7年10月6日", &[(8, "", "【運用開始】広げる。"), (9, "【導入】入れた。", "【運用開始】使う。")]);
    for names in [["総務課（甲係）.csv", "総務課（乙係）.csv"], ["総務課b.csv", "総務課a.csv"]] {
        let run = Run::of(&[(names[0], one.clone()), (names[1], other.clone())]);
        let texts = ["2-8", "2-9"].map(|id| (run.text(id, "done"), run.text(id, "planned")));
        assert_eq!(texts[0], ("【導入】始めた。".to_owned(), "【運用開始】広げる。".to_owned()), "{names:?}");
        assert_eq!(texts[1], ("【導入】入れた。".to_owned(), "【運用開始】使う。".to_owned()));
        assert_eq!((run.records.len(), run.grave()), (2, Vec::new()));
        assert_eq!(run.records[0]["origin"]["elsewhere"].as_array().unwrap().len(), 1, "the other file is named");
        run.closes();
    }
    // two different answers in one cell are for a person to settle
    let one = form("令和7年10月3日", &[(8, "【導入】始めた。", ""), (9, "【導入】ある。", "")]);
    let other = form("令和7年10月6日", &[(8, "【導入】やめた。", "【運用開始】広げる。"), (9, "", "")]);
    let run = Run::of(&[("総務課（甲係）.csv", one), ("総務課（乙係）.csv", other)]);
    assert!(run.grave().iter().any(|finding| finding.starts_with("conflicting-records")), "{:?}", run.grave());
}

#[test]
fn a_blank_in_a_mended_file_replaces_no_answer() {
    let first =
        sheet("総務課", &["提出日,令和7年10月3日"], &[(8, "【準備】甲", "【導入】甲"), (9, "【導入】乙", "【運用開始】乙")]);
    let mended = sheet("総務課", &["提出日,令和7年10月9日"], &[(8, "【導入】直した", "【導入】甲"), (9, "", "")]);
    let run = Run::of(&[("総務課.csv", first), ("総務課（修正版）.csv", mended)]);
    assert_eq!((run.text("2-8", "done").as_str(), run.text("2-9", "done").as_str()), ("【導入】直した", "【導入】乙"));
    assert_eq!(run.grave(), ["superseded 総務課.csv -"], "the stage of the replaced row is mended");
    run.closes();
}

#[test]
fn what_is_mended_is_no_longer_reported() {
    let first = sheet("総務課", &["提出日,令和7年10月3日"], &[(8, "【準備】甲", "【導入】甲")]);
    let mended = form("令和7年10月14日", &[(8, "【導入】直した", "【導入】甲")]).replace("|0|総務課", "|2|総務課");
    let run = Run::of(&[("総務課.csv", first), ("総務課_差戻し.csv", mended)]);
    assert_eq!(run.grave(), Vec::<String>::new());
    assert!(run.has("mended-return") && !run.out.path().join("out/差戻し").exists());
    let first = run.run["inputs"].as_array().unwrap().iter().find(|input| input["path"] == "総務課.csv").unwrap().clone();
    assert_eq!(first["status"], "superseded");
}

#[test]
fn records_that_nobody_owns_are_reported_once() {
    let text = sheet("", &["担当課,"], &[(8, "【導入】甲", ""), (9, "【導入】乙", ""), (10, "【導入】丙", "")]);
    let run = Run::of(&[("回答.csv", text)]);
    assert_eq!((run.records.len(), run.grave()), (3, vec!["unowned-record 回答.csv 3:3".to_owned()]));
    let finding = run.run["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "unowned-record").unwrap();
    assert_eq!((&finding["count"], finding["places"].as_array().unwrap().len()), (&Value::from(3), 3));
}

#[test]
fn a_department_of_another_organisation_hands_in_for_nobody_else() {
    for name in ["消防本部総務課", "水道局 総務課", "病院事務局総務課", "総務課（消防本部）"] {
        let run = Run::of(&[("回答.csv", sheet(name, &[], &[(8, "【導入】甲", "")]))]);
        assert_eq!(run.status_of("総務課"), "missing", "{name}");
        assert!(run.has("unknown-department"), "{name}");
    }
    let run = Run::of(&[("消防本部総務課.csv", sheet("", &[], &[(8, "【導入】甲", "")]))]);
    assert_eq!(run.status_of("総務課"), "missing");
    let run = Run::of(&[("回答.csv", sheet("総務部総務課", &[], &[(8, "【導入】甲", "")]))]);
    assert_eq!(run.status_of("総務課"), "submitted");
}

#[test]
fn a_joint_initiative_is_one_whoever_reports_it() {
    let row = |names: &str| lines(&[HEADING, &format!("2,16,共同化,{names},一つにする,【導入】決めた。,【運用開始】始める。")]);
    for other in ["財政課、総務課", "財政課・総務課", "財政課　総務課"] {
        let run = Run::of(&[("総務課.csv", row("総務課、財政課")), ("財政課.csv", row(other))]);
        assert_eq!((run.records.len(), run.grave(), run.status), (1, Vec::new(), 0), "{other}");
        assert_eq!((run.status_of("総務課").as_str(), run.status_of("財政課").as_str()), ("submitted", "submitted"));
        run.closes();
    }
}

#[test]
fn only_those_who_have_to_hand_in_are_counted() {
    let own = |name: &str, number: u32| sheet(name, &[], &[(number, "【導入】甲", "")]);
    let run = Run::of(&[("総務課.csv", own("総務課", 8)), ("議会事務局.csv", own("議会事務局", 30))]);
    assert!(run.stdout.contains("提出 1課、該当なし 0課、未提出 1課（全2課）"), "{}", run.stdout);
    assert!(run.stdout.contains("提出対象でない1課"), "{}", run.stdout);
    assert_eq!((run.records.len(), run.status_of("議会事務局").as_str()), (2, "submitted"));
}

#[test]
fn lists_are_no_answers() {
    let own = sheet("財政課", &[], &[(8, "【導入】甲", "")]);
    let lists = [
        ("総務課_区分.csv", "区分,意味\r\n1,あり\r\n2,なし\r\n3,不明\r\n", 8),
        ("施設一覧.csv", "No,施設名,担当課,説明\r\n1,東公民館,総務課,会議室がある。\r\n2,西公民館,総務課,体育室がある。\r\n", 12),
        ("名簿.csv", "氏名,所属,内線\r\n甲野,総務課,1111\r\n乙川,総務課,1112\r\n", 9),
        ("研修.csv", "No,研修名,対象,内容,実施予定\r\n1,接遇研修,新人,接遇を学ぶ,4月\r\n2,評価研修,課長,評価を学ぶ,6月\r\n", 15),
        ("行事.csv", "番号,名称,開催日,内容\r\n1,春の市,4月5日,野菜を売る。\r\n2,夏の市,7月5日,氷を売る。\r\n", 12),
    ];
    for (name, text, cells) in lists {
        let run = Run::of(&[(name, text.to_owned()), ("財政課.csv", own.clone())]);
        assert_eq!((run.records.len(), run.status_of("総務課").as_str()), (1, "missing"), "{name}");
        assert!(!run.has("no-records") && !run.has("missing-column"), "{name}");
        let found: Vec<String> = run.grave();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("unknown-table {name} A1:")), "{found:?}");
        let sheet = &run.run["inputs"].as_array().unwrap().iter().find(|input| input["path"] == name).unwrap()["sheets"][0];
        assert_eq!(sheet["ledger"]["set_aside"]["unknown-table"], cells, "{sheet}");
        run.closes();
    }
    // a word that there is nothing to report still is one
    for text in ["担当課,総務課\r\n該当なし\r\n", "取組状況\r\nなし\r\n"] {
        let run = Run::of(&[("総務課.csv", text.to_owned())]);
        assert_eq!(run.status_of("総務課"), "no-records", "{text}");
    }
}

#[test]
fn a_plan_is_chosen_only_where_it_fits() {
    let own = |title: &str, departments: [&str; 2]| {
        let row = |name: &str, number: u32| format!("1,{number},取組{number},{name},直す,【導入】直した。,続ける。");
        lines(&[title, HEADING, &row(departments[0], 8), &row(departments[1], 9)])
    };
    let plan = |title: &str, departments: [&str; 2]| {
        let run = Run::with(&[("回答.csv", own(title, departments))], &[]);
        (run.run["plan"]["id"].as_str().unwrap_or("-").to_owned(), run.run["plan"]["title"].clone(), run.records.len())
    };
    assert_eq!(plan("桐瀬市デジタル行政推進計画 取組状況", ["総務課", "財政課"]).0, "kirise");
    assert_eq!(plan("令和7年度 事務事業の進み具合", ["建設部林務課", "港湾部漁港課"]), ("-".to_owned(), Value::Null, 2));
    assert_eq!(
        plan("浜風市デジタル行政推進計画に基づく取組状況", ["総務課", "財政課"]).0,
        "-",
        "another city's plan of that name"
    );
    let none = Run::with(&[("回答.csv", own("桐瀬市デジタル行政推進計画", ["総務部総務課", "林務課"]))], &["--plan", "none"]);
    assert!(none.run["plan"].is_null() && none.records.len() == 2, "{}", none.run["plan"]);
}

#[test]
fn a_deadline_that_cannot_be_read_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let found = |due: &str| {
        std::fs::write(folder.path().join("torimatome.toml"), format!("plan = \"kirise\"\n{due}\n")).unwrap();
        std::fs::create_dir_all(folder.path().join("inbox/2025H1")).unwrap();
        let input = folder.path().join("inbox/2025H1");
        let output = torimatome(&[Path::new("status").as_os_str(), input.as_os_str()]);
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, text) = found("[due]\n\"2025H1\" = \"2025-10-10\"\n\"R8前半\" = \"2026-10-10\"");
    assert!(status == 2 && text.contains("R8前半") && text.contains("4行"), "{status} {text}");
    let (status, text) = found("[due]\n\"2025H1\" = \"十月のころ\"");
    assert!(status == 2 && text.contains("十月のころ") && text.contains("3行"), "{status} {text}");
    assert_ne!(found("due = \"2025-10-10\"").0, 2);
}
