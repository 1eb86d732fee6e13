//! Headings of a form that no sheet can match, for whoever writes the form.

use super::vocabulary::Vocabulary;
use crate::form::{FieldType, Form, Layout, spellings};
use crate::model::Texts;

/// A heading has no more characters.
const LONGEST: usize = 60;
/// So many spellings of a line are tried.
const TRIED: usize = 40;

/// A heading that is never found, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatchable {
    /// Field of its column.
    pub field: String,
    /// The line of the form.
    pub line: String,
    /// Why, in words for the form's author.
    pub why: Texts,
}

/// The headings of a form that can never be found on a sheet.
pub fn unmatchable(form: &Form) -> Vec<Unmatchable> {
    if matches!(form.layout, Layout::Any | Layout::Blocks) {
        return Vec::new();
    }
    let vocabulary = Vocabulary::new(vec![form]);
    let mut out = Vec::new();
    for (at, column) in form.columns.iter().enumerate().filter(|(_, column)| !column.derived) {
        let own = (!column.unwritten).then_some(&column.heading);
        for line in own.into_iter().chain(&column.aliases).chain(&column.also) {
            let found = |text: &str| {
                let is_own =
                    |column: usize| column == at || form.columns.get(column).is_some_and(|other| other.kind == FieldType::Skip);
                vocabulary.find(text).iter().chain(vocabulary.find_whole(text).iter()).any(|m| is_own(m.column))
            };
            let written: Vec<String> = spellings(line).into_iter().take(TRIED).map(|text| example(&text)).collect();
            let why = if written.iter().all(|text| text.chars().count() > LONGEST) {
                Texts::new("60字を超える文は見出しとして読みません", "a text of more than 60 characters is no heading")
            } else if written.iter().all(|text| text.contains('。')) {
                Texts::new("「。」のある文は見出しとして読みません", "a sentence (。) is no heading")
            } else if written.iter().all(|text| text.chars().count() <= 3 && text.chars().all(char::is_numeric)) {
                Texts::new("数だけの見出しは読みません", "a number alone is no heading")
            } else if !written.iter().any(|text| found(text)) {
                Texts::new(
                    "ほかの列の見出しとして読まれるか、見出しとして読めない書き方です",
                    "it is read as another column's, or as none",
                )
            } else {
                continue;
            };
            out.push(Unmatchable { field: column.field.clone(), line: line.clone(), why });
        }
    }
    out
}

/// A heading as a sheet would have it.
fn example(line: &str) -> String {
    line.replace("{period}", "令和7年度上半期").replace("{next}", "令和7年度下半期").replace("{year}", "令和7年度")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::form::{Library, parse_form};

    #[test]
    fn every_heading_of_the_forms_that_are_built_in_can_be_found() {
        for form in Library::builtin().forms {
            assert_eq!(unmatchable(&form), Vec::new(), "{}", form.id);
        }
    }

    #[test]
    fn what_can_never_be_found_is_reported() {
        let form = |heading: &str| {
            let text =
                format!("id = \"x\"\nname = \"x\"\nrecord = \"table\"\n[[column]]\nfield = \"a\"\nheading = \"{heading}\"\n");
            parse_form(Path::new("x.toml"), &text).unwrap()
        };
        assert_eq!(unmatchable(&form("令和5年度の取組内容")), Vec::new());
        for heading in ["2", "この列には具体的に書いてください。", &"あ".repeat(70)] {
            assert_eq!(unmatchable(&form(heading)).len(), 1, "{heading}");
        }
    }
}
