//! Figures of parts of a year, days and units beside figures, boxes and circles as answers, 予定 and 実績: any office's layouts.

use serde_json::{Value, json};

use crate::never_silent::{built_of, has};

/// The records of a kind and the findings of one sheet of 総務課.
fn built(text: &str, kind: &str) -> (Vec<Value>, Vec<Value>) {
    built_of(&[("総務課.csv", text.as_bytes())], kind)
}

/// Kind, value, and another field of a record's figures.
fn figures(record: &Value, field: &str) -> Vec<(String, Value, Value)> {
    let values = record["values"].as_array().unwrap().iter();
    let figure = |value: &Value| (value["kind"].as_str().unwrap().to_owned(), value["value"].clone(), value[field].clone());
    values.map(figure).collect()
}

/// Category, mark and item of the items of a checklist.
fn marks(records: &[Value]) -> Vec<String> {
    let text = |record: &Value, field: &str| record[field].as_str().unwrap_or("-").to_owned();
    records.iter().map(|record| ["category", "mark", "item"].map(|field| text(record, field)).join(" ")).collect()
}

#[test]
fn the_day_of_a_baseline_is_no_figure() {
    let heads = "令和7年度 成果指標,,,,\n指標名,単位,基準日,基準値,R7目標値\n";
    let (records, findings) = built(&format!("{heads}満足度,％,令和6年4月1日,70,80\n件数,件,2024/3/31,100,300\n"), "indicators");
    assert_eq!(figures(&records[0], "note")[0], ("baseline".to_owned(), json!(70), json!("令和6年4月1日")));
    assert_eq!((figures(&records[0], "fy").len(), &records[1]["values"][0]["fy"]), (2, &json!(2023)));
    assert!(!has(&findings, "unmapped-column", ""), "{findings:?}");
    // where nothing was measured then, that is reported
    let (_, findings) = built("成果指標,,,\n指標名,単位,基準日,目標値\n満足度,％,令和6年4月1日,80\n", "indicators");
    assert!(has(&findings, "unmapped-column", "基準日"), "{findings:?}");
}

#[test]
fn a_unit_without_brackets_is_a_unit() {
    for text in [
        "成果指標,,\n指標名,R6実績,R7目標\n補助額　単位：千円,70,80\n",
        "成果指標,,\n指標名,R6実績　単位：千円,R7目標　単位：千円\n補助額,70,80\n",
        "成果指標　単位：千円,,\n指標名,R6実績,R7目標\n補助額,70,80\n",
        "成果指標（単位：千円）,,\n指標名,R6実績,R7目標\n補助額,70,80\n",
    ] {
        let (records, _) = built(text, "indicators");
        let units: Vec<Value> = figures(&records[0], "unit").into_iter().map(|(.., unit)| unit).collect();
        assert_eq!(units, [json!("千円"), json!("千円")], "{text}");
    }
}

#[test]
fn of_the_months_of_a_year_the_last_that_is_filled_in_counts_or_their_total() {
    let months = "4月,5月,6月,7月,8月,9月,10月,11月,12月,1月,2月,3月";
    for (title, total, figure) in [("令和7年度", "", 95), ("令和7年度上半期", "", 95), ("令和7年度", ",累計", 395)]
    {
        let (tail, sum) = if total.is_empty() { ("", "") } else { (",", ",395") };
        let text =
            format!("{title} 成果指標,\n指標名,単位,目標値,{months}{total}\n来庁者数,人,1200,100,110,90,95,,,,,,,,{sum}\n{tail}");
        let (records, findings) = built(&text, "indicators");
        let expected = [("target", 1200), ("actual", figure)].map(|(kind, value)| (kind.to_owned(), json!(value), json!(2025)));
        assert_eq!(figures(&records[0], "fy"), expected, "{title} {findings:?}");
        let others: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "other-period").collect();
        assert_eq!(others.len(), 1, "{findings:?}");
        assert!(!has(&findings, "conflicting-values", ""), "{findings:?}");
    }
    // 上半期計 is of the report's period, and ends with the last quarter
    let text =
        "令和7年度上半期 成果指標,,,,,\n指標名,単位,R7目標,第1四半期実績,第2四半期実績,上半期計\n来庁者数,人,1000,200,250,450\n";
    assert_eq!(figures(&built(text, "indicators").0[0], "fy")[1].1, json!(450));
    // 目標 and 実績 as rows: months with targets alone are to come
    let text = format!(
        "令和7年度 成果指標,\n指標名,区分,{months}\n来庁者数,目標,9,9,9,9,9,9,9,9,9,9,9,9\n,実績,7,8,,,,,,,,,,\n相談件数,目標,5,5,5,5,5,5,5,5,5,5,5,5\n,実績,3,4,,,,,,,,,,\n"
    );
    let (records, findings) = built(&text, "indicators");
    assert_eq!(figures(&records[0], "value"), [("target", 9), ("actual", 8)].map(|(k, v)| (k.to_owned(), json!(v), json!(v))));
    assert_eq!(records.len(), 2, "{findings:?}");
}

#[test]
fn short_words_for_halves_and_quarters_are_read() {
    let (records, _) =
        built("工程表,,,,\n取組名,R7,,R8,\n,上,下,上,下\n更新,調査,設計,構築,稼働\n台帳,準備,試行,,運用\n", "schedule");
    assert_eq!(records[0]["cells"], json!({"2025": "調査\n設計", "2026": "構築\n稼働"}));
    for heads in ["1Q,2Q,3Q,4Q", "Q1,Q2,Q3,Q4", "第1Q,第2Q,第3Q,第4Q"] {
        let (records, _) = built(&format!("令和7年度 工程表,,,,\n取組名,{heads}\n更新,調査,設計,構築,稼働\n"), "schedule");
        assert_eq!(records[0]["cells"], json!({"2025": "調査\n設計\n構築\n稼働"}), "{heads}");
    }
    let text = "令和7年度上半期 成果指標,,,,\n指標名,単位,目標値,４月～９月,１０月～３月\n来庁者数,人,100,50,\n";
    assert_eq!(figures(&built(text, "indicators").0[0], "fy")[1], ("actual".to_owned(), json!(50), json!(2025)));
    let text =
        "令和7年度上半期 取組状況,,\n取組名,4-9月実績,10-3月予定\n窓口,研修を開いた,手引を作る\n広報,紙面を改めた,調査する\n";
    let (records, _) = built(text, "progress");
    let own = records.iter().find(|record| record["names"][0] == "窓口").unwrap();
    assert_eq!((&own["done"]["text"], &own["planned"]["text"]), (&json!("研修を開いた"), &json!("手引を作る")));
}

#[test]
fn boxes_and_circles_in_a_cell_are_answers() {
    let (records, findings) = built(
        "点検表,,,\nNo,点検項目,結果,備考\n1,変えている,☑はい □いいえ,\n2,施錠,□はい　■いいえ,\n3,画面,□はい □いいえ,\n4,書類,☑はい ☑いいえ,\n",
        "checklists",
    );
    assert_eq!((&records[0]["supported"], &records[1]["supported"]), (&json!(true), &json!(false)));
    assert_eq!((&records[2]["mark"], &records[3]["supported"]), (&Value::Null, &Value::Null));
    assert!(has(&findings, "unanswered-row", "画面") && has(&findings, "conflicting-values", "はい、いいえ"), "{findings:?}");
    let (records, _) = built(
        "点検表,,\nNo,点検項目,実施状況\n1,施錠,□済 □未 ☑対象外\n2,画面,済・○未・対象外\n3,書類,（○）済　（　）未　（　）対象外\n",
        "checklists",
    );
    let states: Vec<&Value> = records.iter().map(|record| &record["status"]).collect();
    assert_eq!(states, [&json!("対象外"), &json!("未"), &json!("済")]);
    let (records, _) = built("点検表,,,\nNo,点検項目,はい,いいえ\n1,施錠,☑,□\n2,画面,□,☑\n", "checklists");
    assert_eq!((&records[0]["supported"], &records[1]["supported"]), (&json!(true), &json!(false)));
}

#[test]
fn several_columns_of_marks_are_read() {
    let (records, _) = built("手続一覧,,,\nNo,手続名,電子申請,窓口予約\n1,住民票,○,×\n2,転入届,×,△\n", "checklists");
    let expected = ["電子申請 ○ 住民票", "窓口予約 × 住民票", "電子申請 × 転入届", "窓口予約 △ 転入届"];
    assert_eq!(marks(&records), expected);
    let (records, findings) = built("令和7年度 点検表,,,,\nNo,点検項目,4月,5月,6月\n1,施錠,○,×,\n2,画面,×,○,\n", "checklists");
    assert_eq!(marks(&records), ["- × 施錠", "- ○ 画面"]);
    assert!(has(&findings, "other-period", "4月"), "{findings:?}");
    let (records, findings) =
        built("点検表,,,,\nNo,点検項目,記入日,確認日,結果\n1,施錠,2025/9/1,2025/9/30,○\n2,画面,2025/9/2,,×\n", "checklists");
    assert_eq!(marks(&records), ["- ○ 施錠", "- × 画面"]);
    assert!(has(&findings, "unmapped-column", "記入日") && has(&findings, "unmapped-column", "確認日"), "{findings:?}");
}

#[test]
fn rows_of_what_was_planned_and_of_what_was_done_are_kept_apart() {
    let heads = ["取組名,区分,R6,R7,R8", "取組名,,R6,R7,R8"];
    for heads in heads {
        let (records, findings) = built(
            &format!(
                "工程表,,,,\n{heads}\n更新,予定,調査,設計,構築\n,実績,調査した,,\n台帳,予定,準備,試行,運用\n,実績,準備した,,\n"
            ),
            "schedule",
        );
        assert_eq!(records[0]["cells"], json!({"2024": "調査", "2025": "設計", "2026": "構築"}), "{findings:?}");
        let spans = records[0]["spans"].as_array().unwrap();
        assert_eq!((&spans[0]["done"], &spans[3]["done"], &spans[3]["text"]), (&Value::Null, &json!(true), &json!("調査した")));
        assert!(!has(&findings, "outside-form", ""), "{findings:?}");
    }
}

#[test]
fn an_answer_that_points_back_is_kept_and_reported() {
    let heads = "方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容,令和7年度下半期以降の取組内容\n";
    let (records, findings) = built(&format!("{heads}1,1,窓口,総務課,書かない窓口,引き続き、,前回と同じ\n"), "progress");
    assert_eq!((&records[0]["done"]["text"], &records[0]["planned"]["text"]), (&json!("引き続き、"), &json!("前回と同じ")));
    for text in ["引き続き、", "前回と同じ"] {
        assert!(has(&findings, "answer-elsewhere", text), "{findings:?}");
    }
}

#[test]
fn a_list_without_headings_is_one_finding() {
    let text = "行政改革の取組\n基本目標１　便利なまち\n　１　窓口の改善\n　　(1) 書かない窓口\n　　(2) 予約制\n　２　広報\n　　(1) 紙面の刷新\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("総務課.csv"), text).unwrap();
    let out = folder.path().join("out");
    crate::common::build(&folder.path().join("総務課.csv"), &out, &["--plan", "none", "--no-pdf"]);
    let run = crate::common::json(&out.join("run.json"));
    let findings = run["findings"].as_array().unwrap().iter().filter(|one| one["severity"] != "info");
    let rules: Vec<&Value> = findings.map(|one| &one["rule"]).collect();
    assert_eq!(rules, ["unknown-table"], "{:?}", run["findings"]);
}

#[test]
fn a_unit_keeps_its_brackets() {
    let (records, _) = built("成果指標,,,\n指標名,単位,R6実績,R7目標\n創業件数,件（累計）,3,15\n率,（％）,3,15\n", "indicators");
    assert_eq!((&records[0]["values"][0]["unit"], &records[1]["values"][0]["unit"]), (&json!("件(累計)"), &json!("%")));
}
