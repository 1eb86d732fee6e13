//! Cut off anywhere: outputs and history are as before or as after, and the next run is a whole one.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use torimatome::model::{Consolidation, Period, Plan, Records};
use torimatome::store::history::{History, NewRun};

use super::{City, EPOCH, command, sha256};

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

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    /// From 0 up to `most`.
    fn up_to(&mut self, most: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        most * u32::try_from(self.0 >> 40).unwrap() / (1 << 24)
    }
}

/// How often a run is killed: `TORIMATOME_KILLS`, or a few times.
fn kills(few: u32) -> u32 {
    std::env::var("TORIMATOME_KILLS").map_or(few, |number| number.parse().unwrap())
}

/// Starts a run, and kills it after a while.
fn kill_after(root: &Path, arguments: &[&str], delay: Duration) {
    let mut child = command(root, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn killed_at_any_time_outputs_and_history_agree() {
    let city = City::new();
    let began = Instant::now();
    city.done(1, &["build", "-q"]);
    let (whole, mut chance) = (began.elapsed(), Chance(6));
    for step in 0..kills(12) {
        // each run has another input, so that before and after differ
        fs::write(city.root.join("inbox/2025H2").join("メモ.json"), format!("{{\"step\": {step}}}")).unwrap();
        let delay = chance.up_to(whole * 5 / 4);
        kill_after(&city.root, &["build", "-q"], delay);
        agree(&city, &format!("killed after {delay:?} of {whole:?}"));
    }
    city.done(1, &["build", "-q"]);
    agree(&city, "after a whole run");
    assert!(!city.root.join("out/2025H2/.torimatome").exists());
    assert!(!city.root.join("out/.torimatome-2025H2").exists());
}

#[test]
fn killed_while_closing_a_period_is_closed_or_open() {
    let city = City::new();
    let began = Instant::now();
    city.done(1, &["build", "-q"]);
    let (whole, mut chance) = (began.elapsed(), Chance(61));
    for _ in 0..kills(8) {
        let fresh = city.copy();
        let delay = chance.up_to(whole * 5 / 4);
        kill_after(&fresh.root, &["build", "--finalise", "-q"], delay);
        agree(&fresh, &format!("killed after {delay:?} of {whole:?}"));
        let closed = fresh.history()["runs"].as_array().unwrap().iter().any(|run| run["closed"] == true);
        // what is closed is refused, what is open is closed now
        fresh.done(if closed { 2 } else { 1 }, &["build", "--finalise", "-q"]);
        let runs = fresh.history();
        assert_eq!(runs["runs"].as_array().unwrap().iter().filter(|run| run["closed"] == true).count(), 1);
        agree(&fresh, "after closing");
    }
}

/// Calls of the system after which something is different on the disk.
const STEPS: &str = "mkdir,rename,renameat2,unlink,unlinkat,rmdir,fsync,fdatasync,pwrite64,ftruncate";

/// The program under strace with more of its options; `None`: there is no strace that may do so.
fn under_strace(city: &City, options: &[&str]) -> Option<std::process::ExitStatus> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", &format!("trace={STEPS}")]).args(options);
    strace.args([env!("CARGO_BIN_EXE_torimatome"), "build", "-q"]).current_dir(&city.root).env("SOURCE_DATE_EPOCH", EPOCH);
    strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()
}

#[test]
fn cut_off_at_each_step_that_writes() {
    let city = City::new();
    city.done(1, &["build", "-q"]);
    let log = city.root.join("steps.log");
    let counted = under_strace(&city, &["-o", log.to_str().unwrap()]);
    // strace gives back the status of what it looked at
    let Some(Some(1)) = counted.map(|status| status.code()) else {
        return crate::common::skipped("strace is not there, or may not trace");
    };
    // all of them on one thread, whose number begins the line
    let mut threads = std::collections::BTreeMap::<String, usize>::new();
    for line in fs::read_to_string(&log).unwrap().lines() {
        *threads.entry(line.split(' ').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    let all = threads.into_values().max().unwrap();
    assert!(all > 40, "{all}");
    // files are staged, one like the other; the last steps are all different
    for n in (1..all - 26).step_by(24).chain(all - 26..=all) {
        fs::write(city.root.join("inbox/2025H2").join("メモ.json"), format!("{{\"step\": {n}}}")).unwrap();
        under_strace(&city, &["-o", "/dev/null", "-e", &format!("inject={STEPS}:signal=KILL:when={n}")]);
        agree(&city, &format!("killed at step {n} of {all}"));
    }
}

/// A file that grows beyond so many blocks kills the process, or fails like a full disk.
#[cfg(unix)]
fn with_room(root: &Path, blocks: u32, killed: bool) -> std::process::Output {
    let trap = if killed { "" } else { "trap '' XFSZ;" };
    let script = format!("{trap} ulimit -c 0; ulimit -f {blocks}; exec \"$0\" build");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_torimatome")]).current_dir(root).env("SOURCE_DATE_EPOCH", EPOCH);
    shell.env_remove("RUST_BACKTRACE").stdin(Stdio::null()).output().unwrap()
}

#[cfg(unix)]
#[test]
fn no_room_for_a_file() {
    let city = City::new();
    city.done(1, &["build", "-q"]);
    fs::write(city.root.join("inbox/2025H2").join("メモ.json"), "{}").unwrap();
    let stands = city.listing();
    for blocks in [1, 8, 24, 64, 150, 300] {
        let output = with_room(&city.root, blocks, false);
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{blocks}: {messages}");
        assert!(messages.starts_with("エラー: ") && messages.contains("空き容量"), "{blocks}: {messages}");
        agree(&city, &format!("{blocks} blocks"));
        assert_eq!(city.listing(), stands, "{blocks} blocks");
        let output = with_room(&city.root, blocks, true);
        assert_eq!(output.status.code(), None, "{blocks}");
        agree(&city, &format!("killed at {blocks} blocks"));
    }
    city.done(1, &["build", "-q"]);
    agree(&city, "after a whole run");
}

#[test]
fn two_runs_at_once() {
    let city = City::new();
    city.done(1, &["build", "-q"]);
    let held = torimatome::store::publish::OutputFolder::hold(&city.root.join("out/2025H2")).unwrap();
    let output = city.run(&["build"]);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && messages.contains("別の torimatome"), "{messages}");
    drop(held);
    city.done(1, &["build", "-q"]);
    agree(&city, "after the other one");
}

#[test]
fn a_history_of_another_version() {
    let city = City::new();
    city.done(0, &["build", "--period", "2025H1", "-q"]);
    let path = city.root.join("history.sqlite");
    let sql = |text: &str| rusqlite::Connection::open(&path).unwrap().execute_batch(text).unwrap();
    // as the first version left it: no periods could be closed
    sql("PRAGMA foreign_keys = OFF; DROP TABLE figures; DROP INDEX submission_department; DROP TABLE closed; DROP TABLE erratum; DROP TRIGGER content_stays;
        DROP TRIGGER closed_run_stays; DROP TRIGGER closed_run_remains; DROP TRIGGER closed_record_stays;
        DROP TRIGGER closed_record_remains; DROP TRIGGER closed_record_is_not_added;
        ALTER TABLE run DROP COLUMN closing; PRAGMA user_version = 1;");
    city.done(1, &["build", "--period", "2025H2", "--finalise", "-q"]);
    assert_eq!(city.json("out/2025H2/run.json")["comparison"]["previous"], "2025H1");
    sql("PRAGMA user_version = 99");
    let before = (city.listing(), sha256(&path));
    for arguments in [&["build"][..], &["history"], &["status"], &["diff", "2025H1", "2025H2"]] {
        let output = city.run(arguments);
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && messages.contains("より新しい torimatome"), "{arguments:?} {messages}");
    }
    assert_eq!((city.listing(), sha256(&path)), before);
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
        ..Consolidation::default()
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
    // its outputs are in place, but the history does not say so yet: the run counts, and what it closed is closed
    begin(&stands, true);
    let history = city.history();
    assert_eq!(history["runs"].as_array().unwrap().len(), 2);
    assert_eq!(history["runs"][1]["closed"], true);
    agree(&city, "after the outputs");
}
