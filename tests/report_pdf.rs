//! The report from outside: what is in the file, checked by what reads it back.

#[path = "report/edition.rs"]
mod edition;
#[path = "report/reader.rs"]
mod reader;

use std::path::Path;

use edition::{Made, made_up, shared};
use reader::Read;
use torimatome::model::{Finding, Place, rule};
use torimatome::report::pdf::{self, Error, FontFiles, Options, State, Volumes};

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
    assert!(volume.findings.is_empty(), "{:?}", volume.findings);
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
    let Finding { rule: found, place, .. } = &volume.findings[0];
    assert_eq!(found.id, rule::MISSING_GLYPH.id);
    assert_eq!(*place, Place::file("01_みどり課.xlsx").on(Some("進捗")).at("F12".parse::<torimatome::model::Address>().unwrap()));
    let codes = &volume.findings[0].values[0].1;
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
    assert_eq!(by_department.len(), 4);
}

#[test]
fn a_table_wider_than_paper_goes_on_in_further_tables() {
    let mut made = made_up(1);
    let pages = |made: &Made| pdf::write(&made.edition(), &Options::default()).unwrap().iter().map(|v| v.pages).sum::<usize>();
    let narrow = pages(&made);
    made.widen(300);
    assert!(pages(&made) > narrow + 10);
}

#[test]
fn a_font_that_is_none_is_said() {
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
    assert!(volume.pages >= 2);
    assert!(Read::of(&volume.bytes).structure_holds("確定"));
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

/// Measures; prints pages, bytes, time and the most memory that was held.
#[test]
#[ignore = "a measurement: cargo test --release --test report_pdf measure -- --ignored --nocapture"]
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
