//! The made-up city's two half-years: what the README's command makes of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{build, findings, ids, json, repository};

fn run(period: &str, out: &Path) -> i32 {
    let list = repository("samples/departments.csv");
    let list = list.to_str().unwrap();
    build(&repository(&format!("samples/{period}")), out, &["--departments", list, "--quiet"]).0
}

#[test]
fn the_first_half() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert_eq!(run("2025H1", &out), 0);
    let run = json(&out.join("run.json"));
    assert_eq!(run["period"]["id"], "2025H1");
    assert_eq!(run["plan"]["id"], "kirise");
    assert_eq!(run["records"]["progress"], 38);
    assert_eq!(
        findings(&run),
        [
            "hidden-row 14_上下水道課_取組状況.xlsx 10:10",
            "number-name-mismatch 02_デジタル推進課_取組状況.xlsx C14",
            "superseded 10_健康づくり課_取組状況.xlsx -",
        ]
    );
    let submissions = run["submissions"].as_array().unwrap();
    assert_eq!(submissions.len(), 16);
    let of = |name: &str| submissions.iter().find(|s| s["department"] == name).unwrap();
    assert_eq!(of("健康づくり課")["file"], "10_健康づくり課_取組状況（修正版）.xlsx");
    assert_eq!(of("産業観光課")["file"], "産業部（2課分）.zip/産業部/12_産業観光課_取組状況.csv");
    assert_eq!(of("都市整備課")["status"], "no-records");
    assert_eq!(of("財政課")["submitted"], "2025-10-07");
}

#[test]
fn the_second_half() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert_eq!(run("2025H2", &out), 1);
    let run = json(&out.join("run.json"));
    assert_eq!(run["period"]["label"], "令和7年度下半期");
    assert_eq!(
        findings(&run),
        [
            "missing-department 防災安全課 -",
            "number-name-mismatch 02_デジタル推進課_取組状況.xlsx C13",
            "superseded 09_子育て応援課_取組状況.xlsx -",
            "unknown-stage 09_子育て応援課_取組状況.xlsx F10",
        ]
    );
    // what only the older file reports is kept
    assert!(ids(&out).contains(&"1-10".to_owned()));
}

/// `tests/samples/check.py` shares no code with the program: the records are the texts of `samples/texts.toml`, and the ledger
/// counts as many cells as other readers.
#[test]
fn other_readers_find_the_same_records_and_cells() {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = tempfile::tempdir().unwrap();
    for period in ["2025H1", "2025H2"] {
        let out = folder.path().join(period);
        run(period, &out);
        let input = repository(&format!("samples/{period}"));
        let arguments = [repository("tests/samples/check.py").as_path(), &out, &input, Path::new(period)].map(Path::to_owned);
        let checked = Command::new(&python).args(arguments).output();
        let Some(checked) = checked.ok().filter(|checked| checked.status.code() != Some(3)) else {
            crate::common::skipped(format_args!("{python} has not what tests/requirements.txt names (set TORIMATOME_PYTHON)"));
            return;
        };
        assert!(
            checked.status.success(),
            "{}{}",
            String::from_utf8_lossy(&checked.stdout),
            String::from_utf8_lossy(&checked.stderr)
        );
    }
}

#[test]
fn every_link_of_the_pages_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    run("2025H1", &first);
    // a record that is no longer reported has no row to link to
    let more = ["--previous", first.to_str().unwrap(), "--html", "--quiet"];
    build(&repository("samples/2025H2"), &second, &more);
    for name in ["確認結果.html", "報告書.html"] {
        let page = fs::read_to_string(second.join(name)).unwrap();
        let targets: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(targets.len() > 10, "{name}");
        for target in targets {
            assert!(page.contains(&format!("id=\"{target}\"")), "{name}: {target}");
        }
    }
}

#[test]
fn no_personal_names_in_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run("2025H1", &out);
    for name in ["run.json", "data/progress.json", "data/progress.csv"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert!(!text.contains("内線"), "{name}");
    }
}

#[test]
fn the_same_input_and_time_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    run("2025H1", &a);
    run("2025H1", &b);
    let mut compared = 0;
    for entry in json(&a.join("run.json"))["outputs"].as_array().unwrap() {
        let name = entry["path"].as_str().unwrap();
        assert!(fs::read(a.join(name)).unwrap() == fs::read(b.join(name)).unwrap(), "{name} differs");
        compared += 1;
    }
    assert!(compared >= 4);
    assert_eq!(fs::read(a.join("run.json")).unwrap(), fs::read(b.join("run.json")).unwrap());
}

#[test]
fn the_order_of_the_inputs_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<_> = fs::read_dir(repository("samples/2025H1")).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let build = |name: &str, files: &[std::path::PathBuf]| {
        let out = folder.path().join(name);
        let mut arguments: Vec<std::ffi::OsString> = vec!["build".into(), "-o".into(), out.clone().into(), "--quiet".into()];
        arguments.extend(files.iter().map(|file| file.clone().into_os_string()));
        crate::common::torimatome(&arguments);
        fs::read(out.join("data/progress.json")).unwrap()
    };
    let forwards = build("forwards", &files);
    files.reverse();
    assert!(forwards == build("backwards", &files));
}
