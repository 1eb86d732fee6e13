//! The texts of a record, field by field: the same, the same but for a figure, or other words.

use super::{Occasion, phrase};
use crate::model::text::fold;
use crate::model::{Difference, Field, Progress};
use crate::normalise::points_back;

/// Shorter texts are alike by chance.
const SHORTEST: usize = 20;

/// What differs between the texts of two records.
pub fn differences(before: &Progress, now: &Progress, occasion: &Occasion<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    for field in [Field::Names, Field::Description, Field::Done, Field::Planned] {
        found.extend(difference(field, text(before, field), text(now, field)));
    }
    if found.is_empty() {
        let before = occasion.unchanged.and_then(|known| known.get(&before.id)).copied().unwrap_or_default();
        found.push(Difference::Unchanged { periods: before.saturating_add(1) });
    } else if nearly_copied(before, now) {
        found.push(Difference::NearlyCopied);
    }
    found
}

fn difference(field: Field, before: Option<String>, after: Option<String>) -> Option<Difference> {
    let folded = |text: &Option<String>| bare(text.as_deref().unwrap_or_default());
    // 変更なし repeats the earlier text
    let says_again = before.is_some() && after.as_deref().is_some_and(points_back);
    if folded(&before) == folded(&after) || says_again {
        return None;
    }
    if let (Some(then), Some(now)) = (&before, &after)
        && skeleton(then) == skeleton(now)
    {
        let phrases = phrase::phrases(then, now);
        return Some(Difference::Figure { field, before: then.clone(), after: now.clone(), phrases });
    }
    let phrases = phrase::phrases(before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
    Some(Difference::Text { field, before, after, phrases })
}

/// Is what was done, and what is planned, last time's text but for figures?
fn nearly_copied(before: &Progress, now: &Progress) -> bool {
    let texts = |record: &Progress| [Field::Done, Field::Planned].map(|field| text(record, field).unwrap_or_default());
    let (then, today) = (texts(before), texts(now));
    let length: usize = today.iter().map(|text| text.chars().count()).sum();
    let same_words = then.iter().zip(&today).all(|(a, b)| skeleton(a) == skeleton(b));
    let same = then.iter().zip(&today).all(|(a, b)| bare(a) == bare(b));
    length >= SHORTEST && same_words && !same
}

/// A text without the words that only say that it goes on.
fn bare(text: &str) -> String {
    fold(text).replace("引き続き、", "").replace("引続き、", "")
}

/// Words that tell a time as a date does.
const TIMES: [(&str, &str); 7] =
    [("上半期", "0期"), ("下半期", "0期"), ("上期", "0期"), ("下期", "0期"), ("前期", "0期"), ("後期", "0期"), ("元年", "0年")];

/// A text with every figure, and every half-year, taken for the same.
fn skeleton(text: &str) -> String {
    let mut out = String::new();
    let mut in_figure = false;
    let folded = TIMES.iter().fold(bare(text), |text, (word, plain)| text.replace(word, plain));
    for c in folded.chars() {
        let figure = c.is_ascii_digit() || (in_figure && matches!(c, '.' | ','));
        if !figure {
            out.push(c);
        } else if !in_figure {
            out.push('0');
        }
        in_figure = figure;
    }
    out
}

fn text(record: &Progress, field: Field) -> Option<String> {
    let text = match field {
        Field::Names => Some(record.names.join("\n")),
        Field::Description => record.description.clone(),
        Field::Done => record.done.as_ref().map(|statement| statement.text.to_string()),
        Field::Planned => record.planned.as_ref().map(|statement| statement.text.to_string()),
    };
    text.filter(|text| !text.is_empty())
}
