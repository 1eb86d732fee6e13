//! The samples make the same bytes on every system: their hashes are written down.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::common::{build, repository, torimatome};

const KNOWN: &str = "tests/fixtures/samples.sha256";

/// As `sha256sum` lists files, in the order of their names.
fn hashes(folder: &Path) -> String {
    let mut lines = String::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let parts = entry.path().strip_prefix(folder).unwrap().components();
            let name = parts.map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/");
            let hash: String = Sha256::digest(fs::read(entry.path()).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(lines, "{hash}  {name}").unwrap();
        }
    }
    lines
}

/// After a change of what outputs hold, `TORIMATOME_UPDATE=1 cargo test --test it same_bytes` writes them anew.
#[test]
fn the_samples_make_the_same_bytes_on_every_system() {
    let folder = tempfile::tempdir().unwrap();
    let list = repository("samples/departments.csv");
    let options = ["--departments", list.to_str().unwrap(), "--quiet"];
    for period in ["2025H1", "2025H2"] {
        let data = if cfg!(feature = "parquet") { "csv,json,xlsx,parquet" } else { "csv,json,xlsx" };
        let out = folder.path().join(period);
        let (status, messages) =
            build(&repository(&format!("samples/{period}")), &out, &[&options[..], &["--data", data]].concat());
        assert!(status < 2, "{messages}");
    }
    let root = folder.path().join("demo");
    let made = torimatome(&[Path::new("init"), &root, Path::new("--demo")]);
    assert!(made.status.success(), "{made:?}");
    // forms and letters are packages too
    let mut forms: Vec<std::ffi::OsString> = ["forms", "--mail", "--quiet", "--config"].map(Into::into).to_vec();
    forms.extend([root.join("torimatome.toml").into(), root.join("inbox/2025H1").into()]);
    forms.extend(["-o".into(), folder.path().join("forms").into()]);
    let made = torimatome(&forms);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::remove_dir_all(root).unwrap();

    let found = hashes(folder.path());
    if std::env::var_os("TORIMATOME_UPDATE").is_some() {
        fs::write(repository(KNOWN), &found).unwrap();
    }
    let known = fs::read_to_string(repository(KNOWN)).unwrap_or_default();
    let changed: Vec<&str> = found.lines().filter(|line| !known.contains(line)).collect();
    assert!(found == known, "{changed:#?}\nwhere this is as it should be: TORIMATOME_UPDATE=1 cargo test --test it same_bytes");
}
