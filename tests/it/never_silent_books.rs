//! Workbooks whose answers could get lost: in a damaged part, in a cell that shows less than it holds, on a second sheet, in a
//! column that we filled ourselves.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;

use crate::common::{findings, json, repository, torimatome};
use crate::never_silent::{HEADINGS, built_of, has, ids};

/// Writes rows of texts from a row on.
fn write(sheet: &mut Worksheet, from: u32, rows: &[&[&str]]) {
    for (row, texts) in (from..).zip(rows) {
        for (col, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, col, *text).unwrap();
        }
    }
}

/// A workbook of sheets of 総務課, each of these rows.
fn book(sheets: &[&[&[&str]]]) -> Vec<u8> {
    let mut book = Workbook::new();
    for rows in sheets {
        let sheet = book.add_worksheet();
        write(sheet, 0, &[&["取組状況調査票"], &["担当課", "総務課"], &HEADINGS]);
        write(sheet, 3, rows);
    }
    book.save_to_buffer().unwrap()
}

/// The same workbook with a part made otherwise.
pub(crate) fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let own = part.name().unwrap().into_owned();
        let text = if own == name { change(&text) } else { text };
        out.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn count(findings: &[Value], rule: &str) -> usize {
    findings.iter().filter(|finding| finding["rule"] == rule).count()
}

#[test]
fn only_lost_answers_are_no_blank_ones() {
    let whole = book(&[&[
        &["1", "1", "窓口の予約", "総務課", "説明"],
        &["1", "2", "申請の電子化", "総務課", "説明", "【導入】申請を始めた", "【運用開始】続ける"],
    ]]);
    let file = |bytes: &[u8]| built_of(&[("総務課.xlsx", bytes)], "progress").1;
    // formats hold no answers: the blank row is the department's
    let styles = file(&with_part(&whole, "xl/styles.xml", |text| text[..text.len() / 2].to_owned()));
    assert_eq!((count(&styles, "damaged-part"), count(&styles, "unanswered-row")), (1, 1), "{styles:?}");
    // texts do: what is blank now may have been there
    let texts = |text: &str| text[..text.find("【導入】").unwrap()].to_owned();
    let lost = file(&with_part(&whole, "xl/sharedStrings.xml", texts));
    assert!(count(&lost, "damaged-part") > 0, "{lost:?}");
    assert_eq!((count(&lost, "unanswered-row"), count(&lost, "blank-answers")), (0, 0), "{lost:?}");
    let blank = book(&[&[&["1", "1", "窓口の予約", "総務課", "説明"]]]);
    let blank = file(&with_part(&blank, "xl/styles.xml", |text| text[..text.len() / 2].to_owned()));
    assert_eq!(count(&blank, "blank-answers"), 1, "{blank:?}");
}

#[test]
fn digits_that_a_format_takes_off_are_carried() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &[&["取組状況調査票"], &["担当課", "総務課"], &HEADINGS]);
    let cells = [
        (0.5, "0", "0.5"),
        (1_234_567.0, "#,##0,", "1,234.567"),
        (-5.0, "0;0", "-5"),
        (1e15, "General", "1000000000000000"),
        (0.882_352_941, "0.0%", "88.2%"),
        (-5.0, "0;\"▲\"0", "▲5"),
    ];
    for (row, (number, format, _)) in (3..).zip(&cells) {
        let no = row.to_string();
        write(sheet, row, &[&["1", &no, "窓口の予約", "総務課", "説明"]]);
        sheet.write_number_with_format(row, 5, *number, &Format::new().set_num_format(*format)).unwrap();
    }
    let (records, findings) = built_of(&[("総務課.xlsx", &book.save_to_buffer().unwrap())], "progress");
    let done: Vec<&str> = records.iter().map(|record| record["done"]["text"].as_str().unwrap()).collect();
    assert_eq!(done, cells.map(|(_, _, shown)| shown));
    let found = findings.iter().find(|finding| finding["rule"] == "shortened-number").unwrap();
    assert_eq!((&found["count"], &found["cell"]), (&Value::from(4), &Value::from("F4")));
}

#[test]
fn two_sheets_of_a_workbook_fill_each_other_s_blanks() {
    let (name, answer) = ("窓口の予約", "【導入】予約を始めた");
    let file = book(&[
        &[
            &["1", "1", name, "総務課", "説明", answer],
            &["1", "2", "申請の電子化", "総務課", "説明", "【導入】申請を始めた", "続ける"],
        ],
        &[&["1", "1", name, "総務課", "説明", "", "続ける"], &["1", "2", "申請の電子化", "総務課", "説明"]],
    ]);
    let (records, findings) = built_of(&[("総務課.xlsx", &file)], "progress");
    assert_eq!(ids(&records), ["1-1", "1-2"]);
    assert_eq!((&records[0]["done"]["text"], &records[0]["planned"]["text"]), (&answer.into(), &"続ける".into()));
    assert_eq!(records[1]["planned"]["text"], "続ける");
    assert_eq!((count(&findings, "merged-copies"), count(&findings, "conflicting-records")), (1, 0), "{findings:?}");
    // two different answers are a conflict
    let file = book(&[
        &[&["1", "1", name, "総務課", "説明", answer, "続ける"]],
        &[&["1", "1", name, "総務課", "説明", "【導入】やめた", "続ける"]],
    ]);
    let (records, findings) = built_of(&[("総務課.xlsx", &file)], "progress");
    assert_eq!((records.len(), count(&findings, "conflicting-records")), (2, 1));
}

#[test]
fn of_two_periods_on_one_sheet_the_report_s_counts() {
    for headings in [["これまでの取組内容", "今後の取組内容"], [HEADINGS[5], HEADINGS[6]]] {
        let heading = [&HEADINGS[..5], &headings].concat();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let before: Vec<String> =
            heading.iter().map(|text| text.replace("令和7年度上", "令和6年度下").replace("令和7年度下", "令和7年度上")).collect();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        write(sheet, 0, &[&["取組状況調査票（令和6年度下半期）"], &["担当課", "総務課"], &before]);
        write(sheet, 3, &[&["1", "1", "窓口の予約", "総務課", "説明", "【調査検討】前の期", "導入する"]]);
        write(sheet, 5, &[&["取組状況調査票（令和7年度上半期）"], &["担当課", "総務課"], &heading]);
        write(sheet, 8, &[&["1", "1", "窓口の予約", "総務課", "説明", "【導入】今の期", "続ける"]]);
        let (records, findings) = built_of(&[("総務課.xlsx", &book.save_to_buffer().unwrap())], "progress");
        assert_eq!(records.len(), 1, "{records:?}");
        assert_eq!(records[0]["done"]["text"], "【導入】今の期");
        assert_eq!(count(&findings, "other-period-sheet"), 1, "{findings:?}");
        assert!(!has(&findings, "outside-form", "") && !has(&findings, "conflicting-records", ""), "{findings:?}");
    }
}

#[test]
fn a_row_of_arrows_is_done_in_their_years() {
    let mut book = Workbook::new();
    write(
        book.add_worksheet(),
        0,
        &[
            &["DX推進工程表"],
            &["No", "取組名", "担当課", "R7", "R8", "R9"],
            &["1", "窓口の予約", "総務課", "→", "⇒", "─▶"],
            &["2", "申請の電子化", "総務課", "", "→", ""],
            &["3", "会議の電子化", "総務課", "設計", "", "→"],
            &["4", "帳票の整理", "総務課", "調査", "→", "導入"],
        ],
    );
    let (records, _) = built_of(&[("工程表.xlsx", &book.save_to_buffer().unwrap())], "schedule");
    let spans: Vec<String> = records
        .iter()
        .map(|record| {
            let one = |span: &Value| format!("{}-{} {}", span["from"], span["to"], span["text"].as_str().unwrap());
            record["spans"].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(
        spans,
        ["2025-2027 窓口の予約", "2026-2026 申請の電子化", "2025-2025 設計, 2027-2027 設計", "2025-2026 調査, 2027-2027 導入"]
    );
}

#[test]
fn a_zero_that_its_format_hides_was_measured() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        0,
        &[&["成果指標一覧"], &["No", "指標名", "単位", "基準値", "目標値", "実績値"], &["1", "紙の申請", "件", "120", "0", ""]],
    );
    sheet.write_number_with_format(2, 5, 0.0, &Format::new().set_num_format("#,##0;-#,##0;")).unwrap();
    let (records, _) = built_of(&[("総務課.xlsx", &book.save_to_buffer().unwrap())], "indicators");
    let actual = records[0]["values"].as_array().unwrap().iter().find(|value| value["kind"] == "actual").unwrap();
    assert_eq!(actual["value"], 0.0, "{records:?}");
}

#[test]
fn a_nameless_row_of_another_number_is_no_tail() {
    let mut book = Workbook::new();
    let rows: [&[&str]; 5] = [
        &["成果指標一覧"],
        &["No", "指標名", "単位", "基準値", "目標値", "実績値"],
        &["1", "申請件数", "件", "100", "200", "150"],
        &["2", "", "件", "1", "2", "3"],
        &["3", "満足度", "％", "50", "80", "60"],
    ];
    write(book.add_worksheet(), 0, &rows);
    let (records, findings) = built_of(&[("指標.xlsx", &book.save_to_buffer().unwrap())], "indicators");
    assert_eq!(records.iter().map(|record| record["indicator"].as_str().unwrap()).collect::<Vec<_>>(), ["申請件数", "満足度"]);
    assert!(has(&findings, "outside-form", "2 / 件"), "{findings:?}");
    let mut book = Workbook::new();
    let rows: [&[&str]; 5] = [
        &["施策一覧"],
        &["基本目標", "施策名", "主な取組"],
        &["1 安心", "防災の強化", "・訓練\n・備蓄"],
        &["2 活力", "", "・商店街の支援"],
        &["", "観光の振興", "・案内板\n・広報"],
    ];
    write(book.add_worksheet(), 0, &rows);
    let (records, findings) = built_of(&[("施策.xlsx", &book.save_to_buffer().unwrap())], "measures");
    assert_eq!((&records[0]["goal_name"], &records[0]["items"]), (&"安心".into(), &serde_json::json!(["訓練", "備蓄"])));
    assert!(has(&findings, "outside-form", "商店街の支援"), "{findings:?}");
}

/// The texts of a sheet as CSV, one changed by `change`.
fn as_csv(path: &Path, sheet: usize, change: impl Fn(u32, u32, &str) -> Option<&'static str>) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    let (rows, cols) = range.end().unwrap();
    let mut out = String::new();
    for row in 0..=rows + 1 {
        for col in 0..=cols + 1 {
            let text = range.get_value((row, col)).unwrap_or(&Data::Empty).to_string();
            let text = change(row, col, &text).map_or(text, str::to_owned);
            out.push_str(&format!("\"{}\",", text.replace('"', "\"\"")));
        }
        out.push('\n');
    }
    out
}

#[test]
fn answers_where_our_form_explains_are_reported_with_their_cells() {
    let folder = tempfile::tempdir().unwrap();
    let samples = repository("samples");
    let forms = folder.path().join("forms");
    let (input, list) = (samples.join("2025H1"), samples.join("departments.csv"));
    let made = torimatome(&[
        "forms".as_ref(),
        input.as_os_str(),
        "--departments".as_ref(),
        list.as_os_str(),
        "-o".as_ref(),
        forms.as_os_str(),
    ]);
    assert!(made.status.success(), "{made:?}");
    let form = forms.join("総務課_取組状況.xlsx");
    let read = |text: String| {
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir_all(&input).unwrap();
        fs::write(input.join("総務課.csv"), text).unwrap();
        let (status, found) = crate::common::build(&input, &out, &["--no-pdf", "--plan", "kirise", "--period", "2025H2"]);
        assert!(status <= 1, "{found}");
        let mut found = findings(&json(&out.join("run.json")));
        found.retain(|line| line.starts_with("outside-form") || line.starts_with("unknown-table"));
        found
    };
    // as it was handed out, there is nothing to say
    assert_eq!(read(as_csv(&form, 0, |_, _, _| None)), Vec::<String>::new());
    assert_eq!(read(as_csv(&form, 1, |_, _, _| None)), Vec::<String>::new());
    // over the plan of last period, and beside it in a row for what is new
    let typed = |row: u32, col: u32, _: &str| (col == 5 && matches!(row, 6 | 8)).then_some("【運用開始】ここに書いた");
    assert_eq!(read(as_csv(&form, 0, typed)), ["outside-form 総務課.csv F7", "outside-form 総務課.csv F9"]);
    // over a paragraph, beside one and below the last
    let typed = |row: u32, col: u32, text: &str| {
        let below = row > 3 && col == 0 && text.is_empty();
        (below || (row, col) == (1, 0) || (row, col) == (3, 2)).then_some("ここに書いた")
    };
    let found = read(as_csv(&form, 1, typed));
    assert_eq!(found, ["A11", "A2", "C4"].map(|cell| format!("outside-form 総務課.csv {cell}")));
}

/// A flat OpenDocument file of 総務課 with a drop-down, a hidden sheet リスト, and this formula beside.
fn with_a_hidden_list(condition: &str, formula: &str) -> String {
    let row = |cells: &[&str]| {
        let cells = cells
            .iter()
            .map(|text| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"));
        format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
    };
    let answers = ["1", "1", "窓口", "総務課", "書かない窓口", "【導入】始めた", "続ける"];
    format!(
        "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:automatic-styles><style:style style:name=\"h\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body>\
         <office:spreadsheet><table:content-validations><table:content-validation table:name=\"v\" table:condition=\"{condition}\"/>\
         </table:content-validations><table:table table:name=\"様式\">{}{}<table:table-row><table:table-cell table:formula=\"{formula}\" \
         office:value-type=\"float\" office:value=\"3\"><text:p>3</text:p></table:table-cell></table:table-row></table:table>\
         <table:table table:name=\"リスト\" table:style-name=\"h\">{}{}</table:table></office:spreadsheet></office:body></office:document>",
        row(&HEADINGS),
        row(&answers),
        row(&["導入"]),
        row(&["運用開始"]),
    )
}

#[test]
fn a_hidden_sheet_of_choices_in_an_opendocument_file_is_no_finding() {
    let list = "of:cell-content-is-in-list([$リスト.$A$1:.$A$2])";
    for (condition, formula, reported) in [
        (list, "of:=1+2", false),
        (list, "of:=COUNTA([$リスト.$A$1:.$A$2])+1", true),
        ("of:cell-content-is-in-list(&quot;導入&quot;;&quot;運用開始&quot;)", "of:=1+2", true),
    ] {
        let file = with_a_hidden_list(condition, formula);
        let (records, findings) = built_of(&[("総務課.fods", file.as_bytes())], "progress");
        assert_eq!(records.len(), 1);
        assert_eq!(has(&findings, "hidden-sheet", ""), reported, "{condition} {formula}: {findings:?}");
    }
}
