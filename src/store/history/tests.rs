use jiff::civil::DateTime;

use crate::model::{Consolidation, Origin, Period, Plan, Progress, Records, Submission, SubmissionStatus};
use crate::store::history::*;

fn consolidation(period: &str, done: &str) -> Consolidation {
    let record = Progress {
        id: "1-1".into(),
        direction: Some(1),
        direction_text: None,
        numbers: vec!["1".into()],
        names: vec!["混雑表示".into()],
        departments: vec!["市民窓口課".into()],
        description: Some(done.into()),
        done: None,
        planned: None,
        origin: Origin {
            file: "a.xlsx".into(),
            sheet: None,
            row: 1,
            cells: Vec::new(),
            comments: Default::default(),
            elsewhere: Vec::new(),
        },
        missing: Default::default(),
        earlier: Vec::new(),
    };
    Consolidation {
        plan: Plan::default(),
        period: Period::parse(period),
        submissions: vec![Submission {
            department: "市民窓口課".into(),
            status: SubmissionStatus::Submitted,
            file: Some("a.xlsx".into()),
            files: Vec::new(),
            submitted: None,
            first_submitted: None,
            required: true,
            mended: false,
            version: 0,
            records: vec!["1-1".into()],
        }],
        records: Records { progress: vec![record], ..Records::default() },
        ..Consolidation::default()
    }
}

const NOW: DateTime = DateTime::constant(2025, 10, 20, 9, 0, 0, 0);

fn run<'a>(consolidation: &'a Consolidation, closing: bool) -> NewRun<'a> {
    NewRun { consolidation, outputs: &[], folder: "out/2025H1", run_sha256: "ab", made: NOW, closing }
}

#[test]
fn a_run_counts_when_its_outputs_stand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    let half = Period::parse("2025H1").unwrap();
    let first = consolidation("2025H1", "最初");
    let mut history = History::open(&path).unwrap();
    let id = history.begin(&run(&first, false)).unwrap();
    drop(history);
    // as if the process died here: the run is known, but did not take place
    let mut history = History::open(&path).unwrap();
    assert_eq!(history.latest(half).unwrap(), None);
    assert_eq!(history.pending().unwrap().len(), 1);
    history.settle(id, false).unwrap();
    assert!(history.pending().unwrap().is_empty() && history.runs().unwrap().is_empty());
    let id = history.begin(&run(&first, false)).unwrap();
    history.settle(id, true).unwrap();
    let version = history.latest(half).unwrap().unwrap();
    assert_eq!(version.previous.records.progress, first.records.progress);
    assert_eq!(history.before(half.next()).unwrap().unwrap().run, id);
    assert_eq!(history.before(half).unwrap(), None);
}

#[test]
fn a_closed_period_cannot_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut history = History::open(&folder.path().join("history.sqlite")).unwrap();
    let closing = consolidation("2025H1", "最初");
    let id = history.begin(&run(&closing, true)).unwrap();
    assert_eq!(history.closed(Period::Half(2025, 1)).unwrap(), None, "not before it is settled");
    history.settle(id, true).unwrap();
    assert_eq!(history.closed(Period::Half(2025, 1)).unwrap().unwrap().run, id);
    for change in [
        "DELETE FROM closed",
        "UPDATE closed SET run = 9",
        "DELETE FROM run",
        "UPDATE run SET made = ''",
        "DELETE FROM record",
        "UPDATE record SET content = 1, unchanged = 5",
        "UPDATE content SET json = ''",
        "UPDATE figures SET records = 9",
        "DELETE FROM figures",
        "INSERT INTO record SELECT run, kind, place + 1, id, content, 0 FROM record",
    ] {
        assert!(history.db.execute_batch(change).is_err(), "{change}");
    }
    // a later run of the period is another run; the closed one stays
    let corrected = consolidation("2025H1", "訂正後");
    let later = history.begin(&run(&corrected, true)).unwrap();
    history.settle(later, true).unwrap();
    assert_eq!(history.closed(Period::Half(2025, 1)).unwrap().unwrap().run, id);
    assert_eq!(history.latest(Period::Half(2025, 1)).unwrap().unwrap().run, later);
    assert_eq!(history.version(id).unwrap().previous.records.progress, closing.records.progress);
}

#[test]
fn an_older_history_is_migrated_a_newer_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    schema::older(&path, 1);
    let mut history = History::open(&path).unwrap();
    let closing = consolidation("2025H1", "最初");
    let id = history.begin(&run(&closing, true)).unwrap();
    history.settle(id, true).unwrap();
    history.db.pragma_update(None, "user_version", 99).unwrap();
    drop(history);
    assert!(matches!(History::open(&path), Err(HistoryError::Newer { found: 99, .. })));
}

#[test]
fn what_is_no_history_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    std::fs::write(&path, "これは別のファイルです。これは別のファイルです。これは別のファイルです。").unwrap();
    assert!(matches!(History::open(&path), Err(HistoryError::Foreign(_))));
    let other = folder.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(matches!(History::open(&other), Err(HistoryError::Foreign(_))));
}

#[test]
fn the_trend_reads_one_row_a_period_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    schema::older(&path, 2);
    {
        // a run that an older version of this program wrote down
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "INSERT INTO run VALUES (1, '2025-03', '', '', '', '', '', '', '', 'done', 0);
             INSERT INTO submission VALUES (1, 0, '市民窓口課', 'submitted', '', NULL, 1, 'a', 1);
             INSERT INTO finding VALUES (1, 0, 'r', 'warning', NULL, NULL, NULL, NULL, '');",
        )
        .unwrap();
    }
    let mut history = History::open(&path).unwrap();
    let line = history.runs().unwrap().remove(0);
    assert_eq!((line.submitted, line.departments, line.records, line.errors, line.warnings), (1, 1, 0, 0, 1));
    for month in 4..=9 {
        let mut whole = consolidation(&format!("2025-{month:02}"), "内容");
        let figures = crate::consolidate::trend::of_records(whole.period.unwrap(), &whole.records, &[], &whole.plan);
        whole.trend.periods.push(figures);
        let id = history.begin(&run(&whole, false)).unwrap();
        history.settle(id, month != 6).unwrap();
    }
    let found = history.figures_before(Period::Month(2025, 10), &[]).unwrap();
    let periods: Vec<String> = found.iter().map(|figures| figures.period.id()).collect();
    assert_eq!(periods, ["2025-03", "2025-04", "2025-05", "2025-07", "2025-08", "2025-09"]);
    assert_eq!(found[5].directions[0].without_stage, 1);
    let mut plan = history.db.prepare(&format!("EXPLAIN QUERY PLAN {}", trend::LAST_FIGURES)).unwrap();
    let steps: Vec<String> = plan.query_map(["2025-09"], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
    assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{steps:?}");
    assert!(steps[0].contains("run_period"), "{steps:?}");
}

#[test]
fn a_history_that_may_not_be_written_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut history = History::open(&folder.path().join("history.sqlite")).unwrap();
    history.db.pragma_update(None, "query_only", true).unwrap();
    let first = consolidation("2025H1", "最初");
    assert!(matches!(history.begin(&run(&first, false)), Err(HistoryError::ReadOnly(_))));
}
