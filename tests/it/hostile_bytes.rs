//! The fuzz targets over their seeds, mutated in a fixed way: a small share of what `cargo fuzz` does, on every test run.

#[allow(dead_code, reason = "the targets use all of it")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::panic::catch_unwind;
use std::time::Instant;

/// So many mutants of all seeds of a target, unless the time is up.
const MUTANTS: u64 = 600;

/// Seconds for one target.
const SECONDS: u64 = 8;

/// The next of a row of numbers that looks random and is the same every time (`SplitMix64`).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn below(state: &mut u64, end: usize) -> usize {
    usize::try_from(next(state) % (end.max(1) as u64)).unwrap()
}

/// Up to eight changes: a byte, a bit, a number at its edge, a cut, a piece doubled or taken from another seed.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], state: &mut u64) {
    const EDGES: [&[u8]; 8] =
        [b"\0", b"\xff\xff\xff\xff", b"\x7f\xff", b"-1", b"99999999999999999999", b"1e308", "\u{3000}".as_bytes(), b"\n"];
    for _ in 0..=below(state, 8) {
        let at = below(state, bytes.len());
        let to = (at + 1 + below(state, 24)).min(bytes.len());
        match below(state, 7) {
            0 if at < bytes.len() => bytes[at] = next(state).to_le_bytes()[0],
            1 if at < bytes.len() => bytes[at] ^= 1 << below(state, 8),
            2 => drop(bytes.splice(at..to, EDGES[below(state, EDGES.len())].iter().copied())),
            3 => drop(bytes.drain(at..to)),
            4 => bytes.extend_from_within(at..to),
            5 if below(state, 8) == 0 => bytes.truncate(at),
            _ => {
                let from = below(state, other.len());
                let piece = &other[from..(from + 24).min(other.len())];
                drop(bytes.splice(at..at, piece.iter().copied()));
            }
        }
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(crate::common::repository("fuzz/corpus").join(target))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn play(target: &str, run: fn(&[u8])) {
    let seeds = seeds(target);
    seeds.iter().for_each(|seed| run(seed));
    let (started, mut state) = (Instant::now(), 1);
    for turn in 0..MUTANTS {
        if started.elapsed().as_secs() >= SECONDS {
            break;
        }
        let mut bytes = seeds[below(&mut state, seeds.len())].clone();
        mutate(&mut bytes, &seeds[below(&mut state, seeds.len())], &mut state);
        let one = Instant::now();
        assert!(catch_unwind(|| run(&bytes)).is_ok(), "{target}, mutant {turn}: {}", bytes.escape_ascii());
        assert!(one.elapsed().as_secs() < 10, "{target}, mutant {turn}: too slow: {}", bytes.escape_ascii());
    }
}

#[test]
fn workbooks() {
    play("workbook", fuzz::workbook::run);
    play("parts", fuzz::parts::run);
}

#[test]
fn number_formats() {
    play("number_format", fuzz::number_format::run);
}

#[test]
fn texts() {
    play("delimited", fuzz::delimited::run);
    play("detect", fuzz::detect::run);
}

#[test]
fn settings() {
    play("settings", fuzz::settings::run);
}

#[test]
fn changed_workbooks_of_ours() {
    assert!(seeds("read_back").iter().all(|seed| fuzz::read_back::changes(seed).is_some_and(|changes| changes.is_empty())));
    play("read_back", fuzz::read_back::run);
}

#[test]
fn sheets() {
    play("recognise", fuzz::sheet::run);
}

#[test]
fn values() {
    play("normalise", fuzz::normalise::run);
}

#[test]
fn a_sheet_that_takes_too_long_is_given_up_as_a_whole() {
    use std::sync::Arc;

    use torimatome::recognise::read_sheet;
    use torimatome::source::Limits;
    use torimatome::source::budget::Budget;

    let row = "1\t1\t窓口の予約\t市民課\tウェブで受ける\t【導入】始めた\t広げる\n";
    let text = format!(
        "方向\t取組番号\t取組名\t担当課\t施策内容\tR7上半期までの取組内容\tR7下半期以降の取組内容（予定）\n{}",
        row.repeat(3)
    );
    let grid = fuzz::grid(text.as_bytes());
    let read = |seconds| {
        let limits = Limits { seconds, ..Limits::default() };
        read_sheet(&grid, &Arc::from("市民課.csv"), &fuzz::VOCABULARY, None, &Budget::alone(&limits))
    };
    let whole = read(60);
    assert!(whole.tables.len() == 1 && whole.ledger.used > 0);
    let given_up = read(0);
    let rules: Vec<&str> = given_up.findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!((given_up.tables.len(), rules), (0, vec!["too-large"]));
    assert!(given_up.ledger.closes() && given_up.ledger.used == 0);
}
