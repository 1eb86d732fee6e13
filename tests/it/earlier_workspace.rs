//! A workspace that an earlier version left in the middle of a month (`fixtures/earlier_workspace`): October is closed, November was
//! built once and edited since, its forms are out, two have come back. It goes on as if nothing had happened.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{findings, json, repository};
use crate::coordinator::resave;

struct Workspace(TempDir);

impl Workspace {
    fn new() -> Self {
        fn all(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                let (from, to) = (entry.path(), to.join(entry.file_name()));
                if from.is_dir() { all(&from, &to) } else { fs::copy(&from, &to).map(drop).unwrap() }
            }
        }
        let workspace = Self(tempfile::tempdir().unwrap());
        all(&repository("tests/fixtures/earlier_workspace"), workspace.0.path());
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, status: i32, arguments: &[&str]) -> String {
        let out = Command::new(env!("CARGO_BIN_EXE_torimatome"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("SOURCE_DATE_EPOCH", "1764000000")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(out.status.code(), Some(status), "{arguments:?}\n{}{}", text(&out.stdout), text(&out.stderr));
        text(&out.stdout)
    }

    fn records(&self, folder: &str) -> Vec<Value> {
        json(&self.path(&format!("out/{folder}/data/progress.json")))["records"].as_array().unwrap().clone()
    }
}

#[test]
fn what_was_closed_comes_out_the_same() {
    let workspace = Workspace::new();
    let closed = workspace.records("2025-10");
    let before = fs::read(workspace.path("out/2025-10/run.json")).unwrap();
    workspace.run(0, &["build", "--period", "2025-10", "--no-pdf", "-q"]);
    assert_eq!(workspace.records("2025-10-訂正"), closed);
    let run = json(&workspace.path("out/2025-10-訂正/run.json"));
    assert_eq!((run.get("errata"), &run["state"]), (None, &Value::from("correction")));
    assert_eq!(fs::read(workspace.path("out/2025-10/run.json")).unwrap(), before);
}

#[test]
fn the_month_goes_on_with_its_forms_edits_and_answers() {
    let workspace = Workspace::new();
    // the last form comes back, in the words that October's answer explained
    let form = workspace.path("forms/2025-11/財政課_取組状況.xlsx");
    let returned = workspace.path("inbox/2025-11/財政課_取組状況.xlsx");
    fs::copy(&form, &returned).unwrap();
    resave(&returned, |_, rows| {
        let heading = rows.iter().find(|row| row.iter().any(|cell| cell.contains("までの取組内容"))).cloned();
        let Some(done) = heading.and_then(|row| row.iter().position(|cell| cell.contains("までの取組内容"))) else {
            return;
        };
        let Some(row) = rows.iter_mut().find(|row| row.iter().any(|cell| cell == "id:2-2")) else { return };
        row[done] = "【準備中】協定を結んだ".to_owned();
        row[done + 1] = "【導入】始める".to_owned();
    });
    let status: Value = serde_json::from_str(&workspace.run(0, &["status", "--format", "json"])).unwrap();
    assert!(status["departments"].as_array().unwrap().iter().all(|line| line["status"] == "submitted"), "{status}");
    workspace.run(0, &["build", "--no-pdf", "-q"]);
    let records = workspace.records("2025-11");
    let done: Vec<(&str, &str)> =
        records.iter().map(|one| (one["id"].as_str().unwrap(), one["done"]["text"].as_str().unwrap())).collect();
    assert_eq!(
        done,
        [
            ("1-1", "【運用】\n11月の予約は44件"),
            ("1-2", "【導入】\n2係で試した"),
            ("2-1", "【運用】文書の66%を電子で保存した"),
            ("2-2", "【準備中】協定を結んだ"),
        ]
    );
    assert_eq!(records[2]["edited"]["done"]["before"], "【運用】文書の66%を電子で保存");
    assert_eq!(records[3]["done"]["stages"][0]["stage"], "調査検討");
    let run = json(&workspace.path("out/2025-11/run.json"));
    assert_eq!(findings(&run), Vec::<String>::new());
    assert_eq!((&run["comparison"]["previous"], run["edits"].as_array().unwrap().len()), (&Value::from("2025-10"), 2));
    workspace.run(0, &["build", "--no-pdf", "-q", "--finalise"]);
    assert!(workspace.run(0, &["history"]).contains("2025-11"));
    // forms that nobody has touched are made anew; one that somebody writes in is not
    workspace.run(0, &["forms", "inbox/2025-10", "--period", "2025-11", "-q"]);
    resave(&form, |_, rows| rows[0].push("記入中".to_owned()));
    workspace.run(2, &["forms", "inbox/2025-10", "--period", "2025-11", "-q"]);
}
