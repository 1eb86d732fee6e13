//! What the program says on the console: each language by itself.

use std::path::Path;
use std::process::Command;

/// Runs the program in a folder; gives standard output and standard error, with the folder written as `[DIR]`.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1762300000")
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program can be started");
    let status = output.status.code().expect("a status");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let shown = folder.canonicalize().expect("the folder");
    let text = text.replace(&shown.display().to_string(), "[DIR]").replace(&folder.display().to_string(), "[DIR]");
    format!("$ torimatome {}\n{}\n[{status}]\n", arguments.join(" "), text.trim_end())
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Mistakes on the command line and in the workspace, each command once.
const MISTAKES: &[&[&str]] = &[
    &["status", "--nonsense"],
    &["biuld"],
    &["build", "--format", "xml", "."],
    &["build", "--lang"],
    &["build", "--jobs", "many", "."],
    &["build", "--portrait", "--landscape", "."],
    &["diff", "2025H1"],
    &["inspect"],
    &["templates"],
    &["build", "no-such-folder"],
    &["build", "--template", "no-such-form", "."],
    &["build", "--plan", "no-such-plan", "."],
    &["build", "--period", "soon", "."],
    &["build", "--now", "soon", "."],
    &["build", "--encoding", "utf-7", "."],
    &["build", "--departments", "no-such.csv", "."],
    &["build", "--password-file", "no-such.txt", "."],
    &["build", "--previous", "no-such", "."],
    &["build", "--volumes", "none", "."],
    &["build", "--config", "no-such.toml", "."],
    &["build", "--config", "broken.toml", "."],
    &["build", "--config", "mail.toml", "."],
    &["build", "--config", "outside.toml", "."],
    &["build", "--config", "due.toml", "."],
    &["build", "--finalise", "."],
    &["build", "--from", "."],
    &["build"],
    &["check", "."],
    &["forms"],
    &["status"],
    &["ingest", "table.csv", "--base", "elsewhere", "-o", "part.parquet"],
    &["history"],
    &["init", "workspace", "--plan", "no-such-plan"],
    &["templates", "show", "no-such-form"],
    &["templates", "check", "form.toml"],
    &["templates", "check", "unsound.toml"],
    &["plans", "show", "no-such-plan"],
    &["man", "no-such-command"],
    &[],
];

/// A folder with files that each of the mistakes needs.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("elsewhere")).expect("writable");
    for (name, text) in [
        ("table.csv", "a,b\n1,2\n"),
        ("broken.toml", "plan = plan\n"),
        ("mail.toml", "[office]\nmail = \"nobody\"\n"),
        ("outside.toml", "output = \"../elsewhere\"\n"),
        ("due.toml", "[due]\nsoon = \"2025-10-10\"\n"),
        ("form.toml", "id = \"x\"\nname = \"y\"\nrecord = \"progres\"\n"),
        (
            "unsound.toml",
            "id = \"x\"\nname = \"y\"\nrecord = \"progress\"\n[[column]]\nfield = \"doen\"\nheading = \"z\"\nwidth = 1\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

/// What the program says of mistakes, as a person reads it; `--lang` before the command counts for all of them.
fn mistakes(lang: &str) -> String {
    let folder = folder();
    MISTAKES.iter().map(|mistake| run(folder.path(), &[&["--lang", lang], *mistake].concat()) + "\n").collect()
}

#[test]
fn mistakes_are_reported_in_japanese() {
    let text = mistakes("ja");
    for (line, next) in text.lines().zip(text.lines().skip(1)) {
        if line.starts_with("エラー") {
            assert!(is_japanese(next), "{next}");
        }
        assert!(!["error:", "tip:", "For more information"].iter().any(|word| line.contains(word)), "{line}");
    }
}

/// Help is in one language, whichever command it is of.
#[test]
fn help_is_in_one_language() {
    let folder = folder();
    let commands =
        ["", "build", "check", "forms", "ingest", "inspect", "templates", "plans", "init", "status", "history", "diff", "man"];
    let headings =
        [("ja", ["使い方", "オプション"], ["Usage", "Options"]), ("en", ["Usage", "Options"], ["使い方", "オプション"])];
    for (lang, own, other) in headings {
        for command in commands {
            let arguments: Vec<&str> = [command, "--lang", lang, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
            let text = run(folder.path(), &arguments);
            assert!(own.iter().all(|word| text.contains(word)), "{text}");
            assert!(!other.iter().any(|word| text.contains(word)), "{text}");
        }
    }
}
