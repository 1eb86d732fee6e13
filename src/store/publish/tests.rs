//! Folders before and after a run, and after one that was cut off.

use super::*;
use crate::model::digest::sha256;

/// What `run.json` says of files with these texts.
fn account(files: &[(&str, &str)]) -> String {
    let list: Vec<_> = files
        .iter()
        .map(|(name, text)| serde_json::json!({ "kind": "data", "path": name, "sha256": sha256(text.as_bytes()) }))
        .collect();
    serde_json::json!({ "schema": "torimatome.run/1", "outputs": list }).to_string()
}

fn open(folder: &Path) -> Result<OutputFolder, PublishError> {
    OutputFolder::open(folder, Purpose::Outputs)
}

fn publish(folder: &Path, files: &[(&str, &str)]) -> Result<(), PublishError> {
    let out = open(folder)?;
    for (name, text) in files {
        out.stage(name, text.as_bytes())?;
    }
    out.stage(RUN, account(files).as_bytes())?;
    out.publish()
}

#[test]
fn a_run_replaces_its_own_files_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    publish(&out, &[("a.xlsx", "1"), ("data/b.json", "1")]).unwrap();
    fs::write(out.join("memo.txt"), "mine").unwrap();
    publish(&out, &[("a.xlsx", "2")]).unwrap();
    assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "2");
    assert!(!out.join("data/b.json").exists());
    assert_eq!(fs::read_to_string(out.join("memo.txt")).unwrap(), "mine");
    assert!(!out.join(STAGING).exists());
}

#[test]
fn a_file_of_other_people_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.xlsx", "b.csv"] {
        fs::write(folder.path().join(name), "theirs").unwrap();
    }
    // all of them are named
    let refused = publish(folder.path(), &[("a.xlsx", "1"), ("b.csv", "1"), ("c.pdf", "1")]);
    assert!(matches!(refused, Err(PublishError::Foreign(names)) if names.len() == 2));
    assert_eq!(fs::read_to_string(folder.path().join("a.xlsx")).unwrap(), "theirs");
    assert!(!folder.path().join("c.pdf").exists());
}

#[test]
fn a_run_json_of_other_people_makes_nothing_ours() {
    for foreign in [r#"{"outputs":[{"path":"report.docx"}]}"#, r#"{"name":"my run"}"#, "{", ""] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("report.docx"), "theirs").unwrap();
        fs::write(folder.path().join(RUN), foreign).unwrap();
        assert!(matches!(publish(folder.path(), &[("a.xlsx", "1")]), Err(PublishError::Foreign(_))), "{foreign}");
        assert_eq!(fs::read_to_string(folder.path().join("report.docx")).unwrap(), "theirs");
        assert_eq!(fs::read_to_string(folder.path().join(RUN)).unwrap(), foreign);
        assert!(!folder.path().join(STAGING).exists());
    }
}

#[test]
fn a_file_that_was_changed_since_is_neither_replaced_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    publish(out, &[("a.xlsx", "1"), ("b.csv", "1")]).unwrap();
    fs::write(out.join("b.csv"), "worked on").unwrap();
    assert!(matches!(publish(out, &[("a.xlsx", "2"), ("b.csv", "2")]), Err(PublishError::Foreign(_))));
    assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "1");
    publish(out, &[("a.xlsx", "2")]).unwrap();
    assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "2");
    assert_eq!(fs::read_to_string(out.join("b.csv")).unwrap(), "worked on");
}

#[test]
fn a_changed_file_can_be_kept_beside() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    for (times, kept) in [(1, "a（手直し）.xlsx"), (2, "a（手直し2）.xlsx")] {
        publish(out, &[("a.xlsx", "made")]).unwrap();
        fs::write(out.join("a.xlsx"), format!("worked on {times}")).unwrap();
        let mut again = open(out).unwrap();
        assert_eq!(again.keep_aside("a.xlsx").as_deref(), Some(kept));
        again.stage("a.xlsx", b"new").unwrap();
        again.stage(RUN, account(&[("a.xlsx", "new")]).as_bytes()).unwrap();
        again.publish().unwrap();
        assert_eq!(fs::read_to_string(out.join(kept)).unwrap(), format!("worked on {times}"));
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "new");
    }
}

#[test]
fn closed_outputs_and_forms_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let closed = account(&[]).replace("\"outputs\"", "\"state\":\"final\",\"outputs\"");
    fs::write(folder.path().join(RUN), closed).unwrap();
    assert!(matches!(open(folder.path()), Err(PublishError::Closed { .. })));
    fs::write(folder.path().join(RUN), account(&[]).replace("torimatome.run/1", "torimatome.forms/1")).unwrap();
    assert!(matches!(open(folder.path()), Err(PublishError::Foreign(_))));
    assert!(OutputFolder::open(folder.path(), Purpose::Forms).is_ok());
}

#[test]
fn no_path_leaves_the_folder() {
    for name in ["../x", "/etc/x", "a/../../x", "", "a\\..\\x", "C:x", ".torimatome/lock"] {
        assert_eq!(safe(name), None, "{name}");
    }
    assert_eq!(safe("差戻し/建設課.xlsx").as_deref(), Some("差戻し/建設課.xlsx"));
}

#[test]
fn an_interrupted_move_is_completed_by_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    publish(out, &[("a.xlsx", "old"), ("b.pdf", "old")]).unwrap();
    // as if the process died after the first of two moves
    fs::create_dir_all(out.join(".torimatome/new")).unwrap();
    fs::write(out.join("a.xlsx"), "new").unwrap();
    fs::write(out.join(".torimatome/new/b.pdf"), "new").unwrap();
    fs::write(out.join(".torimatome/new/run.json"), account(&[("a.xlsx", "new"), ("b.pdf", "new")])).unwrap();
    fs::write(out.join(".torimatome/journal.json"), r#"{"remove":[],"place":["a.xlsx","b.pdf","run.json"]}"#).unwrap();
    drop(open(out).unwrap());
    assert_eq!(fs::read_to_string(out.join("b.pdf")).unwrap(), "new");
}

#[test]
fn what_was_only_staged_is_swept_away() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    publish(out, &[("a.xlsx", "old")]).unwrap();
    fs::create_dir_all(out.join(".torimatome/new")).unwrap();
    fs::write(out.join(".torimatome/new/a.xlsx"), "half").unwrap();
    drop(open(out).unwrap());
    assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "old");
    assert!(!out.join(STAGING).exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_linked_subfolder() {
    let root = tempfile::tempdir().unwrap();
    let (folder, inbox) = (root.path().join("out"), root.path().join("inbox"));
    publish(&folder, &[("data/progress.csv", "1")]).unwrap();
    fs::create_dir(&inbox).unwrap();
    fs::write(inbox.join("progress.csv"), "1").unwrap();
    fs::remove_dir_all(folder.join("data")).unwrap();
    std::os::unix::fs::symlink(&inbox, folder.join("data")).unwrap();
    // without it, the file of the same hash behind the link would be removed
    publish(&folder, &[("報告書.pdf", "2")]).unwrap();
    assert_eq!(fs::read_to_string(inbox.join("progress.csv")).unwrap(), "1");
    match publish(&folder, &[("data/progress.json", "3")]) {
        Err(PublishError::Foreign(paths)) => assert_eq!(paths, [folder.join("data")]),
        other => panic!("{other:?}"),
    }
    assert!(!inbox.join("progress.json").exists());
}
