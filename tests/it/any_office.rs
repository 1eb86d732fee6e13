//! Tables of other offices, none of them written for the program: each fixture is drawn as a workbook or a text file and read
//! without a form and without a plan.
//!
//! A fixture (`tests/fixtures/any_office`) has a line that says what it is, sheets as rows of cells between `|` (`<`: merged
//! with the cell at its left, `^`: with the one above; `~`, `~2`, `~3`: on a coloured ground; a sheet named `-` is a CSV), and the records that have to come of it, a
//! JSON object each with only the fields that are asked for. Figures are `[kind, fiscal year, value, unit]`.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::common::{build, json as read_json, repository};

/// One fixture, taken apart.
struct Layout {
    name: String,
    sheets: Vec<(String, Vec<Vec<String>>)>,
    kind: String,
    records: Vec<Value>,
}

fn layout(path: &Path) -> Layout {
    let text = std::fs::read_to_string(path).unwrap();
    let (body, expected) = text.split_once("=== expect ").unwrap();
    let (kind, records) = expected.split_once('\n').unwrap();
    let sheets = body.split("=== ").skip(1).map(|sheet| {
        let (name, rows) = sheet.split_once('\n').unwrap();
        let cells = |line: &str| -> Vec<String> {
            if line.contains('|') {
                line.split('|').map(|cell| cell.trim_matches(' ').replace("\\n", "\n")).collect()
            } else {
                line.split(',').map(str::to_owned).collect()
            }
        };
        (name.to_owned(), rows.lines().map(cells).collect())
    });
    Layout {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        sheets: sheets.collect(),
        kind: kind.to_owned(),
        records: records.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect(),
    }
}

/// The format of a cell and its text: `~2設計` is 設計 on the second colour.
fn ground(text: &str) -> (Format, &str) {
    let colours = [("~3", 0x00a9_d18e), ("~2", 0x00f4_b183), ("~", 0x009d_c3e6)];
    let own = colours.iter().find_map(|(sign, colour)| Some((*colour, text.strip_prefix(sign)?)));
    own.map_or((Format::new(), text), |(colour, text)| (Format::new().set_background_color(colour), text))
}

/// Writes the file that an office would hand in.
fn draw(layout: &Layout, folder: &Path) -> PathBuf {
    if let [(name, rows)] = layout.sheets.as_slice()
        && name == "-"
    {
        let path = folder.join("一覧.csv");
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        std::fs::write(&path, format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
        return path;
    }
    let mut workbook = Workbook::new();
    for (name, rows) in &layout.sheets {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        let at = |row: usize, col: usize| rows.get(row).and_then(|cells| cells.get(col)).map(String::as_str);
        for (row, cells) in rows.iter().enumerate() {
            for (col, text) in cells.iter().enumerate().filter(|(_, text)| !matches!(text.as_str(), "" | "<" | "^")) {
                let wide = (col + 1..).take_while(|col| at(row, *col) == Some("<")).count();
                let tall = (row + 1..).take_while(|row| at(*row, col) == Some("^")).count();
                let (first, left) = (u32::try_from(row).unwrap(), u16::try_from(col).unwrap());
                let (last, right) = (first + u32::try_from(tall).unwrap(), left + u16::try_from(wide).unwrap());
                let (ground, text) = ground(text);
                if wide + tall > 0 {
                    sheet.merge_range(first, left, last, right, "", &ground).unwrap();
                } else if text.is_empty() {
                    sheet.write_blank(first, left, &ground).unwrap();
                }
                match text.parse::<f64>().ok().filter(|_| !text.starts_with('0')) {
                    Some(number) => sheet.write_number_with_format(first, left, number, &ground).unwrap(),
                    None if text.is_empty() => sheet,
                    None => sheet.write_string_with_format(first, left, text, &ground).unwrap(),
                };
            }
        }
    }
    let path = folder.join("一覧.xlsx");
    workbook.save(&path).unwrap();
    path
}

fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A name without its number, its unit and its mark.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let start = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "()-.".contains(c));
    let end = start.strip_suffix("★重点").unwrap_or(start);
    ["(%)", "(件)", "(人)"].iter().find_map(|unit| end.strip_suffix(unit)).unwrap_or(end).to_owned()
}

/// What of a record is not as it is wanted.
fn differences(wanted: &Value, got: &Value, key: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (field, value) in wanted.as_object().unwrap().iter().filter(|(field, _)| *field != key) {
        let own = match field.as_str() {
            "values" => {
                let figures = value.as_array().unwrap().iter();
                figures
                    .map(|figure| {
                        let found = got["values"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .find(|own| own["kind"] == figure[0] && own["fy"] == figure[1]);
                        found.map_or(Value::Null, |own| json!([own["kind"], own["fy"], own["value"].as_f64(), own["unit"]]))
                    })
                    .collect()
            }
            "cells" => value.as_object().unwrap().keys().map(|year| (year.clone(), got["cells"][year].clone())).collect(),
            "spans" => {
                let mut spans: Vec<Value> =
                    got["spans"].as_array().unwrap().iter().map(|span| json!([span["from"], span["to"], span["text"]])).collect();
                spans.sort_by_key(ToString::to_string);
                Value::Array(spans)
            }
            _ => got[field].clone(),
        };
        let plain = |value: &Value| {
            let numbers = |value: &Value| -> Value {
                match value.as_array() {
                    Some(figure) if figure.len() == 4 => json!([figure[0], figure[1], figure[2].as_f64(), figure[3]]),
                    _ => value.clone(),
                }
            };
            match value.as_array() {
                Some(values) => fold(&Value::Array(values.iter().map(numbers).collect()).to_string()),
                None => fold(&value.to_string()),
            }
        };
        let mut wanted_value = value.clone();
        if let (true, Some(spans)) = (field == "spans", wanted_value.as_array_mut()) {
            spans.sort_by_key(ToString::to_string);
        }
        if plain(&wanted_value) != plain(&own) {
            out.push(format!("{}.{field}: wanted {value}, got {own}", wanted[key]));
        }
    }
    out
}

/// What is wrong with what comes of a fixture.
fn faults(layout: &Layout) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    std::fs::write(&plan, "id = \"none\"\nmunicipality = \"\"\ntitle = \"計画のない自治体\"\n").unwrap();
    let (file, out) = (draw(layout, folder.path()), folder.path().join("out"));
    let (status, messages) = build(&file, &out, &["--plan", plan.to_str().unwrap(), "--no-pdf", "--quiet"]);
    let mut faults = Vec::new();
    if !matches!(status, 0 | 1) {
        return vec![format!("exit {status}: {messages}")];
    }
    let run = read_json(&out.join("run.json"));
    for sheet in run["inputs"].as_array().unwrap().iter().flat_map(|input| input["sheets"].as_array().unwrap()) {
        let ledger = &sheet["ledger"];
        let aside: u64 = ledger["set_aside"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        if ledger["non_empty"].as_u64().unwrap() != ledger["used"].as_u64().unwrap() + aside {
            faults.push(format!("the ledger does not close: {ledger}"));
        }
    }
    if layout.kind == "none" {
        let records: u64 = run["records"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        faults.extend((records > 0).then(|| format!("{records} records of a list that is of no kind: {}", run["records"])));
        let unknown = run["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "unknown-table").count();
        if unknown != layout.sheets.len() {
            faults.push(format!("{unknown} findings for {} lists", layout.sheets.len()));
        }
        return faults;
    }
    let key = match layout.kind.as_str() {
        "indicators" => "indicator",
        "measures" => "title",
        "checklists" => "item",
        _ => "name",
    };
    let data = out.join("data").join(format!("{}.json", layout.kind));
    if !data.exists() {
        return vec![format!("no {}", layout.kind)];
    }
    let records = read_json(&data)["records"].as_array().unwrap().clone();
    if records.len() != layout.records.len() {
        faults.push(format!("{} records instead of {}", records.len(), layout.records.len()));
    }
    // a field with a value is not reported as absent
    for record in &records {
        let has = |field: &String| !matches!(&record[field], Value::Null | Value::Bool(false)) && record[field] != json!([]);
        let absent = record["missing"].as_object().into_iter().flatten().filter(|(_, why)| *why != "repeated");
        faults.extend(absent.filter(|(field, _)| has(field)).map(|(field, why)| format!("{}: {field} is {why}", record["id"])));
    }
    for wanted in &layout.records {
        let name = |record: &Value| bare(record[key].as_str().unwrap_or_default());
        let owner = |record: &Value| wanted["department"].is_null() || record["department"] == wanted["department"];
        match records.iter().find(|record| name(record) == name(wanted) && owner(record)) {
            Some(record) => {
                faults.extend(differences(wanted, record, key));
                if record["origin"]["cells"].as_object().is_none_or(serde_json::Map::is_empty) {
                    faults.push(format!("{}: no origin", wanted[key]));
                }
            }
            None => faults.push(format!("{} is missing", wanted[key])),
        }
    }
    faults
}

#[test]
fn tables_of_other_offices_are_read() {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(repository("tests/fixtures/any_office")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 45, "{}", paths.len());
    let wrong: Vec<String> = paths
        .par_iter()
        .flat_map_iter(|path| {
            let layout = layout(path);
            faults(&layout).into_iter().map(move |fault| format!("{}: {fault}", layout.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A schedule of one row, as two offices hand it in: without a department, but for what is printed at the head of its page.
fn schedule(folder: &Path, file: &str, name: &str, header: Option<&str>) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    if let Some(header) = header {
        sheet.set_header(header);
    }
    for (col, (heading, cell)) in (0..).zip([("番号", "1"), ("取組", name), ("令和7年度", "検討"), ("令和8年度", "実施")])
    {
        sheet.write_string(0, col, heading).unwrap().write_string(1, col, cell).unwrap();
    }
    workbook.save(folder.join(file)).unwrap();
}

/// Ids, names and departments of the schedules of a folder, and the rules of what was found in files.
fn schedules(folder: &Path) -> (Vec<String>, Vec<String>) {
    let out = tempfile::tempdir().unwrap();
    let (status, messages) = build(folder, out.path(), &["--plan", "none", "--no-pdf", "--quiet"]);
    assert_eq!(status, 0, "{messages}");
    let records = read_json(&out.path().join("data/schedule.json"));
    let records = records["records"].as_array().unwrap().iter();
    let records = records.map(|one| format!("{} {} {}", one["id"], one["name"], one["departments"]).replace('"', ""));
    let run = read_json(&out.path().join("run.json"));
    let findings = run["findings"].as_array().unwrap().iter().filter_map(|one| one["rule"].as_str());
    (records.collect(), findings.filter(|rule| !rule.starts_with('L')).map(str::to_owned).collect())
}

#[test]
fn records_of_two_files_with_one_id_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    schedule(folder.path(), "a.xlsx", "文書の電子化", None);
    schedule(folder.path(), "b.xlsx", "口座振替の推進", None);
    schedule(folder.path(), "c.xlsx", "文書の電子化", None);
    let (records, findings) = schedules(folder.path());
    assert_eq!(records, ["1 文書の電子化 []", "1-2 口座振替の推進 []"]);
    assert_eq!(findings, ["duplicate-record"]);
}

#[test]
fn a_page_header_names_the_department_where_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    schedule(folder.path(), "a.xlsx", "文書の電子化", Some("&L&\"ＭＳ 明朝,標準\"&10総務課&C工程表&R&P/&N"));
    assert_eq!(schedules(folder.path()).0, ["総務課-1 文書の電子化 [総務課]"]);
}
