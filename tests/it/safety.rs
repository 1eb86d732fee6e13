//! Nobody's file is lost, and nobody's file stops the others: a shared folder is full of files by other people.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

pub(crate) const HEAD: &str =
    "取組状況調査票\n担当課,総務課\n\n方向,番号,取組名,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\n";

/// A folder to work in.
pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A workspace of two periods, the first closed.
    pub(crate) fn workspace() -> Self {
        let desk = Self::new();
        let made =
            Command::new(env!("CARGO_BIN_EXE_torimatome")).args(["init", ".", "--demo"]).current_dir(desk.0.path()).output();
        assert!(made.unwrap().status.success());
        for month in ["2026-04", "2026-05", "2026-06", "2026-07"] {
            fs::remove_dir_all(desk.path("inbox").join(month)).unwrap();
        }
        fs::remove_file(desk.path("decisions.toml")).unwrap();
        desk.done(&["build", "--period", "2025H1", "--finalise", "-q"]);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
        command.args(arguments).current_dir(self.0.path());
        if arguments.first() != Some(&"history") {
            command.args(["--now", "2026-04-10T09:00:00+09:00"]);
        }
        command
    }

    /// Runs, and it has to end with 0 or 1.
    pub(crate) fn done(&self, arguments: &[&str]) -> Output {
        let ran = self.run(arguments);
        assert!(matches!(ran.status.code(), Some(0 | 1)), "{arguments:?}: {ran:?}");
        ran
    }

    /// Runs, and it has to be refused, saying these words.
    pub(crate) fn refused(&self, arguments: &[&str], words: &[&str]) {
        let ran = self.run(arguments);
        let messages = String::from_utf8_lossy(&ran.stderr).replace('\\', "/");
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {messages}");
        for word in words {
            assert!(messages.contains(word), "{arguments:?}: {word}: {messages}");
        }
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// Every file below a folder, by its path.
    pub(crate) fn tree(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.path(name)).into_iter().map(Result::unwrap) {
            if entry.file_type().is_file() {
                found.insert(entry.path().to_owned(), fs::read(entry.path()).unwrap());
            }
        }
        found
    }
}

pub(crate) fn row(no: usize, done: &str) -> String {
    format!("1,{no},取組その{no},総務課,施策の説明,\"{done}\",\"【運用開始】\n・行う\"\n")
}

/// A finding that names this file, and this cell.
fn is_named(run: &Value, file: &str, cell: &str) -> bool {
    let findings = run["findings"].as_array().unwrap();
    findings.iter().any(|finding| finding["file"] == file && finding["cell"] == cell)
}

#[test]
fn what_a_foreign_run_json_lists_is_nobodys_to_touch() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    for foreign in [r#"{"outputs":[{"path":"report.docx"}]}"#, r#"{"name":"my run","steps":[1,2]}"#] {
        desk.put("docs/run.json", foreign);
        desk.put("docs/report.docx", "mine");
        let before = desk.tree("docs");
        desk.refused(&["build", "in", "-o", "docs", "--no-pdf"], &["run.json"]);
        assert_eq!(desk.tree("docs"), before);
    }
    // files under the names of outputs are named, all of them
    desk.put("out/取りまとめ.xlsx", "mine");
    desk.put("out/data/progress.json", "mine");
    let before = desk.tree("out");
    desk.refused(&["build", "in", "-o", "out", "--no-pdf"], &["取りまとめ.xlsx", "progress.json"]);
    assert_eq!(desk.tree("out"), before);
}

#[test]
fn a_workbook_that_cannot_be_read_back_stops_the_build() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let before = desk.tree("out");
    desk.put("out/取りまとめ.xlsx", "worked on");
    desk.refused(&["build", "in", "-o", "out", "--no-pdf"], &["取りまとめ.xlsx", "--discard-edits"]);
    assert_eq!(fs::read(desk.path("out/取りまとめ.xlsx")).unwrap(), b"worked on");
    let others = |tree: &BTreeMap<PathBuf, Vec<u8>>| {
        tree.iter()
            .filter(|(path, _)| !path.ends_with("取りまとめ.xlsx"))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(others(&desk.tree("out")), others(&before), "nothing was replaced");
    let ran = desk.done(&["build", "in", "-o", "out", "--no-pdf", "--discard-edits"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("取りまとめ（手直し）.xlsx"), "{ran:?}");
    assert_eq!(fs::read(desk.path("out/取りまとめ（手直し）.xlsx")).unwrap(), b"worked on");
    assert!(fs::read(desk.path("out/取りまとめ.xlsx")).unwrap().starts_with(b"PK"));
    // another output that was changed is refused
    desk.put("out/data/progress.csv", "worked on");
    desk.refused(&["build", "in", "-o", "out", "--no-pdf"], &["progress.csv"]);
}

#[test]
fn forms_are_never_replaced_by_outputs_nor_removed_once_filled_in() {
    let desk = Desk::workspace();
    desk.done(&["forms", "-q"]);
    // the account of the forms lies beside them
    let folder = fs::read_dir(desk.path("forms")).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let name = format!("forms/{}", folder.file_name().unwrap().to_str().unwrap());
    let before = desk.tree(&name);
    desk.refused(&["build", "inbox/2025H1", "-o", &name], &[&format!("{name}.json")]);
    assert_eq!(desk.tree(&name), before);
    let form = before.keys().find(|path| path.to_str().unwrap().contains("防災安全課")).unwrap();
    fs::write(form, "filled in").unwrap();
    let list = fs::read_to_string(desk.path("departments.csv")).unwrap();
    let fewer: Vec<&str> = list.lines().filter(|line| !line.contains("防災安全課")).collect();
    desk.put("departments.csv", fewer.join("\n"));
    desk.run(&["forms", "-q"]);
    assert_eq!(fs::read(form).unwrap(), b"filled in");
}

#[test]
fn closed_outputs_stay_whatever_the_command() {
    let desk = Desk::workspace();
    let before = desk.tree("out/2025H1");
    desk.refused(&["build", "--period", "2025H2", "-o", "out/2025H1"], &["締めた"]);
    desk.refused(&["forms", "-o", "out/2025H1"], &[]);
    desk.put("other/torimatome.toml", "plan = \"kirise\"\nhistory = false\n");
    let other = ["build", "inbox/2025H1", "--config", "other/torimatome.toml", "-o", "out/2025H1"];
    desk.refused(&other, &["締めた"]);
    let shard = ["ingest", "inbox/2025H1/03_総務課.csv", "-o", "out/2025H1/data/progress.json"];
    desk.refused(&shard, &["progress.json"]);
    for history in [None, Some("")] {
        fs::remove_file(desk.path("history.sqlite")).unwrap();
        if let Some(text) = history {
            desk.put("history.sqlite", text);
        }
        desk.refused(&["build", "--period", "2025H1"], &["history.sqlite"]);
        desk.put("history.sqlite", "");
    }
    assert_eq!(desk.tree("out/2025H1"), before);
}

#[test]
fn a_lost_history_is_made_again_from_the_outputs() {
    let desk = Desk::workspace();
    let runs = |desk: &Desk| {
        let history: serde_json::Value = serde_json::from_slice(&desk.done(&["history", "--format", "json"]).stdout).unwrap();
        let keys =
            ["period", "label", "folder", "run_sha256", "submitted", "departments", "records", "errors", "warnings", "closed"];
        let run = |run: &serde_json::Value| keys.map(|key| run[key].clone());
        history["runs"].as_array().unwrap().iter().map(run).collect::<Vec<_>>()
    };
    let (before, outputs) = (runs(&desk), desk.tree("out/2025H1"));
    let closed = before.last().unwrap().clone();
    fs::remove_file(desk.path("history.sqlite")).unwrap();
    desk.refused(&["history"], &["history --rebuild"]);
    // 1 a.m. of 2 May in Japan is still 1 May elsewhere
    let account = fs::File::options().append(true).open(desk.path("out/2025H1/run.json")).unwrap();
    account.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_777_651_200)).unwrap();
    let ran = desk.done(&["history", "--rebuild"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("out/2025H1"), "{ran:?}");
    assert_eq!(runs(&desk), std::slice::from_ref(&closed), "the run whose outputs stand");
    assert!(String::from_utf8_lossy(&desk.done(&["history", "--format", "json"]).stdout).contains("2026-05-02T01:00:00"));
    desk.done(&["history", "--rebuild"]);
    assert_eq!(runs(&desk), [closed], "nothing twice");
    // the period is closed again, and its report is what corrections are held against
    desk.done(&["build", "--period", "2025H1", "--no-pdf", "-q"]);
    desk.refused(&["build", "--period", "2025H1", "--finalise"], &["締めて"]);
    assert_eq!(desk.tree("out/2025H1"), outputs);
    // outputs that were changed since are not believed
    fs::remove_file(desk.path("history.sqlite")).unwrap();
    desk.put("out/2025H1/data/progress.json", "{}");
    desk.refused(&["history", "--rebuild"], &["data/progress.json"]);
    desk.put("out/2025H1/run.json", "{\"schema\": \"torimatome.run/1\",");
    let messages = String::from_utf8_lossy(&desk.run(&["history", "--rebuild"]).stderr).into_owned();
    assert!(messages.contains("out/2025H1") && messages.contains("run.json"), "{messages}");
}

#[test]
fn a_closed_period_is_held_against_the_run_that_closed_it() {
    let desk = Desk::workspace();
    let run = fs::read_to_string(desk.path("out/2025H1/run.json")).unwrap();
    desk.put("out/2025H1/run.json", run.replace("\"state\": \"final\"", "\"state\":  \"final\""));
    desk.refused(&["build", "--period", "2025H1", "--no-pdf"], &["out/2025H1", "履歴"]);
}

#[test]
fn configuration_that_was_handed_in_configures_nothing() {
    for text in ["output = \"../../../out/2025H1\"\n", "output = \"elsewhere\"\nhistory = false\n", "x = [\n", "outputs = 1\n"] {
        for folder in ["inbox/2025H2/教育課", "inbox/2025H2"] {
            let desk = Desk::workspace();
            let before = desk.tree("out/2025H1");
            desk.put(&format!("{folder}/torimatome.toml"), text);
            desk.put(&format!("{folder}/seeds/plan.toml"), "x = [\n");
            desk.done(&["build", "--period", "2025H2", "--no-pdf", "-q"]);
            let run = desk.json("out/2025H2/run.json");
            let inputs = run["inputs"].as_array().unwrap();
            let config = inputs.iter().find(|input| input["path"].as_str().unwrap().ends_with("torimatome.toml")).unwrap();
            assert_eq!((&config["status"], &config["reason"]), (&json!("ignored"), &json!("ignored-file")));
            assert_eq!(desk.tree("out/2025H1"), before);
            assert!(!desk.path(&format!("{folder}/elsewhere")).exists());
        }
    }
    // nor does one below a folder that was named; one directly in it may not lead out of it
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    desk.put("in/a/torimatome.toml", "x = [\n");
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    desk.put("in/torimatome.toml", "output = \"../elsewhere\"\n");
    desk.refused(&["build", "in", "--no-pdf"], &["output", "torimatome.toml"]);
}

#[test]
fn its_own_outputs_are_no_submissions() {
    let desk = Desk::new();
    for (no, name) in [(1, "総務課"), (2, "財政課")] {
        desk.put(&format!("in/{name}.csv"), format!("{HEAD}{}", row(no, "【準備中】した")).replace("総務課", name));
    }
    let build = ["build", "in", "-o", "in/out", "--html", "--no-pdf", "-q"];
    desk.done(&build);
    let count = desk.json("in/out/run.json")["records"].clone();
    desk.done(&build);
    assert_eq!(desk.json("in/out/run.json")["records"], count);
    // copied without their run.json they still say what they are
    for name in ["取りまとめ.xlsx", "確認結果.html", "報告書.html", "data/progress.csv"] {
        desk.put(&format!("in/copies/{}", name.rsplit('/').next().unwrap()), fs::read(desk.path("in/out").join(name)).unwrap());
    }
    desk.done(&build);
    let run = desk.json("in/out/run.json");
    assert_eq!(run["records"], count);
    for input in run["inputs"].as_array().unwrap() {
        let path = input["path"].as_str().unwrap();
        let own = path.starts_with("copies/") || path.starts_with("out/");
        assert_eq!(input["status"], if own { "ignored" } else { "read" }, "{path}");
    }
    // beside the outputs, in one folder with them
    desk.done(&["build", "in", "-o", "in", "--no-pdf", "-q"]);
    desk.done(&["build", "in", "-o", "in", "--no-pdf", "-q"]);
    assert_eq!(desk.json("in/run.json")["records"], count);
}

#[test]
fn one_odd_cell_costs_one_cell() {
    let odd = [
        format!("か{}x", " ".repeat(33_000)),
        format!("か{}x", "\u{200b}".repeat(33_000)),
        format!("ん{}x", "\u{3099}".repeat(33_000)),
        format!("<r>{}</r>", "あ".repeat(32_753)),
        "【謎】".repeat(10_922),
        (0..3000).map(|no| format!("【謎{no}】・x\n")).collect(),
        "【".repeat(40_000),
        "（".repeat(40_000),
    ];
    for (no, text) in odd.iter().enumerate() {
        let desk = Desk::new();
        desk.put("in/総務課.csv", format!("\u{feff}{HEAD}{}{}", row(1, text), row(2, "【導入】した")));
        desk.done(&["build", "in", "-o", "out", "--plan", "kirise", "--no-pdf", "-q"]);
        let run = desk.json("out/run.json");
        assert_eq!(run["records"]["progress"], 2, "{no}");
        assert!(text.starts_with('（') || is_named(&run, "総務課.csv", "F5"), "{no}: {}", run["findings"]);
        assert!(run["findings"].as_array().unwrap().len() < 60, "{no}");
        let data = desk.json("out/data/progress.json");
        let read = data["records"][0]["done"]["text"].as_str().unwrap();
        assert_eq!(read, text.trim_end(), "{no}: the data files keep it whole");
        let size: u64 = desk.tree("out").values().map(|bytes| bytes.len() as u64).sum();
        assert!(size < 40 * text.len() as u64 + 5_000_000, "{no}: {size}");
    }
}

#[test]
fn a_cell_of_many_numbers_makes_no_flood() {
    let desk = Desk::new();
    let numbers = "1、".repeat(16_383);
    desk.put("in/総務課.csv", format!("{HEAD}1,{numbers},名,総務課,説明,【導入】した,\n{}", row(3, "【導入】した")));
    desk.done(&["build", "in", "-o", "out", "--plan", "kirise", "--no-pdf", "-q"]);
    let data = desk.json("out/data/progress.json");
    let longest = data["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().len()).max();
    assert!(longest.unwrap() <= 200);
    let size: usize = desk.tree("out").values().map(Vec::len).sum();
    assert!(size < 12_000_000, "{size}");
}

#[test]
fn deep_folders_are_named() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    desk.put(&format!("in/{}深い課.csv", "d/".repeat(70)), format!("{HEAD}{}", row(2, "【導入】した")));
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q"]);
    let run = desk.json("out/run.json");
    let deep = run["inputs"].as_array().unwrap().iter().find(|input| input["path"].as_str().unwrap().ends_with("d/d")).unwrap();
    assert_eq!((&deep["status"], &deep["reason"]), (&json!("rejected"), &json!("too-large")));
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q", "--max-folder-depth", "100"]);
    assert_eq!(desk.json("out/run.json")["records"]["progress"], 2);
}

#[test]
fn what_exceeds_the_memory_of_the_run_is_set_aside_by_weight() {
    let desk = Desk::new();
    desk.put("in/a.csv", format!("{HEAD}{}", (1..2000).map(|no| row(no, "【導入】した")).collect::<String>()));
    desk.put("in/b.csv", format!("{HEAD}{}", row(5000, "【導入】した")));
    for jobs in ["1", "4"] {
        desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q", "--max-memory", "200000", "--jobs", jobs]);
        let run = desk.json("out/run.json");
        let statuses: Vec<&str> =
            run["inputs"].as_array().unwrap().iter().map(|input| input["status"].as_str().unwrap()).collect();
        assert_eq!((statuses, &run["records"]["progress"]), (vec!["rejected", "read"], &json!(1)));
    }
}

#[test]
fn configuration_is_answered_at_once() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    let form = |alias: &str| {
        format!(
            "id = \"x\"\nname = \"x\"\nrecord = \"progress\"\nlayout = \"upright\"\n[[column]]\nfield = \"names\"\nheading = \"取組名\"\ntype = \"lines\"\nkey = true\naliases = [\"{alias}\"]\n"
        )
    };
    for alias in ["{".repeat(50_000) + &"}".repeat(50_000), "{a|".repeat(20_000) + "b" + &"}".repeat(20_000), "{".repeat(200_000)]
    {
        desk.put("form.toml", form(&alias));
        desk.refused(&["build", "in", "-o", "out", "--template", "form.toml"], &["form.toml:10"]);
    }
    desk.done(&["build", "in", "-o", "out", "--no-pdf", "-q", "--jobs", "100000"]);
    if cfg!(unix) {
        assert!(Command::new("mkfifo").arg(desk.path("fifo")).status().unwrap().success());
        for option in ["--plan", "--template", "--departments", "--password-file", "--config"] {
            desk.refused(&["build", "in", "-o", "out", option, "fifo"], &["fifo"]);
        }
        desk.refused(&["build", "in", "-o", "out", "--password-file", "/dev/zero"], &["/dev/zero"]);
        fs::create_dir(desk.path("busy")).unwrap();
        assert!(Command::new("mkfifo").arg(desk.path("busy/run.json")).status().unwrap().success());
        desk.refused(&["build", "in", "-o", "busy"], &["run.json"]);
    }
}

#[test]
fn a_result_that_nobody_gets_is_a_failure() {
    if !cfg!(target_os = "linux") {
        return crate::common::skipped("/dev/full is a device of Linux");
    }
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    for arguments in [vec!["check", "in", "--format", "json"], vec!["check", "in"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = desk.command(&arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(ran.status.code(), Some(74), "{arguments:?}");
        assert!(String::from_utf8_lossy(&ran.stderr).contains("標準出力"), "{ran:?}");
    }
    // callers that want no output pass a null device, open for reading too
    let null = fs::File::options().read(true).write(true).open("/dev/null").unwrap();
    let ran = desk.command(&["check", "in", "--format", "json"]).stdout(null).stderr(Stdio::piped()).output().unwrap();
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{ran:?}");
}

#[cfg(feature = "parquet")]
#[test]
fn a_damaged_part_is_named() {
    let desk = Desk::new();
    desk.put("in/総務課.csv", format!("{HEAD}{}", row(1, "【導入】した")));
    desk.done(&["ingest", "in/総務課.csv", "-o", "p.parquet", "-q"]);
    let whole = fs::read(desk.path("p.parquet")).unwrap();
    for at in (9..whole.len().min(1200)).step_by(97) {
        let mut damaged = whole.clone();
        let place = damaged.len() - at;
        damaged[place] ^= 1;
        desk.put("p.parquet", &damaged);
        let ran = desk.run(&["build", "--from", "p.parquet", "-o", "out", "--no-pdf", "-q"]);
        assert!(matches!(ran.status.code(), Some(0..=3)), "{at}: {ran:?}");
    }
    // a part replaces a part and nothing else
    desk.put("report.docx", "mine");
    desk.refused(&["ingest", "in/総務課.csv", "-o", "report.docx"], &["report.docx"]);
    assert_eq!(fs::read(desk.path("report.docx")).unwrap(), b"mine");
}
