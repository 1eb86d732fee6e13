//! What Windows does to files and programs: names in any case, files that another program holds, old code pages.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{build, json, repository, torimatome};

/// A folder with two files of the city, and its list of departments under another spelling of its name.
fn submissions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["03_総務課.csv", "06_市民窓口課_取組状況.csv"] {
        fs::copy(repository("samples/2025H1").join(name), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn settings_count_whatever_the_case_of_their_names() {
    let folder = submissions();
    fs::copy(repository("samples/departments.csv"), folder.path().join("Departments.CSV")).unwrap();
    fs::write(folder.path().join("Torimatome.TOML"), "plan = \"kirise\"\nlang = \"en\"\n").unwrap();
    let out = folder.path().join("結果");
    let (_, messages) = build(folder.path(), &out, &[]);
    let run = json(&out.join("run.json"));
    assert!(messages.contains("departments"), "the configuration says English: {messages}");
    let files: Vec<_> = run["submissions"].as_array().unwrap().iter().filter(|one| one["file"].is_string()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(run["submissions"].as_array().unwrap().len(), 16, "the list asks sixteen");
    let given: Vec<_> = run["inputs"].as_array().unwrap().iter().filter(|input| input["status"] == "read").collect();
    assert_eq!(given.len(), 2, "{given:?}");
}

#[test]
fn a_workspace_is_one_whatever_the_case_of_its_settings() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("作業場所");
    assert!(torimatome(&[Path::new("init"), &root, Path::new("--demo")]).status.success());
    fs::rename(root.join("torimatome.toml"), root.join("TORIMATOME.toml")).unwrap();
    let again = torimatome(&[Path::new("init"), &root]);
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    let inbox = root.join("inbox/2025H1");
    let (status, messages) = build(&inbox, &root.join("out/2025H1"), &["--quiet"]);
    assert_eq!(status, 0, "{messages}");
    assert!(root.join("history.sqlite").is_file());
}

#[test]
fn results_are_in_the_code_page_that_is_asked_for() {
    let plain = torimatome(&["plans", "show", "kirise"]);
    let old = torimatome(&["plans", "show", "kirise", "--encoding-out", "cp932"]);
    assert!(plain.status.success() && old.status.success(), "{old:?}");
    assert_ne!(plain.stdout, old.stdout);
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&old.stdout);
    assert!(!broken && text == String::from_utf8(plain.stdout).unwrap());
    // lines for people go the same way
    let folder = submissions();
    let inspect = |more: &[&str]| {
        let path = folder.path().join("03_総務課.csv");
        torimatome(&[&["--encoding-out", "cp932", "inspect", path.to_str().unwrap()], more].concat()).stdout
    };
    for output in [inspect(&[]), inspect(&["--format", "json"])] {
        let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&output);
        assert!(!broken && text.contains("総務課"), "{text}");
    }
}

/// Everything below a folder, with what it holds; a file that cannot be opened is none.
fn listing(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter_map(|path| Some((path.clone(), fs::read(path).ok()?))).collect()
}

#[test]
fn nothing_of_a_run_stays_beside_its_outputs() {
    let folder = submissions();
    let out = folder.path().join("結果");
    build(folder.path(), &out, &["--quiet"]);
    assert!(!listing(&out).is_empty() && !out.join(".torimatome").exists());
    // nor of one that others' files stopped when everything was made
    let taken = folder.path().join("先客");
    fs::create_dir(&taken).unwrap();
    fs::write(taken.join("報告書.pdf"), "theirs").unwrap();
    assert_eq!(build(folder.path(), &taken, &["--quiet"]).0, 2);
    assert_eq!(listing(&taken), [(taken.join("報告書.pdf"), b"theirs".to_vec())]);
    assert!(!taken.join(".torimatome").exists());
}

/// Where a folder can be reached as of another computer: `tests/windows` names a share of Wine's; Windows shares its drives.
#[cfg(windows)]
fn share(folder: &Path) -> Option<PathBuf> {
    let given = std::env::var_os("TORIMATOME_TEST_SHARE").map(PathBuf::from);
    let of_drive = || {
        let path = fs::canonicalize(folder).ok()?.to_str()?.strip_prefix(r"\\?\")?.replacen(':', "$", 1);
        Some(PathBuf::from(format!(r"\\localhost\{path}")))
    };
    given.or_else(of_drive).filter(|share| share.is_dir())
}

#[cfg(windows)]
#[test]
fn a_folder_is_one_however_its_path_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let beside = share(folder.path()).map(|share| tempfile::tempdir_in(share).unwrap());
    if beside.is_none() {
        crate::common::skipped("no share");
    }
    let local = fs::canonicalize(folder.path()).unwrap();
    let plain = PathBuf::from(local.to_str().unwrap().strip_prefix(r"\\?\").unwrap());
    let shared = beside.as_ref().map(|share| share.path().to_owned());
    let verbatim = shared.as_ref().map(|share| PathBuf::from(share.to_str().unwrap().replacen(r"\\", r"\\?\UNC\", 1)));
    let mut first: Option<Vec<(PathBuf, Vec<u8>)>> = None;
    for (at, way) in [Some(plain), Some(local), shared, verbatim].into_iter().flatten().enumerate() {
        let root = way.join(format!("作業場所{at}"));
        let made = torimatome(&[Path::new("init"), &root, Path::new("--demo")]);
        assert!(made.status.success(), "{}: {made:?}", way.display());
        let config = root.join("torimatome.toml");
        let now = "2025-11-05T09:30:00+09:00";
        let arguments = ["build", "--period", "2025H1", "--now", now, "--config", config.to_str().unwrap()];
        let built = torimatome(&arguments);
        let messages = String::from_utf8(built.stderr).unwrap();
        assert!(built.status.code() < Some(2), "{}: {messages}", way.display());
        assert!(!messages.contains(r"\\?\"), "{}: {messages}", way.display());
        let out = root.join("out");
        let files = listing(&out).into_iter().map(|(path, bytes)| (path.strip_prefix(&out).unwrap().to_owned(), bytes)).collect();
        assert_eq!(first.get_or_insert_with(|| Vec::clone(&files)), &files, "{}", way.display());
        assert!(root.join("history.sqlite").is_file());
    }
}

/// From Windows 11 24H2 on the manifest keeps a double click from opening a console.
#[cfg(windows)]
#[test]
fn the_executable_asks_for_no_console() {
    let program = fs::read(env!("CARGO_BIN_EXE_torimatome")).unwrap();
    let asked = b"consoleAllocationPolicy xmlns=\"http://schemas.microsoft.com/SMI/2024/WindowsSettings\">detached<";
    assert!(program.windows(asked.len()).any(|part| part == asked));
}

#[cfg(windows)]
mod held {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::os::windows::fs::OpenOptionsExt as _;
    use std::process::{Child, Command, Stdio};

    use super::*;

    const SHARE_READ: u32 = 1;
    const SHARE_WRITE: u32 = 2;
    const SHARE_DELETE: u32 = 4;
    /// Nothing shared; as Excel, a viewer, and a scanner do.
    const MODES: [u32; 4] = [0, SHARE_READ, SHARE_READ | SHARE_WRITE, SHARE_READ | SHARE_WRITE | SHARE_DELETE];

    const HELD: &str = "TORIMATOME_TEST_HELD";
    const SHARED: &str = "TORIMATOME_TEST_SHARED";

    /// The other program: this test, run alone with a file named in its environment, holds it until its input ends.
    #[test]
    fn a_program_that_holds_a_file() {
        let Some(path) = std::env::var_os(HELD) else { return };
        let shared = std::env::var(SHARED).unwrap().parse().unwrap();
        let file = fs::File::options().read(true).share_mode(shared).open(path).unwrap();
        let mut out = std::io::stderr();
        out.write_all(b"held\n").unwrap();
        out.flush().unwrap();
        std::io::stdin().read_line(&mut String::new()).unwrap();
        drop(file);
    }

    struct Holder(Child);

    impl Holder {
        fn of(path: &Path, shared: u32) -> Self {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", "windows::held::a_program_that_holds_a_file", "--nocapture"]);
            command.env(HELD, path).env(SHARED, shared.to_string());
            let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            let mut lines = BufReader::new(child.stderr.take().unwrap());
            let mut line = String::new();
            while line.trim_end() != "held" {
                line.clear();
                assert!(lines.read_line(&mut line).unwrap() > 0, "it could not hold {}", path.display());
            }
            Self(child)
        }

        fn let_go(mut self) {
            drop(self.0.stdin.take());
            assert!(self.0.wait().unwrap().success());
        }
    }

    #[test]
    fn outputs_that_others_hold_are_found_out_before_anything_moves() {
        let folder = submissions();
        let out = folder.path().join("結果");
        let first = folder.path().join("03_総務課.csv");
        assert!(build(&first, &out, &["--quiet"]).0 < 2);
        let stands = listing(&out);
        for name in ["取りまとめ.xlsx", "報告書.pdf", "data/progress.json", "run.json"] {
            for shared in MODES {
                let holder = Holder::of(&out.join(name), shared);
                let (status, messages) = build(folder.path(), &out, &["--quiet"]);
                assert_eq!(status, 2, "{name} {shared}: {messages}");
                // a workbook that cannot even be read is found out by reading back what was edited in it
                let is_unread = name == "取りまとめ.xlsx" && shared == 0 && messages.contains("手直しを読み取れません");
                assert!(messages.contains("ほかのプログラムが開いています"), "{name} {shared}: {messages}");
                assert!(is_unread || messages.contains("OneDrive"), "{name} {shared}: {messages}");
                holder.let_go();
                assert_eq!(listing(&out), stands, "{name} {shared}");
                assert!(!out.join(".torimatome").exists(), "{name} {shared}");
            }
        }
        assert!(build(folder.path(), &out, &["--quiet"]).0 < 2);
        assert_ne!(listing(&out), stands);
    }

    #[test]
    fn what_is_held_for_a_moment_is_waited_for() {
        let folder = submissions();
        let out = folder.path().join("結果");
        assert!(build(folder.path(), &out, &["--quiet"]).0 < 2);
        let holder = Holder::of(&out.join("報告書.pdf"), SHARE_READ | SHARE_WRITE);
        let later = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(900));
            holder.let_go();
        });
        let (status, messages) = build(folder.path(), &out, &["--quiet"]);
        later.join().unwrap();
        assert!(status < 2, "{messages}");
    }

    #[test]
    fn a_submission_that_is_held_is_named_and_the_others_are_read() {
        let folder = submissions();
        let holder = Holder::of(&folder.path().join("03_総務課.csv"), 0);
        let out = folder.path().join("結果");
        let (status, messages) = build(folder.path(), &out, &[]);
        holder.let_go();
        assert_eq!(status, 1, "{messages}");
        assert!(messages.contains("ほかのプログラムで開かれています"), "{messages}");
        assert_eq!(json(&out.join("run.json"))["inputs"].as_array().unwrap().len(), 2);
    }
}
