//! A consolidation is looked over: one rule a file.
//!
//! What only reading can see is reported where it is read; here stand the rules that need the whole.
//! [`lint`] is the one that looks at sheets: while a file is read, its grid and what was recognised on it go through.

mod answers;
mod changes;
pub mod lint;
mod mark_mismatch;
mod missing_department;
mod near_duplicate_record;
mod private_use_character;
mod relisted_values;
mod shingles;
mod unanswered_row;
mod unowned_record;

pub use answers::answer;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Consolidation, Finding};

/// A rule: from the whole to what a person has to know of it.
type Rule = fn(&Consolidation) -> Vec<Finding>;

const RULES: &[Rule] = &[
    missing_department::check,
    unanswered_row::check,
    unowned_record::check,
    near_duplicate_record::check,
    private_use_character::check,
    mark_mismatch::check,
    relisted_values::check,
];

/// Everything there is to say about a consolidation.
pub fn review(consolidation: &Consolidation) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(consolidation)).collect()
}

/// What a person has to know of the changes since the last period; nothing without a comparison.
pub fn review_changes(consolidation: &Consolidation) -> Vec<Finding> {
    changes::check(consolidation)
}

/// The order of display: the grave ones first, then by file, sheet and cell. Those of one cause become one.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let grave = b.severity().cmp(&a.severity());
        grave
            .then_with(|| a.place.cmp(&b.place))
            .then_with(|| a.rule.id.cmp(b.rule.id))
            .then_with(|| a.department.cmp(&b.department))
            .then_with(|| a.values.cmp(&b.values))
    });
    findings.dedup();
    unite(findings);
}

/// Findings of one cause become one, with all its places; it stands where the first of them stood.
fn unite(findings: &mut Vec<Finding>) {
    let mut known = HashMap::new();
    let mut united: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let Some(cause) = finding.cause() else {
            united.push(finding);
            continue;
        };
        match known.get(&cause).and_then(|at: &usize| united.get_mut(*at)) {
            Some(first) => first.join(finding),
            None => {
                known.insert(cause, united.len());
                united.push(finding);
            }
        }
    }
    let mut united = without_floods(united);
    for finding in united.iter_mut().filter(|finding| finding.count() > 1) {
        finding.others.sort_by(|a, b| a.place.cmp(&b.place));
        finding.others.dedup_by(|a, b| a.place == b.place);
        let first = finding.place.clone();
        finding.others.retain(|other| other.place != first);
    }
    *findings = united;
}

/// Findings of one rule in one file up to this number stay single.
const ONE_BY_ONE: usize = 300;

/// What a rule finds in one file beyond [`ONE_BY_ONE`] joins the last of them: nobody answers ten thousand findings, and
/// the outputs stay in proportion to what was read.
fn without_floods(findings: Vec<Finding>) -> Vec<Finding> {
    let mut counts: HashMap<(&str, Option<Arc<str>>), (usize, usize)> = HashMap::new();
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let (count, last) = counts.entry((finding.rule.id, finding.place.file.clone())).or_default();
        if *count >= ONE_BY_ONE
            && let Some(last) = out.get_mut(*last)
        {
            last.join(finding);
            continue;
        }
        (*count, *last) = (*count + 1, out.len());
        out.push(finding);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Lang, Place, Spot};
    use crate::rules;

    fn at(file: &str, row: u32) -> Place {
        Place::file(file).on(Some("表")).at(Spot::Cell(Address::new(row, 2)))
    }

    #[test]
    fn findings_of_one_cause_are_one_with_a_count() {
        let unknown = |file: &str, row: u32| {
            let finding = Finding::new(rules::UNKNOWN_DEPARTMENT, at(file, row)).of(format!("{file}の課"));
            finding.with("name", "水産林務課").with("near", "").with("near_en", "")
        };
        let column = |file: &str, cells: u32| {
            Finding::new(rules::UNMAPPED_COLUMN, at(file, 0)).with("heading", "備考").with("cells", cells)
        };
        let mut findings: Vec<Finding> = (1..=40).rev().map(|row| unknown("b", row)).collect();
        findings.extend([unknown("a", 3), unknown("a", 3), column("b", 2), column("a", 5)]);
        sort(&mut findings);
        // what comes later joins, and nothing is counted twice
        findings.extend([unknown("c", 1), unknown("b", 1)]);
        sort(&mut findings);
        let [department, heading] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!((department.count(), heading.count()), (42, 2));
        assert!(department.places().is_sorted());
        let message = department.message(Lang::Ja);
        assert!(message.ends_with("（全42か所: a › 表!C4、b › 表!C2、C3、ほか39か所）"), "{message}");
        assert_eq!(department.departments().iter().map(|name| &***name).collect::<Vec<_>>(), ["aの課", "bの課", "cの課"]);
        assert!(heading.message(Lang::Ja).contains("7セル"), "{}", heading.message(Lang::Ja));
        assert_eq!(department.split().map(|one| one.count()).sum::<usize>(), 42);
    }

    #[test]
    fn a_flood_of_findings_on_one_sheet_is_counted() {
        let hidden = |row: u32| Finding::new(rules::DUPLICATE_RECORD, at("a", row)).with("id", row).with("other", "");
        let mut findings: Vec<Finding> = (0..10_000).map(hidden).collect();
        findings.push(Finding::new(rules::DUPLICATE_RECORD, at("b", 1)).with("id", "1").with("other", ""));
        sort(&mut findings);
        sort(&mut findings);
        assert_eq!(findings.len(), ONE_BY_ONE + 1);
        assert_eq!(findings.iter().map(Finding::count).sum::<usize>(), 10_001);
    }

    #[test]
    fn a_flood_of_findings_on_many_sheets_of_a_file_is_counted() {
        let on = |sheet: u32| {
            let place = Place::file("a").on(Some(format!("S{sheet}"))).at(Spot::Cell(Address::new(1, 1)));
            Finding::new(rules::DUPLICATE_RECORD, place).with("id", sheet).with("other", "")
        };
        let mut findings: Vec<Finding> = (0..3_000).map(on).collect();
        sort(&mut findings);
        assert_eq!(findings.len(), ONE_BY_ONE);
        assert_eq!(findings.iter().map(Finding::count).sum::<usize>(), 3_000);
    }

    #[test]
    fn findings_with_causes_of_their_own_stay_apart() {
        let error = |row: u32| Finding::new(rules::ERROR_VALUE, at("a", row)).with("value", "#REF!");
        let stage = |file: &str| Finding::new(rules::UNKNOWN_STAGE, at(file, 1)).with("stage", "準備中").with("stages", "導入");
        let mut findings = vec![error(1), error(2), stage("a"), stage("b")];
        sort(&mut findings);
        assert_eq!(findings.len(), 4);
    }
}
