//! How far from the limit: each stage against the library that does the same bare, in the same run.
//!
//! `cargo bench --bench limit`, with `S`, `M` or `L` and `--runs N`. The two sides take turns, so that both meet the same
//! machine; the ratio is that of the medians.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a measurement that fails may stop"
)]

mod generate;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Data, Ods, Reader, Xlsx};
use generate::{L, M, S, SMOKE, Size};
use torimatome::form::{Form, Library, parse_plan};
use torimatome::pipeline::{self, Task};
use torimatome::report::{ReportData, pdf, workbook};
use torimatome::source::{self, Limits, Options};

#[path = "limit/glyphs.rs"]
mod glyphs;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is = |word: &str| words.iter().any(|given| given == word);
    let given = words.iter().skip_while(|word| *word != "--runs").nth(1);
    let runs = if is("--test") { 1 } else { given.map_or(Ok(5), |runs| runs.parse())? };
    let sizes: Vec<Size> = [S, M, L].into_iter().filter(|size| is(size.name)).collect();
    let sizes = if is("--test") {
        vec![SMOKE]
    } else if sizes.is_empty() {
        vec![S]
    } else {
        sizes
    };
    println!("| stage | size | ours ms | bare ms | ratio | spread |\n|---|---|---:|---:|---:|---:|");
    for size in sizes {
        against_the_limit(size, runs)?;
    }
    Ok(())
}

fn against_the_limit(size: Size, runs: usize) -> Result<(), Box<dyn Error>> {
    let set = generate::set(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench"), size)?;
    let limits = Limits { seconds: 600, ..Limits::default() };
    let options = Options { limits: limits.clone(), ..Options::default() };
    let found = source::collect(std::slice::from_ref(&set.folder), &limits).found;
    let files = files(&set.folder)?;
    let of = |ends: &'static [&'static str]| {
        let is = move |name: &str| ends.iter().any(|end| name.ends_with(end));
        (
            found.iter().filter(|found| is(&found.path)).collect::<Vec<_>>(),
            files.iter().filter(|path| is(&path.to_string_lossy())).collect::<Vec<_>>(),
        )
    };
    for (stage, ends) in [("read xlsx", &["xlsx"][..]), ("read ods", &["ods"]), ("read csv", &["csv"])] {
        let (ours, bare) = of(ends);
        if ours.is_empty() {
            continue;
        }
        let cells = || bare.iter().map(|path| cells(path)).sum::<Result<usize, _>>();
        for no_witness in [false, true] {
            let options = Options { no_witness, ..options.clone() };
            let read = || -> Result<usize, Box<dyn Error>> {
                let books = ours.iter().filter_map(|found| source::read(found, &options).book);
                Ok(books.map(|book| book.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>()).sum())
            };
            assert_eq!(read()?, cells()?, "the same cells");
            let stage = if no_witness { format!("{stage} --no-witness") } else { stage.to_string() };
            race(&stage, size, runs, read, cells)?;
        }
    }

    let library = Library::builtin();
    let forms: Vec<&Form> = library.forms.iter().collect();
    let plan = parse_plan(&set.plan, &fs::read_to_string(&set.plan)?)?;
    let task = Task { forms: forms.clone(), plans: vec![&plan], reading: options, ..Task::default() };
    let whole = pipeline::run(&found, &task, |_| ());
    let edition = ReportData::new(&whole, &forms, jiff::civil::date(2025, 10, 20).at(9, 0, 0, 0));
    let made = workbook::write(&edition, Path::new(env!("CARGO_TARGET_TMPDIR")))?;
    let sheets = values(&made)?;
    race(
        "workbook",
        size,
        runs,
        || Ok(workbook::write(&edition, Path::new(env!("CARGO_TARGET_TMPDIR")))?.len()),
        || bare_workbook(&sheets),
    )?;
    drop((made, sheets));
    let volumes = pdf::write(&edition, &pdf::Options::default())?;
    let drawn = volumes.iter().map(|volume| glyphs::of(&volume.bytes)).collect::<Result<Vec<_>, _>>()?;
    drop(volumes);
    let ours = || Ok(pdf::write(&edition, &pdf::Options::default())?.len());
    race("PDF", size, runs, ours, || drawn.iter().map(glyphs::draw).sum())
}

/// Times both by turns and prints a line.
fn race<A, B>(stage: &str, size: Size, runs: usize, ours: A, bare: B) -> Result<(), Box<dyn Error>>
where
    A: Fn() -> Result<usize, Box<dyn Error>>,
    B: Fn() -> Result<usize, Box<dyn Error>>,
{
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        a.push(timed(&ours)?);
        b.push(timed(&bare)?);
    }
    let mut ratios: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let (ours, bare) = (median(a), median(b));
    println!(
        "| {stage} | {} | {:.1} | {:.1} | {:.2} | {:.2}–{:.2} |",
        size.name,
        ours * 1e3,
        bare * 1e3,
        ours / bare,
        ratios[0],
        ratios[ratios.len() - 1]
    );
    Ok(())
}

fn timed(work: &impl Fn() -> Result<usize, Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    black_box(work()?);
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

/// The cells that calamine, or csv after decoding, finds in a file; each taken out as a text, as ours has it.
fn cells(path: &Path) -> Result<usize, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let mut texts: Vec<String> = Vec::new();
    match path.extension().and_then(|end| end.to_str()) {
        Some("xlsx") => take(&mut Xlsx::new(Cursor::new(bytes))?, &mut texts),
        Some("ods") => take(&mut Ods::new(Cursor::new(bytes))?, &mut texts),
        _ => {
            let encoding = if bytes.starts_with(b"\xef\xbb\xbf") { encoding_rs::UTF_8 } else { encoding_rs::SHIFT_JIS };
            let text = encoding.decode(&bytes).0;
            for record in csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records() {
                texts.extend(record?.iter().filter(|field| !field.is_empty()).map(str::to_owned));
            }
        }
    }
    Ok(black_box(texts).len())
}

fn take<R: Reader<Cursor<Vec<u8>>>>(book: &mut R, texts: &mut Vec<String>) {
    for (_, range) in book.worksheets() {
        texts.extend(range.used_cells().filter(|(_, _, cell)| **cell != Data::Empty).map(|(_, _, cell)| cell.to_string()));
    }
}

/// Sheets by name, with their cells.
type Sheets = Vec<(String, calamine::Range<Data>)>;

/// The values of every sheet of a workbook.
fn values(bytes: &[u8]) -> Result<Sheets, Box<dyn Error>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    Ok(book.worksheets())
}

/// The same cells by rust_xlsxwriter, without any look.
fn bare_workbook(sheets: &Sheets) -> Result<usize, Box<dyn Error>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (_, range) in sheets {
        let sheet = if range.height() > 5_000 { book.add_worksheet_with_low_memory()? } else { book.add_worksheet() };
        for (row, line) in (0u32..).zip(range.rows()) {
            for (col, cell) in (0u16..).zip(line) {
                match cell {
                    Data::String(text) => sheet.write_string(row, col, text).map(drop)?,
                    Data::Float(number) => sheet.write_number(row, col, *number).map(drop)?,
                    _ => {}
                }
            }
        }
    }
    Ok(book.save_to_buffer()?.len())
}
