//! Does a workspace stay quick? 300 departments report every month; month 60 is held against month 2.
//!
//! `cargo bench --bench months` prints a line a command: seconds at month 2, at month 60, and their ratio, which shall not
//! pass 1.2. Only the second month is built for real; the months between are its run in the history under other names.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a measurement that fails may stop"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use torimatome::model::Period;

const DEPARTMENTS: usize = 300;
const MONTHS: usize = 60;
const RUNS: usize = 5;
const FIRST: Period = Period::Month(2020, 4);

/// What is measured, with the arguments of a month and the one before it.
const COMMANDS: [(&str, &[&str]); 4] = [
    ("build", &["build", "--no-pdf", "--quiet", "--period", "{now}"]),
    ("status", &["status", "--quiet", "--period", "{now}"]),
    ("history", &["history"]),
    ("diff", &["diff", "{before}", "{now}"]),
];

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-months");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("inbox")).unwrap();
    let mut list = "課名,提出\n".to_owned();
    for n in 1..=DEPARTMENTS {
        writeln!(list, "第{n}課,○").unwrap();
    }
    fs::write(root.join("departments.csv"), list).unwrap();
    let settings = "plan = \"none\"\ndepartments = \"departments.csv\"\n[due]\n\"2020-05\" = \"2020-06-10\"\n";
    fs::write(root.join("torimatome.toml"), settings).unwrap();
    let months: Vec<Period> = std::iter::successors(Some(FIRST), |month| Some(month.next())).take(MONTHS).collect();
    hand_in(&root, months[0]);
    run(&root, &["build", "--no-pdf", "--quiet", "--period", &months[0].id()]);
    hand_in(&root, months[1]);
    let early = measured(&root, months[0], months[1]);
    for month in &months[2..MONTHS - 1] {
        repeat(&root, months[1], *month);
    }
    hand_in(&root, months[MONTHS - 1]);
    let late = measured(&root, months[MONTHS - 2], months[MONTHS - 1]);
    println!("{:10} {:>9} {:>9} {:>6}", "command", "month 2", "month 60", "ratio");
    for ((name, _), (early, late)) in COMMANDS.iter().zip(early.iter().zip(&late)) {
        let ratio = late.as_secs_f64() / early.as_secs_f64();
        println!("{name:10} {:9.3} {:9.3} {ratio:6.2}", early.as_secs_f64(), late.as_secs_f64());
    }
}

/// The files of a month.
fn hand_in(root: &Path, month: Period) {
    let folder = root.join("inbox").join(month.id());
    fs::create_dir_all(&folder).unwrap();
    for n in 1..=DEPARTMENTS {
        let mut text = "方向,取組番号,取組名,担当課,施策内容,取組内容,予定\n".to_owned();
        for row in 1..=3 {
            let no = (n - 1) * 3 + row;
            let stage = ["調査検討", "導入", "運用開始"][(no + usize::try_from(month.start().month()).unwrap_or_default()) % 3];
            writeln!(text, "1,{no},取組{no},第{n}課,内容{no},【{stage}】{}に{no}件を行った。,【運用開始】続ける。", month.id())
                .unwrap();
        }
        fs::write(folder.join(format!("{n:03}_第{n}課.csv")), text).unwrap();
    }
}

/// The fastest of some runs of each command.
fn measured(root: &Path, before: Period, now: Period) -> Vec<Duration> {
    let (before, now) = (before.id(), now.id());
    let timed = |arguments: &[&str]| {
        let arguments: Vec<String> =
            arguments.iter().map(|word| word.replace("{now}", &now).replace("{before}", &before)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        (0..RUNS).map(|_| run(root, &arguments)).min().unwrap()
    };
    COMMANDS.iter().map(|(_, arguments)| timed(arguments)).collect()
}

fn run(root: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(arguments)
        .current_dir(root)
        .env("SOURCE_DATE_EPOCH", "1762300000")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?}: {status}");
    start.elapsed()
}

/// Writes a month down as if it had gone like the one that was built, and copies its folders.
fn repeat(root: &Path, built: Period, month: Period) {
    let (from, to) = (built.id(), month.id());
    for folder in ["inbox", "out"] {
        copy(&root.join(folder).join(&from), &root.join(folder).join(&to));
    }
    let db = Connection::open(root.join("history.sqlite")).unwrap();
    let run: i64 = db.query_row("SELECT max(id) FROM run WHERE period = ?1", [&from], |row| row.get(0)).unwrap();
    db.execute_batch("BEGIN").unwrap();
    db.execute(
        "INSERT INTO run (period, label, plan, municipality, made, tool, folder, run_sha256, state, closing)
         SELECT ?2, ?3, plan, municipality, made, tool, ?4, run_sha256, state, 1 FROM run WHERE id = ?1",
        params![run, to, month.label(), format!("out/{to}")],
    )
    .unwrap();
    let new = db.last_insert_rowid();
    for (table, columns) in [
        ("input", "path, sha256, bytes, status, department"),
        ("submission", "place, department, status, files, submitted, revision, content, records"),
        ("record", "kind, place, id, content, unchanged"),
        ("finding", "place, rule, severity, department, file, sheet, cell, message"),
        ("output", "kind, path, sha256"),
        ("figures", "submitted, departments, records, errors, warnings, json"),
    ] {
        let sql = format!("INSERT INTO {table} SELECT {new}, {columns} FROM {table} WHERE run = {run}");
        db.execute(&sql, []).unwrap();
    }
    db.execute("UPDATE figures SET json = replace(json, ?2, ?3) WHERE run = ?1", params![new, from, to]).unwrap();
    db.execute("INSERT INTO closed SELECT period, id, made FROM run WHERE id = ?1", [new]).unwrap();
    db.execute_batch("COMMIT").unwrap();
}

fn copy(from: &PathBuf, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(drop).unwrap() }
    }
}
