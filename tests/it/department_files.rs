//! What departments hand in when nobody reads the instructions: a file each, with what has to come of it.
//!
//! The files are made by `make.py` and `odd.py` in `tests/fixtures/departments`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Builds one fixture with the made-up city's plan and gives the run and the records.
fn build(file: &str) -> (Value, Vec<Value>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .arg("build")
        .arg(root.join("tests/fixtures/departments").join(file))
        .args(["--plan", "kirise", "--quiet", "--now", "2025-11-05", "-o"])
        .arg(out.path().join("out"))
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{file}: {status}");
    let read =
        |name: &str| -> Value { serde_json::from_slice(&std::fs::read(out.path().join("out").join(name)).unwrap()).unwrap() };
    let run = read("run.json");
    for sheet in run["inputs"].as_array().unwrap().iter().flat_map(|input| input["sheets"].as_array().unwrap()) {
        let ledger = &sheet["ledger"];
        let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(ledger["non_empty"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + aside, "{file}: {sheet}");
    }
    let records = read("data/progress.json")["records"].as_array().unwrap().clone();
    (run, records)
}

/// Ids of the records, and `rule cell` of the findings that are worse than information (missing departments left out).
fn outcome(file: &str) -> (Vec<String>, Vec<String>) {
    let (run, records) = build(file);
    let ids = records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    let mut findings: Vec<String> = run["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] != "info" && finding["rule"] != "missing-department")
        .map(|finding| format!("{} {}", finding["rule"].as_str().unwrap(), finding["cell"].as_str().unwrap_or("-")))
        .collect();
    findings.sort();
    (ids, findings)
}

macro_rules! hands_in {
    ($name:ident, $file:literal, [$($id:literal),*], [$($finding:literal),*]) => {
        #[test]
        fn $name() {
            let (ids, findings) = outcome($file);
            assert_eq!(ids, Vec::<&str>::from([$($id),*]));
            assert_eq!(findings, Vec::<&str>::from([$($finding),*]));
        }
    };
}

hands_in!(headings_over_two_rows_in_another_order, "two-level-headings.xlsx", ["2-8", "2-9"], []);
hands_in!(blank_rows_and_columns_inside_a_table, "gaps.xlsx", ["2-10", "2-11"], []);
hands_in!(other_words_and_the_direction_in_the_sheets_name, "other-words.xlsx", ["3-6", "3-7"], []);
hands_in!(two_departments_and_a_hidden_sheet, "two-departments.xlsx", ["1-1", "1-5"], ["hidden-sheet -"]);
hands_in!(captions_totals_signatures, "captions.xlsx", ["2-1", "2-2_3", "3-1"], []);
hands_in!(
    error_values_and_formulas,
    "faults.xlsx",
    ["2-12", "2-13"],
    ["error-value E5", "formula-not-calculated E6", "unknown-stage F6"]
);
hands_in!(last_years_column, "last-year.xlsx", ["2-14"], ["unmapped-column I4"]);
hands_in!(one_text_over_several_rows, "split-rows.xlsx", ["1-11", "1-12"], []);
hands_in!(other_tables, "other-tables.xlsx", ["1-15", "1-16"], ["unknown-table A9:C11", "unmapped-column K4"]);
hands_in!(an_example_above_the_table, "example-above.xlsx", ["1-19"], []);
hands_in!(nothing_to_report, "都市整備課.xlsx", [], []);
hands_in!(no_column_of_departments, "no-department-column.xlsx", ["1-17"], ["unknown-department C2"]);
hands_in!(rows_hidden_by_a_filter, "filtered.xlsx", ["1-7", "1-8"], ["hidden-row 6:6", "hidden-row 7:7"]);
hands_in!(two_columns_of_departments, "two-owners.xlsx", ["1-13"], ["ambiguous-column E4"]);
hands_in!(euc_with_semicolons, "子育て応援課_euc.csv", ["1-9", "1-10"], []);

hands_in!(a_card_a_record, "cards.xlsx", ["2-8", "2-9"], []);
hands_in!(a_table_on_its_side, "on-its-side.xlsx", ["2-10", "2-11"], []);
hands_in!(tables_side_by_side, "side-by-side.xlsx", ["1-1", "1-5", "1-6"], []);
hands_in!(headings_in_two_languages, "two-languages.xlsx", ["2-12", "2-13"], []);
hands_in!(lines_that_were_only_prepared, "prepared-lines.xlsx", ["3-6"], []);
hands_in!(an_answer_in_the_line_of_the_example, "子育て応援課_例に記入.xlsx", [], ["blank-answers -", "unclear-example 2:2"]);
hands_in!(the_same_word_means_another_column, "other-meaning.xlsx", ["1-15", "1-16"], ["unmapped-column A1"]);
hands_in!(numbers_in_names_and_labels_over_values, "numbers-in-names.xlsx", ["1-11", "1-12"], []);
hands_in!(headings_over_three_rows, "three-level-headings.xlsx", ["2-15"], []);
hands_in!(a_stray_line_ends_nothing, "stray-line.xlsx", ["1-19", "1-20"], ["outside-form A4", "unmapped-column I1"]);
hands_in!(what_kintone_writes, "kintone.csv", ["1-7"], ["unmapped-column A1", "unmapped-column B1", "unmapped-column C1"]);

#[test]
fn oddities_keep_their_texts() {
    let (_, records) = build("cards.xlsx");
    assert_eq!(records[0]["done"]["text"], "【導入】\n仕様書を作成した");
    let (_, records) = build("side-by-side.xlsx");
    let departments: Vec<_> = records.iter().map(|record| record["departments"][0].as_str().unwrap()).collect();
    assert_eq!(departments, ["市民窓口課", "福祉支援課", "福祉支援課"]);
    let (_, records) = build("two-languages.xlsx");
    assert_eq!(records[1]["departments"][0], "税務収納課");
    assert_eq!(records[1]["done"]["text"], records[0]["done"]["text"]);
    let (_, records) = build("other-meaning.xlsx");
    assert_eq!(records[0]["description"], "わなを遠隔で見る");
    let (run, records) = build("numbers-in-names.xlsx");
    assert_eq!(records[0]["names"][0], "健診予約の電子化");
    // a text without brackets has no stages
    assert_eq!(records[0]["done"]["stages"], serde_json::json!([]));
    assert!(run["submissions"].as_array().unwrap().iter().any(|one| one["submitted"] == "2025-10-07"));
    let (_, records) = build("stray-line.xlsx");
    assert_eq!(records[0]["done"]["text"], "【導入】\n機器を選定した\n※対象は小学校");
}

/// A form with everybody's lines, of which each department fills in its own.
#[test]
fn a_line_left_to_another_department_gives_way() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/departments");
    let folder = tempfile::tempdir().unwrap();
    for file in ["企画政策課（全課分の様式）.xlsx", "two-level-headings.xlsx"] {
        std::fs::copy(fixtures.join(file), folder.path().join(file)).unwrap();
    }
    let (run, records) = build(folder.path().to_str().unwrap());
    let ids: Vec<_> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1-14", "2-8", "2-9", "2-14"]);
    assert!(records[1]["done"]["text"].as_str().unwrap().contains("仕様書"));
    let findings = run["findings"].as_array().unwrap().iter();
    assert_eq!(findings.filter(|f| f["severity"] == "error" && f["rule"] != "missing-department").count(), 0);
}

#[test]
fn texts_that_were_split_are_whole_again() {
    let (_, records) = build("split-rows.xlsx");
    assert_eq!(records[0]["done"]["text"], "【導入】\n・業者を決定\n・契約");
    assert_eq!(records[0]["planned"]["text"], "【運用開始】\n・4月から");
    assert_eq!(records[1]["done"]["text"], "【調査検討】\n・先進地に照会");
}

#[test]
fn last_years_text_does_not_get_in() {
    let (run, records) = build("last-year.xlsx");
    assert_eq!(records[0]["done"]["text"], "【導入】\n機器を選定した");
    assert_eq!(run["inputs"][0]["sheets"][0]["ledger"]["set_aside"]["other-period"], 1);
}

#[test]
fn what_is_absent_says_why() {
    let (_, records) = build("faults.xlsx");
    assert_eq!(records[0]["missing"]["description"], "error");
    assert_eq!(records[1]["missing"]["description"], "uncalculated");
    assert_eq!(records[1]["missing"]["planned"], "dash");
    assert_eq!(records[1]["planned"], Value::Null);
}

#[test]
fn a_ditto_mark_repeats_the_text_above() {
    let (_, records) = build("子育て応援課_euc.csv");
    assert_eq!(records[1]["done"]["text"], records[0]["done"]["text"]);
    assert_eq!(records[1]["missing"]["done"], "repeated");
}

#[test]
fn remarks_stay_with_their_cells() {
    let wanted = serde_json::json!([
        {"direction": "方向は3かもしれません", "done": "係:\n機種は仮のもの <確認中>"},
        {"direction": "方向は3かもしれません", "done": "段階の書き方が分かりません", "planned": "12月の議会の後に決まります"},
    ]);
    let of = |records: &[Value]| Value::from(records.iter().map(|r| r["origin"]["comments"].clone()).collect::<Vec<_>>());
    for file in ["comments.xlsx", "comments.ods", "comments.xls"] {
        let (run, records) = build(file);
        assert_eq!(of(&records), wanted, "{file}");
        // the one on a heading and the one beside the table are findings, if not with a record
        let all = run["inputs"][0]["sheets"][0]["comments"].as_array().unwrap();
        let cells: Vec<&str> = all.iter().map(|one| one["cell"].as_str().unwrap()).collect();
        assert_eq!(cells, ["F4", "A5", "F5", "F6", "G6", "I12"], "{file}");
        assert_eq!(outcome(file).1, ["answer-elsewhere G6", "object-with-text I12", "unknown-stage F6"], "{file}");
    }
    // what has none has no place for them
    assert!(build("gaps.xlsx").1[0]["origin"].get("comments").is_none());
}

#[test]
fn remarks_reach_the_outputs_and_come_back_as_they_were() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let run = |input: &Path, to: &str| {
        let folder = out.path().join(to);
        let status = Command::new(env!("CARGO_BIN_EXE_torimatome"))
            .arg("build")
            .arg(input)
            .args(["--plan", "kirise", "--quiet", "--now", "2025-11-05", "-o"])
            .arg(&folder)
            .stdout(std::process::Stdio::null())
            .status();
        assert_eq!(status.unwrap().code(), Some(1));
        folder
    };
    let comments = |folder: &Path| -> Vec<Value> {
        let data: Value = serde_json::from_slice(&std::fs::read(folder.join("data/progress.json")).unwrap()).unwrap();
        data["records"].as_array().unwrap().iter().map(|record| record["origin"]["comments"].clone()).collect()
    };
    let part = |file: &Path| {
        let mut package = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
        std::io::read_to_string(package.by_name("xl/comments1.xml").unwrap()).unwrap()
    };
    let first = run(&root.join("tests/fixtures/departments/comments.xlsx"), "first");
    let page = std::fs::read_to_string(first.join("確認結果.html")).unwrap();
    assert!(page.contains("機種は仮のもの &lt;確認中&gt;") && page.contains("表の外の覚え書き"));
    let book = part(&first.join("取りまとめ.xlsx"));
    assert!(book.contains("12月の議会の後に決まります") && book.contains("機種は仮のもの &lt;確認中&gt;"), "{book}");
    let returned = first.join("差戻し/子育て応援課.xlsx");
    assert!(part(&returned).contains("段階の書き方が分かりません") && part(&returned).contains("直し方："));
    // handed in again: what we wrote ourselves is not taken for theirs
    let sent = out.path().join("子育て応援課.xlsx");
    std::fs::copy(&returned, &sent).unwrap();
    let second = run(&sent, "second");
    assert_eq!(comments(&second), comments(&first));
    let ours = |file: &Path| part(file).matches("直し方：").count();
    assert_eq!((ours(&returned), ours(&second.join("差戻し/子育て応援課.xlsx"))), (2, 2));
}
