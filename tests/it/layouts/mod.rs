//! The same initiatives in hundreds of layouts: whatever a department makes of the table, the records and the account are the
//! same.
//!
//! Each seed is one workbook. `TORIMATOME_LAYOUTS=2000 cargo test --test it layouts` reads more of them,
//! `TORIMATOME_LAYOUT=17` one alone, and leaves it under `target/tmp/layouts`.

mod draw;
mod expected;
mod office;
mod paper;
mod table;

use std::path::Path;
use std::sync::Arc;

use torimatome::form::Library;
use torimatome::model::{Consolidation, Severity};
use torimatome::pipeline::{self, Task};
use torimatome::recognise::Vocabulary;
use torimatome::source::{Found, Location};

use expected::Expected;

/// The default number of workbooks to read.
const USUAL: u64 = 160;

#[test]
fn every_layout_gives_the_same_records() {
    let library = Library::builtin();
    let plan = library.plan("kirise").expect("the made-up plan");
    let task = Task { forms: library.forms.iter().collect(), plans: vec![plan], ..Task::default() };
    let vocabulary = Vocabulary::new(task.forms.clone());
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("TORIMATOME_LAYOUT") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TORIMATOME_LAYOUTS").unwrap_or(USUAL),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layouts");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut wrong = Vec::new();
    for seed in seeds.clone() {
        let expected = draw::workbook(seed, &folder.join(format!("{seed}.xlsx")));
        let found =
            Found { path: Arc::from(expected.file.as_str()), location: Location::Disk(folder.join(format!("{seed}.xlsx"))) };
        let read = pipeline::read_file(&found, &vocabulary, &task);
        let faults = faults(&expected, &pipeline::consolidate_files(vec![read], &vocabulary, &task));
        if !faults.is_empty() {
            wrong.push(format!("{seed}: {}\n    {}", expected.layout, faults.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} workbooks:\n{}", wrong.len(), seeds.count(), wrong.join("\n"));
}

/// Differences from what was drawn: records, the ledger, findings without a cause, findings that are not there.
fn faults(expected: &Expected, got: &Consolidation) -> Vec<String> {
    let mut out = Vec::new();
    let mut records = expected::of(got);
    for (id, expected) in &expected.records {
        match records.remove(id) {
            None => out.push(format!("{id} is lost")),
            Some(found) if found != *expected => out.push(format!("{id}\n      is  {found}\n      not {expected}")),
            Some(_) => {}
        }
    }
    out.extend(records.keys().map(|id| format!("{id} was never there")));
    let ledgers = got.inputs.iter().flat_map(|input| &input.sheets).map(|sheet| &sheet.ledger);
    let non_empty: u64 = ledgers.clone().map(|ledger| ledger.non_empty).sum();
    if ledgers.clone().any(|ledger| !ledger.closes()) || non_empty != expected.cells {
        out.push(format!("the account of {} cells: {:?}", expected.cells, ledgers.collect::<Vec<_>>()));
    }
    for finding in got.findings.iter().filter(|finding| finding.severity() > Severity::Info) {
        if !expected.findings.contains(&finding.rule.id) && !expected.allowed.contains(&finding.rule.id) {
            out.push(format!("{} {} {:?}", finding.rule.id, finding.place, finding.values));
        }
    }
    for rule in &expected.findings {
        if !got.findings.iter().any(|finding| finding.rule.id == *rule) {
            out.push(format!("nothing says {rule}"));
        }
    }
    out
}
