//! One quirk after the other: what `fixtures/workbook/make.py` builds comes out as it is meant.

use std::path::Path;
use std::sync::Arc;

use torimatome::model::{Finding, Format, Visibility};
use torimatome::source::{Book, Grid, Limits, Options, RawValue, workbook};

fn read_with(name: &str, options: &Options) -> Result<Book, Finding> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook").join(name);
    let format = match name.rsplit('.').next() {
        Some("xls") => Format::Xls,
        Some("xlsb") => Format::Xlsb,
        Some("ods") => Format::Ods,
        Some("fods") => Format::Fods,
        _ => Format::Xlsx,
    };
    let bytes = std::fs::read(path).expect("the fixture");
    workbook::read(&bytes, format, &Arc::from(name), options).map(|(book, _)| book)
}

fn read(name: &str) -> Book {
    read_with(name, &Options::default()).unwrap_or_else(|finding| panic!("{name}: {finding:?}"))
}

/// `A1 text 課`, a line a cell; remarks after ` ※ `.
fn cells(grid: &Grid) -> Vec<String> {
    let line = |cell: &torimatome::source::RawCell| {
        let value = match &cell.value {
            RawValue::Text => "text".to_owned(),
            RawValue::Number(number) => number.to_string(),
            RawValue::Bool(truth) => truth.to_string(),
            RawValue::Date(day) => day.to_string(),
            RawValue::Error => "error".to_owned(),
            RawValue::Uncalculated => "uncalculated".to_owned(),
            RawValue::Picture => "picture".to_owned(),
        };
        let remark = grid.comment(cell.at).map(|text| format!(" ※ {text}")).unwrap_or_default();
        format!("{} {value} {}{remark}", cell.at, cell.shown)
    };
    grid.cells.iter().map(line).collect()
}

fn merges(grid: &Grid) -> Vec<String> {
    grid.merges.iter().map(ToString::to_string).collect()
}

fn objects(grid: &Grid) -> Vec<String> {
    grid.objects
        .iter()
        .map(|o| format!("{} {:?} {}", o.at.map(|at| at.to_string()).unwrap_or_default(), o.kind, o.text))
        .collect()
}

fn rule(name: &str) -> &'static str {
    read_with(name, &Options::default()).expect_err("refused").rule.id
}

#[test]
fn furigana_escapes_and_formulas_without_result() {
    let book = read("texts.xlsx");
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 text 課",
            "B1 text 運用 開始",
            "C1 text 一行目\n二行目",
            "D1 text _x000D_ & あ",
            "G1 text <a&b>",
            "A2 text 改行\n",
            "B2 text 式\nの結果",
            "D2 uncalculated ",
            "E2 uncalculated ",
            "F2 true TRUE",
            "G2 45 45",
        ]
    );
}

#[test]
fn errors_dates_and_formats() {
    let book = read("values.xlsx");
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 error #N/A",
            "B1 error #SPILL!",
            "C1 error #CALC!",
            "D1 error #FIELD!",
            "E1 error #GETTING_DATA",
            "F1 error #BLOCKED!",
            "G1 error #CONNECT!",
            "H1 error #UNKNOWN!",
            "I1 error #BUSY!",
            "A2 45 45",
            "B2 0.88 88%",
            "C2 2025-10-09T00:00:00 2025/10/9",
            "D2 2025-10-09T00:00:00 R7.10.9",
            "E2 2025-10-09T00:00:00 令和7年10月9日",
            "F2 2025-10-09T00:00:00 2025年10月9日",
            "G2 88.25 88.3%",
            "H2 2025-10-09T00:00:00 令和7年10月9日",
            "I2 -1234 ▲1,234",
            "J2 2025-10-09T00:00:00 令和7年度",
            "K2 60 1900/2/29",
            "L2 2019-05-01T00:00:00 令和1年5月1日",
            "A3 2025-10-09T00:00:00 令和7年10月9日",
            "B3 2025-10-09T13:30:00 2025/10/9",
            "C3 text 奥村様",
        ]
    );
    assert_eq!(cells(&read("mac1904.xlsx").sheets[0]), ["A1 2025-10-09T00:00:00 2025/10/9"]);
}

#[test]
fn hidden_things_merges_remarks_and_drawings() {
    let book = read("shape.xlsx");
    let sheet = &book.sheets[0];
    assert_eq!(
        cells(sheet),
        ["A1 1 1 ※ 総務課:\n確認済み", "B1 2 2", "A2 3 3", "C2 4 4", "D2 5 5", "A4 6 6 ※ 質問です\n回答です", "A5 9 9", "B5 8 8"]
    );
    assert_eq!(merges(sheet), ["A8:B8", "D8:E9"]);
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [1, 3]);
    assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(objects(sheet), ["D2 Shape 別紙参照\n二段落目", "A10 Picture ", "B3 Shape 新", "F6 Chart 利用率の推移"]);
    assert_eq!(sheet.comment("F20".parse().expect("an address")), Some("空のセルへの注記"));
    let visibility: Vec<Visibility> = book.sheets.iter().map(|sheet| sheet.visibility).collect();
    assert_eq!(visibility, [Visibility::Visible, Visibility::Hidden, Visibility::VeryHidden]);
}

#[test]
fn strict_and_prefixed() {
    let book = read("strict.xlsx");
    assert_eq!(book.sheets[0].name.as_deref(), Some("厳格"));
    assert_eq!(cells(&book.sheets[0]), ["B2 text 厳格", "C2 2 2"]);
}

#[test]
fn open_document() {
    for name in ["quirks.ods", "quirks.fods"] {
        let book = read(name);
        let sheet = &book.sheets[0];
        assert_eq!(
            cells(sheet),
            [
                "A1 text 窓口の 改善\n二  行\t目\n三行目",
                "B1 0.885 88.5%",
                "C1 2025-10-09T00:00:00 令和7年10月9日",
                "A2 3 3人",
                "B2 3 3人",
                "D2 text 結合",
                "A3 3 3人",
                "B3 3 3人",
                "D3 text 結合",
                "A4 error #N/A",
                "B4 uncalculated ",
                "D4 true TRUE",
                "E4 0.3958333333333333 9:30",
                "A5 text 注記あり ※ 要確認\n二行目",
            ],
            "{name}"
        );
        assert_eq!(merges(sheet), ["D2:E2", "D3:E3"]);
        assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [3]);
        assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [2]);
        assert_eq!(objects(sheet), ["A5 Shape 箱の中", "B5 Picture "]);
        assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
        assert_eq!(cells(&book.sheets[1]), ["A1 1.5 1.5"]);
    }
}

#[test]
fn excel_95_in_cp932() {
    let book = read("excel95.xls");
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name.as_deref(), Some("進捗"));
    assert_eq!(cells(sheet), ["A1 text 担当課①～ｶﾅ ※ 確認済み", "A2 text 髙﨑", "B2 2025-10-09T00:00:00 令和7年10月9日"]);
    assert_eq!(rule("excel95-password.xls"), "encrypted");
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [1]);
}

#[test]
fn excel_2003() {
    let book = read("excel2003.xls");
    let sheet = &book.sheets[0];
    let long = format!("C1 text {}OK", "長い文章".repeat(10));
    assert_eq!(
        cells(sheet),
        [
            "A1 text 課 ※ 注記\n二行目",
            "B1 text 運用開始",
            &long,
            "A2 error #N/A",
            "B2 true TRUE",
            "A3 0.88 88%",
            "A4 2025-10-09T00:00:00 令和7年10月9日",
            "B4 2025-10-09T00:00:00 令和7年10月9日",
            "A5 text 結果",
            "B5 uncalculated ",
            "C6 uncalculated ",
            "D6 7 7",
            "E6 uncalculated ",
        ]
    );
    assert_eq!(merges(sheet), ["A6:B7"]);
    assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [2]);
    assert_eq!(objects(sheet), ["D8 Shape 箱の中"]);
    // the chart's sheet is there, without cells
    assert_eq!(book.sheets[1].visibility, Visibility::VeryHidden);
}

#[test]
fn another_program_s_xls() {
    let book = read("xlwt.xls");
    let sheet = &book.sheets[0];
    assert_eq!(cells(sheet)[..3], ["A1 text 取組状況", "A2 2025-10-09T00:00:00 2025年10月9日", "B2 uncalculated "]);
    assert_eq!(cells(sheet)[602], "A602 text 601番目の取組：窓口の手続をオンライン化する");
    assert_eq!(merges(sheet), ["A1:C1"]);
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [3]);
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
}

#[test]
fn binary_workbook() {
    let book = read("kinds.xlsb");
    let sheet = &book.sheets[0];
    assert_eq!(
        cells(sheet),
        [
            "A1 text 担当課 ※ 確認済み",
            "B1 text 直に書いた\n文字",
            "C1 text 飾りのある文字",
            "A2 2025-10-09T00:00:00 令和7年10月9日",
            // the thread counts, not the note that stands in for it
            "B2 0.88 88% ※ 質問です\n回答です",
            "C2 true TRUE",
            "D2 error #N/A",
            "E2 error #SPILL!",
            "A3 7.5 7.5",
            "B3 text 結果",
            "C3 false FALSE",
            "D3 error #DIV/0!",
            "E4 5 5",
            "F4 text 共有",
        ]
    );
    assert_eq!(merges(sheet), ["A6:B7"]);
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [2]);
    assert_eq!(sheet.formulas.map(|(first, count)| (first.to_string(), count)), Some(("A3".to_owned(), 4)));
    assert_eq!(book.sheets[1].visibility, Visibility::VeryHidden);
}

#[test]
fn struck_out_and_not_to_be_seen() {
    let looks = |name: &str| -> Vec<String> {
        let book = read(name);
        let looks = book.sheets[0].looks.iter();
        looks.map(|(at, look)| format!("{at} {look:?}")).collect()
    };
    let drawn = ["A1 Struck", "B1 StruckPart(\"4月\")", "C1 Struck", "D1 Unseen", "F1 Unseen", "G1 Unseen"];
    assert_eq!(looks("drawn.xlsx"), drawn);
    assert_eq!(looks("drawn.xls"), drawn);
    assert_eq!(looks("drawn.ods"), drawn[..4]);
    assert_eq!(looks("kinds.xlsb"), ["B1 Struck", "C1 Unseen", "F4 StruckPart(\"共\")"]);
    // what a format hides counts, but for the zeros that it is meant to hide
    for name in ["drawn.xlsx", "drawn.xls"] {
        assert_eq!(cells(&read(name).sheets[0])[5..8], ["F1 text 中止", "G1 9 9", "H1 0 "], "{name}");
    }
}

#[test]
fn a_part_may_declare_another_encoding() {
    assert_eq!(cells(&read("declared.xlsx").sheets[0]), ["A1 text 表ソ～①㈱"]);
}

#[test]
fn limits_are_named() {
    let named = |name: &str, limits: Limits, option: &str| {
        let finding = read_with(name, &Options { limits, ..Options::default() }).expect_err(name);
        assert_eq!(finding.rule.id, "too-large", "{name}");
        let value = finding.values.iter().find(|(name, _)| *name == "option").map(|(_, value)| value.as_str());
        assert_eq!(value, Some(option), "{name}");
    };
    named("deep.xlsx", Limits::default(), "--max-xml-depth");
    named("long.xlsx", Limits::default(), "--max-cell-length");
    named("repeated.xlsx", Limits::default(), "--max-file-memory");
    named("repeated.ods", Limits::default(), "--max-cells");
    named("bomb.xlsx", Limits { zip_ratio: 500, ..Limits::default() }, "--max-zip-ratio");
    named("xlwt.xls", Limits { cells: 100, ..Limits::default() }, "--max-cells");
    named("texts.xlsx", Limits { zip_entries: 3, ..Limits::default() }, "--max-zip-entries");
    named("xlwt.xls", Limits { file_bytes: 1000, ..Limits::default() }, "--max-file-size");
}

#[cfg(feature = "encrypted")]
#[test]
fn passwords() {
    assert_eq!(rule("password.ods"), "encrypted");
    let plain =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook/texts.xlsx")).expect("the fixture");
    let locked = msoffice_crypto::encrypt_ooxml(&plain, "令和7年").expect("encrypts");
    let name: Arc<str> = Arc::from("a.xlsx");
    let with = |passwords: &[&str]| {
        let options = Options { passwords: passwords.iter().map(|p| (*p).to_owned()).collect(), ..Options::default() };
        workbook::read(&locked, Format::Xlsx, &name, &options)
    };
    assert_eq!(with(&[]).expect_err("locked").rule.id, "encrypted");
    assert_eq!(with(&["令和6年"]).expect_err("locked").rule.id, "encrypted");
    let (book, _) = with(&["令和6年", "令和7年"]).expect("open");
    assert_eq!((book.format, cells(&book.sheets[0]).len()), (Format::Xlsx, 11));

    let plain =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook/quirks.ods")).expect("the fixture");
    let locked = odf_crypto::encrypt(&plain, "令和7年").expect("encrypts");
    let read = |options: &Options| workbook::read(&locked, Format::Ods, &Arc::from("a.ods"), options);
    assert_eq!(read(&Options::default()).expect_err("locked").rule.id, "encrypted");
    let (book, _) = read(&Options { passwords: vec!["令和7年".to_owned()], ..Options::default() }).expect("open");
    assert_eq!(cells(&book.sheets[1]), ["A1 1.5 1.5"]);
}

fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return Vec::new() };
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else { continue };
        let mut content = Vec::new();
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.size() < 1 << 20 && std::io::copy(&mut entry, &mut content).is_ok() {
            parts.push((name, content));
        }
    }
    parts
}

fn pack<'a>(parts: impl Iterator<Item = &'a (String, Vec<u8>)>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        if archive.start_file(name.as_str(), stored).is_ok() {
            std::io::Write::write_all(&mut archive, content).expect("memory");
        }
    }
    archive.finish().expect("memory").into_inner()
}

/// Bytes changed here and there: a finding or a book, never a panic. Deterministic; more rounds with
/// `TORIMATOME_MUTATIONS`, other files with `TORIMATOME_TEST_FOLDER`.
#[test]
fn damaged_files_are_no_surprise() {
    let rounds: u64 = std::env::var("TORIMATOME_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let folder = std::env::var("TORIMATOME_TEST_FOLDER")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook"), Into::into);
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in files {
        let format = match path.extension().and_then(|e| e.to_str()) {
            Some("xls") => Format::Xls,
            Some("fods") => Format::Fods,
            Some("xlsx") => Format::Xlsx,
            Some("xlsb") => Format::Xlsb,
            Some("ods") => Format::Ods,
            _ => continue,
        };
        let whole = std::fs::read(&path).expect("the file");
        // what is packed is damaged inside, or nothing but the packing would be tested
        let parts = if whole.starts_with(b"PK") { unpack(&whole) } else { Vec::new() };
        // those that are large on purpose are slow on purpose
        let large = parts.iter().any(|(_, content)| content.len() > 1 << 18) || whole.len() > 1 << 18;
        let repeated = path.file_stem().is_some_and(|name| name == "repeated");
        if large || repeated || (whole.starts_with(b"PK") && parts.is_empty()) {
            continue;
        }
        for round in 0..rounds {
            let part = random(parts.len());
            let mut bytes = parts.get(part).map_or_else(|| whole.clone(), |(_, bytes)| bytes.clone());
            if bytes.is_empty() {
                continue;
            }
            for _ in 0..=random(12) {
                let at = random(bytes.len());
                bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'<', b'9', random(256) as u8][random(8)];
            }
            if round % 5 == 0 {
                bytes.truncate(random(bytes.len()));
            }
            if let Some((name, _)) = parts.get(part) {
                let others = parts.iter().filter(|(other, _)| other != name);
                bytes = pack(others.chain([&(name.clone(), bytes)]));
            }
            let name: Arc<str> = Arc::from("x");
            if let Err(finding) = workbook::read(&bytes, format, &name, &Options::default()) {
                let detail = finding.values.iter().find(|(name, _)| *name == "detail").map(|(_, detail)| detail.as_str());
                assert_ne!(detail, Some("想定外の構造です"), "{} in round {round}", path.display());
            }
        }
    }
}
