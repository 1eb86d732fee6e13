//! The round of a year: init, build, close, build and compare, differences, a correction; and crashes on the way.

mod compared;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use serde_json::Value;
use sha2::{Digest, Sha256};
use torimatome::consolidate::history::{History, NewRun};
use torimatome::model::{Consolidation, Period, Plan, Records};

struct City {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl City {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("取りまとめ 作業場所");
        let made = torimatome(folder.path(), &["init", "取りまとめ 作業場所", "--demo"]);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        Self { _folder: folder, root }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        torimatome(&self.root, arguments)
    }

    /// Runs a command that has to end with this status, and returns its standard output.
    fn done(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&fs::read(self.root.join(path)).unwrap()).unwrap()
    }

    /// A department corrects its file: 総務課 counted wrongly.
    fn correct(&self, from: &str, to: &str) {
        let path = self.root.join("inbox/2025H1/03_総務課.csv");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(&path, text.replace(from, to)).unwrap();
    }

    fn history(&self) -> Value {
        serde_json::from_str(&self.done(0, &["history", "--format", "json"])).unwrap()
    }
}

fn torimatome(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
    command.args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", "1776643200").stdin(Stdio::null());
    command
}

fn sha256(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

fn rules(run: &Value) -> Vec<&str> {
    run["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_round() {
    let city = City::new();

    // the first period has nothing before it
    city.done(0, &["build", "--period", "2025H1", "--finalise"]);
    let first = city.json("out/2025H1/run.json");
    assert_eq!(first["records"]["progress"], 38);
    assert!(first.get("comparison").is_none());
    let closed = sha256(&city.root.join("out/2025H1/取りまとめ.xlsx"));

    // who is missing
    let status: Value = serde_json::from_str(&city.done(0, &["status", "--format", "json"])).unwrap();
    assert_eq!((&status["period"], &status["due"]), (&"2025H2".into(), &"2026-04-10".into()));
    let of =
        |name: &str| status["departments"].as_array().unwrap().iter().find(|line| line["department"] == name).unwrap().clone();
    assert_eq!((of("防災安全課")["status"].as_str(), of("防災安全課")["overdue"].as_i64()), (Some("missing"), Some(10)));
    assert_eq!((of("子育て応援課")["version"].as_i64(), of("子育て応援課")["overdue"].as_i64()), (Some(1), Some(3)));
    let reminder = city.done(0, &["status", "--reminder"]);
    assert!(reminder.contains("防災安全課 御中") && !reminder.contains("財政課 御中"), "{reminder}");

    // the second is compared with the first: nothing is said of where, everything is found
    city.done(1, &["build"]);
    let second = city.json("out/2025H2/run.json");
    assert_eq!(second["comparison"]["previous"], "2025H1");
    let found = rules(&second);
    let count = |rule: &str| found.iter().filter(|found| **found == rule).count();
    assert_eq!((count("unchanged-record"), count("nearly-copied"), count("gone-record"), count("new-record")), (2, 1, 1, 2));
    let diff = city.done(0, &["diff", "2025H1", "2025H2"]);
    assert!(diff.contains("なくなった") && diff.contains("［1,148］"), "{diff}");
    let by_folder = city.done(0, &["diff", "out/2025H1", "out/2025H2", "--format", "json"]);
    let by_folder: Value = serde_json::from_str(&by_folder).unwrap();
    assert_eq!(by_folder["changes"].as_array().unwrap().len(), second["comparison"]["changes"].as_array().unwrap().len());

    // what is closed stays closed; a correction is told by the next report
    assert_eq!(city.run(&["build", "--period", "2025H1", "--finalise"]).status.code(), Some(2));
    assert_eq!(city.run(&["build", "--period", "2025H1", "-o", "out/2025H1"]).status.code(), Some(2));
    city.correct("手続は96件", "手続は98件");
    let corrected = city.done(0, &["build", "--period", "2025H1"]);
    assert!(corrected.contains("正誤"), "{corrected}");
    assert_eq!(sha256(&city.root.join("out/2025H1/取りまとめ.xlsx")), closed);
    let history = city.history();
    assert_eq!((history["errata"].as_array().unwrap().len(), &history["errata"][0]["id"]), (1, &"2-8".into()));
    let runs = history["runs"].as_array().unwrap();
    assert_eq!(runs.iter().map(|run| run["closed"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false, false]);
    city.done(1, &["build"]);
    assert_eq!(
        city.json("out/2025H2/run.json")["errata"][0]["before"].as_str().map(|text| text.contains("手続は96件")),
        Some(true)
    );
    let status: Value = serde_json::from_str(&city.done(0, &["status", "--period", "2025H1", "--format", "json"])).unwrap();
    let general = status["departments"].as_array().unwrap().iter().find(|line| line["department"] == "総務課").unwrap();
    assert_eq!(general["version"], 2);
}

#[test]
fn a_double_click_builds_and_says_what_comes_next() {
    let city = City::new();
    let said = city.done(1, &[]);
    assert!(said.contains("次にすること") && said.contains("--reminder"), "{said}");
    assert!(city.root.join("out/2025H2/run.json").is_file());
    // dropped on the executable from anywhere
    let said = torimatome(city.root.parent().unwrap(), &[city.root.to_str().unwrap()]);
    assert_eq!(said.status.code(), Some(1));
    assert_eq!(city.run(&["init", "."]).status.code(), Some(2));
}

#[test]
fn outside_a_workspace_nothing_is_remembered() {
    let city = City::new();
    let folder = tempfile::tempdir().unwrap();
    let input = city.root.join("inbox/2025H1");
    let plain = folder.path().join("提出");
    fs::create_dir(&plain).unwrap();
    for entry in fs::read_dir(input).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, plain.join(path.file_name().unwrap())).unwrap();
    }
    let built = torimatome(folder.path(), &["build", "提出", "-o", "out"]);
    assert_eq!(built.status.code(), Some(0));
    let mut there: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    there.sort();
    assert_eq!(there, ["out", "提出"]);
    assert_eq!(torimatome(folder.path(), &["build", "提出", "--finalise"]).status.code(), Some(2));
    assert_eq!(torimatome(folder.path(), &["build"]).status.code(), Some(2));
    // with an earlier folder it compares all the same
    let built = torimatome(folder.path(), &["build", "提出", "-o", "neu", "--previous", "out", "-q"]);
    assert_eq!(built.status.code(), Some(0));
    let run: Value = serde_json::from_slice(&fs::read(folder.path().join("neu/run.json")).unwrap()).unwrap();
    assert_eq!(rules(&run).iter().filter(|rule| **rule == "unchanged-record").count(), 38);
}

/// What stands in the folder is what the history says of it.
fn agree(city: &City, when: &str) {
    let history = city.history();
    let last = history["runs"].as_array().unwrap().iter().rfind(|run| run["folder"] == "out/2025H2");
    let last = last.map(|run| run["run_sha256"].as_str().unwrap().to_owned());
    assert_eq!(last, sha256(&city.root.join("out/2025H2/run.json")), "{when}");
    if let Some(run) = last.map(|_| city.json("out/2025H2/run.json")) {
        for output in run["outputs"].as_array().unwrap() {
            let path = city.root.join("out/2025H2").join(output["path"].as_str().unwrap());
            assert_eq!(sha256(&path).as_deref(), output["sha256"].as_str(), "{when}: {}", path.display());
        }
    }
}

#[test]
fn killed_at_any_time_outputs_and_history_agree() {
    let city = City::new();
    let began = Instant::now();
    city.done(1, &["build", "-q"]);
    let whole = began.elapsed();
    for step in 0..8u32 {
        // each run has another input, so that before and after differ
        fs::write(city.root.join("inbox/2025H2").join("メモ.json"), format!("{{\"step\": {step}}}")).unwrap();
        let delay = whole * (2 + 2 * step) / 16;
        let mut child = command(&city.root, &["build", "-q"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay.min(Duration::from_secs(20)));
        let _ = child.kill();
        child.wait().unwrap();
        agree(&city, &format!("killed after {delay:?} of {whole:?}"));
    }
    city.done(1, &["build", "-q"]);
    agree(&city, "after a whole run");
}

#[test]
fn cut_off_between_history_and_outputs() {
    let city = City::new();
    city.done(1, &["build", "-q"]);
    let path = city.root.join("history.sqlite");
    let consolidation = Consolidation {
        plan: Plan::default(),
        period: Period::parse("2025H2"),
        inputs: Vec::new(),
        submissions: Vec::new(),
        records: Records::default(),
        findings: Vec::new(),
        comparison: None,
        errata: Vec::new(),
    };
    let stands = sha256(&city.root.join("out/2025H2/run.json")).unwrap();
    let begin = |run_sha256: &str, closing| {
        let made = DateTime::constant(2026, 4, 20, 9, 0, 0, 0);
        let run = NewRun { consolidation: &consolidation, outputs: &[], folder: "out/2025H2", run_sha256, made, closing };
        History::open(&path).unwrap().begin(&run).unwrap();
    };
    // written down, but its outputs never came: it did not take place
    begin("0000", true);
    assert_eq!(city.history()["runs"].as_array().unwrap().len(), 1);
    agree(&city, "before the outputs");
    // its outputs stand, but nobody said so: it did, and what it closed is closed
    begin(&stands, true);
    let history = city.history();
    assert_eq!(history["runs"].as_array().unwrap().len(), 2);
    assert_eq!(history["runs"][1]["closed"], true);
    agree(&city, "after the outputs");
}
