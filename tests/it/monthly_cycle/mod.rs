//! The round of a year: init, build, close, build and compare, differences, a correction; and crashes on the way.

mod compared;
mod crash;
mod demo;
mod stop;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// When everything takes place: 2026-04-20.
const EPOCH: &str = "1776643200";

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
        // the half-years alone
        for month in ["2026-04", "2026-05", "2026-06", "2026-07"] {
            fs::remove_dir_all(root.join("inbox").join(month)).unwrap();
        }
        fs::remove_file(root.join("decisions.toml")).unwrap();
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

    /// Another one with the same content.
    fn copy(&self) -> Self {
        fn all(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                let (from, to) = (entry.path(), to.join(entry.file_name()));
                if from.is_dir() { all(&from, &to) } else { fs::copy(&from, &to).map(drop).unwrap() }
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("写し");
        all(&self.root, &root);
        Self { _folder: folder, root }
    }

    /// Every file of the outputs, with what it holds.
    fn listing(&self) -> Vec<(PathBuf, Option<String>)> {
        fn all(folder: &Path, found: &mut Vec<(PathBuf, Option<String>)>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { all(&path, found) } else { found.push((path.clone(), sha256(&path))) }
            }
        }
        let mut found = Vec::new();
        all(&self.root.join("out"), &mut found);
        found.sort();
        found
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
    command.args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", EPOCH).stdin(Stdio::null());
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
    assert_eq!(
        (of("子育て応援課")["version"].as_i64(), of("子育て応援課")["overdue"].as_i64()),
        (Some(1), None),
        "the first hand-in was in time"
    );
    let reminder = city.done(0, &["status", "--reminder"]);
    assert!(reminder.contains("防災安全課 御中") && !reminder.contains("財政課 御中"), "{reminder}");

    // the second is compared with the first: no place is given, everything is found
    city.done(1, &["build"]);
    let second = city.json("out/2025H2/run.json");
    assert_eq!(second["comparison"]["previous"], "2025H1");
    let found = rules(&second);
    let count = |rule: &str| found.iter().filter(|found| **found == rule).count();
    assert_eq!((count("unchanged-record"), count("nearly-copied"), count("gone-record"), count("new-record")), (2, 1, 0, 2));
    let diff = city.done(0, &["diff", "2025H1", "2025H2"]);
    assert!(diff.contains("終了") && diff.contains("［1,148］"), "{diff}");
    let by_folder = city.done(0, &["diff", "out/2025H1", "out/2025H2", "--format", "json"]);
    let by_folder: Value = serde_json::from_str(&by_folder).unwrap();
    assert_eq!(by_folder["changes"].as_array().unwrap().len(), second["comparison"]["changes"].as_array().unwrap().len());

    // what is closed stays closed; the next report names the correction
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
fn the_history_tells_how_the_periods_went() {
    let city = City::new();
    city.done(0, &["build", "--period", "2025H1", "--no-pdf"]);
    city.done(1, &["build", "--period", "2025H2", "--no-pdf"]);
    let history: Value = serde_json::from_str(&city.done(0, &["history", "--format", "json"])).unwrap();
    let trend = history["trend"].as_array().unwrap();
    let periods: Vec<&str> = trend.iter().map(|figures| figures["period"].as_str().unwrap()).collect();
    assert_eq!(periods, ["2025H1", "2025H2"]);
    for (figures, due) in trend.iter().zip(["2025-10-10", "2026-04-10"]) {
        assert_eq!(figures["due"], due);
        let data = city.json(&format!("out/{}/data/progress.json", figures["period"].as_str().unwrap()));
        let counted: u64 = figures["directions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                let stages = line["stages"].as_array().unwrap().iter().map(|stage| stage["records"].as_u64().unwrap());
                stages.sum::<u64>() + line["without_stage"].as_u64().unwrap()
            })
            .sum();
        assert_eq!(counted as usize, data["records"].as_array().unwrap().len(), "every record stands at one stage");
    }
    // 防災安全課 was in time in the first half and hands nothing in now
    let of = |figures: &Value| -> String {
        let mut lines = figures["departments"].as_array().unwrap().iter();
        let line = lines.find(|line| line["department"] == "防災安全課").unwrap();
        line["punctuality"].as_str().unwrap().to_owned()
    };
    assert_eq!(trend.iter().map(of).collect::<Vec<_>>(), ["in-time", "missing"]);
    let first: Value = serde_json::from_str(&city.done(0, &["history", "2025H1", "--format", "json"])).unwrap();
    assert_eq!(first["trend"].as_array().unwrap().len(), 1);
}

#[test]
fn a_double_click_builds_and_says_what_comes_next() {
    let city = City::new();
    let printed = city.done(1, &["--no-page"]);
    assert!(printed.contains("次にすること") && printed.contains("未提出の") && !printed.contains("--"), "{printed}");
    assert!(city.root.join("out/2025H2/run.json").is_file());
    // dropped on the executable from anywhere; where there is a browser, that opens the page
    if cfg!(target_os = "linux") {
        let printed = torimatome(city.root.parent().unwrap(), &[city.root.to_str().unwrap()]);
        assert_eq!(printed.status.code(), Some(1));
    }
    assert_eq!(city.run(&["init", "."]).status.code(), Some(2));
}

#[test]
fn a_correction_is_reported_by_the_first_report_that_is_still_open() {
    let city = City::new();
    city.done(0, &["build", "--period", "2025H1", "--finalise", "-q"]);
    city.done(1, &["build", "--period", "2025H2", "--finalise", "-q"]);
    fs::create_dir(city.root.join("inbox/2026H1")).unwrap();
    fs::copy(city.root.join("inbox/2025H2/03_総務課_取組状況.xlsx"), city.root.join("inbox/2026H1/総務課.xlsx")).unwrap();
    city.correct("手続は96件", "手続は98件");
    city.done(0, &["build", "--period", "2025H1", "-q"]);
    let errata = |period: &str| city.json(&format!("out/{period}/run.json"))["errata"].as_array().map_or(0, Vec::len);
    city.done(1, &["build", "--period", "2026H1", "-q"]);
    assert_eq!(errata("2026H1"), 1);
    // reported and closed: the next one does not report it again
    city.done(1, &["build", "--period", "2026H1", "--finalise", "-q"]);
    fs::rename(city.root.join("inbox/2026H1"), city.root.join("inbox/2026H2")).unwrap();
    city.done(1, &["build", "--period", "2026H2", "-q"]);
    assert_eq!((errata("2026H1"), errata("2026H2")), (1, 0));
}

#[test]
fn who_was_late_finds_the_initiatives_of_the_period_before_in_the_form() {
    let city = City::new();
    city.done(0, &["build", "--period", "2025H1", "-q"]);
    city.done(0, &["forms"]);
    let run = city.json("forms/2026H1.json");
    let form = run["forms"].as_array().unwrap().iter().find(|form| form["department"] == "防災安全課").unwrap();
    assert_eq!(form["records"], 2);
}

#[test]
fn tables_of_other_kinds_are_handed_in_and_returned_too() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("指標");
    fs::create_dir(&input).unwrap();
    for (department, row) in [("総務課", "①,電子申請の割合,60%,52%,○"), ("財政課", "②,収納率,90%,95件,△")]
    {
        let head = "基本目標1：便利なくらし,,,,\n基本施策,指標,目標値（令和7年度）,実績値（令和7年度）,評価";
        fs::write(input.join(format!("{department}.csv")), format!("担当課：{department},,,,\n{head}\n{row}\n")).unwrap();
    }
    fs::write(input.join("departments.csv"), "課名,提出\n総務課,○\n財政課,○\n図書館,○\n").unwrap();
    assert_eq!(torimatome(folder.path(), &["build", "指標", "-o", "out", "-q", "--plan", "kirise"]).status.code(), Some(1));
    let run: Value = serde_json::from_slice(&fs::read(folder.path().join("out/run.json")).unwrap()).unwrap();
    let submissions: Vec<_> = run["submissions"].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(submissions, ["submitted", "submitted", "missing"]);
    let returned: Vec<_> =
        fs::read_dir(folder.path().join("out/差戻し")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(returned, ["財政課.xlsx"]);
    // a plan of many departments in one file is nobody's hand-in
    fs::remove_file(input.join("財政課.csv")).unwrap();
    assert_eq!(torimatome(folder.path(), &["build", "指標", "-o", "out", "-q", "--plan", "kirise"]).status.code(), Some(0));
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
