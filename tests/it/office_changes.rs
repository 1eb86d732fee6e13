//! What changes between periods: departments, the plan's numbers, stages of approval, the encoding of what is kept.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{findings, json};
use crate::coordinator::{cell, resave};

struct Office {
    folder: TempDir,
}

impl Office {
    fn new(config: &str) -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        office.write("torimatome.toml", &format!("plan = \"seeds/plan.toml\"\ndepartments = \"departments.csv\"\n{config}"));
        office.write("seeds/plan.toml", PLAN);
        fs::create_dir(office.path("inbox")).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Rows of number, name and what was done in a month of fiscal 2026.
    fn hand_in(&self, month: u8, department: &str, rows: &[(&str, &str, &str)]) {
        let heading =
            format!("方向,取組番号,取組名,担当課,施策内容,R8.{month}までの取組内容,R8.{}以降の取組内容（予定）", month + 1);
        let mut text = format!("{heading}\r\n");
        for (id, name, done) in rows {
            let (direction, number) = id.split_once('-').unwrap();
            let _ = write!(text, "{direction},{number},{name},{department},施策,{done},続ける\r\n");
        }
        self.write(&format!("inbox/2026-0{month}/{department}.csv"), &text);
    }

    fn run(&self, status: i32, arguments: &[&str]) -> String {
        let out = Command::new(env!("CARGO_BIN_EXE_torimatome"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("SOURCE_DATE_EPOCH", "1784505600")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(out.status.code(), Some(status), "{arguments:?}\n{}{}", text(&out.stdout), text(&out.stderr));
        text(&out.stdout) + &text(&out.stderr)
    }

    /// Makes the forms of a period, and gives the account of them.
    fn forms(&self, period: &str) -> Value {
        let printed = self.run(0, &["forms", "--period", period, "--format", "json", "-q"]);
        serde_json::Deserializer::from_str(&printed).into_iter().next().unwrap().unwrap()
    }

    fn submissions(&self, period: &str) -> Vec<(String, String)> {
        let run = json(&self.path(&format!("out/{period}/run.json")));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let all = run["submissions"].as_array().unwrap();
        all.iter().map(|one| (text(&one["department"]), text(&one["status"]))).collect()
    }
}

const PLAN: &str = "id = \"plan\"\nmunicipality = \"みなと町\"\ntitle = \"みなと町デジタル計画\"\n\
[[direction]]\nno = 1\ntitle = \"くらし\"\n[[direction]]\nno = 2\ntitle = \"しごと\"\n\
[[stage]]\nname = \"検討\"\nstep = 1\n[[stage]]\nname = \"導入\"\nstep = 2\n[[stage]]\nname = \"運用\"\nstep = 3\n";

fn handed(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), "submitted".to_owned())).collect()
}

#[test]
fn a_department_that_was_reorganised_passes_its_initiatives_on() {
    let office = Office::new("");
    office.write(
        "departments.csv",
        "課名,提出,旧課名,変更日\n総務課,○,,\nデジタル課,○,情報課、統計課,2026/6/1\n人事課,○,総務課,R8.6.1\n",
    );
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】調べた"), ("1-2", "研修", "【導入】始めた")]);
    office.hand_in(5, "情報課", &[("2-1", "回線", "【導入】工事をした")]);
    office.hand_in(5, "統計課", &[("2-2", "調査", "【検討】相談した")]);
    office.run(0, &["build", "--period", "2026-05", "--no-pdf"]);
    assert_eq!(office.submissions("2026-05"), handed(&["総務課", "情報課", "統計課"]), "the list as it was in May");

    // the forms of June are of the new departments, with what the old ones reported
    let forms = office.forms("2026-06");
    let rows: Vec<(&str, u64)> = forms["forms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|form| (form["department"].as_str().unwrap(), form["records"].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [("総務課", 2), ("デジタル課", 2), ("人事課", 2)], "of a division nobody knows who has which");

    office.hand_in(6, "総務課", &[("1-1", "窓口", "【導入】始めた")]);
    office.hand_in(6, "人事課", &[("1-2", "研修", "【運用】続けた")]);
    // by habit, under the old name
    office.hand_in(6, "情報課", &[("2-1", "回線", "【運用】使い始めた"), ("2-2", "調査", "【導入】契約した")]);
    office.run(0, &["build", "--period", "2026-06", "--no-pdf"]);
    assert_eq!(office.submissions("2026-06"), handed(&["総務課", "デジタル課", "人事課"]));
    let run = json(&office.path("out/2026-06/run.json"));
    assert_eq!(findings(&run), Vec::<String>::new());
    let moved = run["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "reorganised-department").count();
    assert_eq!(moved, 3, "1-2, 2-1, 2-2: {}", run["findings"]);
    let up = run["comparison"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["differences"].as_array().unwrap().iter().any(|one| one.to_string().contains("stage")));
    assert_eq!(up.count(), 4, "{}", run["comparison"]);

    // May is still May
    office.run(0, &["build", "--period", "2026-05", "--no-pdf"]);
    assert_eq!(office.submissions("2026-05"), handed(&["総務課", "情報課", "統計課"]));
}

#[test]
fn who_took_over_is_waited_for_and_answers_hold_on() {
    let office = Office::new("");
    office.write("departments.csv", "課名,提出,旧課名,変更日\n総務課,○,,\nデジタル課,○,情報課,2026-06-01\n");
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】調べた")]);
    office.hand_in(5, "情報課", &[("2-1", "回線", "【夢】工事をした")]);
    office.run(0, &["build", "--period", "2026-05", "--no-pdf"]);
    let run = json(&office.path("out/2026-05/run.json"));
    assert_eq!(findings(&run), ["unknown-stage 情報課.csv F2"]);
    office.write(
        "decisions.toml",
        "[[decision]]\nrule = \"unknown-stage\"\ndepartment = \"情報課\"\nsubject = \"夢\"\nanswer = \"今後も同じ\"\nperiod = \"2026-05\"\n",
    );
    office.hand_in(6, "総務課", &[("1-1", "窓口", "【検討】調べている")]);
    office.run(1, &["build", "--period", "2026-06", "--no-pdf"]);
    let run = json(&office.path("out/2026-06/run.json"));
    assert_eq!(findings(&run), ["missing-department デジタル課 -"], "nothing is gone: it is late");
    office.hand_in(6, "デジタル課", &[("2-1", "回線", "【夢】工事を続けた")]);
    office.run(0, &["build", "--period", "2026-06", "--no-pdf", "--strict"]);
    let run = json(&office.path("out/2026-06/run.json"));
    let asked = run["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "unknown-stage").unwrap();
    assert_eq!(asked["decision"]["answer"], "今後も同じ", "{asked}");
    office.write("departments.csv", "課名,提出,旧課名,変更日\n総務課,○,,\nデジタル課,○,情報課,6月\n");
    let printed = office.run(2, &["status"]);
    assert!(printed.contains("3行目") && printed.contains("「6月」"), "{printed}");
}

#[test]
fn comparison_goes_on_across_a_revised_plan() {
    let office = Office::new("");
    office.write("departments.csv", "課名,提出\n総務課,○\n");
    let revision =
        "[[revision]]\non = \"2026-06-01\"\n[revision.renumbered]\n\"1-1\" = \"2-1\"\n\"1-2\" = \"1-1\"\n\"研修\" = []\n";
    let initiatives = "[[initiative]]\ndirection = 2\nno = \"1\"\nname = \"手続の電子化\"\n";
    office.write("seeds/plan.toml", &format!("{PLAN}{initiatives}{revision}"));
    let may = [("1-1", "窓口", "【検討】調べた"), ("1-2", "回線", "【導入】工事をした"), ("1-3", "研修", "【運用】開いた")];
    office.hand_in(5, "総務課", &may);
    office.run(0, &["build", "--period", "2026-05", "--no-pdf"]);
    assert_eq!(office.forms("2026-06")["forms"][0]["records"], 2, "the third has ended");
    let mut found = BTreeSet::new();
    let ids = std::cell::RefCell::new(&mut found);
    resave(&office.path("forms/2026-06/総務課_取組状況.xlsx"), |_, rows| {
        for row in rows.iter().filter(|row| row.iter().any(|cell| cell.starts_with("id:"))) {
            ids.borrow_mut().insert((row[0].clone(), row[1].clone(), row[2].clone()));
        }
    });
    let row = |direction: &str, number: &str, name: &str| (direction.to_owned(), number.to_owned(), name.to_owned());
    assert_eq!(found, BTreeSet::from([row("1", "1", "回線"), row("2", "1", "手続の電子化")]));
    office.hand_in(6, "総務課", &[("1-1", "回線", "【運用】使い始めた"), ("2-1", "手続の電子化", "【導入】始めた")]);
    office.run(0, &["build", "--period", "2026-06", "--no-pdf", "--strict"]);
    let run = json(&office.path("out/2026-06/run.json"));
    let before: Vec<(String, String)> = run["comparison"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["id"].as_str().unwrap().to_owned(), change["before"][0].as_str().unwrap_or("-").to_owned()))
        .collect();
    let pair = |id: &str, before: &str| (id.to_owned(), before.to_owned());
    assert_eq!(before, [pair("1-1", "1-2"), pair("2-1", "1-1"), pair("1-3", "1-3")]);
    assert_eq!(findings(&run), Vec::<String>::new());
    office.write("seeds/plan.toml", &format!("{PLAN}[[revision]]\non = \"6月\"\n"));
    let printed = office.run(2, &["build"]);
    assert!(printed.contains("plan.toml:") && printed.contains("「6月」"), "{printed}");
}

#[test]
fn a_revised_plan_holds_for_tables_of_other_kinds() {
    let office = Office::new("");
    office.write("torimatome.toml", "plan = \"seeds/plan.toml\"\n");
    let revision = "[[revision]]\non = \"2026-06-01\"\n[revision.renumbered]\n\"1-1\" = \"2-1\"\n\"1-2\" = \"1-1\"\n\"研修の回数\" = \"職員研修の実施数\"\n";
    office.write("seeds/plan.toml", &format!("{PLAN}{revision}"));
    let schedule = |rows: &str| format!("方向,No,取組名,担当課,R8年度,R9年度\n{rows}");
    let indicators = |rows: &str| format!("番号,指標,担当課,基準値（R6）,目標値（R10）\n{rows}");
    office.write("inbox/2026-05/工程表.csv", &schedule("1,1,窓口,総務課,検討,導入\n1,2,回線,総務課,検討,工事\n"));
    office.write("inbox/2026-06/工程表.csv", &schedule("1,1,通信網,総務課,検討,工事\n2,1,手続の電子化,総務課,検討,運用\n"));
    office.write("inbox/2026-05/指標.csv", &indicators("1,研修の回数,総務課,1回,5回\n2,利用率,総務課,10%,50%\n"));
    office.write("inbox/2026-06/指標.csv", &indicators("1,利用率,総務課,10%,60%\n2,職員研修の実施数,総務課,1回,5回\n"));
    for period in ["2026-05", "2026-06"] {
        office.run(0, &["build", "--period", period, "--no-pdf"]);
    }
    let run = json(&office.path("out/2026-06/run.json"));
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let changes = run["comparison"]["tables"].as_array().unwrap().iter();
    let before: Vec<String> = changes.map(|change| format!("{} < {}", text(&change["name"]), text(&change["before"]))).collect();
    assert_eq!(before, ["通信網 < 1-2", "手続の電子化 < 1-1", "利用率 < 2-1", "職員研修の実施数 < 1-1"]);
}

#[test]
fn decisions_are_read_in_the_encodings_of_windows_editors() {
    let office = Office::new("[office]\nperson = \"髙野\"\n");
    office.write("departments.csv", "課名,提出\n総務課,○\n財政課,○\n");
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】調べた")]);
    office.run(1, &["build", "--no-pdf"]);
    resave(&office.path("out/2026-05/取りまとめ.xlsx"), |name, rows| {
        if name == "指摘" {
            *cell(rows, "missing-department", "対応") = "確認済み".to_owned();
            *cell(rows, "missing-department", "メモ") = "電話で確認".to_owned();
        }
    });
    office.run(0, &["build", "--no-pdf", "--strict"]);
    let text = fs::read_to_string(office.path("decisions.toml")).unwrap().replace("髙野", "高野");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cp932 = encoding_rs::SHIFT_JIS.encode(&text).0.into_owned();
    for bytes in [format!("\u{feff}{text}").into_bytes(), utf16, cp932, text.clone().into_bytes()] {
        fs::write(office.path("decisions.toml"), bytes).unwrap();
        office.run(0, &["build", "--no-pdf", "--strict"]);
        let run = json(&office.path("out/2026-05/run.json"));
        let missing = run["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "missing-department").unwrap();
        assert_eq!(missing["decision"]["note"], "電話で確認");
        let kept = fs::read_to_string(office.path("decisions.toml")).unwrap();
        assert!(kept.starts_with('#') && kept.contains("note = \"電話で確認\""), "{kept}");
    }
}

#[test]
fn the_office_names_its_stages_of_approval() {
    let office = Office::new("[report]\nstate = \"部長確認中\"\nstates = [\"案\", \"部長確認中\", \"決裁済\"]\nhtml = true\n");
    office.write("departments.csv", "課名,提出\n総務課,○\n");
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】調べた")]);
    let page = || fs::read_to_string(office.path("out/2026-05/報告書.html")).unwrap();
    office.run(0, &["build", "--no-pdf"]);
    assert!(page().contains("部長確認中"));
    office.run(0, &["build", "--no-pdf", "--finalise"]);
    assert!(page().contains("決裁済") && !page().contains("部長確認中"));
    let config = fs::read_to_string(office.path("torimatome.toml")).unwrap();
    office.write("torimatome.toml", &config.replace("state = \"部長確認中\"", "state = \"夢\""));
    let printed = office.run(2, &["build", "--no-pdf"]);
    assert!(printed.contains("「夢」") || printed.contains("\"夢\"") && printed.contains("決裁済"), "{printed}");
}

#[test]
fn a_corrected_report_says_on_its_first_page_what_was_corrected() {
    let office = Office::new("[report]\nhtml = true\n");
    office.write("departments.csv", "課名,提出\n総務課,○\n");
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】10件を調べた")]);
    office.run(0, &["build", "--no-pdf", "--finalise"]);
    // what is closed and unchanged is left alone, in a sentence
    let printed = office.run(0, &["inbox/2026-05"]);
    assert!(printed.contains("締めてあり、その後の変更はありません。何も書き出していません。"), "{printed}");
    assert!(!office.path("out/2026-05-訂正").exists());
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】12件を調べた")]);
    office.run(0, &["build", "--no-pdf", "--period", "2026-05"]);
    let page = fs::read_to_string(office.path("out/2026-05-訂正/報告書.html")).unwrap();
    assert!(page.contains("（訂正）</h1>") && page.contains("確定した報告からの訂正：窓口（"), "{page}");
}

#[test]
fn a_department_that_the_list_misspells_is_reported_with_the_one_that_handed_in() {
    let office = Office::new("");
    office.write("seeds/plan.toml", &format!("{PLAN}[[department]]\nname = \"健康づくり課\"\n"));
    office.write("departments.csv", "課名,提出\n総務課,○\n健康つくり課,○\n財政課,○\n");
    office.hand_in(5, "総務課", &[("1-1", "窓口", "【検討】調べた")]);
    office.hand_in(5, "健康づくり課", &[("1-2", "健診", "【導入】始めた")]);
    office.run(1, &["build", "--no-pdf"]);
    let run = json(&office.path("out/2026-05/run.json"));
    let printed: Vec<&str> = run["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "missing-department")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    let misspelt = "健康つくり課から提出がありません（一覧にない「健康づくり課」からは提出があります）。";
    assert_eq!(printed, [misspelt, "財政課から提出がありません。"]);
}
