//! The months of `init --demo`, played through as README says.

use std::fs;

use serde_json::Value;

use super::{rules, torimatome};

#[test]
fn the_months_of_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("ws");
    assert!(torimatome(folder.path(), &["init", "ws", "--demo"]).status.success());
    let run = |status: i32, arguments: &[&str]| {
        let output = torimatome(&root, arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let json = |path: &str| -> Value { serde_json::from_slice(&fs::read(root.join(path)).unwrap()).unwrap() };
    for month in ["2026-04", "2026-05", "2026-06"] {
        run(0, &["build", "--period", month, "--finalise", "--no-pdf", "-q"]);
    }
    // May: an answered finding and an edit
    let may = json("out/2026-05/run.json");
    let fall = may["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "stage-fall").unwrap();
    assert_eq!((&fall["decision"]["answer"], &may["edits"][0]["record"]), (&"確認済み".into(), &"2-9".into()));
    assert!(!rules(&may).contains(&"edit-conflict") && !rules(&may).contains(&"gone-record"));
    let edited = json("out/2026-05/data/progress.json");
    let record = edited["records"].as_array().unwrap().iter().find(|record| record["id"] == "2-9").unwrap();
    assert!(record["edited"]["done"]["before"].as_str().unwrap().contains("年休"), "{record}");
    // June: a mended file takes the place of one with an unknown stage
    let june = json("out/2026-06/run.json");
    assert!(!rules(&june).contains(&"unknown-stage") && rules(&june).contains(&"superseded"));
    // July: two departments have become one, one is missing
    let status: Value = serde_json::from_str(&run(0, &["status", "--format", "json"])).unwrap();
    let departments = status["departments"].as_array().unwrap();
    let missing: Vec<&str> =
        departments.iter().filter(|line| line["status"] == "missing").map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!((departments.len(), missing), (15, vec!["防災安全課"]));
    run(1, &["build", "--no-pdf", "-q"]);
    let july = json("out/2026-07/run.json");
    assert_eq!(rules(&july).iter().filter(|rule| **rule == "reorganised-department").count(), 4);
    // April is corrected, and July tells it
    for entry in fs::read_dir(root.join("見本/2026-04")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, root.join("inbox/2026-04").join(path.file_name().unwrap())).unwrap();
    }
    run(0, &["build", "--period", "2026-04", "--no-pdf", "-q"]);
    run(1, &["build", "--no-pdf", "-q"]);
    for path in ["out/2026-04-訂正/run.json", "out/2026-07/run.json"] {
        let errata = json(path)["errata"].clone();
        assert_eq!((errata.as_array().unwrap().len(), &errata[0]["id"]), (1, &"2-10".into()), "{path}");
        assert!(errata[0]["noted"].is_string() && errata[0]["after"].as_str().unwrap().contains("8社"), "{errata}");
    }
    let forms: Value =
        serde_json::from_str(&run(0, &["forms", "--mail", "-q", "--format", "json", "--now", "2026-08-05T09:00:00+09:00"]))
            .unwrap();
    let industry = forms["forms"].as_array().unwrap().iter().find(|form| form["department"] == "産業振興課").unwrap();
    assert_eq!(industry["records"], 4);
    assert!(root.join("forms/2026-08/メール/産業振興課_取組状況.eml").is_file());
}
