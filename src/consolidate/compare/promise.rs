//! Last period's 予定: is it taken up in what was done, or planned again?

use std::collections::BTreeSet;

use crate::model::text::fold;
use crate::model::{Difference, Progress, Statement};

/// Texts with fewer telling pairs of characters say too little to be looked for.
const TELLING: usize = 6;

/// A promise of which less than this is found again counts as forgotten.
const FOUND: f64 = 0.3;

/// What was planned and is not mentioned any more. A record without any text now is another matter.
pub fn forgotten(before: &Progress, now: &Progress) -> Vec<Difference> {
    let reported: BTreeSet<(char, char)> =
        [&now.done, &now.planned].into_iter().flatten().flat_map(|statement| pairs(&statement.text)).collect();
    let Some(planned) = before.planned.as_ref().filter(|_| !reported.is_empty()) else { return Vec::new() };
    promises(planned)
        .into_iter()
        .filter(|text| {
            let wanted = pairs(text);
            let found = wanted.intersection(&reported).count();
            #[allow(clippy::cast_precision_loss, reason = "small counts")]
            let share = found as f64 / wanted.len().max(1) as f64;
            wanted.len() >= TELLING && share < FOUND
        })
        .map(|text| Difference::ForgottenPlan { text })
        .collect()
}

/// The promises of a plan: what stands behind each 【…】, or the whole.
fn promises(planned: &Statement) -> Vec<String> {
    if planned.stages.is_empty() {
        return vec![planned.text.trim().to_owned()];
    }
    // 【導入・運用開始】 is one promise, though two stages
    let mut texts: Vec<String> = Vec::new();
    for entry in &planned.stages {
        let text = entry.text.trim().to_owned();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Neighbouring characters that carry a meaning: かな and figures do not tell one piece of work from another.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let telling = |c: char| c.is_alphabetic() && !matches!(c, '\u{3041}'..='\u{309f}');
    let folded: Vec<char> = fold(text).chars().collect();
    folded
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if telling(*a) && telling(*b) => Some((*a, *b)),
            _ => None,
        })
        .collect()
}
