//! The first month of a new workspace: list of departments, forms, 照会文, mails, and mistakes in the settings.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Reader, Xlsx};
use serde_json::Value;

struct Desk {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Desk {
    /// A workspace of `--plan blank` in which nothing has happened yet.
    fn blank() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("ws");
        let desk = Self { _folder: folder, root };
        fs::create_dir(&desk.root).unwrap();
        desk.run(0, &["init", ".", "--plan", "blank", "--period", "2026H1"]);
        desk
    }

    fn run(&self, status: i32, arguments: &[&str]) -> (String, String) {
        let out: Output = Command::new(env!("CARGO_BIN_EXE_torimatome"))
            .args(arguments)
            .current_dir(&self.root)
            .env("SOURCE_DATE_EPOCH", "1776643200")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(out.status.code(), Some(status), "{arguments:?}\n{}", text(&out.stderr));
        (text(&out.stdout), text(&out.stderr))
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.root.join(path), bytes).unwrap();
    }

    fn change(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root.join(path)).unwrap();
        assert!(text.contains(from), "{text}");
        self.put(path, text.replace(from, to));
    }

    fn with_office(&self) {
        self.put("departments.csv", "課名,提出,メール\n総務課,○,soumu@example.jp\n財政課,○,\n議会事務局,,\n");
        self.change("torimatome.toml", "[office]", "[office]\nname = \"桐瀬市デジタル推進課\"\nmail = \"dx@example.jp\"");
        self.change("torimatome.toml", "# [due]\r\n# \"2026H1\" = \"2026-10-13\"", "[due]\r\n\"2026H1\" = \"2026-10-09\"");
    }
}

fn sheet_text(path: &Path, sheet: usize) -> String {
    let mut book = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range.rows().flatten().map(|cell| format!("{cell}\n")).collect()
}

#[test]
fn forms_without_a_due_date_say_so() {
    let desk = Desk::blank();
    desk.with_office();
    let (_, noted) = desk.run(0, &["forms"]);
    assert!(!noted.contains("提出期限がない"), "{noted}");
    let (_, noted) = desk.run(0, &["forms", "--period", "2026H2"]);
    assert!(noted.contains("令和8年度下半期の提出期限がないため") && noted.contains("\"2026H2\" = "), "{noted}");
}

#[test]
fn a_due_date_on_a_holiday_is_reported_with_the_next_working_day() {
    let desk = Desk::blank();
    desk.with_office();
    for (day, expected) in [
        ("2026-05-04", "令和8年5月4日（月）は閉庁日（みどりの日）です"),
        ("2026-12-29", "次の開庁日は令和9年1月4日（月）です"),
        ("2026-10-10", "閉庁日（土曜日）"),
    ] {
        let config = fs::read_to_string(desk.root.join("torimatome.toml")).unwrap();
        let due = config.lines().find(|line| line.starts_with("\"2026H1\"")).unwrap();
        desk.change("torimatome.toml", due, &format!("\"2026H1\" = \"{day}\""));
        let (_, noted) = desk.run(0, &["forms"]);
        assert!(noted.contains(expected), "{noted}");
    }
}

#[test]
fn the_first_forms_are_of_the_first_period_and_the_list_of_departments() {
    let desk = Desk::blank();
    // nobody is in the list yet
    let (_, printed) = desk.run(2, &["forms"]);
    assert!(printed.contains("departments.csv"), "{printed}");
    desk.with_office();
    let (printed, _) = desk.run(0, &["forms"]);
    assert!(printed.contains("令和8年度上半期") && printed.contains("2課分"), "{printed}");
    let form = desk.root.join("forms/2026H1/総務課_取組状況.xlsx");
    for sheet in [0, 1] {
        let text = sheet_text(&form, sheet);
        assert!(text.contains("提出期限：令和8年10月9日（金）　提出先：桐瀬市デジタル推進課（dx@example.jp）"), "{text}");
    }
    let (printed, _) = desk.run(0, &["status"]);
    assert!(printed.contains("2課の提出を待っています"), "{printed}");
    // what the head of a form says is not taken for what the department says
    fs::copy(&form, desk.root.join("inbox/2026H1/総務課.xlsx")).unwrap();
    let (run, _) = desk.run(1, &["check", "--format", "json"]);
    let run: Value = serde_json::from_str(&run).unwrap();
    let own = run["submissions"].as_array().unwrap().iter().find(|one| one["department"] == "総務課").unwrap();
    assert_eq!((own["status"].as_str(), own["submitted"].as_str()), (Some("unfilled"), None), "{own}");
}

#[test]
fn letters_and_mails_go_with_the_forms() {
    let desk = Desk::blank();
    let (_, printed) = desk.run(2, &["forms", "--mail", "--plan", "kirise"]);
    assert!(printed.contains("[office]"), "{printed}");
    desk.with_office();
    let (_, printed) = desk.run(0, &["forms", "--mail"]);
    assert!(printed.contains("宛先のない課: 財政課"), "{printed}");
    let folder = desk.root.join("forms/2026H1");
    let letter = fs::read_to_string(folder.join("照会文.txt")).unwrap();
    assert!(letter.contains("提出期限　　令和8年10月9日（金）") && letter.contains("総務課、財政課（2課）"), "{letter}");
    let mut document = zip::ZipArchive::new(Cursor::new(fs::read(folder.join("照会文.docx")).unwrap())).unwrap();
    let mut xml = String::new();
    document.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains("令和8年10月9日（金）") && xml.contains("桐瀬市デジタル推進課"));
    let mail = fs::read_to_string(folder.join("メール/総務課_取組状況.eml")).unwrap();
    for line in ["X-Unsent: 1", "<soumu@example.jp>", "<dx@example.jp>", "spreadsheetml.sheet"] {
        assert!(mail.contains(line), "{line}");
    }
    assert!(!fs::read_to_string(folder.join("メール/財政課_取組状況.eml")).unwrap().contains("\nTo:"));
    // the same again: the same bytes; a letter that the office has changed stays
    let before = fs::read(folder.join("照会文.docx")).unwrap();
    desk.put("forms/2026H1/照会文.txt", "own");
    desk.run(0, &["forms", "--mail"]);
    desk.run(0, &["forms", "--mail"]);
    assert_eq!(fs::read(folder.join("照会文.docx")).unwrap(), before);
    assert_eq!(fs::read_to_string(folder.join("照会文.txt")).unwrap(), "own");
    let (printed, _) = desk.run(0, &["status", "--reminder", "--mail"]);
    assert!(printed.contains("2通"), "{printed}");
    assert!(desk.root.join("out/2026H1-督促/総務課.eml").is_file());
}

/// Reads drafts as a mail program would: prints subject, addresses, flags, the text's first line and what is attached.
const READ_MAIL: &str = r"
import email, email.policy, io, sys, zipfile
for path in sys.argv[1:]:
    mail = email.message_from_bytes(open(path, 'rb').read(), policy=email.policy.default)
    assert not mail.defects and all(not part.defects for part in mail.walk()), path
    body = mail.get_body(('plain',))
    assert body.get_content_charset() == 'utf-8', path
    files = [(part.get_filename(), zipfile.ZipFile(io.BytesIO(part.get_content())).testzip()) for part in mail.iter_attachments()]
    print('|'.join([mail['subject'], mail['from'].addresses[0].addr_spec, str(mail['to'] and mail['to'].addresses[0].addr_spec),
        mail['x-unsent'], str(mail['date'].datetime), body.get_content().splitlines()[0], str(files)]))
";

#[test]
fn every_draft_is_a_mail_to_other_programs() {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !Command::new(&python).arg("--version").output().is_ok_and(|out| out.status.success()) {
        eprintln!("skipped: there is no {python} (set TORIMATOME_PYTHON)");
        return;
    }
    let desk = Desk::blank();
    desk.with_office();
    desk.run(0, &["forms", "--mail"]);
    desk.run(0, &["status", "--reminder", "--mail"]);
    let text = "方向,取組番号,取組名,担当課,施策内容,R8上半期までの取組内容,R8下半期以降の取組内容（予定）\r\n1,1,窓口,総務課,受付,【夢】済,10月から\r\n";
    desk.put("inbox/2026H1/総務課.csv", text);
    desk.run(1, &["build", "--no-pdf"]);
    let drafts =
        ["forms/2026H1/メール/総務課_取組状況.eml", "forms/2026H1/メール/財政課_取組状況.eml", "out/2026H1-督促/財政課.eml"];
    let drafts = drafts.iter().chain(&["out/2026H1/差戻し/総務課.eml"]).map(|path| desk.root.join(path));
    let read = Command::new(python).args(["-X", "utf8", "-c", READ_MAIL]).args(drafts).output().unwrap();
    let text = String::from_utf8_lossy(&read.stdout).into_owned();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('|').collect()).collect();
    let to: Vec<&str> = lines.iter().map(|line| line[2]).collect();
    assert_eq!(to, ["soumu@example.jp", "None", "None", "soumu@example.jp"], "{text}");
    for line in &lines {
        assert_eq!((line[1], line[3], line[4]), ("dx@example.jp", "1", "2026-04-20 00:00:00+00:00"), "{text}");
        assert!(line[0].contains("令和8年度上半期") && line[5].ends_with(" 御中"), "{text}");
    }
    let attached = ["[('総務課_取組状況.xlsx', None)]", "[('財政課_取組状況.xlsx', None)]", "[]", "[('総務課.xlsx', None)]"];
    assert_eq!(lines.iter().map(|line| line[6]).collect::<Vec<_>>(), attached);
}

#[test]
fn status_names_who_has_no_address() {
    let desk = Desk::blank();
    desk.with_office();
    let (_, printed) = desk.run(0, &["status"]);
    assert!(printed.contains("宛先のない課: 財政課（"), "{printed}");
    let (status, _) = desk.run(0, &["status", "--format", "json"]);
    let status: Value = serde_json::from_str(&status).unwrap();
    let mails: Vec<(&str, Option<&str>)> = status["departments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["name"].as_str().unwrap(), line["mail"].as_str()))
        .collect();
    assert_eq!(mails, [("総務課", Some("soumu@example.jp")), ("財政課", None)]);
}

#[test]
fn the_letters_of_a_new_workspace_use_words_that_exist() {
    let desk = Desk::blank();
    desk.with_office();
    for name in ["照会文.txt", "メール_依頼.txt", "メール_督促.txt", "メール_差戻し.txt"] {
        let text = fs::read_to_string(desk.root.join("templates").join(name)).unwrap();
        let printed = text.lines().find(|line| line.starts_with("# 使える言葉")).unwrap_or_default().to_owned();
        let words: Vec<&str> = printed.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        assert!(words.len() > 10, "{printed}");
        // each of them in a line of its own is taken, and nothing is left in braces
        let all: String = words.iter().map(|word| format!("[{word}]={{{word}}}\r\n")).collect();
        desk.put(&format!("templates/{name}"), format!("{text}\r\n{all}"));
    }
    desk.run(0, &["forms", "--mail"]);
    let letter = fs::read_to_string(desk.root.join("forms/2026H1/照会文.txt")).unwrap();
    assert!(!letter.contains('{') && letter.contains("[事務局]=桐瀬市デジタル推進課"), "{letter}");
    let (reminders, _) = desk.run(0, &["status", "--reminder"]);
    assert!(!reminders.contains('{') && reminders.contains("[課名]=総務課"), "{reminders}");
}

#[test]
fn a_text_of_the_office_is_used_and_its_mistakes_are_named() {
    let desk = Desk::blank();
    desk.with_office();
    desk.put("templates/照会文.txt", "[右]{発信日}\r\n{課の一覧}へ、{期限}まで\r\n");
    desk.run(0, &["forms"]);
    let letter = fs::read_to_string(desk.root.join("forms/2026H1/照会文.txt")).unwrap();
    assert!(letter.contains("総務課、財政課（2課）へ、令和8年10月9日（金）まで"), "{letter}");
    desk.put("templates/照会文.txt", "\r\n期限は{締切}\r\n");
    let (_, printed) = desk.run(2, &["forms"]);
    assert!(printed.contains("2行4文字目") && printed.contains("{締切}") && printed.contains("{期限}"), "{printed}");
}

#[test]
fn settings_are_read_as_windows_saves_them_and_mistakes_are_reported_in_japanese() {
    let desk = Desk::blank();
    desk.with_office();
    let text = fs::read_to_string(desk.root.join("torimatome.toml")).unwrap();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cp932 = encoding_rs::SHIFT_JIS.encode(&text).0.into_owned();
    for bytes in [format!("\u{feff}{text}").into_bytes(), utf16, cp932] {
        desk.put("torimatome.toml", bytes);
        let (printed, _) = desk.run(0, &["status"]);
        assert!(printed.contains("令和8年10月9日"), "{printed}");
    }
    for (line, words) in [
        ("output = \"成果物\\令和8年\"", ["1行", "output = '成果物\\令和8年'"]),
        ("output = \"成果物\\temp\"", ["1行", "' で囲む"]),
        ("plan ＝ \"plan\"", ["1行6文字目", "全角の記号「＝」"]),
        ("pln = \"plan\"", ["1行1文字目", "「plan」のことですか"]),
        ("plan = plan", ["1行8文字目", "\" で囲んで"]),
        ("[office]\nmail = \"dx\"", ["2行9文字目", "メールアドレス"]),
        ("[due]\n\"R8前半\" = \"2026-10-09\"", ["2行", "R8前半"]),
    ] {
        desk.put("torimatome.toml", line);
        let (_, printed) = desk.run(2, &["status"]);
        assert!(words.iter().all(|word| printed.contains(word)), "{line}: {printed}");
    }
}

#[test]
fn an_empty_inbox_and_a_folder_that_is_no_period_are_one_clear_sentence_each() {
    let desk = Desk::blank();
    desk.with_office();
    for command in ["check", "build"] {
        let (result, printed) = desk.run(3, &[command]);
        assert!(printed.contains("inbox") && printed.contains("2026H1 にファイルがまだありません"), "{printed}");
        assert_eq!(printed.matches("エラー").count(), 1, "{printed}");
        assert!(!result.contains("0件を"), "{result}");
    }
    fs::rename(desk.root.join("inbox/2026H1"), desk.root.join("inbox/前半")).unwrap();
    let (_, printed) = desk.run(2, &["check"]);
    assert!(printed.contains("「前半」") && printed.contains("2025H1"), "{printed}");
}

#[test]
fn started_outside_a_workspace_the_program_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk { root: folder.path().to_owned(), _folder: folder };
    let (_, printed) = desk.run(2, &["--no-page"]);
    assert!(printed.contains("作業場所ではありません") && printed.contains("重ねて"), "{printed}");
}
