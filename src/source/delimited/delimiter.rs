//! What separates the fields of a text: the character that gives the most even table.

use std::collections::BTreeMap;

use super::records::{Delimiter, Stopped, for_each_record, holds};

/// How a text falls into fields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// The character between fields.
    pub delimiter: Delimiter,
    /// Do most lines have the same number of columns, at least two? Titles and remarks of one field do not count.
    pub tabular: bool,
}

/// Separators that are taken for one wherever they give a table, likeliest first.
const USUAL: [Delimiter; 4] = [',', '\t', ';', '|'];

/// Separators of people who type with the Japanese keyboard on: only where nothing else gives a table.
const FULL_WIDTH: [Delimiter; 2] = ['，', '、'];

/// Characters beyond which a field is no short word.
const WORDS: usize = 40;

/// Records that are looked at.
const SAMPLE: usize = 400;

/// How the records of a text come out with one separator.
#[derive(Debug, Default)]
struct Profile {
    /// Records that hold something.
    filled: usize,
    /// Records of two fields or more, by their number of fields.
    by_width: BTreeMap<usize, usize>,
    /// Some field is longer than a word or two.
    wordy: bool,
}

impl Profile {
    fn of(text: &str, delimiter: Delimiter) -> Self {
        let mut profile = Self::default();
        let mut seen = 0;
        // Stopping early is what ends this with an error, or a record that no table has.
        let _: Result<(), Stopped<()>> = for_each_record(text, delimiter, |_, fields| {
            let mut width = 0;
            let mut blank = true;
            for field in fields {
                width += 1;
                blank = blank && field.trim_start().is_empty();
                profile.wordy = profile.wordy || field.chars().nth(WORDS).is_some();
            }
            if !blank {
                profile.filled += 1;
            }
            if width >= 2 {
                *profile.by_width.entry(width).or_default() += 1;
            }
            seen += 1;
            if seen < SAMPLE { Ok(()) } else { Err(()) }
        });
        profile
    }

    /// The commonest width of the records of two fields or more, and how many have it.
    fn usual(&self) -> (usize, usize) {
        self.by_width.iter().map(|(w, n)| (*w, *n)).max_by_key(|(w, n)| (*n, *w)).unwrap_or((1, 0))
    }

    fn score(&self) -> f64 {
        let (width, count) = self.usual();
        let split: usize = self.by_width.values().sum();
        if split == 0 {
            return 0.0;
        }
        let even = count as f64 / split as f64;
        (count as f64) * (width as f64 - 1.0) * even * even
    }

    fn is_tabular(&self) -> bool {
        let (width, count) = self.usual();
        let split: usize = self.by_width.values().sum();
        width >= 2 && count >= 2 && count * 10 >= split * 8 && split * 2 >= self.filled
    }
}

/// Finds the separator of `text`. `expected` is what the file's name promises; it wins where two do equally well
/// and where there is nothing to separate.
pub(super) fn find(text: &str, expected: Delimiter) -> Shape {
    let sample = beginning(text);
    let mut best = Shape { delimiter: expected, tabular: false };
    let mut lead = 0.0;
    for delimiter in USUAL {
        if !holds(sample, delimiter) {
            continue;
        }
        let profile = Profile::of(sample, delimiter);
        let score = profile.score() * if delimiter == expected { 1.2 } else { 1.0 };
        if score > lead {
            lead = score;
            best = Shape { delimiter, tabular: profile.is_tabular() };
        }
    }
    if best.tabular || lead > 0.0 {
        return best;
    }
    for delimiter in FULL_WIDTH {
        let profile = Profile::of(sample, delimiter);
        let (width, count) = profile.usual();
        // Sentences have these characters too: a table has them in every line, as often, between short words.
        if width >= 2 && count >= 3 && count == profile.filled && !profile.wordy && !sample.contains('。') {
            return Shape { delimiter, tabular: true };
        }
    }
    best
}

/// Enough of the text for finding its separator, whole lines as far as possible.
fn beginning(text: &str) -> &str {
    const ENOUGH: usize = 1 << 20;
    if text.len() <= ENOUGH {
        return text;
    }
    let end = (0..=ENOUGH).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let head = text.get(..end).unwrap_or_default();
    head.rfind('\n').and_then(|i| head.get(..=i)).unwrap_or(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> (char, bool) {
        let shape = find(text, ',');
        (shape.delimiter, shape.tabular)
    }

    #[test]
    fn the_usual_separators_are_found() {
        for delimiter in USUAL {
            let text = "調査票\n\n課名,取組,状況\n総務課,\"a,b\nc\",済\n財政課,d,未\n※ 注意".replace(',', &delimiter.to_string());
            assert_eq!(shape(&text), (delimiter, true));
        }
    }

    #[test]
    fn separators_inside_texts_do_not_count() {
        assert_eq!(shape("課名\t金額\t状況\n総務課\t1,234\tA;B\n財政課\t5,678\tC;D\n税務課\t9\tE"), ('\t', true));
        assert_eq!(shape("課名,取組;内容\n総務課,a;b;c\n財政課,d"), (',', true));
    }

    #[test]
    fn full_width_separators_only_where_nothing_else_fits() {
        assert_eq!(shape("課名，状況\n総務課，済\n財政課，未"), ('，', true));
        assert_eq!(shape("課名、状況\n総務課、済\n財政課、未"), ('、', true));
        assert_eq!(shape("総務課，財政課,済\n税務課，納税課,未"), (',', true));
        assert!(!shape("今月は、進めました。\n来月は、やめます。\n以上、です。").1);
    }

    #[test]
    fn prose_is_no_table() {
        assert!(!shape("議事録\n出席者は総務課、財政課。\n以上").1);
        assert!(!shape("").1);
    }

    #[test]
    fn the_name_decides_where_nothing_else_does() {
        assert_eq!(find("課名\n総務課", '\t').delimiter, '\t');
    }
}
