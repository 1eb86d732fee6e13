//! Tables of declared columns (`record = "table"`): files and forms in, data out.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::{build, json as read_json, repository, torimatome};

/// A folder with a form and files, built with it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(form: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::write(desk.path("form.toml"), form).unwrap();
        std::fs::create_dir(desk.path("in")).unwrap();
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn csv(self, name: &str, lines: &[&str]) -> Self {
        std::fs::write(self.path("in").join(name), format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
        self
    }

    fn build(&self, out: &str, more: &[&str]) -> Value {
        let form = self.path("form.toml");
        let mut all = vec!["--template", form.to_str().unwrap(), "--plan", "none", "--data", "json,csv"];
        all.extend(more);
        let (status, messages) = build(&self.path("in"), &self.path(out), &all);
        assert!(status <= 1, "{messages}");
        read_json(&self.path(out).join("run.json"))
    }

    fn records(&self, out: &str) -> Vec<Value> {
        let folder = self.path(out).join("data/tables");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
        files.sort();
        files.iter().flat_map(|file| read_json(file)["records"].as_array().unwrap().clone()).collect()
    }
}

fn rules(run: &Value) -> Vec<&str> {
    let worse = run["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
    worse.map(|finding| finding["rule"].as_str().unwrap()).collect()
}

/// non_empty = used + set aside, and nothing is outside the form.
fn closes(run: &Value) {
    for sheet in run["inputs"].as_array().unwrap().iter().flat_map(|input| input["sheets"].as_array().unwrap()) {
        let ledger = &sheet["ledger"];
        let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(ledger["non_empty"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + aside, "{ledger}");
        assert_eq!(ledger["set_aside"].get("outside-form"), None, "{ledger}");
    }
}

const HEAD: &str = "id = \"own\"\nname = \"調べ\"\nrecord = \"table\"\n";

#[test]
fn the_samples_are_read_by_the_forms_that_are_built_in() {
    for (file, form, records) in [
        ("事務事業評価_市民窓口課.xlsx", "project-evaluation", 4),
        ("予算執行状況_財政課.xlsx", "budget", 5),
        ("窓口アンケート.xlsx", "survey", 4),
        ("課題管理表.xlsx", "issues", 4),
    ] {
        let out = tempfile::tempdir().unwrap();
        let (status, messages) = build(&repository("samples/tables").join(file), out.path(), &["--plan", "none", "--no-pdf"]);
        assert_eq!(status, 0, "{file}: {messages}");
        let run = read_json(&out.path().join("run.json"));
        assert_eq!(run["inputs"][0]["sheets"][0]["tables"][0]["form"], *form, "{file}");
        assert_eq!(run["records"]["table"], records, "{file}");
        assert_eq!(rules(&run), Vec::<&str>::new(), "{file}");
        closes(&run);
        let data = read_json(&out.path().join(format!("data/tables/{form}.json")));
        assert_eq!(data["schema"], format!("torimatome.tables/{form}/1"));
        assert_eq!(data["records"].as_array().unwrap().len(), records);
    }
}

#[test]
fn values_have_the_types_that_the_form_says() {
    let form = format!(
        "{HEAD}{}",
        r#"
[[column]]
field = "name"
heading = "件名"
key = true
required = true
[[column]]
field = "cost"
heading = "費用"
type = "number"
[[column]]
field = "share"
heading = "割合"
type = "quantity"
[[column]]
field = "held"
heading = "実施日"
type = "date"
[[column]]
field = "year"
heading = "年度"
type = "year"
[[column]]
field = "state"
heading = "状態"
type = "choice"
choices = ["済", "未"]
[[column]]
field = "who"
heading = "参加者"
type = "lines"
"#
    );
    let desk = Desk::new(&form).csv(
        "表.csv",
        &[
            "件名,費用,割合,実施日,年度,状態,参加者",
            "講習,\"1,200\",約75%,令和7年4月1日～5月31日,R6～R8,済,\"市民課\n税務課\"",
            "訓練,調整中,－,未定,令和7年度,検討,",
        ],
    );
    let run = desk.build("out", &[]);
    closes(&run);
    assert_eq!(rules(&run), ["unreadable-value", "unknown-choice"]);
    let records = desk.records("out");
    let first = &records[0];
    assert_eq!((&first["cost"], &first["share"]["value"], &first["share"]["unit"]), (&json!(1200), &json!(75), &json!("%")));
    assert_eq!((&first["held"], &first["held_to"]), (&json!("2025-04-01"), &json!("2025-05-31")));
    assert_eq!((&first["year"], &first["year_to"]), (&json!(2024), &json!(2026)));
    assert_eq!((&first["state"], &first["who"]), (&json!("済"), &json!(["市民課", "税務課"])));
    let second = &records[1];
    assert_eq!((&second["cost"], &second["raw"]["cost"]), (&Value::Null, &json!("調整中")));
    assert_eq!((&second["missing"]["held"], &second["raw"]["held"]), (&json!("undecided"), &json!("未定")));
    assert_eq!((&second["missing"]["share"], &second["raw"]["share"]), (&json!("dash"), &json!("－")));
    assert_eq!(second["missing"]["who"], "blank");
}

#[test]
fn months_side_by_side_become_rows() {
    let form = format!(
        "{HEAD}{}",
        r#"
[[column]]
field = "office"
heading = "窓口"
key = true
[[repeat]]
field = "month"
heading = "月"
groups = "month"
[[repeat.column]]
field = "visitors"
heading = "{group}"
type = "number"
"#
    );
    let desk = Desk::new(&form).csv("表.csv", &["窓口,4月,5月,12月", "本庁,120,98,", "支所,14,－,20", "計,134,98,20"]);
    let run = desk.build("out", &[]);
    closes(&run);
    assert_eq!(rules(&run), Vec::<&str>::new());
    let rows: Vec<Value> = desk.records("out").iter().map(|row| json!([row["office"], row["month"], row["visitors"]])).collect();
    assert_eq!(
        rows,
        [
            json!(["本庁", "4月", 120]),
            json!(["本庁", "5月", 98]),
            json!(["支所", "4月", 14]),
            json!(["支所", "5月", null]),
            json!(["支所", "12月", 20]),
        ]
    );
}

#[test]
fn several_indicators_in_a_row_become_rows() {
    let form = format!(
        "{HEAD}{}",
        r#"
[[column]]
field = "project"
heading = "事業名"
key = true
[[repeat]]
field = "no"
heading = "指標"
[[repeat.column]]
field = "indicator"
heading = "指標名"
[[repeat.column]]
field = "actual"
heading = "実績"
type = "quantity"
"#
    );
    let desk =
        Desk::new(&form).csv("表.csv", &["事業名,指標名,実績,指標名,実績", "講習,参加者,30人,満足度,92%", "訓練,回数,2回,,"]);
    let run = desk.build("out", &[]);
    closes(&run);
    let rows: Vec<Value> = desk
        .records("out")
        .iter()
        .map(|row| json!([row["project"], row["no"], row["indicator"], row["actual"]["value"]]))
        .collect();
    assert_eq!(rows, [json!(["講習", "1", "参加者", 30]), json!(["講習", "2", "満足度", 92]), json!(["訓練", "1", "回数", 2])]);
}

#[test]
fn columns_that_are_not_listed_are_kept_or_skipped_or_reported() {
    let columns =
        "\n[[column]]\nfield = \"name\"\nheading = \"件名\"\nkey = true\n[[column]]\nfield = \"note\"\nheading = \"内容\"\n";
    let lines = ["件名,内容,備考,備考", "講習,窓口,午前,午後"];
    for (rest, expected) in [
        ("rest = \"keep\"\n", json!([[], {"備考": "午前", "備考（2）": "午後"}])),
        ("rest = \"skip\"\n", json!([[], null])),
        ("", json!([["unmapped-column"], null])),
    ] {
        let desk = Desk::new(&format!("{HEAD}{rest}{columns}")).csv("表.csv", &lines);
        let run = desk.build("out", &[]);
        assert_eq!(json!([rules(&run), desk.records("out")[0]["extra"]]), expected, "{rest}");
    }
}

#[test]
fn of_several_tables_the_one_that_is_meant() {
    let columns =
        "\n[[column]]\nfield = \"name\"\nheading = \"件名\"\nkey = true\n[[column]]\nfield = \"count\"\nheading = \"件数\"\n";
    let lines = ["昨年度の表", "件名,件数", "講習,1", "", "今年度の表", "件名,件数", "講習,2", "訓練,3"];
    for pick in ["table = 2\n", "table = \"今年度\"\n"] {
        let desk = Desk::new(&format!("{HEAD}{pick}{columns}")).csv("表.csv", &lines);
        let run = desk.build("out", &[]);
        closes(&run);
        let counts: Vec<Value> = desk.records("out").iter().map(|row| row["count"].clone()).collect();
        assert_eq!(counts, [json!("2"), json!("3")], "{pick}");
    }
}

#[test]
fn what_changed_since_the_last_period_is_reported() {
    let columns = "\n[[column]]\nfield = \"name\"\nheading = \"件名\"\nkey = true\n[[column]]\nfield = \"count\"\nheading = \"件数\"\ntype = \"number\"\n";
    let desk = Desk::new(&format!("{HEAD}{columns}")).csv("表.csv", &["件名,件数", "講習,1", "訓練,3"]);
    desk.build("before", &["--period", "2025-09"]);
    let desk = desk.csv("表.csv", &["件名,件数", "講習,2", "訓練,3", "相談,4"]);
    let before = desk.path("before");
    let run = desk.build("after", &["--period", "2025-10", "--previous", before.to_str().unwrap()]);
    let changes = run["comparison"]["tables"].as_array().unwrap();
    let changed: Vec<Value> = changes.iter().map(|change| json!([change["name"], change["differences"][0]["class"]])).collect();
    assert_eq!(changed, [json!(["講習", "figure"]), json!(["訓練", "unchanged"]), json!(["相談", "new"])]);
}

#[test]
fn a_form_of_declared_columns_is_checked() {
    let check = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("form.toml");
        std::fs::write(&path, text).unwrap();
        let output = torimatome(&[Path::new("templates"), Path::new("check"), &path]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let column = |more: &str| format!("{HEAD}[[column]]\nfield = \"a\"\nheading = \"甲\"\n{more}");
    assert_eq!(check(&column("")).0, Some(0));
    for (more, word) in [
        ("type = \"choice\"\n", "choices"),
        ("type = \"stages\"\n", "type は使えません"),
        ("choices = [\"x\"]\n", "choices は"),
        ("[[column]]\nfield = \"a\"\nheading = \"乙\"\n", "2回"),
        ("[[column]]\nfield = \"origin\"\nheading = \"乙\"\n", "決まった意味"),
        ("[[repeat]]\nfield = \"m\"\nheading = \"月\"\n", "列（[[repeat.column]]）がありません"),
        (
            "[[repeat]]\nfield = \"m\"\nheading = \"月\"\n[[repeat.column]]\nfield = \"v\"\nheading = \"{group}\"\n",
            "groups がありません",
        ),
    ] {
        let (status, message) = check(&column(more));
        assert!(status == Some(2) && message.contains(word), "{more}: {message}");
    }
}

/// A list of departments, and what they hand in.
fn office(form: &str) -> Desk {
    let desk = Desk::new(form);
    std::fs::write(desk.path("departments.csv"), "課名,提出\n市民課,○\n税務課,○\n").unwrap();
    desk
}

const STATES: &str = r#"
[[column]]
field = "name"
heading = "件名"
key = true
required = true
[[column]]
field = "departments"
heading = "担当課"
type = "departments"
[[column]]
field = "state"
heading = "状態"
type = "choice"
choices = ["済", "未"]
carry = true
[[column]]
field = "count"
heading = "件数"
type = "number"
"#;

#[test]
fn the_next_periods_sheets_are_made_and_read_back() {
    let desk = office(&format!("{HEAD}{STATES}"))
        .csv("市民課.csv", &["件名,担当課,状態,件数", "講習,市民課,済,3"])
        .csv("税務課.csv", &["件名,担当課,状態,件数", "訓練,税務課,未,5"]);
    let (form, list, forms) = (desk.path("form.toml"), desk.path("departments.csv"), desk.path("forms"));
    let input = desk.path("in");
    let arguments = [
        "forms",
        input.to_str().unwrap(),
        "-o",
        forms.to_str().unwrap(),
        "--template",
        form.to_str().unwrap(),
        "--plan",
        "none",
        "--departments",
        list.to_str().unwrap(),
        "--period",
        "2025-11",
    ];
    let output = torimatome(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let file = forms.join("市民課_調べ.xlsx");
    assert!(file.is_file(), "{:?}", std::fs::read_dir(&forms).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>());
    // filled in by nobody, it holds what was carried over
    let out = desk.path("out");
    let (status, messages) =
        build(&file, &out, &["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf", "--data", "json"]);
    assert!(status <= 1, "{messages}");
    let records = desk.records("out");
    assert_eq!(records.len(), 1, "{records:?}");
    assert_eq!((&records[0]["name"], &records[0]["state"], &records[0]["count"]), (&json!("講習"), &json!("済"), &Value::Null));
}

#[test]
fn a_sheet_of_groups_is_handed_out_with_a_row_a_group() {
    let form = format!(
        "{HEAD}{}",
        r#"
[[column]]
field = "name"
heading = "窓口"
key = true
[[repeat]]
field = "month"
heading = "月"
groups = "month"
[[repeat.column]]
field = "visitors"
heading = "{group}の来客"
type = "number"
"#
    );
    let desk = office(&form).csv("市民課.csv", &["窓口,4月の来客,5月の来客", "本庁,3,4"]);
    let (form, list, forms) = (desk.path("form.toml"), desk.path("departments.csv"), desk.path("forms"));
    let input = desk.path("in");
    let arguments = [
        "forms",
        input.to_str().unwrap(),
        "-o",
        forms.to_str().unwrap(),
        "--template",
        form.to_str().unwrap(),
        "--plan",
        "none",
        "--departments",
        list.to_str().unwrap(),
        "--period",
        "2025-11",
    ];
    let output = torimatome(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let out = desk.path("out");
    let (status, messages) = build(
        &forms.join("市民課_調べ.xlsx"),
        &out,
        &["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf", "--data", "json"],
    );
    assert!(status <= 1, "{messages}");
    let rows: Vec<Value> = desk.records("out").iter().map(|row| json!([row["name"], row["month"]])).collect();
    assert_eq!(rows, [json!(["本庁", "4月"]), json!(["本庁", "5月"])]);
}

#[test]
fn what_is_to_be_mended_goes_back() {
    let desk = office(&format!("{HEAD}{STATES}")).csv("市民課.csv", &["件名,担当課,状態,件数", "講習,市民課,検討,3"]);
    let list = desk.path("departments.csv");
    let run = desk.build("out", &["--departments", list.to_str().unwrap()]);
    assert!(rules(&run).contains(&"unknown-choice"));
    let file = desk.path("out").join("差戻し/市民課.xlsx");
    assert!(file.is_file(), "{run}");
    // as it comes back from the department: in the run's own folder nobody has touched it
    let back = desk.path("市民課.xlsx");
    std::fs::copy(file, &back).unwrap();
    let form = desk.path("form.toml");
    let again = desk.path("again");
    let (status, messages) =
        build(&back, &again, &["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf", "--data", "json"]);
    assert!(status <= 1, "{messages}");
    let records = desk.records("again");
    assert_eq!((records.len(), &records[0]["name"], &records[0]["state"]), (1, &json!("講習"), &json!("検討")));
}

/// A file that grows by a column a month: earlier months are held against what was reported then.
#[test]
fn earlier_months_are_compared_with_what_was_reported_then() {
    let form = format!(
        "{HEAD}{}",
        r#"
[[column]]
field = "name"
heading = "窓口"
key = true
[[repeat]]
field = "month"
heading = "月"
groups = "month"
[[repeat.column]]
field = "visitors"
heading = "{group}"
type = "number"
"#
    );
    let desk = Desk::new(&form).csv("表.csv", &["窓口,4月,5月", "本庁,120,98"]);
    desk.build("before", &["--period", "2025-05"]);
    let desk = desk.csv("表.csv", &["窓口,4月,5月,6月", "本庁,121,98,77"]);
    let before = desk.path("before");
    let run = desk.build("after", &["--period", "2025-06", "--previous", before.to_str().unwrap()]);
    let changes = run["comparison"]["tables"].as_array().unwrap();
    let changed: Vec<Value> = changes.iter().map(|change| json!([change["name"], change["differences"][0]["class"]])).collect();
    assert_eq!(changed, [json!(["本庁 4月", "figure"]), json!(["本庁 5月", "unchanged"]), json!(["本庁 6月", "new"])]);
}

#[test]
fn a_form_extends_one_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "parks.toml",
        "id = \"parks\"\nname = \"公園の点検\"\nrecord = \"table\"\n\n[[column]]\nfield = \"park\"\nheading = \"公園\"\nkey = true\n\
         required = true\n\n[[column]]\nfield = \"state\"\nheading = \"状態\"\nrequired = true\n",
    );
    write("east.toml", "id = \"east\"\nextends = \"parks\"\nname = \"東部の公園\"\n");
    write("東部.csv", "\u{feff}公園,状態\r\n中央公園,良\r\n川辺公園,要修繕\r\n");
    let (form, out) = (folder.path().join("east.toml"), folder.path().join("out"));
    let check = crate::common::torimatome(&[std::path::Path::new("templates"), std::path::Path::new("check"), &form]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stderr));
    let more = ["--template", form.to_str().unwrap(), "--plan", "none", "--no-pdf"];
    let (status, messages) = crate::common::build(&folder.path().join("東部.csv"), &out, &more);
    assert_eq!(status, 0, "{messages}");
    let records = crate::common::json(&out.join("data/tables/east.json"));
    assert_eq!(records["records"].as_array().unwrap().len(), 2);
}

const ISSUES: &str = "id = \"issues-own\"\nname = \"課題表\"\nrecord = \"table\"\n\n[[column]]\nfield = \"issue\"\nheading = \"課題\"\nkey = true\n\
                      required = true\n\n[[column]]\nfield = \"count\"\nheading = \"件数\"\ntype = \"number\"\n\n[[column]]\nfield = \"due\"\n\
                      heading = \"期限\"\ntype = \"date\"\n\n[[column]]\nfield = \"state\"\nheading = \"状態\"\ntype = \"choice\"\nchoices = [\"未着手\", \"完了\"]\n";

#[test]
fn edits_in_the_list_are_read_back() {
    let desk = Desk::new(ISSUES)
        .csv("表.csv", &["課題,件数,期限,状態", "混雑,3,2025/10/1,未着手", "紙が多い,5,2025/12/1,☑未着手 □完了"]);
    desk.build("out", &["--no-pdf"]);
    let book = desk.path("out").join("取りまとめ.xlsx");
    crate::coordinator::resave(&book, |name, rows| {
        if name == "一覧" {
            *crate::coordinator::cell(rows, "混雑", "件数") = "4".to_owned();
            *crate::coordinator::cell(rows, "混雑", "状態") = "完了".to_owned();
            *crate::coordinator::cell(rows, "紙が多い", "期限") = "年内".to_owned();
        }
    });
    for _ in 0..2 {
        let run = desk.build("out", &["--no-pdf"]);
        let records = desk.records("out");
        assert_eq!((&records[0]["count"], &records[0]["state"]), (&json!(4), &json!("完了")));
        assert_eq!(records[0]["edited"]["count"], json!({"before": "3", "after": "4"}));
        // what the column cannot hold is no value of it
        assert_eq!((&records[1]["due"], &records[1]["state"]), (&json!("2025-12-01"), &json!("未着手")));
        assert!(rules(&run).contains(&"unread-edit") && !rules(&run).contains(&"edit-conflict"), "{:?}", run["findings"]);
    }
    // the department writes something else
    let desk = desk.csv("表.csv", &["課題,件数,期限,状態", "混雑,7,2025/10/1,未着手", "紙が多い,5,2025/12/1,未着手"]);
    let run = desk.build("out", &["--no-pdf"]);
    assert_eq!(desk.records("out")[0]["count"], json!(4));
    assert!(rules(&run).contains(&"edit-conflict"), "{:?}", run["findings"]);
}

#[test]
fn values_are_in_the_workbook_for_programs() {
    let desk = Desk::new(ISSUES).csv("表.csv", &["課題,件数,期限,状態", "混雑,3,2025/10/1,未着手"]);
    desk.build("out", &["--no-pdf", "--data", "xlsx"]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.path("out").join("データ.xlsx")).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "データ_様式の表").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let has = |wanted: [&str; 2]| rows.iter().any(|row| wanted.iter().all(|text| row.iter().any(|cell| cell == text)));
    assert!(has(["課題", "混雑"]) && has(["件数", "3"]) && has(["期限", "2025/10/1"]), "{rows:?}");
}

#[test]
fn another_table_behind_a_gap_is_none_of_the_form() {
    let form = ISSUES.replace("heading = \"課題\"", "heading = \"課題\"\n\n[[column]]\nfield = \"no\"\nheading = \"No\"");
    let form = form.replace("heading = \"No\"\nkey = true\nrequired = true", "heading = \"No\"");
    let form = form.replace("field = \"issue\"\nheading", "field = \"issue\"\nkey = true\nrequired = true\nheading");
    let lines =
        ["No,課題,件数,期限,状態", "1,混雑,3,2025/10/1,完了", "", "研修名,会場,人数,,", "接遇,本庁,20,,", "表計算,支所,15,,"];
    let desk = Desk::new(&form).csv("表.csv", &lines);
    let run = desk.build("out", &["--no-pdf"]);
    assert_eq!(desk.records("out").len(), 1, "{:?}", run["findings"]);
    assert!(!rules(&run).is_empty(), "{:?}", run["findings"]);
}
