//! Rows that could be read in two ways: read as a person would, or reported.

use std::fs;
use std::process::Command;

use serde_json::Value;

/// The headings of a progress sheet for the first half of 令和7年度.
pub const HEADINGS: [&str; 7] = [
    "方向",
    "取組番号",
    "取組名",
    "担当課",
    "施策内容",
    "令和7年度上半期までの取組内容",
    "令和7年度下半期以降の取組内容（予定）",
];

const HEAD: &str = "取組状況調査票（令和7年度上半期）,,,,,,\n担当課,総務課,,,,,\n\
方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容,令和7年度下半期以降の取組内容（予定）\n";

/// The records and the findings of one sheet of 総務課.
fn built(rows: &str) -> (Vec<Value>, Vec<Value>) {
    built_of(&[("総務課.csv", format!("{HEAD}{rows}").as_bytes())], "progress")
}

/// The records of a kind and the findings of these files.
pub fn built_of(files: &[(&str, &[u8])], kind: &str) -> (Vec<Value>, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join("in").join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("list.csv"), "課名,提出\n総務課,○\n財政課,\n").unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(["build", "in", "-o", "out", "--plan", "none", "--departments", "list.csv", "--no-pdf", "-q"])
        .args(["--period", "2025H1", "--now", "2025-10-20T09:00:00+09:00"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{ran:?}");
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(folder.path().join(name)).unwrap()).unwrap() };
    let (data, run) = (read(&format!("out/data/{kind}.json")), read("out/run.json"));
    (data["records"].as_array().unwrap().clone(), run["findings"].as_array().unwrap().clone())
}

pub fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap()).collect()
}

pub fn has(findings: &[Value], rule: &str, words: &str) -> bool {
    findings.iter().any(|finding| finding["rule"] == rule && finding["message"].as_str().unwrap().contains(words))
}

#[test]
fn a_direction_ends_at_a_line_that_names_another() {
    let (records, _) = built(
        "1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n\
         ,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n\
         方向2　しなやかな行政運営,,,,,,\n\
         ,3,会議の電子化,総務課,説明,【導入】会議を始めた,【運用開始】続ける\n",
    );
    assert_eq!(ids(&records), ["1-1", "1-2", "2-3"]);
}

#[test]
fn several_directions_in_a_cell_are_not_the_first() {
    let (records, findings) = built("1・2,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n");
    assert_eq!((&records[0]["direction"], &records[0]["direction_text"]), (&Value::Null, &Value::from("1・2")));
    assert!(has(&findings, "not-a-number", "1・2"), "{findings:?}");
}

#[test]
fn an_answer_in_a_row_that_still_says_example_is_reported() {
    let (_, findings) = built(
        "記入例,1,窓口の予約,総務課,予約の仕組みを作る,【導入】予約を始めた,【運用開始】続ける\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n",
    );
    assert!(has(&findings, "unclear-example", "窓口の予約"), "{findings:?}");
    // one that everybody gets names nobody
    let (_, findings) = built(
        "記入例,1,○○予約システムの導入,○○課,○○の予約を受け付ける,【調査検討】他市の事例を調べた,【導入】○月に契約\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n",
    );
    assert!(!has(&findings, "unclear-example", ""), "{findings:?}");
}

#[test]
fn the_row_of_another_department_is_no_tail() {
    let (records, findings) = built(
        "1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n\
         ,,,財政課,財政課の分,【導入】予算を組んだ,【運用開始】執行する\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n",
    );
    assert_eq!(records[0]["departments"], serde_json::json!(["総務課"]));
    assert!(has(&findings, "outside-form", "財政課の分"), "{findings:?}");
}

#[test]
fn a_department_in_brackets_is_one_too() {
    let (records, findings) = built("1,1,窓口の予約,総務課（主）、財政課（副）,説明,【導入】予約を始めた,【運用開始】続ける\n");
    assert_eq!(records[0]["departments"], serde_json::json!(["総務課", "財政課"]));
    assert!(!has(&findings, "unknown-department", ""), "{findings:?}");
}

#[test]
fn a_line_about_the_rows_below_is_reported() {
    let first = "1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n";
    let second = "1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n";
    for line in ["【廃止した取組】", "（以下は財政課分）", "※次の取組は見直し中"] {
        let (records, findings) = built(&format!("{first}{line},,,,,,\n{second}"));
        assert_eq!(ids(&records), ["1-1", "1-2"], "{line}");
        let word = line.trim_matches(['【', '】', '（', '）']);
        assert!(has(&findings, "outside-form", word), "{line}: {findings:?}");
    }
    // below the last record it is a note of the form
    let (_, findings) = built(&format!("{first}{second}※記入は簡潔に,,,,,,\n"));
    assert!(!has(&findings, "outside-form", ""), "{findings:?}");
}

#[test]
fn printed_brackets_are_no_answer() {
    let (_, findings) = built(
        "1,1,窓口の予約,総務課,説明,【】,・\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n",
    );
    assert!(findings.iter().any(|finding| finding["rule"] == "unanswered-row"), "{findings:?}");
    let (_, findings) = built("1,1,窓口の予約,総務課,説明,【　】,【　】\n");
    assert!(findings.iter().any(|finding| finding["rule"] == "blank-answers"), "{findings:?}");
}

#[test]
fn a_number_of_any_spelling_numbers_its_row() {
    let row = |number: &str| format!("1,{number},窓口の予約{number},総務課,説明,【導入】予約を始めた,【運用開始】続ける\n");
    let rows: String = ["1の2", "イ", "13-①-ア", "（ウ）", "2月1日", "3"].into_iter().map(row).collect();
    let (records, findings) = built(&rows);
    let mut found = ids(&records);
    found.sort_unstable();
    assert_eq!(found, ["1-13-1-ア", "1-1の2", "1-2-1", "1-3", "1-イ", "1-ウ"]);
    assert!(has(&findings, "number-as-date", "「2-1」"), "{findings:?}");
    assert!(!has(&findings, "outside-form", ""), "{findings:?}");
}

#[test]
fn a_direction_that_nothing_tells_is_reported() {
    let rows = ",1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n\
                ,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n";
    let (records, findings) = built(rows);
    assert_eq!(ids(&records), ["0-1", "0-2"]);
    let blank: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "blank-direction").collect();
    assert_eq!((blank.len(), &blank[0]["cell"]), (1, &Value::from("4:4")));
    assert!(has(&findings, "blank-direction", "2行"), "{findings:?}");
    // a line above the rows tells it
    let (_, findings) = built(&format!("方向2　しなやかな行政運営,,,,,,\n{rows}"));
    assert!(!has(&findings, "blank-direction", ""), "{findings:?}");
}

#[test]
fn a_later_file_that_leaves_an_answer_blank_is_reported_as_such() {
    let file = |rows: &str| format!("{HEAD}{rows}");
    let first = file(
        "1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n\
         1,3,会議の電子化,総務課,説明,【導入】会議を始めた,【運用開始】続ける\n",
    );
    let later = file(
        "1,1,窓口の予約,総務課,説明,【導入】予約を直した,【運用開始】続ける\n\
         1,2,申請の電子化,総務課,説明,,【運用開始】続ける\n",
    );
    let files = [("総務課.csv", first.as_bytes()), ("総務課（修正版）.csv", later.as_bytes())];
    let (records, findings) = built_of(&files, "progress");
    assert_eq!(ids(&records), ["1-1", "1-2", "1-3"]);
    assert!(has(&findings, "superseded", "1-3 は新しい方にないため残します"), "{findings:?}");
    assert!(has(&findings, "superseded", "1-2 は新しい方に空欄があるため"), "{findings:?}");
}

#[test]
fn what_was_composed_is_one_finding_a_file() {
    let row = |n: u32| format!("1,{n},カ\u{3099}ス料金{n},総務課,市\u{2ea0}の説明{n},【導入】した,【運用開始】続ける\n");
    let (records, findings) = built(&(1..=4).map(row).collect::<String>());
    assert_eq!((&records[0]["names"][0], &records[0]["description"]), (&Value::from("ガス料金1"), &Value::from("市民の説明1")));
    for rule in ["composed-kana", "replaced-radical"] {
        let own: Vec<&Value> = findings.iter().filter(|one| one["rule"] == rule).collect();
        assert_eq!((own.len(), &own[0]["count"]), (1, &Value::from(4)), "{rule}: {own:?}");
    }
}

#[test]
fn a_heading_that_is_the_form_s_own_is_no_alias() {
    let (_, findings) = built("1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n");
    let aliases: Vec<&str> =
        findings.iter().filter(|one| one["rule"] == "alias-heading").map(|one| one["message"].as_str().unwrap()).collect();
    assert!(aliases.iter().any(|text| text.contains("「取組番号」")), "{aliases:?}");
    let text = format!("{HEAD}1,1,窓口の予約,総務課,説明,【導入】予約を始めた,【運用開始】続ける\n")
        .replace("令和7年度上半期までの取組内容", "これまでの取組内容");
    let (_, findings) = built_of(&[("総務課.csv", text.as_bytes())], "progress");
    assert!(!has(&findings, "alias-heading", "「これまでの取組内容」を「これまでの取組内容」"), "{findings:?}");
}

#[test]
fn an_unknown_office_in_brackets_is_reported() {
    let (records, findings) = built("1,1,窓口の予約,総務課（水産林務課）,説明,【導入】予約を始めた,【運用開始】続ける\n");
    assert_eq!(records[0]["departments"][0], "総務課");
    assert!(has(&findings, "unknown-department", "水産林務課"), "{findings:?}");
}

#[test]
fn a_value_that_was_not_written_out_is_reported() {
    let (records, findings) = built(
        "1,1,窓口の予約,総務課,1.23457E+11,#####,【運用開始】続ける\n\
         1,2,申請の電子化,総務課,1.5E,#1 を始めた,【運用開始】続ける\n",
    );
    assert_eq!((&records[0]["description"], &records[0]["done"]["text"]), (&"1.23457E+11".into(), &"#####".into()));
    let cells: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "error-value").map(|one| &one["cell"]).collect();
    assert_eq!(cells, ["E4", "F4"], "{findings:?}");
}

#[test]
fn an_answer_in_a_row_of_its_own_is_reported() {
    let (_, findings) = built(
        "1,1,窓口の予約,総務課,説明,,【運用開始】続ける\n\
         ,,,,,【導入】予約を始めた,\n\
         1,2,申請の電子化,総務課,説明,【導入】申請を始めた,【運用開始】続ける\n",
    );
    assert!(has(&findings, "outside-form", "予約を始めた"), "{findings:?}");
}

#[test]
fn a_word_where_the_number_belongs_is_kept() {
    let (records, findings) = built(
        "1,1,窓口の予約,総務課,説明,【導入】予約した,続ける\n\
         1,新規,帳票の整理,総務課,,【導入】整理した,\n\
         1,―,会議の記録,総務課,,【導入】記録した,\n\
         1,2,,総務課,,【導入】申請した,\n",
    );
    assert_eq!(ids(&records), ["1-1", "1-2", "1-新規", "1-会議の記録"]);
    assert!(has(&findings, "number-name-mismatch", "0行"), "{findings:?}");
    assert!(!has(&findings, "outside-form", "") && !has(&findings, "unknown-table", ""), "{findings:?}");
}

#[test]
fn the_parts_of_a_table_have_places_of_their_own() {
    let row = |number: u32| format!(",{number},窓口の予約{number},総務課,説明,【導入】予約を始めた,【運用開始】続ける\n");
    let parts = format!("方向1　暮らし,,,,,,\n{}{}方向2　行政,,,,,,\n{}", row(1), row(2), row(3));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("総務課.csv");
    fs::write(&path, format!("{HEAD}{parts}")).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(["inspect", "--plan", "none", "--format", "json"])
        .arg(&path)
        .output()
        .unwrap();
    let inspected: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let cells: Vec<&str> =
        inspected["columns"].as_array().unwrap().iter().map(|column| column["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["A3", "B3", "C3", "D3", "E3", "F3", "G3"]);
    let tables = inspected["sheets"][0]["tables"].as_array().unwrap().iter();
    let ranges: Vec<&str> = tables.map(|table| table["range"].as_str().unwrap()).collect();
    assert_eq!(ranges, ["A3:G6", "A7:G8"]);
}

#[test]
fn years_that_nobody_can_tell_and_rates_are_reported() {
    let rows = "事業,実施時期,内容\n道路,令和7年度～令和8年度,改良\n橋,R7年度,点検\n川,R8年度,浚渫\n公園,随時,清掃\n";
    let (records, findings) = built_of(&[("工程.csv", rows.as_bytes())], "schedule");
    assert_eq!((records.len(), &records[3]["texts"]), (4, &serde_json::json!(["随時", "清掃"])));
    assert!(has(&findings, "unreadable-value", "随時") && !has(&findings, "unreadable-value", "令和7年度"), "{findings:?}");
    let rows = "指標,R5実績,R7目標,達成率\n人口,9900人,9700人,102%\n出生,48人,50人,96%\n";
    let (_, findings) = built_of(&[("指標.csv", rows.as_bytes())], "indicators");
    assert!(has(&findings, "unmapped-column", "達成率"), "{findings:?}");
}

#[test]
fn a_label_beside_a_value_is_no_part_of_the_department() {
    let card = |name: &str| {
        format!("事業名,{name},,\n担当課,総務課,期間,R5～R7\n目的,健康づくり,,\n実績,参加者が増えた,,\n今後の予定,広げる,,\n")
    };
    let rows = format!("{},,,\n{}", card("健診"), card("体操"));
    let (records, findings) = built_of(&[("カード.csv", rows.as_bytes())], "progress");
    let departments: Vec<&Value> = records.iter().map(|record| &record["departments"]).collect();
    assert_eq!(departments, [&serde_json::json!(["総務課"]), &serde_json::json!(["総務課"])]);
    assert!(has(&findings, "outside-form", "R5～R7"), "{findings:?}");
}

#[test]
fn whose_the_sheet_is_is_no_heading() {
    let rows = "部署,総務課,,記入日,令和７年１０月３日\n番号,取組,実績,予定,達成度\n1,防災,訓練をした,続ける,◎\n";
    let (records, findings) = built_of(&[("報告.csv", rows.as_bytes())], "progress");
    assert_eq!(records[0]["departments"], serde_json::json!(["総務課"]));
    assert!(has(&findings, "unmapped-column", "「達成度」"), "{findings:?}");
}
