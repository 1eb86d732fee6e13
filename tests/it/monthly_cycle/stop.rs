//! Stopped by the keyboard, and watching: on systems with signals that a test can send.
#![cfg(unix)]

use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::{City, command, sha256};

/// What Ctrl-C sends.
fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

fn start(city: &City, arguments: &[&str]) -> Child {
    command(&city.root, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Waits until something holds.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(120), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn ctrl_c_leaves_everything_as_it_was() {
    let city = City::new();
    let began = Instant::now();
    city.done(1, &["build", "-q"]);
    let whole = began.elapsed();
    let mut stopped = 0;
    for step in 1..8 {
        fs::write(city.root.join("inbox/2025H2").join("メモ.json"), format!("{{\"step\": {step}}}")).unwrap();
        let (before, history) = (city.listing(), city.history());
        let child = start(&city, &["build", "--finalise"]);
        std::thread::sleep(whole * step / 10);
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        if output.status.code() == Some(130) {
            stopped += 1;
            assert!(messages(&output).contains("中断しました"), "{}", messages(&output));
            assert_eq!((city.listing(), city.history()), (before, history), "{step}");
            assert!(!city.root.join("out/2025H2/.torimatome").exists());
        } else {
            // it was done before the signal came
            assert!(matches!(output.status.code(), Some(1 | 2)), "{:?} {}", output.status, messages(&output));
        }
    }
    assert!(stopped > 0);
}

#[test]
fn outputs_follow_the_inbox() {
    let city = City::new();
    let child = start(&city, &["build", "--watch"]);
    let run = city.root.join("out/2025H2/run.json");
    until("the first build", || run.is_file());
    let first = sha256(&run);
    // somebody opens a file in Excel: nothing to do
    fs::write(city.root.join("inbox/2025H2/~$04_財政課_取組状況.xls"), "x").unwrap();
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(sha256(&run), first);
    fs::copy(city.root.join("inbox/2025H1/15_防災安全課_取組状況.xlsx"), city.root.join("inbox/2025H2/15_防災安全課.xlsx"))
        .unwrap();
    until("the second build", || sha256(&run) != first && !city.root.join("out/2025H2/.torimatome").exists());
    std::thread::sleep(Duration::from_secs(1));
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    assert!(messages(&output).contains("変わりました: 15_防災安全課.xlsx。"), "{}", messages(&output));
    let run = city.json("out/2025H2/run.json");
    assert!(!run["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "missing-department"));
}
