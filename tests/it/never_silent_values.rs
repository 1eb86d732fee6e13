//! Figures, marks, years and periods that could be read in two ways: read as a person would, or reported with their cell.

use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

use crate::never_silent::{HEADINGS, built_of, has};

/// The records of a kind and the findings of one sheet of 総務課.
fn built(text: &str, kind: &str) -> (Vec<Value>, Vec<Value>) {
    built_of(&[("総務課.csv", text.as_bytes())], kind)
}

/// Kind, year, value and unit of a record's figures.
fn figures(record: &Value) -> Vec<(String, Value, Value, Value)> {
    let values = record["values"].as_array().unwrap();
    let figure = |value: &Value| {
        (value["kind"].as_str().unwrap().to_owned(), value["fy"].clone(), value["value"].clone(), value["unit"].clone())
    };
    values.iter().map(figure).collect()
}

#[test]
fn numbers_in_japanese_are_numbers() {
    let (records, findings) = built(
        "令和7年度 成果指標,,\n指標名,R6実績,R7目標\n補助額,1億5千万円,二億三千万円\n利用件数,十二件,約十五件\n時間,1時間30分,80分\n",
        "indicators",
    );
    let value = |record: usize, at: usize| {
        (records[record]["values"][at]["value"].clone(), records[record]["values"][at]["unit"].clone())
    };
    assert_eq!(value(0, 0), (json!(15000), json!("万円")));
    assert_eq!(value(0, 1), (json!(23000), json!("万円")));
    assert_eq!((value(1, 0), value(1, 1)), ((json!(12), json!("件")), (json!(15), json!("件"))));
    assert_eq!((value(2, 0), value(2, 1)), ((json!(90), json!("分")), (json!(80), json!("分"))));
    assert!(!has(&findings, "unreadable-value", ""), "{findings:?}");
}

#[test]
fn a_figure_that_is_not_one_number_is_reported() {
    for text in ["10～15", "10〜15％", "1/3", "前年度比5%減", "数十件", "3件中2件", "(10)"] {
        let (records, findings) =
            built(&format!("令和7年度 成果指標,,\n指標名,R6実績,R7目標\n利用件数,12,{text}\n"), "indicators");
        assert_eq!((&records[0]["values"][1]["value"], &records[0]["values"][1]["raw"]), (&Value::Null, &json!(text)));
        assert!(has(&findings, "unreadable-value", text), "{text}: {findings:?}");
    }
    // words are no figures
    let (_, findings) =
        built("令和7年度 成果指標,,\n指標名,R6実績,R7目標\n利用件数,12,試験導入\n予約,12,一部で実施\n", "indicators");
    assert!(!has(&findings, "unreadable-value", ""), "{findings:?}");
}

#[test]
fn several_units_above_a_table_go_to_what_they_measure() {
    let (records, findings) = built(
        "令和7年度 成果指標,,\n,,（単位：人、％）\n指標名,R6実績,R7目標\n利用者数,100,120\n満足度,80,85\n講座の開催,3,5\n",
        "indicators",
    );
    let unit = |at: usize| records[at]["values"][0]["unit"].clone();
    assert_eq!((unit(0), unit(1), unit(2)), (json!("人"), json!("%"), Value::Null));
    let own: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "unreadable-value").collect();
    assert_eq!((own.len(), &own[0]["cell"]), (1, &json!("A6")), "{findings:?}");
}

#[test]
fn a_unit_that_is_that_of_the_row_above_is_repeated() {
    let (records, _) =
        built("令和7年度 成果指標,,,\n指標名,単位,R6実績,R7目標\n利用者数,人,100,120\n参加者数,〃,80,85\n", "indicators");
    assert_eq!(records[1]["values"][0]["unit"], json!("人"));
}

#[test]
fn a_share_among_percentages_is_reported() {
    let (_, findings) = built("令和7年度 成果指標,,,\n指標名,単位,R6実績,R7目標,R7実績\n利用率,％,80%,85%,0.82\n", "indicators");
    assert!(has(&findings, "unit-mismatch", "0.82"), "{findings:?}");
}

#[test]
fn of_two_halves_that_of_the_report_counts() {
    let heads = "令和7年度 成果指標,,,,,\n指標名,単位,上半期(計画),上半期(実績),下半期(計画),下半期(見込)\n";
    let (records, findings) = built(&format!("{heads}予約件数,件,100,120,200,210\n"), "indicators");
    let expected = [("target", 100), ("actual", 120)];
    let expected = expected.map(|(kind, value)| (kind.to_owned(), json!(2025), json!(value), json!("件")));
    assert_eq!(figures(&records[0]), expected);
    assert!(has(&findings, "other-period", "下半期(計画)") && has(&findings, "other-period", "下半期(見込)"), "{findings:?}");
    assert!(!has(&findings, "conflicting-values", ""), "{findings:?}");
    // the end of the year is no part of it
    let (records, findings) = built(
        "成果指標,,,,\n指標名,単位,目標値（R7）,実績値（R7.9末）,見込値（R8.3末）\n予約件数,件,400,180,390\n",
        "indicators",
    );
    let kinds: Vec<String> = figures(&records[0]).into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, ["target", "actual", "forecast"]);
    assert!(!has(&findings, "other-period", ""), "{findings:?}");
}

#[test]
fn of_halves_and_quarters_in_a_report_of_texts_those_of_its_period_count() {
    let rows = "1,窓口の予約,総務課,整理する,整理した,運用する,11月に始める見込\n2,文書の電子化,総務課,見直す,見直した,移行する,年度末に移行する見込\n";
    for heads in [
        "上半期計画,上半期実績,下半期計画,下半期見込",
        "上半期(計画),上半期(実績),下半期(計画),下半期(見込)",
        "前期計画,前期実績,後期計画,後期見込",
        "R7上半期計画,R7上半期実績,R7下半期計画,R7下半期見込",
    ] {
        let (records, findings) = built(&format!("令和7年度 取組進捗調査\nNo,取組名,担当課,{heads}\n{rows}"), "progress");
        assert_eq!(
            (&records[0]["done"]["text"], &records[0]["planned"]["text"]),
            (&json!("整理した"), &json!("11月に始める見込")),
            "{heads}"
        );
        assert!(!has(&findings, "ambiguous-column", ""), "{heads}: {findings:?}");
    }
    let heads = "第1四半期実績,第2四半期実績,第3四半期実績,第4四半期実績";
    let (records, _) = built(&format!("令和7年度 取組進捗調査\nNo,取組名,担当課,{heads}\n{rows}"), "progress");
    assert_eq!(records[0]["done"]["text"], json!("整理した"));
}

#[test]
fn a_row_of_rates_is_reported() {
    let (records, findings) = built(
        "令和7年度 成果指標,,,,\n指標名,区分,R5,R6,R7\n予約件数,目標,100,120,130\n,実績,90,110,\n,達成率,90%,92%,\n満足度,目標,80,82,85\n,実績,81,80,\n,達成率,101%,98%,\n",
        "indicators",
    );
    assert_eq!((records.len(), records[0]["values"].as_array().unwrap().len()), (2, 6));
    let rates: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "outside-form").collect();
    assert_eq!((rates.len(), &rates[0]["cell"], &rates[0]["count"]), (1, &json!("B5"), &json!(2)), "{findings:?}");
}

#[test]
fn the_year_of_a_target_is_that_of_its_heading_and_another_is_reported() {
    let (records, findings) = built("成果指標,,,,\n指標名,単位,R7目標,R7実績,達成年度\n予約件数,件,200,100,R9\n", "indicators");
    assert_eq!(records[0]["values"][0]["fy"], json!(2025));
    assert!(has(&findings, "conflicting-values", "2027"), "{findings:?}");
    // what has a column of years has no year of the title
    let (records, findings) = built(
        "令和7年度 成果指標,,,\n指標名,単位,基準値,目標値,達成年度\n予約件数,件,100,200,R9\n参加者,人,30,50,計画の最終年度\n",
        "indicators",
    );
    assert_eq!((&records[0]["values"][1]["fy"], &records[1]["values"][1]["fy"]), (&json!(2027), &Value::Null));
    assert!(has(&findings, "unreadable-value", "計画の最終年度"), "{findings:?}");
    // years without the figures that they are of
    let (_, findings) = built("成果指標 目標値,,,,\n指標名,達成年度,単位,R6,R7,R8\n予約件数,R9,件,200,100,120\n", "indicators");
    assert!(has(&findings, "unmapped-column", "達成年度"), "{findings:?}");
}

#[test]
fn two_answers_in_a_row_of_a_checklist_are_one_conflict_and_none_is_unanswered() {
    let (records, findings) = built(
        "セキュリティ点検表,,,\n点検項目,はい,いいえ,備考\n変えている,○,,\n施錠している,○,○,\n使っていない,,,\n受けた,,○,\n",
        "checklists",
    );
    let marks: Vec<(&Value, &Value)> = records.iter().map(|record| (&record["item"], &record["supported"])).collect();
    let expected =
        [("変えている", json!(true)), ("施錠している", Value::Null), ("使っていない", Value::Null), ("受けた", json!(false))];
    assert_eq!(marks.len(), expected.len());
    for ((item, supported), (name, known)) in marks.into_iter().zip(&expected) {
        assert_eq!((item, supported), (&json!(name), known));
    }
    assert!(has(&findings, "conflicting-values", "はい、いいえ"), "{findings:?}");
    let blank: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "unanswered-row").collect();
    assert_eq!((blank.len(), &blank[0]["cell"]), (1, &json!("5:5")), "{findings:?}");
    // where there is only ○, a blank means no
    let (_, findings) = built(
        "手続のオンライン化状況,,\n手続名,担当課,オンライン化\n転入届,総務課,○\n転出届,総務課,\n婚姻届,総務課,○\n",
        "checklists",
    );
    assert!(!has(&findings, "unanswered-row", ""), "{findings:?}");
}

#[test]
fn a_blank_crossing_is_unanswered_only_where_another_says_no() {
    let matrix = |no: &str| format!("対応状況,,\n項目,総務課,財政課\n規程,○,{no}\n台帳,,○\n研修,○,○\n");
    let (records, findings) = built(&matrix("×"), "checklists");
    assert_eq!(records.len(), 6);
    assert!(has(&findings, "unanswered-row", "台帳"), "{findings:?}");
    let (records, findings) = built(&matrix("○"), "checklists");
    assert_eq!(records.len(), 5);
    assert!(!has(&findings, "unanswered-row", ""), "{findings:?}");
}

#[test]
fn a_sign_of_repetition_below_a_blank_cell_repeats_nothing() {
    let (records, findings) = built(
        "取組状況調査票（令和7年度上半期）,,,,\n方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容,令和7年度下半期以降の取組内容（予定）\n\
         1,1,窓口の予約,総務課,説明,始めた,続ける\n1,2,申請の電子化,総務課,,始めた,〃\n1,3,会議の電子化,〃,〃,始めた,続ける\n",
        "progress",
    );
    assert_eq!((&records[1]["planned"]["text"], &records[2]["description"]), (&json!("続ける"), &Value::Null));
    let lone: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "answer-elsewhere").collect();
    assert_eq!((lone.len(), &lone[0]["cell"]), (1, &json!("E5")), "{findings:?}");
}

#[test]
fn years_without_an_end_or_a_beginning_are_reported() {
    let heads = "実施計画 工程表,,,\nNo,事業名,担当課,実施年度\n";
    let (records, findings) =
        built(&format!("{heads}1,予約,総務課,R8以降\n2,申請,総務課,R7～R9\n3,会議,総務課,R8まで\n"), "schedule");
    assert!(has(&findings, "unreadable-value", "R8まで"), "{findings:?}");
    assert_eq!(records[0]["spans"][0]["certainty"], json!("unknown"));
    assert_eq!(records[1]["spans"][0]["certainty"], json!("cell"));
    assert!(has(&findings, "unreadable-value", "2026年度以降"), "{findings:?}");
    let heads = "実施計画 工程表,,,,\nNo,事業名,担当課,開始年度,終了年度\n";
    let (records, findings) = built(&format!("{heads}1,予約,総務課,R6,R8\n2,申請,総務課,R7,\n3,会議,総務課,,R9\n"), "schedule");
    assert_eq!((&records[1]["spans"][0]["certainty"], &records[2]["spans"][0]["to"]), (&json!("unknown"), &json!(2027)));
    assert!(has(&findings, "unreadable-value", "2025年度以降") && has(&findings, "unreadable-value", "空欄"), "{findings:?}");
}

#[test]
fn numbers_in_one_line_begin_items() {
    let (records, _) = built(
        "施策体系表,,\n基本施策,主な取組,担当課\n防災,①訓練の実施　②備蓄の充実,総務課\n文化,美術館①の改修,総務課\n道路,1.市道の改良 2.橋梁の補修,総務課\n",
        "measures",
    );
    let items: Vec<&Value> = records.iter().map(|record| &record["items"]).collect();
    assert_eq!(items, [&json!(["訓練の実施", "備蓄の充実"]), &json!(["美術館①の改修"]), &json!(["市道の改良", "橋梁の補修"])]);
}

#[test]
fn lists_of_measures_without_numbers_are_counted() {
    let (records, _) =
        built("施策体系表,\n基本施策,主な取組\n防災,\"①訓練の\n実施　②備蓄\"\n防犯,\"1 見守り\n2 灯りの設置\"\n", "measures");
    let ids: Vec<&Value> = records.iter().map(|record| &record["id"]).collect();
    assert_eq!(ids, [&json!("1"), &json!("2")]);
    assert_eq!((&records[0]["items"], &records[1]["items"]), (&json!(["訓練の実施", "備蓄"]), &json!(["見守り", "灯りの設置"])));
}

#[test]
fn a_sign_of_repetition_beside_a_text_of_its_row_goes_on_with_it() {
    let (records, findings) =
        built("工程表,,,,,\nNo,事業名,担当課,R6,R7,R8\n1,予約,総務課,研修,研修,研修\n2,申請,総務課,実施,〃,〃\n", "schedule");
    let span = &records[1]["spans"][0];
    assert_eq!((&span["text"], &span["from"], &span["to"]), (&json!("実施"), &json!(2024), &json!(2026)), "{records:?}");
    assert!(!has(&findings, "answer-elsewhere", ""), "{findings:?}");
}

#[test]
fn what_is_at_the_left_of_what_was_done_is_no_answer() {
    let head = "取組状況調査票（令和7年度上半期）,,,,\n方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容,令和7年度下半期以降の取組内容（予定）\n";
    let (_, findings) = built(&format!("{head}1,1,窓口,総務課,説明,同左,続ける\n1,2,申請,総務課,説明,始めた,同左\n"), "progress");
    let left: Vec<&Value> = findings.iter().filter(|one| one["rule"] == "answer-elsewhere").collect();
    assert_eq!((left.len(), &left[0]["cell"]), (1, &json!("F3")), "{findings:?}");
}

#[test]
fn texts_under_several_years_beside_their_costs_are_a_schedule() {
    let (records, _) = built(
        "実施計画,,,,,,,\n事業名,担当課,R7,,R8,,R9,\n,,内容,事業費,内容,事業費,内容,事業費\n予約,総務課,調査,100,導入,200,運用,300\n申請,総務課,設計,10,構築,20,運用,30\n",
        "schedule",
    );
    let texts: Vec<&Value> = records[0]["spans"].as_array().unwrap().iter().map(|span| &span["text"]).collect();
    assert_eq!(texts, [&json!("調査"), &json!("導入"), &json!("運用")]);
}

#[test]
fn quotes_that_are_not_doubled_are_reported() {
    let head = "取組状況調査票（令和7年度上半期）,,,,\n方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容,令和7年度下半期以降の取組内容（予定）\n";
    for cell in ["\"窓口の\"予約\"\"", "\"窓口の予約"] {
        let (records, findings) =
            built(&format!("{head}1,1,{cell},総務課,説明,始めた,続ける\n1,2,申請,総務課,説明,始めた,続ける\n"), "progress");
        assert_eq!(records.len(), 2, "{cell}");
        assert!(has(&findings, "broken-quotes", "窓口の"), "{cell}: {findings:?}");
    }
    let (_, findings) = built(&format!("{head}1,1,\"窓口の\"\"予約\"\"\",総務課,説明,始めた,続ける\n"), "progress");
    assert!(!has(&findings, "broken-quotes", ""), "{findings:?}");
}

#[test]
fn titles_of_the_period_before_are_reported_and_sentences_are_no_titles() {
    let sheet = |title: &str| {
        format!(
            "{title}\n方向,取組番号,取組名,担当課,施策内容,これまでの取組内容,今後の取組内容\n1,1,窓口の予約,総務課,説明,始めた,続ける\n"
        )
    };
    let (_, findings) = built(&sheet("前年度下半期 取組状況調査票"), "progress");
    assert!(has(&findings, "period-mismatch", "前年度下半期"), "{findings:?}");
    let (_, findings) = built(
        &sheet("本市の大綱（令和6年度策定）に基づいて取りまとめます。よく読んで記入してください。\n取組状況調査票"),
        "progress",
    );
    assert!(!has(&findings, "period-mismatch", ""), "{findings:?}");
}

/// A workbook of sheets with these names, each with these rows below the headings.
fn book(sheets: &[(&str, &[[&str; 7]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        sheet.write_string(0, 0, "取組状況調査票").unwrap();
        for (row, texts) in (1..).zip(std::iter::once(&HEADINGS).chain(*rows)) {
            for (col, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(row, col, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_only_answers_on_a_sheet_called_an_example_are_read() {
    let own = ["1", "1", "窓口の予約", "総務課", "説明", "始めた", "続ける"];
    let other = ["1", "1", "窓口の予約", "市民課", "説明", "始めた", "続ける"];
    let shown = ["1", "1", "○○の導入", "○○課", "説明", "○○を始めた", "続ける"];
    for (sheets, count, word) in [
        (vec![("記入例", [own].as_slice())], 1, Some("回答として")),
        (vec![("調査票", [].as_slice()), ("記入例", [own].as_slice())], 1, Some("回答として")),
        (vec![("調査票", [].as_slice()), ("記入例", [other].as_slice())], 0, Some("記入例とみなし")),
        (vec![("調査票", [].as_slice()), ("記入例", [shown].as_slice())], 0, None),
        (vec![("調査票", [own].as_slice()), ("記入例", [other].as_slice())], 1, None),
    ] {
        let (records, findings) = built_of(&[("総務課.xlsx", &book(&sheets))], "progress");
        assert_eq!(records.len(), count, "{sheets:?}");
        assert_eq!(has(&findings, "unclear-example", word.unwrap_or_default()), word.is_some(), "{sheets:?}: {findings:?}");
    }
}

#[test]
fn one_cell_over_what_was_done_and_what_is_planned_is_reported() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, texts) in (0..).zip([
        HEADINGS,
        ["1", "1", "窓口の予約", "総務課", "説明", "", ""],
        ["1", "2", "申請", "総務課", "説明", "始めた", "続ける"],
    ]) {
        for (col, text) in (0..).zip(texts) {
            sheet.write_string(row, col, text).unwrap();
        }
    }
    sheet.merge_range(1, 5, 1, 6, "始め、来年度から広げる", &Format::new()).unwrap();
    let (records, findings) = built_of(&[("総務課.xlsx", &book.save_to_buffer().unwrap())], "progress");
    assert_eq!((&records[0]["done"]["text"], &records[0]["planned"]), (&json!("始め、来年度から広げる"), &Value::Null));
    assert!(has(&findings, "answer-elsewhere", "結合したセル"), "{findings:?}");
}
