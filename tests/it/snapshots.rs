//! What the program writes, to be read: `run.json` of a small sample, text and structure of its report, messages in both languages.
//!
//! CONTRIBUTING.md says how to accept a change. Versions, hashes and paths are replaced.

use std::fs;
use std::path::Path;

use crate::common::{json, repository, torimatome};
use crate::report::tree::tree;

/// Two departments of the made-up city: a workbook with a hidden row, and CSV with other headings. A third one is missing.
const SAMPLE: [&str; 2] = ["14_上下水道課_取組状況.xlsx", "03_総務課.csv"];

fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("inbox")).unwrap();
    for name in SAMPLE {
        fs::copy(repository("samples/2025H1").join(name), folder.path().join("inbox").join(name)).unwrap();
    }
    let departments = "課名,上半期の提出\n総務課,○\n上下水道課,○\n財政課,○\n";
    fs::write(folder.path().join("inbox/departments.csv"), departments).unwrap();
    folder
}

/// Runs a command on the sample; returns its messages and exit status.
fn run(folder: &Path, command: &str, more: &[&str]) -> String {
    let mut arguments = vec![command.into(), folder.join("inbox").into_os_string()];
    arguments.extend(more.iter().map(Into::into));
    let output = torimatome(&arguments);
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    format!("{}[{}]\n", redacted(&text, folder), output.status.code().unwrap())
}

/// Replaces what differs between versions and machines.
fn redacted(text: &str, folder: &Path) -> String {
    let text = text.replace(&folder.display().to_string(), "[FOLDER]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let mut out = String::new();
    for part in text.split('"') {
        let is_hash = part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_hash { "[SHA256]" } else { part });
        out.push('"');
    }
    out.pop();
    out
}

#[test]
fn run_json_and_the_report_of_a_small_sample() {
    let folder = sample();
    let out = folder.path().join("out");
    run(folder.path(), "build", &["-o", out.to_str().unwrap(), "--quiet"]);
    assert_eq!(json(&out.join("run.json"))["schema"], "torimatome.run/1");
    let run = fs::read_to_string(out.join("run.json")).unwrap();
    insta::assert_snapshot!("run", redacted(&run, folder.path()));
    let report = fs::read(out.join("報告書.pdf")).unwrap();
    insta::assert_snapshot!("report", redacted(&tree(&report), folder.path()));
}

#[test]
fn messages_in_japanese() {
    let folder = sample();
    insta::assert_snapshot!("check_ja", run(folder.path(), "check", &[]));
}

#[test]
fn messages_in_english() {
    let folder = sample();
    insta::assert_snapshot!("check_en", run(folder.path(), "check", &["--lang", "en"]));
}
