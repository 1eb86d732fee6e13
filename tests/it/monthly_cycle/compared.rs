//! Two periods' files in, what the program says of the change out: one test a kind of change.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::torimatome;

/// 方向, 取組番号, 取組名, 担当課, 施策概要, what was done, what is planned.
type Row<'a> = [&'a str; 7];

const HEADINGS: &str = "方向,取組番号,取組名,担当部署,施策概要,取組内容,今後の予定";
const DONE: &str = "【導入】窓口の待ち時間を画面に表示する機器を本庁舎に置いた。";
const PLAN: &str = "【運用開始】支所の窓口でも待ち時間の表示をはじめる。";

fn row<'a>(number: &'a str, name: &'a str, department: &'a str, done: &'a str, planned: &'a str) -> Row<'a> {
    ["1", number, name, department, "待ち時間を短くする。", done, planned]
}

fn csv(rows: &[Row<'_>]) -> String {
    let quoted = |row: &Row<'_>| row.map(|text| format!("\"{}\"", text.replace('"', "\"\""))).join(",");
    let rows: Vec<String> = rows.iter().map(quoted).collect();
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

/// What the second period's run says: changes and findings.
struct Outcome(Value);

impl Outcome {
    fn changes(&self) -> &[Value] {
        self.0["comparison"]["changes"].as_array().unwrap()
    }

    fn tables(&self) -> &[Value] {
        self.0["comparison"]["tables"].as_array().unwrap()
    }

    fn of(&self, id: &str) -> &Value {
        self.changes().iter().find(|change| change["id"] == id).unwrap_or_else(|| panic!("{id}: {}", self.0["comparison"]))
    }

    /// The classes of a record's differences.
    fn classes(&self, id: &str) -> Vec<&str> {
        let differences = self.of(id)["differences"].as_array().unwrap();
        differences.iter().map(|difference| difference["class"].as_str().unwrap()).collect()
    }

    fn difference(&self, id: &str, class: &str) -> &Value {
        let differences = self.of(id)["differences"].as_array().unwrap();
        differences.iter().find(|difference| difference["class"] == class).unwrap_or_else(|| panic!("{differences:?}"))
    }

    /// `rule cell` of the comparing findings.
    fn findings(&self) -> Vec<String> {
        let known = [
            "new-record",
            "gone-record",
            "unchanged-record",
            "regrouped",
            "copied",
            "old-dates",
            "past-plan",
            "forgotten",
            "unclear",
            "department",
            "stage-fall",
        ];
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let all = self.0["findings"].as_array().unwrap().iter();
        let ours = all.filter(|finding| known.iter().any(|part| text(&finding["rule"]).contains(part)));
        ours.map(|finding| format!("{} {}", text(&finding["rule"]), text(&finding["cell"]))).collect()
    }
}

fn build(folder: &Path, name: &str, files: &[(&str, String)], more: &[&str]) -> Value {
    let input = folder.join(name);
    fs::create_dir(&input).unwrap();
    for (file, text) in files {
        fs::write(input.join(file), text).unwrap();
    }
    let out = format!("{name}-out");
    let arguments = [&["build", name, "-o", &out, "-q"], more].concat();
    let output = torimatome(folder, &arguments);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(folder.join(out).join("run.json")).unwrap()).unwrap()
}

/// The same department's tables of two periods.
fn compared(then: &[Row<'_>], now: &[Row<'_>]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let list = ("departments.csv", "課名,提出\n市民窓口課,○\n".to_owned());
    let plan = ["--plan", "kirise", "--template", "progress"];
    let files = |rows: &[Row<'_>]| [("市民窓口課.csv", csv(rows)), list.clone()];
    build(folder.path(), "then", &files(then), &[&plan[..], &["--period", "2025H1"]].concat());
    let more = [&plan[..], &["--period", "2025H2", "--previous", "then-out"]].concat();
    Outcome(build(folder.path(), "now", &files(now), &more))
}

fn same() -> Row<'static> {
    row("1", "待ち時間の表示", "市民窓口課", DONE, PLAN)
}

#[test]
fn matched_by_id_wherever_it_stands() {
    let other = row("2", "予約の受付", "市民窓口課", "【導入】予約の様式を統一した。", "");
    let outcome = compared(&[same(), other], &[other, same()]);
    assert_eq!((outcome.classes("1-1"), outcome.classes("1-2")), (vec!["unchanged"], vec!["unchanged"]));
    assert_eq!(outcome.of("1-1")["matched"], "id");
    assert_eq!(outcome.findings(), ["unchanged-record F2", "unchanged-record F3"]);
}

#[test]
fn matched_by_the_set_of_numbers() {
    let then = row("3\n1", "表示\n受付", "市民窓口課", DONE, PLAN);
    let now = row("1\n3", "受付\n表示", "市民窓口課", DONE, PLAN);
    let outcome = compared(&[then], &[now]);
    assert_eq!((&outcome.of("1-1_3")["matched"], &outcome.of("1-1_3")["before"][0]), (&"numbers".into(), &"1-3_1".into()));
}

#[test]
fn matched_by_title_and_department() {
    let outcome = compared(&[same()], &[row("8", "待ち時間 の表示", "市民窓口課", DONE, PLAN)]);
    assert_eq!((&outcome.of("1-8")["matched"], &outcome.of("1-8")["before"][0]), (&"title".into(), &"1-1".into()));
    assert_eq!(outcome.changes().len(), 1);
}

#[test]
fn what_is_only_alike_is_a_question_to_the_coordinator() {
    let outcome = compared(&[same()], &[row("8", "待ち時間の掲示", "財政課", "【導入】別の文章。", "")]);
    assert_eq!(outcome.difference("1-8", "unclear")["candidates"][0], "1-1");
    assert!(outcome.findings().contains(&"unclear-match C2".to_owned()), "{:?}", outcome.findings());
}

#[test]
fn new_and_gone() {
    let outcome = compared(&[same()], &[row("5", "電子契約", "市民窓口課", "【調査検討】契約の種類を調べた。", "")]);
    assert_eq!((outcome.classes("1-5"), outcome.classes("1-1")), (vec!["new"], vec!["gone"]));
    assert_eq!(outcome.findings(), ["gone-record -", "new-record C2"]);
}

#[test]
fn merged_and_split() {
    let (one, two) = (row("1", "表示", "市民窓口課", DONE, PLAN), row("2", "受付", "市民窓口課", DONE, PLAN));
    let both = row("1\n2", "表示\n受付", "市民窓口課", DONE, PLAN);
    assert_eq!(compared(&[one, two], &[both]).classes("1-1_2"), ["merged"]);
    let divided = compared(&[both], &[one, two]);
    assert_eq!((divided.classes("1-1"), divided.classes("1-2")), (vec!["split"], vec!["split"]));
    assert_eq!(divided.findings(), ["regrouped-record C2", "regrouped-record C3"]);
}

#[test]
fn moved_by_the_table_of_reorganisations_or_by_surprise() {
    let moved = |from, to| {
        let outcome = compared(&[row("1", "表示", from, DONE, PLAN)], &[row("1", "表示", to, DONE, PLAN)]);
        (outcome.difference("1-1", "moved")["expected"].clone(), outcome.findings()[0].clone())
    };
    assert_eq!(moved("商工課", "産業観光課"), (true.into(), "reorganised-department D2".to_owned()));
    assert_eq!(moved("市民窓口課", "財政課"), (false.into(), "moved-department D2".to_owned()));
}

#[test]
fn a_stage_up_down_and_the_money_beside_the_ladder() {
    let done = |text: &'static str| row("1", "表示", "市民窓口課", text, "");
    let (low, high) = (done("【導入】機器を置いた。"), done("【運用開始】全ての窓口で使っている。"));
    let up = compared(&[low], &[high]);
    assert_eq!((&up.difference("1-1", "stage-up")["from"], up.findings()), (&"導入".into(), vec![]));
    let down = compared(&[high], &[low]);
    assert_eq!(
        (&down.difference("1-1", "stage-down")["to"], down.findings()),
        (&"導入".into(), vec!["stage-fall F2".to_owned()])
    );
    let money = compared(&[low], &[done("【導入】機器を置いた。【予算化】来年度の費用を計上した。")]);
    assert_eq!(money.difference("1-1", "event")["stage"], "予算化");
    assert!(!money.classes("1-1").contains(&"stage-up") && money.findings().is_empty());
    // what was asked for was not granted
    let asked = compared(&[low], &[done("【導入】機器を置いた。【予算要求】来年度の費用を要求した。")]);
    assert_eq!(asked.difference("1-1", "event")["stage"], "予算要求");
}

#[test]
fn the_phrase_that_changed() {
    let now =
        row("1", "待ち時間の表示", "市民窓口課", "【導入】窓口の待ち時間を画面に表示する機器を本庁舎と支所に置いた。", PLAN);
    let outcome = compared(&[same()], &[now]);
    let text = outcome.difference("1-1", "text");
    let (start, end) = (text["phrases"][0]["start"].as_u64().unwrap(), text["phrases"][0]["end"].as_u64().unwrap());
    assert_eq!(&text["after"].as_str().unwrap().as_bytes()[start as usize..end as usize], "と支所".as_bytes());
}

#[test]
fn only_a_figure_or_a_date_differs() {
    let done = |text: &'static str| row("1", "表示", "市民窓口課", text, "【運用開始】支所でも始める。");
    let outcome =
        compared(&[done("令和7年9月までに窓口12か所へ機器を置いた。")], &[done("令和8年3月までに窓口15か所へ機器を置いた。")]);
    assert_eq!(outcome.classes("1-1"), ["nearly-copied", "figure"]);
    assert_eq!(outcome.findings(), ["nearly-copied F2"]);
}

#[test]
fn unchanged_for_n_periods_without_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("市民窓口課.csv", csv(&[same()]))];
    let plan = ["--plan", "kirise", "--departments", "list.csv"];
    fs::write(folder.path().join("list.csv"), "課名,提出\n市民窓口課,○\n").unwrap();
    build(folder.path(), "a", &files, &[&plan[..], &["--period", "2024H2"]].concat());
    build(folder.path(), "b", &files, &[&plan[..], &["--period", "2025H1", "--previous", "a-out"]].concat());
    let outcome =
        Outcome(build(folder.path(), "c", &files, &[&plan[..], &["--period", "2025H2", "--previous", "b-out"]].concat()));
    assert_eq!(outcome.difference("1-1", "unchanged")["periods"], 2);
    assert_eq!(outcome.findings(), ["long-unchanged-record F2"]);
}

#[test]
fn dates_older_than_the_period_and_plans_for_days_gone_by() {
    let now = row("1", "待ち時間の表示", "市民窓口課", "令和7年5月に機器の仕様を決めた。", "令和8年1月に機器を置く。");
    let outcome = compared(&[same()], &[now]);
    assert_eq!(outcome.difference("1-1", "old-dates")["newest"], "2025-05-31");
    assert_eq!(outcome.difference("1-1", "past-plan")["date"], "2026-01-31");
    assert!(["old-dates F2", "past-plan G2"].iter().all(|wanted| outcome.findings().contains(&(*wanted).to_owned())));
}

#[test]
fn a_plan_that_nobody_mentions_any_more() {
    let then = row("1", "表示", "市民窓口課", DONE, "【調査検討】電子申請の本人確認にマイナンバーカードを使う。");
    let outcome = compared(&[then], &[row("1", "表示", "市民窓口課", "窓口の案内板を新しくした。", "案内板を増やす。")]);
    assert!(outcome.findings().contains(&"forgotten-plan F2".to_owned()), "{:?}", outcome.findings());
}

#[test]
fn marks_and_figures_of_other_tables() {
    let folder = tempfile::tempdir().unwrap();
    let head = "基本施策,指標,目標値（令和7年度）,実績値（令和7年度）,評価\n";
    let table = |rows: &str| [("指標.csv", format!("基本目標1：便利なくらし,,,,\n{head}{rows}"))];
    let build = |name: &str, rows: &str, more: &[&str]| build(folder.path(), name, &table(rows), more);
    build(
        "then",
        "①,電子申請の割合,60%,52%,○\n②,窓口の待ち時間,8分,9分,○\n③,紙の使用枚数,90万枚,95万枚,△\n",
        &["--period", "FY2024"],
    );
    let now = "①,電子申請の割合,60%,61%,◎\n②,予約窓口の数,4か所,2か所,△\n③,窓口の待ち時間,8分,9分,○\n";
    let outcome = Outcome(build("now", now, &["--period", "FY2025", "--previous", "then-out"]));
    let change = |name: &str| outcome.tables().iter().find(|change| change["name"] == name).unwrap();
    let classes = |name: &str| -> Vec<String> {
        let list = change(name)["differences"].as_array().unwrap();
        list.iter().map(|d| format!("{} {}", d["class"].as_str().unwrap(), d["what"].as_str().unwrap_or("-"))).collect()
    };
    assert_eq!(classes("電子申請の割合"), ["figure 実績値（令和7年度）", "mark 評価"]);
    let mark = &change("電子申請の割合")["differences"][1];
    assert_eq!((&mark["before"], &mark["after"]), (&"○".into(), &"◎".into()));
    // a new line above gives the old one another id: it is the same all the same
    assert_eq!(
        (classes("窓口の待ち時間"), &change("窓口の待ち時間")["matched"]),
        (vec!["unchanged -".to_owned()], &"title".into())
    );
    assert_eq!((classes("予約窓口の数"), classes("紙の使用枚数")), (vec!["new -".to_owned()], vec!["gone -".to_owned()]));
    assert_eq!(outcome.findings(), ["gone-record -", "new-record 4:4"]);
    let diff = torimatome(folder.path(), &["diff", "then-out", "now-out"]);
    let diff = String::from_utf8(diff.stdout).unwrap();
    assert!(diff.contains("評価の変更\n    − ○\n    ＋ ◎") && diff.contains("変更のあるもの 3件、変更なし 1件"), "{diff}");
}
