//! The report as it looks: files in, a PDF out, read back by a library that is not ours (`look.py`).

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use torimatome::report::pdf::{self, Binding, FontFiles, Options};

use super::edition::{Made, made_up};

#[derive(Debug, Deserialize)]
pub struct Page {
    width: f32,
    height: f32,
    spans: Vec<Span>,
    lines: Vec<Line>,
    links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
struct Span {
    text: String,
    font: String,
    size: f32,
    ink: String,
    left: Vec<f32>,
    right: f32,
    y: f32,
}

#[derive(Debug, Deserialize)]
struct Line {
    ink: String,
    from: [f32; 2],
    to: [f32; 2],
}

#[derive(Debug, Deserialize)]
struct Link {
    area: [f32; 4],
    page: Option<i64>,
    uri: Option<String>,
}

/// What is red in a report: `look.rs` in the report calls it 朱書き.
const CHANGED: &str = "a61b2b";

impl Page {
    fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Where the characters of a text begin, without the blanks between them, and their size.
    fn places(&self, text: &str) -> Option<(Vec<f32>, f32)> {
        let mut chars: Vec<(i32, f32, char, f32)> = Vec::new();
        for span in &self.spans {
            let line = (span.y * 2.0).round() as i32;
            let each = span.text.chars().zip(&span.left).filter(|(c, _)| *c != ' ');
            chars.extend(each.map(|(c, left)| (line, *left, c, span.size)));
        }
        chars.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap());
        let wanted: Vec<char> = text.chars().collect();
        let found = chars.windows(wanted.len()).find(|some| some.iter().map(|one| one.2).eq(wanted.iter().copied()))?;
        Some((found.iter().map(|one| one.1).collect(), found[0].3))
    }

    /// What stands in the area of a link, from left to right.
    fn within(&self, [left, top, right, bottom]: [f32; 4]) -> String {
        let inside =
            |span: &&Span| top <= span.y && span.y <= bottom + 1.0 && left - 1.0 <= span.left[0] && span.left[0] <= right;
        let mut spans: Vec<&Span> = self.spans.iter().filter(inside).collect();
        spans.sort_by(|a, b| (a.y, a.left[0]).partial_cmp(&(b.y, b.left[0])).unwrap());
        spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// The pages of a file; none where Python has no pymupdf.
fn look(path: &Path) -> Option<Vec<Page>> {
    let python = std::env::var("TORIMATOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/look.py");
    let out = Command::new(&python).arg(script).arg(path).output().ok()?;
    if out.status.code() == Some(3) {
        crate::common::skipped(format_args!("{python} has no pymupdf (set TORIMATOME_PYTHON)"));
        return None;
    }
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(serde_json::from_slice(&out.stdout).unwrap())
}

fn look_at(made: &Made, options: &Options) -> Option<Vec<Page>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("報告書.pdf");
    std::fs::write(&path, &pdf::write(&made.edition(), options).unwrap()[0].bytes).unwrap();
    look(&path)
}

fn build(inputs: &[PathBuf], more: &[&str], out: &Path) {
    let run = Command::new(env!("CARGO_BIN_EXE_torimatome"))
        .arg("build")
        .args(inputs)
        .args(more)
        .arg("-o")
        .arg(out)
        .args(["--quiet"])
        .output()
        .unwrap();
    assert!(run.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&run.stderr));
}

/// The samples' second half-year, compared with the first.
fn samples(more: &[&str]) -> Option<Vec<Page>> {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let list = root.join("departments.csv");
    let departments = ["--departments", list.to_str().unwrap()];
    let (first, second) = (folder.path().join("1"), folder.path().join("2"));
    build(&[root.join("2025H1")], &[&departments[..], &["--now", "2025-10-20T09:00:00+09:00"]].concat(), &first);
    let then = ["--previous", first.to_str().unwrap(), "--now", "2026-04-10T09:00:00+09:00"];
    build(&[root.join("2025H2")], &[&departments[..], &then, more].concat(), &second);
    look(&second.join("報告書.pdf"))
}

#[test]
fn a_report_of_two_periods_reads_as_it_should() {
    let Some(pages) = samples(&["--origins"]) else { return };
    let all = pages.len();
    for (at, page) in pages.iter().enumerate() {
        let number = format!("{} / {all}", at + 1);
        let foot = page.spans.iter().find(|span| span.text == number).unwrap_or_else(|| panic!("no {number}"));
        let middle = (foot.left[0] + foot.right) / 2.0;
        assert!((middle - page.width / 2.0).abs() < 1.0 && foot.y > page.height - 30.0);
        // the first page has no running head
        let head = page.spans.iter().any(|span| span.y < 40.0 && span.text.contains("令和7年度下半期（案）"));
        assert_eq!(head, at > 0, "page {}", at + 1);
    }
    // every entry of the contents says the page that it leads to; there stand its words, and in the running head its section
    let mut entries = 0;
    let foot = pages[0].height - 90.0;
    for link in pages[0].links.iter().filter(|link| link.area[1] > foot) {
        let printed = pages[0].within(link.area);
        let to = usize::try_from(link.page.unwrap()).unwrap();
        let title = printed.trim_end_matches(|c: char| c.is_ascii_digit());
        assert_eq!(printed[title.len()..], (to + 1).to_string(), "{printed}");
        assert!(pages[to].text().contains(title), "{printed}");
        entries += 1;
    }
    assert!(entries >= 6, "{entries}");
    // what has to be decided leads to its row
    assert!(pages[0].links.iter().any(|link| link.area[1] < foot && link.page > Some(0)));
    // and so does every entry of the index
    let from =
        pages.iter().position(|page| page.spans.iter().any(|span| span.text == "担当課別索引" && span.size > 12.0)).unwrap();
    let mut indexed = 0;
    for page in &pages[from..] {
        for link in page.links.iter().filter(|link| link.area[3] - link.area[1] < 26.0 && link.page.is_some()) {
            let printed = page.within(link.area);
            let to = usize::try_from(link.page.unwrap()).unwrap();
            assert!(printed.ends_with(&(to + 1).to_string()), "{printed} → {}", to + 1);
            indexed += 1;
        }
    }
    assert!(indexed >= 37, "{indexed}");
    changes(&pages);
    // a printed origin leads to its record on the page beside
    let uri = "%E7%A2%BA%E8%AA%8D%E7%B5%90%E6%9E%9C.html#r-progress-1-1";
    assert!(pages.iter().flat_map(|page| &page.links).any(|link| link.uri.as_deref() == Some(uri)));
}

/// Marked by colour, by a line and by a word; what vanished is listed.
fn changes(pages: &[Page]) {
    let text: String = pages.iter().map(Page::text).collect();
    for word in ["【新】", "↑"] {
        let marks = || pages.iter().flat_map(|page| &page.spans).filter(|span| span.text.contains(word));
        assert!(marks().count() > 1 && marks().any(|span| span.ink == CHANGED), "{word}");
    }
    let mut phrases = 0;
    for page in pages {
        for span in page.spans.iter().filter(|span| {
            span.ink == CHANGED && !span.text.trim_start().starts_with(['【', '↑', '↓', '┃']) && !span.text.trim().is_empty()
        }) {
            let under = |line: &&Line| {
                line.ink == CHANGED && (0.5..4.0).contains(&(line.from[1] - span.y)) && line.from[0] <= span.left[0] + 0.5
            };
            assert!(page.lines.iter().any(|line| under(&line) && line.to[0] + 2.0 >= span.right), "no line under {}", span.text);
            phrases += 1;
        }
    }
    assert!(phrases > 10, "{phrases}");
    assert!(text.contains("終了") && text.contains("予算編成システムの更新"));
}

#[test]
fn no_heading_stands_alone_and_no_page_begins_with_a_closing_mark() {
    for rows in [5, 9, 14, 23, 31] {
        let Some(pages) = look_at(&made_up(rows), &Options::default()) else { return };
        for (at, page) in pages.iter().enumerate() {
            let below = |y: f32| page.spans.iter().filter(|span| span.y > y + 1.0 && span.y < page.height - 30.0).count();
            for span in page.spans.iter().filter(|span| span.size > 10.0 && span.y > 50.0 && at > 0) {
                assert!(below(span.y) > 3, "{rows} rows, page {}: {}", at + 1, span.text);
            }
            for span in &page.spans {
                assert!(!span.text.starts_with(['、', '。', '）']) || span.left.len() == 1, "{}", span.text);
            }
        }
    }
}

#[test]
fn a_row_over_a_page_goes_on_under_its_name() {
    let mut made = made_up(2);
    made.set_done(0, &"説明会を開いた。\n".repeat(120));
    let Some(pages) = look_at(&made, &Options::default()) else { return };
    let with = |text: &str| (0..pages.len()).filter(|at| pages[*at].text().contains(text)).collect::<Vec<_>>();
    let row = with("説明会を開いた");
    assert!(row.len() > 2 && with("（続き）") == row[1..], "{row:?}");
    assert!(row.iter().all(|at| pages[*at].text().contains("取組その1")));
}

#[test]
fn figures_stand_point_under_point_and_below_zero_have_a_triangle() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms");
    let form = std::fs::read_to_string(fixtures.join("figures.toml")).unwrap();
    let form = form.replacen("captions", "print = { triangle = true, latin-gap = true }\ncaptions", 1);
    std::fs::write(folder.path().join("figures.toml"), form).unwrap();
    let table = "政策1　財政,,,,\nコード,指標,担当課,令和6年度 目標,令和6年度 実績\n1-1,実質単年度収支（億円）,財政課,12.5,-1.25\n\
                 1-2,基金残高の増減,財政課,\"1,234\",\"-1,234.5\"\n1-3,市債DX枠,財政課,8,-12\n";
    std::fs::write(folder.path().join("指標.csv"), table).unwrap();
    let (form, plan) = (folder.path().join("figures.toml"), fixtures.join("mizuhara.toml"));
    let out = folder.path().join("out");
    let asked = ["--template", form.to_str().unwrap(), "--plan", plan.to_str().unwrap(), "--now", "2025-10-20T09:00:00+09:00"];
    build(&[folder.path().join("指標.csv")], &asked, &out);
    let Some(pages) = look(&out.join("報告書.pdf")) else { return };
    let find = |text: &str| pages.iter().flat_map(|page| &page.spans).find(|span| span.text == text);
    // where the whole part of a figure ends
    let point = |text: &str| {
        let span = find(text).unwrap_or_else(|| panic!("no {text}"));
        let whole = text.chars().take_while(|c| *c != '.').count();
        span.left.get(whole).copied().unwrap_or(span.right)
    };
    let points = ["▲1.25", "▲1,234.5", "▲12"].map(point);
    assert!(points.iter().all(|x| (x - points[0]).abs() < 0.6), "{points:?}");
    assert!((point("12.5") - point("1,234")).abs() < 0.6);
    // a quarter-em between 債 and D, X and 枠
    let (left, size) = pages.iter().rev().find_map(|page| page.places("市債DX枠")).expect("市債DX枠");
    let plain = figures_without_a_gap(&fixtures, folder.path());
    let wider = |first: usize| (left[first + 1] - left[first] - (plain[first + 1] - plain[first])) / size;
    let wider: Vec<i32> = (0..4).map(|first| (wider(first) * 100.0).round() as i32).collect();
    assert!(wider[0].abs() < 2 && (wider[1] - 25).abs() < 2 && wider[2].abs() < 2 && (wider[3] - 25).abs() < 2, "{wider:?}");
    // the data keep what the cell holds
    assert!(std::fs::read_to_string(out.join("data/indicators.json")).unwrap().contains("\"-1,234.5\""));
}

/// The same name in a report whose form asks for no gap.
fn figures_without_a_gap(fixtures: &Path, folder: &Path) -> Vec<f32> {
    let (form, plan) = (fixtures.join("figures.toml"), fixtures.join("mizuhara.toml"));
    let asked = ["--template", form.to_str().unwrap(), "--plan", plan.to_str().unwrap(), "--now", "2025-10-20T09:00:00+09:00"];
    build(&[folder.join("指標.csv")], &asked, &folder.join("plain"));
    let pages = look(&folder.join("plain/報告書.pdf")).unwrap();
    pages.iter().rev().find_map(|page| page.places("市債DX枠")).unwrap().0
}

fn cid_font() -> FontFiles {
    let regular = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fonts/cid-keyed.ttc")).to_vec();
    FontFiles { regular, bold: None }
}

/// The glyphs of a CID-keyed font are drawn by its own numbers; its brackets take a whole em, adjacent ones half of one. 「 and 」,
/// which it lacks, are those of the built-in font, and half an em wide.
#[test]
fn a_font_numbered_by_itself_reads_as_it_is_written() {
    let mut made = made_up(3);
    let text = "検討（「導入」）、運用開始。123";
    made.set_done(0, text);
    let options = Options { font: Some(cid_font()), ..Options::default() };
    let read = super::Read::of(&super::only(&made, &options).bytes);
    assert!(read.structure_holds(text));
    let Some(pages) = look_at(&made, &options) else { return };
    let (left, size) = pages.iter().find_map(|page| page.places("討（「導入」）、運")).expect("the text");
    let steps: Vec<i32> = left.windows(2).map(|pair| ((pair[1] - pair[0]) / size * 10.0).round() as i32).collect();
    assert_eq!(steps, [10, 10, 5, 10, 10, 5, 5, 10], "討（「導入」）、");
}

#[test]
fn what_a_font_lacks_is_set_in_another_and_gaiji_are_seen() {
    let mut made = made_up(2);
    made.set_done(0, "髙橋☑と\u{e000}と한글");
    let Some(pages) = look_at(&made, &Options::default()) else { return };
    let row = pages.iter().flat_map(|page| &page.spans).filter(|span| span.text.contains('☑')).collect::<Vec<_>>();
    assert!(row.iter().any(|span| span.font.contains("VL")), "{row:?}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("事務局資料.pdf");
    std::fs::write(&path, &pdf::annex(&made.edition(), &Options::default()).unwrap().bytes).unwrap();
    let text: String = look(&path).unwrap().iter().map(Page::text).collect();
    assert!(text.contains("別の書体で示しています") && text.contains("U+D55C"), "the notes of the ledger");
}

#[test]
fn even_pages_are_bound_at_the_other_edge() {
    let made = made_up(30);
    let left = |duplex: bool| {
        let options = Options { binding: Some(Binding::Left), duplex: Some(duplex), ..Options::default() };
        let pages = look_at(&made, &options)?;
        Some(
            pages
                .iter()
                .skip(1)
                .map(|page| page.spans.iter().map(|span| span.left[0]).fold(f32::MAX, f32::min))
                .collect::<Vec<_>>(),
        )
    };
    let (Some(one), Some(two)) = (left(false), left(true)) else { return };
    assert!(one.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 8.0), "{one:?}");
    for (at, (one, two)) in one.iter().zip(&two).enumerate() {
        let moved = if at % 2 == 0 { 30.0 } else { 0.0 };
        assert!((one - two - moved).abs() < 0.1, "page {}: {one} {two}", at + 2);
    }
}
