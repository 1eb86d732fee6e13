//! Machine readability: made-up files that break rules, and our own outputs, which keep them.

use std::collections::BTreeSet;
use std::path::Path;

use crate::edition::{SCRATCH, made_up, with_edition};
use torimatome::form::Library;
use torimatome::model::{Finding, Lang, RecordKind, Severity};
use torimatome::pipeline::{Task, read_file, run};
use torimatome::recognise::Vocabulary;
use torimatome::report::{data, workbook};
use torimatome::source::{Found, Location, Options, collect};

/// The findings of machine readability in a file.
fn lint(name: &str, bytes: &[u8]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let library = Library::builtin();
    let vocabulary = Vocabulary::new(library.forms.iter().collect());
    let found = Found { path: name.into(), location: Location::Disk(path) };
    let reading = Options { own_outputs: true, ..Options::default() };
    let file = read_file(&found, &vocabulary, &Task { reading, ..Task::default() });
    assert!(!file.sheets.is_empty(), "{name} was not read: {:?}", file.findings);
    file.findings.into_iter().filter(|finding| finding.rule.is_machine_readability()).collect()
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {} {}", f.rule.id, f.place, f.message(Lang::Ja))).collect()
}

/// Departments' own words are carried unchanged, their blanks and characters too; they stand in a column of texts.
fn is_carried(finding: &Finding) -> bool {
    matches!(finding.rule.id, "L1-06" | "L1-08")
        && matches!(finding.place.sheet.as_deref(), Some("データ_本文" | "データ_番号名称"))
}

#[test]
fn our_data_sheets_pass() {
    let consolidation = made_up();
    let bytes = with_edition(&consolidation, |edition| workbook::write_data(edition, SCRATCH.as_ref()).unwrap());
    let findings = lint("データ.xlsx", &bytes);
    let of_data = |finding: &&Finding| finding.place.sheet.as_deref().is_some_and(|sheet| sheet.starts_with("データ_"));
    for finding in findings.iter().filter(of_data) {
        assert!(is_carried(finding), "{:#?}", lines(&findings));
    }
    // the lint does look: the sheets for print break rules as every printed table does
    let printed = with_edition(&consolidation, |edition| workbook::write(edition, SCRATCH.as_ref()).unwrap());
    let findings = lint("取りまとめ.xlsx", &printed);
    assert!(findings.iter().any(|finding| finding.rule.id == "L3-01"), "{:#?}", lines(&findings));
}

#[test]
fn our_csv_passes_but_for_what_a_field_of_several_lines_is() {
    let consolidation = made_up();
    let findings = lint("progress.csv", &data::csv(RecordKind::Progress, &consolidation));
    let ids: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    assert!(ids.is_subset(&BTreeSet::from(["L1-06", "L1-07"])), "{:#?}", lines(&findings));
}

#[test]
fn the_outputs_of_the_samples_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for half in ["2025H1", "2025H2"] {
        let collected = collect(&[folder.join(half)], &Default::default());
        let library = Library::builtin();
        let task = Task { forms: library.forms.iter().collect(), plans: library.plans.iter().collect(), ..Task::default() };
        let consolidation = run(&collected.found, &task, |_| {});
        assert!(!consolidation.records.progress.is_empty());
        for finding in &consolidation.findings {
            for lang in [Lang::Ja, Lang::En] {
                assert_eq!(finding.unfilled(lang), Vec::<&str>::new(), "{} {}", finding.rule.id, finding.place);
                let texts = finding.message(lang) + &finding.hint(lang);
                assert!(!texts.contains(['{', '}']), "{texts}");
            }
        }
        let bytes = with_edition(&consolidation, |edition| workbook::write_data(edition, SCRATCH.as_ref()).unwrap());
        let findings = lint("データ.xlsx", &bytes);
        for finding in findings.iter().filter(|f| f.place.sheet.as_deref().is_some_and(|s| s.starts_with("データ_"))) {
            assert!(is_carried(finding), "{:#?}", lines(&findings));
        }
    }
}

#[test]
fn a_table_of_sins() {
    let csv = "\
進捗の一覧,,,,\r\n\
№,取　組　名,R5,R6,R7,R5\r\n\
1,窓口①,\"1,200円\",８０％,-,\r\n\
2,〃,300,400,500,余り,はみ出し\r\n\
3,相談 ,R7.10,10,20\r\n\
4,予約,30,40,50\r\n";
    let findings = lint("一覧.csv", csv.as_bytes());
    let of = |id: &str| {
        findings.iter().find(|finding| finding.rule.id == id).unwrap_or_else(|| panic!("{id}: {:#?}", lines(&findings)))
    };
    assert!(findings.iter().all(|finding| finding.severity() == Severity::Info));
    assert_eq!(of("L1-04").place.spot.unwrap().to_string(), "A1");
    assert_eq!(of("L1-06").place.spot.unwrap().to_string(), "B2:B5");
    assert_eq!(of("L1-08").message(Lang::Ja), "機種依存文字（№ ①）を含むセルが2個あります。");
    assert_eq!(of("L1-15").place.spot.unwrap().to_string(), "G4");
    assert_eq!(of("L2-01").place.spot.unwrap().to_string(), "C3:D3");
    assert_eq!(of("L2-02").place.spot.unwrap().to_string(), "B4");
    assert_eq!(of("L2-03").place.spot.unwrap().to_string(), "C2:F2");
    assert_eq!(of("L3-01").place.spot.unwrap().to_string(), "A2:G2");
    assert_eq!(of("L3-03").place.spot.unwrap().to_string(), "E3");
    assert_eq!(of("L3-05").message(Lang::En), "5 dates or years are in the Japanese calendar only.");
    assert_eq!(of("L3-09").place.spot.unwrap().to_string(), "C2:F2");
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!(rules.len(), findings.len(), "one finding a rule and sheet");
}
