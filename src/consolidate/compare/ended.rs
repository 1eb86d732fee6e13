//! A record that is not reported any more: was its end announced?

use super::Occasion;
use crate::model::{Plan, Progress};

/// Words of a plan by which a department ends its report of a record.
const ENDS: [&str; 16] = [
    "事業完了",
    "事業終了",
    "事業廃止",
    "事業を完了",
    "事業を終了",
    "事業を廃止",
    "取組完了",
    "取組終了",
    "取組を完了",
    "取組を終了",
    "取組を廃止",
    "から対象外",
    "以降は対象外",
    "報告を終了",
    "報告は終了",
    "報告は今回まで",
];

/// Did last time's plan of the department announce it, or has a revision of the plan ended it?
pub fn is_announced(before: &Progress, plan: &Plan, occasion: &Occasion<'_>) -> bool {
    let revisions = plan.revisions_between(occasion.previous, occasion.period);
    let revised = revisions.of_id(&before.id).or_else(|| revisions.of_id(&before.names.join("、")));
    revised.is_some_and(|names| names.is_empty()) || before.planned.as_ref().is_some_and(|planned| says_so(&planned.text))
}

fn says_so(text: &str) -> bool {
    let negated = |rest: &str| ["なく", "ない", "せず", "しない", "しませ", "ではな"].iter().any(|no| rest.starts_with(no));
    ENDS.iter().any(|word| text.split(word).skip(1).any(|rest| !negated(rest)))
}

#[cfg(test)]
mod tests {
    use super::says_so;

    #[test]
    fn an_end_is_announced_in_words() {
        assert!(says_so("事業完了につき、次期から対象外"));
        assert!(!says_so("事業終了せず継続") && !says_so("紙の申請書を廃止") && !says_so("運用を継続"));
    }
}
