//! The report from outside: what is in the file, checked by what reads it back.

mod edition;
mod page;
mod reader;
pub mod tree;

use std::path::Path;

use edition::{Made, made_up, shared};
use reader::Read;
use torimatome::consolidate::Previous;
use torimatome::model::{Erratum, Finding, Period, Place};
use torimatome::pipeline::compare_with;
use torimatome::report::pdf::{self, Binding, Error, FontFault, FontFiles, Options, State, Volumes};
use torimatome::rules;

fn only(made: &Made, options: &Options) -> pdf::Volume {
    let edition = made.edition();
    let mut volumes = pdf::write(&edition, options).unwrap();
    assert_eq!(volumes.len(), 1);
    volumes.remove(0)
}

/// Keeps the file where a person can look at it.
fn keep(name: &str, volume: &pdf::Volume) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), &volume.bytes).unwrap();
}

#[test]
fn the_shared_report_is_small_and_whole() {
    let Some(made) = shared() else { return };
    let volume = only(&made, &Options::default());
    keep("shared.pdf", &volume);
    let missing = pdf::missing_glyphs(&made.edition(), &Options::default()).unwrap();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(volume.bytes.len() < 400 * 1024, "{} bytes", volume.bytes.len());
    let read = Read::of(&volume.bytes);
    assert_eq!(read.pages, volume.pages);
    for text in made.texts() {
        assert!(read.structure_holds(&text), "not in the structure: {text}");
    }
}

#[test]
fn a_cell_longer_than_a_page_is_whole_in_the_structure() {
    let mut made = made_up(3);
    let long: String =
        (0..).map(|n| format!("第{n}回の説明会を開いた。")).flat_map(|s| s.chars().collect::<Vec<_>>()).take(32_767).collect();
    made.set_done(1, &long);
    let volume = only(&made, &Options::default());
    keep("long.pdf", &volume);
    assert!(volume.pages > 10);
    assert!(Read::of(&volume.bytes).structure_holds(&long));
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let made = made_up(20);
    let first = only(&made, &Options::default());
    let second = only(&made, &Options::default());
    assert!(first.bytes == second.bytes);
}

#[test]
fn what_no_font_has_is_found_and_its_text_stays() {
    let mut made = made_up(2);
    let odd = "𠮷野家☑ 葛\u{e0100}城 か\u{3099} \u{e000}外字 한글 עברית 👨‍👩‍👧 \u{1}制御\u{202e}逆";
    made.set_done(0, odd);
    let volume = only(&made, &Options::default());
    keep("odd.pdf", &volume);
    assert!(Read::of(&volume.bytes).structure_holds(odd));
    let missing = pdf::missing_glyphs(&made.edition(), &Options::default()).unwrap();
    let Finding { rule: found, place, .. } = &missing[0];
    assert_eq!(found.id, rules::MISSING_GLYPH.id);
    assert_eq!(*place, Place::file("01_みどり課.xlsx").on(Some("進捗")).at("F12".parse::<torimatome::model::Address>().unwrap()));
    let codes = &missing[0].values[0].1;
    assert!(codes.contains("U+D55C") && codes.contains("U+0001"), "{codes}");
    assert!(!codes.contains("U+E000") && !codes.contains("U+20BB7") && !codes.contains("U+2611"), "{codes}");
}

#[test]
fn volumes_hold_every_row_once() {
    let made = made_up(60);
    let edition = made.edition();
    let by_direction = pdf::write(&edition, &Options { volumes: Volumes::Direction, ..Options::default() }).unwrap();
    assert_eq!(
        by_direction.iter().map(|volume| volume.name.as_str()).collect::<Vec<_>>(),
        ["報告書_1.pdf", "報告書_2.pdf", "報告書_3.pdf"]
    );
    let by_pages = pdf::write(&edition, &Options { volumes: Volumes::Pages(5), ..Options::default() }).unwrap();
    assert!(by_pages.len() > 2);
    let read: Vec<Read> = by_pages.iter().map(|volume| Read::of(&volume.bytes)).collect();
    for read in &read {
        assert!(read.faults().is_empty(), "{:?}", read.faults());
    }
    for text in made.texts() {
        assert_eq!(read.iter().filter(|read| read.structure_holds(&text)).count(), 1, "{text}");
    }
    let by_department = pdf::write(&edition, &Options { volumes: Volumes::Department, ..Options::default() }).unwrap();
    assert_eq!(
        by_department.iter().map(|volume| volume.name.as_str()).collect::<Vec<_>>(),
        ["報告書_みどり課.pdf", "報告書_みなと課.pdf", "報告書_ひかり課.pdf", "報告書_かぜ課.pdf"]
    );
}

#[test]
fn the_first_page_names_what_comes_next() {
    let made = made_up(12);
    let read = Read::of(&only(&made, &Options::default()).bytes);
    let first = read.before("取組状況");
    for text in ["担当課別の進み具合", "次の段階へ進む予定の取組（", "→"] {
        assert!(first.contains(text), "{text}: {first}");
    }
    let read = Read::of(&only(&later(), &Options::default()).bytes);
    assert!(!read.before("取組状況").contains("次の段階へ進む予定"), "who moved says more");
    assert!(
        read.after("変更点").contains("記載が変わったもの（2）\u{1f}区分\u{1f}件数\u{1f}番号\u{1f}"),
        "{}",
        read.after("変更点")
    );
}

#[test]
fn a_departments_volume_opens_with_its_own_figures() {
    let made = made_up(60);
    let edition = made.edition();
    for volume in pdf::write(&edition, &Options { volumes: Volumes::Department, ..Options::default() }).unwrap() {
        let name = volume.name.trim_start_matches("報告書_").trim_end_matches(".pdf").to_owned();
        let read = Read::of(&volume.bytes);
        assert!(read.structure_holds(&format!("{name}の取組は")), "{name}");
        assert!(!read.structure_holds("方向別の進み具合") && !read.structure_holds("担当課別索引"), "{name}");
        assert!(read.faults().is_empty(), "{:?}", read.faults());
    }
}

#[test]
fn a_table_wider_than_paper_goes_on_in_further_tables() {
    let mut made = made_up(1);
    let pages = |made: &Made| pdf::write(&made.edition(), &Options::default()).unwrap().iter().map(|v| v.pages).sum::<usize>();
    let narrow = pages(&made);
    made.widen(300);
    assert!(pages(&made) > narrow + 4);
}

#[test]
fn a_font_that_is_none_is_reported() {
    let made = made_up(1);
    let edition = made.edition();
    for regular in [b"no font".to_vec(), Vec::new()] {
        let options = Options { font: Some(FontFiles { regular, bold: None }), ..Options::default() };
        assert!(matches!(pdf::write(&edition, &options), Err(Error::Font { .. })));
    }
}

#[test]
fn a_report_without_rows_still_says_so() {
    let made = made_up(0);
    let volume = only(&made, &Options { state: State::Final, ..Options::default() });
    let read = Read::of(&volume.bytes);
    assert!(read.structure_holds("\u{1f}確定\u{1f}") && read.structure_holds("1課が未提出。"));
}

#[test]
fn the_file_is_tagged_and_archivable() {
    let volume = only(&made_up(12), &Options { origins: true, ..Options::default() });
    keep("made_up.pdf", &volume);
    let read = Read::of(&volume.bytes);
    let faults = read.faults();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(read.structure_holds("01_みどり課.xlsx › 進捗!12:12"));
}

#[test]
fn other_papers_hold_the_same_texts() {
    let made = made_up(8);
    for paper in [torimatome::form::Paper::A4, torimatome::form::Paper::A3] {
        for portrait in [false, true] {
            let options = Options { paper: Some(paper), portrait: Some(portrait), ..Options::default() };
            let read = Read::of(&only(&made, &options).bytes);
            for text in made.texts() {
                assert!(read.structure_holds(&text), "{paper:?} {portrait}: {text}");
            }
        }
    }
}

#[test]
fn a_plan_of_many_and_long_names_makes_a_report() {
    let mut made = made_up(50);
    let plan = &mut made.consolidation.plan;
    plan.title = "みんなの未来をつくる計画".repeat(20);
    let stage = plan.stages[0].clone();
    plan.stages.extend((0..40).map(|at| torimatome::model::Stage {
        name: format!("その他の段階{at}"),
        step: Some(at + 6),
        ..stage.clone()
    }));
    let direction = plan.directions[0].clone();
    plan.directions = (1..=50)
        .map(|no| torimatome::model::Direction { no, title: "とても長い方向の名前".repeat(12), ..direction.clone() })
        .collect();
    for (at, record) in (1..).zip(&mut made.consolidation.records.progress) {
        record.direction = Some(at);
    }
    for portrait in [false, true] {
        let volume = only(&made, &Options { portrait: Some(portrait), ..Options::default() });
        keep("many.pdf", &volume);
        let read = Read::of(&volume.bytes);
        assert!(read.structure_holds(&format!("方向50 {}", "とても長い方向の名前".repeat(12))));
        assert!(read.faults().is_empty());
    }
}

#[test]
fn one_word_without_a_break_is_cut_and_whole() {
    let mut made = made_up(1);
    let word = "https://example.jp/".to_owned() + &"abcdefghij".repeat(3_000);
    made.set_done(0, &word);
    assert!(Read::of(&only(&made, &Options::default()).bytes).structure_holds(&word));
}

/// The same city half a year later: one record went, one is new, two texts changed.
fn later() -> Made {
    let before = made_up(12);
    let mut now = made_up(12);
    let records = &mut now.consolidation.records.progress;
    records.remove(11);
    let mut new = records[0].clone();
    (new.id, new.numbers, new.names) = ("1-99".into(), vec!["99".to_owned()], vec!["あたらしい取組".to_owned()]);
    records.insert(4, new);
    now.set_done(0, "【導入】\n第1回の検討会を開き、窓口を10か所に増やした。");
    now.set_done(1, "");
    let previous = Previous { period: Period::parse("2024H2"), records: before.consolidation.records, ..Previous::default() };
    compare_with(&mut now.consolidation, &previous);
    now.consolidation.errata.push(Erratum {
        period: Period::parse("2024H2").unwrap(),
        id: "1-3".into(),
        name: "取組その4（窓口・手続）".to_owned(),
        departments: Vec::new(),
        class: "取組内容の変更".to_owned(),
        before: "回答48人".to_owned(),
        after: "回答84人".to_owned(),
        noted: jiff::civil::Date::constant(2025, 5, 7),
    });
    now
}

#[test]
fn changes_are_marked_and_the_texts_stay_exact() {
    let made = later();
    let volume = only(&made, &Options::default());
    keep("later.pdf", &volume);
    let read = Read::of(&volume.bytes);
    assert!(read.faults().is_empty(), "{:#?}", read.faults());
    for text in made.texts() {
        assert!(read.structure_holds(&text), "{text}");
    }
    // how the stage moved is an element of its own before the text
    assert!(read.structure_holds("↓調査検討→記載なし\u{1f}【導入】第1回の検討会を開き、窓口を10か所に増やした。\u{1f}"));
    assert!(read.structure_holds("【新】\u{1f}あたらしい取組\u{1f}"));
    let section = read.after("変更点");
    for text in ["新規", "今回報告なし", "取組その12（窓口・手続）", "回答48人", "回答84人", "令和7年5月7日", "変更なし"]
    {
        assert!(section.contains(text), "{text}");
    }
    // texts stand side by side only where that is asked for
    assert!(!section.contains("記載の新旧対照"));
    let full = Read::of(&only(&made, &Options { side_by_side: true, ..Options::default() }).bytes);
    assert!(full.after("変更点").contains("記載の新旧対照"));
    assert_eq!(read.bookmarks(), ["概要", "取組状況", "変更点", "担当課別索引"]);
}

#[test]
fn a_volume_tells_the_changes_of_its_rows() {
    let made = later();
    let edition = made.edition();
    let volumes = pdf::write(&edition, &Options { volumes: Volumes::Department, ..Options::default() }).unwrap();
    let read: Vec<Read> = volumes.iter().map(|volume| Read::of(&volume.bytes)).collect();
    for read in &read {
        assert!(read.faults().is_empty(), "{:#?}", read.faults());
    }
    let section = |read: &Read| read.after("変更点").split("\u{1f}担当課別索引\u{1f}").next().unwrap().to_owned();
    let shown = |what: &str| read.iter().map(|read| section(read).contains(what)).collect::<Vec<_>>();
    assert_eq!(shown("あたらしい取組"), [true, false, false, false]);
    // what is gone stands in the volume of the department that had it
    assert_eq!(shown("取組その12（窓口・手続）"), [false, false, false, true]);
}

#[test]
fn the_state_stands_on_the_first_page() {
    let made = made_up(2);
    for (state, word) in
        [(State::Draft, "\u{1f}案\u{1f}"), (State::Final, "\u{1f}確定\u{1f}"), (State::Correction, "\u{1f}訂正\u{1f}")]
    {
        let options = Options { state, version: Some("第3版".to_owned()), ..Options::default() };
        let read = Read::of(&only(&made, &options).bytes);
        assert!(read.structure_holds(word) && read.structure_holds("第3版基準日令和7年9月30日"));
    }
}

/// Nothing internal stands in the report: it is in the annex.
#[test]
fn the_account_of_the_office_is_an_annex() {
    let made = later();
    let report = Read::of(&only(&made, &Options::default()).bytes);
    let annex = pdf::annex(&made.edition(), &Options::default()).unwrap();
    keep("annex.pdf", &annex);
    assert_eq!(annex.name, "事務局資料.pdf");
    let annex = Read::of(&annex.bytes);
    assert!(annex.faults().is_empty(), "{:#?}", annex.faults());
    assert_eq!(annex.bookmarks(), ["提出状況", "指摘", "ファイル別索引", "読取台帳"]);
    assert!(annex.structure_holds("01_みどり課.xlsx"));
    for text in ["非表示", "空でないセル", "提出日"] {
        assert!(annex.structure_holds(text) && !report.structure_holds(text), "{text}");
    }
}

/// A long volume has a cover with office, recipient and boxes for those who approve it; a short one has none.
#[test]
fn only_a_long_volume_has_a_cover() {
    let options = Options {
        office: Some("みらい市デジタル課".to_owned()),
        recipient: Some("市長".to_owned()),
        approvals: vec!["部長".to_owned(), "課長".to_owned()],
        ..Options::default()
    };
    let long = only(&made_up(150), &options);
    keep("cover.pdf", &long);
    let read = Read::of(&long.bytes);
    assert!(long.pages >= 20 && read.faults().is_empty(), "{} pages, {:#?}", long.pages, read.faults());
    assert!(read.structure_holds("市長様") && read.structure_holds("みらい市デジタル課"));
    assert_eq!(read.bookmarks()[..2], ["表紙", "概要"]);
    let short = Read::of(&only(&made_up(12), &options).bytes);
    assert!(!short.structure_holds("市長様") && short.bookmarks()[0] == "概要");
}

/// What a department that has not handed in reported last time stands in its place, and in no data.
#[test]
fn what_is_awaited_stands_in_its_place() {
    let mut made = made_up(6);
    let gone = made.consolidation.records.progress.remove(2);
    let own = made.consolidation.submissions.iter_mut().find(|submission| gone.departments.contains(&submission.department));
    own.unwrap().status = torimatome::model::SubmissionStatus::Missing;
    made.consolidation.awaited.push(torimatome::model::Awaited {
        id: gone.id,
        direction: gone.direction,
        numbers: gone.numbers,
        names: gone.names,
        departments: gone.departments,
        stage: Some("運用開始".to_owned()),
    });
    let read = Read::of(&only(&made, &Options::default()).bytes);
    assert!(read.faults().is_empty(), "{:#?}", read.faults());
    let table = read.after("取組状況");
    let at = |text: &str| table.find(text).unwrap_or_else(|| panic!("{text} in {table}"));
    assert!(at("取組その2（") < at("未提出（前回：運用開始）") && at("未提出（前回：運用開始）") < at("取組その4（"));
    assert!(read.structure_holds("5の取組のうち"));
}

#[test]
fn many_columns_get_a_larger_paper_and_go_on_in_further_tables() {
    let mut made = made_up(2);
    made.widen(40);
    assert_eq!(Read::of(&only(&made, &Options::default()).bytes).sizes(), [(1191, 842)].into());
    made.widen(58);
    let volume = only(&made, &Options::default());
    assert_eq!(Read::of(&volume.bytes).sizes(), [(1191, 842)].into());
    // asked for, the paper stays
    let options = Options { paper: Some(torimatome::form::Paper::A4), ..Options::default() };
    let read = Read::of(&only(&made, &options).bytes);
    assert_eq!(read.sizes(), [(842, 595)].into());
    assert!(read.faults().is_empty(), "{:#?}", read.faults());
}

/// The built-in font with a table of characters that knows A to Z only.
fn latin_font() -> Vec<u8> {
    let mut font = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/pdf/fonts/BIZUDPGothic-Regular.ttf")).to_vec();
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let entry = (0..tables).map(|at| 12 + 16 * at).find(|at| &font[*at..at + 4] == b"cmap").unwrap();
    let at = u32::from_be_bytes(font[entry + 8..entry + 12].try_into().unwrap()) as usize;
    let table: [u16; 22] = [0, 1, 3, 1, 0, 12, 4, 32, 0, 4, 4, 1, 0, 0x5a, 0xffff, 0, 0x41, 0xffff, 0xffc0, 1, 0, 0];
    for (place, word) in table.iter().enumerate() {
        font[at + 2 * place..at + 2 * place + 2].copy_from_slice(&word.to_be_bytes());
    }
    font
}

#[test]
fn a_font_without_japanese_is_reported() {
    let made = made_up(1);
    let options = Options { font: Some(FontFiles { regular: latin_font(), bold: None }), ..Options::default() };
    let error = pdf::write(&made.edition(), &options).unwrap_err();
    assert!(matches!(error, Error::Font { reason: FontFault::NotJapanese }), "{error}");
}

#[test]
fn names_of_any_kind_make_a_good_page() {
    let mut made = made_up(6);
    let odd = "\u{202e}עברית\u{202c}👩🏽‍💻\u{0}\u{7f}か\u{3099}葛\u{e0100}\u{e000}\u{10fffd}";
    made.consolidation.plan.title = odd.to_owned();
    made.consolidation.plan.municipality = odd.to_owned();
    for record in &mut made.consolidation.records.progress {
        record.names = vec![odd.to_owned(), odd.repeat(40)];
        record.departments = vec![odd.into()];
    }
    let volume = only(&made, &Options { origins: true, ..Options::default() });
    let read = Read::of(&volume.bytes);
    assert!(read.structure_holds(&odd.repeat(40)));
    assert!(read.faults().is_empty(), "{:#?}", read.faults());
}

#[test]
fn the_index_names_every_row_of_a_department() {
    let made = made_up(60);
    let read = Read::of(&only(&made, &Options::default()).bytes);
    let index = read.after("担当課別索引");
    for at in 0..60 {
        assert!(index.contains(&format!("取組その{}（窓口・手続）", at + 1)), "{at}");
    }
}

#[test]
fn reports_of_plans_are_tagged_too() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms").join(name);
    let run = |more: &[&str], out: &str| {
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_torimatome"))
            .args(["build".as_ref(), fixture("指標.xlsx").as_os_str()])
            .args([
                "--template".as_ref(),
                fixture("figures.toml").as_os_str(),
                "--plan".as_ref(),
                fixture("mizuhara.toml").as_os_str(),
            ])
            .args(["--now", "2025-10-20T09:00:00+09:00", "-o"])
            .arg(folder.path().join(out))
            .args(more)
            .output()
            .unwrap();
        assert!(status.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&status.stderr));
        Read::of(&std::fs::read(folder.path().join(out).join("報告書.pdf")).unwrap())
    };
    let read = run(&[], "a");
    assert!(read.faults().is_empty(), "{:#?}", read.faults());
    assert_eq!(read.sizes(), [(842, 595)].into());
    // settings of a workspace, and an option that wins over them
    let config = folder.path().join("torimatome.toml");
    std::fs::write(
        &config,
        "[report]\npaper = \"A3\"\norientation = \"portrait\"\nbinding = \"left\"\nedition = \"第4版\"\nstate = \"確定\"\n",
    )
    .unwrap();
    let config = config.to_str().unwrap();
    let read = run(&["--config", config], "b");
    assert_eq!(read.sizes(), [(842, 1191)].into());
    assert!(read.structure_holds("\u{1f}確定\u{1f}") && read.structure_holds("第4版"));
    assert_eq!(run(&["--config", config, "--paper", "a4", "--landscape"], "c").sizes(), [(842, 595)].into());
}

/// Two validators that are not ours, over every kind of report; and over one that is broken in each of many ways, which
/// they have to find.
#[test]
fn validators_find_nothing() {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/validate.py");
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut put = |name: &str, made: &Made, options: &Options| {
        for volume in pdf::write(&made.edition(), options).unwrap() {
            let path = folder.path().join(format!("{name}_{}", volume.name));
            std::fs::write(&path, &volume.bytes).unwrap();
            files.push(path);
        }
    };
    let plain = Options::default();
    let every =
        Options { origins: true, binding: Some(Binding::Left), duplex: Some(true), portrait: Some(true), ..Options::default() };
    put("later", &later(), &every);
    put("none", &made_up(0), &plain);
    put("cut", &made_up(40), &Options { volumes: Volumes::Pages(4), ..Options::default() });
    let mut odd = made_up(6);
    odd.set_done(0, "𠮷野家☑ 葛\u{e0100}城 か\u{3099} \u{e000}外字 한글 עברית 👨‍👩‍👧 \u{1}制御\u{202e}逆");
    odd.set_done(1, &"切れ目のない長い文。".repeat(1_500));
    put("odd", &odd, &plain);
    let mut wide = made_up(3);
    wide.widen(60);
    put("wide", &wide, &plain);
    let out = std::process::Command::new(&python).arg(script).arg("--mutate").args(&files).output();
    let Ok(out) = out else { return crate::common::skipped(format_args!("there is no {python} (set TORIMATOME_PYTHON)")) };
    let shown = String::from_utf8_lossy(&out.stdout);
    if out.status.code() == Some(3) {
        crate::common::skipped(format_args!("{python}: {shown}"));
        return;
    }
    assert!(out.status.success(), "{shown}\n{}", String::from_utf8_lossy(&out.stderr));
}

/// Measures; prints pages, bytes, time and the most memory that was held.
#[test]
#[ignore = "a measurement: cargo test --release --test it report::measure -- --ignored --nocapture"]
fn measure() {
    for rows in [46, 46, 2_000] {
        let made = made_up(rows);
        let edition = made.edition();
        let start = std::time::Instant::now();
        let volumes = pdf::write(&edition, &Options::default()).unwrap();
        let took = start.elapsed();
        let pages: usize = volumes.iter().map(|volume| volume.pages).sum();
        let bytes: usize = volumes.iter().map(|volume| volume.bytes.len()).sum();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
        println!("{rows} rows: {pages} pages, {bytes} bytes, {took:?}, {peak}");
    }
}
