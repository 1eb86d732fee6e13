//! Reading that is spread over machines: `ingest` and `build --from`; and the records as Parquet.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::common::{build, json, parquet, repository, torimatome};
use ::parquet::arrow::ArrowWriter;
use ::parquet::file::metadata::KeyValue;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use serde_json::json;

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                out.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    out
}

/// `ingest` of these files below a folder into a part.
fn ingest(base: &Path, files: &[PathBuf], part: &Path, more: &[&str]) -> (i32, String) {
    let mut arguments: Vec<std::ffi::OsString> = vec!["ingest".into(), "--base".into(), base.into(), "-o".into(), part.into()];
    arguments.extend(more.iter().map(Into::into));
    arguments.extend(files.iter().map(Into::into));
    let output = torimatome(&arguments);
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// `build --from` of parts.
fn unite(parts: &[PathBuf], out: &Path, more: &[&str]) -> (i32, String) {
    let mut arguments: Vec<std::ffi::OsString> = vec!["build".into(), "-o".into(), out.into()];
    arguments.extend(more.iter().map(Into::into));
    arguments.push("--from".into());
    arguments.extend(parts.iter().map(Into::into));
    let output = torimatome(&arguments);
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The files of the sample, in an order that a seed gives.
fn sample(seed: usize) -> (PathBuf, Vec<PathBuf>) {
    let base = repository("samples/2025H1");
    let mut all: Vec<PathBuf> = files(&base).into_keys().map(|name| base.join(name)).collect();
    let mut state = seed;
    for n in (1..all.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(n, (state >> 33) % (n + 1));
    }
    (base, all)
}

/// Whatever files are in which part, and however the parts come, the outputs are those of one run.
#[test]
fn parts_give_what_one_run_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = repository("samples/departments.csv");
    let options = ["--departments", list.to_str().expect("a name"), "--data", "csv,parquet", "--html", "--quiet"];
    let (base, _) = sample(0);
    let one = folder.path().join("one");
    let whole = build(&base, &one, &options);
    for seed in [1, 2] {
        let (_, all) = sample(seed);
        let parts: Vec<PathBuf> = (0..3).map(|n| folder.path().join(format!("{seed}-{n}.parquet"))).collect();
        for (n, part) in parts.iter().enumerate() {
            let own: Vec<PathBuf> = all.iter().skip(n).step_by(3).cloned().collect();
            assert_eq!(ingest(&base, &own, part, &["--quiet"]).0, 0);
        }
        let many = folder.path().join(format!("many-{seed}"));
        let order: Vec<PathBuf> = if seed == 1 { parts.iter().rev().cloned().collect() } else { parts };
        assert_eq!(unite(&order, &many, &options).0, whole.0);
        let (one, many) = (files(&one), files(&many));
        assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(many[name] == *bytes, "{} differs", name.display());
        }
    }
}

/// Files that cannot be read, or are none, are in the parts too.
#[test]
fn parts_tell_of_what_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = folder.path().join("in");
    fs::create_dir_all(base.join("下")).expect("writable");
    fs::copy(repository("tests/fixtures/workbook/bomb.xlsx"), base.join("下/爆弾.xlsx")).expect("writable");
    fs::copy(repository("tests/fixtures/workbook/values.xlsx"), base.join("値.xlsx")).expect("writable");
    for (name, text) in
        [("空.xlsx", ""), ("メモ.pdf", "%PDF-1.4"), ("壊れ.zip", "PK\u{3}\u{4}"), ("departments.csv", "課名,提出\n総務課,○\n")]
    {
        fs::write(base.join(name), text).expect("writable");
    }
    let all: Vec<PathBuf> = files(&base).into_keys().map(|name| base.join(name)).collect();
    let list = base.join("departments.csv");
    let options = ["--departments", list.to_str().expect("a name"), "--quiet"];
    let parts: Vec<PathBuf> = (0..all.len()).map(|n| folder.path().join(format!("parts/{n}.parquet"))).collect();
    for (file, part) in all.iter().zip(&parts) {
        assert_eq!(ingest(&base, std::slice::from_ref(file), part, &["--quiet"]).0, 0);
    }
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    let whole = build(&base, &one, &options);
    // what an engine or a killed worker leaves beside the parts is passed over
    fs::write(folder.path().join("parts/_SUCCESS"), "").expect("writable");
    fs::write(folder.path().join("parts/.torimatome-x.parquet"), "half").expect("writable");
    let united = unite(&[folder.path().join("parts")], &many, &options);
    assert_eq!(united, whole);
    assert_eq!(files(&one), files(&many));
}

/// A worker that was started again leaves the same files twice: they count once.
#[test]
fn the_same_file_in_two_parts_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (base, all) = sample(3);
    let (first, second) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    ingest(&base, &all, &first, &["--quiet"]);
    ingest(&base, &all[4..9], &second, &["--quiet"]);
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    build(&base, &one, &["--quiet"]);
    unite(&[second, first], &many, &["--quiet"]);
    assert_eq!(files(&one)[Path::new("run.json")], files(&many)[Path::new("run.json")]);
}

/// The same file with other contents is a finding, and which is taken does not hang on the order of the parts.
#[test]
fn a_file_that_changed_between_parts_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = folder.path().join("in");
    fs::create_dir(&base).expect("writable");
    let file = base.join("総務課.csv");
    let parts = ["a", "b"].map(|name| folder.path().join(format!("{name}.parquet")));
    for (part, done) in parts.iter().zip(["庁内で調査", "業者を選定"]) {
        let text =
            format!("方向,取組番号,取組名,担当課,施策内容,令和7年度上半期までの取組内容\n1,1,窓口,総務課,書かない窓口,{done}\n");
        fs::write(&file, text).expect("writable");
        assert_eq!(ingest(&base, std::slice::from_ref(&file), part, &["--quiet"]).0, 0);
    }
    let runs = [parts.clone(), [parts[1].clone(), parts[0].clone()]].map(|parts| {
        let out = folder.path().join("out");
        assert_eq!(unite(&parts, &out, &["--quiet"]).0, 1);
        json(&out.join("run.json"))
    });
    assert_eq!(runs[0], runs[1]);
    let messages = crate::common::findings(&runs[0]);
    assert!(messages.contains(&"conflicting-parts 総務課.csv -".to_owned()), "{messages:?}");
    assert_eq!(runs[0]["inputs"].as_array().map(Vec::len), Some(1));
}

/// What cannot be united is refused with a word on what to do: a report without some of the files would look whole.
#[test]
fn parts_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (base, all) = sample(4);
    let part = folder.path().join("part.parquet");
    let out = folder.path().join("out");
    ingest(&base, &all[..2], &part, &["--quiet", "--period", "2025H1"]);
    let refused = |parts: &[PathBuf], more: &[&str], word: &str| {
        let (status, messages) = unite(parts, &out, more);
        assert_eq!(status, 2, "{messages}");
        assert!(messages.contains(word), "{messages}");
        assert!(!out.exists());
    };
    let one = [part.clone()];
    refused(&one, &["--period", "2025H2"], "別の期間（2025H1）");
    refused(&one, &["--template", "progress"], "別の様式");
    refused(&[repository("samples/departments.csv")], &[], "使えません");
    refused(&[folder.path().join("nowhere")], &[], "見つかりません");
    let cut = folder.path().join("cut.parquet");
    fs::write(&cut, &fs::read(&part).expect("there")[..900]).expect("writable");
    refused(&[cut], &[], "ingest をやり直して");
    for (schema, word) in [("torimatome.part/2", "より新しい"), ("torimatome.progress/1", "部分ではありません")] {
        let path = folder.path().join("other.parquet");
        let column: ArrayRef = std::sync::Arc::new(StringArray::from(vec!["{}"]));
        let batch = RecordBatch::try_from_iter([("content", column)]).expect("a batch");
        let mut file = ArrowWriter::try_new(File::create(&path).expect("writable"), batch.schema(), None).expect("writable");
        file.write(&batch).expect("writable");
        file.append_key_value_metadata(KeyValue::new("schema".to_owned(), schema.to_owned()));
        file.close().expect("writable");
        refused(&[path], &[], word);
    }
    // read for a period, it is built for that period
    assert!(unite(&one, &out, &["--quiet"]).0 < 2);
    assert_eq!(json(&out.join("run.json"))["period"]["id"], json!("2025H1"));
}

/// An input outside the base has no path from there.
#[test]
fn an_input_outside_the_base_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let part = folder.path().join("part.parquet");
    let (status, messages) = ingest(folder.path(), &[repository("samples/departments.csv")], &part, &[]);
    assert_eq!(status, 2);
    assert!(messages.contains("--base"), "{messages}");
    assert!(!part.exists());
}

/// `--data parquet`: partitioned by period and municipality, listed in `run.json`, the same bytes again.
#[test]
fn records_are_written_as_parquet() {
    let folder = tempfile::tempdir().expect("a folder");
    let runs = ["a", "b"].map(|name| {
        let out = folder.path().join(name);
        build(&repository("samples/2025H1"), &out, &["--data", "parquet", "--no-pdf", "--quiet"]);
        out
    });
    let data = json(&runs[0].join("data/progress.json"));
    let (period, municipality) = (data["period"].as_str().expect("period"), data["municipality"].as_str().expect("name"));
    let name = format!("data/progress/period={period}/municipality={municipality}/progress.parquet");
    let (about, rows) = parquet::read(&runs[0].join(&name));
    assert_eq!(about["schema"], "torimatome.progress/1");
    assert_eq!((about["period"].as_str(), about["municipality"].as_str()), (period, municipality));
    assert_eq!(rows.len(), data["records"].as_array().expect("records").len());
    let run = json(&runs[0].join("run.json"));
    let outputs = run["outputs"].as_array().expect("outputs");
    assert!(outputs.iter().any(|output| output["path"] == json!(name) && output["kind"] == json!("data")));
    assert_eq!(files(&runs[0]), files(&runs[1]));
    for absent in ["data/progress.csv", "報告書.pdf"] {
        assert!(!runs[0].join(absent).exists(), "{absent} was not asked for");
    }
}
