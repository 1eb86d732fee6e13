//! Runs the program as a person would: files in, files out.

#[cfg(feature = "parquet")]
pub mod parquet;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Says that a test is skipped, and why; `tests/run` counts these lines. libtest does not capture what is written this way.
pub fn skipped(reason: impl std::fmt::Display) {
    let thread = std::thread::current();
    let line = format!("skipped: {}: {reason}\n", thread.name().unwrap_or("a test"));
    std::io::stderr().write_all(line.as_bytes()).expect("standard error is open");
}

/// A path of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The program with these arguments, at a fixed time.
pub fn torimatome<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", "1762300000")
        .env_remove("NO_COLOR")
        // nothing is written outside the output folder
        .env("TMPDIR", "/nonexistent")
        .output()
        .expect("the program can be started")
}

/// `build` of an input into `out`, with more arguments; gives the exit status and the messages.
pub fn build(input: &Path, out: &Path, more: &[&str]) -> (i32, String) {
    let mut arguments: Vec<std::ffi::OsString> = vec!["build".into(), input.into(), "-o".into(), out.into()];
    arguments.extend(more.iter().map(Into::into));
    let output = torimatome(&arguments);
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A JSON file of a run.
pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("the file is there")).expect("it is JSON")
}

/// `rule file cell` of the findings that are worse than information.
pub fn findings(run: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let worse = run["findings"].as_array().expect("findings").iter().filter(|finding| finding["severity"] != "info");
    let mut out: Vec<String> = worse
        .map(|finding| {
            let about = if finding["file"].is_null() { &finding["department"] } else { &finding["file"] };
            format!("{} {} {}", text(&finding["rule"]), text(about), text(&finding["cell"]))
        })
        .collect();
    out.sort();
    out
}

/// Ids of the records of a run.
pub fn ids(out: &Path) -> Vec<String> {
    let data = json(&out.join("data/progress.json"));
    data["records"].as_array().expect("records").iter().map(|record| record["id"].as_str().expect("id").to_owned()).collect()
}
