//! The workbook in the eyes of programs that share no code with ours: openpyxl and LibreOffice.

use std::path::PathBuf;
use std::process::Command;

use crate::edition::{SCRATCH, made_up, with_edition};
use torimatome::report::workbook;

/// Prints all sheets as JSON: values, merged cells, print set-up, links.
const READER: &str = r#"
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([{
    "name": s.title,
    "rows": [[None if c.value is None else str(c.value) for c in r] for r in s.iter_rows()],
    "merged": len(s.merged_cells.ranges),
    "titles": s.print_title_rows,
    "area": s.print_area,
    "wide": s.page_setup.fitToWidth, "tall": s.page_setup.fitToHeight,
    "footer": s.oddFooter.center.text,
    "links": [c.hyperlink.location for r in s.iter_rows() for c in r if c.hyperlink],
    "fonts": sorted({c.font.name for r in s.iter_rows() for c in r if c.value is not None}),
} for s in book.worksheets]))
"#;

fn made_up_file(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, with_edition(&made_up(), |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap())).unwrap();
    path
}

#[test]
fn openpyxl_reads_everything() {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !Command::new(&python).args(["-c", "import openpyxl"]).output().is_ok_and(|out| out.status.success()) {
        crate::common::skipped(format_args!("{python} has no openpyxl (set TORIMATOME_PYTHON)"));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = Command::new(&python).args(["-c", READER]).arg(made_up_file(&folder)).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let sheets: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).unwrap();
    for sheet in &sheets {
        let name = sheet["name"].as_str().unwrap();
        // one page is what the attributes say when they are left out: a list that would need a second one for a row or two
        let pages = |side: &str| sheet[side].as_u64().unwrap_or(1);
        let is_fitted = pages("tall") == 0 || name.starts_with("一覧") && pages("tall") == 1;
        assert!(pages("wide") == 1 && is_fitted, "{name}");
        assert!(name == "_控え" || sheet["titles"].is_string() && sheet["area"].is_string(), "{name}");
        assert!(sheet["footer"].as_str().unwrap().contains("&P / &N"), "{name}");
        // nobody sees the sheet of what was written: its cells have no font of their own
        assert!(name == "_控え" || sheet["fonts"] == serde_json::json!(["BIZ UDPゴシック"]), "{name}");
        assert!(!name.starts_with("データ_") || sheet["merged"] == 0, "{name}");
    }
    let table = &sheets[0];
    let cells: Vec<&str> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row.as_array().unwrap())
        .filter_map(|cell| cell.as_str())
        .collect();
    // openpyxl leaves the escapes of control characters as they stand in the file
    for text in crate::edition::NASTY.iter().filter(|text| !text.contains('\u{1}')) {
        assert!(cells.contains(text), "{text:?}");
    }
    let findings = sheets.iter().find(|sheet| sheet["name"] == "指摘").unwrap();
    assert_eq!(findings["links"].as_array().unwrap().len(), 1);
}

#[test]
fn libreoffice_prints_every_line() {
    let Ok(help) = Command::new("soffice").arg("--version").output() else {
        crate::common::skipped("no LibreOffice");
        return;
    };
    assert!(help.status.success());
    let folder = tempfile::tempdir().unwrap();
    let file = made_up_file(&folder);
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let out = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .unwrap();
    let pdf = folder.path().join("book.pdf");
    assert!(pdf.is_file(), "{}", String::from_utf8_lossy(&out.stderr));
    let Ok(text) = Command::new("pdftotext").arg("-raw").arg(&pdf).arg("-").output() else {
        crate::common::skipped("no pdftotext");
        return;
    };
    let flat = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let printed = flat(&String::from_utf8_lossy(&text.stdout));
    // a row too low for its text would lose its last lines
    for line in crate::edition::long_text().lines() {
        let line = flat(line);
        let (head, tail) = line.split_at(line.char_indices().nth(line.chars().count() / 2).map_or(0, |(at, _)| at));
        assert!(printed.contains(head) && printed.contains(tail) || printed.contains(&line), "{line}");
    }
    assert!(!printed.contains("###"), "a column is too narrow for its figures");
}

/// Figures with units, dates, links and formulas of every kind look otherwise in LibreOffice's file, and are the same.
#[test]
fn a_workbook_of_every_kind_that_libreoffice_saved_is_unchanged() {
    use torimatome::model::Format;
    use torimatome::report::workbook::read_back::{ReadBack, digests, read_back};
    use torimatome::source;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.xlsx");
    let kinds = crate::kinds::with_all_kinds();
    let bytes = with_edition(&kinds, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    std::fs::write(&file, &bytes).unwrap();
    let read =
        |bytes: &[u8]| source::workbook::read(bytes, Format::Xlsx, &"book.xlsx".into(), &source::Options::default()).unwrap().0;
    let known = digests(&read(&bytes));
    let unchanged = |bytes: &[u8]| {
        let found = read_back(&read(bytes), &known).expect("it remembers what was written");
        assert_eq!(found, ReadBack { period: found.period.clone(), ..ReadBack::default() });
    };
    unchanged(&bytes);
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let saved = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(folder.path().join("saved"))
        .arg(&file)
        .output();
    if saved.is_err() {
        eprintln!("skipped: no LibreOffice");
        return;
    }
    unchanged(&std::fs::read(folder.path().join("saved/book.xlsx")).unwrap());
}
