//! Names of sheets: valid in Excel, each used once.

use std::collections::BTreeSet;

use crate::model::limits::SHEET_NAME_UNITS as LONGEST;

/// Makes unique names of sheets.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A valid, unused name like `wanted`.
    pub fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted
            .chars()
            .map(|c| match c {
                '[' => '［',
                ']' => '］',
                ':' => '：',
                '*' => '＊',
                '?' => '？',
                '/' => '／',
                '\\' => '＼',
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => ' ',
                c => c,
            })
            .collect();
        // no apostrophe at either end
        let clean = clean.trim().trim_matches('\'');
        let clean = if clean.is_empty() { "シート" } else { clean };
        let mut name = cut(clean, LONGEST).to_owned();
        let mut n = 1;
        while !self.taken.insert(name.to_lowercase()) {
            n += 1;
            let tail = format!(" ({n})");
            name = format!("{}{tail}", cut(clean, LONGEST - tail.len()));
        }
        name
    }
}

/// The beginning of a text, up to this many UTF-16 units.
pub fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return text.get(..at).unwrap_or_default().trim_end().trim_end_matches('\'');
        }
    }
    text
}

/// A link to a cell of a sheet of this workbook.
pub fn internal_link(sheet: &str, row: u32) -> String {
    format!("internal:'{}'!A{}", sheet.replace('\'', "''"), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.take("取組/状況[1]"), "取組／状況［1］");
        assert_eq!(names.take("'集計'"), "集計");
        assert_eq!(names.take("集計"), "集計 (2)");
        assert_eq!(names.take(""), "シート");
        let long = names.take(&"長".repeat(50));
        assert_eq!(long.chars().count(), 31);
        assert_eq!(names.take(&"長".repeat(50)).chars().count(), 31);
        assert!(names.take(&"𠮷".repeat(50)).encode_utf16().count() <= 31);
    }
}
