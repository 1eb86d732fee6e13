//! Tables as other towns lay them out: every layout that was once read wrongly, made small.

use serde_json::{Value, json};

use crate::never_silent::{built_of, has};

/// The records of a kind and the findings of one sheet of 総務課.
fn built(text: &str, kind: &str) -> (Vec<Value>, Vec<Value>) {
    built_of(&[("総務課.csv", text.as_bytes())], kind)
}

/// A field of every record.
fn all(records: &[Value], field: &str) -> Vec<Value> {
    records.iter().map(|record| record[field].clone()).collect()
}

/// Kind, fiscal year, value and unit of a record's figures.
fn figures(record: &Value) -> Value {
    let values = record["values"].as_array().unwrap().iter();
    values.map(|value| json!([value["kind"], value["fy"], value["value"], value["unit"]])).collect()
}

#[test]
fn names_that_every_office_has_tell_no_plan() {
    let text =
        "成果指標,,,\n指標名,R6実績,R7目標,担当課\n満足度,70,80,総務課\n件数,5,6,税務課\n割合,1,2,財政課\n人数,3,4,企画政策課\n";
    let (records, _) = built(text, "indicators");
    assert_eq!(all(&records, "departments"), ["総務課", "税務課", "財政課", "企画政策課"].map(|name| json!([name])));
}

#[test]
fn a_line_of_a_department_is_that_of_the_rows_below() {
    for lines in [
        ["■保健福祉課", "■こども課"],
        ["（保健福祉課）", "（こども課）"],
        ["担当課：保健福祉課", "担当課：こども課"],
        ["保健福祉課", "こども課"],
    ] {
        let [first, second] = lines;
        let text = format!("成果指標,,\n指標名,R6実績,R7目標\n{first},,\n受診率,70,80\n参加者数,7,8\n{second},,\n利用者数,5,6\n");
        let (records, findings) = built(&text, "indicators");
        let owners = [json!(["保健福祉課"]), json!(["保健福祉課"]), json!(["こども課"])];
        assert_eq!(all(&records, "departments"), owners, "{lines:?} {findings:?}");
    }
}

#[test]
fn a_line_below_the_last_record_is_none() {
    for line in ["→：前年度から継続", "注　工程は変わることがある", "★印は重点事業", "作成：企画政策課", "令和7年4月1日現在"]
    {
        let text = format!(
            "工程表,,,\n取組名,R6,R7,R8\n電子決裁,調査,設計,稼働\n台帳の整備,準備,試行,運用\n窓口の改善,検討,実施,→\n{line},,,\n"
        );
        let (records, findings) = built(&text, "schedule");
        assert_eq!(records.len(), 3, "{line}: {findings:?}");
    }
    // where it is no note, a finding tells of it
    let text = "工程表,,,\n取組名,R6,R7,R8\n電子決裁,調査,設計,稼働\n台帳の整備,準備,試行,運用\n窓口の改善,検討,実施,運用\n庁舎の照明,,,\n";
    assert!(has(&built(text, "schedule").1, "outside-form", "庁舎の照明"));
}

#[test]
fn drawn_lines_are_bars() {
    let (records, _) = built("工程表,,,\n事業名,R6,R7,R8\n道の駅の改修,━━━,━━▶,\n図書館の整備,,━━,━▶\n", "schedule");
    let years = |from: u16, to: u16| json!([[from, to]]);
    let spans = |record: &Value| {
        record["spans"].as_array().unwrap().iter().map(|span| json!([span["from"], span["to"]])).collect::<Value>()
    };
    assert_eq!(records.iter().map(spans).collect::<Vec<_>>(), [years(2024, 2025), years(2025, 2026)]);
}

#[test]
fn a_line_tells_the_years_of_columns() {
    let text = "成果指標一覧,,,\n基準年度：令和5年度　中間目標：令和8年度　最終目標：令和10年度,,,\n指標名,基準値,中間目標値,最終目標値\n満足度,60,70,80\n";
    let (records, _) = built(text, "indicators");
    let expected = json!([["baseline", 2023, 60, null], ["target", 2026, 70, null], ["target", 2028, 80, null]]);
    assert_eq!(figures(&records[0]), expected);
}

#[test]
fn a_day_in_a_heading_tells_its_fiscal_year() {
    let text = "成果指標,,,\n指標名,基準値（R6.3.31現在）,実績値（R7.3.31現在）,目標値（R11.3.31）\n満足度,60,70,80\n";
    let expected = json!([["baseline", 2023, 60, null], ["actual", 2024, 70, null], ["target", 2028, 80, null]]);
    assert_eq!(figures(&built(text, "indicators").0[0]), expected);
}

#[test]
fn each_table_has_the_unit_above_it() {
    let heads = "指標名,R6実績,R7目標\n";
    let text =
        format!("成果指標,,\n１　参加者,,（単位：人）\n{heads}受講者数,70,80\n\n２　割合,,（単位：％）\n{heads}普及率,7,8\n");
    let (records, findings) = built(&text, "indicators");
    let units = records.iter().map(|record| record["values"][0]["unit"].clone()).collect::<Vec<_>>();
    assert_eq!(units, [json!("人"), json!("%")], "{findings:?}");
}

#[test]
fn upper_and_lower_rows_are_what_a_line_says() {
    let text = "指標管理表,,上段：目標値　下段：実績値\n指標,単位,R6\n参加者数,人,430\n,,441\n来場者数,人,220\n,,225\n";
    let (records, findings) = built(text, "indicators");
    let expected = json!([["target", 2024, 430, "人"], ["actual", 2024, 441, "人"]]);
    assert_eq!(figures(&records[0]), expected, "{findings:?}");
    // a column with a role of its own keeps it
    let text = "指標管理表,,上段：目標値　下段：実績値,\n指標,単位,基準値（R5）,R6\n参加者数,人,400,430\n,,,441\n来場者数,人,200,220\n,,,225\n";
    let expected = json!([["baseline", 2023, 400, "人"], ["target", 2024, 430, "人"], ["actual", 2024, 441, "人"]]);
    assert_eq!(figures(&built(text, "indicators").0[0]), expected);
}

#[test]
fn plan_and_result_of_a_year_are_progress() {
    let text = "実績報告,,,,,\n番号,事業名,所管課,令和6年度,,令和7年度\n,,,計画,実績,計画\n1,子育て応援アプリ,総務課,アプリを導入する。,業者を選定した。,3月に公開する。\n2,見守りセンサー,総務課,設置する。,20世帯に設置した。,世帯を広げる。\n";
    let (records, findings) = built(text, "progress");
    let text = |field: &str| records.iter().map(|record| record[field]["text"].clone()).collect::<Vec<_>>();
    assert_eq!(text("done"), ["業者を選定した。", "20世帯に設置した。"], "{findings:?}");
    assert_eq!(text("planned"), ["3月に公開する。", "世帯を広げる。"]);
}

#[test]
fn years_with_a_word_of_their_state_are_years() {
    let text = "重点事業,,,\n事業名,R6（実績）,R7（見込）,R8（計画）\n道の駅の改修,基本設計,実施設計,工事\n図書館の整備,構想,設計,工事\n";
    assert_eq!(built(text, "schedule").0[0]["cells"], json!({"2024": "基本設計", "2025": "実施設計", "2026": "工事"}));
}

#[test]
fn steps_below_an_initiative_are_records() {
    let text = "取組工程表,,,,\n取組名,作業項目,R6,R7,R8\n電子決裁の導入,事務の調査,●,,\n,規程の改正,,●,\n,全庁展開,,,●\nごみ袋の見直し,審議会,●,,\n,住民説明会,,●,\n";
    let (records, findings) = built(text, "schedule");
    assert_eq!(all(&records, "name"), ["事務の調査", "規程の改正", "全庁展開", "審議会", "住民説明会"], "{findings:?}");
}

#[test]
fn the_goal_is_none_of_the_wider_or_narrower_words() {
    let text = "体系,,,,\n将来像,基本目標,施策,主な取組\n人とみどりのまち,支えあう,健康づくり,教室の開催\n,,子育て,学童の拡大\n";
    assert_eq!(built(text, "measures").0[0]["goal_name"], json!("支えあう"));
    let text = "施策一覧,,,,\n基本目標番号,基本目標,施策番号,施策,主な取組\n1,支えあう,1,健康づくり,教室の開催\n1,支えあう,2,子育て,学童の拡大\n";
    let record = &built(text, "measures").0[0];
    assert_eq!((&record["goal"], &record["goal_name"]), (&json!(1), &json!("支えあう")));
    let text = "指標一覧,,,\n目標,指標名,R6実績,目標（R10）\n1 支えあい健やかに暮らす,受診率,70,80\n2 にぎわいと仕事をつくる,創業数,7,8\n";
    assert_eq!(built(text, "indicators").0[0]["goal_name"], json!("支えあい健やかに暮らす"));
}

#[test]
fn checklists_are_recognised_by_what_they_ask() {
    for (text, count) in [
        // 適否 beside columns of any other kind
        ("点検票,,,,\n区分,項目,点検事項,適否,所見\n収入,調定,時期は適切か,適,\n収入,収納,保管は適切か,否,要改善\n", 2),
        // ○ and －
        ("対応表,,,\n担当課,手数料の名称,対応状況,備考\n総務課,閲覧手数料,○,\n総務課,証明手数料,－,\n総務課,交付手数料,○,\n", 3),
        // departments below divisions
        ("点検集計,,,\n点検項目,総務部,,福祉部\n,総務課,財政課,福祉課\nパスワードを変えた,○,×,○\n画面を閉じた,○,○,○\n", 6),
        // secretariats are departments
        ("点検集計,,,\nNo,点検項目,総務課,議会事務局\n1,パスワードを変えた,○,×\n2,画面を閉じた,○,○\n", 4),
        // a mark with its year
        (
            "手続一覧,,\n手続名,担当課,オンライン化状況（年度）\n住民票の写し,総務課,済（R5）\n児童手当,総務課,未\n転入届,総務課,済（R4）\n",
            3,
        ),
        // last year's marks beside this year's
        ("点検表,,,\n点検項目,前回(R6),今回(R7),担当課\n施錠,○,×,総務課\n清掃,×,○,総務課\n", 2),
    ] {
        let (records, findings) = built(text, "checklists");
        assert_eq!(records.len(), count, "{text} {findings:?}");
    }
}

#[test]
fn a_word_for_departments_is_no_name_of_one() {
    let text = "点検集計,,,\n点検項目,回答課,,\n,総務課,財政課,福祉課\nパスワードを変えた,○,×,○\n画面を閉じた,○,○,○\n";
    let (records, findings) = built(text, "checklists");
    assert!(records.iter().all(|record| record["department"] != "回答課"), "{findings:?}");
    assert!(!has(&findings, "unknown-department", "回答課"), "{findings:?}");
}

#[test]
fn of_two_years_marks_the_last_counts() {
    let text = "指標評価,,,,\n指標名,令和6年度,,令和7年度,\n,実績,評価,実績,評価\n受診率,70,A,80,B\n参加者数,5,C,7,A\n";
    assert_eq!(all(&built(text, "indicators").0, "evaluation"), ["B", "A"]);
}

#[test]
fn a_mark_of_a_note_goes_with_its_number() {
    let text = "成果指標,,\n指標名,R6実績,R7目標\n来場者数 ※1,70,80\n有収率 ※2,7,8\n";
    assert_eq!(all(&built(text, "indicators").0, "indicator"), ["来場者数", "有収率"]);
}

#[test]
fn measures_in_lines_and_under_headings_of_two_rows() {
    let text = "事業一覧,,,\n番号,事業名,事業の内容,担当課\n施策1　健康づくり,,,\n1-1,教室の開催,開催する。,総務課\n1-2,受診の勧奨,勧める。,総務課\n施策2　子育て,,,\n2-1,学童の拡大,広げる。,総務課\n";
    let (records, findings) = built(text, "measures");
    assert_eq!(records.len(), 2, "{findings:?}");
    let text = "取組一覧,,,,\n施策,,取組,,所管課\n番号,名称,番号,名称,\n1,健康づくり,1-1,教室の開催,総務課\n,,1-2,受診の勧奨,総務課\n2,子育て,2-1,学童の拡大,総務課\n";
    assert_eq!(all(&built(text, "measures").0, "title"), ["健康づくり", "子育て"]);
}

#[test]
fn indicators_across_and_years_down() {
    let text =
        "指標推移,,\n年度,参加者数（人）,実施率（％）\n令和5年度実績,412,38.2\n令和6年度実績,441,40.5\n令和10年度目標,510,53\n";
    let (records, findings) = built(text, "indicators");
    assert_eq!(records.len(), 2, "{findings:?}");
    assert_eq!(figures(&records[0])[2], json!(["target", 2028, 510, "人"]));
}

#[test]
fn the_total_of_a_year_counts_before_its_quarters() {
    let text = "令和7年度 成果指標,,,,,,\n指標,年間目標,実績,,,,\n,,第1四半期,第2四半期,第3四半期,第4四半期,年度計\n受講者数,450,90,130,140,102,462\n相談件数,66,15,18,20,18,71\n";
    let (records, findings) = built(text, "indicators");
    let expected = json!([["target", 2025, 450, null], ["actual", 2025, 462, null]]);
    assert_eq!(figures(&records[0]), expected, "{findings:?}");
}

#[test]
fn a_department_right_below_the_headings_is_none_of_them() {
    let heads = "取組状況,,,\n事業名,事業概要,進捗状況,今後の予定\n";
    let text = format!(
        "{heads}（こども課）,,,\n子育て応援アプリ,導入する,業者を選定した,公開する\n（保健福祉課）,,,\n見守りセンサー,設置する,設置した,広げる\n"
    );
    let (records, findings) = built(&text, "progress");
    assert_eq!(records.len(), 2, "{findings:?}");
    assert!(!has(&findings, "alias-heading", "（こども課）"), "{findings:?}");
}
