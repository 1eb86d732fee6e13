//! The whole program from outside: time and peak memory of every size, growth, and of what a user would take instead.
//!
//! `cargo bench --bench whole` prints the tables of `benches/README.md`; see there for the arguments.
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
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generate::shapes::{SHAPES, Shape};
use generate::{L, M, S, SMOKE, Set, Size};

/// A quarter and a half of M: with it ×1, ×2, ×4.
const QUARTER: Size = Size { name: "M/4", files: 435, rows: 60 };
const HALF: Size = Size { name: "M/2", files: 870, rows: 60 };

/// What is asked for on the command line.
struct Wanted {
    words: Vec<String>,
    runs: usize,
    folder: PathBuf,
}

impl Wanted {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut wanted = Self { words: Vec::new(), runs: 3, folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench") };
        let mut given = std::env::args().skip(1).filter(|word| word != "--bench");
        while let Some(word) = given.next() {
            match word.as_str() {
                "--runs" => wanted.runs = given.next().ok_or("--runs N")?.parse()?,
                _ => wanted.words.push(word),
            }
        }
        Ok(wanted)
    }

    fn is(&self, word: &str) -> bool {
        self.words.iter().any(|given| given == word)
    }
}

/// What a process has taken so far.
#[derive(Clone, Copy, Default)]
struct Spent {
    /// Of all its threads, in hundredths of a second.
    cpu: u64,
    /// Its peak of memory in KiB.
    peak: u64,
}

impl Spent {
    fn max(self, other: Self) -> Self {
        Self { cpu: self.cpu.max(other.cpu), peak: self.peak.max(other.peak) }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = Wanted::read()?;
    fs::create_dir_all(&wanted.folder)?;
    println!("| run | size | min s | median s | max s | CPU s | peak MiB |\n|---|---|---:|---:|---:|---:|---:|");
    if wanted.is("--test") {
        measured(ours("", SMOKE, &wanted)?, 1)?;
        return Ok(());
    }
    let sizes: Vec<Size> = [S, M, L].into_iter().filter(|size| wanted.is(size.name)).collect();
    let sizes = if sizes.is_empty() && !wanted.is("growth") && !wanted.is("shapes") { vec![S, M] } else { sizes };
    for size in sizes {
        measured(ours("", size, &wanted)?, wanted.runs)?;
        measured(ours("--no-pdf", size, &wanted)?, wanted.runs)?;
        if wanted.is("peers") {
            for script in ["fast.py", "usual.py"] {
                measured(peer(script, false, size, &wanted)?, wanted.runs)?;
                measured(peer(script, true, size, &wanted)?, wanted.runs)?;
            }
        }
    }
    if wanted.is("growth") {
        for option in ["", "--no-pdf"] {
            for size in [QUARTER, HALF, M] {
                measured(ours(option, size, &wanted)?, wanted.runs)?;
            }
        }
    }
    if wanted.is("shapes") {
        for shape in SHAPES {
            for times in [1, 2] {
                measured(checked(shape.times(times), &wanted)?, wanted.runs)?;
            }
        }
    }
    Ok(())
}

type Run = (String, String, Box<dyn Fn() -> Command>);

/// `torimatome check` of one sheet of a shape.
fn checked(shape: Shape, wanted: &Wanted) -> Result<Run, Box<dyn Error>> {
    let folder = shape.folder(&wanted.folder)?;
    let make = move || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
        command.arg("check").arg(&folder).args(["--plan", "none", "--quiet", "--now", "2025-10-20T09:00:00+09:00"]);
        command
    };
    Ok((shape.name.to_owned(), shape.count.to_string(), Box::new(make)))
}

/// `torimatome build` of a set.
fn ours(option: &'static str, size: Size, wanted: &Wanted) -> Result<Run, Box<dyn Error>> {
    let Set { folder, plan } = generate::set(&wanted.folder, size)?;
    let out = wanted.folder.join("out");
    // what another size left there would be read and cleared away
    _ = fs::remove_dir_all(&out);
    let make = move || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
        command.arg("build").arg(&folder).arg("--plan").arg(&plan).arg("-o").arg(&out);
        command.args(["--quiet", "--now", "2025-10-20T09:00:00+09:00"]).args(Some(option).filter(|word| !word.is_empty()));
        command
    };
    Ok((format!("torimatome {option}").trim_end().to_owned(), size.name.to_owned(), Box::new(make)))
}

/// One of the scripts in `benches/peers` over the same files.
fn peer(script: &'static str, without_pdf: bool, size: Size, wanted: &Wanted) -> Result<Run, Box<dyn Error>> {
    let Set { folder, .. } = generate::set(&wanted.folder, size)?;
    let out = wanted.folder.join("out-peer");
    let python = std::env::var("TORIMATOME_PEERS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let make = move || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(&python);
        command.arg(root.join("benches/peers").join(script)).arg(&folder).arg(&out);
        command.arg(root.join("src/report/pdf/fonts/BIZUDPGothic-Regular.ttf"));
        command.args(without_pdf.then_some("--no-pdf"));
        command
    };
    Ok((format!("{script}{}", if without_pdf { " --no-pdf" } else { "" }), size.name.to_owned(), Box::new(make)))
}

/// Runs it some times and prints its line. To look at a process takes time from it: of several runs the first is looked at
/// for memory and processor time, and the times are those of the others.
fn measured((what, size, make): Run, runs: usize) -> Result<(), Box<dyn Error>> {
    let (time, spent) = once(make(), true)?;
    let mut times = vec![time];
    if runs > 1 {
        times = (0..runs).map(|_| once(make(), false).map(|(time, _)| time)).collect::<Result<_, _>>()?;
    }
    times.sort();
    let seconds = |at: usize| times.get(at).map_or(0.0, Duration::as_secs_f64);
    let (low, middle, high) = (seconds(0), seconds(times.len() / 2), seconds(times.len() - 1));
    let (cpu, peak) = (spent.cpu as f64 / 100.0, spent.peak / 1024);
    println!("| {what} | {size} | {low:.2} | {middle:.2} | {high:.2} | {cpu:.2} | {peak} |");
    Ok(())
}

/// Time, and if looked at, processor time and peak memory of a process. Findings (status 1) are none of the bench's concern.
fn once(mut command: Command, look: bool) -> Result<(Duration, Spent), Box<dyn Error>> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let about = PathBuf::from(format!("/proc/{}", child.id()));
    let mut known = Spent::default();
    while look && child.try_wait()?.is_none() {
        // both only grow: the last look before the end is the sum, but for two milliseconds
        known = known.max(spent(&about));
        std::thread::sleep(Duration::from_millis(2));
    }
    let status = child.wait()?;
    let time = start.elapsed();
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{command:?}: {status}").into());
    }
    Ok((time, known))
}

/// What the system says of a process.
fn spent(about: &Path) -> Spent {
    let status = fs::read_to_string(about.join("status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    let stat = fs::read_to_string(about.join("stat")).unwrap_or_default();
    // behind the name in brackets, which may hold anything: user and system time are the 12th and 13th
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    Spent { cpu: fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum(), peak }
}
