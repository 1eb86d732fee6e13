//! The stages apart, by criterion: `cargo bench --bench stages` (S), `TORIMATOME_BENCH=S,M,L` for more.
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

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput};
use generate::{L, M, S, SMOKE, Size};
use torimatome::consolidate;
use torimatome::form::{Form, Library, parse_plan};
use torimatome::model::{Consolidation, Input, Place, Plan, RecordKind};
use torimatome::normalise::{self, Directory, Entry, Ladder, SubmissionFile, Terms};
use torimatome::recognise::{self, Vocabulary};
use torimatome::report::{ReportData, data, pdf, workbook};
use torimatome::source::budget::Budget;
use torimatome::source::{self, Found, Limits, Options, Reading};
use torimatome::{pipeline, review};

/// What the stages of a size work on.
struct Bench<'f> {
    found: Vec<Found>,
    read: Vec<Reading>,
    vocabulary: Vocabulary<'f>,
    plan: Plan,
}

fn main() {
    let test = std::env::args().any(|word| word == "--test");
    let asked = std::env::var("TORIMATOME_BENCH").unwrap_or_else(|_| "S".to_owned());
    let sizes = [S, M, L].into_iter().filter(|size| asked.split(',').any(|word| word == size.name));
    let sizes: Vec<Size> = if test { vec![SMOKE] } else { sizes.collect() };
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    for size in sizes {
        stages(&mut criterion, size);
    }
    criterion.final_summary();
}

fn stages(criterion: &mut Criterion, size: Size) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let set = generate::set(&folder, size).expect("the files can be written");
    let library = Library::builtin();
    let forms: Vec<&Form> = library.forms.iter().collect();
    let text = std::fs::read_to_string(&set.plan).expect("the plan is there");
    let plan = parse_plan(&set.plan, &text).expect("the plan is sound");
    let found = source::collect(&[set.folder], &Limits::default()).found;
    let options = Options::default();
    let read = found.iter().map(|found| source::read(found, &options)).collect();
    let bench = Bench { found, read, vocabulary: Vocabulary::new(forms.clone()), plan };
    let task = pipeline::Task { forms: forms.clone(), plans: vec![&bench.plan], ..pipeline::Task::default() };
    let whole = pipeline::run(&bench.found, &task, |_| ());
    let now = jiff::civil::date(2025, 10, 20).at(9, 0, 0, 0);
    let edition = ReportData::new(&whole, &forms, now);

    let mut group = criterion.benchmark_group(size.name);
    group.throughput(Throughput::Elements((size.files * size.rows) as u64));
    group.bench_function("read", |b| {
        b.iter(|| bench.found.iter().map(|found| source::read(found, &options)).for_each(|reading| drop(black_box(reading))));
    });
    group.bench_function("recognise + normalise", |b| b.iter(|| black_box(bench.hand_ins())));
    group.bench_function("consolidate + review", |b| {
        b.iter_batched(|| bench.hand_ins(), |handins| black_box(bench.consolidate(handins)), BatchSize::PerIteration);
    });
    group.bench_function("workbook", |b| b.iter(|| black_box(workbook::write(&edition, Path::new(env!("CARGO_TARGET_TMPDIR"))))));
    group.bench_function("PDF", |b| b.iter(|| black_box(pdf::write(&edition, &pdf::Options::default()))));
    group.bench_function("data", |b| {
        b.iter(|| {
            let kind = RecordKind::Progress;
            (data::json(kind, &whole), data::csv(kind, &whole), data::parquet(kind, &whole))
        });
    });
    group.finish();
}

impl Bench<'_> {
    /// Grids become hand-ins. The same as in `pipeline`, without what the files say around their tables.
    fn hand_ins(&self) -> Vec<SubmissionFile> {
        let directory = Directory::new(&self.plan, &[]);
        let ladder = Ladder::new(&self.plan);
        self.read.iter().map(|reading| self.hand_in(reading, &directory, &ladder)).collect()
    }

    fn hand_in(&self, reading: &Reading, directory: &Directory, ladder: &Ladder) -> SubmissionFile {
        let mut input = Input { sheets: Vec::new(), ..reading.input.clone() };
        let department = directory.find_in(&input.path);
        let limits = Limits::default();
        let owner = normalise::RowDepartment::known(department.clone());
        let terms = Terms { plan: &self.plan, directory, ladder, owner: &owner, limits };
        let mut entries = Vec::new();
        for (number, grid) in reading.book.iter().flat_map(|book| &book.sheets).enumerate() {
            let sheet = recognise::read_sheet(grid, &input.path, &self.vocabulary, None, &Budget::alone(&terms.limits));
            let place = Place::file(Arc::clone(&input.path)).on(sheet.name.clone());
            let mut context = normalise::Context::default();
            for (table, raw) in sheet.tables.iter().enumerate() {
                let form = self.vocabulary.forms[raw.form];
                let (drafts, _) = normalise::records(raw, form, &place, &terms, &mut context);
                let owner = || department.clone();
                entries.extend(drafts.into_iter().map(|draft| Entry {
                    draft,
                    sheet: number,
                    table,
                    owner: owner(),
                    dropped: None,
                }));
            }
            input.sheets.push(torimatome::model::SheetReport {
                name: sheet.name,
                visibility: sheet.visibility,
                tables: Vec::new(),
                ledger: sheet.ledger,
                comments: sheet.comments,
            });
        }
        SubmissionFile {
            input,
            department,
            submitted: None,
            version: 0,
            is_return: false,
            is_unfilled: false,
            other_period: None,
            no_records: None,
            entries,
            taken: Default::default(),
        }
    }

    fn consolidate(&self, handins: Vec<SubmissionFile>) -> Consolidation {
        let departments = &self.plan.departments;
        let mut whole = consolidate::consolidate(self.plan.clone(), None, departments, handins, Vec::new());
        let findings = review::review(&whole);
        whole.findings.extend(findings);
        whole
    }
}
