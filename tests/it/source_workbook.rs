//! Workbooks nobody here wrote: the hand-ins under `inputs` and the odd, broken and hostile ones of a corpus.
//!
//! Both lie outside the repository, in `../shared` or where `TORIMATOME_SHARED` says; without them these tests
//! say that they were skipped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use torimatome::model::{Format, Lang};
use torimatome::source::{Grid, Options, RawValue, is_blank, workbook};

/// The shared folder, if it is there.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let named = std::env::var_os("TORIMATOME_SHARED").map(PathBuf::from);
    let found = named.into_iter().chain([beside]).find(|path| path.join("inputs").is_dir());
    if found.is_none() {
        crate::common::skipped("neither ../shared nor TORIMATOME_SHARED has the files for this test");
    }
    found
}

/// The format by content, as far as these tests need it.
fn format_of(bytes: &[u8], path: &Path) -> Format {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    match path.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        _ if bytes.starts_with(b"PK") && has(b"xl/workbook.bin") => Format::Xlsb,
        _ if bytes.starts_with(b"PK") && has(b"opendocument.spreadsheet") => Format::Ods,
        _ if bytes.starts_with(b"PK") => Format::Xlsx,
        _ if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => Format::Xls,
        "xlsx" | "xlsm" => Format::Xlsx,
        "xlsb" => Format::Xlsb,
        _ => Format::Xls,
    }
}

/// Cells that hold something, or the rule that says why there are none.
fn outcome(path: &Path) -> Result<usize, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let name: Arc<str> = Arc::from(path.file_name().and_then(|n| n.to_str()).unwrap_or_default());
    match workbook::read(&bytes, format_of(&bytes, path), &name, &Options::default()) {
        Ok((book, _)) => {
            if std::env::var_os("TORIMATOME_TEST_DUMP").is_some() {
                for sheet in &book.sheets {
                    println!(
                        "SHEET {:?} {:?} {:?} {:?} {:?}",
                        sheet.name,
                        sheet.visibility,
                        sheet.merges.len(),
                        sheet.hidden_rows,
                        sheet.hidden_columns
                    );
                    sheet.cells.iter().for_each(|cell| {
                        println!(
                            "CELL\t{:?}\t{}\t{:?}\t{:?}\t{:?}",
                            sheet.name,
                            cell.at,
                            cell.value,
                            cell.shown,
                            sheet.comment(cell.at)
                        )
                    });
                    sheet.objects.iter().for_each(|object| println!("{object:?}"));
                }
            }
            let cells = book.sheets.iter().flat_map(|sheet| &sheet.cells);
            Ok(cells.filter(|cell| cell.value != RawValue::Uncalculated).count())
        }
        Err(finding) => Err(format!("{} {}", finding.rule.id, finding.message(Lang::Ja))),
    }
}

/// The child of the tests below: reads the one file that the environment names and says what came of it.
#[test]
fn one() {
    if let Some(path) = std::env::var_os("TORIMATOME_TEST_FILE") {
        match outcome(Path::new(&path)) {
            Ok(cells) => println!("\nOUTCOME\tread\t{cells}"),
            Err(why) => println!("\nOUTCOME\t{}\t{why}", why.split(' ').next().unwrap_or_default()),
        }
    }
}

/// Cells that hold something, sheet by sheet.
type Counts = Vec<(String, usize)>;

/// Our own count.
fn counted(path: &Path) -> Option<Counts> {
    let bytes = std::fs::read(path).ok()?;
    let (book, _) = workbook::read(&bytes, format_of(&bytes, path), &Arc::from("x"), &Options::default()).ok()?;
    let filled = |sheet: &Grid| sheet.cells.iter().filter(|cell| cell.value != RawValue::Uncalculated).count();
    Some(book.sheets.iter().map(|sheet| (sheet.name.clone().unwrap_or_default(), filled(sheet))).collect())
}

/// calamine's count. Of xlsx cell by cell: a table of a sheet's bounds may need more memory than there is.
fn counted_by_calamine(path: &Path) -> Option<Counts> {
    use calamine::{Data, DataRef, Reader, Sheets};
    let bytes = std::fs::read(path).ok()?;
    let mut counts = Counts::new();
    match calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).ok()? {
        Sheets::Xlsx(mut book) => {
            for name in book.sheet_names() {
                // a sheet without cells, as a chart's
                let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
                let mut filled = std::collections::BTreeSet::new();
                while let Some(cell) = reader.next_cell().ok()? {
                    let blank = match cell.get_value() {
                        DataRef::Empty => true,
                        DataRef::String(text) => is_blank(text),
                        DataRef::SharedString(text) => is_blank(text),
                        _ => false,
                    };
                    if !blank {
                        filled.insert(cell.get_position());
                    }
                }
                counts.push((name, filled.len()));
            }
        }
        mut book => {
            for name in book.sheet_names() {
                let Ok(range) = book.worksheet_range(&name) else { continue };
                let blank = |cell: &Data| matches!(cell, Data::Empty) || matches!(cell, Data::String(text) if is_blank(text));
                counts.push((name, range.used_cells().filter(|(_, _, cell)| !blank(cell)).count()));
            }
        }
    }
    Some(counts)
}

/// The child of the test below: both counts, as far as there are any.
#[test]
fn both() {
    if let Some(path) = std::env::var_os("TORIMATOME_TEST_FILE") {
        println!("\nOWN\t{}", serde_json::to_string(&counted(Path::new(&path))).expect("JSON"));
        println!("FOREIGN\t{}", serde_json::to_string(&counted_by_calamine(Path::new(&path))).expect("JSON"));
    }
}

/// Where calamine finds other cells than we do, and who is right.
const SEEN_OTHERWISE: &[(&str, &str)] = &[
    ("12843-1.xls", "a chart sheet keeps a copy of the chart's figures, which stand in no cell"),
    ("52575_main.xlsx", "a formula with a text declared as an inline string: Excel shows it, calamine does not"),
    ("duplicate-filename.xlsx", "the same without a formula"),
    ("bug66682.xlsb", "calamine passes over formulas whose result is an error"),
    ("testVarious.xlsb", "the same"),
];

#[test]
fn every_sheet_has_as_many_cells_as_calamine_finds() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<PathBuf> = INPUTS.iter().map(|(file, _)| shared.join("inputs").join(file)).collect();
    let corpus = std::fs::read_dir(shared.join("corpora/poi")).expect("the corpus");
    files.extend(corpus.map(|entry| entry.expect("an entry").path()));
    files.sort();
    let (mut wrong, mut same) = (Vec::new(), 0);
    for path in files {
        let (own, foreign) = confined_counts(&path);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (Some(own), Some(foreign)) = (own, foreign) else { continue };
        // sheets without cells, and those that calamine leaves out
        let other: Vec<_> = foreign.iter().filter(|sheet| !own.contains(sheet)).collect();
        match SEEN_OTHERWISE.iter().any(|(known, _)| *known == name) {
            expected if expected == other.is_empty() => wrong.push(format!("{name}: {own:?}, calamine {foreign:?}")),
            _ => same += 1,
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), wrong.len() + same, wrong.join("\n"));
    assert!(same > 120, "{same}");
}

/// Both counts of a file, from a process of its own with 1 GiB of address space.
fn confined_counts(path: &Path) -> (Option<Counts>, Option<Counts>) {
    let text = String::from_utf8_lossy(&confine("both", path).stdout).into_owned();
    let counts = |mark: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(mark))?;
        serde_json::from_str::<Option<Counts>>(line).ok().flatten()
    };
    (counts("OWN\t"), counts("FOREIGN\t"))
}

/// Runs a test of this file over another file, with 1 GiB of address space.
fn confine(test: &str, path: &Path) -> std::process::Output {
    Command::new("sh")
        .args(["-c", "ulimit -v 1048576; exec \"$0\" --exact \"$1\" --nocapture --test-threads=1"])
        .arg(std::env::current_exe().expect("a test knows itself"))
        .arg(format!("source_workbook::{test}"))
        .env("TORIMATOME_TEST_FILE", path)
        .env("RUST_MIN_STACK", "2097152")
        .output()
        .expect("sh")
}

/// Reads a file in a process of its own with 1 GiB of address space: rule or `read`, cells or message, time.
fn confined(path: &Path) -> (String, String, Duration) {
    let start = Instant::now();
    let output = confine("one", path);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("OUTCOME\t"));
    let (what, rest) = match line {
        Some(line) => line.split_once('\t').unwrap_or((line, "")),
        None => ("DIED", "panic, abort or no memory"),
    };
    // the witness is fenced: what calamine panics with ends nothing
    let ours = |line: &str| line.contains("panicked at") && !line.contains("/calamine-");
    let panicked = String::from_utf8_lossy(&output.stderr).lines().any(ours);
    (if panicked { "PANICKED" } else { what }.to_owned(), rest.to_owned(), start.elapsed())
}

/// Cells of the municipal files as other readers (openpyxl, xlrd, odfpy) count them.
const INPUTS: &[(&str, usize)] = &[
    ("kitakami/plan/基本施策.xlsx", 42),
    ("kitakami/plan/成果指標.xlsx", 78),
    ("kitakami/plan/評価指標と達成状況.xlsx", 139),
    ("oe/plan/01_スケジュール.xlsx", 341),
    ("oe/plan/02_KPI一覧.xlsx", 211),
    ("oe/plan/03_オンライン手続き.xlsx", 26),
    ("oe/plan/04_キャッシュレス対応.xlsx", 42),
    ("oshu/2025-10/01_農政課_取組状況.xlsx", 37),
    ("oshu/2025-10/02_農地林務課_取組状況.xlsx", 24),
    ("oshu/2025-10/04_商工労政課.xlsx", 24),
    ("oshu/2025-10/05_企業振興課_取組状況.xls", 24),
    ("oshu/2025-10/06_福祉課_取組状況.xlsx", 31),
    ("oshu/2025-10/08_健康増進課_取組状況.ods", 24),
    ("oshu/2025-10/10_学校教育課_取組状況.xlsx", 38),
    ("oshu/2025-10/11_政策企画課_取組状況.xlsx", 29),
    ("oshu/2025-10/13_行革デジタル戦略課_取組状況.xlsx", 185),
    ("oshu/2025-10/14_財政課_取組状況.xlsx", 25),
    ("oshu/2025-10/16_納税課_取組状況.xlsm", 37),
    ("oshu/2025-10/17_会計課（回答）.xlsx", 24),
    ("oshu/2025-10/18_都市計画課_取組状況.xlsx", 18),
    ("oshu/2025-10/19_経営課_取組状況.xlsx", 22),
    ("oshu/schedule/奥州市_DX工程表.xlsx", 347),
    ("tome/schedule/基本方針1_市民の利便性向上.xlsx", 143),
    ("tome/schedule/基本方針2_魅力ある地域社会の実現.xlsx", 56),
    ("tome/schedule/基本方針3_行政業務の効率化.xlsx", 164),
];

#[test]
fn the_inputs_have_as_many_cells_as_other_readers_find() {
    let Some(shared) = shared() else { return };
    for (file, cells) in INPUTS {
        assert_eq!(outcome(&shared.join("inputs").join(file)), Ok(*cells), "{file}");
    }
}

/// Files whose cells the list counts otherwise: it counts texts of white space, and leaves error values out
/// (both the other way round here, where openpyxl and xlrd find the same cells as we do).
const COUNTED_OTHERWISE: &[(&str, usize)] = &[
    ("12843-1.xls", 4541),
    ("13796.xls", 19),
    ("14330-1.xls", 19),
    ("19599-1.xls", 2211),
    ("30978-deleted.xls", 3),
    ("45540_classic_Footer.xlsx", 589),
    ("45540_classic_Header.xlsx", 589),
    ("45544.xlsx", 587),
    ("46250.xls", 1575),
    ("46535.xlsx", 7155),
    ("49219.xls", 10248),
    ("49273.xlsx", 52),
    // the result of a formula declared as an inline string: openpyxl does not see it
    ("52575_main.xlsx", 3),
    // the same in an inline string without formula
    ("duplicate-filename.xlsx", 1),
    ("57925.xls", 131),
    ("MatrixFormulaEvalTestData.xlsx", 697),
    ("StructuredRefs-lots-with-lookups.xlsx", 35638),
    ("XSSFSheet.copyRows.xlsx", 90),
];

#[test]
fn the_corpus_is_read_or_refused_as_expected() {
    let Some(shared) = shared() else { return };
    let list = std::fs::read_to_string(shared.join("corpora/poi-expected.tsv")).expect("the list of the corpus");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in list.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(file), Some(class), Some(cells)) = (columns.next(), columns.next(), columns.next()) else { continue };
        let (what, rest, time) = confined(&shared.join("corpora/poi").join(file));
        seen += 1;
        let fine = match class {
            "MUST_READ" => {
                let known = COUNTED_OTHERWISE.iter().find(|(name, _)| *name == file);
                what == "read" && known.map_or(rest == cells, |(_, cells)| rest == cells.to_string())
            }
            "MUST_FAIL_CLEANLY" => !matches!(what.as_str(), "read" | "DIED" | "PANICKED"),
            "PASSWORD" => what == "encrypted",
            "NO_SECOND_READER_ok" => what == "read",
            _ => !matches!(what.as_str(), "DIED" | "PANICKED"),
        };
        if !fine || time > Duration::from_secs(10) {
            wrong.push(format!("{file}: {class} {cells}, got {what} {rest} in {time:?}"));
        } else if class != "MUST_READ" {
            println!("{file}: {class} {cells}, got {what} {rest}");
        }
    }
    assert!(wrong.is_empty(), "{} of {seen} files:\n{}", wrong.len(), wrong.join("\n"));
}

#[cfg(feature = "encrypted")]
#[test]
fn passwords_of_the_corpus_open_it() {
    let Some(shared) = shared() else { return };
    let cases = [
        ("protected_passtika.xlsx", "tika"),
        ("protected_passtika.xlsb", "tika"),
        ("password.xls", "password"),
        ("xor-encryption-abc.xls", "abc"),
        ("35897-type4.xls", "freedom"),
        // locked with a password of Excel's own, which asks for none
        ("58616.xlsx", "any"),
        ("50833.xls", "any"),
    ];
    for (file, password) in cases {
        let path = shared.join("corpora/poi").join(file);
        let bytes = std::fs::read(&path).expect("the corpus");
        let options = Options { passwords: vec!["wrong".to_owned(), password.to_owned()], ..Options::default() };
        let book = workbook::read(&bytes, format_of(&bytes, &path), &Arc::from(file), &options);
        let cells = book.map(|(book, _)| book.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>());
        println!("{file}: {cells:?}");
        assert!(cells.is_ok_and(|cells| cells > 0), "{file}");
    }
}

/// Not a test of right or wrong: how long reading takes beside calamine's.
/// `TORIMATOME_TEST_FILE=big.xlsx cargo test --release --test it source_workbook -- --ignored --nocapture speed`
#[test]
#[ignore = "a measurement; wants a big file"]
fn speed() {
    use calamine::Reader;
    let Some(path) = std::env::var_os("TORIMATOME_TEST_FILE") else {
        return crate::common::skipped("TORIMATOME_TEST_FILE names no file");
    };
    let bytes = std::fs::read(&path).expect("the file");
    let options = Options { limits: torimatome::source::Limits { seconds: 600, ..Default::default() }, ..Options::default() };
    for _ in 0..3 {
        let start = Instant::now();
        let (book, _) =
            workbook::read(&bytes, format_of(&bytes, Path::new(&path)), &Arc::from("big"), &options).expect("readable");
        let cells: usize = book.sheets.iter().map(|sheet| sheet.cells.len()).sum();
        let own = start.elapsed();
        drop(book);
        let start = Instant::now();
        let mut other = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(&bytes)).expect("readable");
        let used: usize = other.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum();
        let foreign = start.elapsed();
        println!(
            "{cells} cells in {own:?}; calamine {used} cells in {foreign:?}; {:.2}",
            own.as_secs_f64() / foreign.as_secs_f64()
        );
    }
}
