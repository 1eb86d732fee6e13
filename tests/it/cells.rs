//! No cell is lost between reader and record: each is in a record, or reported at its place. Files in, files out.

use std::path::Path;

use serde_json::{Value, json as value};

use crate::common::{findings, json};

/// What a run makes of files: run.json, and the records of every kind.
struct Built {
    run: Value,
    records: Vec<Value>,
}

impl Built {
    /// Builds files with the made-up city's plan, or with a plan and a form of their own.
    fn of<B: AsRef<[u8]>>(files: &[(&str, B)], form: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        std::fs::create_dir_all(&input).expect("writable");
        for (name, bytes) in files {
            std::fs::write(input.join(name), bytes).expect("writable");
        }
        let (list, plan, own) =
            (folder.path().join("list.csv"), folder.path().join("plan.toml"), folder.path().join("form.toml"));
        std::fs::write(&list, "課名,提出\n総務課,\n水産課,\n").expect("writable");
        std::fs::write(&plan, PLAN).expect("writable");
        let text = |path: &Path| path.to_str().expect("text").to_owned();
        let mut options = vec!["--quiet".to_owned(), "--no-pdf".into(), "--departments".into(), text(&list)];
        options.extend(["--period".to_owned(), "2025H1".into(), "--plan".into()]);
        match form {
            None => options.push("kirise".into()),
            Some(form) => {
                std::fs::write(&own, form).expect("writable");
                options.extend([text(&plan), "--template".into(), text(&own)]);
            }
        }
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        crate::common::build(&input, &out, &options);
        let data = |name: &str| {
            let path = out.join(format!("data/{name}.json"));
            if path.is_file() { json(&path)["records"].as_array().expect("records").clone() } else { Vec::new() }
        };
        let kinds = ["progress", "schedule", "indicators", "measures", "checklists"];
        let built = Self { run: json(&out.join("run.json")), records: kinds.into_iter().flat_map(data).collect() };
        for sheet in
            built.run["inputs"].as_array().expect("inputs").iter().flat_map(|input| input["sheets"].as_array().expect("sheets"))
        {
            let ledger = &sheet["ledger"];
            let aside: u64 = ledger["set_aside"].as_object().expect("reasons").values().filter_map(Value::as_u64).sum();
            assert_eq!(ledger["non_empty"].as_u64(), ledger["used"].as_u64().map(|used| used + aside), "{sheet}");
        }
        built
    }

    /// The values of a field.
    fn all(&self, field: &str) -> Value {
        self.records.iter().map(|record| record[field].clone()).collect()
    }

    /// `rule cell` of the findings worse than information, but for those about what the small test tables lack.
    fn findings(&self) -> Vec<String> {
        let all = findings(&self.run).into_iter().filter(|finding| !finding.starts_with("missing-"));
        all.map(|finding| {
            finding.split(' ').enumerate().filter(|(at, _)| *at != 1).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
        })
        .collect()
    }
}

const PLAN: &str = "id = \"hamakaze\"\nmunicipality = \"浜風市\"\ntitle = \"浜風市まちの仕事改革プラン\"\nfrom = 2024\nto = 2028\n\
    [[department]]\nname = \"総務課\"\nsubmits = true\n[[department]]\nname = \"水産課\"\nsubmits = true\n";

/// A form: columns of a field, a heading and more.
fn form(record: &str, columns: &[(&str, &str, &str)]) -> String {
    let mut text = format!("id = \"own\"\nname = \"様式\"\nrecord = \"{record}\"\n");
    for (field, heading, more) in columns {
        text += &format!("[[column]]\nfield = \"{field}\"\nheading = \"{heading}\"\n{more}\n");
    }
    text
}

const NAME: &str = "type = \"name\"\nkey = true";

/// A workbook of one sheet; cells that are figures are written as numbers.
fn workbook(rows: &[&[&str]], merges: &[[u32; 4]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let col = |col: u32| u16::try_from(col).expect("a column");
    for [top, left, bottom, right] in merges {
        let plain = rust_xlsxwriter::Format::new();
        page.merge_range(*top, col(*left), *bottom, col(*right), "", &plain).expect("an area");
    }
    for (row, cells) in (0..).zip(rows) {
        for (at, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<u32>() {
                Ok(number) => page.write_number(row, at, number).expect("a cell"),
                Err(_) => page.write_string(row, at, *text).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("a workbook")
}

const HEADING: [&str; 7] =
    ["方向", "取組番号", "取組名", "担当課", "施策内容", "R7上半期までの取組内容", "R7下半期以降の取組内容（予定）"];

/// A row of answers.
fn row<'t>(direction: &'t str, number: &'t str, name: &'t str, done: &'t str) -> [&'t str; 7] {
    [direction, number, name, "総務課", "手間を減らす。", done, "【運用開始】4月から"]
}

/// A hand-in of rows below the headings, as CSV and as a workbook: both are the same records and findings.
fn table(rows: &[[&str; 7]]) -> Built {
    let all: Vec<&[&str]> = std::iter::once(&HEADING[..]).chain(rows.iter().map(|row| &row[..])).collect();
    let quoted = |row: &&[&str]| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let csv = all.iter().map(quoted).collect::<Vec<_>>().join("\r\n");
    let (csv, xlsx) = (Built::of(&[("総務課.csv", csv)], None), Built::of(&[("総務課.xlsx", workbook(&all, &[]))], None));
    let same = |field: &str| assert_eq!(csv.all(field), xlsx.all(field), "{field}");
    ["numbers", "names", "direction", "done"].into_iter().for_each(same);
    assert_eq!(csv.findings(), xlsx.findings());
    xlsx
}

#[test]
fn numbers_are_read_as_written_and_sorted_as_people_count() {
    let numbers = ["10-1", "1(2)", "(1)①", "4（重点）", "3(再掲)", "二", "1-10", "1-9", "㉑", "Ⅴ", "1③"];
    let names: Vec<String> = numbers.iter().map(|number| format!("台帳{number}の整理")).collect();
    let rows: Vec<_> = numbers.iter().zip(&names).map(|(number, name)| row("2", number, name, "【導入】済")).collect();
    let built = table(&rows);
    let sorted = [["(1)①"], ["1(2)"], ["1③"], ["1-9"], ["1-10"], ["二"], ["3(再掲)"], ["4(重点)"], ["V"], ["10-1"], ["21"]];
    assert_eq!(built.all("numbers"), value!(sorted));
    assert_eq!(built.findings(), Vec::<String>::new());
}

#[test]
fn numbers_of_a_data_program_are_whole() {
    let csv = format!(
        "{}\r\n{}\r\n{}",
        HEADING.join(","),
        row("1.0", "10.0", "甲", "済").join(","),
        row("3.0", "2.0", "乙", "済").join(",")
    );
    let built = Built::of(&[("総務課.csv", csv)], None);
    assert_eq!(built.all("id"), value!(["1-10", "3-2"]));
    // 1.0 beside 1.1 is a code
    assert_eq!(table(&[row("1", "1.10", "甲", "済"), row("1", "1.9", "乙", "済")]).all("id"), value!(["1-1.9", "1-1.10"]));
}

#[test]
fn a_direction_is_a_number_of_the_plan_or_its_text_is_kept() {
    for (direction, number) in
        [("三", 3), ("方向二", 2), ("Ⅲ", 3), ("第一", 1), ("②", 2), ("方向性（3）", 3), ("しなやかな行政運営", 2)]
    {
        let built = table(&[row(direction, "8", "甲の整理", "済")]);
        assert_eq!((built.all("direction"), built.findings()), (value!([number]), vec![]), "{direction}");
    }
    for text in ["基盤", "DX", "IoT", "一般", "共通", "9", "ICTの活用"] {
        let built = table(&[row(text, "8", "甲の整理", "済"), row("2", "9", "乙の整理", "済")]);
        assert_eq!(built.all("direction"), value!([2, null]), "{text}");
        assert_eq!(built.all("direction_text"), value!([null, text]));
        assert_eq!(built.findings(), ["not-a-number A2"]);
    }
}

#[test]
fn names_that_hold_a_word_of_the_form_are_names() {
    let names = [
        "記入例集の電子化",
        "例示の見直し",
        "作成例の公開",
        "見本帳の電子化",
        "サンプル品の貸出",
        "合計額の自動計算",
        "小計欄の廃止",
        "総計表の公開",
        "注意報の配信",
        "注記の統一",
        "凡例の統一",
        "記入方法の動画配信",
        "備考欄の廃止",
        "該当なし証明の電子化",
    ];
    let rows: Vec<_> = names.iter().map(|name| row("2", "8", name, "【導入】契約した")).collect();
    let built = table(&rows);
    assert_eq!(built.records.len(), names.len());
    // without numbers nothing but the name says that a row is one
    let bare: String = names.iter().map(|name| format!("{name},総務課,【導入】契約した\r\n")).collect();
    let built = Built::of(&[("総務課.csv", format!("取組名,担当課,R7上半期までの取組内容\r\n{bare}"))], None);
    assert_eq!(built.records.len(), names.len());
}

#[test]
fn a_name_broken_by_hand_is_one() {
    for (name, names) in [
        ("公共施設予約\nシステムの更新", value!(["公共施設予約\nシステムの更新"])),
        ("窓口の\nキャッシュレス\n決済", value!(["窓口の\nキャッシュレス\n決済"])),
    ] {
        let built = table(&[row("2", "8", name, "済")]);
        assert_eq!((built.all("names"), built.findings()), (value!([names]), vec![]), "{name}");
    }
    // a list is a list
    let built = table(&[row("2", "8", "・甲の整理\n・乙の整理", "済")]);
    assert_eq!(
        (built.all("names"), built.findings()),
        (value!([["・甲の整理", "・乙の整理"]]), vec!["number-name-mismatch C2".to_owned()])
    );
}

#[test]
fn a_stage_without_one_of_its_brackets_counts() {
    for (done, stage) in [
        ("【運用改善\n・直した", "運用改善"),
        ("・契約した\n【導入\n・10台", "導入"),
        ("運用定着】\n・続ける", "運用定着"),
        ("【導入：10台", "導入"),
        ("【導入］10台", "導入"),
    ] {
        let built = table(&[row("2", "8", "甲", done)]);
        assert_eq!(built.records[0]["done"]["stages"][0]["stage"], stage, "{done}");
        assert_eq!(built.records[0]["done"]["text"], done);
    }
    assert_eq!(table(&[row("2", "8", "甲", "【準備中\n・協議")]).findings(), ["unknown-stage F2"]);
}

#[test]
fn rows_with_nothing_but_a_number_are_left_out_and_reported_between_others() {
    let blank = |number| ["2", number, "", "総務課", "", "", ""];
    let built = table(&[row("2", "1", "甲", "済"), blank("2"), row("2", "3", "乙", "済"), blank("4"), blank("5")]);
    assert_eq!((built.all("numbers"), built.findings()), (value!([["1"], ["3"]]), vec!["number-only-row 3:3".to_owned()]));
    let tasks = form(
        "progress",
        &[("numbers", "NO", ""), ("names", "作業", NAME), ("departments", "担当", "type = \"departments\""), ("done", "数", "")],
    );
    let rows: &[&[&str]] =
        &[&["NO", "作業", "担当", "数"], &["1", "調べ", "総務課", "3"], &["(2)"], &["3", "本作業", "水産課", "1"], &["4"]];
    let built = Built::of(&[("作業.xlsx", workbook(rows, &[]))], Some(&tasks));
    assert_eq!((built.all("numbers"), built.all("direction")), (value!([["1"], ["3"]]), value!([null, null])));
    assert_eq!(built.findings(), ["number-only-row 3:3"]);
    let days = form("schedule", &[("no", "No", "type = \"integer\""), ("name", "作業", NAME), ("target", "開始", "")]);
    let built = Built::of(&[("日程.csv", "No,作業,開始\r\n1,要件,4月\r\n2,設計,5月\r\n3,,\r\n4,,\r\n")], Some(&days));
    assert_eq!((built.all("no"), built.findings()), (value!([1, 2]), vec![]));
}

#[test]
fn lone_lines_between_rows_name_something_or_are_reported() {
    let line = |col: usize, text: &'static str| {
        let mut cells = [""; 7];
        cells[col] = text;
        cells
    };
    let one = |no, name| row("2", no, name, "【導入】済");
    let rows = [
        one("1", "甲"),
        line(2, "5月8日　現地立会"),
        one("2", "乙"),
        line(0, "住民説明会"),
        one("3", "丙"),
        line(3, "検討会"),
        one("4", "丁"),
        line(0, "令和7年5月8日"),
        one("5", "戊"),
    ];
    let built = table(&rows);
    assert_eq!(built.all("departments"), value!([["総務課"], ["総務課"], ["総務課"], ["総務課"], ["総務課"]]));
    assert_eq!(built.findings(), ["outside-form A5", "outside-form A9", "outside-form C3", "outside-form D7"]);
    // a department and a direction of the plan are what they are
    let bare = |no| ["", no, "甲", "", "手間を減らす。", "【導入】済", ""];
    let built = table(&[line(0, "財政課"), bare("1"), line(0, "地域と人のデジタル基盤"), bare("2")]);
    assert_eq!((built.all("departments"), built.all("direction")), (value!([["財政課"], ["財政課"]]), value!([3, null])));
}

#[test]
fn a_sparse_row_is_a_record_and_ends_nothing() {
    let answers =
        form("checklist", &[("item", "項目", NAME), ("department", "課", ""), ("status", "状況", ""), ("note", "備考", "")]);
    let rows: &[&[&str]] = &[
        &["項目", "課", "状況", "備考", "感想"],
        &["甲", "総務課", "済", "あり", "良"],
        &["乙", "", "", "", "良"],
        &["丙"],
        &["丁", "", "済"],
        &["戊", "水産課", "済", "なし"],
    ];
    let built = Built::of(&[("回答.xlsx", workbook(rows, &[]))], Some(&answers));
    assert_eq!(built.all("item"), value!(["甲", "乙", "丁", "戊"]));
    assert_eq!(built.findings(), ["outside-form A4", "unanswered-row 3:3", "unmapped-column E1"]);
}

#[test]
fn a_row_named_by_a_dash_is_a_record_and_one_without_a_name_is_no_tail() {
    let taxes =
        form("indicator", &[("goal_name", "税目", ""), ("indicator", "区分", NAME), ("actual", "収入額", "type = \"quantity\"")]);
    let csv = "税目,区分,収入額\r\n住民税,個人,100\r\n軽車両税,―,200\r\n煙草税,,300\r\n土地税,-,400\r\n";
    let built = Built::of(&[("税.csv", csv)], Some(&taxes));
    assert_eq!(
        (built.all("indicator"), built.all("goal_name")),
        (value!(["個人", "―", "-"]), value!(["住民税", "軽車両税", "土地税"]))
    );
    assert_eq!(built.findings(), ["outside-form A4:C4"]);
}

#[test]
fn a_heading_with_a_time_of_its_own_is_found() {
    let works = form(
        "measure",
        &[("title", "事業名", "type = \"measure\"\nkey = true"), ("items", "令和6年度末の状況", "type = \"items\"")],
    );
    let day = form(
        "measure",
        &[("title", "事業名", "type = \"measure\"\nkey = true"), ("items", "R7.3.31現在の進み", "type = \"items\"")],
    );
    let built = Built::of(&[("事業.csv", "事業名,R7.3.31現在の進み\r\n道の補修,・3か所\r\n")], Some(&day));
    assert_eq!((built.all("items"), built.findings()), (value!([["3か所"]]), vec![]));
    for heading in ["令和6年度末の状況", "令和６年度末の\n状況", "R6年度末の状況"] {
        let rows: &[&[&str]] = &[&["事業名", heading], &["道の補修", "・3か所"], &["橋の点検", "○"]];
        let built = Built::of(&[("事業.xlsx", workbook(rows, &[]))], Some(&works));
        assert_eq!((built.all("items"), built.findings()), (value!([["3か所"], ["○"]]), vec![]), "{heading}");
    }
}

#[test]
fn the_day_of_handing_in_is_read_or_reported() {
    let built = |before: &[&str]| {
        let one = row("2", "8", "甲", "【導入】済");
        Built::of(&[("総務課.xlsx", workbook(&[before, &[], &HEADING, &one], &[]))], None)
    };
    for day in [
        "R7年10月3日",
        "７．１０．３",
        "7年10月3日",
        "令和七年一〇月三日",
        "2025年10月3日 金曜日",
        "2025/10/03/",
        "R.7.10.3（金）",
    ] {
        let built = built(&["提出日", day]);
        let submission =
            built.run["submissions"].as_array().expect("submissions").iter().find(|one| one["department"] == "総務課");
        assert_eq!(submission.map(|one| &one["submitted"]), Some(&value!("2025-10-03")), "{day}");
    }
    for day in ["10月3日", "未定", "令和7年10月", "25/10/03", "3 Oct 2025"] {
        assert_eq!(built(&["提出日", day]).findings(), ["unreadable-date B1"], "{day}");
    }
    assert_eq!(built(&["提出日：10月3日"]).findings(), ["unreadable-date A1"]);
    for blank in ["令和　年　月　日", "令和7年　月　日"] {
        assert_eq!(built(&["提出日", blank]).findings(), Vec::<String>::new(), "{blank}");
    }
}

#[test]
fn merged_columns_bring_no_warnings() {
    let spread = |cells: &[&'static str; 7]| -> Vec<&'static str> { cells.iter().flat_map(|cell| [*cell, "", ""]).collect() };
    let (heading, one, two) =
        (spread(&HEADING), spread(&row("2", "8", "甲", "【導入】済")), spread(&row("2", "9", "乙", "【導入】済")));
    let rows: &[&[&str]] = &[&heading, &[], &one, &[], &two];
    let merges: Vec<[u32; 4]> =
        [0, 2, 4].into_iter().flat_map(|row| (0..7).map(move |col| [row, 3 * col, row + 1, 3 * col + 2])).collect();
    let built = Built::of(&[("総務課.xlsx", workbook(rows, &merges))], None);
    assert_eq!((built.all("id"), built.findings()), (value!(["2-8", "2-9"]), vec![]));
    // the values in the second column under a heading over two
    let behind = |cells: &[&'static str; 7]| -> Vec<&'static str> { cells.iter().flat_map(|cell| ["", *cell]).collect() };
    let over: Vec<&str> = HEADING.iter().flat_map(|cell| [*cell, ""]).collect();
    let (one, two) = (behind(&row("2", "8", "甲", "【導入】済")), behind(&row("2", "9", "乙", "【導入】済")));
    let merges: Vec<[u32; 4]> = (0..7).map(|col| [0, 2 * col, 0, 2 * col + 1]).collect();
    let built = Built::of(&[("総務課.xlsx", workbook(&[&over, &one, &two], &merges))], None);
    assert_eq!(
        (built.all("id"), built.all("names"), built.findings()),
        (value!(["2-8", "2-9"]), value!([["甲"], ["乙"]]), vec![])
    );
}

#[test]
fn paragraphs_are_indented_alike() {
    for (done, expected) in [
        ("　甲を。\n　乙を。", "　甲を。\n　乙を。"),
        ("\n　甲を。\n\n　乙を。\n", "　甲を。\n\n　乙を。"),
        ("　甲を。\n乙を。", "甲を。\n乙を。"),
        ("　甲を。", "甲を。"),
    ] {
        assert_eq!(table(&[row("2", "8", "甲", done)]).records[0]["done"]["text"], expected, "{done:?}");
    }
}

#[test]
fn characters_that_look_alike_are_composed() {
    let built = table(&[["2", "8", "テ\u{3099}シ\u{3099}タル化", "総務課", "⾼齢者と住⺠", "【導入】フ\u{309a}リンタ", ""]]);
    assert_eq!(built.all("names"), value!([["デジタル化"]]));
    assert_eq!(built.all("description"), value!(["高齢者と住民"]));
    assert_eq!(built.records[0]["done"]["stages"][0]["text"], "プリンタ");
    let rules: Vec<&Value> = built.run["findings"].as_array().expect("findings").iter().map(|finding| &finding["rule"]).collect();
    assert!(rules.contains(&&value!("composed-kana")) && rules.contains(&&value!("replaced-radical")), "{rules:?}");
    let built = Built::of(
        &[("回答.csv", format!("担当課：市⺠窓⼝課\r\n{}\r\n{}", HEADING.join(","), row("2", "8", "甲", "済").join(",")))],
        None,
    );
    assert_eq!((&built.run["inputs"][0]["department"], built.findings().len()), (&value!("市民窓口課"), 0));
}
