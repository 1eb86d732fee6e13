//! The coordinator's answers meet their findings.

use crate::model::{Answer, Consolidation, Decided, Decision, Finding, Period, Place, Question, RecordIndex};
use crate::rules;

/// Rules whose answer, once it is learnt, makes the finding disappear.
const TAUGHT: [&str; 3] = ["unknown-department", "unknown-stage", "unmapped-column"];

/// Gives every finding the decision that answers it; returns findings about decisions that answer nothing.
pub fn answer(consolidation: &mut Consolidation, decisions: &[Decision]) -> Vec<Finding> {
    let period = consolidation.period;
    let mut held: Vec<(&Decision, Question, bool)> = decisions
        .iter()
        .filter(|decision| decision.holds_in(period))
        .map(|one| (one, asked_today(one, consolidation), false))
        .collect();
    if held.is_empty() {
        return Vec::new();
    }
    // what was decided for this very period goes before what always holds
    held.sort_by_key(|(decision, _, _)| decision.period != period.map(Period::id));
    let index = RecordIndex::new(&consolidation.records);
    for finding in &mut consolidation.findings {
        let question = Question::of(finding, index.find(&finding.place));
        let met = held.iter_mut().find(|(decision, known, _)| *known == question || is_meant(decision, known, &question));
        if let Some((decision, _, used)) = met {
            *used = true;
            finding.decision = Some(Box::new(Decided::from(*decision)));
        }
    }
    let taught = |decision: &Decision| decision.answer == Some(Answer::Always) && TAUGHT.contains(&decision.rule.as_str());
    let unused = held.into_iter().filter(|(decision, _, used)| !used && !taught(decision));
    unused.map(|(decision, _, _)| unused_decision(decision)).collect()
}

/// What an older decision answers today: its department may have been reorganised, its record renumbered.
fn asked_today(decision: &Decision, consolidation: &Consolidation) -> Question {
    let mut question = decision.question();
    let (plan, period) = (&consolidation.plan, consolidation.period);
    let given = decision.period.as_deref().and_then(Period::parse);
    if given == period {
        return question;
    }
    if let Some(name) = &question.department
        && let [heir] = plan.heirs(&[name.as_str().into()], period.map(Period::end)).as_slice()
    {
        question.department = Some(heir.to_string());
    }
    if let Some(id) = &question.record
        && let Some([only]) = plan.revisions_between(given, period).of_id(id).as_deref()
    {
        question.record = Some(only.clone());
    }
    question
}

/// A hidden row that is meant is meant with whatever text it has next time.
fn is_meant(decision: &Decision, known: &Question, asked: &Question) -> bool {
    decision.answer == Some(Answer::Always)
        && known.rule == rules::HIDDEN_ROW.id
        && known.record.is_some()
        && (&known.rule, &known.department, &known.record) == (&asked.rule, &asked.department, &asked.record)
}

fn unused_decision(decision: &Decision) -> Finding {
    let about = [decision.record.as_deref().unwrap_or_default(), decision.subject.as_str()];
    let about = about.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let mut finding = Finding::new(rules::UNUSED_DECISION, Place::nowhere())
        .with("rule", &decision.rule)
        .with("about", about)
        .with("answer", decision.answer.map_or("メモ", Answer::label));
    finding.department = decision.department.as_deref().map(Into::into);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Place};

    fn fallen(row: u32, to: &str) -> Finding {
        let place = Place::file("a.xlsx").on(Some("表")).at(Address::new(row, 3));
        Finding::new(rules::STAGE_FALL, place).of("総務課").with("from", "運用定着").with("to", to)
    }

    fn decided(finding: &Finding, answer: Answer, period: &str) -> Decision {
        let Question { rule, department, record, subject } = Question::of(finding, None);
        let period = Some(period.to_owned());
        Decision { rule, department, record, subject, answer: Some(answer), note: None, period, on: None, by: None }
    }

    fn answered(finding: Finding, decision: &Decision, period: &str) -> (bool, usize) {
        let findings = vec![finding];
        let mut whole = Consolidation { period: Period::parse(period), findings, ..Consolidation::default() };
        let unused = answer(&mut whole, std::slice::from_ref(decision)).len();
        (!whole.findings[0].is_open(), unused)
    }

    #[test]
    fn an_answer_holds_until_its_subject_changes() {
        let decision = decided(&fallen(3, "導入"), Answer::Confirmed, "2025-10");
        assert_eq!(answered(fallen(7, "導入"), &decision, "2025-10"), (true, 0), "another row");
        assert_eq!(answered(fallen(3, "調査検討"), &decision, "2025-10"), (false, 1), "another question");
        assert_eq!(answered(fallen(3, "導入"), &decision, "2025-11"), (false, 0), "another month");
        let decision = decided(&fallen(3, "導入"), Answer::Always, "2025-10");
        assert_eq!(answered(fallen(3, "導入"), &decision, "2025-11"), (true, 0), "the same from now on");
    }

    #[test]
    fn a_question_is_the_same_wherever_its_cell_lies() {
        let finding = |row: u32| {
            let place = Place::file("a.xlsx").on(Some("表")).at(Address::new(row, 3));
            Finding::new(rules::STAGE_FALL, place).of("総務課").with("from", "運用定着").with("to", "導入")
        };
        let (one, other) = (Question::of(&finding(3), Some("1-2")), Question::of(&finding(9), Some("1-2")));
        assert_eq!((one.key(), one.subject.as_str()), (other.key(), "運用定着 / 導入"));
        assert_ne!(one.key(), Question::of(&finding(3), Some("1-3")).key());
    }

    #[test]
    fn one_cause_in_many_departments_is_one_question() {
        let unknown = |file: &str, department: &str| {
            let finding = Finding::new(rules::UNKNOWN_DEPARTMENT, Place::file(file)).of(department);
            finding.with("name", "水産林務課").with("near", "（「水産課」のことですか）").with("near_en", "")
        };
        let mut first = unknown("a.xlsx", "水産課");
        let alone = Question::of(&first, Some("1-1"));
        first.join(unknown("b.xlsx", "総務課"));
        assert_eq!(Question::of(&first, Some("1-1")), alone);
        assert_eq!((alone.subject.as_str(), alone.department, alone.record), ("水産林務課", None, None));
    }
}
