//! File names from names of departments: valid on every system, each used once.

use std::collections::BTreeSet;

use crate::model::text::{fold, is_invisible};

/// Longest name of a department in a file name, in bytes: with its suffix below the 255 of most systems.
const LONGEST: usize = 150;

/// Makes unique file names.
#[derive(Debug, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// The file name of a department: `<課>` and a suffix. Never the same for two departments.
    pub fn take(&mut self, department: &str, tail: &str) -> String {
        let stem = stem(department);
        let mut name = format!("{stem}{tail}");
        let mut n = 1;
        // some systems do not distinguish case or width
        while !self.taken.insert(fold(&name)) {
            n += 1;
            name = format!("{stem} ({n}){tail}");
        }
        name
    }
}

/// A department's name as a part of a file name.
fn stem(department: &str) -> String {
    let clean: String = department
        .chars()
        .filter(|c| !is_invisible(*c) && !is_direction(*c))
        .map(|c| match c {
            '/' => '／',
            '\\' => '＼',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '"' => '”',
            '<' => '＜',
            '>' => '＞',
            '|' => '｜',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    // a leading dot hides a file, Windows drops a trailing one
    let clean = clean.trim_matches(|c: char| c == '.' || c == ' ');
    let mut end = clean.len().min(LONGEST);
    while !clean.is_char_boundary(end) {
        end -= 1;
    }
    let clean = clean.get(..end).unwrap_or_default().trim_end_matches(['.', ' ']);
    match clean {
        "" => "課".to_owned(),
        device if is_device(device) => format!("_{device}"),
        other => other.to_owned(),
    }
}

/// Marks that change the direction of writing, so that a name looks like another.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A device name of Windows, with or without an extension.
fn is_device(name: &str) -> bool {
    let base = fold(name.split('.').next().unwrap_or_default());
    let numbered = |word: &str| base.strip_prefix(word).is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']));
    matches!(base.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (department, stem_wanted) in [
            ("総務課", "総務課"),
            ("../x", "／x"),
            ("..", "課"),
            ("/etc/passwd", "／etc／passwd"),
            ("C:\\課", "C：＼課"),
            ("nul", "_nul"),
            ("COM1.総務", "_COM1.総務"),
            ("ＣＯＮ", "_ＣＯＮ"),
            ("総務課. .", "総務課"),
            (".隠し課", "隠し課"),
            ("課\u{202e}xslx.", "課xslx"),
            ("総務\n課", "総務 課"),
        ] {
            assert_eq!(stem(department), stem_wanted, "{department:?}");
        }
        assert!(stem(&"長".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn two_departments_never_share_a_file() {
        let mut names = FileNames::default();
        assert_eq!(names.take("a/b", ".xlsx"), "a／b.xlsx");
        assert_eq!(names.take("A／B", ".xlsx"), "A／B (2).xlsx");
        assert_eq!(names.take("ａ/ｂ", ".xlsx"), "ａ／ｂ (3).xlsx");
    }

    proptest! {
        #[test]
        fn any_name_is_one_part_of_a_path(department in "\\PC{0,80}") {
            let name = FileNames::default().take(&department, ".xlsx");
            let mut parts = std::path::Path::new(&name).components();
            prop_assert!(matches!(parts.next(), Some(std::path::Component::Normal(_))));
            prop_assert!(parts.next().is_none() && name.len() < 255);
            let forbidden = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
            prop_assert!(!name.contains(forbidden));
        }
    }
}
