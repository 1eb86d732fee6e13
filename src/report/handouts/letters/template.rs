//! Templates: texts with placeholders in braces.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::report::handouts::letters::Letter;

/// Half columns of a line of plain text.
const LINE: usize = 76;

/// The values of placeholders.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<&'static str, String>);

impl Values {
    /// Sets a value.
    pub fn set(&mut self, word: &'static str, value: impl Into<String>) {
        self.0.insert(word, value.into());
    }

    /// A value; empty if not set.
    pub fn get(&self, word: &str) -> &str {
        self.0.get(word).map_or("", String::as_str)
    }
}

/// A template whose placeholders are all known.
#[derive(Debug, Clone)]
pub struct Template {
    text: String,
}

/// An unknown placeholder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {{{word}}} is no word of this letter")]
pub struct UnknownPlaceholder {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The placeholder.
    pub word: String,
}

impl Template {
    /// Parses a template; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// [`UnknownPlaceholder`] names the first placeholder that the letter does not have.
    pub fn parse(letter: Letter, text: &str) -> Result<Self, UnknownPlaceholder> {
        let known = letter.placeholders();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            for (at, word) in words(line) {
                if !known.contains(&word) {
                    let column = line.get(..at).unwrap_or_default().chars().count() + 1;
                    return Err(UnknownPlaceholder { line: index + 1, column, word: word.to_owned() });
                }
            }
        }
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Ok(Self { text: lines.collect::<Vec<_>>().join("\n") })
    }

    /// Fills in the values. Leaves out lines whose placeholders are all empty.
    pub fn fill(&self, values: &Values) -> String {
        let mut out: Vec<String> = Vec::new();
        for line in self.text.lines() {
            let found = words(line);
            if !found.is_empty() && found.iter().all(|(_, word)| values.get(word).is_empty()) {
                continue;
            }
            let mut filled = String::new();
            let mut from = 0;
            for (at, word) in found {
                filled.push_str(line.get(from..at).unwrap_or_default());
                filled.push_str(values.get(word));
                from = at + word.len() + 2;
            }
            filled.push_str(line.get(from..).unwrap_or_default());
            out.push(filled);
        }
        numbered(out).join("\n").trim_matches('\n').replace("（）", "")
    }
}

/// The placeholders of a line, with the byte position of their braces.
fn words(line: &str) -> Vec<(usize, &str)> {
    let opened = line.match_indices('{').filter_map(|(at, _)| {
        let word = line.get(at + 1..)?.split('}').next()?;
        line.get(at + 1 + word.len()..)?.starts_with('}').then_some((at, word))
    });
    opened.collect()
}

/// Renumbers lines １, ２, … if one was left out.
fn numbered(lines: Vec<String>) -> Vec<String> {
    let digits: Vec<char> = ('１'..='９').collect();
    let mut next = 0;
    let renumber = |line: String| {
        let mut rest = line.chars();
        let is_item = rest.next().is_some_and(|c| digits.contains(&c)) && rest.next() == Some('　');
        match digits.get(next).filter(|_| is_item) {
            Some(digit) => {
                next += 1;
                format!("{digit}　{}", rest.as_str())
            }
            None => line,
        }
    };
    lines.into_iter().map(renumber).collect()
}

/// The alignment of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Center,
    Right,
}

/// The lines of a letter, without the marks for their alignment.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (Side, &str)> {
    text.lines().map(|line| match (line.strip_prefix("[右]"), line.strip_prefix("[中央]")) {
        (Some(rest), _) => (Side::Right, rest),
        (_, Some(rest)) => (Side::Center, rest),
        _ => (Side::Left, line),
    })
}

/// A letter as plain text.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for (side, line) in lines(text) {
        let room = LINE.saturating_sub(line.width_cjk());
        let blanks = match side {
            Side::Left => 0,
            Side::Center => room / 4,
            Side::Right => room / 2,
        };
        out.push_str(&"　".repeat(blanks));
        out.push_str(line);
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_does_not_exist_is_named_with_its_place() {
        let fault = Template::parse(Letter::Request, "# {何}\n提出期限　{期日}\n").unwrap_err();
        assert_eq!((fault.line, fault.column, fault.word.as_str()), (2, 6, "期日"));
    }

    #[test]
    fn lines_without_values_are_left_out_and_the_rest_counts_on() {
        let template = Template::parse(Letter::Request, "１　期間　{期間}\n２　期限　{期限}\n３　提出先　{連絡先}").unwrap();
        let mut values = Values::default();
        values.set("期間", "令和7年度下半期");
        values.set("連絡先", "総務課");
        assert_eq!(template.fill(&values), "１　期間　令和7年度下半期\n２　提出先　総務課");
    }
}
