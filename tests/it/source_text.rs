//! Delimited text and collecting, from the outside: files on disk in, grids and findings out.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use torimatome::model::{Address, Encoding, Format, InputStatus, Lang, Severity};
use torimatome::source::{Collected, Disk, Limits, Options, RawValue, Reading, collect, read};

/// The data that is shared between projects, or a visible note that the test is skipped.
fn shared(below: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TORIMATOME_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(below);
    if path.exists() {
        return Some(path);
    }
    crate::common::skipped(format_args!("{} is not there (set TORIMATOME_SHARED)", path.display()));
    None
}

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn collect(&self) -> Collected {
        collect(&[self.0.path().to_owned()], &Limits::default())
    }

    fn paths(&self) -> Vec<String> {
        self.collect().found.iter().map(|f| f.path.to_string()).collect()
    }
}

fn read_as(name: &str, bytes: impl AsRef<[u8]>, options: &Options) -> Reading {
    let desk = Desk::new();
    desk.put(name, bytes);
    let collected = desk.collect();
    read(&collected.found[0], options)
}

fn read_one(name: &str, bytes: impl AsRef<[u8]>) -> Reading {
    read_as(name, bytes, &Options::default())
}

/// `A1=…` for every cell.
fn cells(reading: &Reading) -> Vec<String> {
    let Some(book) = &reading.book else { return Vec::new() };
    book.sheets[0].cells.iter().map(|c| format!("{}={}", c.at, c.shown)).collect()
}

fn rules(reading: &Reading) -> Vec<&'static str> {
    reading.findings.iter().map(|f| f.rule.id).collect()
}

fn cp932(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[test]
fn every_cp932_sequence_is_as_in_the_table() {
    let Some(path) = shared("corpora/cp932_exhaustive.tsv") else { return };
    let mut sequences = 0;
    for line in fs::read_to_string(path).unwrap().lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let bytes: Vec<u8> =
            (0..columns[0].len()).step_by(2).map(|i| u8::from_str_radix(&columns[0][i..i + 2], 16).unwrap()).collect();
        let expected: String = columns[1]
            .split([' ', '+'])
            .filter(|c| !c.is_empty())
            .map(|c| char::from_u32(u32::from_str_radix(c, 16).unwrap()).unwrap())
            .collect();
        let decoded = torimatome::source::delimited::decode(&bytes, Encoding::Cp932, 1 << 20).unwrap();
        sequences += 1;
        if expected.is_empty() {
            // No character: A0, FD, FE, FF (where Python invents private use) and the gaps. The bytes are kept.
            let broken: Vec<u8> = decoded.undecodable.iter().flatten().flatten().copied().collect();
            assert!(!broken.is_empty() && bytes.starts_with(&broken), "{line}");
        } else {
            assert_eq!(decoded.text, expected, "{line}");
            assert!(decoded.undecodable.is_empty(), "{line}");
        }
    }
    assert_eq!(sequences, 11_536);
}

#[test]
fn the_texts_of_the_departments_have_their_records_where_they_should() {
    let (Some(folder), Some(expected)) = (shared("inputs/oshu/2025-10"), shared("inputs/oshu/expected/progress.json")) else {
        return;
    };
    let expected: serde_json::Value = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
    let collected = collect(&[folder], &Limits::default());
    assert_eq!(collected.found.len(), 20);
    let mut seen = 0;
    for found in collected.found.iter().filter(|f| f.path.ends_with(".csv") || f.path.ends_with(".tsv")) {
        let reading = read(found, &Options::default());
        assert_eq!(rules(&reading), [""; 0], "{}", found.path);
        let grid = &reading.book.as_ref().unwrap().sheets[0];
        for record in expected["records"].as_array().unwrap() {
            let source = &record["source"];
            if source["file"] != *found.path {
                continue;
            }
            let row = u32::try_from(source["row"].as_u64().unwrap()).unwrap() - 1;
            let done = grid.row(row).iter().find(|c| c.at.col == 5).map(|c| c.shown.as_str());
            assert_eq!(done, record["done"]["text"].as_str(), "{}", found.path);
            seen += 1;
        }
        let expected = match found.path.split('_').next().unwrap() {
            "12" => Encoding::Utf16Le,
            "09" => Encoding::Utf8Sig,
            _ => Encoding::Cp932,
        };
        assert_eq!(reading.input.encoding, Some(expected), "{}", found.path);
    }
    assert_eq!(seen, 10);
}

#[test]
fn quirks_of_delimited_text() {
    type Case<'a> = (&'a str, &'a str, &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        ("blank lines", "a,b\r\n\r\n,\r\nc,d\r\n", &["A1=a", "B1=b", "A4=c", "B4=d"]),
        ("line breaks in quotes", "a,\"b\r\nc\"\r\nd,e", &["A1=a", "B1=b\nc", "A2=d", "B2=e"]),
        ("CR only", "a,b\rc,\"d\re\"\r", &["A1=a", "B1=b", "A2=c", "B2=d\ne"]),
        ("ragged, trailing separators", "a,b,,,\nc\nd,e,f\n", &["A1=a", "B1=b", "A2=c", "A3=d", "B3=e", "C3=f"]),
        ("sep line", "sep=;\r\na;b,c\r\nd;e\r\n", &["A1=a", "B1=b,c", "A2=d", "B2=e"]),
        ("text guards", "=\"0012\",x\n\"=\"\"0034\"\"\",y\n", &["A1=0012", "B1=x", "A2=0034", "B2=y"]),
        ("stray quotes", "a\"b,c\n\"d\"e,f\n", &["A1=a\"b", "B1=c", "A2=de", "B2=f"]),
        ("a quote never closed", "a,b\n\"c,d\ne,f\n", &["A1=a", "B1=b", "A2=\"c", "B2=d", "A3=e", "B3=f"]),
        ("NUL bytes and ^Z", "a\0\0,b\0\nc,\0\n\u{1a}", &["A1=a", "B1=b", "A2=c"]),
        ("joined files", "a,b\n\u{feff}\"c,d\",e\n", &["A1=a", "B1=b", "A2=c,d", "B2=e"]),
        ("only white space", "a,\u{3000},\u{a0}\n \t,b,c\n", &["A1=a", "B2=b", "C2=c"]),
        ("semicolons", "a;b;c\nd;1,5;f\n", &["A1=a", "B1=b", "C1=c", "A2=d", "B2=1,5", "C2=f"]),
        ("kept blanks", " a ,\u{3000}b\nc,d\n", &["A1= a ", "B1=\u{3000}b", "A2=c", "B2=d"]),
    ];
    for (what, text, expected) in cases {
        let reading = read_one("x.csv", text);
        assert_eq!(cells(&reading), *expected, "{what}");
        assert_eq!(reading.input.status, InputStatus::Read, "{what}");
        let book = reading.book.unwrap();
        assert!(book.sheets[0].cells.iter().all(|c| c.value == RawValue::Text));
        assert_eq!(book.sheets[0].name, None);
    }
}

/// Random texts of separators, quotes and line ends, the same in every run.
fn nasty_texts(count: usize) -> Vec<String> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let pieces =
        [",", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "課", "a", " ", "\u{3000}", "\"a,b\"", "\"c\r\nd\"", "\t", "済\n"];
    (0..count)
        .map(|_| {
            let body: String = (0..1 + next(24)).map(|_| pieces[next(pieces.len() as u64) as usize]).collect();
            format!("x,y,z,1\n{body}")
        })
        .collect()
}

#[test]
fn python_sees_the_same_cells() {
    let script = "\
import csv, io, json, sys
for line in sys.stdin:
    text = json.loads(line)
    rows = list(csv.reader(io.StringIO(text + '\\n\\x01', newline='')))
    if rows[-1:] != [['\\x01']]:
        print('[]')
        continue
    rows = csv.reader(io.StringIO(text, newline=''))
    print(json.dumps([[r, c, f.replace('\\r\\n', '\\n').replace('\\r', '\\n')] for r, row in enumerate(rows) for c, f in enumerate(row) if f.strip()]))
";
    let texts = nasty_texts(3000);
    let child = std::process::Command::new("python3")
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        crate::common::skipped("python3 is not there");
        return;
    };
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = texts.iter().map(|t| serde_json::to_string(t).unwrap() + "\n").collect();
    let feeding = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap().unwrap();
    let theirs = String::from_utf8(output.stdout).unwrap();
    let path = "x.csv".into();
    let mut compared = 0;
    for (text, line) in texts.iter().zip(theirs.lines()) {
        let read = torimatome::source::delimited::read(text.clone().into_bytes(), "csv", &path, &Options::default()).unwrap();
        let ours: Vec<(u32, u32, String)> =
            read.book.sheets[0].cells.iter().map(|c| (c.at.row, c.at.col, c.shown.clone())).collect();
        let theirs: Vec<(u32, u32, String)> = serde_json::from_str(line).unwrap();
        // Nothing: a quote that is never closed, of which we know better.
        if read.book.format == Format::Csv && !theirs.is_empty() {
            assert_eq!(ours, theirs, "{text:?}");
            compared += 1;
        }
    }
    assert!(compared > 1500, "{compared}");
}

#[test]
fn bytes_without_a_character_are_reported_with_their_cell() {
    let mut bytes = cp932("課名,取組内容\r\n総務課,窓口");
    bytes.extend(b"\xFD\x85\x9F\r\n");
    bytes.extend(cp932("財政課,決裁"));
    bytes.push(0x89);
    let reading = read_one("総務課.csv", bytes);
    assert_eq!(reading.input.encoding, Some(Encoding::Cp932));
    let found: Vec<_> = reading.findings.iter().map(|f| (f.rule.id, f.place.to_string(), f.message(Lang::Ja))).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "undecodable-bytes");
    assert_eq!(found[0].1, "総務課.csv › B2");
    assert!(found[0].2.contains("FD 859F"), "{}", found[0].2);
    assert_eq!(found[1].1, "総務課.csv › B3");
    assert_eq!(cells(&reading)[3], "B2=窓口\u{fffd}\u{fffd}");
}

#[test]
fn gaiji_are_kept() {
    let reading = read_one("x.csv", b"\x89\xdb,\xf0\x40\n\x91\x8d\x96\xb1\x89\xdb,\xf9\xfc\n");
    assert_eq!(cells(&reading), ["A1=課", "B1=\u{e000}", "A2=総務課", "B2=\u{e757}"]);
    assert_eq!(rules(&reading), [""; 0]);
}

#[test]
fn the_encoding_can_be_forced() {
    let options = Options { encoding: Some(Encoding::EucJp), ..Options::default() };
    let reading = read_as("x.csv", b"\xb1\xb2,\xb1\xb2\n", &options);
    assert_eq!(cells(&reading), ["A1=渦", "B1=渦"]);
    assert_eq!((reading.input.encoding, rules(&reading).len()), (Some(Encoding::EucJp), 0));
}

#[test]
fn an_unclear_encoding_is_reported() {
    let reading = read_one("x.csv", b"\xb1\xb2,1\n\xb3\xb4,2\n");
    assert_eq!(rules(&reading), ["ambiguous-encoding"]);
    assert!(reading.findings[0].message(Lang::Ja).contains("euc-jp"));
}

#[test]
fn content_decides_and_a_lying_extension_is_reported() {
    let tsv = read_one("課.xls", "課名\t状況\n総務課\t済\n財政課\t未\n");
    assert_eq!((tsv.input.format, tsv.input.status), (Some(Format::Tsv), InputStatus::Read));
    assert_eq!(rules(&tsv), ["extension-mismatch"]);
    let txt = read_one("課.txt", "課名,状況\n総務課,済\n財政課,未\n");
    assert_eq!((txt.input.format, rules(&txt).len()), (Some(Format::Csv), 0));
    let named_csv = read_one("課.csv", "課名\t状況\n総務課\t済\n");
    assert_eq!((named_csv.input.format, rules(&named_csv).len()), (Some(Format::Tsv), 0));
    let bare = read_one("課", "課名,状況\n総務課,済\n財政課,未\n");
    assert_eq!((bare.input.format, rules(&bare).len()), (Some(Format::Csv), 0));
}

/// A fixture of `workbook/`.
fn workbook(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook").join(name)).unwrap()
}

#[test]
fn a_workbook_is_what_its_content_says() {
    use Format::{Fods, Ods, Xls, Xlsb, Xlsx};
    let files = [("texts.xlsx", Xlsx), ("kinds.xlsb", Xlsb), ("xlwt.xls", Xls), ("quirks.ods", Ods), ("quirks.fods", Fods)];
    for (file, format) in files {
        let bytes = workbook(file);
        for name in ["課.xlsx", "課.xls", "課.ods", "課.csv", "課.txt", "課.xlsb", "課.fods", "課.dat", "課"] {
            let reading = read_one(name, &bytes);
            assert_eq!((reading.input.format, reading.input.status), (Some(format), InputStatus::Read), "{file} as {name}");
            let own = name.rsplit_once('.').is_none_or(|(_, end)| file.ends_with(&format!(".{end}")));
            let wanted: &[&str] = if own { &[] } else { &["extension-mismatch"] };
            assert_eq!(rules(&reading), wanted, "{file} as {name}");
            assert!(!cells(&reading).is_empty(), "{file} as {name}");
        }
    }
}

#[test]
fn templates_and_macros_are_workbooks_too() {
    let kinds = [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Format::Xlsx),
        ("xltx", "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", Format::Xltx),
        ("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", Format::Xlsm),
        ("xltm", "application/vnd.ms-excel.template.macroEnabled.main+xml", Format::Xltm),
    ];
    for (extension, kind, format) in kinds {
        let mut from = zip::ZipArchive::new(io::Cursor::new(workbook("texts.xlsx"))).unwrap();
        let mut to = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let plain = zip::write::SimpleFileOptions::default();
        to.start_file("[Content_Types].xml", plain).unwrap();
        let types = "http://schemas.openxmlformats.org/package/2006/content-types";
        write!(to, "<Types xmlns=\"{types}\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}\"/></Types>").unwrap();
        for index in 0..from.len() {
            to.raw_copy_file(from.by_index_raw(index).unwrap()).unwrap();
        }
        let bytes = to.finish().unwrap().into_inner();
        let reading = read_one(&format!("課.{extension}"), &bytes);
        assert_eq!((reading.input.format, reading.input.status), (Some(format), InputStatus::Read));
        assert_eq!((rules(&reading).len(), cells(&reading).len()), (0, 11), "{extension}");
        // under another name it is still what it is
        let lying = read_one(if extension == "xlsx" { "課.xlsm" } else { "課.xlsx" }, &bytes);
        assert_eq!((lying.input.format, rules(&lying)), (Some(format), vec!["extension-mismatch"]), "{extension}");
    }
}

/// The text in an encoding, by the encoders of its own standard.
fn encoded(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
    let bom: &[u8] = match encoding {
        Encoding::Utf8Sig => b"\xEF\xBB\xBF",
        Encoding::Utf16Le if mark => b"\xFF\xFE",
        Encoding::Utf16Be if mark => b"\xFE\xFF",
        _ => b"",
    };
    let body = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => text.as_bytes().to_vec(),
        Encoding::Cp932 => cp932(text),
        Encoding::EucJp => encoding_rs::EUC_JP.encode(text).0.into_owned(),
        Encoding::Iso2022Jp => encoding_rs::ISO_2022_JP.encode(text).0.into_owned(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    };
    [bom, &body].concat()
}

#[test]
fn every_encoding_is_found_out() {
    let long = "方向,取組,取組名,担当課,取組状況\r\n1,5,窓口の電子化,総務課,【導入】受付を始めた。\r\n1,6,\"予約、\r\n変更\",財政課,【運用開始】利用者は300人\r\n";
    let short = "課名,状況\r\n総務課,済\r\n";
    // nearly everything ASCII: the Japanese is in one cell
    let thin = format!("no,name,value,note\r\n{}1,x,2,未定\r\n", "10,abc,20,-\r\n".repeat(40));
    use Encoding::{Cp932, EucJp, Iso2022Jp, Utf8, Utf8Sig, Utf16Be, Utf16Le};
    let encodings = [
        (Utf8, false),
        (Utf8Sig, true),
        (Cp932, false),
        (EucJp, false),
        (Iso2022Jp, false),
        (Utf16Le, true),
        (Utf16Be, true),
        (Utf16Le, false),
        (Utf16Be, false),
    ];
    for text in [long, short, &thin] {
        let wanted = cells(&read_one("x.csv", text));
        assert!(wanted.len() >= 4);
        for (encoding, mark) in encodings {
            for (name, text) in [("x.csv", text.to_owned()), ("x.txt", text.replace(',', "\t"))] {
                let reading = read_one(name, encoded(&text, encoding, mark));
                assert_eq!(reading.input.encoding, Some(encoding), "{encoding:?} {mark} {text}");
                assert_eq!(cells(&reading), wanted, "{encoding:?} {mark}");
                assert_eq!(rules(&reading), [""; 0], "{encoding:?} {mark} {text}");
            }
        }
    }
}

#[test]
fn files_that_are_no_submission_are_named() {
    let ignored = [
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "._建設課.xlsx",
        "説明.pdf",
        "説明.docx",
        "a.json",
        "a.md",
        "メモ.txt",
        "a.png",
        ".gitkeep",
    ];
    for name in ignored {
        let reading = read_one(name, "これは表ではない。\n");
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Ignored, vec!["ignored-file"]), "{name}");
        assert_eq!(reading.findings[0].severity(), Severity::Info);
        assert!(reading.input.sha256.is_some() && reading.book.is_none());
    }
    for name in ["~$建設課.xlsx", ".~lock.建設課.xlsx#"] {
        let reading = read_one(name, "x");
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Ignored, vec!["lock-file"]), "{name}");
    }
}

#[test]
fn a_spreadsheet_that_is_none_is_rejected_and_says_what_it_is() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("a.xls", b"<html><body><table><tr><td>1</td></tr></table>", "HTML"),
        ("a.xlsx", b"PK\x03\x04\x14\0\x06\0cut off here", "壊れた zip"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        ("a.xls", b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook/>", "Excel 2003 XML"),
        ("a.xlsx", "これは表ではない。\n".as_bytes(), "表でない文章"),
        ("a.csv", b"{\"a\": 1}", "JSON"),
        ("a.lzh", b"\x21\x8f-lh5-xxxxxxxx", "LZH"),
        ("a.zip", b"PK\x03\x04 cut off", "壊れた zip"),
    ];
    for (name, bytes, word) in cases {
        let reading = read_one(name, bytes);
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Rejected, vec!["not-a-workbook"]), "{name} {word}");
        assert!(reading.findings[0].message(Lang::Ja).contains(word), "{}", reading.findings[0].message(Lang::Ja));
    }
}

#[test]
fn empty_files_are_named() {
    for (name, bytes) in [
        ("a.xlsx", &b""[..]),
        ("b.csv", b" \r\n"),
        ("c.csv", b",,,\r\n,,\r\n"),
        ("d.txt", "\u{3000}\n".as_bytes()),
        ("e.csv", b"\xEF\xBB\xBF"),
    ] {
        let reading = read_one(name, bytes);
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Rejected, vec!["empty-file"]), "{name}");
        assert_eq!(reading.input.reason, Some(torimatome::rules::EMPTY_FILE));
    }
}

#[test]
fn a_file_in_use_is_reported_in_plain_words() {
    let desk = Desk::new();
    desk.put("総務課.xlsx", "x");
    let found = &desk.collect().found[0];
    type Opener = fn(&Path) -> io::Result<fs::File>;
    let cases: [(Opener, &str); 3] = [
        (|_| Err(io::ErrorKind::PermissionDenied.into()), "権限"),
        (|_| Err(io::ErrorKind::ResourceBusy.into()), "ほかのプログラム"),
        (|_| Err(io::ErrorKind::NotFound.into()), "見つかりません"),
    ];
    for (open, word) in cases {
        let reading = read(found, &Options { disk: Disk(open), ..Options::default() });
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Rejected, vec!["locked"]));
        assert!(reading.findings[0].message(Lang::Ja).contains(word), "{word}");
        assert_eq!(reading.input.sha256, None);
    }
}

#[test]
fn limits_are_enforced_and_name_their_option() {
    let small = |change: fn(&mut Limits)| {
        let mut options = Options::default();
        change(&mut options.limits);
        options
    };
    let cases: [(Options, &str); 4] = [
        (small(|l| l.file_bytes = 10), "--max-file-size"),
        (small(|l| l.cells = 3), "--max-cells"),
        (small(|l| l.cell_chars = 5), "--max-cell-length"),
        (small(|l| l.seconds = 0), "--max-seconds"),
    ];
    let text = "課名,とても長い内容\n総務課,済\n".to_owned() + &"a,b\n".repeat(2000);
    for (options, option) in cases {
        let reading = read_as("x.csv", &text, &options);
        assert_eq!((reading.input.status, rules(&reading)), (InputStatus::Rejected, vec!["too-large"]), "{option}");
        assert!(reading.findings[0].hint(Lang::Ja).contains(option));
        for name in ["limit", "limit_en", "max", "actual", "option"] {
            assert!(reading.findings[0].values.iter().any(|(n, v)| *n == name && !v.is_empty()), "{name}");
        }
    }
    // Half-width katakana grow to three times their length: the text is bounded like the file.
    let grown = read_as("x.csv", [0xb1; 400], &small(|l| l.file_bytes = 500));
    assert_eq!(rules(&grown), ["too-large"]);
}

#[test]
fn hostile_texts_are_read_or_refused_at_once() {
    let started = std::time::Instant::now();
    let quotes = [b"\"".to_vec(), b"a,b\n".repeat(50_000)].concat();
    let cases: [(&str, Vec<u8>, &[&str]); 6] = [
        ("every byte broken", vec![0xFF; 3 << 20], &["not-a-workbook"]),
        ("a record without end", b"a,".repeat(2 << 20), &["too-large"]),
        ("nothing but quotes", vec![b'"'; 4 << 20], &["too-large"]),
        ("nothing but separators", vec![b','; 1 << 19], &["empty-file"]),
        ("a quote before everything", quotes, &["broken-quotes"]),
        ("a million blank lines", [vec![b'\n'; 1 << 20], b"a,b\nc,d".to_vec()].concat(), &[]),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(rules(&read_one("x.csv", bytes)), expected, "{what}");
    }
    assert!(started.elapsed().as_secs() < 60, "unoptimised, all six together: {:?}", started.elapsed());
}

#[test]
fn folders_are_walked_in_the_order_of_their_names() {
    let desk = Desk::new();
    for name in ["b/か.csv", "b/が.csv", "b/か\u{3099}2.csv", "a.csv", "B.csv", "b/.DS_Store", "c/d/e.csv"] {
        desk.put(name, "a,b\n");
    }
    desk.put("departments.csv", "課名\n");
    desk.put("torimatome.toml", "");
    assert_eq!(desk.paths(), ["B.csv", "a.csv", "b/.DS_Store", "b/か.csv", "b/が.csv", "b/か\u{3099}2.csv", "c/d/e.csv"]);
    let collected = desk.collect();
    let names: Vec<_> = collected.configuration.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["departments.csv", "torimatome.toml"]);
    assert!(
        collected
            .ignored
            .iter()
            .all(|(input, finding)| input.status == InputStatus::Ignored && finding.rule.id == "ignored-file")
    );
}

#[test]
fn equal_paths_get_their_folder_before_them() {
    let desk = Desk::new();
    let one = desk.put("p/x/総務課.csv", "a");
    let two = desk.put("q/x/総務課.csv", "b");
    let three = desk.put("q/財政課.csv", "c");
    let paths = |inputs: &[&Path]| -> Vec<String> {
        let inputs: Vec<PathBuf> = inputs.iter().map(|p| (*p).to_owned()).collect();
        collect(&inputs, &Limits::default()).found.iter().map(|f| f.path.to_string()).collect()
    };
    assert_eq!(paths(&[&one, &two, &three]), ["p/x/総務課.csv", "q/x/総務課.csv", "財政課.csv"]);
    assert_eq!(paths(&[&one, &one]), ["総務課.csv"]);
    assert_eq!(paths(&[one.parent().unwrap(), &one]), ["総務課.csv"]);
}

#[test]
fn an_input_that_is_not_there_is_reported() {
    let collected = collect(&[PathBuf::from("does/not/exist.xlsx")], &Limits::default());
    assert!(collected.found.is_empty());
    let (input, finding) = &collected.ignored[0];
    assert_eq!((&*input.path, input.status, finding.rule.id), ("exist.xlsx", InputStatus::Rejected, "locked"));
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_in_circles() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.put("a/x.csv", "a,b\n");
    let root = desk.0.path();
    symlink(root, root.join("a/up")).unwrap();
    symlink(root.join("a"), root.join("again")).unwrap();
    symlink(root.join("gone.csv"), root.join("dangling.csv")).unwrap();
    let other = Desk::new();
    other.put("y.csv", "a,b\n");
    symlink(other.0.path(), root.join("other")).unwrap();
    symlink(root.join("a"), other.0.path().join("back")).unwrap();
    assert_eq!(desk.paths(), ["a/x.csv", "other/y.csv"]);
    assert_eq!(desk.collect().ignored[0].1.rule.id, "locked");
}

/// A zip archive with stored members under raw names.
fn zip(members: &[(&[u8], &[u8], u16)]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, data, flags) in members {
        let mut crc = !0_u32;
        for byte in *data {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        let mut common = Vec::new();
        for part in [20_u16, *flags, 0, 0, 0x5921] {
            common.extend(part.to_le_bytes());
        }
        for part in [!crc, data.len() as u32, data.len() as u32] {
            common.extend(part.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend((body.len() as u32).to_le_bytes());
        directory.extend(*name);
        body.extend(b"PK\x03\x04");
        body.extend(&common);
        body.extend(*name);
        body.extend(*data);
    }
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    for _ in 0..2 {
        end.extend((members.len() as u16).to_le_bytes());
    }
    end.extend((directory.len() as u32).to_le_bytes());
    end.extend((body.len() as u32).to_le_bytes());
    end.extend([0; 2]);
    [body, directory, end].concat()
}

#[test]
fn archives_are_opened_whatever_their_names_are_written_in() {
    let desk = Desk::new();
    let table = "課名,状況\n表,済\n".as_bytes();
    let old = cp932("提出\\表ソ.csv");
    desk.put(
        "a.zip",
        zip(&[
            (&old, table, 0),
            ("建設課/進捗.csv".as_bytes(), table, 1 << 11),
            ("か\u{3099}.csv".as_bytes(), table, 0),
            (b"../../../escape.csv", table, 0),
            (b"/root.csv", table, 0),
            (b"__MACOSX/._x.csv", b"junk", 0),
            (b"folder/", b"", 0),
            (b"inner.zip", &zip(&[(b"x.csv", table, 0)]), 0),
        ]),
    );
    let collected = desk.collect();
    let paths: Vec<_> = collected.found.iter().map(|f| &*f.path).collect();
    let expected = [
        "a.zip/__MACOSX/._x.csv",
        "a.zip/escape.csv",
        "a.zip/inner.zip/x.csv",
        "a.zip/root.csv",
        "a.zip/か\u{3099}.csv",
        "a.zip/建設課/進捗.csv",
        "a.zip/提出/表ソ.csv",
    ];
    assert_eq!(paths, expected);
    let status: Vec<_> = collected.found.iter().map(|f| read(f, &Options::default()).input.status).collect();
    use InputStatus::{Ignored, Read};
    assert_eq!(status, [Ignored, Read, Read, Read, Read, Read, Read]);
    let last = read(&collected.found[6], &Options::default());
    assert_eq!(last.book.unwrap().sheets[0].get(Address::new(1, 0)).unwrap().shown, "表");
}

#[test]
fn archives_are_bounded() {
    let desk = Desk::new();
    desk.put("a.zip", zip(&[(b"a.csv", b"a,b\n", 0), (b"b.csv", b"c,d\n", 0)]));
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        let collected = collect(&[desk.0.path().to_owned()], &limits);
        assert!(collected.found.is_empty());
        let (input, finding) = &collected.ignored[0];
        assert_eq!((input.format, input.status), (Some(Format::Zip), InputStatus::Rejected));
        finding.hint(Lang::Ja)
    };
    assert!(with(|l| l.zip_entries = 1).contains("--max-zip-entries"));
    assert!(with(|l| l.inflated_bytes = 5).contains("--max-inflated-size"));
    assert!(with(|l| l.file_bytes = 5).contains("--max-file-size"));
}

#[test]
fn a_bomb_in_an_archive_is_refused_before_it_is_inflated() {
    let desk = Desk::new();
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    writer.start_file("bomb.csv", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(&vec![b' '; 4 << 20]).unwrap();
    desk.put("a.zip", writer.finish().unwrap().into_inner());
    let options = Options { limits: Limits { zip_ratio: 100, ..Limits::default() }, ..Options::default() };
    let reading = read(&desk.collect().found[0], &options);
    assert_eq!(rules(&reading), ["too-large"]);
    assert!(reading.findings[0].hint(Lang::Ja).contains("--max-zip-ratio"));
}

#[test]
fn a_member_with_a_password_is_named_and_opened_with_it() {
    use zip::unstable::write::FileOptionsExt;
    let desk = Desk::new();
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let protected = zip::write::SimpleFileOptions::default().with_deprecated_encryption(b"himitsu").unwrap();
    writer.start_file("a.csv", protected).unwrap();
    writer.write_all("課名,状況\n総務課,済\n".as_bytes()).unwrap();
    desk.put("a.zip", writer.finish().unwrap().into_inner());
    let found = &desk.collect().found[0];
    assert_eq!(rules(&read(found, &Options::default())), ["encrypted"]);
    let options = Options { passwords: vec!["wrong".into(), "himitsu".into()], ..Options::default() };
    assert_eq!(cells(&read(found, &options)).len(), 4);
}

/// A name that the file system takes, a content, and whatever comes out: nothing may panic.
fn any_file() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let name = prop::sample::select(vec!["a.csv", "a.xlsx", "a.xls", "a.txt", "a.zip", "a", "a.tsv", "a.ods"]);
    let start: Vec<&[u8]> = vec![
        b"",
        b"PK\x03\x04",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"\xFF\xFE",
        b"<?xml",
        b"\x1b$B",
        b"sep=",
        b"\"",
        b"\x09\x08\x10\0\0\x06\x05\0",
    ];
    let start = prop::sample::select(start);
    (name, start, prop::collection::vec(any::<u8>(), 0..400)).prop_map(|(name, start, rest)| (name, [start, &rest].concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_makes_reading_panic((name, bytes) in any_file()) {
        let desk = Desk::new();
        desk.put(name, &bytes);
        let collected = desk.collect();
        for found in &collected.found {
            let reading = read(found, &Options::default());
            prop_assert_eq!(reading.book.is_some(), reading.input.status == InputStatus::Read);
            prop_assert!(reading.book.is_some() || !reading.findings.is_empty());
        }
        prop_assert!(!collected.found.is_empty() || !collected.ignored.is_empty());
    }
}
